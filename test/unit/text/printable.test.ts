import { expect, it } from 'vitest';
import { withinLine } from '../../../src/text/printable.ts';

it.each([
  ['200 characters are shown whole', 'a'.repeat(200), 'a'.repeat(200)],
  ['the 201st is cut', 'a'.repeat(201), `${'a'.repeat(200)}…`],
  ['a line end is shown, not made', 'a\r\nb\nc', 'a\\u000d\\nb\\nc'],
])('%s', (_, text, shown) => {
  expect(withinLine(text)).toBe(shown);
});

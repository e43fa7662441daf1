import { expect, it } from 'vitest';
import { evidenceText, withinLine } from '../../../src/text/printable.ts';

it.each([
  ['200 characters are shown whole', 'a'.repeat(200), 'a'.repeat(200)],
  ['the 201st is cut', 'a'.repeat(201), `${'a'.repeat(200)}…`],
  ['a line end is shown, not made', 'a\r\nb\nc', 'a\\u000d\\nb\\nc'],
])('%s', (_, text, shown) => {
  expect(withinLine(text)).toBe(shown);
});

it('names six places, and how many others there are', () => {
  const places = Array.from({ length: 8 }, (_, index) => ({
    file: `packages/${index}/package.json`,
    line: 1,
    because: 'engines.node is >=20',
  }));
  const text = evidenceText(places);
  expect(text).toContain('packages/5/package.json:1: engines.node is >=20; and 2 more');
  expect(text).not.toContain('packages/6/');
  expect(evidenceText(places.slice(0, 6))).not.toContain('more');
});

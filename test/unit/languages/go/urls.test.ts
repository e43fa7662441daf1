import { expect, it } from 'vitest';
import { addressPart } from '../../../../src/languages/go/code/urls.ts';
import { textValue, unknown } from '../../../../src/languages/shared/values.ts';

const at = { file: 'main.go', line: 1 };
const address = { ...textValue('127.0.0.1:8384', at), setting: { variable: 'ADDRESS' } };

it.each([
  [0, '127.0.0.1'],
  [1, '8384'],
])('part %i of an address is not set by what sets the whole', (index, part) => {
  expect(addressPart(address, index)).toEqual(textValue(part, at));
});

it.each([
  ['the error', addressPart(address, 2)],
  ['a part of what is no address', addressPart(textValue('shop', at), 0)],
])('%s is not known', (_what, value) => {
  expect(value).toEqual(unknown(at));
});

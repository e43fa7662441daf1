import { expect, it } from 'vitest';
import { withoutComments } from '../../../../../src/languages/node/files/comments.ts';

it.each([
  ['a line', "a: 'x', // b: 'y'\nc", "a: 'x', \nc"],
  ['a line alone', "// b: 'y'\nc", '\nc'],
  ['a block', "/* b: 'y'\n */ c", ' c'],
])('comments are left out: %s', (_what, text, expected) => {
  expect(withoutComments(text)).toBe(expected);
});

it.each([
  ['a pattern', `include: "src/*", outDir: '../dist/*'`],
  ['a template', '`src/*` + `\n//x\n*/`'],
  ['an address', "base: 'https://example.com', b: 1"],
  ['an escaped quote', String.raw`a: 'it\'s /* x', b: "*/"`],
])('no string is taken for a comment: %s', (_what, text) => {
  expect(withoutComments(text)).toBe(text);
});

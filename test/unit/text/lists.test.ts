import { expect, it } from 'vitest';
import { anyOf, firstTwo, listed } from '../../../src/text/lists.ts';

it.each([
  [[], '', '', ''],
  [['a'], 'a', 'a', 'a'],
  [['a', 'b'], 'a and b', 'a, b', 'a or b'],
  [['a', 'b', 'c'], 'a, b and 1 more', 'a, b, c', 'a, b or c'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b and 3 more', 'a, b, c and 2 more', 'a, b, c, d or e'],
])('%j', (words, two, three, any) => {
  expect([firstTwo(words), listed(words, 3), anyOf(words)]).toEqual([two, three, any]);
});

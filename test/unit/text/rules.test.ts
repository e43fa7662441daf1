import { expect, it } from 'vitest';
import { orderedBy } from '../../../src/text/rules.ts';

const long = { title: 'long', fits: (it: string) => it.length > 1 };
const even = { title: 'even', fits: (it: string) => Number(it) % 2 === 0 };

it.each([
  [
    [long, even],
    ['22', '11', '2', '1', '3'],
  ],
  [
    [even, long],
    ['22', '2', '11', '1', '3'],
  ],
  [[], ['1', '2', '11', '3', '22']],
])('the first rule that differs decides, and equals keep their order (%#)', (rules, expected) => {
  expect(orderedBy(['1', '2', '11', '3', '22'], rules)).toEqual(expected);
});

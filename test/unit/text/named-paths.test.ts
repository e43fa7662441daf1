import { expect, it } from 'vitest';
import { namedPaths } from '../../../src/text/named-paths.ts';

const files = ['README.md', 'app/[id]/page.ts', 'data/a.csv', 'data/b.json', 'data/old/c.csv'];

it.each([
  ['data', ['data']],
  ['./data/', ['data']],
  ['data/a.csv', ['data/a.csv']],
  ['data/*', ['data/a.csv', 'data/b.json', 'data/old']],
  ['data/*.csv', ['data/a.csv']],
  ['data/**/*.csv', ['data/a.csv', 'data/old/c.csv']],
  ['{README.md,dat?}', ['README.md', 'data']],
  ['app/[id]', ['app/[id]']],
  ['dat', []],
  ['README.md/x', []],
  ['!data', []],
])('%s names %j', async (pattern, expected) => {
  expect(await namedPaths(pattern, files)).toEqual(expected);
});

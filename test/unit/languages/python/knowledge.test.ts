import { expect, it } from 'vitest';
import { modes, rows } from '../../../../src/languages/python/knowledge/index.ts';
import { testRows } from '../../../support/knowledge.ts';
import { pythonUses } from '../../../support/python-uses.ts';

testRows('what is known about libraries of Python', rows, (source) =>
  pythonUses({ 'main.py': source }),
);

it('has a row for each call with a mode', () => {
  expect(Object.keys(modes).filter((mode) => !rows.some((it) => it.call === mode))).toEqual([]);
});

import { expect, it } from 'vitest';
import { knowledge } from '../../../../src/languages/node/knowledge/index.ts';
import { testRows } from '../../../support/knowledge.ts';
import { nodeUses } from '../../../support/node-uses.ts';

testRows('what is known about libraries of Node', knowledge, nodeUses);

it('has enough rows to be of use', () => {
  expect(knowledge.length).toBeGreaterThan(250);
});

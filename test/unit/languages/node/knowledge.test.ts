import { expect, it } from 'vitest';
import { readProgram } from '../../../../src/languages/node/code/program.ts';
import { usesOf } from '../../../../src/languages/node/code/uses.ts';
import { parseManifest } from '../../../../src/languages/node/files/manifest.ts';
import { knowledge } from '../../../../src/languages/node/knowledge/index.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';
import { testRows } from '../../../support/knowledge.ts';

async function usesIn(source: string) {
  const read = parseManifest('', '{ "name": "own" }');
  if (!read.ok) throw new Error('no manifest');
  const program = await readProgram(memoryProject({ 'server.js': source }), {
    entries: ['server.js'],
    folder: '',
    packages: [{ manifest: read.manifest, build: null }],
  });
  return usesOf(program);
}

testRows('what is known about libraries of Node', knowledge, usesIn);

it('has enough rows to be of use', () => {
  expect(knowledge.length).toBeGreaterThan(250);
});

import { describe, expect, it } from 'vitest';
import { leftOutFiles } from '../../../src/output/left-out.ts';
import { create } from '../../../src/commands/create.ts';
import {
  memoryOutput,
  memoryProject,
  memoryRegistry,
  memoryWriter,
  silentPrompter,
} from '../../../src/ports/memory.ts';
import { packageAsset, packageFiles } from '../../../src/ports/node.ts';

const files = ['.env', 'app.py', 'data/.env', 'data/a.csv', 'tests/a.py', 'tests/deep/b.py'];
const secrets = { why: 'secrets', patterns: ['**/.env'], always: true as const };
const tests = { why: 'tests', patterns: ['/tests'] };

describe('what the image does not have', () => {
  it('is listed by reason, with whole folders', () => {
    const contents = { only: null, leftOut: [secrets, tests], kept: [] };
    expect(leftOutFiles(files, contents)).toEqual([
      { why: 'secrets', paths: ['.env', 'data/.env'] },
      { why: 'tests', paths: ['tests'] },
    ]);
  });

  it('is not what is kept; a folder keeps no secret', () => {
    const contents = { only: null, leftOut: [secrets, tests], kept: ['data', 'tests', '.env'] };
    expect(leftOutFiles(files, contents)).toEqual([{ why: 'secrets', paths: ['data/.env'] }]);
  });

  it('is all but what is copied, where only that is', () => {
    const contents = { only: ['tests/deep'], leftOut: [secrets], kept: [] };
    expect(leftOutFiles(files, contents).at(-1)).toEqual({
      why: 'compiled, or not read by the program',
      paths: ['app.py', 'data', 'tests/a.py'],
    });
  });
});

it('is in the summary, a line for each reason, and in the JSON', async () => {
  const project = memoryProject({
    'app.py': 'print(1)\n',
    '.env': '',
    ...Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((it) => [`test_${it}.py`, ''])),
  });
  const out = memoryOutput();
  const ports = {
    project,
    writer: memoryWriter(),
    registry: memoryRegistry(),
    prompter: silentPrompter,
    out,
    now: () => new Date('2026-11-20T00:00:00Z'),
    asset: packageAsset,
    assets: packageFiles,
    userFile: () => undefined,
  };
  await create({ yes: true }, ports, '0.0.0');
  expect(out.said.join('\n')).toContain(
    '\n  Left out  .env  (secrets)\n  Left out  test_a.py, test_b.py, test_c.py and 2 more  (tests)\n',
  );
  await create({ yes: true, json: true }, ports, '0.0.0');
  expect(JSON.parse(out.printed.join(''))).toMatchObject({
    leftOut: [
      { why: 'secrets', paths: ['.env'] },
      { why: 'tests', paths: ['test_a.py', 'test_b.py', 'test_c.py', 'test_d.py', 'test_e.py'] },
    ],
  });
});

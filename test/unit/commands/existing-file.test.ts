import { expect, it } from 'vitest';
import { create } from '../../../src/commands/create.ts';
import type { Values } from '../../../src/options.ts';
import {
  memoryOutput,
  memoryProject,
  memoryRegistry,
  memoryWriter,
  scriptedPrompter,
} from '../../../src/ports/memory.ts';
import { packageAsset, packageFiles } from '../../../src/ports/node.ts';

/** Runs the command in a terminal, in a project that has these files beside its program. */
async function inTerminal(
  files: Readonly<Record<string, string>>,
  answers: Readonly<Record<string, string>>,
  flags: Values = {},
) {
  const prompter = scriptedPrompter({ ...answers });
  const writer = memoryWriter(new Map(Object.entries(files)));
  const out = memoryOutput();
  const ports = {
    project: memoryProject({ 'app.py': 'print(1)\n', ...files }),
    writer,
    registry: memoryRegistry(),
    prompter,
    out,
    now: () => new Date('2026-11-20T00:00:00Z'),
    asset: packageAsset,
    assets: packageFiles,
    userFile: () => undefined,
  };
  const error = await create({ yes: true, ...flags }, ports, '0.0.0').then(
    () => null,
    (thrown: unknown) => (thrown as Error).message,
  );
  return { error, files: writer.files, said: out.said.join('\n'), asked: prompter.asked };
}

const theirs = { Dockerfile: 'FROM python\n', '.dockerignore': 'mine\n' };

it('writes to another file, whose ignore file goes with it', async () => {
  const { error, files, said, asked } = await inTerminal(theirs, {
    existing: 'name',
    output: 'safe.Dockerfile',
  });
  expect(error).toBeNull();
  expect(files.get('Dockerfile')).toBe(theirs.Dockerfile);
  expect(files.get('.dockerignore')).toBe(theirs['.dockerignore']);
  expect(files.get('safe.Dockerfile')).toContain(
    '# Regenerate: npx create-secure-dockerfile --output safe.Dockerfile --yes',
  );
  expect(files.get('safe.Dockerfile.dockerignore')).toContain('\nmine\n');
  expect(said).toContain('-FROM python');
  expect(said).toContain('docker build -f safe.Dockerfile');
  expect(asked.map((it) => it.name)).toEqual(['existing', 'output']);
});

it('saves the other name in a preset', async () => {
  const answers = { existing: 'name', output: 'safe.Dockerfile' };
  const { files } = await inTerminal(theirs, answers, { savePreset: true });
  expect(files.get('secure-dockerfile.yaml')).toContain('\noutput: safe.Dockerfile\n');
});

it.each([
  ['x', 'Dockerfile or NAME.Dockerfile'],
  ['../Dockerfile', 'Dockerfile or NAME.Dockerfile'],
  ['a.Dockerfile', null],
])('checks the name %s', async (text, refusal) => {
  const answers = { existing: 'name', output: 'safe.Dockerfile' };
  const { asked } = await inTerminal(theirs, answers);
  const question = asked.find((it) => it.kind === 'input');
  expect(question?.kind === 'input' ? question.check(text) : undefined).toBe(refusal);
});

it('overwrites if that is chosen, and asks no second time', async () => {
  const { error, files, asked } = await inTerminal(theirs, { existing: 'overwrite' });
  expect(error).toBeNull();
  expect(files.get('Dockerfile')).toContain('ENTRYPOINT');
  expect(asked).toHaveLength(1);
});

it('writes nothing after a stop', async () => {
  const { error, files } = await inTerminal(theirs, { existing: 'stop' });
  expect(error).toContain('Nothing was written');
  expect(Object.fromEntries(files)).toEqual(theirs);
});

it.each([
  ['nothing is there', {}, {}],
  ['--force is given', theirs, { force: true }],
  ['nothing is written', theirs, { dryRun: true }],
  ['a script reads the output', { '.dockerignore': 'mine\n' }, { json: true }],
] as const)('does not ask if %s', async (_when, files, flags) => {
  const { asked } = await inTerminal(files, {}, flags);
  expect(asked).toEqual([]);
});

/**
 * Every example and fixture project on every base: the generated files, compared to the byte with test/golden/expected/.
 * To accept a change of templates: `npm run golden`, then read the diff as a security engineer would.
 */
import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { describe, expect, it } from 'vitest';
import { baseIds } from '../../src/bases/index.ts';
import { create } from '../../src/commands/create.ts';
import { UserError } from '../../src/errors.ts';
import { languages } from '../../src/languages/index.ts';
import type { Values } from '../../src/options.ts';
import {
  memoryOutput,
  memoryRegistry,
  memoryWriter,
  silentPrompter,
} from '../../src/ports/memory.ts';
import { packageAsset, packageFiles, projectReader, readUserFile } from '../../src/ports/node.ts';

const here = import.meta.dirname;
const expectedFolder = join(here, 'expected');
const foldersOf = (path: string): { name: string; path: string }[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter((it) => it.isDirectory())
        .map((it) => ({ name: it.name, path: join(path, it.name) }))
    : [];
const projects = [
  ...foldersOf(join(here, '../../examples')),
  ...foldersOf(join(here, 'projects')),
].sort((a, b) => a.name.localeCompare(b.name));
const written = new Set<string>(['refused.txt']);
const refused: string[] = [];
/** What has a golden: `node pnpm alpine`. */
const covered = new Set<string>();

/** One run of the main command with nothing but the project itself real. */
async function generate(path: string, flags: Values): Promise<Map<string, string>> {
  const writer = memoryWriter();
  const out = memoryOutput();
  await create(
    { yes: true, json: true, ...flags },
    {
      project: projectReader(path),
      writer,
      registry: memoryRegistry(),
      prompter: silentPrompter,
      out,
      now: () => new Date('2026-11-20T00:00:00Z'),
      asset: packageAsset,
      assets: packageFiles,
      userFile: readUserFile,
    },
    '0.0.0-golden',
  );
  const { choices } = JSON.parse(out.printed.join('')) as {
    choices: Record<'language' | 'packageManager' | 'base', { value: string }>;
  };
  covered.add(`${choices.language.value} ${choices.packageManager.value} ${choices.base.value}`);
  return writer.files;
}

describe.each(projects)('$name', ({ name, path }) => {
  it.each([...baseIds].sort())('on %s', async (base) => {
    let files: Map<string, string>;
    try {
      files = await generate(path, { base });
    } catch (error) {
      if (!(error instanceof UserError) || error.problem.code !== 'E_PAIR_REFUSED') throw error;
      refused.push(`${name} on ${base}: ${error.message}`);
      expect(error.message).toContain('cannot work');
      return;
    }
    const dockerfile = files.get('Dockerfile') ?? '';
    expect(dockerfile).not.toBe('');
    assertPromises(dockerfile);
    await matchFile(`${name}.${base}.Dockerfile`, dockerfile);
    // The ignore file depends on the project, not on the base: one golden for all three (but for the header's first lines).
    if (base === 'alpine')
      await matchFile(`${name}.dockerignore`, files.get('.dockerignore') ?? '');
  });
});

describe('variants', () => {
  it.each([
    ['uid', { base: 'distroless', uid: 10001, gid: 10002 }],
    ['writable', { base: 'scratch', writable: ['/data', '/var/lib/app'] }],
    ['no-port', { base: 'scratch', port: 'none' }],
    ['start', { base: 'scratch', start: ['go-api', 'serve', 'a "b" $c', "it's"] }],
  ] as const)('go-api with another %s', async (name, flags) => {
    const dockerfile =
      (await generate(join(here, '../../examples/go-api'), flags)).get('Dockerfile') ?? '';
    assertPromises(dockerfile);
    await matchFile(`variant-${name}.Dockerfile`, dockerfile);
  });
});

async function matchFile(name: string, text: string): Promise<void> {
  written.add(name);
  await expect(text).toMatchFileSnapshot(join(expectedFolder, name));
}

/** What must hold in every Dockerfile, whatever the template says. */
function assertPromises(text: string): void {
  const file = DockerfileParser.parse(text);
  const stages = file
    .getFROMs()
    .map((from) => from.getBuildStage())
    .filter((it) => it !== null);
  const pinned = (reference: string): boolean =>
    stages.includes(reference) || /^[^$\s@]+:[^$\s@]+@sha256:[0-9a-f]{64}$/.test(reference);
  for (const from of file.getFROMs()) {
    const image = from.getImage() ?? '';
    expect(image === 'scratch' || pinned(image), `FROM ${image} has a digest`).toBe(true);
  }
  const instructions = file.getInstructions();
  for (const [, reference] of text.matchAll(/(?:--|,)from=([^\s,]+)/g))
    expect(pinned(reference ?? ''), `from=${reference} has a digest`).toBe(true);
  const named = (keyword: string): Instruction[] =>
    instructions.filter((it) => it.getKeyword() === keyword);
  expect(named('ADD'), 'COPY, not ADD').toEqual([]);
  // The final stages are those that say what runs; the last stage is one.
  const finals = stagesIn(instructions).filter(
    (it, index, all) =>
      index === all.length - 1 || it.some((line) => line.getKeyword() === 'ENTRYPOINT'),
  );
  for (const stage of finals) {
    const within = (keyword: string): Instruction[] =>
      stage.filter((it) => it.getKeyword() === keyword);
    expect(within('USER').at(-1)?.getArgumentsContent(), 'numeric USER').toMatch(
      /^[1-9]\d*:[1-9]\d*$/,
    );
    expect(within('ENTRYPOINT'), 'one ENTRYPOINT').toHaveLength(1);
    expect(within('RUN'), 'nothing runs in a final stage').toEqual([]);
  }
  for (const instruction of [...named('ENTRYPOINT'), ...named('CMD'), ...named('VOLUME')]) {
    const words = JSON.parse(instruction.getArgumentsContent() ?? '') as unknown;
    expect(
      Array.isArray(words) && words.every((it) => typeof it === 'string'),
      `${instruction.getKeyword()} in exec form`,
    ).toBe(true);
  }
  for (const check of named('HEALTHCHECK'))
    expect(check.getArgumentsContent(), 'HEALTHCHECK in exec form').toMatch(/CMD \[".*"\]$/);
  for (const instruction of [...named('ARG'), ...named('ENV')])
    expect(instruction.getArgumentsContent(), 'no secret in ARG or ENV').not.toMatch(
      /(?:^|_)(?:password|passwd|secret|token|apikey|api_key)(?:_|=|$)/i,
    );
}

function stagesIn(instructions: readonly Instruction[]): Instruction[][] {
  const stages: Instruction[][] = [];
  for (const it of instructions) {
    if (it.getKeyword() === 'FROM') stages.push([]);
    stages.at(-1)?.push(it);
  }
  return stages;
}

it('every language, base and package manager has a golden', () => {
  const claimed = languages.flatMap((language) =>
    language.packageManagers.flatMap((manager) =>
      baseIds.map((base) => `${language.id} ${manager} ${base}`),
    ),
  );
  expect(claimed.filter((it) => !covered.has(it))).toEqual([]);
});

it('the refused pairs are the expected ones, and no golden is left over', async () => {
  await expect(`${refused.sort().join('\n')}\n`).toMatchFileSnapshot(
    join(expectedFolder, 'refused.txt'),
  );
  const left = readdirSync(expectedFolder).filter((it) => !written.has(it));
  expect(left, 'golden files that nothing writes any more: delete them').toEqual([]);
});

/**
 * Every example and fixture project on every base: the generated files, compared to the byte with
 * test/golden/expected/NAME/. To accept a change of templates: `npm run golden`, then read the diff
 * as a security engineer would.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { describe, expect, it } from 'vitest';
import { baseIds } from '../../src/bases/index.ts';
import { UserError } from '../../src/errors.ts';
import { languages } from '../../src/languages/index.ts';
import type { Values } from '../../src/options.ts';
import { packageAsset, projectReader } from '../../src/ports/node.ts';
import type { ProjectReader } from '../../src/ports/ports.ts';
import { parseReference } from '../../src/registry/reference.ts';
import { lookUpSnapshot } from '../../src/registry/snapshot.ts';
import { emptyPreset, generate, type Generated } from '../support/generate.ts';
import { templateBlocks } from '../support/template-blocks.ts';

const here = import.meta.dirname;
const expectedFolder = join(here, 'expected');
const foldersOf = (path: string): { name: string; path: string }[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter((it) => it.isDirectory())
        .map((it) => ({ name: it.name, path: join(path, it.name) }))
    : [];
const examples = foldersOf(join(here, '../../examples'));
const projects = [...examples, ...foldersOf(join(here, 'projects'))].sort((a, b) =>
  a.name.localeCompare(b.name),
);
const compared = new Set<string>(['refused.txt']);
const refused: string[] = [];
/** What has a golden: `node pnpm alpine`. */
const covered = new Set<string>();
const blocks = templateBlocks();
const readers = new Map<string, ProjectReader>();

/** Reads the files of a project once for all its bases. */
function readerOf(path: string): ProjectReader {
  const reader = readers.get(path) ?? projectReader(path);
  readers.set(path, reader);
  return reader;
}

/** One run whose templates are marked, so that the blocks that it prints are known. */
async function generateMarked(path: string, flags: Values): Promise<Generated> {
  const generated = await generate(readerOf(path), flags, (asset) =>
    asset.endsWith('.hbs') ? blocks.mark(asset, packageAsset(asset)) : packageAsset(asset),
  );
  const files = new Map([...generated.files].map(([name, text]) => [name, blocks.unmark(text)]));
  return { ...generated, files };
}

describe.each(projects)('$name', ({ name, path }) => {
  it.each([...baseIds].sort())('on %s', async (base) => {
    let generated: Generated;
    try {
      generated = await generateMarked(path, { base });
    } catch (error) {
      if (!(error instanceof UserError) || error.problem.code !== 'E_PAIR_REFUSED') throw error;
      refused.push(`${name} on ${base}: ${error.message}`);
      expect(error.message).toContain('cannot work');
      return;
    }
    const { files, choices, images } = generated;
    covered.add(['language', 'packageManager', 'base'].map((key) => choices[key]?.value).join(' '));
    const absent = images.map((it) => it.reference).filter((it) => !isInSnapshot(it));
    expect(absent, 'not in src/data/snapshot.json: see CONTRIBUTING, Recipes').toEqual([]);
    const dockerfile = files.get('Dockerfile') ?? '';
    assertPromises(dockerfile);
    await compare(`${name}/${base}.Dockerfile`, dockerfile);
    // The ignore file depends on the project, not on the base, but for the first line.
    const ignored = [...files].find(([file]) => file.endsWith('.dockerignore'))?.[1];
    if (base === 'alpine') await compare(`${name}/dockerignore`, ignored ?? '');
  });
});

describe('variants', () => {
  it.each([
    ['uid', { base: 'distroless', uid: 10001, gid: 10002 }],
    ['writable', { base: 'scratch', writable: ['/data', '/var/lib/app'] }],
    ['no-port', { base: 'scratch', port: 'none' }],
    ['start', { base: 'scratch', start: ['go-api', 'serve', 'a "b" $c', "it's"] }],
  ] as const)('go-api with another %s', async (name, flags) => {
    const { files } = await generateMarked(join(here, '../../examples/go-api'), flags);
    const dockerfile = files.get('Dockerfile') ?? '';
    assertPromises(dockerfile);
    await compare(`go-api/${name}.Dockerfile`, dockerfile);
  });

  it.each([
    ['examples/go-api', { base: 'scratch', ship: ['routes_test.go'], leaveOut: ['expect.json'] }],
    [
      'examples/node-fastify-pnpm-ts',
      { base: 'distroless', ship: ['src'], leaveOut: ['tsconfig.json'] },
    ],
    ['examples/python-console', { base: 'alpine', ship: ['README.md'], leaveOut: ['expect.json'] }],
    [
      'examples/python-fastapi-uv',
      { base: 'distroless', ship: ['tests'], leaveOut: ['expect.json'] },
    ],
    [
      'test/golden/projects/node-npm-certificate',
      { base: 'scratch', ship: ['certs', 'certs/acme-root.pem'] },
    ],
  ])('%s with other files', async (folder, flags) => {
    const name = basename(folder);
    const { files } = await generateMarked(join(here, '../..', folder), flags);
    const dockerfile = files.get('Dockerfile') ?? '';
    assertPromises(dockerfile);
    await compare(`${name}/files.Dockerfile`, dockerfile);
    await compare(`${name}/files.dockerignore`, files.get('.dockerignore') ?? '');
  });

  it.each(['go-api', 'node-express-npm', 'python-fastapi-uv'])('%s as it runs', async (name) => {
    const { files } = await generateMarked(join(here, '../../examples', name), {
      base: 'alpine',
      packages: ['tzdata', 'cmd:git'],
      stopSignal: 'SIGQUIT',
      cache: ['XDG_CACHE_HOME'],
      startPeriod: 90,
    });
    const dockerfile = files.get('Dockerfile') ?? '';
    assertPromises(dockerfile);
    await compare(`${name}/run.Dockerfile`, dockerfile);
  });
});

interface Expectation {
  /** What a reader learns from the example: a sentence. */
  readonly shows: string;
  readonly bases: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
  /** What the project leaves open, as flags: which of its programs is meant. */
  readonly given?: Values;
}

describe.each(examples)('examples/$name', ({ path }) => {
  const text = (file: string): string => readFileSync(join(path, file), 'utf8');
  const expectation = JSON.parse(text('expect.json')) as Expectation;

  it('has a preset that editors check, and allows at least one base', () => {
    expect(text('secure-dockerfile.yaml')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/presets\/preset\.schema\.json\n/,
    );
    expect(expectation.bases.length).toBeGreaterThan(0);
  });

  it('is detected as expected without its preset', async () => {
    const { bases, facts, given } = expectation;
    const { choices } = await generate(readerOf(path), {
      preset: emptyPreset,
      base: bases[0] ?? '',
      ...given,
    });
    const found = Object.keys(facts).map((key) => [key, choices[key]?.value]);
    expect(Object.fromEntries(found)).toEqual(facts);
  });
});

/** The checksum follows from the rest, so it would only make each diff longer. */
async function compare(name: string, text: string): Promise<void> {
  compared.add(name);
  const lines = text.split('\n').filter((it) => !it.startsWith('# checksum '));
  expect(lines.length).toBe(text.split('\n').length - 1);
  await expect(
    lines.join('\n'),
    `test/golden/expected/${name}: "npm run golden" writes it`,
  ).toMatchFileSnapshot(join(expectedFolder, name));
}

/** With `--offline`, an example is pinned from the digests that the package brings. */
function isInSnapshot(reference: string): boolean {
  const parsed = parseReference(reference);
  return parsed.ok && lookUpSnapshot(parsed.ref) !== undefined;
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
  for (const instruction of named('ENV'))
    expect(instruction.getArgumentsContent(), 'ENV with its value in quotes').toMatch(
      /^\w+="[^]*"$/,
    );
  const comments = text.split('\n').filter((it) => /^ *# (?!Regenerate: |Build: )/.test(it));
  expect(
    comments.filter((it) => it.length > 140),
    'comments that need no scrolling',
  ).toEqual([]);
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

it('every block of the templates is printed in a golden', () => {
  const templates = readdirSync(join(here, '../../templates'), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((it) => it.endsWith('.hbs'))
    .map((it) => `templates/${it.replaceAll('\\', '/')}`);
  expect(templates.length).toBeGreaterThan(0);
  for (const path of templates) blocks.mark(path, packageAsset(path));
  expect(blocks.unprinted(), 'blocks that no project in examples/ or projects/ needs').toEqual([]);
});

it('examples/README.md lists every example and its Dockerfiles', async () => {
  const rows = examples.map(({ name, path }) => {
    const { shows, bases } = JSON.parse(
      readFileSync(join(path, 'expect.json'), 'utf8'),
    ) as Expectation;
    const links = bases.map((it) => `[${it}](../test/golden/expected/${name}/${it}.Dockerfile)`);
    return `| [${name}](${name}) | ${shows} | ${links.join(', ')} |`;
  });
  const text = `<!-- Written by \`npm run golden\` from the examples' expect.json. -->
# Examples

Real small applications with real dependencies. End-to-end tests generate a Dockerfile for each base, build it, run
it hardened and send it a request. The digests in the linked files are made up by the tests.

| example | shows | Dockerfiles |
| --- | --- | --- |
${rows.join('\n')}
`;
  await expect(text).toMatchFileSnapshot(join(here, '../../examples/README.md'));
});

it('the refused pairs are the expected ones, and no golden is left over', async () => {
  await expect(`${refused.sort().join('\n')}\n`).toMatchFileSnapshot(
    join(expectedFolder, 'refused.txt'),
  );
  const there = readdirSync(expectedFolder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => relative(expectedFolder, join(it.parentPath, it.name)).replaceAll('\\', '/'));
  const left = there.filter((it) => !compared.has(it));
  expect(left, 'golden files that nothing writes any more: delete them').toEqual([]);
});

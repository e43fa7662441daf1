/**
 * Whatever the lists name has a unit test, an example and a line in the docs. scripts/new.mjs starts
 * all of them.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bases } from '../../src/bases/index.ts';
import { languages } from '../../src/languages/index.ts';
import { frameworks as nodeFrameworks } from '../../src/languages/node/frameworks/index.ts';
import { generators } from '../../src/languages/node/frameworks/static-sites.ts';
import { optionTable } from '../../src/options.ts';
import { frameworks as pythonFrameworks } from '../../src/languages/python/frameworks/frameworks.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
/** `React Router` and `react-router` are the same. */
const normalized = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

const unitTests = readdirSync(join(root, 'test/unit'), { recursive: true, encoding: 'utf8' })
  .filter((it) => it.endsWith('.test.ts') && !it.endsWith('recipes.test.ts'))
  .map((it) => read(join('test/unit', it)))
  .join('\n');

/** What an install or a build left in an example is no part of it. */
const installedOrBuilt = /(?:^|[/\\])(?:node_modules|dist)[/\\]/;

const examples = readdirSync(join(root, 'examples'), { withFileTypes: true })
  .filter((it) => it.isDirectory())
  .map(({ name }) => {
    const manifests = readdirSync(join(root, 'examples', name), {
      recursive: true,
      encoding: 'utf8',
    })
      .filter((it) => !installedOrBuilt.test(it))
      .filter((it) =>
        /(?:^|[/\\])(?:package\.json|pyproject\.toml|requirements\.(?:txt|in)|Pipfile|[\w-]+\.py)$/.test(
          it,
        ),
      )
      // Its name does not count: the example has to depend on what it shows.
      .map((it) => read(join('examples', name, it)).replace(/^\s*"?name"?\s*[:=].*$/m, ''));
    const expectation = JSON.parse(read(join('examples', name, 'expect.json'))) as {
      readonly bases: readonly string[];
      readonly facts: Readonly<Record<string, unknown>>;
    };
    return { name, ...expectation, manifests: normalized(manifests.join('\n')) };
  });

/** Why there is no example of it. */
const withoutExample: Readonly<Record<string, string>> = {
  adonis: 'its starter is large, and its server is a plain Node program',
  qwik: 'its starter is large; the unit tests have its adapters',
  waku: 'React Server Components change with each release; the unit tests have its commands',
  sites: 'a list of generators: Vite and Astro stand for them',
  fasthtml: 'served as Starlette is',
  quart: 'served as any ASGI application',
  falcon: 'served as any WSGI application',
  'falcon-asgi': 'served as any ASGI application',
  dash: 'served as Flask is',
  pyramid: 'served as any WSGI application, by settings that the unit tests have',
};

/** What examples and docs call it. */
const otherNames: Readonly<Record<string, readonly string[]>> = { nitro: ['nuxt'] };

describe.each([
  ...nodeFrameworks.map(({ id }) => ({
    kind: 'framework',
    language: 'node',
    id,
    names: [id, ...(otherNames[id] ?? [])],
  })),
  ...pythonFrameworks.map(({ id, packageName, title }) => ({
    kind: 'framework',
    language: 'python',
    id,
    names: [packageName, title],
  })),
])('$kind $id ($language)', ({ language, id, names }) => {
  it('has a unit test', () => {
    expect(new RegExp(names.join('|'), 'i').test(unitTests)).toBe(true);
  });
  it('has an example, or a reason to have none', () => {
    const shown = examples.filter(
      (it) =>
        it.facts['language'] === language &&
        names.some((name) => it.manifests.includes(normalized(name))),
    );
    if (id in withoutExample) expect(shown.map((it) => it.name)).toEqual([]);
    else expect(shown.length).toBeGreaterThan(0);
  });
  it(`is in docs/${language}.md`, () => {
    const docs = normalized(read(`docs/${language}.md`));
    expect(id === 'sites' || names.some((name) => docs.includes(normalized(name)))).toBe(true);
  });
});

it('every generator of sites is in docs/node.md and in a unit test', () => {
  const docs = normalized(read('docs/node.md'));
  const missing = generators.filter(
    ({ title, dependency }) => !docs.includes(normalized(title)) || !unitTests.includes(dependency),
  );
  expect(missing.map((it) => it.title)).toEqual([]);
});

describe.each(
  languages.flatMap((language) =>
    language.packageManagers.map((manager) => ({ language: language.id, manager })),
  ),
)('package manager $manager ($language)', ({ language, manager }) => {
  it('has an example', () => {
    const shown = examples.filter(({ facts }) => facts['packageManager'] === manager);
    expect(shown.length).toBeGreaterThan(0);
  });
  it('has a unit test', () => {
    expect(new RegExp(`\\b${manager}\\b`).test(unitTests)).toBe(true);
  });
  it(`is in docs/${language}.md`, () => {
    expect(new RegExp(`\\b${manager}\\b`, 'i').test(read(`docs/${language}.md`))).toBe(true);
  });
});

describe.each(bases)('base $id', ({ id }) => {
  it('has an example for each language', () => {
    const shown = examples.filter((it) => it.bases.includes(id));
    expect(new Set(shown.map((it) => it.facts['language']))).toEqual(
      new Set(languages.map((it) => it.id)),
    );
  });
  it('has a preset for each language', () => {
    const presets = readdirSync(join(root, 'presets'));
    expect(presets).toEqual(expect.arrayContaining(languages.map((it) => `${it.id}-${id}.yaml`)));
  });
  it('has a unit test', () => {
    expect(unitTests.includes(`'${id}'`)).toBe(true);
  });
  it('has a section in docs/bases.md', () => {
    expect(read('docs/bases.md')).toMatch(new RegExp(`^## ${id}$`, 'm'));
  });
});

it('the table of the README has a column for each base and a row for each language', () => {
  const [header = '', , ...rows] =
    /^\|  \|.*(?:\n\|.*)+/m.exec(read('README.md'))?.[0].split('\n') ?? [];
  const cells = (row: string): string[] =>
    row
      .split('|')
      .slice(1, -1)
      .map((it) => it.trim());
  expect(cells(header)).toEqual(['', ...bases.map((it) => it.id)]);
  expect(rows.map((it) => cells(it).length)).toEqual(rows.map(() => bases.length + 1));
  expect(rows.map((it) => cells(it)[0]).sort()).toEqual(
    languages.map((it) => `**${it.title}**`).sort(),
  );
});

it('the program reads every option', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((it) => it.endsWith('.ts') && it !== 'options.ts')
    .map((it) => read(join('src', it)))
    .join('\n');
  const unread = optionTable.filter(({ key }) => !new RegExp(`\\b${key}\\b`).test(sources));
  expect(unread.map((it) => it.key)).toEqual([]);
});

describe('CONTRIBUTING', () => {
  const text = read('CONTRIBUTING.md');

  it('has a place for every folder of src', () => {
    const tree = /```\nsrc\/[^]*?```/.exec(text)?.[0] ?? '';
    const folders = (path: string): string[] =>
      readdirSync(join(root, path), { withFileTypes: true })
        .filter((it) => it.isDirectory())
        .map((it) => it.name);
    const there = [...folders('src'), ...folders('src/languages')];
    expect(there.filter((it) => !new RegExp(`(?:^|\\s)${it}/`, 'm').test(tree))).toEqual([]);
    const named = [...tree.matchAll(/(?<=\s)([a-z]+)\/(?=\s)/g)].map(([, it]) => it);
    expect(
      named.filter((it) => !there.includes(it ?? '') && it !== 'src' && it !== 'templates'),
    ).toEqual([]);
  });

  it('names no file and no npm script that is not there', () => {
    const paths = [
      ...text.matchAll(
        /(?<![\w/.-])((?:src|test|scripts|docs|presets|templates|examples)\/[\w./-]+)(?![\w./*-])/g,
      ),
    ].map(([, it]) => (it ?? '').replace(/[.,]+$/, ''));
    expect(paths.length).toBeGreaterThan(20);
    // In capitals, or x: a name to fill in.
    const real = paths.filter((it) => !/[A-Z]{4}|\/x\b/.test(it));
    expect(real.filter((it) => !existsSync(join(root, it)))).toEqual([]);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const called = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, it]) => it ?? '');
    expect(called.filter((it) => !(it in scripts))).toEqual([]);
  });
});

describe.each([
  ['framework node', ['framework', 'node', 'new-thing', '@new/thing'], '@new/thing'],
  ['framework python', ['framework', 'python', 'new-thing'], 'new-thing'],
  ['package-manager node', ['package-manager', 'node', 'new-thing'], 'new-thing'],
  ['package-manager python', ['package-manager', 'python', 'new-thing'], 'new-thing'],
  ['base', ['base', 'new-thing'], 'new-thing'],
])('new.mjs %s', (_recipe, words, name) => {
  let written: { path: string; text: string }[] = [];
  let changed: typeof written = [];
  beforeAll(() => {
    const script = join(root, 'scripts/new.mjs');
    written = JSON.parse(
      execFileSync(process.execPath, [script, '--dry-run', ...words], { encoding: 'utf8' }),
    ) as typeof written;
    changed = written.filter(({ path }) => existsSync(join(root, path)));
  });

  it('starts a unit test, and a line in the docs', () => {
    expect(written.filter((it) => it.path.startsWith('test/unit/'))).toHaveLength(1);
    const docs = changed.filter((it) => it.path.startsWith('docs/'));
    expect(docs.map((it) => it.text.includes('FIXME'))).toEqual([true]);
  });

  it('adds to lists and tables, and removes nothing', () => {
    expect(changed.length).toBeGreaterThan(1);
    for (const { path, text } of changed) {
      const wordsOf = (it: string): string[] => it.match(/[\w*]+/g) ?? [];
      const after = wordsOf(text);
      const left = wordsOf(read(path)).filter((it) => {
        const at = after.indexOf(it);
        if (at === -1) return true;
        after.splice(0, at + 1);
        return false;
      });
      expect(left, path).toEqual([]);
      expect(text).not.toBe(read(path));
    }
  });

  it('names what it is about', () => {
    expect(written.some((it) => it.text.includes(name))).toBe(true);
  });
});

it.each(['go other-files', 'python servers', 'node servers'])(
  'new.mjs row %s adds a row with a FIXME to the table',
  (table) => {
    const [language = '', file = ''] = table.split(' ');
    const script = join(root, 'scripts/new.mjs');
    const words = ['--dry-run', 'row', language, file, 'new/thing.Call'];
    const written = JSON.parse(
      execFileSync(process.execPath, [script, ...words], { encoding: 'utf8' }),
    ) as { path: string; text: string }[];
    const path = `src/languages/${language}/knowledge/${file}.ts`;
    expect(written.map((it) => it.path)).toEqual([path]);
    expect(written[0]?.text).toMatch(
      /call: 'new\/thing\.Call',[^]*'FIXME',\n {2}\},\n\] as const satisfies readonly Row\[\];/,
    );
    expect(written[0]?.text.replace(/\n {2}\/\/ FIXME[^]*?\n {2}\},(?=\n\])/, '')).toBe(read(path));
  },
);

it('nothing that scripts/new.mjs began is left to fill in', () => {
  const started = ['src', 'docs', 'presets', 'examples', 'test/unit'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((it) => it.isFile() && /\.(?:ts|js|md|yaml|json|toml|py|txt)$/.test(it.name))
      .map((it) => join(it.parentPath, it.name))
      .filter((it) => !installedOrBuilt.test(relative(root, it))),
  );
  started.push(join(root, 'README.md'));
  expect(started.length).toBeGreaterThan(0);
  const marked = started.filter(
    (it) => !it.endsWith('recipes.test.ts') && readFileSync(it, 'utf8').includes('FIXME'),
  );
  expect(marked.map((it) => relative(root, it))).toEqual([]);
});

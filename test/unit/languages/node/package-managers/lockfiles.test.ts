import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../../../src/errors.ts';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');

/** What each manager writes for `ms ^2.0.0` in production and `is-odd ^3.0.0` in development. */
const locks = {
  npm: [
    'package-lock.json',
    '{\n"lockfileVersion": 3, "packages": {\n"": { "dependencies": { "ms": "^2.0.0" } },\n"node_modules/is-odd": { "version": "3.0.1" },\n"node_modules/ms": { "version": "2.1.3" } } }',
  ],
  'npm 6': [
    'package-lock.json',
    '{\n"lockfileVersion": 1, "dependencies": {\n"is-odd": { "version": "3.0.1" },\n\n"ms": { "version": "2.1.3" } } }',
  ],
  pnpm: [
    'pnpm-lock.yaml',
    "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      ms:\n        specifier: ^2.0.0\n        version: 2.1.3\n    devDependencies:\n      is-odd:\n        specifier: ^3.0.0\n        version: 3.0.1\npackages:\n  ms@2.1.3: {}\n",
  ],
  'pnpm 11, which writes its own document first': [
    'pnpm-lock.yaml',
    "---\nlockfileVersion: '9.0'\nimporters:\n  .: {}\n---\nlockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      ms:\n        specifier: ^2.0.0\n        version: 2.1.3\n    devDependencies:\n      is-odd:\n        specifier: ^3.0.0\n        version: 3.0.1\n",
  ],
  'pnpm 7': [
    'pnpm-lock.yaml',
    'lockfileVersion: 5.4\nspecifiers:\n  is-odd: ^3.0.0\n  ms: ^2.0.0\ndependencies:\n  ms: 2.1.3\ndevDependencies:\n  is-odd: 3.0.1\npackages:\n  /ms/2.1.3: {}\n',
  ],
  'Yarn 1': [
    'yarn.lock',
    '# yarn lockfile v1\n\n\nis-odd@^3.0.0:\n  version "3.0.1"\n\nms@^2.0.0, ms@^2.1.1:\n  version "2.1.3"\n',
  ],
  'Yarn 4': [
    'yarn.lock',
    '__metadata:\n  version: 8\n\n"ms@npm:^2.0.0":\n  version: 2.1.3\n\n"x@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "x@workspace:."\n  dependencies:\n    is-odd: "npm:^3.0.0"\n    ms: "npm:^2.0.0"\n  languageName: unknown\n',
  ],
  Bun: [
    'bun.lock',
    '{\n"workspaces": { "": { "name": "x",\n"dependencies": { "ms": "^2.0.0", },\n"devDependencies": { "is-odd": "^3.0.0", }, }, },\n"packages": { "ms": ["ms@2.1.3", "", {}], "is-odd": ["is-odd@3.0.1", "", {}], } }',
  ],
} as const;

async function problemOf(
  lock: keyof typeof locks,
  manifest: object,
  more: Record<string, string> = {},
): Promise<string | null> {
  const [file, text] = locks[lock];
  const whole = {
    name: 'x',
    main: 'index.js',
    dependencies: { ms: '^2.0.0' },
    devDependencies: { 'is-odd': '^3.0.0' },
    ...manifest,
  };
  const facts = await node.detect(
    memoryProject({
      'package.json': JSON.stringify(whole, null, 1),
      'index.js': '',
      [file]: text,
      ...more,
    }),
    { today },
  );
  if (!facts) throw new Error('not recognised');
  const found = Object.values(facts.details.installs)
    .map((it) => it.outdated)
    .find((it) => it !== null);
  return found ? sentenceOf(found) : null;
}

const all = Object.keys(locks) as (keyof typeof locks)[];

describe('a lock file that does not match package.json', () => {
  it.each(all)('is none where both say the same: %s', async (lock) => {
    expect(await problemOf(lock, {})).toBeNull();
  });

  it.each<[keyof typeof locks, string]>([
    [
      'npm',
      'package.json:5: ms is ^1.0.0 here and 2.1.3 in package-lock.json:5: "npm ci" refuses a lock file that does not match package.json\nRun "npm install" and commit package-lock.json.',
    ],
    [
      'npm 6',
      'package.json:5: ms is ^1.0.0 here and 2.1.3 in package-lock.json:5: "npm ci" refuses a lock file that does not match package.json\nRun "npm install" and commit package-lock.json.',
    ],
    [
      'pnpm',
      'package.json:5: ms is ^1.0.0 here and ^2.0.0 in pnpm-lock.yaml:5: "pnpm install --frozen-lockfile" refuses a lock file that does not match package.json\nRun "pnpm install" and commit pnpm-lock.yaml.',
    ],
    [
      'Yarn 1',
      'package.json:5: ms is ^1.0.0 here and ^2.0.0, ^2.1.1 in yarn.lock:7: "yarn install --frozen-lockfile" refuses a lock file that does not match package.json\nRun "yarn install" and commit yarn.lock.',
    ],
    [
      'Yarn 4',
      'package.json:5: ms is ^1.0.0 here and ^2.0.0 in yarn.lock:12: "yarn install --immutable" refuses a lock file that does not match package.json\nRun "yarn install" and commit yarn.lock.',
    ],
    [
      'Bun',
      'package.json:5: ms is ^1.0.0 here and 2.1.3 in bun.lock:3: "bun install --frozen-lockfile" refuses a lock file that does not match package.json\nRun "bun install" and commit bun.lock.',
    ],
  ])('has another range: %s', async (lock, text) => {
    expect(await problemOf(lock, { dependencies: { ms: '^1.0.0' } })).toBe(text);
  });

  it.each(all)('lacks packages: %s', async (lock) => {
    const text = await problemOf(lock, {
      dependencies: { ms: '^2.0.0', nanoid: '^5.0.0', hono: '^4.0.0' },
    });
    expect(text).toMatch(
      new RegExp(
        `^package.json:6: nanoid \\^5\\.0\\.0 is missing from ${locks[lock][0]}: ".*" refuses a lock file that does not match package\\.json; the same applies to hono\n`,
      ),
    );
  });

  it('lists nothing but the package itself', async () => {
    const facts = await node.detect(
      memoryProject({
        'package.json': '{ "name": "x", "main": "index.js", "dependencies": { "ms": "^2.0.0" } }',
        'index.js': '',
        'package-lock.json':
          '{ "lockfileVersion": 3, "packages": { "": { "dependencies": { "ms": "^2.0.0" } } } }',
      }),
      { today },
    );
    const problem = facts?.details.installs['npm']?.outdated;
    expect(problem && sentenceOf(problem)).toContain('ms ^2.0.0 is missing from package-lock.json');
  });

  it('is none where an override of the root decides for a package of its workspace', async () => {
    const root = { workspaces: ['a'], overrides: { ms: '2.1.3' }, main: undefined };
    const own = JSON.stringify({ name: 'a', main: 'x.js', dependencies: { ms: '^1.0.0' } });
    const files = { 'a/package.json': own, 'a/x.js': '' };
    expect(await problemOf('npm', root, files)).toBeNull();
    const without = { ...root, overrides: {} };
    expect(await problemOf('npm', without, files)).toContain('ms is ^1.0.0 here');
  });

  // As tried with each of them: what only another range, another group or a package less is to one is a mistake to the other.
  it.each<[string, object, (keyof typeof locks)[]]>([
    [
      'another range that the locked version satisfies',
      { dependencies: { ms: '^2.1.0' } },
      ['pnpm', 'pnpm 7', 'Yarn 1', 'Yarn 4'],
    ],
    ['a package less', { devDependencies: {} }, ['pnpm', 'pnpm 7', 'Yarn 4', 'Bun']],
    [
      'another group',
      { dependencies: { ms: '^2.0.0', 'is-odd': '^3.0.0' }, devDependencies: {} },
      ['pnpm', 'pnpm 7'],
    ],
  ])('is refused for %s by some', async (_name, manifest, refusing) => {
    for (const lock of all.filter((it) => !it.includes('11')))
      expect((await problemOf(lock, manifest)) !== null, lock).toBe(refusing.includes(lock));
  });

  it.each<[string, keyof typeof locks, object, Record<string, string>]>([
    ['overrides of npm', 'npm', { dependencies: { ms: '^1.0.0' }, overrides: { ms: '2.1.3' } }, {}],
    [
      'overrides of pnpm',
      'pnpm',
      { dependencies: { ms: '^1.0.0' }, pnpm: { overrides: { 'x>ms@1': '^2.0.0' } } },
      {},
    ],
    [
      'overrides in pnpm-workspace.yaml',
      'pnpm',
      { dependencies: { ms: '^1.0.0' } },
      { 'pnpm-workspace.yaml': 'overrides:\n  ms: ^2.0.0\n' },
    ],
    [
      'resolutions of Yarn',
      'Yarn 1',
      { dependencies: { ms: '^1.0.0' }, resolutions: { '**/ms': '2.1.3' } },
      {},
    ],
    ['a hook of pnpm', 'pnpm', { dependencies: { ms: '^1.0.0' } }, { '.pnpmfile.cjs': '' }],
    [
      'packages of the workspace, folders and catalogs',
      'pnpm',
      { dependencies: { ms: '^2.0.0', a: 'workspace:*', b: 'link:../b', c: 'catalog:' } },
      {},
    ],
    ['a repository', 'npm', { dependencies: { ms: 'git+https://example.com/ms.git' } }, {}],
    ['a tag', 'npm', { dependencies: { ms: 'latest' } }, {}],
  ])('is none because of %s', async (_name, lock, manifest, files) => {
    expect(await problemOf(lock, manifest, files)).toBeNull();
  });
});

describe('a lock file that nobody can read', () => {
  const refusal = async (
    files: Record<string, string>,
    manifest: object = {},
  ): Promise<string | null> => {
    const facts = await node.detect(
      memoryProject({
        'package.json': JSON.stringify(
          { name: 'x', main: 'index.js', dependencies: { ms: '^2.0.0' }, ...manifest },
          null,
          1,
        ),
        'index.js': '',
        ...files,
      }),
      { today },
    );
    const found =
      facts &&
      Object.values(facts.details.installs)
        .map((it) => it.outdated)
        .find((it) => it !== null);
    return found ? sentenceOf(found) : null;
  };

  it('is an error: empty, no JSON, half a merge', async () => {
    expect(await refusal({ 'package-lock.json': '' })).toBe(
      'package-lock.json:1:1: it is empty: "npm ci" refuses it\nRemove package-lock.json, run "npm install" and commit package-lock.json.',
    );
    expect(await refusal({ 'package-lock.json': '{ "packages": ' })).toMatch(
      /^package-lock\.json:1:14: it ends too early: "npm ci" refuses it\n/,
    );
    expect(
      await refusal({
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n<<<<<<< HEAD\n=======\n>>>>>>> other\n",
      }),
    ).toBe(
      'pnpm-lock.yaml:2: it contains the markers of a merge conflict (<<<<<<<), so it is not clear which version to install\nTake one side ("git checkout --theirs pnpm-lock.yaml"), run "pnpm install" and commit pnpm-lock.yaml.',
    );
  });

  it('is one of the other line of Yarn', async () => {
    expect(
      await refusal({ 'yarn.lock': locks['Yarn 1'][1] }, { packageManager: 'yarn@4.9.1' }),
    ).toBe(
      'package.json:7: packageManager names Yarn 4.9.1, and yarn.lock:1 is a lock file of Yarn 1: "yarn install --immutable" refuses to convert it\nRun "npx @yarnpkg/cli-dist@4.9.1 install" and commit yarn.lock; or name the Yarn that wrote it, "yarn@1.22.22".',
    );
    expect(
      await refusal({ 'yarn.lock': locks['Yarn 4'][1] }, { packageManager: 'yarn@1.22.22' }),
    ).toBe(
      'package.json:7: packageManager names Yarn 1.22.22, and yarn.lock:1 is a lock file of Yarn 2 or later, which Yarn 1 cannot read\nName the Yarn that wrote it: "yarn@4.18.1"; or remove yarn.lock, run "npx yarn@1.22.22 install" and commit it.',
    );
    expect(
      await refusal(
        {
          'yarn.lock': '__metadata:\n  version: 8\n\n"ms@npm:^2.0.0":\n  version: 2.1.3\n',
          '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.1.0.cjs\n',
          '.yarn/releases/yarn-4.1.0.cjs': '',
        },
        { packageManager: 'yarn@1.22.22' },
      ),
    ).toBeNull();
  });
});

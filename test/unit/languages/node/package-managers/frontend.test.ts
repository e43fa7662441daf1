import { describe, expect, it } from 'vitest';
import { frontendInstall } from '../../../../../src/languages/node/package-managers/frontend.ts';
import { joined } from '../../../../../src/text/paths.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');

const scripts = { build: 'vite build' };
const devDependencies = { vite: '^8.0.0' };
const berry = `__metadata:
  version: 8

"web@workspace:.":
  dependencies:
    vite: "npm:^8.0.0"
`;

function answerOf(files: Record<string, string>, manifest: object = {}, folder = 'web') {
  const inside = folder === '' ? '' : `${folder}/`;
  const all = {
    [`${inside}package.json`]: JSON.stringify({
      name: 'web',
      scripts,
      devDependencies,
      ...manifest,
    }),
    ...Object.fromEntries(
      Object.entries(files).map(([path, text]) => [joined(folder, path), text]),
    ),
  };
  const project = memoryProject(all);
  return frontendInstall({ project, folder, script: 'build', today });
}

async function installOf(files: Record<string, string>, manifest: object = {}, folder = 'web') {
  const answer = await answerOf(files, manifest, folder);
  if (!answer?.ok) throw new Error(JSON.stringify(answer));
  return answer.frontend;
}

async function problemOf(files: Record<string, string>, manifest: object = {}) {
  const answer = await answerOf(files, manifest);
  if (!answer || answer.ok) throw new Error('no problem');
  return answer.problem;
}

describe('the install of a front end', () => {
  it.each<[string, Record<string, string>, object, string, readonly string[], string]>([
    [
      'npm comes with Node',
      { 'package-lock.json': '{}' },
      {},
      'npm',
      ['npm ci --no-audit --no-fund'],
      'npm run build',
    ],
    [
      'npm-shrinkwrap.json is a lock file of npm',
      { 'npm-shrinkwrap.json': '{}' },
      {},
      'npm',
      ['npm ci --no-audit --no-fund'],
      'npm run build',
    ],
    [
      'pnpm in the line that wrote the lock file',
      { 'pnpm-lock.yaml': 'lockfileVersion: 5.4\n' },
      {},
      'pnpm',
      [
        'npm install --global pnpm@7.33.7',
        'pnpm install --frozen-lockfile --store-dir=/pnpm/store',
      ],
      'pnpm run build',
    ],
    [
      'Yarn 1',
      { 'yarn.lock': 'vite@^8.0.0:\n' },
      {},
      'Yarn 1',
      [
        'npm install --global --force yarn@1.22.22',
        'yarn install --frozen-lockfile --non-interactive --ignore-engines --cache-folder=/root/.cache/yarn',
      ],
      'yarn run build',
    ],
    [
      'Yarn 4 by its lock file, without .yarnrc.yml',
      { 'yarn.lock': berry },
      { packageManager: 'yarn@4.9.1' },
      'Yarn',
      ['npm install --global --force @yarnpkg/cli-dist@4.9.1', 'yarn install --immutable'],
      'yarn run build',
    ],
    [
      'Bun',
      { 'bun.lock': '{}' },
      {},
      'Bun',
      ['npm install --global bun@1.4.5', 'bun install --frozen-lockfile'],
      'bun run build',
    ],
    [
      'scripts for developers are removed first',
      { 'package-lock.json': '{}' },
      { scripts: { ...scripts, prepare: 'husky' } },
      'npm',
      ['npm pkg delete scripts.prepare', 'npm ci --no-audit --no-fund'],
      'npm run build',
    ],
    [
      'Yarn 1 goes on where engines refuses the Node of the stage',
      { 'yarn.lock': 'vite@^8.0.0:\n' },
      { engines: { node: '20' } },
      'Yarn 1',
      [
        'npm install --global --force yarn@1.22.22',
        'yarn install --frozen-lockfile --non-interactive --ignore-engines --cache-folder=/root/.cache/yarn',
      ],
      'YARN_IGNORE_ENGINES=true yarn run build',
    ],
  ])('%s', async (_case, files, manifest, title, install, build) => {
    const found = await installOf(files, manifest);
    expect([
      found.title,
      [found.tool, ...found.install].flatMap((it) => it?.command ?? []),
      found.build?.command,
    ]).toEqual([title, install, build]);
  });

  it.each<[string, Record<string, string>, object, string, readonly string[]]>([
    [
      'what the install reads, in its folder',
      { 'package-lock.json': '{}', '.npmrc': 'audit=false' },
      {},
      'web',
      ['web/package.json', 'web/package-lock.json', 'web/.npmrc'],
    ],
    ['no lock file', {}, {}, 'web', ['web/package.json']],
    ['the root', { 'package-lock.json': '{}' }, {}, '', ['package.json', 'package-lock.json']],
    [
      'everything for a workspace of npm',
      { 'package-lock.json': '{}' },
      { workspaces: ['packages/*'] },
      'web',
      ['web'],
    ],
    [
      'everything for a workspace of pnpm',
      { 'pnpm-lock.yaml': '', 'pnpm-workspace.yaml': 'packages: [packages/*]\n' },
      {},
      '',
      ['.'],
    ],
    [
      'settings of pnpm make no workspace',
      { 'pnpm-lock.yaml': '', 'pnpm-workspace.yaml': 'minimumReleaseAge: 1\n' },
      {},
      'web',
      ['web/package.json', 'web/pnpm-lock.yaml', 'web/pnpm-workspace.yaml'],
    ],
    [
      'everything where an install script reads sources',
      { 'package-lock.json': '{}' },
      { scripts: { ...scripts, postinstall: 'make' } },
      'web',
      ['web'],
    ],
  ])('copies %s', async (_case, files, manifest, folder, expected) => {
    expect((await installOf(files, manifest, folder)).reads).toEqual(expected);
  });

  it.each<[string, Record<string, string>, object, string]>([
    ['the newest LTS', {}, {}, '26'],
    ['what engines admits', {}, { engines: { node: '22 || 24' } }, '24'],
    ['a version file beside it', { '.nvmrc': 'v22.1.0\n' }, {}, '22'],
    ['a version file at the root', { '../.nvmrc': '24\n' }, {}, '24'],
    ['its own file before the one at the root', { '.nvmrc': '22', '../.nvmrc': '24' }, {}, '22'],
  ])('is built with %s', async (_case, files, manifest, expected) => {
    const all = { 'package-lock.json': '{}', ...files };
    expect((await installOf(all, manifest)).nodeVersion).toBe(expected);
  });

  it('is built with the newest LTS where the project contradicts itself, with a warning', async () => {
    const files = { 'package-lock.json': '{}', '.nvmrc': '22' };
    const { nodeVersion, notes } = await installOf(files, { engines: { node: '>=24' } });
    expect([nodeVersion, notes.map((it) => it.code)]).toEqual([
      '26',
      ['node/frontend-version-unclear'],
    ]);
  });

  it.each<[string, string, readonly string[]]>([
    ['an old webpack', 'webpack@^4.0.0:\n  version "4.46.0"\n', ['NODE_OPTIONS']],
    ['a newer webpack', 'webpack@^5.0.0:\n  version "5.90.0"\n', []],
    [
      'old workers',
      'broccoli-babel-transpiler@^7.0.0:\n  version "7.8.0"\nworkerpool@^3.1.1:\n  version "3.1.2"\n',
      ['JOBS'],
    ],
  ])('gives its build what it needs on a Node of today: %s', async (_, lock, names) => {
    const { environment } = await installOf({ 'yarn.lock': `vite@^8.0.0:\n${lock}` });
    expect(environment.map((it) => it.name)).toEqual(names);
  });

  it('installs the successor of a package that no Node compiles', async () => {
    const { install } = await installOf({}, { devDependencies: { 'node-sass': '^4.14.0' } });
    expect(install.map((it) => it.command)).toEqual([
      'npm pkg set devDependencies.node-sass=npm:sass@1.77.8',
      'npm install --no-audit --no-fund',
    ]);
  });

  it('names the lock file, and lays the packages of Yarn 4 out in node_modules', async () => {
    const { lock, environment } = await installOf({ 'yarn.lock': berry });
    expect([lock, environment[0]?.name, environment[0]?.value]).toEqual([
      'web/yarn.lock',
      'YARN_NODE_LINKER',
      'node-modules',
    ]);
    const npm = await installOf({});
    expect([npm.lock, npm.environment]).toEqual([null, []]);
  });

  it('mounts tokens of private registries, from where they are in the project', async () => {
    const { secrets, buildSecrets, notes } = await installOf({
      'package-lock.json': '{}',
      '.npmrc': '//registry.example.com/:_authToken=abc\n',
    });
    expect(secrets).toEqual([
      { kind: 'file', id: 'npmrc', source: 'web/.npmrc', target: '/root/.npmrc' },
    ]);
    expect(buildSecrets).toEqual([]);
    expect(notes.flatMap((it) => it.evidence?.map(({ file }) => file))).toEqual(['web/.npmrc']);
  });

  it.each([
    ['the likeliest', { 'package-lock.json': '{}', 'yarn.lock': berry }, 'npm'],
    [
      'the one that matches package.json',
      {
        'package-lock.json': JSON.stringify({
          lockfileVersion: 3,
          packages: {
            '': { name: 'web', devDependencies: { vite: '^7.0.0' } },
            'node_modules/vite': { version: '7.0.0' },
          },
        }),
        'yarn.lock': berry,
      },
      'Yarn',
    ],
  ])('of several lock files takes %s', async (_what, files, title) => {
    const found = await installOf(files);
    expect(found.title).toContain(title);
    expect(found.notes).toMatchObject([
      {
        code: 'node/frontend-package-manager-unclear',
        level: 'warning',
        evidence: [{ file: 'web/package.json' }],
      },
    ]);
  });

  it('mounts for the build what Yarn 4 reads before it runs a script', async () => {
    const settings = 'npmAuthToken: ${NPM_TOKEN}\n';
    const { buildSecrets } = await installOf({ 'yarn.lock': berry, '.yarnrc.yml': settings });
    expect(buildSecrets).toEqual([{ kind: 'variable', id: 'NPM_TOKEN' }]);
  });
});

describe('a front end that cannot be installed', () => {
  it.each<[string, Record<string, string>, object, string, string]>([
    [
      'a package manager that is not known',
      {},
      { packageManager: 'vlt@1.0.0' },
      'web/package.json',
      'names vlt',
    ],
    [
      'a lock file that does not match',
      { 'yarn.lock': berry },
      { devDependencies: { vite: '^9.0.0' } },
      'web/package.json',
      'vite is ^9.0.0 here and ^8.0.0 in yarn.lock',
    ],
  ])('%s', async (_case, files, manifest, file, reason) => {
    const problem = await problemOf(files, manifest);
    expect(problem).toMatchObject({ code: 'E_PROJECT', file });
    expect('reason' in problem && problem.reason).toContain(reason);
  });

  it('a package.json that is no JSON', async () => {
    const project = memoryProject({ 'web/package.json': '{' });
    const input = { project, folder: 'web', script: 'build', today };
    expect(await frontendInstall(input)).toMatchObject({
      ok: false,
      problem: { file: 'web/package.json', reason: expect.stringContaining('JSON') as string },
    });
  });

  it('is none without package.json, or without the script', async () => {
    const project = memoryProject({ 'package.json': '{}', 'web/package.json': '{}' });
    const input = { project, script: 'build', today };
    expect(await frontendInstall({ ...input, folder: 'web' })).toBeUndefined();
    expect(await frontendInstall({ ...input, folder: 'other' })).toBeUndefined();
  });
});

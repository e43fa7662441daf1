import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../../../src/errors.ts';
import { unmet } from '../../../../../src/languages/node/package-managers/engines.ts';
import { managerChoices } from '../../../../../src/languages/node/package-managers/choices.ts';
import { managerOf, managers } from '../../../../../src/languages/node/package-managers/index.ts';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { printed } from '../../../../support/notes.ts';

const today = new Date('2026-11-20T00:00:00Z');
const classic = '# yarn lockfile v1\n';
const berry = '__metadata:\n  version: 8\n';
const dependencies = { express: '^5.0.0' };

async function detected(files: Record<string, string>, manifest: object = {}) {
  const facts = await node.detect(
    memoryProject({
      'package.json': JSON.stringify({ name: 'x', main: 'index.js', dependencies, ...manifest }),
      'index.js': '',
      ...files,
    }),
    { today },
  );
  if (!facts) throw new Error('not recognised');
  return {
    finding: facts.packageManager,
    notes: facts.notes,
    installs: facts.details.installs,
  };
}

it('every choice has a package manager', () => {
  expect([...new Set(managers.map((it) => it.choice))]).toEqual(managerChoices);
});

it.each(managerChoices)('package.json may name %s', async (name) => {
  const { finding } = await detected({}, { packageManager: `${name}@4.0.0` });
  expect(finding).toMatchObject({ kind: 'found', value: name });
});

describe('the package manager', () => {
  it.each<[string, Record<string, string>, object, string, string]>([
    ['package-lock.json', { 'package-lock.json': '{}' }, {}, 'npm', 'npm'],
    [
      'npm-shrinkwrap.json beside package-lock.json',
      { 'package-lock.json': '{}', 'npm-shrinkwrap.json': '{}' },
      {},
      'npm',
      'npm',
    ],
    ['pnpm-lock.yaml', { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }, {}, 'pnpm', 'pnpm'],
    ['yarn.lock of Yarn 1', { 'yarn.lock': classic }, {}, 'yarn', 'yarn-classic'],
    ['yarn.lock of Yarn 4', { 'yarn.lock': berry }, {}, 'yarn', 'yarn-berry'],
    ['bun.lock', { 'bun.lock': '{}' }, {}, 'bun', 'bun'],
    ['the older, binary lock file of Bun', { 'bun.lockb': '\0' }, {}, 'bun', 'bun'],
    ['npm-shrinkwrap.json alone', { 'npm-shrinkwrap.json': '{}' }, {}, 'npm', 'npm'],
    [
      'packageManager with its lock file beside another',
      { 'package-lock.json': '{}', 'pnpm-lock.yaml': '' },
      { packageManager: 'pnpm@10.1.0' },
      'pnpm',
      'pnpm',
    ],
    [
      'devEngines.packageManager',
      { 'yarn.lock': berry, 'package-lock.json': '{}' },
      { devEngines: { packageManager: { name: 'yarn', version: '4.9.1' } } },
      'yarn',
      'yarn-berry',
    ],
  ])('%s', async (_name, files, manifest, choice, line) => {
    const { finding, installs } = await detected(files, manifest);
    expect(finding).toMatchObject({ kind: 'found', value: choice });
    expect(installs[choice]?.manager).toBe(line);
  });

  it.each([
    ['>=10.0.0', null],
    ['^9', '9.0.0'],
    ['11.6.2', '11.6.2'],
  ])('takes the npm of the image where %s allows it', async (version, exact) => {
    const { installs } = await detected(
      { 'package-lock.json': '{}' },
      { devEngines: { packageManager: { name: 'npm', version } } },
    );
    expect(installs['npm']?.install.version?.exact ?? null).toBe(exact);
  });

  it.each([
    ['engine-strict = true', '^12', '12.2.2'],
    ['engine-strict=true', '>=10', null],
    ['save-exact=true', '^12', null],
  ])('takes the npm of engines where .npmrc enforces it: %s', async (npmrc, npm, exact) => {
    const { installs } = await detected(
      { 'package-lock.json': '{}', '.npmrc': `${npmrc}\n` },
      { engines: { npm } },
    );
    expect(installs['npm']?.install.version?.exact ?? null).toBe(exact);
  });

  it('Yarn lays packages out in plain folders where no lock file is committed', async () => {
    const pinned = { volta: { yarn: '3.3.0' } };
    const linkerIn = async (files: Record<string, string>) =>
      (await detected(files, pinned)).installs['yarn']?.install.linker;
    expect(await linkerIn({})).toBe('node-modules');
    expect(await linkerIn({ 'yarn.lock': berry })).toBe('plug-and-play');
    expect(await linkerIn({ '.yarnrc.yml': 'nodeLinker: pnp' })).toBe('plug-and-play');
  });

  it('is not picked from two lock files', async () => {
    const { finding } = await detected({ 'package-lock.json': '{}', 'yarn.lock': classic });
    expect(finding).toMatchObject({
      kind: 'ambiguous',
      why: 'there are lock files of several package managers, and packageManager in package.json names none',
      candidates: [{ value: 'npm' }, { value: 'yarn' }],
    });
  });

  it.each([
    ['npm install && npm run build --prefix client', 'npm', 'yarn'],
    ['(yarn --cwd client build)', 'yarn', 'npm'],
    ['node scripts/npm install.js', 'npm', 'yarn'],
    ['yarn build:a && npm run build:b', 'npm', 'yarn'],
  ])('is first the only one that a script calls: %s', async (build, first, second) => {
    const { finding } = await detected(
      { 'package-lock.json': '{}', 'yarn.lock': classic },
      { scripts: { build } },
    );
    expect(finding).toMatchObject({ candidates: [{ value: first }, { value: second }] });
  });

  it('is first that of the lock file which fits package.json', async () => {
    const outgrown = JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': { name: 'x', dependencies: { express: '^4.0.0' } },
        'node_modules/express': { version: '4.21.0' },
      },
    });
    const { finding } = await detected({
      'package-lock.json': outgrown,
      'yarn.lock': `${classic}\nexpress@^5.0.0:\n  version "5.1.0"\n`,
    });
    expect(finding).toMatchObject({ candidates: [{ value: 'yarn' }, { value: 'npm' }] });
  });

  it("is not picked where packageManager names one and the lock file is another's", async () => {
    const { finding } = await detected(
      { 'package-lock.json': '{}' },
      { packageManager: 'pnpm@10.1.0' },
    );
    expect(finding).toMatchObject({
      kind: 'ambiguous',
      candidates: [{ value: 'pnpm' }, { value: 'npm' }],
    });
  });

  it('is not picked where packageManager and devEngines name different ones, nor where packageManager names one that is not known', async () => {
    const both = await detected(
      { 'pnpm-lock.yaml': '' },
      { packageManager: 'pnpm@10.1.0', devEngines: { packageManager: { name: 'npm' } } },
    );
    expect(both.finding).toMatchObject({
      kind: 'ambiguous',
      why: 'packageManager and devEngines in package.json name different package managers',
      candidates: [{ value: 'pnpm' }, { value: 'npm' }],
    });
    const other = await detected({ 'package-lock.json': '{}' }, { packageManager: 'vlt@1.0.0' });
    expect(other.finding).toEqual({
      kind: 'unknown',
      why: 'packageManager in package.json names vlt, which is not one of npm, pnpm, yarn and bun',
    });
  });

  it('is proposed, with a warning, where there is no lock file', async () => {
    const { finding, notes } = await detected({});
    expect(finding).toMatchObject({ kind: 'suggested', value: 'npm' });
    expect(notes.map(printed)).toContain(
      'node/lock-missing: no lock file: two builds can install different versions\nRun "npm install" and commit the lock file.',
    );
  });

  it.each<[string, Record<string, string>, object, string, string | undefined]>([
    [
      'the one that packageManager names, without its hash',
      { 'pnpm-lock.yaml': '' },
      { packageManager: 'pnpm@9.4.0+sha512.abc' },
      'pnpm',
      '9.4.0',
    ],
    [
      'the newest in the range of engines',
      { 'pnpm-lock.yaml': "lockfileVersion: '9.0'" },
      { engines: { pnpm: '^9' } },
      'pnpm',
      '9.15.9',
    ],
    [
      'the lowest of a range in which no release is known',
      { 'pnpm-lock.yaml': '' },
      { packageManager: 'pnpm@11.5.x' },
      'pnpm',
      '11.5.0',
    ],
    [
      'the line that wrote the lock file of pnpm 8',
      { 'pnpm-lock.yaml': "lockfileVersion: '6.0'" },
      {},
      'pnpm',
      '8.15.9',
    ],
    [
      'the line that wrote the lock file of Yarn 3',
      { 'yarn.lock': '__metadata:\n  version: 6\n' },
      {},
      'yarn',
      '3.8.7',
    ],
    ['the last release of Yarn 1', { 'yarn.lock': classic }, {}, 'yarn', '1.22.22'],
    [
      'the one in the image for npm',
      { 'package-lock.json': '{}' },
      { engines: { npm: '>=9' } },
      'npm',
      undefined,
    ],
    [
      'the npm that packageManager names',
      { 'package-lock.json': '{}' },
      { packageManager: 'npm@12.2.0' },
      'npm',
      '12.2.0',
    ],
    [
      'none where a release of Yarn is part of the project',
      {
        'yarn.lock': berry,
        '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.9.1.cjs\n',
        '.yarn/releases/yarn-4.9.1.cjs': '',
      },
      {},
      'yarn',
      undefined,
    ],
  ])('has the exact version: %s', async (_name, files, manifest, choice, version) => {
    expect((await detected(files, manifest)).installs[choice]?.install.version?.exact).toBe(
      version,
    );
  });
});

describe('what an install reads', () => {
  it('is there before it: workspace settings, patches, what its scripts name', async () => {
    const { installs } = await detected(
      {
        'pnpm-lock.yaml': '',
        'pnpm-workspace.yaml': '',
        '.npmrc': 'engine-strict=true',
        'patches/a.patch': '',
        'prisma/schema.prisma': '',
      },
      { scripts: { postinstall: 'prisma generate' } },
    );
    expect(installs['pnpm']?.install.configuration).toEqual([
      'pnpm-workspace.yaml',
      '.npmrc',
      'prisma',
      'patches',
    ]);
    expect(installs['pnpm']?.install).toMatchObject({ prunes: true, needsSources: false });
  });

  it.each(['patch-package --patch-dir ./my-patches', 'patch-package --patch-dir=my-patches/'])(
    'is there before it: the folder of patches that a script names: %s',
    async (postinstall) => {
      const { installs } = await detected(
        { 'package-lock.json': '{}', 'my-patches/a.patch': '' },
        { scripts: { postinstall } },
      );
      expect(installs['npm']?.install).toMatchObject({
        configuration: ['my-patches'],
        prunes: true,
        needsSources: false,
      });
    },
  );

  it('is there before it: the certificate that .npmrc names, which the ignore file lets in', async () => {
    const files = { 'package-lock.json': '{}', '.npmrc': 'cafile=./certs/ca.pem\n' };
    const { installs } = await detected({ ...files, 'certs/ca.pem': '' });
    expect(installs['npm']?.install.configuration).toEqual(['.npmrc', 'certs/ca.pem']);
    const key = await detected({ ...files, 'certs/ca.pem': '-----BEGIN PRIVATE KEY-----\n' });
    expect(key.installs['npm']?.install.configuration).toEqual(['.npmrc']);
    expect(key.notes.map(printed)).toContain(
      'node/private-key-beside-certificate: certs/ca.pem contains a private key beside the certificate that .npmrc names: it stays out of the build context\nName a file with the certificate alone.',
    );
    expect((await detected(files)).notes.map(printed)).toContain(
      'node/certificate-missing: .npmrc names the certificate ./certs/ca.pem, which is not in this folder, so the build cannot read it\nCommit it, and name it by a path in the project.',
    );
  });

  it('leaves out git hooks, and copies everything for a script whose inputs are not known', async () => {
    const hooks = await detected({ 'package-lock.json': '{}' }, { scripts: { prepare: 'husky' } });
    expect(hooks.installs['npm']?.install).toMatchObject({
      developmentScripts: ['prepare'],
      prunes: false,
      needsSources: false,
    });
    const build = await detected(
      { 'package-lock.json': '{}' },
      { scripts: { postinstall: 'make all' } },
    );
    expect(build.installs['npm']?.install).toMatchObject({
      developmentScripts: [],
      prunes: true,
      needsSources: true,
    });
  });

  it.each(['git clean -df fonts', 'git submodule init && git submodule update'])(
    'leaves out what only changes the repository: %s',
    async (postinstall) => {
      const { installs } = await detected(
        { 'package-lock.json': '{}' },
        { scripts: { postinstall } },
      );
      expect(installs['npm']?.install).toMatchObject({
        developmentScripts: ['postinstall'],
        needsSources: false,
      });
    },
  );

  it.each([
    ['loads a file of another folder', "import { a } from '../config/a.ts';", true],
    ['loads one beside it', "import { a } from './a.ts';", false],
    ['needs only types of another', "import type { A } from '../config/a.ts';", false],
  ])('copies everything where an install script %s', async (_, source, needsSources) => {
    const { installs } = await detected(
      { 'package-lock.json': '{}', 'scripts/prepare.ts': source, 'config/a.ts': '' },
      { scripts: { postinstall: 'node scripts/prepare.ts' } },
    );
    expect(installs['npm']?.install.needsSources).toBe(needsSources);
  });

  it('copies everything where an install script of the root loads another file', async () => {
    const { installs } = await detected(
      { 'package-lock.json': '{}', 'setup.js': "require('./lib/a')", 'lib/a.js': '' },
      { scripts: { postinstall: 'node setup.js' } },
    );
    expect(installs['npm']?.install.needsSources).toBe(true);
  });

  it('mounts tokens as secrets, and keeps a file that contains one out of the context', async () => {
    const variable = await detected({
      'package-lock.json': '{}',
      '.npmrc': '//npm.example.com/:_authToken=${NPM_TOKEN}\n',
    });
    expect(variable.installs['npm']?.install.secrets).toEqual([
      { kind: 'variable', id: 'NPM_TOKEN' },
    ]);
    expect(variable.notes.map(printed)).toContain(
      'node/registry-secret: .npmrc reads $NPM_TOKEN: it is mounted as a secret, and the build needs it',
    );
    const literal = await detected({
      'package-lock.json': '{}',
      '.npmrc': '//npm.example.com/:_authToken=npm_abcdef\n',
    });
    expect(literal.notes.map(printed)).toContain(
      'node/token-in-configuration: .npmrc contains a token: it stays out of the build context and is mounted as a secret',
    );
    expect(literal.installs['npm']?.install).toMatchObject({
      secrets: [{ kind: 'file', id: 'npmrc', source: '.npmrc', target: '/root/.npmrc' }],
      configuration: [],
    });
  });
});

describe('an install', () => {
  it('says that packageManager takes an exact version', async () => {
    const { notes } = await detected({ 'pnpm-lock.yaml': '' }, { packageManager: 'pnpm@11.5.x' });
    expect(notes.map(printed)).toEqual([
      'node/package-manager-inexact: packageManager must be an exact version, not 11.5.x: pnpm 11.5.0 is installed\nWrite "pnpm@11.5.0".',
    ]);
  });

  it('is refused without the release of Yarn that the project names', async () => {
    const { notes } = await detected({
      'yarn.lock': berry,
      '.yarnrc.yml': 'nodeLinker: pnp\nyarnPath: .yarn/releases/yarn-4.1.0.cjs\n',
    });
    expect(notes).toEqual([
      {
        code: 'node/yarn-release-missing',
        level: 'error',
        evidence: [{ file: '.yarnrc.yml', line: 2, because: 'the release of Yarn' }],
        text: 'it names the release of Yarn in .yarn/releases/yarn-4.1.0.cjs, which is not there',
        hint: 'Commit it (.gitignore may leave .yarn/releases out), or remove the line and name the version in packageManager.',
      },
    ]);
  });

  it.each<[string, Record<string, string>, object, string]>([
    ['of npm', {}, { dependencies: { a: 'file:vendor/a.tgz' } }, 'npm'],
    ['by its path alone', {}, { dependencies: { a: './vendor/a.tgz' } }, 'npm'],
    ['by its name alone', {}, { devDependencies: { a: 'vendor/a.tgz' } }, 'npm'],
    ['in overrides', {}, { overrides: { express: { a: 'file:vendor/a.tgz' } } }, 'npm'],
    [
      'in resolutions',
      { 'yarn.lock': classic },
      { resolutions: { a: 'file:vendor/a.tgz' } },
      'yarn',
    ],
    ['in pnpm.overrides', {}, { pnpm: { overrides: { a: 'file:./vendor/a.tgz' } } }, 'pnpm'],
    [
      'in pnpm-workspace.yaml',
      { 'pnpm-workspace.yaml': 'overrides:\n  a: file:vendor/a.tgz\n' },
      {},
      'pnpm',
    ],
    [
      'of a package of the workspace',
      { 'api/package.json': '{ "name": "api", "dependencies": { "a": "file:../vendor/a.tgz" } }' },
      { workspaces: ['api'] },
      'npm',
    ],
    ['that is a patch', {}, { pnpm: { patchedDependencies: { a: 'vendor/a.tgz' } } }, 'pnpm'],
    ['that is a patch of Bun', {}, { patchedDependencies: { a: 'vendor/a.tgz' } }, 'bun'],
  ])('has the archive %s', async (_, files, manifest, manager) => {
    const { installs } = await detected({ 'vendor/a.tgz': '', ...files }, manifest);
    expect(installs[manager]?.install.configuration).toContain('vendor/a.tgz');
  });

  it('has the folders that package.json depends on, and is refused where they are elsewhere', async () => {
    const inside = await detected(
      { 'package-lock.json': '{}', 'lib/a/package.json': '{}' },
      { dependencies: { a: 'file:./lib/a' } },
    );
    expect(inside.installs['npm']?.install.configuration).toEqual(['lib/a']);
    const outside = await detected(
      { 'package-lock.json': '{}' },
      { dependencies: { a: 'file:../a' } },
    );
    expect(outside.notes).toContainEqual(
      expect.objectContaining({
        code: 'node/dependency-outside-project',
        text: 'a is file:../a, outside of this folder: no build can read files there',
        hint: 'Run this in the folder that contains both, as a workspace; or publish a to a registry.',
      }),
    );
    const gone = await detected({ 'package-lock.json': '{}' }, { dependencies: { a: 'link:a' } });
    expect(gone.notes).toContainEqual(
      expect.objectContaining({
        code: 'node/dependency-missing',
        text: 'a is link:a, which is not there',
        hint: 'Commit it, or take a from a registry.',
      }),
    );
  });

  it.each<[string, object, string, string[], boolean]>([
    ['a repository', { dependencies: { a: 'git+https://example.com/a.git' } }, '{}', ['a'], false],
    [
      'a repository over ssh',
      { dependencies: { a: 'git@github.com:acme/a.git' } },
      '{}',
      ['a'],
      true,
    ],
    ['GitHub', { devDependencies: { a: 'acme/a#v1' } }, '{}', ['a'], false],
    [
      'what a dependency depends on',
      {},
      '{ "resolved": "git+ssh://git@github.com/acme/b.git#abc" }',
      ['git+ssh://git@github.com/acme/b.git'],
      true,
    ],
    [
      'nothing of the kind',
      {},
      '{ "resolved": "https://registry.npmjs.org/express/-/express-5.1.0.tgz" }',
      [],
      false,
    ],
  ])('has git for %s', async (_name, manifest, lock, names, ssh) => {
    const { installs } = await detected({ 'package-lock.json': lock }, manifest);
    expect(installs['npm']?.install.git).toEqual({ names, ssh });
  });

  it.each<[string, Record<string, string>, object, string, string | undefined]>([
    [
      'npm 11, which only warns',
      { 'package-lock.json': '{}' },
      { packageManager: 'npm@11.19.0' },
      'npm',
      undefined,
    ],
    [
      'npm 12',
      { 'package-lock.json': '{}' },
      { packageManager: 'npm@12.2.0' },
      'npm',
      'better-sqlite3 builds its native part in an install script, and npm 12.2.0 runs only scripts that the project allows|Run "npm install-scripts approve better-sqlite3" and commit package.json (allowScripts).',
    ],
    [
      'npm 12 with leave',
      { 'package-lock.json': '{}' },
      { packageManager: 'npm@12.2.0', allowScripts: { 'better-sqlite3@12.4.1': true } },
      'npm',
      undefined,
    ],
    ['pnpm 9', { 'pnpm-lock.yaml': '' }, { packageManager: 'pnpm@9.15.9' }, 'pnpm', undefined],
    [
      'pnpm 10',
      { 'pnpm-lock.yaml': '' },
      { packageManager: 'pnpm@10.34.8' },
      'pnpm',
      'better-sqlite3 builds its native part in an install script, and pnpm 10.34.8 runs only scripts that the project allows|Run "pnpm approve-builds" and commit pnpm-workspace.yaml.',
    ],
    [
      'pnpm 10 with leave in package.json',
      { 'pnpm-lock.yaml': '' },
      { packageManager: 'pnpm@10.34.8', pnpm: { onlyBuiltDependencies: ['better-sqlite3'] } },
      'pnpm',
      undefined,
    ],
    [
      'pnpm 11, which reads only pnpm-workspace.yaml',
      { 'pnpm-lock.yaml': '' },
      { packageManager: 'pnpm@11.28.10', pnpm: { onlyBuiltDependencies: ['better-sqlite3'] } },
      'pnpm',
      'better-sqlite3 builds its native part in an install script, and pnpm 11.28.10 runs only scripts that the project allows|Run "pnpm approve-builds" and commit pnpm-workspace.yaml.',
    ],
    [
      'pnpm 11 with leave',
      { 'pnpm-lock.yaml': '', 'pnpm-workspace.yaml': 'allowBuilds:\n  better-sqlite3: true\n' },
      { packageManager: 'pnpm@11.28.10' },
      'pnpm',
      undefined,
    ],
    [
      'pnpm 11 that forbids it',
      { 'pnpm-lock.yaml': '', 'pnpm-workspace.yaml': 'allowBuilds:\n  better-sqlite3: false\n' },
      { packageManager: 'pnpm@11.28.10' },
      'pnpm',
      undefined,
    ],
    [
      'pnpm 10 that ignores it',
      { 'pnpm-lock.yaml': '' },
      { packageManager: 'pnpm@10.34.8', pnpm: { ignoredBuiltDependencies: ['better-sqlite3'] } },
      'pnpm',
      undefined,
    ],
    [
      'pnpm 10 that ignores it in its workspace',
      {
        'pnpm-lock.yaml': '',
        'pnpm-workspace.yaml': 'ignoredBuiltDependencies:\n  - better-sqlite3\n',
      },
      { packageManager: 'pnpm@10.34.8' },
      'pnpm',
      undefined,
    ],
    ['Yarn 4.9', { 'yarn.lock': berry }, { packageManager: 'yarn@4.9.1' }, 'yarn', undefined],
    [
      'Yarn 4.18',
      { 'yarn.lock': berry },
      { packageManager: 'yarn@4.18.1' },
      'yarn',
      'better-sqlite3 builds its native part in an install script, and Yarn 4.18.1 runs only scripts that the project allows|Write "dependenciesMeta": { "better-sqlite3": { "built": true } } into package.json, or enableScripts: true into .yarnrc.yml; then run "yarn install".',
    ],
    [
      'Yarn 4.18 with leave',
      { 'yarn.lock': berry, '.yarnrc.yml': 'enableScripts: true\n' },
      { packageManager: 'yarn@4.18.1' },
      'yarn',
      undefined,
    ],
    ['Bun, which knows the package', { 'bun.lock': '' }, {}, 'bun', undefined],
    [
      'Bun with its own list',
      { 'bun.lock': '' },
      { packageManager: 'bun@1.4.5', trustedDependencies: ['esbuild'] },
      'bun',
      'better-sqlite3 builds its native part in an install script, and Bun 1.4.5 runs only scripts that the project allows|Run "bun pm trust better-sqlite3" and commit package.json (trustedDependencies).',
    ],
  ])(
    'lets packages run the scripts that they need: %s',
    async (_name, files, manifest, choice, text) => {
      const forbidden = (
        await detected(files, { dependencies: { 'better-sqlite3': '^12.0.0' }, ...manifest })
      ).installs[choice]?.forbidden;
      expect(forbidden ? sentenceOf(forbidden) : undefined).toBe(
        text === undefined ? undefined : `package.json:1: ${text.replace('|', '\n')}`,
      );
    },
  );

  it.each([
    ['is refused where a source imports it', 'import { createCanvas } from "canvas";', true],
    ['is refused where a source imports a part of it', 'require("canvas/lib/image")', true],
    ['is not missed where nothing imports it', 'document.createElement("canvas")', false],
  ])('a package whose script may not run %s', async (_what, source, isRefused) => {
    const files = { 'pnpm-lock.yaml': '', 'src/index.ts': source };
    const manifest = { packageManager: 'pnpm@10.34.8', dependencies: { canvas: '^3.0.0' } };
    const forbidden = (await detected(files, manifest)).installs['pnpm']?.forbidden;
    expect(forbidden !== undefined && forbidden !== null).toBe(isRefused);
  });

  it('says that the address of a release is no version', async () => {
    const { notes } = await detected(
      { 'package-lock.json': '{}' },
      { packageManager: 'npm@https://registry.npmjs.org/npm/-/npm-11.0.0.tgz' },
    );
    expect(notes.map(printed)).toContain(
      'node/package-manager-inexact: packageManager must be an exact version, not https://registry.npmjs.org/npm/-/npm-11.0.0.tgz: the npm of the image is used\nWrite "npm@11.0.0".',
    );
  });

  it('says that the release of Yarn in the project wins', async () => {
    const { notes } = await detected(
      {
        'yarn.lock': berry,
        '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.1.0.cjs\n',
        '.yarn/releases/yarn-4.1.0.cjs': '',
      },
      { packageManager: 'yarn@4.9.1' },
    );
    expect(notes.map(printed)).toContain(
      'node/yarn-path-wins: packageManager names Yarn 4.9.1, and yarnPath the release in .yarn/releases/yarn-4.1.0.cjs, which wins: Yarn 4.1.0 installs\nWrite "yarn@4.1.0", or remove yarnPath.',
    );
  });
});

describe('alternatives in devEngines', () => {
  const either = { devEngines: { packageManager: [{ name: 'npm' }, { name: 'pnpm' }] } };

  it.each([
    ['package-lock.json', 'npm'],
    ['pnpm-lock.yaml', 'pnpm'],
  ])('are decided by the lock file: %s', async (file, choice) => {
    expect(
      (await detected({ [file]: file === 'package-lock.json' ? '{}' : '' }, either)).finding,
    ).toMatchObject({ kind: 'found', value: choice });
  });

  it('are decided by packageManager, and never against all of them', async () => {
    expect(
      (
        await detected(
          { 'package-lock.json': '{}', 'pnpm-lock.yaml': '' },
          { ...either, packageManager: 'pnpm@10.1.0' },
        )
      ).finding,
    ).toMatchObject({ kind: 'found', value: 'pnpm' });
    expect(
      (await detected({ 'package-lock.json': '{}', 'pnpm-lock.yaml': '' }, either)).finding,
    ).toMatchObject({ kind: 'ambiguous' });
    expect((await detected({ 'yarn.lock': classic }, either)).finding).toMatchObject({
      kind: 'ambiguous',
      candidates: [{ value: 'npm' }, { value: 'yarn' }],
    });
    expect((await detected({}, either)).finding).toMatchObject({ kind: 'suggested', value: 'npm' });
  });

  it('that are not checked (onFail: ignore) decide nothing', async () => {
    const { finding } = await detected(
      { 'package-lock.json': '{}' },
      { devEngines: { packageManager: { name: 'pnpm', version: '^11.0.0', onFail: 'ignore' } } },
    );
    expect(finding).toMatchObject({ kind: 'found', value: 'npm' });
  });
});

describe('engines that the Node of the image does not meet', () => {
  it.each<[string, Record<string, string>, string, string, boolean]>([
    ['Yarn 1, one release', { 'yarn.lock': classic }, '22.12.0', '22', true],
    ['Yarn 1, a line that ended', { 'yarn.lock': classic }, '18.x', '22', true],
    ['Yarn 1, a line', { 'yarn.lock': classic }, '^22.12.0', '22', false],
    ['Yarn 1, the very release', { 'yarn.lock': classic }, '22.12.0', '22.12.0', false],
    ['Yarn 4, which does not compare', { 'yarn.lock': berry }, '18.x', '22', false],
    ['npm, which only warns', { 'package-lock.json': '{}' }, '18.x', '22', false],
    [
      'npm with engine-strict',
      { 'package-lock.json': '{}', '.npmrc': 'engine-strict=true\n' },
      '18.x',
      '22',
      true,
    ],
  ])(
    'are ignored with the reason, and only then: %s',
    async (_name, files, range, version, ignored) => {
      const { installs } = await detected(files, { engines: { node: range } });
      const [found] = Object.values(installs).filter((it) => it.install.lock !== null);
      if (!found) throw new Error('no install');
      const manager = managerOf(found.manager);
      const install = unmet(found.install, version);
      // Yarn 1 compares before every script as well.
      expect(manager.run(install, 'build', null).startsWith('YARN_IGNORE_ENGINES=true ')).toBe(
        ignored && manager.id === 'yarn-classic',
      );
      for (const step of [
        manager.installAll(install, null),
        manager.installProduction(install, null),
        manager.prune(install, null),
      ]) {
        // Yarn 1 compares it with packages, too.
        const always = manager.id === 'yarn-classic';
        expect(/ --(?:ignore-engines|engine-strict=false)\b/.test(step.command)).toBe(
          always || ignored,
        );
        expect(
          (step.why ?? '').includes(
            `refuses any Node but ${range} (engines in package.json), unless told to continue.`,
          ),
        ).toBe(ignored);
      }
    },
  );
});

describe('engines of packages, of which the lock file says nothing', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['Yarn 1, which compares', { 'yarn.lock': classic }, true],
    ['Yarn 4', { 'yarn.lock': berry }, false],
  ])('%s', async (_, files, ignored) => {
    const { installs } = await detected(files, {});
    const [found] = Object.values(installs).filter((it) => it.install.lock !== null);
    if (!found) throw new Error('no install');
    const manager = managerOf(found.manager);
    const step = manager.installAll(found.install, null);
    expect(step.command.includes(' --ignore-engines')).toBe(ignored);
    expect((step.why ?? '').includes('Engines of old packages are ignored')).toBe(ignored);
    expect(manager.run(found.install, 'build', null)).not.toContain('IGNORE_ENGINES');
  });
});

describe('what install scripts did to the packages is there after those of development are gone', () => {
  const scripts = { postinstall: 'patch-package --patch-dir fixes' };
  const files = { 'fixes/ms+2.1.3.patch': '' };

  it.each<[string, Record<string, string>, string, string]>([
    [
      'Yarn 1 applies the patches again',
      { 'yarn.lock': classic },
      'yarn',
      'mkdir /tmp/all && cp -R node_modules /tmp/all/ && yarn install --frozen-lockfile --production --ignore-scripts --prefer-offline --offline --non-interactive --ignore-engines --cache-folder=/root/.cache/yarn && node /tmp/all/node_modules/patch-package/index.js --patch-dir fixes',
    ],
    [
      'Yarn 4 runs the scripts with the tools that were there',
      { 'yarn.lock': berry, '.yarnrc.yml': 'nodeLinker: node-modules' },
      'yarn',
      'cp yarn.lock /tmp/locked && mkdir /tmp/all && cp -R node_modules /tmp/all/ && PATH="/tmp/all/node_modules/.bin:$PATH" YARN_ENABLE_SCRIPTS=false yarn workspaces focus --all --production && cmp yarn.lock /tmp/locked',
    ],
    [
      'Bun does, too',
      { 'bun.lock': '{}' },
      'bun',
      'mkdir /tmp/all && mv node_modules /tmp/all/ && PATH="/tmp/all/node_modules/.bin:$PATH" bun install --frozen-lockfile --production',
    ],
    [
      'npm leaves them alone',
      { 'package-lock.json': '{}' },
      'npm',
      'npm prune --omit=dev --ignore-scripts --no-audit --no-fund',
    ],
  ])('%s', async (_name, lock, choice, command) => {
    const { installs } = await detected({ ...files, ...lock }, { scripts });
    const possible = installs[choice];
    if (!possible) throw new Error(`no ${choice}`);
    expect(managerOf(possible.manager).prune(possible.install, null).command).toBe(command);
  });

  it('Yarn 4 does not run a script again that needs more than tools', async () => {
    const { installs } = await detected(
      { 'yarn.lock': berry, '.yarnrc.yml': 'nodeLinker: node-modules' },
      { scripts: { prepare: 'make all' } },
    );
    const install = installs['yarn']?.install;
    expect(install && managerOf('yarn-berry').prune(install, null).command).toBe(
      'npm pkg delete scripts.prepare && cp yarn.lock /tmp/locked && YARN_ENABLE_SCRIPTS=false yarn workspaces focus --all --production && cmp yarn.lock /tmp/locked',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { projectDetails } from '../../src/languages/node/details.ts';
import { node } from '../../src/languages/node/node.ts';
import { memoryProject } from '../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');
const classic = '# yarn lockfile v1\n';
const berry = '__metadata:\n  version: 8\n';
const dependencies = { express: '^5.0.0' };

async function detected(files: Record<string, string>, manifest: object = {}) {
  const facts = await node.detect(memoryProject({ 'package.json': JSON.stringify({ name: 'x', main: 'index.js', dependencies, ...manifest }), 'index.js': '', ...files }), { today });
  if (!facts) throw new Error('not recognised');
  return { finding: facts.packageManager, notes: facts.notes, installs: projectDetails(facts).installs };
}

describe('the package manager', () => {
  it.each<[string, Record<string, string>, object, string, string]>([
    ['package-lock.json', { 'package-lock.json': '{}' }, {}, 'npm', 'npm'],
    ['npm-shrinkwrap.json beside package-lock.json', { 'package-lock.json': '{}', 'npm-shrinkwrap.json': '{}' }, {}, 'npm', 'npm'],
    ['pnpm-lock.yaml', { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }, {}, 'pnpm', 'pnpm'],
    ['yarn.lock of Yarn 1', { 'yarn.lock': classic }, {}, 'yarn', 'yarn-classic'],
    ['yarn.lock of Yarn 4', { 'yarn.lock': berry }, {}, 'yarn', 'yarn-berry'],
    ['bun.lock', { 'bun.lock': '{}' }, {}, 'bun', 'bun'],
    ['packageManager with its lock file beside another', { 'package-lock.json': '{}', 'pnpm-lock.yaml': '' }, { packageManager: 'pnpm@10.1.0' }, 'pnpm', 'pnpm'],
    ['devEngines.packageManager', { 'yarn.lock': berry, 'package-lock.json': '{}' }, { devEngines: { packageManager: { name: 'yarn', version: '4.9.1' } } }, 'yarn', 'yarn-berry'],
  ])('%s', async (_name, files, manifest, choice, line) => {
    const { finding, installs } = await detected(files, manifest);
    expect(finding).toMatchObject({ kind: 'found', value: choice });
    expect(installs[choice]?.manager).toBe(line);
  });

  it('is not picked from two lock files', async () => {
    const { finding } = await detected({ 'package-lock.json': '{}', 'yarn.lock': classic });
    expect(finding).toMatchObject({ kind: 'ambiguous', why: 'there are lock files of several package managers, and packageManager in package.json names none', candidates: [{ value: 'npm' }, { value: 'yarn' }] });
  });

  it('is not picked where packageManager names one and the lock file is another\'s', async () => {
    const { finding } = await detected({ 'package-lock.json': '{}' }, { packageManager: 'pnpm@10.1.0' });
    expect(finding).toMatchObject({ kind: 'ambiguous', candidates: [{ value: 'pnpm' }, { value: 'npm' }] });
  });

  it('is proposed, with a warning, where there is no lock file', async () => {
    const { finding, notes } = await detected({});
    expect(finding).toMatchObject({ kind: 'suggested', value: 'npm' });
    expect(notes.map((it) => it.text)).toContain('no lock file: each build may install other versions; run "npm install" and commit the lock file');
  });

  it.each<[string, Record<string, string>, object, string, string | undefined]>([
    ['the one that packageManager names, without its hash', { 'pnpm-lock.yaml': '' }, { packageManager: 'pnpm@9.4.0+sha512.abc' }, 'pnpm', '9.4.0'],
    ['the newest in the range of engines', { 'pnpm-lock.yaml': "lockfileVersion: '9.0'" }, { engines: { pnpm: '^9' } }, 'pnpm', '9.15.9'],
    ['the line that wrote the lock file of pnpm 8', { 'pnpm-lock.yaml': "lockfileVersion: '6.0'" }, {}, 'pnpm', '8.15.9'],
    ['the line that wrote the lock file of Yarn 3', { 'yarn.lock': '__metadata:\n  version: 6\n' }, {}, 'yarn', '3.8.7'],
    ['the last release of Yarn 1', { 'yarn.lock': classic }, {}, 'yarn', '1.22.22'],
    ['the one in the image for npm', { 'package-lock.json': '{}' }, { engines: { npm: '>=9' } }, 'npm', undefined],
    ['the npm that packageManager names', { 'package-lock.json': '{}' }, { packageManager: 'npm@12.2.0' }, 'npm', '12.2.0'],
    ['none where a release of Yarn is part of the project', { 'yarn.lock': berry, '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.9.1.cjs\n', '.yarn/releases/yarn-4.9.1.cjs': '' }, {}, 'yarn', undefined],
  ])('has the exact version: %s', async (_name, files, manifest, choice, version) => {
    expect((await detected(files, manifest)).installs[choice]?.install.version?.exact).toBe(version);
  });
});

describe('what an install reads', () => {
  it('is there before it: workspace settings, patches, what its scripts name', async () => {
    const { installs } = await detected({ 'pnpm-lock.yaml': '', 'pnpm-workspace.yaml': '', '.npmrc': 'engine-strict=true', 'patches/a.patch': '', 'prisma/schema.prisma': '' }, { scripts: { postinstall: 'prisma generate' } });
    expect(installs['pnpm']?.install.configuration).toEqual(['pnpm-workspace.yaml', '.npmrc', 'prisma', 'patches']);
    expect(installs['pnpm']?.install).toMatchObject({ prunes: true, needsSources: false });
  });

  it('leaves out git hooks, and copies everything for a script whose inputs cannot be told', async () => {
    const hooks = await detected({ 'package-lock.json': '{}' }, { scripts: { prepare: 'husky' } });
    expect(hooks.installs['npm']?.install).toMatchObject({ developmentScripts: ['prepare'], prunes: false, needsSources: false });
    const build = await detected({ 'package-lock.json': '{}' }, { scripts: { postinstall: 'make all' } });
    expect(build.installs['npm']?.install).toMatchObject({ developmentScripts: [], prunes: true, needsSources: true });
  });

  it('mounts tokens as secrets, and keeps a file that holds one out of the context', async () => {
    const variable = await detected({ 'package-lock.json': '{}', '.npmrc': '//npm.example.com/:_authToken=${NPM_TOKEN}\n' });
    expect(variable.installs['npm']?.install.secrets).toEqual([{ kind: 'variable', id: 'NPM_TOKEN' }]);
    expect(variable.notes.map((it) => it.text)).toContain('.npmrc reads $NPM_TOKEN: it is mounted as a secret, and the build needs it');
    const literal = await detected({ 'package-lock.json': '{}', '.npmrc': '//npm.example.com/:_authToken=npm_abcdef\n' });
    expect(literal.installs['npm']?.install).toMatchObject({ secrets: [{ kind: 'file', id: 'npmrc', source: '.npmrc', target: '/root/.npmrc' }], configuration: [] });
  });
});

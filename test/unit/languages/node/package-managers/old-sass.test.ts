import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

const site = (more: object = {}): string =>
  JSON.stringify({
    name: 'a',
    scripts: { build: 'vue-cli-service build' },
    devDependencies: { '@vue/cli-service': '^3.10.0', 'node-sass': '^4.12.0' },
    ...more,
  });

const yarnLock = [
  '# yarn lockfile v1',
  '"@vue/cli-service@^3.10.0":\n  version "3.12.1"',
  'node-sass@^4.12.0:\n  version "4.12.0"\n  dependencies:\n    nan "^2.13.2"',
  'nan@^2.13.2:\n  version "2.14.0"',
].join('\n\n');

const pnpmLock = `lockfileVersion: '9.0'\nimporters:\n  .:\n    devDependencies:\n      '@vue/cli-service':\n        specifier: ^3.10.0\n        version: 3.12.1\n      node-sass:\n        specifier: ^4.12.0\n        version: 4.14.1\npackages:\n  node-sass@4.14.1:\n    resolution: {integrity: sha512-a}\n`;

describe('node-sass, which no supported Node compiles', () => {
  it.each<[string, Record<string, string>, string]>([
    ['Yarn 1', { 'yarn.lock': yarnLock }, 'yarn install --pure-lockfile'],
    ['pnpm', { 'pnpm-lock.yaml': pnpmLock }, 'pnpm install --no-frozen-lockfile'],
    ['npm without a lock file', {}, 'npm install --no-audit'],
  ])('is replaced by sass: %s', async (_, files, install) => {
    const { files: written, notes } = await generate(
      { 'package.json': site(), ...files },
      { base: 'scratch' },
    );
    const dockerfile = written.get('Dockerfile') ?? '';
    expect(dockerfile).toContain('RUN npm pkg set devDependencies.node-sass=npm:sass@1.77.8');
    expect(dockerfile).toContain(install);
    expect(dockerfile).not.toContain('Installs a compiler');
    const note = notes.find((it) => it.code === 'node/dependency-replaced');
    expect(note?.hint).toBe('Do the same: npm uninstall node-sass && npm install --save-dev sass');
  });

  it('is installed from the lock file of npm, too', async () => {
    const lock = {
      lockfileVersion: 3,
      packages: {
        '': { devDependencies: { 'node-sass': '^4.12.0' } },
        'node_modules/node-sass': { version: '4.14.1', dev: true, hasInstallScript: true },
      },
    };
    const files = {
      'package.json': site({ devDependencies: { 'node-sass': '^4.12.0' } }),
      'package-lock.json': JSON.stringify(lock),
      'index.js': "require('node:http').createServer().listen(3000)",
    };
    const dockerfile = (await generate(files, { base: 'scratch' })).files.get('Dockerfile') ?? '';
    expect(dockerfile).toContain('npm install --no-audit');
    expect(dockerfile).not.toContain('npm ci --no-audit');
    expect(dockerfile).toContain(
      '# Installs what the lock file lists, and npm:sass@1.77.8 in place of node-sass.',
    );
  });

  it.each<[string, object]>([
    ['a release that compiles', { devDependencies: { '@vue/cli-service': '5', 'node-sass': '9' } }],
    [
      'a script that calls its program',
      { scripts: { css: 'node-sass a.scss a.css', build: 'vue-cli-service build' } },
    ],
  ])('stays: %s', async (_, more) => {
    const { files, notes } = await generate({ 'package.json': site(more) }, { base: 'scratch' });
    expect(files.get('Dockerfile')).not.toContain('npm:sass');
    expect(notes.map((it) => it.code)).not.toContain('node/dependency-replaced');
  });
});

describe('gulp 3, which no supported Node runs as it is', () => {
  const manifest = (more: object = {}): string =>
    JSON.stringify({
      name: 'a',
      scripts: { build: 'gulp build', start: 'node server.js' },
      devDependencies: { gulp: '^3.9.1' },
      ...more,
    });
  const server = { 'server.js': "require('node:http').createServer().listen(3000)" };
  const outcomeOf = async (files: Record<string, string>) => {
    const { files: written, notes } = await generate({ ...server, ...files }, { base: 'scratch' });
    return {
      dockerfile: written.get('Dockerfile') ?? '',
      hint: notes.find((it) => it.code === 'node/dependency-replaced')?.hint,
    };
  };
  const npmLock = (version: string, gulp = '^3.9.1'): string =>
    JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': { devDependencies: { gulp } },
        'node_modules/gulp': { version, dev: true },
      },
    });

  it.each<[string, Record<string, string>, string, string]>([
    ['npm without a lock file', {}, 'overrides', 'npm install --no-audit'],
    ['npm', { 'package-lock.json': npmLock('3.9.1') }, 'overrides', 'npm install --no-audit'],
    [
      'Yarn 1',
      { 'yarn.lock': '# yarn lockfile v1\n\ngulp@^3.9.1:\n  version "3.9.1"\n' },
      'resolutions',
      'yarn install --pure-lockfile',
    ],
  ])('gets graceful-fs 4: %s', async (_, files, section, install) => {
    const { dockerfile, hint } = await outcomeOf({ 'package.json': manifest(), ...files });
    expect(dockerfile).toContain(`RUN npm pkg set '${section}.graceful-fs=^4.2.11'\n`);
    expect(dockerfile).toContain(install);
    expect(hint).toBe(
      `Do the same (npm pkg set ${section}.graceful-fs=^4.2.11, and install), or move to gulp 4.`,
    );
  });

  it('is one step with node-sass', async () => {
    const devDependencies = { gulp: '~3.9', 'node-sass': '^4.12.0' };
    const { dockerfile } = await outcomeOf({ 'package.json': manifest({ devDependencies }) });
    expect(dockerfile).toContain(
      "RUN npm pkg set devDependencies.node-sass=npm:sass@1.77.8 'overrides.graceful-fs=^4.2.11'\n",
    );
  });

  it.each<[string, Record<string, string>]>([
    ['gulp 4', { 'package.json': manifest({ devDependencies: { gulp: '^4.0.0' } }) }],
    [
      'a locked gulp 4',
      {
        'package.json': manifest({ devDependencies: { gulp: '>=3' } }),
        'package-lock.json': npmLock('4.0.2', '>=3'),
      },
    ],
    ['no script', { 'package.json': manifest({ scripts: { start: 'node server.js' } }) }],
    [
      'overrides of the project',
      { 'package.json': manifest({ overrides: { 'graceful-fs': '4.2.10' } }) },
    ],
    [
      'a graceful-fs of its own',
      { 'package.json': manifest({ dependencies: { 'graceful-fs': '^4' } }) },
    ],
    ['pnpm', { 'package.json': manifest(), 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }],
  ])('changes nothing: %s', async (_, files) => {
    const { dockerfile, hint } = await outcomeOf(files);
    expect(dockerfile).not.toContain('graceful-fs');
    expect(hint).toBe(undefined);
  });
});

describe('the workers of an old Ember', () => {
  const lock = (version: string): string =>
    `# yarn lockfile v1\n\nbroccoli-babel-transpiler@^7.1.0:\n  version "7.1.1"\n\nember-cli@^3.0.0:\n  version "3.0.0"\n\nworkerpool@^2.3.0:\n  version "${version}"\n`;
  it.each([
    ['2.3.3', true],
    ['2.3.4', false],
    ['3.1.2', true],
    ['6.0.0', false],
  ])('%s: the build does without them is %s', async (version, is) => {
    const manifest = {
      name: 'a',
      scripts: { build: 'ember build' },
      devDependencies: { 'ember-cli': '^3.0.0' },
    };
    const { files } = await generate(
      { 'package.json': JSON.stringify(manifest), 'yarn.lock': lock(version) },
      { base: 'scratch' },
    );
    expect(/^ENV JOBS="1"$/m.test(files.get('Dockerfile') ?? '')).toBe(is);
  });
});

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

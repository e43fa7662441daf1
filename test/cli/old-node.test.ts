/** What a Node that package.json does not admit gets to see, down to the syntax of the first files. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { minVersion, satisfies } from 'semver';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/errors.ts';
import { bin, folderWith } from './run.ts';

const root = join(import.meta.dirname, '../..');
const { inWords, refusal } = createRequire(import.meta.url)('../../supported-node.cjs') as {
  inWords: (engines: string) => string;
  refusal: (running: string, engines: string) => string | null;
};
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const engines = (JSON.parse(read('package.json')) as { engines: { node: string } }).engines.node;

describe('refusal', () => {
  const releases = [20, 21, 22, 23].flatMap((major) =>
    [0, 1, 4, 5, 6, 12, 13, 14, 18, 19, 20].map((minor) => `${major}.${minor}.0`),
  );
  it.each(['12.0.0', '14.21.3', '16.20.2', '18.20.8', '24.0.0', '26.10.0', '100.0.0', ...releases])(
    'agrees with semver about %s',
    (version) => {
      expect(refusal(`v${version}`, engines) === null).toBe(satisfies(version, engines));
    },
  );
  it.each([
    ['1.2.2', false],
    ['1.2.3', true],
    ['1.1.9', false],
    ['1.3.0', true],
    ['2.0.0', false],
    ['3.0.9', false],
    ['3.1.0', true],
    ['4.0.0', true],
  ])('compares %s number by number', (version, fits) => {
    expect(refusal(`v${version}`, '^1.2.3 || >=3.1.0') === null).toBe(fits);
  });
  it('takes a nightly build for the release that it becomes', () => {
    expect(refusal('v27.0.0-nightly2026110112', '>=27.0.0')).toBeNull();
  });
  it('names what is needed, what runs and where to get it, in two lines', () => {
    expect(refusal('v18.20.8', '^20.19.0 || ^22.13.0 || >=23.5.0')).toBe(
      'create-secure-dockerfile needs Node 20 (20.19 or newer), 22 (22.13 or newer) or 23.5 and newer; this is Node 18.20.8.\n' +
        'Get it from https://nodejs.org/en/download or with a version manager (nvm install --lts), then run this command again.',
    );
    expect(inWords('>=24.1.2')).toBe('24.1.2 and newer');
  });
  it('refuses to guess at a range of another form', () => {
    expect(() => refusal('v26.0.0', '20.x || >=22.0.0')).toThrow('20.x has another form');
  });
});

describe('the first files', () => {
  /** Whether a Node that knows ES2018 and import() parses it: nothing has to be rewritten for it. */
  const isOldSyntax = (text: string): boolean => {
    const as = (target: string): string =>
      transformSync(text, { target, supported: { 'dynamic-import': true } }).code;
    return as('es2018') === as('esnext');
  };
  it.each(['bin.cjs', 'supported-node.cjs'])('%s is in the syntax of Node 12', (file) => {
    expect(isOldSyntax(read(file))).toBe(true);
  });
  it.each(['a ?? b', 'a?.b', 'try {} catch {}', 'class A { b = 1 }'])(
    '%s would be noticed',
    (text) => {
      expect(isOldSyntax(text)).toBe(false);
    },
  );
  it('an old Node gets two lines and the exit code of a failure, whatever the command', () => {
    const folder = folderWith({});
    writeFileSync(
      join(folder, 'old.cjs'),
      "Object.defineProperty(process, 'version', { value: 'v20.10.0' });",
    );
    for (const argv of [[], ['--version'], ['verify'], ['--yes']]) {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--require', join(folder, 'old.cjs'), bin, ...argv],
        { cwd: folder, encoding: 'utf8' },
      );
      expect([status, stdout]).toEqual([exitCodes.failed, '']);
      expect(stderr).toBe(`${refusal('v20.10.0', engines)}\n`);
    }
  });
  it('a program that ends halfway is a failure, not a success', () => {
    const folder = folderWith({ 'dist/cli.js': 'await new Promise(() => {});\n' });
    for (const file of ['bin.cjs', 'supported-node.cjs', 'package.json'])
      copyFileSync(join(root, file), join(folder, file));
    expect(spawnSync(process.execPath, [join(folder, 'bin.cjs')]).status).toBe(exitCodes.failed);
  });
});

describe('the bounds', () => {
  it.each(['README.md', 'CONTRIBUTING.md'])('are in %s as in package.json', (file) => {
    expect(read(file)).toContain(`Node ${inWords(engines)}`);
  });
  it('begin with the oldest release, for which the bundle is built', () => {
    expect(minVersion(engines)?.version).toBe(`${/\d+\.\d+/.exec(engines)?.[0]}.0`);
  });
  it('are tried in CI from the oldest on', () => {
    expect(read('.github/workflows/ci.yml')).toContain(`node: ['${/\d+\.\d+/.exec(engines)?.[0]}'`);
  });
});

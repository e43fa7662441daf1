import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function versionOf(files: Record<string, string>, manifest: object = {}) {
  const facts = await node.detect(
    memoryProject({
      'package.json': JSON.stringify({ name: 'x', main: 'index.js', ...manifest }, null, 2),
      'index.js': '',
      ...files,
    }),
    { today },
  );
  if (!facts) throw new Error('not recognised');
  const { runtimeVersion } = facts;
  if (!('value' in runtimeVersion)) throw new Error('no version');
  return runtimeVersion;
}

describe('what the sources call', () => {
  it.each<[string, string, string]>([
    ['a function of util', "const util = require('util');\nutil.log('begun');", '22'],
    ['a function by name', "import { isDate } from 'node:util';\nisDate(x);", '22'],
    ['SlowBuffer', "const { SlowBuffer } = require('buffer');\nnew SlowBuffer(8);", '24'],
    ['one in a file that it loads', "require('./lib');", '22'],
    [
      'the oldest of several',
      "const buffer = require('buffer');\nbuffer.SlowBuffer(8);\nrequire('util').isError(x);",
      '22',
    ],
    ['what Node has', "const util = require('util');\nutil.isArray(x);", '26'],
    ['the method of another object', 'const util = load();\nutil.log(1);\nconsole.log(2);', '26'],
  ])('limits the version: %s', async (_name, source, version) => {
    const files = { 'index.js': source, 'lib.js': "require('util').isFunction(x);" };
    expect((await versionOf(files)).value).toBe(version);
  });

  it('is evidence instead of the newest LTS', async () => {
    const files = { 'index.js': "const util = require('util');\n\nutil.log(1);\nutil.isError(x);" };
    expect(await versionOf(files, { engines: { node: '>=8' } })).toEqual({
      kind: 'found',
      value: '22',
      evidence: [
        expect.objectContaining({ because: 'engines.node is >=8' }),
        { file: 'index.js', line: 3, because: 'calls util.log, which Node 24 does not have' },
      ],
    });
  });

  it('is no evidence where the project was tested on an older version', async () => {
    const files = {
      'index.js': "require('buffer').SlowBuffer(8);",
      '.github/workflows/ci.yml': 'node-version: 22\n',
    };
    const { value, evidence } = await versionOf(files);
    expect(value).toBe('22');
    expect(evidence.map((it) => it.because)).toEqual(['tested on Node 22']);
  });

  it('does not count against what the project names', async () => {
    const files = { 'index.js': "require('util').log(1);", '.nvmrc': '24' };
    expect((await versionOf(files)).value).toBe('24');
  });

  it('does not count where no supported version is left', async () => {
    const files = { 'index.js': "require('util').log(1);" };
    expect((await versionOf(files, { engines: { node: '>=24' } })).value).toBe('26');
  });
});

describe('what is locked', () => {
  const npm = (version: string, more: object = {}) =>
    JSON.stringify({
      lockfileVersion: 3,
      packages: { '': {}, 'node_modules/a/node_modules/jwa': { version, ...more } },
    });

  it.each<[string, string, string, string]>([
    ['npm', 'package-lock.json', npm('1.4.1'), '24'],
    ['npm, repaired', 'package-lock.json', npm('1.4.2'), '26'],
    ['npm, for development', 'package-lock.json', npm('1.4.1', { dev: true }), '26'],
    [
      'npm, another package',
      'package-lock.json',
      JSON.stringify({ packages: { '': {}, 'node_modules/ejwa': { version: '1.0.0' } } }),
      '26',
    ],
    [
      'npm, format 1',
      'package-lock.json',
      JSON.stringify({ dependencies: { jwa: { version: '2.0.0' } } }, null, 2),
      '24',
    ],
    ['Yarn 1', 'yarn.lock', 'jwa@^1.4.1, jwa@^1.4.0:\n  version "1.4.1"\n', '24'],
    ['Yarn 1, repaired', 'yarn.lock', 'jwa@^1.4.1:\n  version "1.4.2"\n', '26'],
    ['Yarn 4', 'yarn.lock', '"jwa@npm:^2.0.0":\n  version: 2.0.0\n  resolution: "jwa"\n', '24'],
    ['pnpm', 'pnpm-lock.yaml', 'packages:\n\n  jwa@2.0.0:\n    resolution: {}\n', '24'],
    ['pnpm 8', 'pnpm-lock.yaml', 'packages:\n\n  /jwa@1.4.1:\n    resolution: {}\n', '24'],
    ['pnpm 7', 'pnpm-lock.yaml', 'packages:\n\n  /jwa/1.4.1:\n    resolution: {}\n', '24'],
    ['restify', 'pnpm-lock.yaml', 'packages:\n\n  restify@11.1.0:\n    resolution: {}\n', '22'],
    ['what compiles with nan', 'yarn.lock', 'nan@^2.14.0:\n  version "2.20.0"\n', '22'],
    ['a later nan', 'yarn.lock', 'nan@^2.14.0:\n  version "2.22.2"\n', '24'],
    ['the first nan for Node 26', 'yarn.lock', 'nan@^2.14.0:\n  version "2.26.0"\n', '26'],
    [
      'better-sqlite3',
      'pnpm-lock.yaml',
      'packages:\n\n  better-sqlite3@9.6.0:\n    resolution: {}\n',
      '22',
    ],
    [
      'a later better-sqlite3',
      'pnpm-lock.yaml',
      'packages:\n\n  better-sqlite3@12.6.2:\n    resolution: {}\n',
      '24',
    ],
    ['pnpm, repaired', 'pnpm-lock.yaml', 'packages:\n\n  jwa@2.0.1:\n    resolution: {}\n', '26'],
    [
      'pnpm, a scope',
      'pnpm-lock.yaml',
      "packages:\n\n  '@tensorflow/tfjs-node@4.22.0(seedrandom@3.0.5)':\n    resolution: {}\n",
      '22',
    ],
    [
      'Bun',
      'bun.lock',
      '{\n  "packages": {\n    "a/jwa": ["jwa@1.4.1", "", {}, "sha512-x"],\n  }\n}\n',
      '24',
    ],
  ])('limits the version: %s', async (_name, file, text, version) => {
    const manager = /^(?:bun|pnpm|yarn)/.exec(file)?.[0] ?? 'npm';
    expect((await versionOf({ [file]: text }, { packageManager: `${manager}@1.0.0` })).value).toBe(
      version,
    );
  });

  it('is evidence', async () => {
    const text = 'a@^1.0.0:\n  version "1.0.0"\n\njwa@^1.4.1:\n  version "1.4.1"\n';
    expect((await versionOf({ 'yarn.lock': text })).evidence).toEqual([
      { file: 'yarn.lock', line: 4, because: 'jwa 1.4.1 fails on Node 26' },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../../../../src/languages/node/files/manifest.ts';
import { node } from '../../../../../src/languages/node/node.ts';
import { readProgram } from '../../../../../src/languages/node/code/program.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function programOf(files: Record<string, string>, manifest: object = {}) {
  const read = parseManifest('', JSON.stringify(manifest));
  if (!read.ok) throw new Error('no manifest');
  return readProgram(memoryProject(files), {
    entries: [Object.keys(files)[0] ?? ''],
    folder: '',
    packages: [{ manifest: read.manifest, build: null }],
  });
}

async function reached(files: Record<string, string>, manifest: object = {}): Promise<string[]> {
  return [...(await programOf(files, manifest)).modules.keys()];
}

describe('the sources that a program loads', () => {
  it('are the sources of what the build makes, by a path that is put together', async () => {
    const files = {
      'bin/x':
        "const fs = require('fs');\nconst path = require('path');\nconst lib = path.join(path.dirname(fs.realpathSync(__filename)), '../lib');\nrequire(lib + '/cli')();",
      'src/cli.ts': '',
    };
    const read = parseManifest('', '{ "name": "x" }');
    if (!read.ok) throw new Error('no manifest');
    const build = {
      script: 'build',
      evidence: { file: 'package.json', because: '' },
      outputs: [{ folder: 'lib', sources: ['src'] }],
    };
    const { modules } = await readProgram(memoryProject(files), {
      entries: ['bin/x'],
      folder: '',
      packages: [{ manifest: read.manifest, build }],
    });
    expect([...modules.keys()]).toEqual(['bin/x', 'src/cli.ts']);
  });

  it('are not those of its tests, which the image lacks', async () => {
    const tests = {
      'tests/mocks/index.js': "import './files.js';",
      'tests/mocks/files.js': '',
    };
    const server = "if (process.env.MOCKS) await import('./tests/mocks/index.js');";
    expect(await reached({ 'server.js': server, ...tests })).toEqual(['server.js']);
    expect(await reached(tests)).toEqual(Object.keys(tests));
  });

  it('are not what another script starts, in a folder that is listed', async () => {
    const files = {
      'server.js': 'await import(`./tools/${name}.js`);',
      'tools/a.js': '',
      'tools/stdio.js': 'process.exit(1);',
    };
    const scripts = { start: 'node server.js', stdio: 'node tools/stdio.js' };
    expect(await reached(files, { scripts })).toEqual(['server.js', 'tools/a.js']);
  });

  it.each<[string, Record<string, string>]>([
    [
      'import',
      {
        'src/server.ts': "import { a } from './a';",
        'src/a.ts': "export * from '../lib/b.js';",
        'lib/b.ts': '',
      },
    ],
    ['import without a name', { 'server.js': "import './a.mjs';", 'a.mjs': '' }],
    [
      'import over several lines',
      { 'server.js': "import {\n  a,\n  b,\n} from './a.js';", 'a.js': '' },
    ],
    [
      'require, of a folder',
      { 'server.js': "const a = require('./a');", 'a/index.js': "require('..//b')", 'b.js': '' },
    ],
    [
      'import when it is needed',
      { 'server.js': "const { a } = await import('./a.js');", 'a.js': '' },
    ],
    ['in a circle', { 'server.js': "import './a.js';", 'a.js': "import './server.js';" }],
  ])('%s', async (_name, files) => {
    expect(await reached({ ...files, 'seed.js': '' })).toEqual(Object.keys(files));
  });

  it.each<[string, Record<string, string>, object]>([
    [
      'a path of tsconfig.json',
      {
        'src/server.ts': "import { db } from '@/db';",
        'src/db.ts': '',
        'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      },
      {},
    ],
    [
      'a path from the base of tsconfig.json',
      {
        'src/server.ts': "import { db } from 'src/db';",
        'src/db.ts': '',
        'tsconfig.json': '{ "compilerOptions": { "baseUrl": "." } }',
      },
      {},
    ],
    [
      'a name of module-alias',
      { 'server.js': "require('@root/db'); require('@lib/a');", 'db.js': '', 'lib/a.js': '' },
      { _moduleAliases: { '@root': '.', '@lib': 'lib/' } },
    ],
    [
      'a name of package.json',
      { 'server.js': "import { db } from '#db';", 'lib/db.js': '' },
      { imports: { '#db': './lib/db.js' } },
    ],
    [
      'a pattern of package.json, with conditions',
      { 'server.js': "import { db } from '#lib/db';", 'lib/db.js': '' },
      { imports: { '#lib/*': { types: './lib/*.d.ts', default: './lib/*.js' } } },
    ],
    [
      'the package itself',
      { 'server.js': "import x from 'own/a';", 'lib/a.js': '' },
      { name: 'own', exports: { './a': './lib/a.js' } },
    ],
    [
      'a folder that is read',
      {
        'server.js':
          "import { readdirSync } from 'node:fs';\nfor (const it of readdirSync('routes')) await import(`./routes/${it}`);",
        'routes/a.js': '',
        'routes/b.js': '',
      },
      {},
    ],
    [
      'a name with a part that only the running program knows',
      { 'server.js': 'await import(`./plugins/${name}.js`);', 'plugins/a.js': '' },
      {},
    ],
    [
      'a name that begins with a text',
      {
        'server.js': "const env = require('./env/' + (process.env.NODE_ENV || 'development'));",
        'env/production.js': '',
      },
      {},
    ],
    ['a worker', { 'server.js': "new Worker('./work.js');", 'work.js': '' }, {}],
    [
      'a worker beside the source',
      { 'src/server.js': "new Worker(new URL('./work.js', import.meta.url));", 'src/work.js': '' },
      {},
    ],
    [
      'plugins of Fastify',
      {
        'server.js':
          "import path from 'node:path';\nimport autoload from '@fastify/autoload';\napp.register(autoload, { dir: path.join(import.meta.dirname, 'plugins') });",
        'plugins/db.js': '',
      },
      { dependencies: { '@fastify/autoload': '6' } },
    ],
  ])('%s', async (_name, files, manifest) => {
    const loaded = await reached({ ...files, 'seed.js': '' }, manifest);
    expect(loaded).toEqual(Object.keys(files).filter((it) => !it.endsWith('.json')));
  });

  it.each<[string, string]>([
    ['a name that only the running program knows', 'require(name)'],
    ['a name that nothing defines', "import { db } from '@/db';"],
    ['a file that is not there', "import './gone.js';"],
  ])('are not complete after %s', async (_name, text) => {
    expect((await programOf({ 'server.js': text })).isComplete).toBe(false);
  });

  it('of another package of the workspace are found by name', async () => {
    const facts = await node.detect(
      memoryProject({
        'package.json': '{ "name": "root", "private": true, "workspaces": ["apps/*", "libs/*"] }',
        'apps/api/package.json':
          '{ "name": "api", "scripts": { "start": "node server.js" }, "dependencies": { "@own/config": "*" } }',
        'apps/api/server.js': "import { port } from '@own/config';\napp.listen(port);",
        'libs/config/package.json': '{ "name": "@own/config", "exports": "./src/index.js" }',
        'libs/config/src/index.js': 'export const port = 4100;',
      }),
      { today },
    );
    expect(facts?.services).toMatchObject([{ port: { kind: 'found', value: 4100 } }]);
  });

  it.each([
    ["import http from 'node:http';"],
    ["import http from 'http';"],
    ["import { readFile } from 'fs/promises';"],
    ["import x from 'express/lib/router';"],
    ["import x from '@scope/a/b';"],
    ["import x from 'own/a';"],
  ])('are recognized in packages by what is known: %s', async (text) => {
    expect(
      await reached(
        { 'server.js': text, 'seed.js': '' },
        { name: 'own', dependencies: { express: '5', '@scope/a': '1' } },
      ),
    ).toEqual(['server.js']);
  });

  it('that listen in a way that no text shows are found all the same', async () => {
    const facts = await node.detect(
      memoryProject({
        'package.json': '{ "scripts": { "start": "node server.js" } }',
        'server.js': "import './start.cjs';",
        'hidden.js': 'app.listen(4000);',
      }),
      { today },
    );
    expect(facts?.services).toMatchObject([{ port: { kind: 'found', value: 4000 } }]);
  });

  it('are what notes, ports and folders are read from', async () => {
    const facts = await node.detect(
      memoryProject({
        'package.json': '{ "scripts": { "start": "node server.js" } }',
        'server.js': "require('http').createServer().listen(4000);",
        'seed.js': "fs.mkdirSync('dump'); require('child_process').execSync('npm run x');",
        'mock.js': "require('http').createServer().listen(9999, 'localhost');",
      }),
      { today },
    );
    expect(facts?.services).toMatchObject([{ port: { kind: 'found', value: 4000 }, notes: [] }]);
  });
});

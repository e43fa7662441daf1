import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../../../../src/languages/node/files/manifest.ts';
import { node } from '../../../../../src/languages/node/node.ts';
import { readReached } from '../../../../../src/languages/node/files/imports.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function reached(
  files: Record<string, string>,
  manifest: object = {},
): Promise<string[] | undefined> {
  const read = parseManifest('', JSON.stringify(manifest));
  if (!read.ok) throw new Error('no manifest');
  return (await readReached(memoryProject(files), Object.keys(files)[0] ?? '', read.manifest))?.map(
    (it) => it.file,
  );
}

describe('the sources that a program loads', () => {
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

  it.each<[string, string]>([
    ['a name that only the running program knows', 'require(name)'],
    ['a template', 'await import(`./plugins/${name}.js`)'],
    ['a folder that is read', "import { readdirSync } from 'node:fs'; readdirSync('routes')"],
    ['a worker', "new Worker('./work.js')"],
    ['plugins of Fastify', "import autoload from '@fastify/autoload';"],
    ['a path with a name of its own', "import { db } from '@/db';"],
    ['one of package.json', "import { db } from '#db';"],
    ['one of tsconfig.json', "import { db } from 'src/db';"],
  ])('are not known after %s', async (_name, text) => {
    expect(
      await reached(
        { 'server.js': text, 'seed.js': '' },
        { dependencies: { '@fastify/autoload': '6' } },
      ),
    ).toBeUndefined();
  });

  it.each([
    ["import http from 'node:http';"],
    ["import http from 'http';"],
    ["import { readFile } from 'fs/promises';"],
    ["import x from 'express/lib/router';"],
    ["import x from '@scope/a/b';"],
    ["import x from 'own/a';"],
  ])('are told of packages by what is known: %s', async (text) => {
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

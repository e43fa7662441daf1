import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { generate } from '../../../../support/generate.ts';

const listens = "const app = require('express')();\napp.listen(process.env.PORT ?? 4321);\n";
const vite = {
  'package.json': JSON.stringify({
    name: 'x',
    scripts: { build: 'vite build' },
    dependencies: { express: '5' },
    devDependencies: { vite: '7' },
  }),
  'index.html': '',
  'server.js': listens,
};
const library = {
  'package.json': JSON.stringify({ name: 'x', main: 'index.js', dependencies: { n8n: '1' } }),
  'index.js': 'module.exports = 1;',
  'web.js': listens,
};

async function serviceOf(files: Record<string, string>, start: readonly string[]) {
  const facts = await node.detect(memoryProject(files), {
    today: new Date('2026-11-20T00:00:00Z'),
    start,
  });
  const service = facts?.services[0];
  if (!service) throw new Error('no service');
  return service;
}

describe('a start command that was given', () => {
  it('runs a server of the project in place of its site', async () => {
    const { details, port } = await serviceOf(vite, ['node', 'server.js']);
    expect(details.site).toBe(null);
    expect(port).toMatchObject({ kind: 'found', value: 4321 });
    expect(details.portVariable).toBe('PORT');
  });

  it('decides which sources are read', async () => {
    const { port } = await serviceOf(library, ['node', './web.js']);
    expect(port).toMatchObject({ value: 4321, evidence: [{ file: 'web.js', line: 2 }] });
  });

  it('sets the port by its variables', async () => {
    const { port } = await serviceOf(library, ['PORT=7000', 'node', 'web.js']);
    expect(port).toMatchObject({ value: 7000 });
  });

  it.each([
    ['serve public', 'public'],
    ['http-server ./dist', 'dist'],
  ])('%s is a site of that folder', async (start, folder) => {
    const { details } = await serviceOf(vite, start.split(' '));
    expect(details.site?.folder).toBe(folder);
    expect(details.site?.title).toBe(folder === 'dist' ? 'Vite' : 'Static files');
  });

  it.each([
    ['n8n start', 'node_modules/n8n/bin/n8n'],
    ['npx n8n start', 'node_modules/n8n/bin/n8n'],
  ])('%s runs the file of the dependency', async (start, file) => {
    const { files } = await generate(library, { start: start.split(' '), base: 'scratch' });
    expect(files.get('Dockerfile')).toMatch(new RegExp(`ENTRYPOINT .*"${file}"]\nCMD \\["start"]`));
  });

  it('may be a package with a scope, whose program has its name', async () => {
    const name = '@google-cloud/functions-framework';
    const functions = {
      'package.json': JSON.stringify({ name: 'x', dependencies: { [name]: '4' } }),
      'index.js': `require('${name}').http('shop', () => null);`,
    };
    const start = ['npx', name, '--target=shop'];
    const { details, start: found } = await serviceOf(functions, start);
    const file = `node_modules/${name}/build/src/main.js`;
    expect(details.given ?? found).toEqual(['node', file, '--target=shop']);
  });

  it('keeps the server of a framework', async () => {
    const next = {
      'package.json': JSON.stringify({
        scripts: { build: 'next build' },
        dependencies: { next: '16', react: '19', 'react-dom': '19' },
      }),
    };
    const { files } = await generate(next, { start: ['next', 'start'], base: 'scratch' });
    expect(files.get('Dockerfile')).toContain('"node_modules/next/dist/bin/next"]\nCMD ["start"]');
  });

  it('is believed, whatever the package would start', async () => {
    const files = {
      'package.json': JSON.stringify({
        scripts: { build: 'tsc', start: 'node dist/src/index.js' },
        devDependencies: { typescript: '5' },
      }),
      'tsconfig.json': JSON.stringify({ compilerOptions: { outDir: 'dist' }, include: ['src'] }),
      'src/index.ts': 'console.log(1);',
    };
    const without = (await generate(files, { base: 'scratch', port: 'none' })).notes;
    expect(without.map((it) => it.code)).toContain('node/start-script-not-used');
    const { notes } = await serviceOf(files, ['node', 'dist/src/index.js']);
    expect(notes.map((it) => it.code)).not.toContain('node/start-script-not-used');
  });

  it('belongs to the package of a workspace that has its file', async () => {
    const files = {
      'package.json': JSON.stringify({ name: 'root', workspaces: ['a', 'b'] }),
      'a/package.json': JSON.stringify({ name: 'a', scripts: { start: 'node one.js' } }),
      'a/one.js': listens,
      'b/package.json': JSON.stringify({ name: 'b', scripts: { start: 'node two.js' } }),
      'b/two.js': listens.replace('4321', '1234'),
      'b/web.js': listens.replace('4321', '5678'),
    };
    const facts = await node.detect(memoryProject(files), {
      today: new Date('2026-11-20T00:00:00Z'),
      start: ['node', 'web.js'],
    });
    expect(facts?.services.map((it) => [it.name, it.start, it.port])).toMatchObject([
      ['a', { value: ['node', 'one.js'] }, { value: 4321 }],
      ['b', { value: ['node', 'web.js'] }, { value: 5678 }],
    ]);
  });
});

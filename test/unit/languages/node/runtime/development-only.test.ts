import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import type { Note } from '../../../../../src/types.ts';

const today = new Date('2026-11-01');
const manifest = (content: object): string => JSON.stringify(content);
async function noteOf(code: string, files: Record<string, string>): Promise<Note | undefined> {
  const facts = await node.detect(memoryProject(files), { today });
  return (facts?.services ?? []).flatMap((it) => it.notes).find((it) => it.code === `node/${code}`);
}

describe('packages that only devDependencies list', () => {
  const code = 'development-dependency-loaded';
  const listed = (more: object = {}): string =>
    manifest({ scripts: { start: 'node server.js' }, devDependencies: { dotenv: '17' }, ...more });
  const listening = "require('node:http').createServer().listen(3000);\n";

  it.each<[string, Record<string, string>, object]>([
    ['require', { 'server.js': `${listening}require('dotenv').config();` }, { line: 2 }],
    ['import', { 'server.js': `${listening}import 'dotenv/config';` }, { line: 2 }],
    [
      'a file that the entry loads',
      { 'server.js': `${listening}require('./a');`, 'a.js': "require('dotenv')" },
      { file: 'a.js', line: 1 },
    ],
  ])('%s', async (_, files, place) => {
    const note = await noteOf(code, { 'package.json': listed(), ...files });
    expect(note?.level).toBe('warning');
    expect(note?.text).toBe(
      'the program loads dotenv, which only devDependencies list: the image contains all development dependencies',
    );
    expect(note?.hint).toContain('npm install --save-prod dotenv');
    expect(note?.evidence?.[0]).toMatchObject(place);
  });

  const compiled = {
    'package.json': listed({ scripts: { build: 'tsc', start: 'node dist/server.js' } }),
    'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
  };
  const root = manifest({ workspaces: ['api'], devDependencies: { dotenv: '17' } });

  it.each<[string, Record<string, string>]>([
    [
      'a source that tsc compiles',
      { ...compiled, 'src/server.ts': "import a from 'dotenv';\na();" },
    ],
    ['import = require', { ...compiled, 'src/server.ts': "import a = require('dotenv');\na();" }],
    ['an import for its effect', { ...compiled, 'src/server.ts': "import 'dotenv';" }],
    [
      'a source that a loader compiles',
      {
        'package.json': listed({
          scripts: { start: 'tsx server.ts' },
          dependencies: { tsx: '4' },
        }),
        'server.ts': "import { config } from 'dotenv';\nconfig();",
      },
    ],
    ['a transport of pino', { 'server.js': `${listening}pino.transport({ target: 'dotenv' });` }],
    [
      'one among several transports',
      {
        'server.js': `${listening}fastify({ logger: { transport: { targets: [{ target: 'dotenv' }] } } });`,
      },
    ],
    [
      'a file that is loaded before the program',
      {
        'package.json': listed({ scripts: { start: 'node -r ./hook.js server.js' } }),
        'server.js': listening,
        'hook.js': "require('dotenv');",
      },
    ],
    ['a view engine', { 'server.js': `${listening}app.set('view engine', 'dotenv');` }],
    [
      'development dependencies of the root of a workspace',
      {
        'package.json': root,
        'api/package.json': manifest({ name: 'api', scripts: { start: 'node server.js' } }),
        'api/server.js': `${listening}require('dotenv');`,
      },
    ],
  ])('%s', async (_, files) => {
    const note = await noteOf(code, { 'package.json': listed(), ...files });
    expect(note?.text).toContain('loads dotenv, which only devDependencies list');
  });

  it.each<[string, string]>([
    ['types alone', "import { Config, type Other } from 'dotenv';\nconst a: Config = 1;"],
    ['a type of a whole module', "import dotenv from 'dotenv';\nlet a: dotenv.Config;"],
    ['import type', "import type { Config } from 'dotenv';"],
  ])('not with what a compiler removes: %s', async (_, source) => {
    expect(await noteOf(code, { ...compiled, 'src/server.ts': source })).toBe(undefined);
  });

  it('not with what a bundler may include', async () => {
    const build = 'esbuild src/server.ts --bundle --outfile=dist/server.js';
    const scripts = { build, start: 'node dist/server.js' };
    const files = { ...compiled, 'package.json': listed({ scripts }) };
    const source = "import a from 'dotenv';\na();";
    expect(await noteOf(code, { ...files, 'src/server.ts': source })).toBe(undefined);
  });

  it('is one note for all of them', async () => {
    const note = await noteOf(code, {
      'package.json': listed({ devDependencies: { dotenv: '17', pino: '10' } }),
      'server.js': `${listening}require('dotenv');\nrequire('pino');`,
    });
    expect(note?.text).toContain('loads dotenv, pino, which only devDependencies list');
    expect(note?.hint).toBe('Move them to dependencies: npm install --save-prod dotenv pino.');
    expect(note?.evidence).toHaveLength(2);
  });

  it.each([
    ['yarn.lock', 'yarn add dotenv'],
    ['pnpm-lock.yaml', 'pnpm add --save-prod dotenv'],
    ['bun.lock', 'bun add dotenv'],
  ])('%s', async (lock, command) => {
    const files = { 'package.json': listed(), 'server.js': `${listening}require('dotenv')` };
    expect((await noteOf(code, { ...files, [lock]: '' }))?.hint).toContain(command);
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ['a configuration in TypeScript', { 'next.config.ts': 'export default {};' }, 'typescript'],
    ['a configuration in JavaScript', { 'next.config.mjs': 'export default {};' }, undefined],
    [
      'a server that the build has made',
      { 'next.config.ts': "export default { output: 'standalone' };" },
      undefined,
    ],
  ])('what next start compiles with: %s', async (_, files, name) => {
    const next = (more: object): string =>
      manifest({
        scripts: { build: 'next build', start: 'next start' },
        dependencies: { next: '16' },
        ...more,
      });
    const own = { 'package.json': next({ devDependencies: { typescript: '6' } }), ...files };
    const note = await noteOf(code, own);
    expect(note?.text.split(' ')[3]?.replace(',', '')).toBe(name);
    expect(note?.evidence?.[0]?.file).toBe(name && 'next.config.ts');
    const listed = next({ dependencies: { next: '16', typescript: '6' } });
    expect(await noteOf(code, { ...own, 'package.json': listed })).toBe(undefined);
  });

  const loads = `${listening}require('dotenv');`;
  it.each<[string, Record<string, string>]>([
    ['a condition', { 'server.js': `${listening}if (process.env.DEV) require('dotenv');` }],
    [
      'a transport for developers',
      {
        'server.js': `${listening}pino({ transport: process.env.DEV ? { target: 'dotenv' } : null });`,
      },
    ],
    ['a try', { 'server.js': `${listening}try { require('dotenv') } catch {}` }],
    [
      'a file that is loaded under a condition',
      {
        'server.js': `${listening}if (process.env.DEV) require('./a');`,
        'a.js': "require('dotenv')",
      },
    ],
    [
      'dependencies',
      { 'package.json': listed({ dependencies: { dotenv: '17' } }), 'server.js': loads },
    ],
    [
      'peerDependencies',
      { 'package.json': listed({ peerDependencies: { dotenv: '17' } }), 'server.js': loads },
    ],
    [
      'a lock that has it for another package',
      {
        'server.js': loads,
        'package-lock.json': manifest({
          packages: { 'node_modules/dotenv': { version: '17.0.0' } },
        }),
      },
    ],
  ])('not with %s', async (_, files) => {
    expect(await noteOf(code, { 'package.json': listed(), ...files })).toBe(undefined);
  });
});

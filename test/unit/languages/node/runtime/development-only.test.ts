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

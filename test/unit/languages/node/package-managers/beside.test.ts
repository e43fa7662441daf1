import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';
import { printed } from '../../../../support/notes.ts';

const express = '{ "scripts": { "start": "node index.js" }, "dependencies": { "express": "5" } }';
const lock =
  '{ "lockfileVersion": 3, "packages": { "": { "dependencies": { "express": "5" } }, "node_modules/express": { "version": "5.0.0" } } }';
const own = {
  'server/package.json': express,
  'server/package-lock.json': lock,
  'server/index.js': "require('express')().listen(4000);",
};

/** Generates for a project whose program is in a folder with its own package.json. */
async function generated(start: string, files: Record<string, string>, manifest: object = {}) {
  const result = await generate(
    { 'package.json': JSON.stringify({ name: 'a', scripts: { start }, ...manifest }), ...files },
    { base: 'distroless' },
  );
  const dockerfile = result.files.get('Dockerfile') ?? '';
  return {
    dockerfile,
    notes: result.notes.map(printed).filter((it) => it.startsWith('node/package-beside')),
    program: /^(?:ENTRYPOINT|CMD) .*"([\w/]+\.js)"/m.exec(dockerfile)?.[1],
  };
}

describe('a program in a folder with its own package.json', () => {
  it.each([
    'node server/index.js',
    'npm start --prefix server',
    'npm --prefix=./server start',
    'yarn --cwd server start',
    'cd server && npm start',
  ])('has its packages in the image: %s', async (start) => {
    const { dockerfile, notes, program } = await generated(start, own);
    expect(program).toBe('server/index.js');
    expect(dockerfile).toContain('RUN npm ci --prefix server --omit=dev --no-audit --no-fund\n');
    expect(notes).toEqual([
      'node/package-beside: the program is in server, which has its own package.json: the build installs its packages, too',
    ]);
  });

  it('is installed after the build, and without a lock file', async () => {
    const { dockerfile } = await generated(
      'node server/index.js',
      { ...own, 'server/package-lock.json': '' },
      { scripts: { start: 'node server/index.js', build: 'cd server && npm i && npm test' } },
    );
    expect(dockerfile).toMatch(/npm run build(?: \\\n)? +&& npm ci --prefix server/);
    expect(dockerfile).not.toContain('rm -rf server/node_modules');
    const rest = Object.fromEntries(
      Object.entries(own).filter(([file]) => file !== 'server/package-lock.json'),
    );
    expect((await generated('node server/index.js', rest)).dockerfile).toContain(
      'RUN npm install --prefix server --omit=dev',
    );
  });

  it.each<[string, Record<string, string>, object]>([
    ['no dependencies', { ...own, 'server/package.json': '{ "type": "commonjs" }' }, {}],
    ['another lock file', { ...own, 'server/yarn.lock': '' }, {}],
    [
      'the workspace has it',
      { ...own, 'server/package-lock.json': '' },
      { workspaces: ['server'] },
    ],
    ['none above the program', { ...own, 'server/package.json': '' }, {}],
  ])('is left as it is: %s', async (_name, files, manifest) => {
    const kept = Object.fromEntries(Object.entries(files).filter(([, text]) => text !== ''));
    const { dockerfile, notes } = await generated(
      'node server/index.js',
      { ...kept, ...('server/yarn.lock' in files ? { 'server/yarn.lock': '#' } : {}) },
      manifest,
    );
    expect(dockerfile).not.toContain('--prefix server');
    expect(notes).toEqual([]);
  });
});

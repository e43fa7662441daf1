import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

const beside = { version: '1.0.0', peerDependencies: { c: '^1.0.0' } };

/** @returns the command of the install, and the codes of the notes. */
async function installed(
  packages: Readonly<Record<string, object>>,
  dependencies: Readonly<Record<string, string>>,
  { npmrc = '', ...more }: { npmrc?: string; overrides?: object } = {},
) {
  const project = {
    'package.json': JSON.stringify({ name: 'a', main: 'server.js', dependencies, ...more }),
    'server.js': "require('node:http').createServer().listen(3000);",
    'package-lock.json': JSON.stringify({
      lockfileVersion: 3,
      packages: { '': { dependencies }, ...packages },
    }),
    ...(npmrc === '' ? {} : { '.npmrc': npmrc }),
  };
  const { files, notes } = await generate(project, { base: 'distroless' });
  const command = /npm ci --omit=dev.*/.exec(files.get('Dockerfile') ?? '')?.[0] ?? '';
  return { flag: /--(?:legacy-peer-deps|force)/.exec(command)?.[0] ?? null, notes };
}

const conflicting = { 'node_modules/b': beside, 'node_modules/c': { version: '2.0.0' } };
const both = { b: '1.0.0', c: '2.0.0' };
const chain = {
  'node_modules/x': { version: '1.0.0', dependencies: { b: '1.0.0' } },
  'node_modules/c': { version: '2.0.0' },
};

describe('a lock file that contradicts peer dependencies', () => {
  it('is installed with the flag, which a warning names', async () => {
    const { flag, notes } = await installed(conflicting, both);
    expect(flag).toBe('--legacy-peer-deps');
    expect(notes).toContainEqual(
      expect.objectContaining({
        code: 'node/peers-ignored',
        evidence: [
          {
            file: 'package-lock.json',
            because: 'b asks for c ^1.0.0 as a peer, and the lock file has 2.0.0',
          },
        ],
      }),
    );
  });

  it.each<[string, Record<string, object>, Record<string, string>]>([
    ['a peer is missing', { 'node_modules/b': beside }, { b: '1.0.0' }],
    [
      'a peer of something deeper is missing',
      {
        'node_modules/x': { version: '1.0.0', dependencies: { b: '1.0.0' } },
        'node_modules/x/node_modules/b': beside,
      },
      { x: '1.0.0' },
    ],
    [
      'the peer of a peer has another version',
      {
        ...conflicting,
        'node_modules/d': { version: '1.0.0', peerDependencies: { b: '1.0.0' } },
      },
      { d: '1.0.0', c: '2.0.0' },
    ],
  ])('gets --legacy-peer-deps: %s', async (_name, packages, dependencies) => {
    expect((await installed(packages, dependencies)).flag).toBe('--legacy-peer-deps');
  });

  it('gets --force where packages are there for peers alone', async () => {
    const forced = { ...conflicting, 'node_modules/e': { version: '1.0.0', peer: true } };
    expect((await installed(forced, both)).flag).toBe('--force');
  });

  it.each<[string, Record<string, object>, Record<string, string>]>([
    [
      'met',
      { 'node_modules/b': beside, 'node_modules/c': { version: '1.2.0' } },
      { b: '1.0.0', c: '1.2.0' },
    ],
    [
      'met beside the package',
      {
        ...chain,
        'node_modules/x/node_modules/b': beside,
        'node_modules/x/node_modules/c': { version: '1.0.0' },
      },
      { x: '1.0.0', c: '2.0.0' },
    ],
    ['only deeper', { ...chain, 'node_modules/b': beside }, { x: '1.0.0', c: '2.0.0' }],
    [
      'optional',
      { 'node_modules/b': { ...beside, peerDependenciesMeta: { c: { optional: true } } } },
      { b: '1.0.0' },
    ],
    [
      'a dependency as well',
      { 'node_modules/b': { ...beside, dependencies: { c: '2' } } },
      { b: '1.0.0' },
    ],
    ['bundled', { 'node_modules/b': { ...beside, inBundle: true } }, { b: '1.0.0' }],
    [
      'a tag',
      { ...conflicting, 'node_modules/b': { version: '1.0.0', peerDependencies: { c: 'next' } } },
      both,
    ],
  ])('gets no flag where they are %s', async (_name, packages, dependencies) => {
    expect((await installed(packages, dependencies)).flag).toBeNull();
  });

  it('gets no flag where .npmrc or overrides say it', async () => {
    const given = { c: '2.0.0', b: '1.0.0' };
    expect(
      (await installed(conflicting, given, { npmrc: 'legacy-peer-deps=true' })).flag,
    ).toBeNull();
    expect(
      (await installed(conflicting, given, { overrides: { b: { c: '2.0.0' } } })).flag,
    ).toBeNull();
  });
});

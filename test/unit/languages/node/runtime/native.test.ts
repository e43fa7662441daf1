import { describe, expect, it } from 'vitest';
import { type Manifest, readManifest } from '../../../../../src/languages/node/files/manifest.ts';
import { glibcReason, nativeOf } from '../../../../../src/languages/node/runtime/native.ts';
import { node } from '../../../../../src/languages/node/node.ts';
import { compilersOf } from '../../../../../src/languages/node/plan/install.ts';
import { prismaOf } from '../../../../../src/languages/node/runtime/prisma.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import type { Choices } from '../../../../../src/types.ts';

async function project(manifest: object, files: Record<string, string> = {}) {
  const reader = memoryProject({ 'package.json': JSON.stringify(manifest), ...files });
  const read = await readManifest(reader);
  if (!read?.ok) throw new Error('no manifest');
  const own: Manifest = read.manifest;
  return { reader, manifest: own };
}

describe('native modules', () => {
  it.each<[string, string, string]>([
    [
      'npm',
      'package-lock.json',
      '{"lockfileVersion":3,"packages":{"node_modules/better-sqlite3":{"version":"12.0.0"}}}',
    ],
    [
      'npm 6',
      'package-lock.json',
      '{"lockfileVersion":1,"dependencies":{"better-sqlite3":{\n"version":"12.0.0"}}}',
    ],
    ['pnpm', 'pnpm-lock.yaml', 'packages:\n\n  better-sqlite3@12.0.0:\n    resolution: {}'],
    ['pnpm 7', 'pnpm-lock.yaml', 'packages:\n\n  /better-sqlite3/8.0.0:\n    resolution: {}'],
    ['Yarn 1', 'yarn.lock', 'better-sqlite3@^12.0.0:\n  version "12.0.0"'],
    ['Yarn 4', 'yarn.lock', '"better-sqlite3@npm:^12.0.0":\n  version: 12.0.0'],
    ['Bun', 'bun.lock', '"packages": {\n "better-sqlite3": ["better-sqlite3@12.0.0", "", {}]'],
  ])('what a dependency depends on is found in the lock file of %s', async (_name, file, lock) => {
    const { reader, manifest } = await project({ dependencies: { knex: '3' } }, { [file]: lock });
    expect(await nativeOf(reader, [manifest], file)).toEqual({
      compiled: ['better-sqlite3'],
      loaded: ['better-sqlite3'],
    });
  });

  it('a peer that nobody installed needs no compiler', async () => {
    const lock =
      '{"lockfileVersion":3,"packages":{"node_modules/prisma":{"peerDependencies":{"better-sqlite3":">=9"},"peerDependenciesMeta":{"better-sqlite3":{"optional":true}}}}}';
    const { reader, manifest } = await project(
      { devDependencies: { prisma: '7' } },
      { 'package-lock.json': lock },
    );
    expect((await nativeOf(reader, [manifest], 'package-lock.json')).compiled).toEqual([]);
  });
  it.each<[string, string, boolean]>([
    ['bcrypt', '^5.1.0', true],
    ['bcrypt', '^6.0.0', false],
    // Fetches its binary from GitHub, or compiles.
    ['argon2', '^0.31.2', true],
    ['argon2', '^0.45.1', false],
    ['lz4', '^0.6.5', true],
  ])('%s %s: may be compiled: %s', async (name, range, may) => {
    const { reader, manifest } = await project({ dependencies: { [name]: range } });
    expect((await nativeOf(reader, [manifest], null)).compiled).toEqual(may ? [name] : []);
  });

  it.each<['glibc' | 'musl', string]>([
    [
      'glibc',
      'apt-get install --yes --no-install-recommends python3 make g++ pkg-config libcairo2-dev libpango1.0-dev libjpeg-dev libgif-dev librsvg2-dev unixodbc-dev',
    ],
    [
      'musl',
      'apk add --no-cache python3 make g++ pkgconf cairo-dev pango-dev libjpeg-turbo-dev giflib-dev librsvg-dev unixodbc-dev',
    ],
  ])('what a package is compiled against comes with the compiler: %s', (libc, command) => {
    expect(compilersOf(libc, ['canvas', 'odbc', 're2'])).toContain(command);
  });
});

describe('Prisma', () => {
  const sqlite = 'datasource db {\n  provider = "sqlite"\n}';

  it.each<[string, object, string, boolean]>([
    [
      'version 6',
      { dependencies: { '@prisma/client': '^6.0.0' } },
      'generator client {\n provider = "prisma-client-js"\n}',
      true,
    ],
    [
      'version 6 without an engine',
      { dependencies: { '@prisma/client': '^6.16.0' } },
      'generator client {\n provider = "prisma-client"\n engineType = "client"\n}',
      false,
    ],
    [
      'version 7',
      { dependencies: { '@prisma/client': '^7.0.0' } },
      'generator client {\n provider = "prisma-client"\n}',
      false,
    ],
  ])('%s', async (_name, manifest, schema, engine) => {
    const { reader, manifest: own } = await project(manifest, { 'prisma/schema.prisma': schema });
    expect(await prismaOf(reader, [own])).toEqual({ demanded: [], engine });
  });

  it.each<[string, string, string]>([
    ['SQLite', sqlite, 'file:/tmp/stand-in.db'],
    ['MySQL', 'datasource db { provider = "mysql" }', 'mysql://stand-in/stand-in'],
    ['no schema that can be found', '', 'postgresql://stand-in/stand-in'],
  ])(
    'what prisma.config demands gets a stand-in of the kind that the database has: %s',
    async (_name, schema, value) => {
      const config =
        "import { defineConfig, env } from 'prisma/config';\nexport default defineConfig({ datasource: { url: env('DATABASE_URL') } });";
      const { reader, manifest } = await project(
        { devDependencies: { prisma: '^7.0.0' } },
        { 'prisma.config.ts': config, 'prisma/schema.prisma': schema },
      );
      expect((await prismaOf(reader, [manifest]))?.demanded).toEqual([
        { name: 'DATABASE_URL', value },
      ]);
    },
  );

  it('what it reads without demanding needs none', async () => {
    const { reader, manifest } = await project(
      { devDependencies: { prisma: '^7.0.0' } },
      {
        'prisma.config.ts':
          "import { defineConfig } from 'prisma/config';\nexport default defineConfig({ datasource: { url: process.env['DATABASE_URL'] } });",
      },
    );
    expect((await prismaOf(reader, [manifest]))?.demanded).toEqual([]);
  });
});

describe('packages without binaries for musl', () => {
  const lock =
    '{"lockfileVersion":3,"packages":{"node_modules/onnxruntime-node":{"version":"1.23.0"}}}';

  it.each<[string, object, Record<string, string>]>([
    ['of its own', { dependencies: { 'onnxruntime-node': '^1.23.0' } }, {}],
    [
      'of a dependency',
      { dependencies: { '@huggingface/transformers': '^3.0.0' } },
      { 'package-lock.json': lock },
    ],
  ])('are named: %s', async (_name, manifest, files) => {
    const { reader, manifest: own } = await project(manifest, files);
    expect(glibcReason(await nativeOf(reader, [own], 'package-lock.json'), [own], [])).toBe(
      'onnxruntime-node has binaries for glibc only',
    );
  });

  it('do not count where only another package of the workspace has them, or development', async () => {
    const { reader, manifest: other } = await project(
      { dependencies: { 'onnxruntime-node': '^1.23.0' } },
      { 'package-lock.json': lock },
    );
    const { manifest: own } = await project({
      dependencies: { hono: '4' },
      devDependencies: { '@tensorflow/tfjs-node': '4' },
    });
    expect(
      glibcReason(await nativeOf(reader, [own, other], 'package-lock.json'), [own], [other]),
    ).toBeUndefined();
  });

  it('need a system with glibc', async () => {
    const facts = await node.detect(
      memoryProject({
        'package.json': '{ "main": "index.js", "dependencies": { "@tensorflow/tfjs-node": "4" } }',
        'index.js': '',
      }),
      { today: new Date('2026-11-20T00:00:00Z') },
    );
    const service = facts?.services[0]?.name ?? '';
    const choices = {
      service: { value: service },
      runtimeVersion: { value: '24' },
    } as unknown as Choices;
    expect(facts && node.needs(facts, choices).runtime.only).toEqual({
      libc: 'glibc',
      because: '@tensorflow/tfjs-node has binaries for glibc only',
    });
  });
});

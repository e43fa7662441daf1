import { describe, expect, it } from 'vitest';
import { type Manifest, readManifest } from '../../../../../src/languages/node/files/manifest.ts';
import { glibcReason, nativeOf } from '../../../../../src/languages/node/runtime/native.ts';
import { node } from '../../../../../src/languages/node/node.ts';
import { type SystemInput, systemView } from '../../../../../src/languages/node/plan/install.ts';
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

/** The commands that prepare the system of the build stage. */
function installed(libc: 'glibc' | 'musl', needs: Partial<SystemInput>): readonly string[] {
  const nothing = { native: null, install: null, usesEngine: false, readsGit: false };
  const { system } = systemView({ ...nothing, ...needs }, libc);
  return system?.commands.map((it) => it.command) ?? [];
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
      needsDistutils: false,
      loaded: ['better-sqlite3'],
    });
  });

  it('a peer that is not installed needs no compiler', async () => {
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
    const needed = { compiled: ['canvas', 'odbc', 're2'], needsDistutils: false };
    expect(installed(libc, { native: needed })).toEqual([expect.stringContaining(command)]);
  });

  it('everything that the build stage needs of the system is installed at once', () => {
    const needed = {
      native: { compiled: ['re2'], needsDistutils: false },
      install: { git: { names: ['@acme/money'], ssh: true } },
      usesEngine: true,
      readsGit: true,
    };
    expect(installed('musl', needed)).toEqual([
      'apk add --no-cache python3 make g++ openssl git',
      'git config --global --add url.https://github.com/.insteadOf ssh://git@github.com/',
      'git config --global --add url.https://github.com/.insteadOf git@github.com:',
    ]);
    expect(installed('glibc', { readsGit: true })).toEqual([
      expect.stringContaining('git ca-certificates && rm -rf'),
    ]);
    expect(installed('glibc', {})).toEqual([]);
  });

  const entry = (dependencies: object, more: object = {}) =>
    JSON.stringify({
      packages: {
        '': { dependencies: { nan: '2' }, hasInstallScript: true },
        'node_modules/a/node_modules/@me/own': {
          version: '1.0.0',
          hasInstallScript: true,
          dependencies,
          ...more,
        },
        'node_modules/nan': { version: '2.22.0' },
      },
    });
  it.each<[string, string, string, readonly string[]]>([
    ['npm', 'package-lock.json', entry({ '@mapbox/node-pre-gyp': '^1.0.0' }), ['@me/own']],
    ['npm, optional', 'package-lock.json', entry({ nan: '2' }, { optional: true }), []],
    ['npm, no script', 'package-lock.json', entry({ nan: '2' }, { hasInstallScript: false }), []],
    ['npm, other dependencies', 'package-lock.json', entry({ banana: '2' }), []],
    [
      'Yarn 1',
      'yarn.lock',
      '"@me/own@^1.0.0":\n  version "1.0.0"\n  dependencies:\n    bindings "1"\n    nan "^2.19.0"\n\nnan@^2.19.0:\n  version "2.22.0"\n',
      ['@me/own'],
    ],
    [
      'Yarn 1, optional',
      'yarn.lock',
      'ssh3@^1.0.0:\n  version "1.0.0"\n  dependencies:\n    asn1 "1"\n  optionalDependencies:\n    nan "^2.19.0"\n\nfsevents@1.0.0:\n  version "1.0.0"\n  dependencies:\n    nan "2"\n',
      [],
    ],
    [
      'Yarn 4',
      'yarn.lock',
      '"own@npm:^1.0.0":\n  version: 1.0.0\n  dependencies:\n    "@mapbox/node-pre-gyp": "npm:^1.0.0"\n',
      ['own'],
    ],
    [
      'pnpm',
      'pnpm-lock.yaml',
      "snapshots:\n\n  '@me/own@1.0.0(x@1.0.0)':\n    dependencies:\n      prebuild-install: 7.1.3\n\n  b@1.0.0:\n    dependencies:\n      nan: 2.0.0\n    optional: true\n",
      ['@me/own'],
    ],
    [
      'pnpm 7',
      'pnpm-lock.yaml',
      'packages:\n\n  /own/1.0.0:\n    dependencies:\n      node-pre-gyp: 0.17.0\n    dev: false\n',
      ['own'],
    ],
    [
      'Bun',
      'bun.lock',
      '"packages": {\n    "x/own": ["own@1.0.0", "", { "dependencies": { "cmake-js": "^7" } }, "sha512-x"],\n    "b": ["b@1.0.0", "", { "optionalDependencies": { "nan": "2" } }, "x"],\n',
      ['own'],
    ],
  ])('a package that the lock file shows to compile: %s', async (_name, file, text, names) => {
    const { reader, manifest } = await project({}, { [file]: text });
    const { compiled, loaded } = await nativeOf(reader, [manifest], file);
    expect(compiled).toEqual(names);
    expect(loaded).toEqual(names);
  });

  it.each<[string, 'glibc' | 'musl', string]>([
    ['9.4.1', 'glibc', 'python3 make g++ python3-setuptools'],
    ['8.4.1', 'musl', 'python3 make g++ py3-setuptools'],
    ['10.0.0', 'glibc', 'python3 make g++'],
  ])('a node-gyp that imports distutils gets it: %s, %s', async (version, libc, packages) => {
    const text = `node-gyp@^9.0.0:\n  version "${version}"\n\nsqlite3@5:\n  version "5.1.7"\n`;
    const { reader, manifest } = await project({}, { 'yarn.lock': text });
    const native = await nativeOf(reader, [manifest], 'yarn.lock');
    const [command = ''] = installed(libc, { native });
    expect(/python3 [^&]*/.exec(command)?.[0].trim()).toBe(packages);
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
    expect(await prismaOf(reader, [own])).toEqual({ demanded: [], connects: [], engine });
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
    ['its own', { dependencies: { 'onnxruntime-node': '^1.23.0' } }, {}],
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
    expect(facts && (await node.needs(facts, choices)).runtime.only).toEqual({
      libc: 'glibc',
      because: '@tensorflow/tfjs-node has binaries for glibc only',
    });
  });
});

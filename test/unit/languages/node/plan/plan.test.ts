import { describe, expect, it } from 'vitest';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import type { ProjectReader } from '../../../../../src/ports/ports.ts';
import { type Manifest, readManifest } from '../../../../../src/languages/node/files/manifest.ts';
import { readProgram } from '../../../../../src/languages/node/code/program.ts';
import { bounds } from '../../../../../src/languages/shared/budget.ts';
import { mostSources, sourcesIn } from '../../../../../src/languages/node/files/sources.ts';
import { neededBy } from '../../../../../src/languages/node/workspace/graph.ts';
import { generate } from '../../../../support/generate.ts';

const server = "require('node:http').createServer().listen(3000);";

/** @returns the generated file of a project with a package.json and a server. */
async function generated(
  manifest: object,
  files: Readonly<Record<string, string>>,
  name = 'Dockerfile',
): Promise<string> {
  const project = { 'package.json': JSON.stringify(manifest), 'server.js': server, ...files };
  return (await generate(project, { base: 'distroless' })).files.get(name) ?? '';
}

async function manifestOf(project: ProjectReader, folder: string): Promise<Manifest> {
  const read = await readManifest(project, folder);
  if (!read?.ok) throw new Error('package.json is not read');
  return read.manifest;
}

it('a git dependency is fetched over https, which needs certificates on Debian', async () => {
  const dockerfile = await generated(
    {
      name: 'a',
      scripts: { start: 'node server.js' },
      dependencies: { b: 'git+https://github.com/example/b.git' },
    },
    {},
  );
  expect(dockerfile).toMatch(/apt-get install .*\bgit ca-certificates\b/);
});

it.each<[string, object, readonly string[]]>([
  ['for the program', { dependencies: { puppeteer: '24' } }, ['PUPPETEER_SKIP_DOWNLOAD="true"']],
  ['for tests', { devDependencies: { cypress: '15' } }, ['CYPRESS_INSTALL_BINARY="0"']],
  ['none', { dependencies: { 'puppeteer-core': '24' } }, []],
  [
    'for tests that a script builds',
    {
      scripts: { 'cypress:build': 'npm run build && npm run cypress:prepare' },
      devDependencies: { cypress: '15' },
    },
    ['CYPRESS_INSTALL_BINARY="0"'],
  ],
  [
    'for the build',
    { scripts: { prebuild: 'npx puppeteer browsers install' }, dependencies: { puppeteer: '24' } },
    [],
  ],
])('an install downloads no browsers: %s', async (_, manifest, lines) => {
  const dockerfile = await generated(
    { name: 'a', scripts: { start: 'node server.js' }, ...manifest },
    {},
  );
  const before = dockerfile.split('\nRUN --mount=type=cache')[0] ?? '';
  expect(before.match(/(?:PUPPETEER|CYPRESS)_.*/g) ?? []).toEqual(lines);
});

it('a member of a workspace that is a dependency by its path, too, is copied once', async () => {
  const dockerfile = await generated(
    {
      name: 'a',
      scripts: { start: 'node server.js' },
      workspaces: ['lib', 'other'],
      dependencies: { lib: 'file:lib' },
    },
    { 'lib/package.json': '{ "name": "lib" }', 'other/package.json': '{ "name": "other" }' },
  );
  const copies = dockerfile.match(/^COPY \[.*/gm) ?? [];
  expect(copies.filter((it) => it.includes('lib'))).toEqual(['COPY ["lib", "./lib/"]']);
});

describe('a build that changes a database', () => {
  const start = { start: 'node server.js' };

  it.each<[string, Record<string, string>, string]>([
    [
      'in the script',
      { build: 'prisma generate && prisma db push && tsc' },
      "npm pkg set 'scripts.build=prisma generate && tsc' \\\n && npm run build",
    ],
    [
      'in a script that it runs, and before it',
      {
        prebuild: 'npx prisma migrate deploy',
        build: 'npm run prepare:db && pnpm payload migrate && tsc',
        'prepare:db': 'cross-env A=b knex migrate:latest && node tidy.js',
      },
      "npm pkg set scripts.prebuild=true 'scripts.build=npm run prepare:db && tsc' 'scripts.prepare:db=node tidy.js' \\\n && npm run build",
    ],
  ])('goes without it: %s', async (_, scripts, command) => {
    const dockerfile = await generated({ name: 'a', scripts: { ...start, ...scripts } }, {});
    expect(dockerfile).toContain(`\nRUN ${command}\n`);
  });

  it.each<[string, string, Record<string, string>]>([
    ['the database is a file', 'prisma db push && tsc', { 'better-sqlite3': '12.0.0' }],
    ['it may fail', 'prisma migrate deploy || true && tsc', {}],
    ['it only reads the schema', 'prisma migrate diff && payload migrate:create && tsc', {}],
  ])('stays as it is: %s', async (_, build, dependencies) => {
    const manifest = { name: 'a', scripts: { ...start, build }, dependencies };
    expect(await generated(manifest, {})).toContain('\nRUN npm run build\n');
  });

  it('is reported', async () => {
    const manifest = { name: 'a', scripts: { ...start, build: 'prisma db push && tsc' } };
    const { notes } = await generate(
      { 'package.json': JSON.stringify(manifest), 'server.js': server },
      { base: 'distroless' },
    );
    expect(notes.map((it) => it.code)).toContain('node/build-without-database');
  });
});

describe('a webpack that hashes with MD4', () => {
  const lock = (version: string): Record<string, string> => ({
    'package-lock.json': JSON.stringify({
      lockfileVersion: 3,
      packages: { '': {}, 'node_modules/webpack': { version, dev: true } },
    }),
  });
  const built = { build: 'webpack', start: 'node server.js' };

  it.each<[string, object, Record<string, string>, boolean]>([
    ['webpack 4', { scripts: built, devDependencies: { webpack: '4' } }, lock('4.46.0'), true],
    ['the last of 4', { scripts: built, devDependencies: { webpack: '4' } }, lock('4.47.0'), false],
    ['an early 5', { scripts: built, devDependencies: { webpack: '5' } }, lock('5.60.0'), true],
    ['webpack 5', { scripts: built, devDependencies: { webpack: '5' } }, lock('5.61.0'), false],
    [
      'nothing to build',
      { scripts: { start: 'node server.js' }, devDependencies: { webpack: '4' } },
      lock('4.46.0'),
      false,
    ],
    ['no lock file', { scripts: built, devDependencies: { 'react-scripts': '^4.0.0' } }, {}, true],
    ['webpack 3 alone', { scripts: built, devDependencies: { webpack: '^3.6.0' } }, {}, true],
    ['any webpack 4 alone', { scripts: built, devDependencies: { webpack: '^4.0.0' } }, {}, false],
    ['webpack 5 alone', { scripts: built, devDependencies: { webpack: '~5.90.0' } }, {}, false],
    ['Vue CLI 4', { scripts: built, devDependencies: { '@vue/cli-service': '4.4.4' } }, {}, true],
    ['Vue CLI 5', { scripts: built, devDependencies: { '@vue/cli-service': '~5.0.0' } }, {}, false],
    ['later scripts', { scripts: built, devDependencies: { 'react-scripts': '>=4' } }, {}, false],
  ])(
    'is built with the provider of OpenSSL that has it: %s',
    async (_, manifest, files, legacy) => {
      const dockerfile = await generated({ name: 'a', ...manifest }, files);
      expect(dockerfile.includes('ENV NODE_OPTIONS="--openssl-legacy-provider"')).toBe(legacy);
    },
  );
});

it.each<[string, Record<string, string>, string, boolean]>([
  ['asks for it', { build: 'npm run css && webpack', css: 'sass a b' }, "=== 'production'", true],
  ['asks for something else', { build: 'webpack' }, "=== 'staging'", false],
  ['is told by the script', { build: 'webpack --mode production' }, "=== 'production'", false],
  [
    'belongs to a script that installs',
    { build: 'npm run web && webpack', web: 'cd web && npm ci' },
    "=== 'production'",
    false,
  ],
])('a bundler builds for production where its configuration %s', async (_, scripts, asked, set) => {
  const dockerfile = await generated(
    { name: 'a', scripts: { start: 'node server.js', ...scripts } },
    { 'webpack.config.js': `const isProduction = process.env.NODE_ENV ${asked};` },
  );
  expect(dockerfile.split('NODE_ENV="production"').length - 1).toBe(set ? 2 : 1);
});

it.each<[string, string, boolean]>([
  ['is in the build context with what is there already', 'public', true],
  ['is not, if only builds fill it', 'dist', false],
])('the folder of a build %s: %s', async (_, folder, isKept) => {
  const ignored = await generated(
    { name: 'a', scripts: { start: 'node server.js', build: `esbuild x.js --outdir=${folder}` } },
    { [`${folder}/index.html`]: '', 'x.js': '' },
    '.dockerignore',
  );
  expect(ignored.includes(`\n/${folder}\n`)).toBe(!isKept);
});

it.each<[string, Record<string, string>, boolean]>([
  ['its build compiles what loads them', { 'bin/test.ts': '' }, true],
  ['nothing of the build loads them', {}, false],
])('tests of AdonisJS are in the build context where %s', async (_, files, isKept) => {
  const manifest = {
    scripts: { build: 'node ace build', start: 'node bin/server.js' },
    dependencies: { '@adonisjs/core': '6' },
  };
  const project = { 'package.json': JSON.stringify(manifest), 'tests/bootstrap.ts': '', ...files };
  const generatedFiles = (await generate(project, { base: 'distroless' })).files;
  const ignored = generatedFiles.get('.dockerignore') ?? '';
  expect(ignored.includes('\n/tests\n')).toBe(!isKept);
});

it('pnpm removes development dependencies without a network', async () => {
  const dockerfile = await generated(
    {
      name: 'a',
      packageManager: 'pnpm@10.12.1',
      scripts: {
        start: 'node dist/server.js',
        build: 'tsc',
        postinstall: 'node dist/generate.js',
      },
      dependencies: { express: '5.2.1' },
      devDependencies: { typescript: '6.0.3' },
    },
    {
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      'tsconfig.json': JSON.stringify({ compilerOptions: { outDir: 'dist', rootDir: 'src' } }),
      'src/server.ts': server,
    },
  );
  expect(dockerfile).toMatch(/pnpm install .*--prod --offline/);
});

describe('a program that loads development dependencies', () => {
  const manifest = {
    name: 'a',
    scripts: { start: 'node server.js' },
    devDependencies: { dotenv: '17.0.0', eslint: '10.0.0' },
  };
  const loading = { 'server.js': `require('dotenv').config();\n${server}` };
  const packages =
    /AS dependencies\n# Development dependencies included: the program loads dotenv when it runs\.\nRUN .*\\\n {4}npm install --no-audit --no-fund\n/;

  it('gets them', async () => {
    const dockerfile = await generated(manifest, loading);
    expect(dockerfile).toMatch(packages);
    expect(dockerfile).toContain('COPY --from=dependencies /app/node_modules /app/node_modules');
  });

  it('gets them even where others would be pruned', async () => {
    const scripts = { ...manifest.scripts, postinstall: 'node make.js', build: 'node make.js' };
    const files = { ...loading, 'make.js': '' };
    const dependencies = { express: '5.2.1' };
    const dockerfile = await generated({ ...manifest, scripts, dependencies }, files);
    expect(dockerfile).toMatch(packages);
    expect(dockerfile).not.toContain('npm prune');
    expect(await generated({ ...manifest, scripts, dependencies }, { 'make.js': '' })).toContain(
      'npm prune',
    );
  });

  it('gets none of them otherwise', async () => {
    expect(await generated(manifest, {})).not.toContain('AS dependencies');
    expect(await generated({ ...manifest, dependencies: { express: '5.2.1' } }, {})).toContain(
      'npm install --omit=dev',
    );
  });
});

it('a folder of sources is not ignored, even where the compiler writes into it', async () => {
  const ignored = await generated(
    {
      name: 'a',
      scripts: { start: 'node src/server.js', build: 'babel src --out-dir src' },
      devDependencies: { '@babel/cli': '8.0.0' },
    },
    { 'src/server.js': server },
    '.dockerignore',
  );
  expect(ignored).not.toMatch(/^\/?src\/?$/m);
  expect(ignored).toMatch(/^\*\*\/node_modules\/?$/m);
});

it('unbuild writes into dist', async () => {
  const ignored = await generated(
    {
      name: 'a',
      scripts: { start: 'node dist/index.mjs', build: 'unbuild' },
      devDependencies: { unbuild: '3.6.1' },
    },
    { 'src/index.ts': server },
    '.dockerignore',
  );
  expect(ignored).toMatch(/^\/?dist\/?$/m);
});

it('of the many places of the system that a program writes to, three are named', async () => {
  const writes = [1, 2, 3, 4, 5].map(
    (it) => `require('node:fs').writeFileSync('/usr/share/log${it}.txt', '');\n`,
  );
  const { notes } = await generate(
    {
      'package.json': JSON.stringify({ name: 'a', scripts: { start: 'node lib/server.js' } }),
      'lib/server.js': writes.join('') + server,
    },
    { base: 'distroless' },
  );
  expect(notes.filter((it) => /share\/log\d\.txt/.test(it.text))).toHaveLength(3);
});

it('of a large package, no more sources are listed than the bound', async () => {
  const files = Object.fromEntries(
    Array.from({ length: mostSources + 1 }, (_, it) => [`src/f${it}.js`, '']),
  );
  expect(await sourcesIn(memoryProject(files), '')).toHaveLength(mostSources);
});

it('a program that loads more sources than the bound is read in part', async () => {
  const chain = (length: number): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length }, (_, it) => [
        `f${it}.js`,
        it + 1 < length ? `require('./f${it + 1}.js');` : '',
      ]),
    );
  const read = async (length: number): Promise<readonly [number, boolean]> => {
    const project = memoryProject({ 'package.json': '{"name":"a"}', ...chain(length) });
    const packages = [{ manifest: await manifestOf(project, ''), build: null }];
    const program = await readProgram(project, { entries: ['f0.js'], folder: '', packages });
    return [program.modules.size, program.isComplete];
  };
  expect(await read(bounds.files)).toEqual([bounds.files, true]);
  expect(await read(bounds.files + 1)).toEqual([bounds.files, false]);
});

it('packages that need each other do not need themselves', async () => {
  const project = memoryProject({
    'a/package.json': '{"name":"a","dependencies":{"b":"workspace:*"}}',
    'b/package.json': '{"name":"b","dependencies":{"a":"workspace:*"}}',
  });
  const [a, b] = [await manifestOf(project, 'a'), await manifestOf(project, 'b')];
  const { build, runtime } = neededBy(a, [a, b]);
  expect(build).toEqual([b]);
  expect([...runtime]).toEqual([b]);
});

it('keeps the build cache of Next.js apart from that of other projects, for one build at a time', async () => {
  const dockerfile = await generated(
    {
      name: '@shop/web, v2',
      scripts: { build: 'next build', start: 'next start' },
      dependencies: { next: '16.0.0', react: '19.0.0', 'react-dom': '19.0.0' },
    },
    { 'app/page.jsx': 'export default () => null;' },
  );
  expect(dockerfile).toContain(
    'RUN --mount=type=cache,target=/app/.next/cache,id=@shop/web--v2/.next/cache,sharing=locked npm run build\n',
  );
});

describe('the client of Prisma', () => {
  const files = (manifest: object): Record<string, string> => ({
    'package.json': JSON.stringify({
      scripts: { start: 'node server.js' },
      dependencies: { '@prisma/client': '^6.1.0' },
      devDependencies: { prisma: '^6.1.0' },
      ...manifest,
    }),
    'package-lock.json': '{"lockfileVersion":3,"packages":{}}',
    'server.js': 'require("node:http").createServer().listen(3000)',
    'src/db/schema.prisma': '',
    'prisma/schema.prisma': '',
  });
  const dockerfileOf = async (manifest: object): Promise<string> =>
    (await generate(files(manifest), { base: 'scratch' })).files.get('Dockerfile') ?? '';

  it.each<[string, object, string]>([
    ['by the install', {}, 'prisma/schema.prisma'],
    [
      'by the install, from where package.json says',
      { prisma: { schema: './src/db/schema.prisma' } },
      'src/db/schema.prisma',
    ],
    [
      'by the build',
      { scripts: { start: 'node server.js', build: 'prisma generate' } },
      'prisma/schema.prisma',
    ],
  ])('that is generated %s is in the image', async (_, manifest, schema) => {
    const dockerfile = await dockerfileOf(manifest);
    const folder = schema.slice(0, schema.lastIndexOf('/'));
    expect(dockerfile).toContain(`COPY ["${schema}", "./${folder}/"]`);
    expect(dockerfile).toContain('npm prune --omit=dev');
  });

  it.each<[string, object]>([
    ['version 7', { dependencies: { '@prisma/client': '^7.0.0' } }],
    ['no command line', { devDependencies: {} }],
  ])('is not generated by the install with %s', async (_, manifest) => {
    const dockerfile = await dockerfileOf(manifest);
    expect(dockerfile).not.toContain('schema.prisma');
    expect(dockerfile).not.toContain('npm prune');
  });
});

describe('a front end with its own packages in a folder', () => {
  const dockerfileOf = async (scripts: object, files: Record<string, string>): Promise<string> => {
    const manifest = { scripts: { start: 'node server.js', ...scripts } };
    const project = { 'package.json': JSON.stringify(manifest), 'server.js': server, ...files };
    return (await generate(project, { base: 'scratch' })).files.get('Dockerfile') ?? '';
  };
  const client = { 'client/package.json': '{"scripts":{"build":"vite build"}}' };

  it.each([
    ['client', 'cd client && npm ci && npm run generate'],
    ['heroku-postbuild', 'cd client && npm install && npm run build'],
    ['build', 'cd client && yarn && yarn build'],
    ['build', 'npm install --prefix client && npm run build --prefix client'],
  ])('is built by the script "%s": %s', async (name, text) => {
    const dockerfile = await dockerfileOf({ [name]: text }, client);
    expect(dockerfile).toContain(`\nRUN npm run ${name}\n`);
    expect(dockerfile).toMatch(/^RUN rm -rf .*\bclient\/node_modules\b/m);
  });

  it.each([
    ['3.4.3', true],
    ['5.0.1', false],
  ])('hashes with MD4 as its own webpack does: react-scripts %s is %s', async (version, legacy) => {
    const manifest = {
      scripts: { build: 'react-scripts build' },
      dependencies: { 'react-scripts': version },
    };
    const dockerfile = await dockerfileOf(
      { 'heroku-postbuild': 'npm install --prefix client && npm run build --prefix client' },
      { 'client/package.json': JSON.stringify(manifest) },
    );
    expect(dockerfile.includes('ENV NODE_OPTIONS="--openssl-legacy-provider"')).toBe(legacy);
  });

  it.each<[string, object, Record<string, string>]>([
    ['without that folder', { client: 'cd client && npm ci && npm run build' }, {}],
    ['by a script that does more', { a: 'cd client && npm ci && npm run build && pkg .' }, client],
    ['by a script that starts it', { client: 'cd client && npm ci && npm run dev' }, client],
  ])('is not built %s', async (_, scripts, files) => {
    const dockerfile = await dockerfileOf(scripts, files);
    expect(dockerfile).not.toMatch(/npm run|client\/node_modules/);
  });
});

import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');
const listens = "require('node:http').createServer().listen(process.env.PORT || 4321);";
const json = (value: object): string => JSON.stringify(value);

async function factsOf(files: Record<string, string>) {
  const facts = await node.detect(memoryProject(files), { today });
  if (!facts) throw new Error('not recognised');
  return facts;
}

async function serviceOf(files: Record<string, string>) {
  const [service] = (await factsOf(files)).services;
  if (!service) throw new Error('no service');
  return service;
}

describe('a package for others to import that installs a program', () => {
  const files = (manifest: object): Record<string, string> => ({
    'package.json': json({ name: '@a/mail', main: 'lib.js', bin: { mail: 'run.js' }, ...manifest }),
    'lib.js': listens,
    'app.js': 'module.exports = () => require("express")();',
    'boot.js':
      'if (typeof exports !== "undefined") {\n  exports.boot = boot;\n}\n// the commands: listen, serve',
    'run.js': listens,
    'make.js': `export function make() {\n  ${listens}\n}\nexport const other = (a) => {\n  ${listens}\n};`,
    'esm.js': `#!/usr/bin/env -S node -r esm\n${listens}`,
    'made.js': `exports.make = make;\nfunction make() {\n  ${listens}\n}\nmake();`,
    'then.js': `module.exports = app;\nready.then(() => {\n  ${listens}\n});`,
  });

  it.each<[string, object, string]>([
    ['starts the program of its name', { exports: './lib.js' }, 'run.js'],
    ['starts it where the package is published', { publishConfig: { access: 'public' } }, 'run.js'],
    ['starts it where some files are published', { files: ['lib.js', 'run.js'] }, 'run.js'],
    ['starts no other program', { exports: './lib.js', bin: { check: 'run.js' } }, 'lib.js'],
    ['starts main where it is not for others', {}, 'lib.js'],
    ['starts a source, not what is built', { main: './dist/x.js' }, 'run.js'],
    ['starts what its script names', { types: 'a.d.ts', scripts: { start: 'node lib' } }, 'lib'],
    ['starts it where main only exports', { main: './app.js' }, 'run.js'],
    ['starts the program where main only speaks of a server', { main: './boot.js' }, 'run.js'],
    ['starts the program where main only has functions that serve', { main: 'make.js' }, 'run.js'],
    ['starts main where it calls its function that serves', { main: 'made.js' }, 'made.js'],
    ['starts main where it serves at last', { main: 'then.js' }, 'then.js'],
    [
      'starts its only program where main is built',
      { main: 'lib/x.js', bin: { check: 'run.js' } },
      'run.js',
    ],
    [
      'starts a program that has two names',
      { main: undefined, bin: { check: './run.js', c: './run.js' } },
      'run.js',
    ],
    [
      'keeps the options in the first line of its program',
      { main: 'make.js', bin: { mail: 'esm.js' } },
      '-r esm esm.js',
    ],
  ])('%s', async (_, manifest, entry) => {
    expect((await serviceOf(files(manifest))).start).toMatchObject({
      value: ['node', ...entry.split(' ')],
    });
  });
});

describe('a bundle that a file of the build makes, beside what tsc compiles', () => {
  const files = {
    'package.json': json({
      name: 'x',
      bin: { x: 'bin/cli.mjs' },
      scripts: { build: 'tsc -build && node scripts/bundle.js', dev: 'tsx watch scripts/start.ts' },
    }),
    'tsconfig.json': json({ compilerOptions: { outDir: './build' } }),
    'scripts/bundle.js':
      "import * as esbuild from 'esbuild';\nesbuild.build({ entryPoints: [join(here, 'start.ts')], bundle: true, outfile: 'bin/cli.mjs' });",
    'scripts/start.ts': `import { readFileSync } from 'node:fs';\nreadFileSync(new URL('../scripts/api.json', import.meta.url));\n${listens}`,
    'scripts/api.json': '{}',
  };

  it('is started, with what its source reads', async () => {
    const { start, port, details } = await serviceOf(files);
    expect(start).toMatchObject({ value: ['node', 'bin/cli.mjs'] });
    expect(port).toMatchObject({ value: 4321 });
    expect(details.ships).toEqual({
      kind: 'listed',
      paths: ['package.json', 'bin', 'scripts/api.json'],
    });
  });
});

describe('a server and the pages for browsers, each built into a folder of the root', () => {
  const files = (source: string): Record<string, string> => ({
    'package.json': json({
      name: 'x',
      scripts: {
        build: 'npm-run-all build:*',
        'build:server': 'tsc',
        'build:ui': 'vite build',
        start: 'node server/www.js',
      },
      devDependencies: { typescript: '5', vite: '7' },
    }),
    'tsconfig.json': json({ compilerOptions: { outDir: 'server' }, include: ['api'] }),
    'index.html': '<script type="module" src="/src/main.ts"></script>',
    'src/main.ts': '',
    'api/www.ts': source,
  });

  it.each([
    [
      'the program names the folder',
      "serve(at(false, 'dist'));",
      ['package.json', 'server', 'dist'],
    ],
    ['the program does not', 'serve();', ['package.json', 'server']],
  ])('are shipped where %s', async (_, source, paths) => {
    const { details } = await serviceOf(files(`${listens}\n${source}`));
    expect(details.ships).toEqual({ kind: 'listed', paths });
  });
});

describe('a manifest in front of other packages, which are no workspace', () => {
  it('says where the programs may be', async () => {
    const { start } = await serviceOf({
      'package.json': json({ scripts: { dev: 'concurrently "cd api && npm run dev"' } }),
      'api/package.json': json({ scripts: { start: 'node server.js' } }),
      'web/package.json': json({ scripts: { build: 'vite build' } }),
      'node_modules/x/package.json': '{}',
    });
    expect(start).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining(
        'There are packages in api, web: run it there (cd api) if one of them is the program',
      ) as unknown,
    });
  });
});

describe('a bundle for pages', () => {
  it('is no program, whatever main says', async () => {
    const { start } = await serviceOf({
      'package.json': json({ main: 'dist/a.all.min.js', scripts: { build: 'webpack' } }),
      'docs/package.json': '{}',
      'src/server/own/package.json': json({ scripts: { start: 'node server.js' } }),
    });
    expect(start).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('There are packages in src/server/own: run it there') as unknown,
    });
  });
});

describe('a folder that the program fills', () => {
  it('is not copied into the image, though the program reads it, too', async () => {
    const { details } = await serviceOf({
      'package.json': json({
        name: 'x',
        scripts: { build: 'tsc', start: 'node dist/server.js' },
        devDependencies: { typescript: '5' },
      }),
      'tsconfig.json': json({ compilerOptions: { outDir: 'dist', rootDir: 'src' } }),
      'src/server.ts': `import { mkdirSync, readdirSync } from 'node:fs';\nmkdirSync('store');\nreaddirSync('store');\n${listens}`,
      'store/.gitkeep': '',
      '.gitignore': 'store/*\n!store/.gitkeep\nstore\n',
    });
    expect(details.writable).toEqual(['/app/store']);
    expect(details.ships).toEqual({ kind: 'listed', paths: ['package.json', 'dist'] });
  });
});

describe('Nx with a single program in the root', () => {
  const files = (build: string): Record<string, string> => ({
    'package.json': json({
      name: 'x',
      scripts: { start: 'nx serve', build },
      devDependencies: { nx: '20' },
    }),
    'nx.json': '{}',
    'project.json': json({
      name: 'api',
      targets: {
        build: {
          executor: '@nx/esbuild:esbuild',
          options: { outputPath: 'dist/api', main: 'src/main.ts' },
        },
      },
    }),
    'src/main.ts': listens,
  });

  it.each(['nx build', 'npx nx build api', 'nx run api:build', 'nx run api:build --prod'])(
    '%s',
    async (build) => {
      const { start, port, details } = await serviceOf(files(build));
      expect(start).toMatchObject({ value: ['node', 'dist/api/main.js'] });
      expect(port).toMatchObject({ value: 4321 });
      expect(details.build).toMatchObject({ script: 'build', outputs: [{ folder: 'dist/api' }] });
    },
  );

  it('knows no output of another target', async () => {
    const { details } = await serviceOf(files('nx run api:container'));
    expect(details.build?.outputs).toEqual([]);
  });

  it('says that nx serve is for development', async () => {
    const { notes } = await serviceOf(files('nx build'));
    const note = notes.find((it) => it.code === 'node/start-script-not-used');
    expect(note?.text).toContain('development server');
  });
});

describe('Nitro as a plugin of Vite', () => {
  const files = (configuration: string, start: string): Record<string, string> => ({
    'package.json': json({
      scripts: { build: 'vite build', start },
      devDependencies: { vite: '7', 'vite-plugin-with-nitro': '0.0.5' },
    }),
    'nitro.config.ts': configuration,
    'index.html': '',
  });

  it('starts the server in the folder that the script names', async () => {
    const { start, port, details } = await serviceOf(
      files('', 'node --env-file .env.server ./dist/output/server/index.mjs'),
    );
    expect(start).toMatchObject({ value: ['node', 'dist/output/server/index.mjs'] });
    expect(port).toMatchObject({ kind: 'found', value: 3000 });
    expect(details.framework).toMatchObject({
      copies: [{ from: 'dist/output', to: 'dist/output' }],
      bundle: 'dist/output/server',
    });
    expect(details.writable).toEqual([]);
  });

  it('keeps a database of SQLite in .data', async () => {
    const { details } = await serviceOf(
      files('export default { database: { default: { connector: "better-sqlite3" } } }', ''),
    );
    expect(details.framework?.bundle).toBe('.output/server');
    expect(details.writable).toEqual(['/app/.data']);
  });
});

describe('packages of a workspace', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['turbo run start', {}, ['api', 'web']],
    ['dotenv -c production -- turbo run start', {}, ['api', 'web']],
    ['npm run up', { up: 'nx run-many -t start' }, ['api', 'web']],
    ['npx lerna run start --stream', {}, ['api', 'web']],
    ['node server.js', { lint: 'turbo run lint' }, ['root', 'api', 'web']],
    ['next start', { lint: 'turbo run lint' }, ['root', 'api', 'web']],
  ])('are the programs where the root starts %s', async (start, others, services) => {
    const member = (name: string): Record<string, string> => ({
      [`${name}/package.json`]: json({ name, scripts: { start: 'node index.js' } }),
      [`${name}/index.js`]: listens,
    });
    const facts = await factsOf({
      'package.json': json({
        name: 'root',
        workspaces: ['api', 'web'],
        scripts: { start, ...others },
        dependencies: { next: '^16' },
      }),
      'server.js': listens,
      ...member('api'),
      ...member('web'),
    });
    expect(facts.services.map((it) => it.name)).toEqual(services);
  });

  it('that only a script "prod" starts are programs', async () => {
    const facts = await factsOf({
      'package.json': json({ name: 'root', workspaces: ['src', 'doc'] }),
      'src/package.json': json({
        name: 'pad',
        scripts: { prod: 'cross-env NODE_ENV=production node server.js' },
        exports: {},
      }),
      'src/server.js': listens,
      'doc/package.json': json({
        name: 'doc',
        scripts: { 'docs:build': 'vitepress build' },
        devDependencies: { vitepress: '1' },
      }),
    });
    expect(facts.service).toMatchObject({ candidates: [{ value: 'pad' }, { value: 'doc' }] });
  });

  it.each<[string, string, string[]]>([
    ['vite.config.mts', "alias: { '@x/common': resolve(__dirname, '../common/src') }", ['other']],
    ['vite.config.ts', 'alias: { "@x/common": "../common" }', ['other']],
    ['vite.config.ts', "alias: { '@x/common': './common/src' }", ['common', 'other']],
    ['notes.ts', "alias: { '@x/common': '../common/src' }", ['common', 'other']],
  ])('that %s names are in the build context: %s', async (file, text, others) => {
    const service = await serviceOf({
      'package.json': json({ name: 'root', workspaces: ['app', 'common', 'other'] }),
      'app/package.json': json({
        name: 'app',
        scripts: { build: 'vite build' },
        devDependencies: { vite: '7' },
      }),
      'app/index.html': '',
      [`app/${file}`]: `export default { resolve: { ${text} } };`,
      'common/package.json': json({ name: '@x/common', exports: './src/index.ts' }),
      'common/src/index.ts': '',
      'other/package.json': json({ name: '@x/other', exports: './index.ts' }),
      'other/index.ts': '',
    });
    expect(service.details.workspace?.others).toEqual(others);
  });
});

describe('tasks of gulp', () => {
  const tasks = (text: string, more: Record<string, string> = {}) => ({
    'package.json': json({
      name: 'game',
      main: 'server/server.js',
      scripts: { build: 'gulp build', start: 'gulp run' },
      devDependencies: { gulp: '5' },
    }),
    'gulpfile.js': text,
    'src/server/server.js': `${listens}\nrequire('./logic');\nconst { join } = require('path');\nrequire('express').static(join(__dirname, '/../client'));\nrequire('fs').mkdirSync(join(__dirname, 'db'));`,
    'src/server/logic.js': "require('../../config');\nrequire('../../game.json');",
    'config.js': 'module.exports = {};',
    'game.json': '{}',
    'unused.js': '',
    'unused.json': '{}',
    'src/client/index.html': '',
    'src/client/js/app.js': '',
    'test/a.js': '',
    ...more,
  });
  const moves = `
    const build = () => { let it = gulp.src(['src/server/**/*.*', 'src/server/**/*.js']); it = it.pipe(babel()); return it.pipe(gulp.dest('bin/server/')); };
    const copy = () => gulp.src(['src/client/**/*.*', '!src/client/**/*.js']).pipe(gulp.dest('./bin/client/'));
    const pack = () => gulp.src(['src/client/js/app.js']).pipe(webpack(configuration())).pipe(gulp.dest('bin/client/js/'));`;

  it('start what they write, with what it reads beside it', async () => {
    const { details, start } = await serviceOf(tasks(moves));
    expect(start).toMatchObject({ value: ['node', 'bin/server/server.js'] });
    expect(details.build?.outputs).toEqual([
      { folder: 'bin/server', sources: ['src/server'] },
      { folder: 'bin/client', sources: ['src/client'] },
      { folder: 'bin/client/js', sources: null },
    ]);
    expect(details.ships).toEqual({
      kind: 'listed',
      paths: ['package.json', 'bin/server', 'bin/client', 'config.js', 'game.json'],
    });
    expect(details.writable).toEqual(['/app/bin/server/db']);
  });

  it('leave the outputs unknown where one has no name in their file', async () => {
    const text = `${moves} gulp.src('styles/*.css').pipe(gulp.dest(folders.css));`;
    const { details } = await serviceOf(tasks(text));
    expect(details.build?.outputs).toEqual([]);
  });

  it('need the tests that they list', async () => {
    const { details } = await serviceOf(tasks(`${moves} fs.readdirSync('test/', {});`));
    expect(details.build?.tests).toEqual(['test']);
    expect((await serviceOf(tasks(moves))).details.build?.tests).toBeUndefined();
  });
});

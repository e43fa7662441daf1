import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { printed } from '../../../../support/notes.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function serviceOf(source: string, files: Record<string, string> = {}) {
  const facts = await node.detect(
    memoryProject({
      'package.json': '{ "name": "tool", "scripts": { "start": "node server.js" } }',
      'server.js': source,
      ...files,
    }),
    { today },
  );
  const service = facts?.services[0];
  if (!service) throw new Error('no service');
  return {
    service,
    details: service.details,
    notes: service.notes.map((it) => `${it.level} ${printed(it)}`),
  };
}

const declared = (folders: string): string =>
  expect.stringContaining(
    `the program writes to ${folders}, which the image declares as `,
  ) as string;

describe('folders that the program writes to are declared', () => {
  it.each([
    ['a file beside it', "fs.writeFileSync('./data/db.json', '{}');", ['/app/data']],
    ['a folder that is made', "await mkdir('logs', { recursive: true });", ['/app/logs']],
    [
      'a stream, from the working directory',
      "fs.createWriteStream(path.join(process.cwd(), 'logs/a.log'));",
      ['/app/logs'],
    ],
    [
      'a name that only the run knows, from the working directory',
      "fs.writeFileSync(path.join(process.cwd(), 'store', `${Math.random()}.json`), '');",
      ['/app/store'],
    ],
    ['beside the source', "fs.mkdirSync(path.join(__dirname, 'x'));", ['/app/x']],
    [
      'the working directory, joined to itself',
      "const dir = path.join(process.cwd(), 'store');\nfs.mkdirSync(path.join(process.cwd(), dir));",
      ['/app/store'],
    ],
    [
      'beside the source, of a module',
      "const here = path.dirname(fileURLToPath(import.meta.url));\nfs.writeFileSync(join(here, 'store', 'a.json'), '');",
      ['/app/store'],
    ],
    [
      'beside the source, as an address',
      "fs.writeFileSync(fileURLToPath(new URL('./store/a.json', import.meta.url)), '');",
      ['/app/store'],
    ],
    [
      'the home folder, with the name in the manifest, of a module',
      "const require = createRequire(import.meta.url);\nconst own = require('./package.json');\nfs.mkdirSync(path.join(process.env.HOME, `.${own.name}`));",
      ['/home/nonroot/.tool'],
    ],
    [
      'the folder of the program in the home folder',
      "fs.mkdirSync(path.join(os.homedir(), '.tool', 'cache'));\nfs.writeFileSync(path.join(os.homedir(), '.tool/a/b.json'), '');",
      ['/home/nonroot/.tool'],
    ],
    [
      'its folder among those of all programs',
      "fs.mkdirSync(path.join(os.homedir(), '.config', 'tool', 'a'));\nfs.mkdirSync(path.join(os.homedir(), '.local/share/tool/b'));",
      ['/home/nonroot/.config/tool', '/home/nonroot/.local/share/tool'],
    ],
    [
      'a constant',
      "const folder = 'uploads';\nfs.mkdirSync(folder);\nfs.writeFileSync(`${folder}/x.png`, b);",
      ['/app/uploads'],
    ],
    [
      'the nearest of two variables with a name',
      "let folder = 'a';\nfunction f() { let folder = 'b'; fs.mkdirSync(folder); }",
      ['/app/b'],
    ],
    [
      'a path from a constant',
      "const folder = path.resolve('var');\nfs.writeFileSync(path.join(folder, 'cache', name), b);",
      ['/app/var/cache'],
    ],
    [
      'the default of a variable',
      "const folder = process.env.DATA_DIR ?? '/data';\nfs.writeFileSync(path.join(folder, 'a'), b);",
      ['/data'],
    ],
    [
      'a default behind ||',
      "fs.mkdirSync(process.env['UPLOADS'] || './uploads');",
      ['/app/uploads'],
    ],
    [
      'a name known only at run time, in a known folder',
      'fs.writeFileSync(`exports/${id}.csv`, rows);',
      ['/app/exports'],
    ],
    [
      'what is in another one is part of it',
      "fs.mkdirSync('data'); fs.mkdirSync('data/images'); fs.mkdirSync('logs');",
      ['/app/data', '/app/logs'],
    ],
    [
      "SQLite's file",
      "import Database from 'better-sqlite3';\nconst db = new Database('./data/app.db');",
      ['/app/data'],
    ],
    [
      "Sequelize's",
      "new Sequelize({ dialect: 'sqlite', storage: 'data/app.sqlite' });",
      ['/app/data'],
    ],
    ['an address of a file', "createClient({ url: 'file:./data/local.db' });", ['/app/data']],
    [
      'uploads',
      "const multer = require('multer');\napp.use(multer({ dest: 'uploads/' }).any());",
      ['/app/uploads'],
    ],
    [
      'the folder of the package, which a function looks for',
      "function root(at) { while (at !== '/') { if (existsSync(join(at, 'package.json'))) return at; at = path.dirname(at); } }\nfs.mkdirSync(path.join(root(__dirname), 'store'));",
      ['/app/store'],
    ],
    [
      'the folder of the package, which a library looks for',
      "import { packageDirectorySync } from 'package-directory';\nfs.mkdirSync(path.join(packageDirectorySync(), 'store'));",
      ['/app/store'],
    ],
    ['Bun', "await Bun.write('out/a.txt', text);", ['/app/out']],
    [
      'a folder that the program makes in /etc',
      "fs.mkdirSync('/etc/own'); fs.writeFileSync('/etc/own/a.json', '');",
      ['/etc/own'],
    ],
  ])('%s', async (_name, source, folders) => {
    const { details, notes } = await serviceOf(source);
    expect(details.writable).toEqual(folders);
    expect(notes).toEqual([declared(folders.join(', '))]);
  });

  it.each([
    [
      'a temporary file',
      "fs.writeFileSync('/tmp/x', ''); fs.writeFileSync(path.join(os.tmpdir(), 'x'), '')",
    ],
    ['a database in memory', "import Database from 'better-sqlite3';\nnew Database(':memory:')"],
    ['another kind of database', "import { Database } from 'arangojs';\nnew Database('shop')"],
    ['a destination that is no folder', "const trip = { destination: 'Paris' };"],
    [
      'what only the running program knows',
      'export function save(path, text) { fs.writeFileSync(path, text); }',
    ],
    ['an address elsewhere', "createClient({ url: 'libsql://example.com/app.db' });"],
    ['a comment', "// fs.mkdirSync('data')"],
  ])('nothing is declared: %s', async (_name, source) => {
    const { details, notes } = await serviceOf(source);
    expect(details.writable).toEqual([]);
    expect(notes).toEqual([]);
  });

  it.each<[string, string, Record<string, string>]>([
    [
      'given to a constructor under another name, and kept in a global',
      "const server = require('./lib/Server');\nnew server(1, process.env.DIR || path.resolve('store'));",
      {
        'lib/Server.js':
          "const fs = require('fs');\nclass Server { constructor(port, dir) { global.Dir = dir; } }\nmodule.exports = Server;\nrequire('./init');",
        'lib/init.js': "require('fs').mkdirSync(global.Dir);",
      },
    ],
    [
      'made by a copy of a package among the sources',
      "const fs = require('./libs/fsExtra');\nfs.ensureDirSync('store');",
      {
        'libs/fsExtra/index.js': "module.exports = { ...require('./fs') };",
        'libs/fsExtra/fs.js': '',
      },
    ],
    [
      'made by another name of a package',
      "const fsp = require('fs-promise');\nfsp.ensureDirSync('store');",
      {},
    ],
  ])('declares a folder %s', async (_, source, files) => {
    expect((await serviceOf(source, files)).details.writable).toEqual(['/app/store']);
  });

  it("declares a folder for data with users' scripts in it, where a build moves the program", async () => {
    const { details } = await serviceOf(
      "import fs from 'fs';\nfs.writeFileSync('data/a.yaml', '');",
      {
        'data/custom.js': '',
      },
    );
    expect(details.writable).toEqual(['/app/data']);
  });

  it('declares a folder of scripts for browsers that the program writes to', async () => {
    const source =
      "for (const it of fs.readdirSync('static')) fs.writeFileSync('./static/' + it + '.min.js', require('./lib/' + kind)(it));";
    const files = { 'static/app.js': '', 'lib/minify.js': '' };
    expect((await serviceOf(source, files)).details.writable).toEqual(['/app/static']);
    const loaded = await serviceOf(`${source}\nrequire('./static/app.js');`, files);
    expect(loaded.details.writable).toEqual([]);
  });

  it.each([
    [
      'a file of the program',
      "fs.writeFileSync('app.json', '');",
      { 'app.json': '{}' },
      'node/writes-beside-code: the program writes app.json next to its own code, which is read-only\nWrite to a separate folder, such as data/app.json; that folder is then declared as writable.',
    ],
    [
      'a folder among the sources',
      "fs.mkdirSync('lib');",
      { 'lib/x.js': '' },
      'node/writes-beside-code: the program writes lib next to its own code, which is read-only\nWrite to a separate folder, such as data/lib; that folder is then declared as writable.',
    ],
    [
      'outside of the project',
      "fs.writeFileSync('../a.json', '');",
      {},
      'node/writes-beside-code: the program writes ../a.json next to its own code, which is read-only\nWrite to a separate folder, such as data/a.json; that folder is then declared as writable.',
    ],
    [
      'the system',
      "fs.writeFileSync('/etc/app/a.json', '');",
      {},
      'node/writes-to-system-folder: the program writes /etc/app/a.json in a system folder, which is read-only\nWrite to another folder, such as /data.',
    ],
    [
      'a folder of the system that it would make',
      "fs.mkdirSync('/etc/ssl');",
      {},
      'node/writes-to-system-folder: the program writes /etc/ssl in a system folder, which is read-only\nWrite to another folder, such as /data.',
    ],
  ])('is warned of, and not declared: %s', async (_name, source, files, text) => {
    const { details, notes, service } = await serviceOf(source, files as Record<string, string>);
    expect(notes).toEqual([`warning ${text}`]);
    expect(details.writable).toEqual([]);
    expect(service.notes[0]?.evidence).toMatchObject([{ file: 'server.js', line: 1 }]);
  });

  it('never hides what a build fills for a program that runs as it is', async () => {
    const manifest = {
      'package.json':
        '{ "scripts": { "build": "tsc", "start": "node server.js" }, "devDependencies": { "typescript": "6" } }',
      'tsconfig.json': '{ "compilerOptions": { "rootDir": "lib", "outDir": "dist" } }',
      'lib/a.ts': 'export const a = 1;',
    };
    const inside = await serviceOf("fs.writeFileSync('dist/.hash', '');", manifest);
    expect(inside.details.writable).toEqual([]);
    expect(inside.notes).toEqual([expect.stringContaining('node/writes-beside-code')]);
    const below = await serviceOf("fs.writeFileSync('dist/uploads/a', '');", manifest);
    expect(below.details.writable).toEqual(['/app/dist/uploads']);
  });

  it('knows that a build moves what is beside the source', async () => {
    const manifest = {
      'package.json':
        '{ "scripts": { "build": "tsc", "start": "node dist/server.js" }, "devDependencies": { "typescript": "6" } }',
      'tsconfig.json': '{ "compilerOptions": { "rootDir": "src", "outDir": "dist" } }',
    };
    const inside = await serviceOf('', {
      ...manifest,
      'src/server.ts': "fs.mkdirSync(path.join(__dirname, 'uploads'));",
    });
    expect(inside.details.writable).toEqual(['/app/dist/uploads']);
    expect(inside.notes).toEqual([declared('/app/dist/uploads')]);
    const file = await serviceOf('', {
      ...manifest,
      'src/server.ts': "fs.writeFileSync(path.join(__dirname, 'db/a.json'), '{}');",
    });
    expect(file.details.writable).toEqual(['/app/dist/db']);
    const among = await serviceOf('', {
      ...manifest,
      'src/server.ts': "fs.mkdirSync(path.join(__dirname, 'models'));",
      'src/models/user.ts': 'export const a = 1;',
    });
    expect(among.details.writable).toEqual([]);
    expect(among.notes).toEqual([
      'warning node/writes-beside-code: the program writes src/models next to its own code, which is read-only\nWrite to a separate folder, such as data/models; that folder is then declared as writable.',
    ]);
    const above = await serviceOf('', {
      ...manifest,
      'src/server.ts': "fs.mkdirSync(path.join(__dirname, '..', 'uploads'));",
    });
    expect(above.details.writable).toEqual(['/app/uploads']);
  });

  it('reads the source of a built entry that another folder holds, and no build script', async () => {
    const { details } = await serviceOf('', {
      'package.json':
        '{ "scripts": { "build": "run-s build:*", "build:server": "node pack.js", "start": "node server/bin/www.js" } }',
      'pack.js': "fs.writeFileSync('packed/a.txt', '');",
      'api/bin/www.ts': "fs.mkdirSync('store');",
      'test/bin/www.ts': "fs.mkdirSync('fixtures');",
    });
    expect(details.writable).toEqual(['/app/store']);
  });

  it('makes a link to a temporary file of what each start writes from scratch', async () => {
    const schema = (path: string) =>
      `const { GraphQLModule } = require('@nestjs/graphql');\nGraphQLModule.forRoot({ autoSchemaFile: ${path} });`;
    const beside = await serviceOf(schema("'schema.gql'"));
    expect(beside.details.links).toEqual([{ path: 'schema.gql', target: '/tmp/schema.gql' }]);
    expect(beside.details.writable).toEqual([]);
    expect(beside.notes).toEqual([
      'info node/generated-file-linked: the program writes schema.gql each time it starts, next to its own code, which is read-only: in the image, it is a link to /tmp/schema.gql',
    ]);
    const below = await serviceOf(schema("path.join(process.cwd(), 'src/schema.gql')"), {
      'src/x.js': '',
    });
    expect(below.details.links).toEqual([
      { path: 'src/schema.gql', target: '/tmp/src-schema.gql' },
    ]);
    const apart = await serviceOf(schema("'generated/schema.gql'"));
    expect(apart.details.links).toEqual([]);
    expect(apart.details.writable).toEqual(['/app/generated']);
  });

  it.each([
    ['in the folder of the program', "fs.writeFileSync('app.json', '');", 'app.json'],
    ['in a folder with sources', "fs.writeFileSync('lib/a.json', '');", 'lib/a.json'],
    [
      'a database of libsql',
      "const { createClient } = require('@libsql/client');\ncreateClient({ url: 'file:shop.db' });",
      'shop.db',
    ],
  ])('keeps a file of data apart: %s', async (_, source, path) => {
    const { details, notes } = await serviceOf(source, { 'lib/x.js': '' });
    const target = `/data/${path.replace('/', '-')}`;
    expect(details.links).toEqual([{ path, target }]);
    expect(details.writable).toEqual(['/data']);
    expect(notes).toEqual([
      `info node/written-file-linked: the program writes ${path} next to its own code, which is read-only: the image keeps it in /data`,
      declared('/data'),
    ]);
  });

  it.each([
    ['of winston', "new (require('winston').transports.File)({ filename: 'error.log' });"],
    ['of a stream', "fs.createWriteStream(path.join('./error.log'), { flags: 'a' });"],
  ])('makes a link to a temporary file of a log: %s', async (_, source) => {
    const { details, notes } = await serviceOf(source);
    expect(details.links).toEqual([{ path: 'error.log', target: '/tmp/error.log' }]);
    expect(notes).toEqual([
      'info node/generated-file-linked: the program writes error.log, next to its own code, which is read-only: in the image, it is a link to /tmp/error.log',
    ]);
  });

  it('makes the link beside what the build makes of the source, and warns of a file outside', async () => {
    const files = {
      'package.json':
        '{ "scripts": { "build": "tsc", "start": "node dist/main.js" }, "devDependencies": { "typescript": "6" } }',
      'tsconfig.json': '{ "compilerOptions": { "rootDir": "src", "outDir": "dist" } }',
    };
    const source = (path: string) =>
      `import { GraphQLModule } from '@nestjs/graphql';\nGraphQLModule.forRoot({ autoSchemaFile: ${path} });`;
    const beside = await serviceOf('', {
      ...files,
      'src/main.ts': source("path.join(__dirname, 'schema.gql')"),
    });
    expect(beside.details.links).toEqual([
      { path: 'dist/schema.gql', target: '/tmp/dist-schema.gql' },
    ]);
    const brought = await serviceOf('', {
      ...files,
      'src/main.ts': "fs.writeFileSync(path.join(__dirname, 'state.json'), '{}');",
      'src/state.json': '{}',
    });
    expect(brought.details.links).toEqual([]);
    const outside = await serviceOf('', { ...files, 'src/main.ts': source("'../schema.gql'") });
    expect(outside.details.links).toEqual([]);
    expect(outside.notes).toEqual([expect.stringContaining('warning node/writes-beside-code')]);
  });

  it.each<[string, string]>([
    ['a variable', "path.join(process.env.HOME, '.x', 'cache')"],
    [
      'a variable that the system names',
      "path.join(process.env[process.platform === 'win32' ? 'USERPROFILE' : 'HOME'], '.x')",
    ],
    [
      'the name of the package',
      "path.resolve(process.env.HOME, `.${require('./package.json').name}`)",
    ],
  ])('declares a folder below the home folder: %s', async (_, folder) => {
    const facts = await node.detect(
      memoryProject({
        'package.json': '{ "name": "x", "scripts": { "start": "node server.js" } }',
        'server.js': `const path = require('path'); require('fs').mkdirSync(${folder}, { recursive: true });`,
      }),
      { today },
    );
    const [writable = ''] = facts?.services[0]?.details.writable ?? [];
    expect(writable).toMatch(/^\/home\/nonroot\/\.x/);
  });

  it('declares a folder beside the program, above the package or above the project', async () => {
    const server = (folder: string): string =>
      `const path = require('node:path'); const fs = require('node:fs'); fs.mkdirSync(path.join(__dirname, '${folder}'));`;
    const above = await serviceOf(server('../log'));
    expect(above.details).toMatchObject({ writable: ['/log'] });
    const facts = await node.detect(
      memoryProject({
        'package.json': '{ "name": "root", "private": true, "workspaces": ["apps/*"] }',
        'apps/api/package.json': '{ "name": "api", "scripts": { "start": "node server.js" } }',
        'apps/api/server.js': server('../../data'),
      }),
      { today },
    );
    expect(facts?.services[0]?.details).toMatchObject({ writable: ['/app/data'] });
  });

  it('belongs to the package of a workspace that runs', async () => {
    const facts = await node.detect(
      memoryProject({
        'package.json': '{ "name": "root", "private": true, "workspaces": ["apps/*"] }',
        'apps/api/package.json': '{ "name": "api", "scripts": { "start": "node server.js" } }',
        'apps/api/server.js':
          "fs.mkdirSync('data'); fs.mkdirSync(path.join(import.meta.dirname, 'logs'));",
      }),
      { today },
    );
    const [service] = facts?.services ?? [];
    expect(service && service.details.writable).toEqual([
      '/app/apps/api/data',
      '/app/apps/api/logs',
    ]);
  });

  it('leaves what a developer has written there out of the build context, if version control does', async () => {
    const source = "import Database from 'better-sqlite3';\nnew Database('data/app.db');";
    expect(
      (await serviceOf(source, { '.gitignore': '*.db\n', 'data/app.db': '', 'data/seed.json': '' }))
        .details.leftOut,
    ).toEqual(['data/app.db']);
    expect((await serviceOf(source, { 'data/app.db': '' })).details.leftOut).toEqual([]);
  });

  it.each([
    ['a short call', "fs.mkdirSync('data');", "fs.mkdirSync('data')"],
    [
      'a long line, cut with "…"',
      "fs.writeFileSync('data/state.json', JSON.stringify({ visits: 1, last: new Date() }));",
      "fs.writeFileSync('data/state.json', JSON.stringify({ visits:…",
    ],
    [
      'the first of several lines',
      "fs.mkdirSync('data', {\n  recursive: true,\n});",
      "fs.mkdirSync('data', {…",
    ],
  ])('is reported with %s', async (_what, source, because) => {
    const { service } = await serviceOf(source);
    expect(service.notes.flatMap((it) => it.evidence ?? [])).toContainEqual(
      expect.objectContaining({ because }),
    );
  });
});

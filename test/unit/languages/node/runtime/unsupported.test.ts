import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { printed } from '../../../../support/notes.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function serviceOf(source: string, dependencies: Record<string, string> = {}) {
  const facts = await node.detect(
    memoryProject({
      'package.json': JSON.stringify(
        { name: 'x', scripts: { start: 'node server.js' }, dependencies },
        null,
        1,
      ),
      'server.js': source,
    }),
    { today },
  );
  const service = facts?.services[0];
  if (!service) throw new Error('no service');
  return service;
}

describe('what a program does at run time', () => {
  it.each<[string, string, string]>([
    [
      'a package manager',
      "import { execSync } from 'node:child_process';\nexecSync('npm run migrate');",
      'node/runs-package-manager: the program runs npm, and the image has no package manager\nCall what it would call: node FILE, or the library itself.',
    ],
    [
      'a shell',
      "const { exec } = require('child_process');\nexec(`ls ${folder}`);",
      'node/runs-shell: the program runs a command (ls) through a shell, which not every base has\nUse a library, or a base whose shell has the command.',
    ],
    [
      'node by name',
      "const { spawn } = require('child_process');\nspawn('node', ['worker.js']);",
      'node/interpreter-not-on-path: the program starts node by name, and not every base has it on the PATH\nStart process.execPath instead.',
    ],
    [
      'another program',
      "const { spawn } = require('child_process');\nspawn('ffmpeg', ['-i', file]);",
      'node/runs-program: the program runs ffmpeg, which is not in the image\nInstall it with --base alpine --packages ffmpeg, or run it in another container.',
    ],
    [
      'UDP',
      "dgram.createSocket('udp4').bind(load());",
      'node/receives-udp: the program receives UDP on a port that its code does not show\nName all ports: --port 8080,5353/udp.',
    ],
  ])('is said: %s', async (_name, source, text) => {
    const { notes } = await serviceOf(source);
    expect(notes.map(printed)).toEqual([text]);
    expect(notes[0]?.evidence).toMatchObject([{ file: 'server.js' }]);
  });

  it('is said three times at most, not for each program that it starts', async () => {
    const programs = ['ffmpeg', 'convert', 'gs', 'pandoc'];
    const { notes } = await serviceOf(
      [
        "import { spawn } from 'node:child_process';",
        ...programs.map((it) => `spawn('${it}', []);`),
      ].join('\n'),
    );
    expect(notes.map((it) => it.text)).toEqual(
      programs.slice(0, 3).map((it) => `the program runs ${it}, which is not in the image`),
    );
  });

  it.each([
    ['a match of an expression', "/a/.exec('npm run x'); require('child_process')"],
    ['node itself', "require('child_process').spawn(process.execPath, ['x.js'])"],
    [
      'a temporary file',
      "fs.writeFileSync('/tmp/x', ''); fs.writeFileSync(path.join(os.tmpdir(), 'x'), '')",
    ],
    ['a database in memory', "new Database(':memory:')"],
  ])('is nothing to say: %s', async (_name, source) => {
    expect((await serviceOf(source)).notes).toEqual([]);
  });

  it.each<[string, Record<string, string>, string, string]>([
    [
      'fluent-ffmpeg',
      { 'fluent-ffmpeg': '2' },
      '',
      'node/needs-program: fluent-ffmpeg runs ffmpeg, a program that no base has: code that needs it fails\nAdd ffmpeg-static and name its path (setFfmpegPath): the binary is then part of node_modules. Or install it: --base alpine --packages ffmpeg.',
    ],
    [
      'gm',
      { gm: '1' },
      '',
      'node/needs-program: gm runs GraphicsMagick, a program that no base has: code that needs it fails\nUse sharp, which includes its library; or let a separate service convert images. Or install it: --base alpine --packages graphicsmagick.',
    ],
    [
      'puppeteer',
      { puppeteer: '24' },
      'await puppeteer.launch({ headless: true })',
      'node/starts-browser: puppeteer starts a browser here, and no base has a browser or its libraries: code that needs it fails\nRun the browser in a separate container, and connect to it: puppeteer.connect({ browserWSEndpoint }).',
    ],
    [
      'playwright',
      { playwright: '1' },
      'const browser = await chromium.launch()',
      'node/starts-browser: playwright starts a browser here, and no base has a browser or its libraries: code that needs it fails\nRun the browser in a separate container, and connect to it: chromium.connect(endpoint).',
    ],
  ])(
    'is a warning where only some code needs it: %s',
    async (_name, dependencies, source, text) => {
      const { notes } = await serviceOf(source, dependencies);
      expect(notes.map((it) => `${it.level} ${printed(it)}`)).toEqual([`warning ${text}`]);
    },
  );

  it('is refused where the program loads what no base has', async () => {
    const { notes } = await serviceOf('', { kerberos: '2' });
    expect(notes.map((it) => `${it.level} ${printed(it)}`)).toEqual([
      'error node/needs-library: kerberos opens libgssapi_krb5.so.2 when it is loaded, a system library that no base has\nLet a proxy beside it speak Kerberos, or log in another way (MongoDB: SCRAM or X.509), and take kerberos out of the dependencies.',
    ]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['ffmpeg that a package contains', { 'fluent-ffmpeg': '2', 'ffmpeg-static': '5' }, ''],
    ['a browser elsewhere', { puppeteer: '24' }, 'await puppeteer.connect({ browserWSEndpoint })'],
  ])('is nothing to say for %s', async (_name, dependencies, source) => {
    expect((await serviceOf(source, dependencies)).notes).toEqual([]);
  });
});

describe('TypeScript that node runs as it is', () => {
  const notesOf = async (files: Record<string, string>) =>
    (
      await node.detect(
        memoryProject({
          'package.json': '{ "scripts": { "start": "node src/index.ts" } }',
          ...files,
        }),
        { today },
      )
    )?.services[0]?.notes;

  it.each([
    [
      'an enum',
      { 'src/index.ts': "import { a } from './a.ts';\n", 'src/a.ts': '\nexport enum Kind { A }' },
      'src/a.ts',
      2,
      'node/types-not-erasable: node only strips types, but this must be compiled: export enum Kind {\nCompile it in a build script (tsc), and start its output.',
    ],
    [
      'a parameter that becomes a property',
      { 'src/index.ts': 'class A {\n constructor(private readonly b: string) {} }' },
      'src/index.ts',
      2,
      'node/types-not-erasable: node only strips types, but this must be compiled: constructor(private readonly b\nCompile it in a build script (tsc), and start its output.',
    ],
    [
      'an alias of tsconfig.json',
      { 'src/index.ts': "import { a } from '@/a.ts';", 'src/a.ts': '' },
      'src/index.ts',
      1,
      'node/import-alias: node ignores "paths" in tsconfig.json, and @/a.ts is not a package\nCompile it in a build script (tsc), and start its output, with the names resolved (tsc-alias, or a bundler); or use "imports" in package.json.',
    ],
    [
      'an import without extension',
      { 'src/index.ts': "import { a } from './a';", 'src/a.ts': '' },
      'src/index.ts',
      1,
      'node/import-without-extension: node does not resolve an import without a file extension: ./a\nCompile it in a build script (tsc), and start its output.',
    ],
  ])('is warned of: %s', async (_name, files, file, line, text) => {
    const notes = await notesOf(files as unknown as Record<string, string>);
    expect(notes).toMatchObject([{ level: 'warning', evidence: [{ file, line }] }]);
    expect(notes?.map(printed)).toEqual([text]);
  });

  it('is nothing to say where types are all that there is', async () => {
    expect(
      await notesOf({
        'src/index.ts':
          "import { type A } from './a.ts';\nimport x from 'node:fs';\ndeclare enum B { C }\n",
        'src/a.ts': 'export interface A {}',
      }),
    ).toEqual([]);
  });
});

describe('a server that listens on localhost', () => {
  it.each([
    ["app.listen(3000, 'localhost')", 'localhost'],
    ["const hostname = '127.0.0.1';\nserver.listen(3000, hostname, () => {})", '127.0.0.1'],
    ["serve({ fetch: app.fetch, hostname: 'localhost', port: 3000 })", 'localhost'],
  ])('is said: %s', async (source, host) => {
    expect((await serviceOf(source)).notes.map(printed)).toEqual([
      `node/listens-on-localhost: the server listens on ${host} only: a preload accepts connections for it on the other addresses of the container\nListen on 0.0.0.0: the preload then goes away.`,
    ]);
  });

  it.each([
    ["const host = process.env.HOST || 'localhost';\napp.listen(process.env.PORT || 3000, host)"],
    ["app.listen(3000, process.env.HOST ?? 'localhost')"],
    ["app.listen({ port: 3000, host: process.env.HOST || 'localhost' })"],
    ["const { HOST = 'localhost', PORT = 3000 } = process.env;\napp.listen(PORT, HOST)"],
    [
      "const env = cleanEnv(process.env, { HOST: host({ default: 'localhost' }), PORT: port({ default: 3000 }) });\napp.listen(env.PORT, env.HOST)",
    ],
    [
      "const env = z.object({ HOST: z.string().default('localhost') }).parse(process.env);\napp.listen(3000, env.HOST)",
    ],
  ])('is taken away from there by its variable: %s', async (source) => {
    const { notes, details } = await serviceOf(source).then((it) => ({
      notes: it.notes,
      details: it.details,
    }));
    expect(notes).toEqual([]);
    expect(details.environment).toEqual([
      {
        name: 'HOST',
        value: '0.0.0.0',
        why: 'By default, the program listens on localhost, which cannot be reached from outside the container.',
      },
    ]);
  });
});

describe('what a program demands of its environment', () => {
  const notesOf = async (source: string) =>
    (await serviceOf(source)).notes.map(
      (it) => `${it.level} ${printed(it)} (${it.evidence?.[0]?.line})`,
    );

  it.each([
    [
      "const env = cleanEnv(process.env, {\n  DATABASE_URL: str({ desc: 'where' }),\n  PORT: port(),\n  LOG: str({ desc: 'how', default: 'info' }),\n  KEY: str({ devDefault: 'x' }),\n});",
      'DATABASE_URL, KEY',
      2,
    ],
    [
      'const schema = z.object({ A: z.string().min(1), B: z.string().optional(), C: z.coerce.number().default(1), D: z.string().url() });\nschema.parse(process.env);',
      'A, D',
      1,
    ],
    [
      "\nif (!process.env.SECRET || !process.env.TOKEN) throw new Error('missing');",
      'SECRET, TOKEN',
      2,
    ],
    ["if (!process.env.SECRET) {\n  console.error('missing');\n  process.exit(1);\n}", 'SECRET', 1],
    [
      "if (process.env.NODE_ENV === 'production') {\n  if (!process.env.SECRET) throw new Error('missing');\n}",
      'SECRET',
      2,
    ],
    ["if (process.env.SECRET === undefined) throw new Error('missing');", 'SECRET', 1],
    ["if (typeof process.env.SECRET === 'undefined') process.exit(1);", 'SECRET', 1],
    [
      "const names = ['A', 'B'];\nfor (const name of names) {\n  if (!process.env[name]) throw new Error(name);\n}",
      'A, B',
      3,
    ],
    ["['A', 'B'].forEach((name) => {\n  if (!process.env[name]) process.exit(1);\n});", 'A, B', 2],
    [
      "const missing = ['A', 'B'].filter((name) => !process.env[name]);\nif (missing.length > 0) process.exit(1);",
      'A, B',
      2,
    ],
    [
      "function required(name) {\n  const value = process.env[name];\n  if (!value) throw new Error(name);\n  return value;\n}\nexport const config = { a: required('A'), b: required('B') };",
      'A, B',
      6,
    ],
    [
      'async function main() {\n  if (!process.env.SECRET) process.exit(1);\n}\nmain().catch(console.error);',
      'SECRET',
      4,
    ],
    ["(async () => {\n  if (!process.env.SECRET) throw new Error('missing');\n})();", 'SECRET', 2],
    [
      "class Config {\n  constructor() {\n    this.check('SECRET');\n  }\n  check(name) {\n    if (!process.env[name]) throw new Error(name);\n  }\n}\nnew Config();",
      'SECRET',
      3,
    ],
    [
      "import env from '@fastify/env';\nconst schema = { type: 'object', required: ['A', 'B', 'C'], properties: { A: { type: 'string' }, B: { type: 'string' }, C: { type: 'string', default: 'c' } } };\napp.register(env, { schema });",
      'A, B',
      2,
    ],
    [
      "import envSchema from 'env-schema';\nimport { Type } from '@sinclair/typebox';\nconst schema = Type.Object({ A: Type.String(), B: Type.String({ default: 'b' }), C: Type.Optional(Type.String()) });\nenvSchema({ schema });",
      'A',
      3,
    ],
    [
      "import env from '@fastify/env';\nexport const autoConfig = { schema: { required: ['A'], properties: { A: { type: 'string' } } } };\nexport default env;",
      'A',
      2,
    ],
    [
      "import { IsOptional, IsString, validateSync } from 'class-validator';\nclass Variables {\n  @IsString()\n  SECRET: string;\n  @IsString() @IsOptional() A: string;\n  @IsString() B?: string;\n  @IsString() C: string = 'c';\n  @IsString() name: string;\n}\nexport const validate = (config) => validateSync(plainToInstance(Variables, config));",
      'SECRET',
      3,
    ],
    ["const origins = process.env.ORIGINS.split(',');", 'ORIGINS', 1],
    [
      'function load() {\n  return { name: process.env.NAME!.trim() };\n}\nconst { name } = load();',
      'NAME',
      2,
    ],
  ])('is said: %s', async (source, names, line) => {
    expect(await notesOf(source)).toEqual([
      `info node/variables-required: the program starts only if these variables are set: ${names}\nSet ${names.includes(',') ? 'them' : 'it'} when you run the container: docker run -e ${names.split(',')[0]}=... (${line})`,
    ]);
  });

  it.each([
    ['z.object({ A: z.string() }).parse(request.body);'],
    ["const origins = process.env.ORIGINS?.split(',');"],
    ["const origins = process.env.ORIGINS && process.env.ORIGINS.split(',');"],
    ["if (proxied()) console.log(process.env.ORIGINS.split(','));"],
    ["try {\n  console.log(process.env.ORIGINS.split(','));\n} catch {\n  console.log('none');\n}"],
    ["const origins = () => process.env.ORIGINS.split(',');"],
    ["function send() {\n  if (!process.env.SECRET) throw new Error('missing');\n}"],
    ["if (!process.env.SECRET) console.log('no secret');"],
    ["if (proxied()) {\n  if (!process.env.SECRET) throw new Error('missing');\n}"],
    [
      "function required(name, fallback) {\n  const value = process.env[name] ?? fallback;\n  if (!value) throw new Error(name);\n  return value;\n}\nrequired('A', 'a');",
    ],
    [
      "function check() {\n  if (!process.env.SECRET) throw new Error('missing');\n}\nif (proxied()) check();",
    ],
    [
      "function check() {\n  if (!proxied()) return;\n  if (!process.env.SECRET) throw new Error('missing');\n}\ncheck();",
    ],
    [
      "try {\n  if (!process.env.SECRET) throw new Error('missing');\n} catch {\n  console.log('without');\n}",
    ],
    [
      "class Client {\n  connect() {\n    if (!process.env.SECRET) throw new Error('missing');\n  }\n}\nother.connect();",
    ],
    [
      "import { IsString } from 'class-validator';\nexport class Body {\n  @IsString() SECRET: string;\n}",
    ],
  ])('is nothing to say: %s', async (source) => {
    expect(await notesOf(source)).toEqual([]);
  });
});

describe('an entry that no script names', () => {
  it('is warned of where only other platforms serve what it exports', async () => {
    const facts = await node.detect(
      memoryProject({
        'package.json': '{ "dependencies": { "hono": "4" } }',
        'src/index.ts':
          "import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/', (c) => c.text('x'));\nexport default app;",
      }),
      { today },
    );
    expect(facts?.services[0]?.notes).toMatchObject([
      {
        level: 'warning',
        code: 'node/entry-for-workers',
        text: 'src/index.ts only exports what Cloudflare Workers, Deno and Bun serve: when started by node, it ends at once',
        hint: 'Serve it with @hono/node-server (serve(app)), and name the file that does so in a script "start".',
        evidence: [{ file: 'src/index.ts', line: 4 }],
      },
    ]);
  });

  const notesOf = async (text: string, manifest: object = { main: 'index.js' }) => {
    const facts = await node.detect(
      memoryProject({ 'package.json': JSON.stringify(manifest), 'index.js': text }),
      { today },
    );
    return facts?.services[0]?.notes.map(
      (it) => `${it.level} ${printed(it)} (${it.evidence?.[0]?.file}:${it.evidence?.[0]?.line})`,
    );
  };

  it.each([
    [
      "'use strict';\nconst { a } = require('./a');\nfunction add(x, y) {\n  return x + y;\n}\nmodule.exports = { add };",
      6,
    ],
    ["import a from 'a';\n\nexport function add(x) {\n  return a(x);\n}\n", 3],
    ['exports.add = (x) => x;', 1],
    ['function run(app) {\n  app.listen(80);\n}\nmodule.exports = run;', 4],
    [
      "import { app } from './app';\nexport const run = (port) => {\n  app.listen(port, () => app.start());\n};",
      2,
    ],
  ])('is warned of as a library that ends at once: %j', async (text, line) => {
    expect(await notesOf(text)).toEqual([
      `warning node/entry-only-exports: index.js only exports: when started as a program, it ends at once\nName the program (--start "node server.js", or a script "start" in package.json). A library needs no image. (index.js:${line})`,
    ]);
  });

  it.each([
    [
      'a server that is exported for its tests',
      "const app = require('express')();\napp.get('/', (q, s) => s.send('x'));\nif (require.main === module) app.listen(3000);\nmodule.exports = app;",
    ],
    [
      'a server that a function makes, which a constant calls',
      "import { app } from './app';\nfunction run() {\n  return app.listen(80);\n}\nexport const server = run();",
    ],
    [
      'a server in a constant',
      "import http from 'node:http';\nexport const server = http.createServer().listen(3000);",
    ],
    [
      'a job',
      "const { work } = require('./work');\nwork().then(console.log);\nmodule.exports = {};",
    ],
    [
      'a job that is awaited',
      "import { work } from './work.js';\nexport const results = [];\nawait work(results);",
    ],
    ['nothing is exported', "require('./server');"],
  ])('is a program: %s', async (_name, text) => {
    expect((await notesOf(text))?.filter((it) => it.includes('only exports'))).toEqual([]);
  });

  it('is what a start script says', async () => {
    expect(
      await notesOf('exports.add = (x) => x;', { scripts: { start: 'node index.js' } }),
    ).toEqual([]);
  });
});

describe('a folder of files that is served', () => {
  const errorsOf = async (files: Record<string, string>) =>
    (
      await node.detect(
        memoryProject({
          'package.json': '{ "scripts": { "start": "http-server ./public" } }',
          ...files,
        }),
        { today },
      )
    )?.services[0]?.notes
      .filter((it) => it.level === 'error')
      .map(printed);

  it('needs no build where it is part of the project', async () => {
    expect(await errorsOf({ 'public/index.html': '' })).toEqual([]);
    expect(await errorsOf({ 'index.html': '' })).toEqual([
      'node/build-script-missing: Static files has to be built, and package.json has no script "build"\nAdd one to "scripts".',
    ]);
  });
});

describe('text on a canvas', () => {
  const notesOf = async (source: string, name: string) => {
    const facts = await node.detect(
      memoryProject({
        'package.json': JSON.stringify({
          scripts: { start: 'node server.js' },
          dependencies: { [name]: '*' },
        }),
        'server.js': source,
      }),
      { today },
    );
    return facts?.services[0]?.notes.map(
      (it) => `${it.level} ${printed(it)} (${it.evidence?.[0]?.file}:${it.evidence?.[0]?.line})`,
    );
  };

  it.each([
    ['canvas', 'registerFont'],
    ['skia-canvas', 'FontLibrary.use'],
    ['@napi-rs/canvas', 'GlobalFonts.registerFromPath'],
  ])('%s needs a font', async (name, call) => {
    expect(await notesOf("const x = 1;\nctx.fillText('a', 0, 0);", name)).toEqual([
      `warning node/fonts-missing: ${name} writes text, and no base has a font\nShip a font with the project and load it (${call}). (server.js:2)`,
    ]);
  });

  it.each([
    ["registerFont('a.ttf', { family: 'A' });\nctx.fillText('a', 0, 0);"],
    ['ctx.fillRect(0, 0, 1, 1);'],
  ])('is nothing to say: %s', async (source) => {
    expect(await notesOf(source, 'canvas')).toEqual([]);
  });
});

it('says once what several calls do', async () => {
  const source =
    "const { exec } = require('child_process');\nexec('git status');\nexec('git log');";
  const notes = (await serviceOf(source)).notes.filter((it) => it.code === 'node/runs-shell');
  expect(notes).toHaveLength(1);
  expect(notes[0]?.evidence?.map((it) => it.line)).toEqual([2, 3]);
});

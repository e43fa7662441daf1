import { describe, expect, it } from 'vitest';
import type { NodePlanInput } from '../../../../../src/languages/node/details.ts';
import { runtimeOf } from '../../../../../src/languages/node/plan/runtime.ts';
import { node } from '../../../../../src/languages/node/node.ts';
import { recognizeNode } from '../../../../../src/languages/node/detect/recognize.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { printed } from '../../../../support/notes.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function serviceOf(
  source: string,
  manifest: object = {},
  files: Record<string, string> = {},
) {
  const facts = await node.detect(
    memoryProject({
      'package.json': JSON.stringify({
        name: 'x',
        scripts: { start: 'node index.js' },
        ...manifest,
      }),
      'index.js': source,
      ...files,
    }),
    { today },
  );
  const service = facts?.services[0];
  if (!service) throw new Error('no service');
  return service;
}

it('a variable for a socket of Unix is none for the port', async () => {
  const { details } = await serviceOf(
    "const app = require('express')();\nif (process.env.SOCKET_PATH) app.listen(process.env.SOCKET_PATH);\nelse app.listen(process.env.WEB_PORT);",
    { dependencies: { express: '5' } },
  );
  expect(details).toMatchObject({ portVariable: 'WEB_PORT' });
});

describe('a server of the Model Context Protocol', () => {
  const source = (transport: string): string =>
    `import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';\n${transport}\nif (transport === 'http') app.listen(3000);\nelse await server.connect(new StdioServerTransport());`;

  it.each<[string, string]>([
    ['a variable', "let transport = 'stdio';"],
    ['an environment', "const transport = process.env.MCP_TRANSPORT || 'stdio';"],
    ['an argument', "const transport = process.argv.slice(2)[0] || 'stdio';"],
    ['an option', "program.option('--transport <stdio|http>', 'how', 'stdio');"],
  ])('has no port where it speaks over its standard input by default: %s', async (_, line) => {
    const { port, notes } = await serviceOf(source(line));
    expect(port).toMatchObject({ value: null });
    expect(notes.map((it) => it.code)).toContain('node/speaks-over-standard-input');
  });

  it.each<[string, string, object]>([
    ['the default', "let transport = 'http';", {}],
    [
      'the start command',
      "let transport = 'stdio';",
      { scripts: { start: 'node index.js --transport http' } },
    ],
    [
      'a variable of the start command',
      "const transport = process.env.TRANSPORT ?? 'stdio';",
      { scripts: { start: 'cross-env TRANSPORT=http node index.js' } },
    ],
  ])('has one where it is told to listen by %s', async (_, line, manifest) => {
    expect((await serviceOf(source(line), manifest)).port).toMatchObject({ value: 3000 });
  });
});

describe('the port', () => {
  it.each<[string, number, string | null]>([
    ['const port = process.env.PORT || 3000;\napp.listen(port)', 3000, 'PORT'],
    ["app.listen(Number(process.env.PORT ?? '8080'))", 8080, 'PORT'],
    ["const port = parseInt(process.env['PORT'] || '5000', 10)", 5000, 'PORT'],
    ['const { PORT = 4000, HOST } = process.env;\napp.listen(PORT)', 4000, 'PORT'],
    ['const port = process.env.PORT ? Number(process.env.PORT) : 4321;', 4321, 'PORT'],
    ['const env = cleanEnv(process.env, { PORT: port({ default: 7000 }) })', 7000, 'PORT'],
    ['const env = z.object({ PORT: z.coerce.number().default(7001) })', 7001, 'PORT'],
    ["await app.listen(config.get('PORT', 3333))", 3333, 'PORT'],
    ['app.listen(9000, "0.0.0.0")', 9000, null],
    ["server.bindAsync('0.0.0.0:50051', credentials, done)", 50051, null],
    [
      'await NestFactory.createMicroservice(M, { transport: Transport.TCP, options: { port: 4001 } })',
      4001,
      null,
    ],
    ['await app.listen({ host: "0.0.0.0", port: 9001 })', 9001, null],
    ['serve({ fetch: app.fetch, port: 9002 })', 9002, null],
    ['const port = 9003;\napp.listen(port)', 9003, null],
    ["const env = {};\nenv.PORT = readENV('PORT', 1337);\napp.listen(env[name])", 1337, 'PORT'],
    ["const env = { at: ask('APP_PORT', '4600') };\napp.listen(env[name])", 4600, 'APP_PORT'],
    ['const c = { server: { port: 4700 }, mail: { port: 4701 } };\napp.listen(f(c))', 4700, null],
    ['const D = { LISTEN_PORT: 2222 };\napp.listen(load(D))', 2222, null],
    ['const telnet = { defaultPort: 5023 };\nconst port = 4800;\napp.listen(f(port))', 4800, null],
    ['const port = check(given ?? 22);\nconst httpPort = 4900;\napp.listen(f())', 4900, null],
    [
      "const app = require('express')();\napp.set('at', process.env.CRON_AT || 4950);\napp.listen(app.get('at'))",
      4950,
      'CRON_AT',
    ],
    ['// app.listen(1)\n/* app.listen(2) */\napp.listen(9004)', 9004, null],
    ['const db = process.env.DB_PORT || 5432;\napp.listen(9005)', 9005, null],
  ])('%s', async (source, port, variable) => {
    const service = await serviceOf(source);
    expect(service.port).toMatchObject({ kind: 'found', value: port });
    expect(service.details.portVariable).toBe(variable);
  });

  it('is that of the example, where the file itself is made of it', async () => {
    const { port } = await serviceOf(
      "const config = require('./config');\napp.listen(config.port);",
      {
        scripts: {
          start: 'node index.js',
          prestart: 'test -f config.js || cp config.template.js config.js',
        },
      },
      { 'config.template.js': 'module.exports = { port: process.env.PORT || 3456 };' },
    );
    expect(port).toMatchObject({ value: 3456 });
  });

  it('is what the start command says, above all', async () => {
    expect(
      (
        await serviceOf('app.listen(process.env.PORT || 3000)', {
          scripts: { start: 'PORT=8081 node index.js' },
        })
      ).port,
    ).toMatchObject({ kind: 'found', value: 8081 });
    expect(
      (
        await serviceOf('app.listen(process.env.PORT || 3000)', {
          scripts: { start: 'node index.js --port 8082' },
        })
      ).port,
    ).toMatchObject({ kind: 'found', value: 8082 });
  });

  it('is proposed where PORT is read without a default, because the image sets it', async () => {
    expect((await serviceOf('app.listen(process.env.PORT)')).port).toMatchObject({
      kind: 'suggested',
      value: 3000,
    });
  });

  it('is none for a program that listens nowhere', async () => {
    expect((await serviceOf('setInterval(work, 1000)')).port).toMatchObject({
      kind: 'suggested',
      value: null,
    });
  });

  it('is not picked from several', async () => {
    expect((await serviceOf('a.listen(3000); b.listen(4000)')).port).toMatchObject({
      kind: 'ambiguous',
      candidates: [{ value: 3000 }, { value: 4000 }],
    });
  });

  it('is unknown where the program listens, and nothing says where', async () => {
    expect((await serviceOf('app.listen(config.port)')).port).toMatchObject({
      kind: 'unknown',
      why: 'the program listens (index.js:1), and its code does not say on which port; say which one, or none',
    });
  });

  it('is unknown where two callers give what is not known', async () => {
    const source =
      'const serve = (options) => app.listen(options.port);\nserve(one);\nserve(other);';
    expect((await serviceOf(source)).port).toMatchObject({ kind: 'unknown' });
  });

  it('is not that of the scheme of an address that is not known', async () => {
    const source =
      'const server_port = process.env.MY_PORT ?? 8123;\nconst serve = (url) => http.createServer(app).listen(url.port || 80, url.hostname);\nexport { serve };';
    expect((await serviceOf(source)).port).toMatchObject({ value: 8123 });
  });

  it('is not searched in tests', async () => {
    expect(
      (
        await serviceOf(
          'import "./app.js"',
          {},
          { 'app.js': 'app.listen(3000)', 'test/app.js': 'app.listen(1234)' },
        )
      ).port,
    ).toMatchObject({ value: 3000 });
  });

  it('says nothing of a socket in the file system', async () => {
    const source =
      "import Fastify from 'fastify';\nconst app = Fastify();\nawait app.listen({ path: '/run/a.sock' });";
    const codes = (await serviceOf(source)).notes.map((it) => it.code);
    expect(codes).not.toContain('node/listens-on-localhost');
  });

  it.each([
    [
      "app.listen(3000, 'localhost')",
      'node/listens-on-localhost: the server listens on localhost only: a preload accepts connections for it on the other addresses of the container\nListen on 0.0.0.0: the preload then goes away.',
    ],
    [
      "import Fastify from 'fastify';\nconst app = Fastify();\nawait app.listen({ port: 3000 });",
      "node/listens-on-localhost: Fastify listens on localhost by default: a preload accepts connections for it on the other addresses of the container\nAdd host: '0.0.0.0' to listen(): the preload then goes away.",
    ],
  ])('%s is warned about', async (source, text) => {
    expect((await serviceOf(source)).notes.map(printed)).toContain(text);
  });
});

describe('the health check', () => {
  const checkOf = async (source: string, start = 'node index.js') => {
    const service = await serviceOf(source, { scripts: { start } });
    const plan = runtimeOf(
      {
        choices: { start: { value: start.split(' ') }, port: { value: 7000 } },
      } as unknown as NodePlanInput,
      service.details,
      '/usr/bin/x',
      [],
    );
    return plan.healthcheck?.command;
  };
  const connects =
    "let code=1;const s=require('net').connect(7000,'127.0.0.1',()=>{code=0;s.end();setTimeout(process.exit,500,0)});s.resume().on('error',()=>{}).on('close',()=>process.exit(code))";

  it.each([
    ["require('net').createServer(() => {}).listen(7000)"],
    ["import { createServer } from 'node:tls';\ncreateServer(options).listen(7000)"],
    [
      "import https from 'node:https';\nimport express from 'express';\nconst app = express();\nhttps.createServer(options, app).listen(7000);",
    ],
    ["const server = https.createServer(options, require('express')());\nserver.listen(7000);"],
    ["const { SMTPServer } = require('smtp-server');\nnew SMTPServer({}).listen(7000);"],
    ["server.bindAsync('0.0.0.0:7000', credentials, () => {});"],
    [
      "import { NestFactory } from '@nestjs/core';\nconst app = await NestFactory.createMicroservice(M, { options: { port: 7000 } });\nawait app.listen();",
    ],
  ])('only connects where no plain HTTP is spoken: %s', async (source) => {
    expect(await checkOf(source)).toEqual(['/usr/bin/x', '-e', connects]);
    expect(await checkOf(source, 'bun index.js')).toEqual(['/usr/bin/x', '-e', connects]);
  });

  it('looks where the variable says', async () => {
    expect(
      (
        await checkOf("require('net').createServer(() => {}).listen(process.env.PORT || 7000)")
      )?.[2],
    ).toContain(".connect(process.env.PORT||7000,'127.0.0.1',");
  });

  it.each([
    ["require('http').createServer(() => {}).listen(7000)"],
    [
      "import { createServer } from 'node:http';\ncreateServer().listen(7000);\nnet.createServer();",
    ],
    ['https.createServer(options).listen(8443);\nhttp.createServer().listen(7000);'],
    ["const app = require('express')();\nnet.createServer().listen(0);\napp.listen(7000);"],
    ["require('express')().listen(7000);\nnet.createServer();"],
    ['Bun.serve({ port: 7000 });\nnet.createServer();'],
    ['new WebSocketServer({ port: 7000 })'],
  ])('asks by HTTP elsewhere: %s', async (source) => {
    expect((await checkOf(source))?.[2]).toContain(
      "fetch('http://127.0.0.1:7000/',{redirect:'manual'})",
    );
  });
});

describe('SIGTERM', () => {
  it.each([
    ["process.on('SIGTERM', () => server.close())", true],
    ['process.once("SIGTERM", stop)', true],
    ["for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)", true],
    ['app.enableShutdownHooks()', true],
    ["import closeWithGrace from 'close-with-grace';\ncloseWithGrace(stop)", true],
    ['app.listen(3000)', false],
    ["// process.on('SIGTERM', stop)\napp.listen(3000)", false],
  ])('%s', async (source, handled) => {
    expect((await serviceOf(source)).details.handler !== null).toBe(handled);
  });
});

describe('recognition', () => {
  it.each<[string, object, Record<string, string>, 'program' | 'tooling' | null]>([
    ['a start script', { scripts: { start: 'node x' } }, {}, 'program'],
    [
      'a start script beside a Go module',
      { scripts: { start: 'node x' } },
      { 'go.mod': '' },
      'program',
    ],
    ['dependencies', { dependencies: { express: '5' } }, {}, 'program'],
    [
      'a front end of a Python program',
      { scripts: { build: 'tailwindcss' }, dependencies: { alpinejs: '3' } },
      { 'pyproject.toml': '' },
      'tooling',
    ],
    [
      'hooks and linters',
      { devDependencies: { husky: '9' }, scripts: { lint: 'eslint .' } },
      {},
      'tooling',
    ],
    ['an entry file', {}, { 'index.js': '' }, 'program'],
    ['a command-line tool', { bin: './cli.js' }, {}, 'program'],
  ])('%s', async (_name, manifest, files, role) => {
    const project = memoryProject({ 'package.json': JSON.stringify(manifest), ...files });
    expect((await recognizeNode(project, ['go.mod', 'pyproject.toml']))?.role).toBe(role);
  });

  it('is nothing without package.json', async () => {
    expect(await recognizeNode(memoryProject({ 'server.js': '' }), [])).toBeNull();
  });

  it('reports a package.json that cannot be read', async () => {
    await expect(
      node.detect(memoryProject({ 'package.json': '{ "name": ' }), { today }),
    ).rejects.toMatchObject({
      problem: {
        code: 'E_PROJECT',
        file: 'package.json',
        reason: expect.stringContaining('it cannot be read: ') as string,
      },
    });
  });
});

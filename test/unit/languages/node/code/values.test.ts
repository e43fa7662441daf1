import { describe, expect, it } from 'vitest';
import { readProgram } from '../../../../../src/languages/node/code/program.ts';
import { usesOf } from '../../../../../src/languages/node/code/uses.ts';
import { parseManifest } from '../../../../../src/languages/node/files/manifest.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { linesOf } from '../../../../support/knowledge.ts';

/** The first file is the entry. */
async function linesIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const read = parseManifest('', files['package.json'] ?? '{ "name": "own" }');
  if (!read.ok) throw new Error('no manifest');
  const program = await readProgram(memoryProject({ ...files }), {
    entries: Object.keys(files).slice(0, 1),
    folder: '',
    packages: [{ manifest: read.manifest, build: null }],
  });
  return linesOf(usesOf(program));
}

const express = "import express from 'express';\nconst app = express();\n";

describe('a path that begins at the source itself', () => {
  const imports =
    "import fs from 'node:fs';\nimport path from 'node:path';\nimport { fileURLToPath } from 'node:url';\n";

  it('is the source, where an address adds nothing', async () => {
    const source =
      "const file = fileURLToPath(new URL('', import.meta.url));\nfs.mkdirSync(path.resolve(path.dirname(file), '..', 'store'));";
    expect(await linesIn({ 'api/www.ts': imports + source })).toEqual(['writes <program>/store']);
  });

  it.each([
    ['api/www.ts', 'writes <program>/store'],
    ['api/main.ts', 'writes <program>/api/store'],
  ])('depends on the name that the compiled file has: %s', async (file, line) => {
    const source =
      "const file = fileURLToPath(import.meta.url);\nconst root = file.endsWith('main.js') ? path.dirname(file) : path.resolve(path.dirname(file), '..');\nfs.mkdirSync(path.join(root, 'store'));";
    expect(await linesIn({ [file]: imports + source })).toEqual([line]);
  });
});

it('a file that nconf reads counts before the defaults', async () => {
  const source = `const nconf = require('nconf');\nnconf.env('__').file({ file: 'config/settings.json' });\nnconf.defaults({ server: { port: 7070, host: '::' } });\nrequire('express')().listen(nconf.get('server:port'));`;
  const files = { 'app.js': source, 'config/settings.json': '{ "server": { "port": 7171 } }' };
  expect(await linesIn(files)).toEqual([
    'listens 7171 by server__port',
    'reads config/settings.json',
  ]);
});

describe('the folder of the package config', () => {
  const source =
    "const config = require('config');\nrequire('express')().listen(config.get('http.at'));";
  const file = { 'deploy/set/default.yaml': 'http:\n  at: 7172\n' };

  it('is the one that the start command names', async () => {
    const program = await readProgram(memoryProject({ 'app.js': source, ...file }), {
      entries: ['app.js'],
      folder: '',
      packages: [],
      environment: { NODE_CONFIG_DIR: './deploy/set' },
    });
    expect(linesOf(usesOf(program))).toEqual(['listens 7172 by http.at']);
  });

  it('is the one that a source names', async () => {
    const named = `process.env.NODE_CONFIG_DIR = __dirname + '/deploy/set';\n${source}`;
    expect(await linesIn({ 'app.js': named, ...file })).toEqual(['listens 7172 by http.at']);
  });
});

it('the settings of Feathers are those of the package config', async () => {
  const files = {
    'src/index.ts': "import { app } from './app';\napp.listen(app.get('port'));",
    'src/app.ts':
      "import { koa } from '@feathersjs/koa';\nimport { feathers } from '@feathersjs/feathers';\nimport configuration from '@feathersjs/configuration';\nexport const app: any = koa(feathers());\napp.configure(configuration());",
    'config/default.json': '{ "port": 7173 }',
  };
  expect(await linesIn(files)).toEqual(['listens 7173 by port']);
});

it.each([
  ['run({ args }) {', 'args.at', 'listens 7174 by --at'],
  ['run: async (context) => {', 'context.args.at', 'listens 7174 by --at'],
  ['setup({ args }) {', 'args.at', 'listens somewhere'],
])('a command of citty has its options: %s', async (head, value, line) => {
  const source = `import { defineCommand, runMain } from 'citty';\nimport { listen } from 'listhen';\nrunMain(defineCommand({ args: { at: { type: 'string', default: '7174' } }, ${head} listen(app, { port: ${value} }); } }));`;
  expect(await linesIn({ 'cli.ts': source })).toEqual([line]);
});

it('a part of a Proxy is what its handler gives', async () => {
  const source = `${express}const settings = new Proxy({}, { get(target, name) { const all = { at: process.env.AT || 7176, url: 1 }; return all[name]; } });\napp.listen(settings.at);`;
  expect(await linesIn({ 'app.js': source })).toEqual(['listens 7176 by AT']);
  const plain = `${express}app.listen(new Proxy({ at: 7177 }, { get: load }).at);`;
  expect(await linesIn({ 'app.js': plain })).toEqual(['listens somewhere']);
});

it.each([
  ['Object.assign(set, { at: 7180 });', '7180'],
  ['let set = { at: 1 }; Object.assign(set, { at: 7181 });', '7181'],
  ['let set = { at: 7182 }; _.defaults(set, { at: 1 });', '7182'],
  ['let set = JSON.parse(text); addDefaults(set, { at: 7183, b: 1 });', '7183'],
  ['let set = {}; merge(set, load(), { at: 7184 });', '7184'],
  ['let set = {}; Object.assign(set, { at: 7185 }); Object.assign(set, load());', '7185'],
  ['let set = {}; Object.assign(other, { at: 7186 });', undefined],
  ['let set = {}; describeIt(set, { at: 7187 });', undefined],
])('what is put into a record: %s', async (statements, port) => {
  const declared = statements.startsWith('let') ? '' : 'const set = {};';
  const found = await linesIn({
    'app.js': `${express}${declared}${statements}\napp.listen(set.at);`,
  });
  expect(found).toEqual([`listens ${port ?? 'somewhere'}`]);
});

it.each([
  ["if (store === 'mongo') connect(process.env.DB);", 0],
  ["switch (store) { case 'mongo': connect(process.env.DB); }", 0],
  ["if (process.env.NODE_ENV !== 'test') connect(process.env.DB);", 1],
  ['if (!ready) connect(process.env.DB);', 1],
  ['if (process.env.DB) { connect(process.env.DB); }', 0],
  ['const db = process.env.DB; db && connect(db);', 0],
  ['const db = process.env.DB; if (!db) warn(); connect(db);', 1],
])('a database that a setting chooses demands nothing: %s', async (statement, count) => {
  const source = `import { connect } from 'mongoose';\n${statement}`;
  const program = await readProgram(memoryProject({ 'app.js': source }), {
    entries: ['app.js'],
    folder: '',
    packages: [],
  });
  expect(usesOf(program).needs).toHaveLength(count);
});

it.each([
  ['open(); open({ inMemory: true });', ['writes data/a.db']],
  ['open({ inMemory: true });', []],
])('options that only some calls give: %s', async (calls, lines) => {
  const source = `import Database from 'better-sqlite3';\nfunction open(options) { return new Database(options?.inMemory ? ':memory:' : 'data/a.db'); }\n${calls}`;
  expect(await linesIn({ 'app.js': source })).toEqual(lines);
});

it('a schema of NestJS demands what it requires', async () => {
  const source =
    "import { ConfigModule } from '@nestjs/config';\nimport * as Joi from 'joi';\nConfigModule.forRoot({ validationSchema: Joi.object({ A: Joi.string().required(), B: Joi.string(), C: Joi.number().default(1) }) });";
  const program = await readProgram(memoryProject({ 'app.ts': source }), {
    entries: ['app.ts'],
    folder: '',
    packages: [],
  });
  expect(usesOf(program).needs.map((it) => it.variable)).toEqual(['A']);
});

it('a file that the project does not have gives nothing', async () => {
  const source = `${express}let settings;\ntry { settings = require('./own.json'); } catch { settings = { at: process.env.AT ?? 7178 }; }\napp.listen(settings.at);`;
  expect(await linesIn({ 'app.js': source })).toEqual(['listens 7178 by AT']);
});

it('a variable that npm makes of the manifest has its value', async () => {
  const files = {
    'app.js': "require('express')().listen(process.env.npm_package_config_at);",
    'package.json': '{ "name": "own", "config": { "at": "7175" } }',
  };
  expect(await linesIn(files)).toEqual(['listens 7175 by npm_package_config_at']);
});

describe('a port one step behind a literal', () => {
  it.each<[string, string, string]>([
    ['a constant', `${express}const port = 7001;\napp.listen(port);`, 'listens 7001'],
    ['a sum', `${express}const base = 7000;\napp.listen(base + 2);`, 'listens 7002'],
    ['a cast', `${express}app.listen((7003 as unknown) as number);`, 'listens 7003'],
    [
      'a variable that is set later',
      `${express}let port;\nport = 7004;\napp.listen(port);`,
      'listens 7004',
    ],
    [
      'a member of an object that is set later',
      `${express}const config = load();\nconfig.port = process.env.WEB || 7221;\napp.listen(config.port);`,
      'listens 7221 by WEB',
    ],
    [
      'a member that keeps what it has',
      `${express}const config = { port: 7222 };\nconfig.port = config.port || 7223;\napp.listen(config.port);`,
      'listens 7222',
    ],
    [
      'a member of a field of a class',
      "import http from 'node:http';\nclass Server {\n  constructor(args) {\n    this.config = parse(args);\n    this.config.port = args.port || Number(process.env.WEB) || 7224;\n  }\n  start() {\n    this.server = http.createServer();\n    this.server.listen(this.config.port, this.config.host);\n  }\n}\nnew Server(process.argv).start();",
      'listens 7224 by WEB',
    ],
    [
      'parseInt of a variable with a default',
      `${express}app.listen(parseInt(process.env.HTTP || '7212', 10));`,
      'listens 7212 by HTTP',
    ],
    [
      'a plus in front',
      `${express}app.listen(+(process.env.WEB ?? '7213'));`,
      'listens 7213 by WEB',
    ],
    [
      'Number.parseInt',
      `${express}app.listen(Number.parseInt(process.env.WEB ?? '7214'));`,
      'listens 7214 by WEB',
    ],
    [
      'a pattern with a default',
      `${express}const { WEB = 7215 } = process.env;\napp.listen(WEB);`,
      'listens 7215 by WEB',
    ],
    [
      'a pattern with another name',
      `${express}const { WEB: at = '7216' } = process.env;\napp.listen(Number(at));`,
      'listens 7216 by WEB',
    ],
    [
      'a condition',
      `${express}const at = process.env.WEB ? Number(process.env.WEB) : 7217;\napp.listen(at);`,
      'listens 7217 by WEB',
    ],
    [
      'the environment under another name',
      `${express}const env = process.env;\napp.listen(env.WEB || 7218);`,
      'listens 7218 by WEB',
    ],
    [
      'the environment as an import',
      `${express}import { env } from 'node:process';\napp.listen(env.WEB || 7219);`,
      'listens 7219 by WEB',
    ],
    [
      'a key in brackets',
      `${express}app.listen(process.env['WEB'] || 7220);`,
      'listens 7220 by WEB',
    ],
    [
      'production, not development',
      `${express}app.listen(process.env.NODE_ENV === 'production' ? 7221 : 3000);`,
      'listens 7221',
    ],
    [
      'an if that assigns',
      `${express}let at = 7222;\nif (process.env.WEB) at = Number(process.env.WEB);\napp.listen(at);`,
      'listens 7222 by WEB',
    ],
    [
      'an object',
      `${express}const settings = { http: { at: 7223 } };\napp.listen(settings.http.at);`,
      'listens 7223',
    ],
    [
      'an object that is spread',
      `${express}const base = { at: 7224 };\nconst all = { ...base, x: 1 };\napp.listen(all.at);`,
      'listens 7224',
    ],
    [
      'Object.freeze',
      `${express}const all = Object.freeze({ at: 7225 } as const);\napp.listen(all.at);`,
      'listens 7225',
    ],
    [
      'Object.assign',
      `${express}const all = Object.assign({ at: 1 }, { at: 7226 });\napp.listen(all.at);`,
      'listens 7226',
    ],
    [
      'a key that a condition chooses',
      `${express}const all = { production: { at: 7227 }, test: { at: 1 } };\nconst { at } = all[process.env.NODE_ENV];\napp.listen(at);`,
      'listens 7227',
    ],
    ['an array', `${express}const [, at] = [1, 7228];\napp.listen(at);`, 'listens 7228'],
    [
      'a function that returns it',
      `${express}function at() {\n  return Number(process.env.WEB ?? 7229);\n}\napp.listen(at());`,
      'listens 7229 by WEB',
    ],
    [
      'a function with parameters',
      `${express}const env = (name, fallback) => process.env[name] ?? fallback;\napp.listen(env('WEB', 7230));`,
      'listens 7230 by WEB',
    ],
    [
      'a parameter',
      `${express}function start(at) {\n  app.listen(at);\n}\nstart(7231);`,
      'listens 7231',
    ],
    [
      'a parameter with a default',
      `${express}function start(at = 7232) {\n  app.listen(at);\n}\nstart();`,
      'listens 7232',
    ],
    [
      'a parameter that is a pattern',
      `${express}const start = ({ at = 7233 }) => app.listen(at);\nstart({});`,
      'listens 7233',
    ],
    [
      'options with a default of each',
      `${express}function start(options = {}) {\n  const { at = 7234 } = options;\n  app.listen(at);\n}\nstart();`,
      'listens 7234',
    ],
    [
      'a field of a class',
      `${express}class Server {\n  at = 7235;\n  start() {\n    app.listen(this.at);\n  }\n}\nnew Server().start();`,
      'listens 7235',
    ],
    [
      'a private field',
      `${express}class Server {\n  #at = 7236;\n  start() {\n    app.listen(this.#at);\n  }\n}`,
      'listens 7236',
    ],
    [
      'a field that the constructor sets',
      `${express}class Server {\n  constructor(at) {\n    this.at = at;\n  }\n  start() {\n    app.listen(this.at);\n  }\n}\nnew Server(7237).start();`,
      'listens 7237',
    ],
    [
      'a property in a parameter',
      `${express}class Server {\n  constructor(private readonly at: number) {}\n  start() {\n    app.listen(this.at);\n  }\n}\nnew Server(7238).start();`,
      'listens 7238',
    ],
    [
      'a static field',
      `${express}class Settings {\n  static readonly at = 7239;\n}\napp.listen(Settings.at);`,
      'listens 7239',
    ],
    [
      'a getter',
      `${express}class Settings {\n  get at() {\n    return 7240;\n  }\n}\napp.listen(new Settings().at);`,
      'listens 7240',
    ],
    [
      'a method',
      `${express}class Settings {\n  at() {\n    return Number(process.env.WEB || 7241);\n  }\n}\nconst settings = new Settings();\napp.listen(settings.at());`,
      'listens 7241 by WEB',
    ],
    ['an enum', `${express}enum Ports {\n  Web = 7242,\n}\napp.listen(Ports.Web);`, 'listens 7242'],
    [
      'a server in a field',
      "import Koa from 'koa';\nclass App {\n  private app = new Koa();\n  start() {\n    this.app.listen(7243);\n  }\n}",
      'listens 7243',
    ],
    [
      'a server of a function',
      "import Fastify from 'fastify';\nconst build = async () => Fastify({ logger: true });\nconst server = await build();\nawait server.listen({ port: 7244, host: '0.0.0.0' });",
      'listens 7244',
    ],
    [
      'a server in then',
      "import { NestFactory } from '@nestjs/core';\nNestFactory.create(M).then((app) => app.listen(7245));",
      'listens 7245',
    ],
    [
      'an object of options',
      "import Fastify from 'fastify';\nconst at = { port: 7246, host: '0.0.0.0' };\nFastify().listen(at);",
      'listens 7246',
    ],
    [
      'an address',
      "import * as grpc from '@grpc/grpc-js';\nconst at = process.env.WEB || '0.0.0.0:7247';\nnew grpc.Server().bindAsync(at, c, done);",
      'listens 7247 by WEB',
    ],
    [
      'the port of a template',
      "import * as grpc from '@grpc/grpc-js';\nconst port = 7248;\nnew grpc.Server().bindAsync(`${host}:${port}`, c, done);",
      'listens 7248',
    ],
    [
      'a logical assignment',
      `${express}let at = process.env.WEB;\nat ||= 7249;\napp.listen(at);`,
      'listens 7249 by WEB',
    ],
    [
      'normalizePort of the generator of Express',
      `var debug = require('debug');\nvar http = require('http');\nvar port = normalizePort(process.env.PORT || '7250');\nvar server = http.createServer(app);\nserver.listen(port);\nfunction normalizePort(val) {\n  var port = parseInt(val, 10);\n  if (isNaN(port)) {\n    return val;\n  }\n  if (port >= 0) {\n    return port;\n  }\n  return false;\n}`,
      'listens 7250 by PORT',
    ],
    [
      'app.set and app.get',
      `${express}app.set('port', process.env.PORT || 7251);\napp.listen(app.get('port'));`,
      'listens 7251 by PORT',
    ],
    [
      'a config function that is awaited',
      `${express}async function load() {\n  return { at: 7252 };\n}\nasync function main() {\n  const { at } = await load();\n  app.listen(at);\n}\nmain();`,
      'listens 7252',
    ],
    ['a loop', `${express}for (const at of [7253, 7254]) app.listen(at);`, 'listens 7253'],
    [
      'a Map',
      `${express}const ports = new Map([['web', 7255]]);\napp.listen(ports.get('web'));`,
      'listens 7255',
    ],
    [
      'the first number of a list of settings',
      `${express}const at = [process.env.WEB, 7256].map((it) => parseInt(it)).find((it) => !isNaN(it));\napp.listen(at);`,
      'listens 7256 by WEB',
    ],
    [
      'the first of two variables',
      `${express}app.listen(process.env.WEB || process.env.OTHER || 7260);`,
      'listens 7260 by WEB',
    ],
    [
      'numbers that a known function makes',
      `${express}const [at] = ['7257'].map(Number);\napp.listen(at);`,
      'listens 7257',
    ],
    [
      'one of a list',
      `${express}const hosts = [{ at: 7258 }, { at: 7259 }];\napp.listen(hosts.find((it) => it.up).at);`,
      'listens 7259',
    ],
  ])('%s', async (_name, source, seen) => {
    expect(await linesIn({ 'server.ts': source })).toContain(seen);
  });
});

describe('a port that is free', () => {
  it.each<[string, string, string]>([
    [
      'portfinder, with a base',
      `${express}const finder = require('portfinder');\nfinder.basePort = 7261;\nfinder.getPort((error, port) => app.listen(port));`,
      'listens 7261',
    ],
    [
      'portfinder, with a base that a call sets',
      `${express}const finder = require('portfinder');\nfinder.setBasePort(7262);\nfinder.getPort((error, port) => app.listen(port));`,
      'listens 7262',
    ],
    [
      'portfinder, with an option',
      `${express}const finder = require('portfinder');\nfinder.getPort({ port: 7263 }, (error, port) => app.listen(port));`,
      'listens 7263',
    ],
    [
      'portfinder, without any',
      `${express}import finder from 'portfinder';\napp.listen(await finder.getPortPromise());`,
      'listens 8000',
    ],
    [
      'get-port, the first of several',
      `${express}import getPort from 'get-port';\napp.listen(await getPort({ port: [7264, 7265] }));`,
      'listens 7264',
    ],
    [
      'get-port, any',
      `${express}import getPort from 'get-port';\napp.listen(await getPort());`,
      'listens 0',
    ],
    [
      'detect-port',
      `${express}import { detect } from 'detect-port';\napp.listen(await detect(process.env.WEB || 7266));`,
      'listens 7266 by WEB',
    ],
  ])('%s', async (_name, source, seen) => {
    expect(await linesIn({ 'server.ts': source })).toContain(seen);
  });

  it('is not what another callback gets', async () => {
    const source = `${express}const a = load();\na.basePort = 7267;\na.getPort((error, port) => app.listen(port));`;
    expect((await linesIn({ 'server.ts': source })).join()).not.toContain('7267');
  });
});

describe('a port of a library of settings', () => {
  it.each<[string, string, string]>([
    [
      'zod',
      "import { z } from 'zod';\nconst env = z.object({ WEB: z.coerce.number().int().default(7301) }).parse(process.env);\napp.listen(env.WEB);",
      'listens 7301 by WEB',
    ],
    [
      'zod, safely',
      "import { z } from 'zod';\nconst Schema = z.object({ WEB: z.string().default('7302').transform(Number) });\nconst result = Schema.safeParse(process.env);\nif (!result.success) process.exit(1);\napp.listen(result.data.WEB);",
      'listens 7302 by WEB',
    ],
    [
      'zod, of an object',
      "import * as z from 'zod';\nconst config = z.object({ at: z.number().default(7303) }).parse({ at: process.env.WEB });\napp.listen(config.at);",
      'listens 7303 by WEB',
    ],
    [
      'zod, extended',
      "import { z } from 'zod';\nconst base = z.object({ A: z.string() });\nconst env = base.extend({ WEB: z.coerce.number().default(7304) }).parse(process.env);\napp.listen(env.WEB);",
      'listens 7304 by WEB',
    ],
    [
      't3-env',
      "import { createEnv } from '@t3-oss/env-core';\nimport { z } from 'zod';\nconst env = createEnv({ server: { WEB: z.coerce.number().default(7305) }, runtimeEnv: process.env });\napp.listen(env.WEB);",
      'listens 7305 by WEB',
    ],
    [
      'valibot',
      "import * as v from 'valibot';\nconst env = v.parse(v.object({ WEB: v.optional(v.string(), '7306') }), process.env);\napp.listen(Number(env.WEB));",
      'listens 7306 by WEB',
    ],
    [
      'joi',
      "const Joi = require('joi');\nconst { value } = Joi.object({ WEB: Joi.number().default(7307) }).validate(process.env);\napp.listen(value.WEB);",
      'listens 7307 by WEB',
    ],
    [
      'joi, which waits',
      "const Joi = require('joi');\nconst set = await Joi.object({ web: Joi.number().default(7317) }).validateAsync(JSON.parse(text));\napp.listen(set.web);",
      'listens 7317',
    ],
    [
      'envalid',
      "import { cleanEnv, port } from 'envalid';\nconst env = cleanEnv(process.env, { WEB: port({ default: 7308 }) });\napp.listen(env.WEB);",
      'listens 7308 by WEB',
    ],
    [
      'env-var',
      "import env from 'env-var';\nconst at = env.get('WEB').default('7309').asPortNumber();\napp.listen(at);",
      'listens 7309 by WEB',
    ],
    [
      'convict',
      "const convict = require('convict');\nconst config = convict({ server: { env: { default: 'x', env: 'NODE_ENV' }, at: { format: 'port', default: 7310, env: 'WEB' } } });\nconfig.validate();\napp.listen(config.get('server.at'));",
      'listens 7310 by WEB',
    ],
    [
      'NestJS',
      "import { NestFactory } from '@nestjs/core';\nimport { ConfigService } from '@nestjs/config';\nconst app = await NestFactory.create(M);\nconst config = app.get(ConfigService);\nawait app.listen(config.get<number>('WEB', 7311));",
      'listens 7311 by WEB',
    ],
    [
      'NestJS, with registerAs',
      "import { registerAs, ConfigService } from '@nestjs/config';\nimport { NestFactory } from '@nestjs/core';\nexport default registerAs('http', () => ({ at: parseInt(process.env.WEB ?? '7312', 10) }));\nconst app = await NestFactory.create(M);\nawait app.listen(app.get(ConfigService).get('http.at'));",
      'listens 7312 by WEB',
    ],
    [
      'NestJS, with a schema',
      "import { ConfigModule, ConfigService } from '@nestjs/config';\nimport { NestFactory } from '@nestjs/core';\nimport * as Joi from 'joi';\nConfigModule.forRoot({ validationSchema: Joi.object({ WEB: Joi.number().default(7313) }) });\nconst app = await NestFactory.create(M);\nawait app.listen(app.get(ConfigService).get('WEB'));",
      'listens 7313 by WEB',
    ],
    [
      'commander',
      "import { program } from 'commander';\nprogram.option('-p, --web-port <n>', 'where', '7314');\nprogram.parse();\nconst options = program.opts();\napp.listen(options.webPort);",
      'listens 7314 by --web-port',
    ],
    [
      'commander, with an action',
      "import { Command } from 'commander';\nnew Command('serve').option('--at <n>', 'where', parseInt, 7315).action((options) => {\n  app.listen(options.at);\n});",
      'listens 7315 by --at',
    ],
    [
      'commander, an option of a variable',
      "import { Command, Option } from 'commander';\nconst program = new Command();\nprogram.addOption(new Option('--at <n>').default(7316).env('WEB'));\nconst { at } = program.parse().opts();\napp.listen(at);",
      'listens 7316 by WEB',
    ],
    [
      'yargs',
      "import yargs from 'yargs';\nimport { hideBin } from 'yargs/helpers';\nconst argv = yargs(hideBin(process.argv)).option('at', { type: 'number', default: 7317 }).parseSync();\napp.listen(argv.at);",
      'listens 7317 by --at',
    ],
    [
      'yargs, options',
      "const { argv } = require('yargs').options({ at: { alias: 'a', default: 7318 } });\napp.listen(argv.at);",
      'listens 7318 by --at',
    ],
    [
      'minimist',
      "const argv = require('minimist')(process.argv.slice(2), { default: { at: 7319 } });\napp.listen(argv.at);",
      'listens 7319 by --at',
    ],
    [
      'minimist, with or',
      "import minimist from 'minimist';\nconst argv = minimist(process.argv.slice(2));\napp.listen(argv.at || process.env.WEB || 7320);",
      'listens 7320 by WEB',
    ],
    [
      'parseArgs',
      "import { parseArgs } from 'node:util';\nconst { values } = parseArgs({ options: { at: { type: 'string', default: '7321' } } });\napp.listen(Number(values.at));",
      'listens 7321 by --at',
    ],
    [
      'meow',
      "import meow from 'meow';\nconst cli = meow('x', { importMeta: import.meta, flags: { at: { type: 'number', default: 7322 } } });\napp.listen(cli.flags.at);",
      'listens 7322 by --at',
    ],
    [
      'nconf',
      "const nconf = require('nconf');\nnconf.argv().env().defaults({ web: { at: 7323 } });\napp.listen(nconf.get('web:at'));",
      'listens 7323 by web__at',
    ],
    [
      'a helper of the project',
      "const int = (name, fallback) => {\n  const value = process.env[name];\n  if (value === undefined) return fallback;\n  return parseInt(value, 10);\n};\napp.listen(int('WEB', 7324));",
      'listens 7324 by WEB',
    ],
    [
      'dotenv',
      "const { parsed } = require('dotenv').config();\nrequire('dotenv').config();\napp.listen(process.env.WEB || 7325);",
      'listens 7325 by WEB',
    ],
    [
      'Deno',
      "Deno.serve({ port: Number(Deno.env.get('WEB') ?? 7326) }, handler);",
      'listens 7326 by WEB',
    ],
    [
      'a whole namespace of Nest, checked by a schema with a number that may be absent',
      `import { registerAs, ConfigService } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import z from 'zod';
const schema = z.object({ at: z.number().default(7391) });
const optional = (value) => {
  if (value === undefined) {
    return undefined;
  }
  return Number(value);
};
registerAs('own', () => {
  const read = schema.safeParse({ at: optional(process.env.WEB) });
  return read.data;
});
const app = await NestFactory.create(Module);
app.listen(app.get(ConfigService).get('own').at);`,
      'listens 7391 by WEB',
    ],
  ])('%s', async (_name, source, seen) => {
    expect(await linesIn({ 'server.ts': source })).toContain(seen);
  });
});

describe('a port in another file', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'an export',
      {
        'server.js': "import { at } from './settings.js';\napp.listen(at);",
        'settings.js': 'export const at = 7401;',
      },
      'listens 7401',
    ],
    [
      'a default export',
      {
        'server.js': "import settings from './settings.js';\napp.listen(settings.at);",
        'settings.js': 'const settings = { at: 7402 };\nexport default settings;',
      },
      'listens 7402',
    ],
    [
      'everything',
      {
        'server.js': "import * as settings from './settings.js';\napp.listen(settings.at);",
        'settings.js': 'export const at = 7403;',
      },
      'listens 7403',
    ],
    [
      'a name that is exported again',
      {
        'server.js': "import { at } from './config/index.js';\napp.listen(at);",
        'config/index.js': "export * from './http.js';",
        'config/http.js': 'export const at = 7404;',
      },
      'listens 7404',
    ],
    [
      'another name',
      {
        'server.js': "import { web } from './settings.js';\napp.listen(web);",
        'settings.js': 'const at = 7405;\nexport { at as web };',
      },
      'listens 7405',
    ],
    [
      'module.exports',
      {
        'server.js': "const { at } = require('./settings');\napp.listen(at);",
        'settings.js': 'module.exports = { at: process.env.WEB || 7406 };',
      },
      'listens 7406 by WEB',
    ],
    [
      'exports.name',
      {
        'server.js': "const settings = require('./settings');\napp.listen(settings.at);",
        'settings.js': 'exports.at = 7407;',
      },
      'listens 7407',
    ],
    [
      'JSON',
      {
        'server.js': "const { at } = require('./config.json');\napp.listen(at);",
        'config.json': '{ "at": 7408 }',
      },
      'listens 7408',
    ],
    [
      'JSON, read',
      {
        'server.js':
          "import fs from 'fs';\nconst config = JSON.parse(fs.readFileSync('config.json', 'utf8'));\napp.listen(config.http.at);",
        'config.json': '{ "http": { "at": 7409 } }',
      },
      'listens 7409',
    ],
    [
      'YAML, read',
      {
        'server.js':
          "import fs from 'fs';\nimport yaml from 'js-yaml';\nconst config = yaml.load(fs.readFileSync(new URL('./config.yml', import.meta.url), 'utf8'));\napp.listen(config.at);",
        'config.yml': 'at: 7410\n',
      },
      'listens 7410',
    ],
    [
      'the package config',
      {
        'server.js': "const config = require('config');\napp.listen(config.get('http.at'));",
        'config/default.json': '{ "http": { "at": 7411 } }',
      },
      'listens 7411 by http.at',
    ],
    [
      'the package config, with a variable',
      {
        'server.js': "const config = require('config');\napp.listen(config.get('at'));",
        'config/default.json': '{ "at": 7412 }',
        'config/custom-environment-variables.json': '{ "at": "WEB" }',
      },
      'listens 7412 by WEB',
    ],
    [
      'the package config, in production',
      {
        'server.js': "import config from 'config';\napp.listen(config.get('at'));",
        'config/default.js': 'module.exports = { at: 1 };',
        'config/production.js': 'module.exports = { at: 7413 };',
      },
      'listens 7413 by at',
    ],
    [
      'the package config, as an object',
      {
        'server.js': "const { http } = require('config');\napp.listen(http.at);",
        'config/default.yaml': 'http:\n  at: 1\n  host: h',
        'config/production.json': '{ "http": { "at": 7430 } }',
      },
      'listens 7430 by http.at',
    ],
    [
      'the package config, with a variable that has a format',
      {
        'server.js': "import config from 'config';\napp.listen(config.http.at);",
        'config/default.yml': 'http:\n  at: 7431',
        'config/custom-environment-variables.yml':
          'http:\n  at:\n    __name: WEB\n    __format: number',
      },
      'listens 7431 by WEB',
    ],
    [
      'the package wild-config, with files that it includes',
      {
        'server.js': "const config = require('wild-config');\napp.listen(config.api.web.at);",
        'config/default.toml': '[imap]\nat = 1\n\n[api]\n# @include "api.toml"\n',
        'config/api.toml': 'at = 2\n[web]\nat = 7432\n',
      },
      'listens 7432 by api.web.at',
    ],
    [
      'a part of an address whose host is not known',
      {
        'server.js':
          'const url = new URL(`http://${host()}:${7434}`);\napp.listen(Number(url.port) || 80);',
      },
      'listens 7434',
    ],
    [
      'a part of an address',
      {
        'server.js':
          "const url = new URL(process.env.AT ?? 'http://0.0.0.0:7433');\napp.listen(Number.parseInt(url.port, 10), url.hostname);",
      },
      'listens 7433',
    ],
    [
      'the server of another file',
      {
        'server.js': "import { app } from './app.js';\napp.listen(7414);",
        'app.js': "import express from 'express';\nexport const app = express();",
      },
      'listens 7414',
    ],
    [
      'a class of another file',
      {
        'server.ts': "import { App } from './app';\nconst app = new App(7415);\napp.start();",
        'app.ts':
          "import express from 'express';\nexport class App {\n  private readonly app = express();\n  constructor(private readonly at: number) {}\n  start() {\n    this.app.listen(this.at);\n  }\n}",
      },
      'listens 7415',
    ],
    [
      'a function of another file',
      {
        'server.js': "const start = require('./start');\nstart({ at: 7416 });",
        'start.js': "module.exports = ({ at }) => require('http').createServer().listen(at);",
      },
      'listens 7416',
    ],
    [
      'a schema of another file',
      {
        'server.ts': "import { env } from './env';\napp.listen(env.WEB);",
        'env.ts':
          "import { schema } from './schema';\nexport const env = schema.parse(process.env);",
        'schema.ts':
          "import { z } from 'zod';\nexport const schema = z.object({ WEB: z.coerce.number().default(7417) });",
      },
      'listens 7417 by WEB',
    ],
    [
      'a singleton',
      {
        'server.ts': "import { settings } from './settings';\napp.listen(settings.at);",
        'settings.ts':
          'class Settings {\n  readonly at: number;\n  constructor() {\n    this.at = Number(process.env.WEB ?? 7418);\n  }\n}\nexport const settings = new Settings();',
      },
      'listens 7418 by WEB',
    ],
    [
      'getInstance',
      {
        'server.ts':
          "import { Settings } from './settings';\napp.listen(Settings.getInstance().at);",
        'settings.ts':
          'export class Settings {\n  private static instance: Settings;\n  readonly at = 7419;\n  static getInstance(): Settings {\n    if (!Settings.instance) Settings.instance = new Settings();\n    return Settings.instance;\n  }\n}',
      },
      'listens 7419',
    ],
    [
      'dynamic import',
      {
        'server.js': "const { at } = await import('./settings.js');\napp.listen(at);",
        'settings.js': 'export const at = 7420;',
      },
      'listens 7420',
    ],
    [
      'one file for each environment',
      {
        'server.js':
          "const settings = require(`./config/${process.env.NODE_ENV || 'development'}`);\napp.listen(settings.at);",
        'config/production.js': 'module.exports = { at: 7421 };',
        'config/development.js': 'module.exports = { at: 1 };',
      },
      'listens 7421',
    ],
    [
      'a file that a whole path names',
      {
        'server/main.js':
          "const path = require('path');\nclass Settings {\n  values = require(path.resolve(path.join(__dirname, '..', 'defaults', 'all.js')));\n}\nmodule.exports = new Settings();\napp.listen(module.exports.values.at);",
        'defaults/all.js': 'module.exports = { at: 7422 };',
      },
      'listens 7422',
    ],
    [
      'an entry without an extension, and a module without one',
      {
        'bin/www': "#!/usr/bin/env node\nconst at = require('./port');\napp.listen(at);",
        'bin/port': 'module.exports = 7423;',
      },
      'listens 7423',
    ],
  ])('%s', async (_name, files, seen) => {
    expect(await linesIn(files)).toContain(seen);
  });
});

describe('a path one step behind a literal', () => {
  it.each<[string, string, string]>([
    [
      'a joined path',
      "import path from 'path';\nimport fs from 'fs';\nconst root = path.join(process.cwd(), 'var');\nfs.writeFileSync(path.join(root, 'state', 'a.json'), x);",
      'writes var/state/a.json',
    ],
    [
      'resolve',
      "import { resolve } from 'node:path';\nimport fs from 'fs';\nfs.mkdirSync(resolve('var', 'cache'));",
      'writes var/cache',
    ],
    [
      'beside the source',
      "import path from 'path';\nimport fs from 'fs';\nfs.mkdirSync(path.resolve(__dirname, '..', 'uploads'));",
      'writes <program>/../uploads',
    ],
    [
      'a folder of a class',
      "import fs from 'fs';\nclass Store {\n  private readonly folder = process.env.STORE ?? '/data/store';\n  save(name) {\n    fs.writeFileSync(`${this.folder}/${name}.json`, x);\n  }\n}",
      'writes /data/store/*',
    ],
    [
      'an object of folders',
      "import fs from 'fs';\nimport path from 'path';\nconst paths = { logs: path.join('var', 'logs') };\nfs.mkdirSync(paths.logs, { recursive: true });",
      'writes var/logs',
    ],
    [
      'the rest of the arguments of a function',
      "import fs from 'fs';\nimport path from 'path';\nconst inRoot = (root, ...parts) => path.join(root, ...parts);\nfs.mkdirSync(inRoot('var', 'state', 'a'));",
      'writes var/state/a',
    ],
    [
      'a switch that a function replaces by a folder',
      "import fs from 'fs';\nimport path from 'path';\nfunction place(own) { return own ? process.cwd() : '/usr/share'; }\nfunction inPlace(own, name) {\n  if (typeof own === 'boolean') own = place(own);\n  return path.join(own, name);\n}\nfs.mkdirSync(inPlace(true, 'store'));",
      'writes store',
    ],
    [
      'a loop over folders',
      "import fs from 'fs';\nfor (const folder of ['uploads', 'exports']) fs.mkdirSync(folder);",
      'writes exports',
    ],
    [
      'forEach',
      "const fs = require('fs');\n['uploads', 'exports'].forEach((folder) => {\n  if (!fs.existsSync(folder)) fs.mkdirSync(folder);\n});",
      'writes uploads',
    ],
    [
      'a parameter',
      "import fs from 'fs';\nconst ensure = (folder) => fs.mkdirSync(folder, { recursive: true });\nensure('uploads/images');",
      'writes uploads/images',
    ],
    [
      'the home folder',
      "import os from 'os';\nimport path from 'path';\nimport fs from 'fs';\nfs.mkdirSync(path.join(os.homedir(), '.marbles'));",
      'writes ~/.marbles',
    ],
    [
      'the home folder of a variable or the system',
      "import { homedir } from 'os';\nimport { join } from 'path';\nimport fs from 'fs';\nconst home = process.env.APP_HOME || join(homedir(), '.app');\nfs.mkdirSync(home);",
      'writes ~/.app',
    ],
    [
      'a log of winston',
      "import winston from 'winston';\nimport path from 'path';\nconst folder = process.env.LOGS || 'logs';\nwinston.createLogger({ transports: [new winston.transports.File({ filename: path.join(folder, 'a.log') })] });",
      'writes logs/a.log',
    ],
    [
      'winston by a name',
      "import { createLogger, transports } from 'winston';\ncreateLogger({ transports: [new transports.File({ filename: 'logs/b.log' })] });",
      'writes logs/b.log',
    ],
    [
      'a callback of multer',
      "import multer from 'multer';\nimport path from 'path';\nconst folder = path.join('var', 'uploads');\nmulter({ storage: multer.diskStorage({ destination(req, file, cb) {\n  cb(null, folder);\n} }) });",
      'writes var/uploads',
    ],
    [
      'a database of a variable',
      "import Database from 'better-sqlite3';\nconst db = new Database(process.env.DB_FILE ?? './data/app.db');",
      'writes data/app.db',
    ],
    [
      'promises of fs',
      "import { promises } from 'fs';\nawait promises.writeFile('out/a', x);",
      'writes out/a',
    ],
    [
      'fs as a property',
      "import * as fs from 'node:fs';\nawait fs.promises.mkdir('out');",
      'writes out',
    ],
    [
      'a stream',
      "const { createWriteStream } = require('fs');\nconst log = 'logs/access.log';\napp.use(morgan('x', { stream: createWriteStream(log, { flags: 'a' }) }));",
      'writes logs/access.log',
    ],
    [
      'static files',
      "import path from 'path';\nimport express from 'express';\nconst client = path.resolve('client', 'dist');\nexpress().use(express.static(client));",
      'reads client/dist',
    ],
    [
      'views',
      "const path = require('path');\nconst app = require('express')();\napp.set('views', path.join(__dirname, 'pages'));",
      'reads <program>/pages',
    ],
    [
      'a constant file',
      "import { readFile } from 'fs/promises';\nconst FILE = 'openapi.yaml';\nawait readFile(FILE);",
      'reads openapi.yaml',
    ],
    [
      'a proto beside the source',
      "import path from 'path';\nimport * as loader from '@grpc/proto-loader';\nconst PROTO = path.join(__dirname, '../proto/a.proto');\nloader.loadSync(PROTO);",
      'reads <program>/../proto/a.proto',
    ],
    [
      'a program in a constant',
      "import { spawn } from 'child_process';\nconst TOOL = process.env.TOOL || 'ffmpeg';\nspawn(TOOL, []);",
      'starts ffmpeg',
    ],
    [
      'a signal in a list',
      "const signals = ['SIGINT', 'SIGTERM'] as const;\nsignals.forEach((it) => process.on(it, stop));",
      'stops on SIGTERM',
    ],
  ])('%s', async (_name, source, seen) => {
    expect(await linesIn({ 'server.ts': source })).toContain(seen);
  });
});

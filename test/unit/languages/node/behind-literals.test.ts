/** Ports and paths that are a step behind a literal: in a variable, a field, a parameter, an option or a library of settings. */
import { expect, it } from 'vitest';
import { linesOf } from '../../../support/knowledge.ts';
import { nodeUses } from '../../../support/node-uses.ts';

const ports: readonly (readonly [where: string, source: string, port: string])[] = [
  [
    'parseInt',
    "const http = require('http'); const port = parseInt(process.env.HTTP || '7401', 10); http.createServer().listen(port);",
    '7401',
  ],
  [
    'destructured',
    "const { PORT = 7402 } = process.env; require('express')().listen(PORT);",
    '7402',
  ],
  [
    'class config',
    "import express from 'express'; class Config { port = Number(process.env.PORT) || 7403; } const c = new Config(); express().listen(c.port);",
    '7403',
  ],
  [
    'static',
    "import express from 'express'; class Config { static PORT = 7404; } express().listen(Config.PORT);",
    '7404',
  ],
  [
    'zod',
    "import { z } from 'zod'; import express from 'express'; const env = z.object({ PORT: z.coerce.number().default(7405) }).parse(process.env); express().listen(env.PORT);",
    '7405',
  ],
  [
    'zod string transform',
    "import { z } from 'zod'; import express from 'express'; const schema = z.object({ PORT: z.string().default('7406').transform(Number) }); const env = schema.parse(process.env); express().listen(env.PORT);",
    '7406',
  ],
  [
    'joi',
    "const Joi = require('joi'); const express = require('express'); const { value: env } = Joi.object({ PORT: Joi.number().default(7407) }).unknown().validate(process.env); express().listen(env.PORT);",
    '7407',
  ],
  [
    'convict nested',
    "const convict = require('convict'); const express = require('express'); const config = convict({ server: { port: { doc: 'x', format: 'port', default: 7408, env: 'PORT', arg: 'port' } } }); express().listen(config.get('server.port'));",
    '7408',
  ],
  [
    'commander opts',
    "const { Command } = require('commander'); const express = require('express'); const program = new Command(); program.option('-p, --port <port>', 'x', Number, 7409); program.parse(process.argv); const options = program.opts(); express().listen(options.port);",
    '7409',
  ],
  [
    'yargs chain',
    "const argv = require('yargs').option('port', { alias: 'p', type: 'number', default: 7410 }).help().parse(); require('express')().listen(argv.port);",
    '7410',
  ],
  [
    'yargs command',
    "const yargs = require('yargs'); yargs.command('serve', 'x', (y) => y.option('port', { default: 7411 }), (argv) => { require('express')().listen(argv.port); }).parse();",
    '7411',
  ],
  [
    'yargs option of two words',
    "const argv = require('yargs').option('http-port', { type: 'number', default: 7424 }).parse(); require('express')().listen(argv.httpPort);",
    '7424',
  ],
  [
    'yargs options of two words',
    "const { argv } = require('yargs').options({ 'http-port': { type: 'number', default: 7425 } }); require('express')().listen(argv.httpPort);",
    '7425',
  ],
  [
    'meow',
    "import meow from 'meow'; import express from 'express'; const cli = meow('x', { importMeta: import.meta, flags: { port: { type: 'number', default: 7412 } } }); express().listen(cli.flags.port);",
    '7412',
  ],
  [
    'cac',
    "import cac from 'cac'; import express from 'express'; const cli = cac(); cli.option('--port <port>', 'x', { default: 7413 }); const { options } = cli.parse(); express().listen(options.port);",
    '7413',
  ],
  [
    'parseArgs',
    "import { parseArgs } from 'node:util'; import express from 'express'; const { values } = parseArgs({ options: { port: { type: 'string', short: 'p', default: '7414' } } }); express().listen(Number(values.port));",
    '7414',
  ],
  [
    'nullish helper',
    "import express from 'express'; function env(name, fallback) { return process.env[name] ?? fallback; } express().listen(Number(env('PORT', 7415)));",
    '7415',
  ],
  [
    'object option',
    "import Fastify from 'fastify'; const config = { port: 7416, host: '0.0.0.0' }; const app = Fastify(); await app.listen(config);",
    '7416',
  ],
  [
    'spread',
    "import Fastify from 'fastify'; const base = { port: 7417 }; await Fastify().listen({ ...base, host: '0.0.0.0' });",
    '7417',
  ],
  [
    'nest config',
    "import { NestFactory } from '@nestjs/core'; import { ConfigService } from '@nestjs/config'; async function bootstrap() { const app = await NestFactory.create(AppModule); const config = app.get(ConfigService); await app.listen(config.get('PORT', 7418)); } bootstrap();",
    '7418',
  ],
  [
    'ternary',
    "import express from 'express'; const port = process.env.NODE_ENV === 'production' ? 7419 : 3000; express().listen(port);",
    '7419',
  ],
  [
    'async init',
    "import express from 'express'; async function start({ port = 7420 } = {}) { express().listen(port); } start();",
    '7420',
  ],
  [
    'server.on',
    "import { createServer } from 'node:http'; const server = createServer(); const options = { port: +(process.env.PORT || 7421) }; server.listen(options, () => {});",
    '7421',
  ],
  [
    'ws',
    "import { WebSocketServer } from 'ws'; const wss = new WebSocketServer({ port: Number(process.env.WS_PORT ?? 7422) });",
    '7422',
  ],
  [
    'hono',
    "import { serve } from '@hono/node-server'; import { Hono } from 'hono'; const app = new Hono(); serve({ fetch: app.fetch, port: parseInt(process.env.PORT ?? '7423') });",
    '7423',
  ],
  [
    'Bun',
    "Bun.serve({ port: process.env.PORT || 7424, fetch() { return new Response('x'); } });",
    '7424',
  ],
  [
    'elysia',
    "import { Elysia } from 'elysia'; new Elysia().get('/', () => 'x').listen(process.env.PORT ?? 7425);",
    '7425',
  ],
  [
    'nconf',
    "const nconf = require('nconf'); nconf.argv().env().defaults({ port: 7426 }); require('express')().listen(nconf.get('port'));",
    '7426',
  ],
  [
    'rc',
    "const conf = require('rc')('shop', { port: 7427 }); require('express')().listen(conf.port);",
    '7427',
  ],
  [
    'enum',
    "import express from 'express'; enum Port { Http = 7428 } express().listen(Port.Http);",
    '7428',
  ],
  [
    'getter',
    "import express from 'express'; class C { get port() { return Number(process.env.PORT ?? 7429); } } express().listen(new C().port);",
    '7429',
  ],
  [
    'this.port',
    "import express from 'express'; class App { constructor() { this.app = express(); this.port = process.env.PORT || 7430; } start() { this.app.listen(this.port); } } new App().start();",
    '7430',
  ],
  [
    'Object.freeze',
    "import express from 'express'; const config = Object.freeze({ http: { port: 7431 } }); express().listen(config.http.port);",
    '7431',
  ],
  [
    'lodash get',
    "import _ from 'lodash'; import express from 'express'; const config = { http: { port: 7432 } }; express().listen(_.get(config, 'http.port'));",
    '7432',
  ],
  [
    'app.set',
    "const app = require('express')(); app.set('port', process.env.PORT || 7433); app.listen(app.get('port'));",
    '7433',
  ],
  [
    'http app.set',
    "const http = require('http'); const app = require('express')(); const port = normalizePort(process.env.PORT || '7434'); app.set('port', port); http.createServer(app).listen(port); function normalizePort(val) { var port = parseInt(val, 10); if (isNaN(port)) { return val; } if (port >= 0) { return port; } return false; }",
    '7434',
  ],
  [
    'optimist',
    "const argv = require('optimist').default('port', 7435).argv; require('express')().listen(argv.port);",
    '7435',
  ],
  [
    'optimist, an option',
    "const argv = require('optimist').options('secure', { default: false }).options('port', { default: '7441', describe: 'x' }).argv; require('express')().listen(argv.port);",
    '7441',
  ],
  [
    'figue',
    "import { defineConfig } from 'figue'; import { z } from 'zod'; import express from 'express'; const { config } = defineConfig({ server: { port: { doc: 'x', schema: z.coerce.number(), default: 7444, env: 'PORT' } } }); express().listen(config.server.port);",
    '7444',
  ],
  [
    'yargs-parser',
    "import parse from 'yargs-parser'; const argv = parse(process.argv.slice(2), { default: { port: 7442 } }); require('express')().listen(argv.port);",
    '7442',
  ],
  [
    'a prompt for operators beside it',
    "const repl = require('net').createServer(); repl.listen(1337); const port = process.env.PORT || 7443; start(port);",
    '7443',
  ],
  [
    'arg default',
    "const arg = require('arg'); const args = arg({ '--port': Number }); require('express')().listen(args['--port'] || 7436);",
    '7436',
  ],
  [
    'valibot',
    "import * as v from 'valibot'; import express from 'express'; const env = v.parse(v.object({ PORT: v.optional(v.pipe(v.string(), v.transform(Number)), '7437') }), process.env); express().listen(env.PORT);",
    '7437',
  ],
  [
    'registerAs',
    "import { NestFactory } from '@nestjs/core'; import { registerAs, ConfigService } from '@nestjs/config'; const http = registerAs('http', () => ({ port: parseInt(process.env.PORT || '7438', 10) })); async function bootstrap() { const app = await NestFactory.create(M); await app.listen(app.get(ConfigService).get('http.port')); } bootstrap();",
    '7438',
  ],
  [
    'typebox env-schema',
    "import envSchema from 'env-schema'; import Fastify from 'fastify'; const config = envSchema({ schema: { type: 'object', properties: { PORT: { type: 'number', default: 7439 } } } }); Fastify().listen({ port: config.PORT });",
    'localhost 7439',
  ],
  [
    'fastify-env',
    "import Fastify from 'fastify'; import fastifyEnv from '@fastify/env'; const app = Fastify(); await app.register(fastifyEnv, { schema: { type: 'object', properties: { PORT: { type: 'integer', default: 7440 } } } }); await app.listen({ port: app.config.PORT });",
    'localhost 7440',
  ],
  [
    'host and port, without the library',
    "class Server { options = { host: '0.0.0.0', port: 7441 }; start(made) { made.then((app) => app.listen(this.options.host, this.options.port, () => {})); } } new Server().start(x);",
    '7441',
  ],
  [
    'a definition of figue',
    "import { defineConfig } from 'figue'; import { serve } from '@hono/node-server'; import { Hono } from 'hono'; const definition = { server: { port: { doc: 'x', default: 7491, env: 'PORT' } } }; const { config } = defineConfig(definition, { envSource: process.env }); serve({ fetch: new Hono().fetch, port: config.server.port });",
    '7491',
  ],
  [
    'a schema that another function reads',
    "import { z } from 'zod'; import express from 'express'; import { load } from './load.js'; const schema = z.object({ host: z.string(), port: z.number().int().positive().default(7492) }); const config = load(schema); express().listen(config.port);",
    '7492',
  ],
];

it.each(ports)('sees a port: %s', async (_, source, port) => {
  const seen = linesOf(await nodeUses(source)).map((it) => it.split(' by ')[0]);
  expect(seen).toContain(`listens ${port}`);
});

const paths: readonly (readonly [where: string, source: string, line: string])[] = [
  [
    'const dir',
    "const fs = require('fs'); const path = require('path'); const DATA = path.join(process.cwd(), 'data'); fs.mkdirSync(DATA, { recursive: true });",
    'writes data',
  ],
  [
    'env default',
    "const fs = require('fs'); const dir = process.env.DATA_DIR || '/var/lib/shop'; fs.mkdirSync(dir, { recursive: true });",
    'writes /var/lib/shop',
  ],
  [
    'config object',
    "import fs from 'node:fs'; const config = { uploads: { dir: 'uploads' } }; fs.mkdirSync(config.uploads.dir);",
    'writes uploads',
  ],
  [
    'class field',
    "import fs from 'node:fs'; class Store { dir = 'store'; save(name) { fs.writeFileSync(`${this.dir}/${name}`, ''); } } new Store().save('x');",
    'writes store/x',
  ],
  [
    'import.meta',
    "import fs from 'node:fs'; const file = new URL('./data/words.txt', import.meta.url); fs.readFileSync(file);",
    'reads <program>/data/words.txt',
  ],
  [
    'fileURLToPath',
    "import { fileURLToPath } from 'node:url'; import path from 'node:path'; import express from 'express'; const here = path.dirname(fileURLToPath(import.meta.url)); express().use(express.static(path.join(here, 'public')));",
    'reads <program>/public',
  ],
  [
    'promises',
    "import { mkdir } from 'node:fs/promises'; const folder = './cache'; await mkdir(folder, { recursive: true });",
    'writes cache',
  ],
  [
    'createWriteStream',
    "import { createWriteStream } from 'node:fs'; const log = createWriteStream('logs/access.log', { flags: 'a' });",
    'writes logs/access.log',
  ],
  [
    'better-sqlite3 env',
    "import Database from 'better-sqlite3'; const file = process.env.DB ?? 'data/app.db'; new Database(file);",
    'writes data/app.db',
  ],
  [
    'function param',
    "const fs = require('fs'); function ensure(dir = 'tmp-data') { fs.mkdirSync(dir); } ensure();",
    'writes tmp-data',
  ],
  [
    'views',
    "const path = require('path'); const app = require('express')(); app.set('views', path.join(__dirname, 'templates')); app.set('view engine', 'ejs');",
    'reads <program>/templates',
  ],
  [
    'tls',
    "import https from 'node:https'; import fs from 'node:fs'; const options = { key: fs.readFileSync('certs/key.pem'), cert: fs.readFileSync('certs/cert.pem') }; https.createServer(options).listen(8443);",
    'reads certs/cert.pem',
  ],
  [
    'sequelize',
    "import { Sequelize } from 'sequelize'; const db = new Sequelize({ dialect: 'sqlite', storage: './data/db.sqlite' });",
    'writes data/db.sqlite',
  ],
  [
    'typeorm',
    "import { DataSource } from 'typeorm'; const ds = new DataSource({ type: 'sqlite', database: 'data/shop.sqlite' });",
    'writes data/shop.sqlite',
  ],
  [
    'lowdb',
    "import { JSONFilePreset } from 'lowdb/node'; const db = await JSONFilePreset('db/db.json', {});",
    'writes db/db.json',
  ],
  [
    'multer',
    "const multer = require('multer'); const dir = 'files'; const storage = multer.diskStorage({ destination(req, file, cb) { cb(null, dir); } }); multer({ storage });",
    'writes files',
  ],
  [
    'yaml',
    "import fs from 'node:fs'; import yaml from 'js-yaml'; const doc = yaml.load(fs.readFileSync(process.env.CONFIG || 'config/shop.yaml', 'utf8'));",
    'reads config/shop.yaml',
  ],
  [
    'homedir',
    "import os from 'node:os'; import fs from 'node:fs'; const dir = `${os.homedir()}/.shop`; fs.mkdirSync(dir);",
    'writes ~/.shop',
  ],
];

it.each(paths)('sees a path: %s', async (_, source, line) => {
  expect(linesOf(await nodeUses(source))).toContain(line);
});

it('takes no port of several schemas', async () => {
  const source = (ports: string): string =>
    `import { z } from 'zod'; import express from 'express'; import { load } from './load.js'; const config = load(z.object({ ${ports} })); express().listen(config.server.port);`;
  const schema = (port: number): string => `z.object({ port: z.number().default(${port}) })`;
  expect(linesOf(await nodeUses(source(`web: ${schema(7493)}`)))).toContain('listens 7493');
  const both = source(`web: ${schema(7493)}, peers: ${schema(7494)}`);
  expect(linesOf(await nodeUses(both)).join()).not.toMatch(/749/);
  expect(linesOf(await nodeUses(source(`redis: ${schema(7495)}`))).join()).not.toMatch(/749/);
});

const express = "const app = require('express')();";

it.each([
  [
    'of a field that a class replaces',
    `${express} class Base { port = 3000; start() { app.listen(this.port); } } class Web extends Base { port = 7301; } new Web().start();`,
    ['listens 7301'],
  ],
  [
    'that a class gives to the one that it extends',
    `${express} class Base { constructor(port) { this.port = port; } start() { app.listen(this.port); } } class Web extends Base { constructor() { super(7302); } } new Web().start();`,
    ['listens 7302'],
  ],
  [
    'of a class that is used beside one that extends it',
    `${express} class Base { port = 7303; start() { app.listen(this.port); } } class Web extends Base { port = 7304; } new Web().start(); new Base().start();`,
    ['listens 7303', 'listens 7304'],
  ],
  [
    'of a promise that is there at once',
    `${express} const load = () => Promise.resolve({ port: 7305 }); load().then(({ port }) => app.listen(port));`,
    ['listens 7305'],
  ],
])('sees each port %s', async (_, source, lines) => {
  const listens = linesOf(await nodeUses(source)).filter((it) => it.startsWith('listens'));
  expect(listens.toSorted()).toEqual(lines);
});

it.each([
  ['forEach', "['up', 'cache'].forEach(ensure);"],
  ['values', "Object.values({ a: 'up', b: 'cache' }).forEach(ensure);"],
  ['keys', 'for (const name of Object.keys({ up: 1, cache: 2 })) ensure(name);'],
  ['entries', "for (const [, name] of Object.entries({ a: 'up', b: 'cache' })) ensure(name);"],
])('sees the paths of a list: %s', async (_, calls) => {
  const source = `const fs = require('fs'); function ensure(folder) { fs.mkdirSync(folder); } ${calls}`;
  const lines = linesOf(await nodeUses(source));
  expect(lines.filter((it) => it.startsWith('writes')).toSorted()).toEqual([
    'writes cache',
    'writes up',
  ]);
});

it.each([
  ['a static method', 'class Env { static get(name) { CHECK } } Env.get("KEY");', ['needs KEY']],
  ['a method of this', 'class Env { key = this.get("KEY"); get(name) { CHECK } }', ['needs KEY']],
  ['a method of something else', 'class Env { get(name) { CHECK } } new Env().get("KEY");', []],
])('sees what is demanded by %s', async (_, source, lines) => {
  const check = 'if (process.env[name] === undefined) throw new Error(name);';
  const found = linesOf(await nodeUses(source.replace('CHECK', check)));
  expect(found.filter((it) => it.startsWith('needs'))).toEqual(lines);
});

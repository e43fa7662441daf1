/** Calls that people reported: each is seen with its value. */
import { expect, it } from 'vitest';
import { linesOf } from '../../../support/knowledge.ts';
import { nodeUses } from '../../../support/node-uses.ts';

const seen: readonly (readonly [call: string, source: string, line: string])[] = [
  // Writes.
  [
    'winston',
    "import winston from 'winston'; const log = winston.createLogger({ transports: [new winston.transports.File({ filename: 'logs/app.log' })] });",
    'writes logs/app.log',
  ],
  [
    'winston-daily-rotate-file',
    "import DailyRotateFile from 'winston-daily-rotate-file'; const log = new DailyRotateFile({ dirname: 'logs', filename: 'app-%DATE%.log' });",
    'writes logs',
  ],
  [
    'pino.destination',
    "import pino from 'pino'; const log = pino(pino.destination('logs/app.log'));",
    'writes logs/app.log',
  ],
  [
    'log4js',
    "import log4js from 'log4js'; log4js.configure({ appenders: { file: { type: 'file', filename: 'logs/app.log' } }, categories: {} });",
    'writes logs/app.log',
  ],
  [
    'rotating-file-stream',
    "import { createStream } from 'rotating-file-stream'; const stream = createStream('access.log', { path: 'logs' });",
    'writes logs',
  ],
  [
    'the callback of multer',
    "import multer from 'multer'; const storage = multer.diskStorage({ destination: (req, file, cb) => cb(null, 'uploads/') }); const upload = multer({ storage });",
    'writes uploads',
  ],
  [
    'dest of multer',
    "import multer from 'multer'; const upload = multer({ dest: 'uploads/' });",
    'writes uploads',
  ],
  [
    'the home folder',
    "import { mkdirSync } from 'node:fs'; import os from 'node:os'; import path from 'node:path'; mkdirSync(path.join(os.homedir(), '.marbles'), { recursive: true });",
    'writes ~/.marbles',
  ],
  [
    'autoSchemaFile',
    "import { GraphQLModule } from '@nestjs/graphql'; const graphql = GraphQLModule.forRoot({ autoSchemaFile: 'schema.gql' });",
    'writes schema.gql',
  ],
  [
    'joined autoSchemaFile',
    "import { join } from 'node:path'; import { GraphQLModule } from '@nestjs/graphql'; const graphql = GraphQLModule.forRoot({ autoSchemaFile: join(process.cwd(), 'src/schema.gql') });",
    'writes src/schema.gql',
  ],
  [
    'autoSchemaFile of a factory',
    "import { GraphQLModule } from '@nestjs/graphql'; const graphql = GraphQLModule.forRootAsync({ useFactory: () => ({ autoSchemaFile: 'schema.gql' }) });",
    'writes schema.gql',
  ],
  [
    'better-sqlite3',
    "import Database from 'better-sqlite3'; const db = new Database('data/app.db');",
    'writes data/app.db',
  ],
  // Reads.
  [
    'readFileSync',
    "import { readFileSync } from 'node:fs'; readFileSync('openapi.yaml', 'utf8');",
    'reads openapi.yaml',
  ],
  [
    'the folder in front of a pattern',
    "import swaggerJsdoc from 'swagger-jsdoc'; swaggerJsdoc({ apis: ['./src/routes/**/*.ts'] });",
    'reads src/routes/*',
  ],
  [
    'templates of mails',
    "import path from 'node:path'; import { MailerModule } from '@nestjs-modules/mailer'; MailerModule.forRootAsync({ useFactory: async () => ({ template: { dir: path.join(process.cwd(), 'mails') } }) });",
    'reads mails',
  ],
  [
    'a certificate',
    "import fs from 'node:fs'; const ca = fs.readFileSync('certs/global-bundle.pem');",
    'reads certs/global-bundle.pem',
  ],
  [
    'express.static',
    "import express from 'express'; import path from 'node:path'; const app = express(); app.use(express.static(path.join(__dirname, '../client/dist')));",
    'reads <program>/../client/dist',
  ],
  [
    'sendFile',
    "import express from 'express'; const app = express(); app.get('*', (req, res) => res.sendFile('/app/client/dist/index.html'));",
    'reads /app/client/dist/index.html',
  ],
  [
    'drizzle',
    "import { migrate } from 'drizzle-orm/postgres-js/migrator'; await migrate(db, { migrationsFolder: 'src/db/migrations' });",
    'reads src/db/migrations',
  ],
  ['dotenv-safe', "import dotenv from 'dotenv-safe'; dotenv.config();", 'reads .env.example'],
  // Listeners.
  [
    'the Functions Framework',
    "const functions = require('@google-cloud/functions-framework'); functions.http('shop', handler);",
    'listens 8080 by PORT',
  ],
  [
    'hapi on localhost',
    "import Hapi from '@hapi/hapi'; const server = Hapi.server({ port: 3000, host: 'localhost' }); await server.start();",
    'listens localhost 3000',
  ],
  [
    'Apollo standalone',
    "import { ApolloServer } from '@apollo/server'; import { startStandaloneServer } from '@apollo/server/standalone'; await startStandaloneServer(new ApolloServer({}));",
    'listens 4000',
  ],
  [
    'Apollo standalone with a port',
    "import { startStandaloneServer } from '@apollo/server/standalone'; await startStandaloneServer(server, { listen: { port: 4001 } });",
    'listens 4001',
  ],
  [
    'PORT ?? 3000 of a configuration',
    "import http from 'node:http'; const config = { port: Number(process.env.PORT ?? 3000) }; http.createServer().listen(config.port);",
    'listens 3000 by PORT',
  ],
  [
    'a default of a parameter',
    "import http from 'node:http'; function serve(port = 2468) { http.createServer().listen(port); } serve();",
    'listens 2468',
  ],
  [
    'parseInt',
    "import http from 'node:http'; http.createServer().listen(parseInt(process.env.HTTP || '7212', 10));",
    'listens 7212 by HTTP',
  ],
  [
    'yargs',
    "import http from 'node:http'; import yargs from 'yargs'; const argv = yargs(process.argv.slice(2)).option('port', { default: 4567 }).argv; http.createServer().listen(argv.port);",
    'listens 4567 by --port',
  ],
  [
    'commander',
    "import http from 'node:http'; import { program } from 'commander'; program.option('-p, --port <number>', 'port', '4568').parse(); http.createServer().listen(program.opts().port);",
    'listens 4568 by --port',
  ],
  [
    'minimist',
    "import http from 'node:http'; import minimist from 'minimist'; const argv = minimist(process.argv.slice(2), { default: { port: 4569 } }); http.createServer().listen(argv.port);",
    'listens 4569 by --port',
  ],
  [
    'envalid',
    "import http from 'node:http'; import { cleanEnv, port } from 'envalid'; const env = cleanEnv(process.env, { HTTP: port({ default: 4570 }) }); http.createServer().listen(env.HTTP);",
    'listens 4570 by HTTP',
  ],
  [
    'env-var',
    "import http from 'node:http'; import env from 'env-var'; http.createServer().listen(env.get('HTTP').default('4571').asPortNumber());",
    'listens 4571 by HTTP',
  ],
  [
    'convict',
    "import http from 'node:http'; import convict from 'convict'; const config = convict({ port: { format: 'port', default: 4572, env: 'HTTP' } }); http.createServer().listen(config.get('port'));",
    'listens 4572 by HTTP',
  ],
  [
    't3-env',
    "import http from 'node:http'; import { createEnv } from '@t3-oss/env-core'; import { z } from 'zod'; const env = createEnv({ server: { HTTP: z.coerce.number().default(4573) }, runtimeEnv: process.env }); http.createServer().listen(env.HTTP);",
    'listens 4573 by HTTP',
  ],
  // Needed.
  [
    'a variable without a default',
    "import http from 'node:http'; if (!process.env.SHOP_TOKEN) throw new Error('SHOP_TOKEN is missing');",
    'needs SHOP_TOKEN',
  ],
  [
    'git',
    "import { execSync } from 'node:child_process'; execSync('git rev-parse HEAD');",
    'starts git',
  ],
];

it.each(seen)('sees %s', async (_, source, line) => {
  expect(linesOf(await nodeUses(source))).toContain(line);
});

it('a router of a browser is no listener', async () => {
  const source =
    "import { createMemoryHistory } from 'history'; const history = createMemoryHistory(); history.listen(() => {});";
  expect(linesOf(await nodeUses(source))).toEqual([]);
});

/** What is not seen yet, and why. A row that comes to be seen belongs above. */
const notSeen: readonly (readonly [call: string, source: string, line: string, because: string])[] =
  [
    [
      'umzug',
      "import path from 'node:path'; import { Umzug } from 'umzug'; const umzug = new Umzug({ migrations: { glob: ['migrations/*.js', { cwd: path.resolve('server') }] } });",
      'reads server/migrations',
      'the pattern and its folder are two values; the folder is shipped by the rule for sources',
    ],
  ];

it.each(notSeen)('does not see %s', async (_, source, line) => {
  expect(linesOf(await nodeUses(source))).not.toContain(line);
});

it('misses fewer than one in ten', () => {
  expect(notSeen.length * 10).toBeLessThan(seen.length + notSeen.length);
});

import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

const listen = "\nrequire('node:http').createServer().listen(3000);\n";

async function filesFor(source: string, folder = ''): Promise<readonly string[]> {
  const { files } = await generate(
    {
      'package.json': '{ "name": "x", "private": true, "scripts": { "start": "node server.js" } }',
      'server.js': `${source}${listen}`,
      ...(folder === '' ? {} : { [`${folder}/.env`]: 'A=1\n' }),
    },
    { base: 'scratch' },
  );
  const lines = (files.get('Dockerfile') ?? '').split('\n');
  return lines.flatMap((it) => /^RUN install -D -m 0644 \/dev\/null (\S+)$/.exec(it)?.[1] ?? []);
}

describe('a file of variables that the program demands is empty in the image', () => {
  it.each([
    ['process.loadEnvFile();', '/rootfs/app/.env'],
    ["process.loadEnvFile('config/app.env');", '/rootfs/app/config/app.env'],
    ["require('node:process').loadEnvFile('./.env');", '/rootfs/app/.env'],
    ["const { loadEnvFile } = require('node:process');\nloadEnvFile();", '/rootfs/app/.env'],
    ["process.loadEnvFile(require('node:path').join(__dirname, '.env'));", '/rootfs/app/.env'],
    [
      "const found = require('dotenv').config();\nif (found.error) { throw new Error('no .env'); }",
      '/rootfs/app/.env',
    ],
    [
      "const { error } = require('dotenv').config({ path: 'config/app.env' });\nif (error) process.exit(1);",
      '/rootfs/app/config/app.env',
    ],
    ["require('dotenv').parse(require('fs').readFileSync('.env'));", '/rootfs/app/.env'],
    [
      "const { readFileSync } = require('node:fs');\nreadFileSync(`${__dirname}/.env.local`, 'utf8');",
      '/rootfs/app/.env.local',
    ],
    ['try { start(); } catch { process.loadEnvFile(); }', '/rootfs/app/.env'],
  ])('%s', async (source, path) => {
    expect(await filesFor(source)).toEqual([path]);
  });

  it.each([
    '',
    'try { process.loadEnvFile(); } catch {}',
    "if (require('node:fs').existsSync('.env')) process.loadEnvFile();",
    "if (process.env.NODE_ENV !== 'production') process.loadEnvFile();",
    "process.loadEnvFile('/run/secrets/env');",
    'process.loadEnvFile(process.argv[2]);',
    'settings.loadEnvFile();',
    "require('fs').readFileSync('a.env');",
    "const fs = require('fs');\nif (fs.existsSync('.env')) fs.readFileSync('.env');",
    "const found = require('dotenv').config();\nif (found.error) console.log('no .env');",
    "require('dotenv').config();",
  ])('and none for: %s', async (source) => {
    expect(await filesFor(source)).toEqual([]);
  });
});

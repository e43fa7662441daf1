import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

const server = "require('node:http').createServer().listen(3000);";
const authority = '-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n';
const secret = '-----BEGIN PRIVATE KEY-----\nYQ==\n-----END PRIVATE KEY-----\n';

/** @returns the certificates and keys that the build context keeps. */
async function kept(
  source: string,
  files: Readonly<Record<string, string>>,
  start = 'node server.js',
): Promise<string[]> {
  const project = {
    'package.json': JSON.stringify({ name: 'a', scripts: { start } }),
    'server.js': `const fs = require('fs'); const path = require('path');\n${source}\n${server}`,
    ...files,
  };
  const ignored = (await generate(project, { base: 'distroless' })).files.get('.dockerignore');
  return [...(ignored ?? '').matchAll(/^!\/(.*\.(?:pem|key))$/gm)].map((it) => it[1] ?? '');
}

describe('what the program reads and looks like a secret', () => {
  it.each<[string, string]>([
    ['a file', "fs.readFileSync(path.join(__dirname, 'certs', 'ca.pem'));"],
    ['a file that a variable may replace', "fs.readFileSync(process.env.CA ?? 'certs/ca.pem');"],
    ['all of a folder', "fs.readdirSync('certs');"],
  ])('is kept if it is a certificate: %s', async (_name, source) => {
    expect(await kept(source, { 'certs/ca.pem': authority, 'other/ca.pem': authority })).toEqual([
      'certs/ca.pem',
    ]);
  });

  it('is kept if it is a public key', async () => {
    const key = '-----BEGIN PUBLIC KEY-----\nYQ==\n-----END PUBLIC KEY-----\n';
    expect(await kept("fs.readFileSync('jwt.key');", { 'jwt.key': key })).toEqual(['jwt.key']);
  });

  it('is kept if a variable of the start names it', async () => {
    const start = 'NODE_EXTRA_CA_CERTS=certs/ca.pem node server.js';
    expect(await kept('', { 'certs/ca.pem': authority }, start)).toEqual(['certs/ca.pem']);
  });

  it.each<[string, string]>([
    ['a private key', secret],
    ['a certificate with its private key', authority + secret],
    ['something else', 'password'],
  ])('is left out if it is %s', async (_name, text) => {
    expect(await kept("fs.readdirSync('certs');", { 'certs/local.pem': text })).toEqual([]);
  });
});

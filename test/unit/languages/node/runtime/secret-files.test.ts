import { expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

async function notesOf(file: string, text = 'x') {
  const project = {
    'package.json': '{ "name": "a", "scripts": { "start": "node server.js" } }',
    'server.js': `require('node:http').createServer().listen(3000);\nrequire('fs').readFileSync('${file}');`,
    [file]: text,
  };
  const { notes } = await generate(project, { base: 'scratch' });
  return notes.filter((it) => it.code === 'node/reads-secret-file');
}

it('warns of a key that the program reads and the image does not have', async () => {
  expect(await notesOf('tls/key.pem')).toMatchObject([
    {
      level: 'warning',
      text: 'the program reads tls/key.pem, which looks like a secret and stays out of the image',
      hint: 'Mount it: docker run -v "$PWD/tls/key.pem:/app/tls/key.pem:ro". If it is no secret: --ship tls/key.pem',
      evidence: [{ file: 'server.js', line: 2 }],
    },
  ]);
});

it.each([
  ['.env', 'A=1'],
  ['data.json', '{}'],
  ['tls/cert.pem', '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n'],
])('says nothing about %s', async (file, text) => {
  expect(await notesOf(file, text)).toEqual([]);
});

/** What is said about a program of one source. */
async function missingOf(source: string) {
  const project = {
    'package.json': '{ "name": "a", "scripts": { "start": "node server.js" } }',
    'server.js': `require('node:http').createServer().listen(3000);\nconst fs = require('fs');\n${source}`,
  };
  const { notes } = await generate(project, { base: 'scratch' });
  return notes.filter((it) => it.code === 'node/secret-file-missing');
}

it('warns of a key that the project lacks, and names the variable that has its place', async () => {
  expect(
    await missingOf(
      "fs.readFileSync(process.env.KEY_FILE || 'tls/key.pem');\nfs.readFileSync('tls/key.pem');",
    ),
  ).toMatchObject([
    {
      level: 'warning',
      text: 'the program reads tls/key.pem, which is not in the project',
      hint: 'Mount it: docker run -v "$PWD/tls/key.pem:/app/tls/key.pem:ro", or set KEY_FILE to a file that is there',
      evidence: [{ file: 'server.js', line: 3 }],
    },
  ]);
});

it.each([
  ["fs.readFileSync('data.json');"],
  ["fs.readFileSync('/run/tls/key.pem');"],
  ["fs.readFileSync(require('os').homedir() + '/key.pem');"],
  ["if (fs.existsSync('key.pem')) fs.readFileSync('key.pem');"],
  ["fs.writeFileSync('key.pem', make());\n\n\n\n\n\n\nfs.readFileSync('key.pem');"],
])('does not call a file missing: %s', async (source) => {
  expect(await missingOf(source)).toEqual([]);
});

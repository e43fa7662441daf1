import { expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

const server =
  "const config = require('config');\nconst db = require('./db');\nrequire('express')().get('/', (_, res) => res.send(config.get('title'))).listen(3000);\n";

async function demanded(db: string, files: Readonly<Record<string, string>> = {}) {
  const { notes } = await generate(
    {
      'package.json': JSON.stringify({
        name: 'shop',
        scripts: { start: 'node server.js' },
        dependencies: { config: '3', express: '5' },
      }),
      'server.js': server,
      'db.js': `const config = require('config');\n${db}\n`,
      ...files,
    },
    { base: 'scratch' },
  );
  return notes.flatMap((it) =>
    it.text.includes('NODE_CONFIG') ? `${it.text}: ${it.evidence?.[0]?.because ?? ''}` : [],
  );
}

it('says what node-config lacks when the program starts', async () => {
  const keys = "module.exports = connect(config.get('mongo.uri'), config.get('secret'));";
  expect(await demanded(keys)).toEqual([
    'the program starts only if these variables are set: NODE_CONFIG: no file of the project sets mongo.uri, secret for node-config',
  ]);
  const given = { 'config/default.json': '{"mongo":{"uri":"mongodb://db"}}' };
  expect(await demanded(keys, given)).toEqual([expect.stringMatching(/sets secret for/)]);
});

it.each<[string, string, Record<string, string>]>([
  ['that a file sets', "connect(config.get('uri'));", { 'config/default.yaml': 'uri: x\n' }],
  [
    'that a variable sets',
    "connect(config.get('uri'));",
    { 'config/custom-environment-variables.json': '{"uri":"MONGO_URI"}' },
  ],
  ['that is asked for first', "if (config.has('uri')) connect(config.get('uri'));", {}],
  ['whose absence is caught', "try { connect(config.get('uri')); } catch {}", {}],
  ['of a request', "module.exports = () => config.get('uri');", {}],
  ['of another library', "const other = new Map();\nconnect(other.get('uri'));", {}],
])('says nothing of a key %s', async (_what, db, files) => {
  expect(await demanded(db, files)).toEqual([]);
});

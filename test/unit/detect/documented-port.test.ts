import { describe, expect, it } from 'vitest';
import { generate } from '../../support/generate.ts';

/** The port of a program whose code shows that it listens, and not where. */
async function portOf(files: Readonly<Record<string, string>>, server = listening) {
  const project = {
    'package.json': '{ "name": "a", "scripts": { "start": "node server.js" } }',
    'server.js': server,
    ...files,
  };
  return (await generate(project, { base: 'scratch' })).choices['port'];
}

const listening = "require('node:http').createServer().listen(require('./load')().where);";
const load = { 'load.js': 'module.exports = () => JSON.parse(read());' };

it.each<[string, Record<string, string>, number, string]>([
  ['a documented address', { 'README.md': 'Open http://localhost:9090/admin' }, 9090, 'README.md'],
  ['docker run', { 'readme.md': 'docker run -p 127.0.0.1:80:8081 a, then localhost:80' }, 8081, ''],
  ['a configuration file', { 'conf/config.yml': 'http:\n  port: 6020 # web\n' }, 6020, ''],
  [
    'a configuration file before the documentation',
    { 'config.example.json': '{\n  "port": 7000,\n  "db": { "port": 5432 }\n}', 'README.md': ':1' },
    7000,
    'config.example.json',
  ],
  ['no port of a database', { 'README.md': 'localhost:5432 and localhost:3004' }, 3004, ''],
])('is that of %s', async (_, files, port, file) => {
  const choice = await portOf({ ...load, ...files });
  expect(choice).toMatchObject({ value: port });
  if (file !== '') expect(choice).toMatchObject({ evidence: [{ file }] });
});

it.each<[string, Record<string, string>]>([
  ['several are named', { 'README.md': 'localhost:3000 or localhost:4000' }],
  ['one is named elsewhere', { 'docs/README.md': 'localhost:3000' }],
  ['it is none', { 'README.md': 'localhost:70000' }],
  ['it is that of a proxy', { 'README.md': "proxy = 'http://127.0.0.1:1080'" }],
  ['it is that of a client', { 'README.md': '"remote-address":"127.0.0.1:51564"' }],
])('stays unknown where %s', async (_, files) => {
  expect(await portOf({ ...load, ...files })).toMatchObject({ value: null });
});

it('stays where the code says it, and where nothing listens', async () => {
  const files = { 'README.md': 'http://localhost:9090' };
  const server = "require('node:http').createServer().listen(3000);";
  expect(await portOf(files, server)).toMatchObject({ value: 3000 });
  expect(await portOf(files, 'console.log(1);')).toMatchObject({ value: null });
});

describe('of one program of several', () => {
  const main = (path: string): Record<string, string> => ({
    [path]:
      'package main\n\nimport "net/http"\n\nfunc main() {\n\thttp.ListenAndServe(load(), nil)\n}\n\nfunc load() string { return read() }\n',
  });
  const project = {
    'go.mod': 'module example.com/logs\n\ngo 1.26.0\n',
    ...main('cmd/logs/main.go'),
    ...main('cmd/canary/main.go'),
    'cmd/logs/logs-docker-config.yaml':
      'server:\n  http_listen_port: 3100\n  grpc_listen_port: 9096\n',
    'README.md': 'http://localhost:4000',
  };

  it('is that of a configuration file beside its entry, and not of the documentation', async () => {
    const { choices } = await generate(project, { base: 'scratch' });
    expect(choices['service']).toMatchObject({ value: 'logs' });
    expect(choices['port']).toMatchObject({
      value: 3100,
      evidence: [{ file: 'cmd/logs/logs-docker-config.yaml', line: 2 }],
    });
    const without = { ...project, 'cmd/logs/logs-docker-config.yaml': 'server: {}\n' };
    expect((await generate(without, { base: 'scratch' })).choices['port']).toMatchObject({
      value: 4000,
    });
    const other = await generate(project, { base: 'scratch', service: ['canary'] });
    expect(other.choices['port']).toMatchObject({ value: null });
  });
});

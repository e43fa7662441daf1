/** What SECURITY.md promises about the network: who is asked, and when nothing is. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { folderWith, goProject, run, runBuilt } from './run.ts';

const asked: string[] = [];
let proxy: Server;
const before = { ...process.env };

/** Every way out is a proxy that notes whom the program wants to speak to, and refuses. */
beforeAll(async () => {
  proxy = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(502).end();
  });
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    HTTPS_PROXY: address,
    HTTP_PROXY: address,
    ALL_PROXY: address,
    NO_PROXY: '',
    no_proxy: '',
    https_proxy: '',
    http_proxy: '',
  });
});
afterAll(() => {
  process.env = before;
  proxy.close();
});

/** A digest that could be one: check does not ask for one with a pattern. */
const digest = createHash('sha256').update('base').digest('hex');
const dockerfile = `FROM registry.example.com/base:1@sha256:${digest}
`;

it.each([
  ['create --offline', ['--yes', '--base', 'alpine', '--offline', '--dry-run']],
  ['create --print-plan', ['--yes', '--base', 'alpine', '--print-plan']],
  ['check --offline', ['check', '--offline']],
  ['presets', ['presets']],
  ['--help', ['--help']],
])('%s opens no connection', async (_, argv) => {
  asked.length = 0;
  const folder = folderWith({ ...goProject, 'other.Dockerfile': dockerfile });
  expect((await run(folder, ...argv)).code).toBe(0);
  expect(asked).toEqual([]);
});

it.each([
  [
    'create asks the registries of its base images',
    runBuilt,
    ['--yes', '--base', 'distroless', '--dry-run', '--no-cache'],
    ['gcr.io:443', 'registry-1.docker.io:443'],
  ],
  [
    'check asks the registries that the files name',
    run,
    ['check', '--no-cache'],
    ['registry.example.com:443'],
  ],
  [
    'update asks the registries that the files name',
    run,
    ['update', '--no-cache', '--dry-run'],
    ['registry.example.com:443'],
  ],
])('%s, and no other host', async (_, start, argv, hosts) => {
  asked.length = 0;
  await start(folderWith({ ...goProject, 'other.Dockerfile': dockerfile }), ...argv);
  expect([...new Set(asked)].sort()).toEqual(hosts);
});

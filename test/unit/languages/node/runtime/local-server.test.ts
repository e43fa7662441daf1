import { createServer, type Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { openPreload } from '../../../../../src/languages/node/runtime/local-server.ts';
import { generate } from '../../../../support/generate.ts';

const outside = Object.values(networkInterfaces())
  .flatMap((it) => it ?? [])
  .find((it) => !it.internal && it.family === 'IPv4')?.address;

/** Listens at an address, on any port by default. */
async function listening(server: Server, address: string, port = 0): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  return (server.address() as AddressInfo).port;
}

/** @returns what a server on localhost answers to another address, with the preload for a port. */
async function answerOutside(preloaded: (port: number) => number): Promise<string> {
  const free = createServer();
  const port = await listening(free, '127.0.0.1');
  await new Promise((resolve) => free.close(resolve));
  const { listen } = net.Server.prototype;
  const server = createServer((_, response) => response.end('served'));
  try {
    await import(/* @vite-ignore */ openPreload(preloaded(port), null));
    await listening(server, '127.0.0.1', port);
    const answer = await fetch(`http://${outside}:${port}/`, { headers: { connection: 'close' } });
    return await answer.text();
  } catch {
    return 'not reached';
  } finally {
    net.Server.prototype.listen = listen;
    server.close();
  }
}

describe.skipIf(outside === undefined)('the preload for a server on localhost', () => {
  it('accepts connections on the other addresses', async () => {
    expect(await answerOutside((port) => port)).toBe('served');
  });

  it('opens no other port', async () => {
    expect(await answerOutside((port) => port + 1)).toBe('not reached');
  });
});

describe('a server on localhost', () => {
  const files = (listens: string): Record<string, string> => ({
    'package.json': JSON.stringify({
      scripts: { start: 'node x.js' },
      dependencies: { express: '5' },
    }),
    'x.js': `const app = require('express')();\n${listens}`,
  });
  const dockerfileOf = async (listens: string) =>
    (await generate(files(listens), { base: 'scratch' })).files.get('Dockerfile') ?? '';

  it.each([
    ["app.listen(3000, '127.0.0.1');", openPreload(3000, null)],
    ["app.listen(process.env.PORT || 3000, 'localhost');", openPreload(3000, 'PORT')],
  ])('is opened: %s', async (listens, preload) => {
    const dockerfile = await dockerfileOf(listens);
    expect(dockerfile).toContain(`"--import", ${JSON.stringify(preload)}, "x.js"]`);
    expect(dockerfile.replaceAll('\n# ', ' ')).toContain('The program listens on localhost only.');
  });

  it.each([
    ['all addresses', 'app.listen(3000);'],
    ['a variable', "app.listen(3000, process.env.HOST || 'localhost');"],
  ])('is not where it listens on %s', async (_, listens) => {
    const dockerfile = await dockerfileOf(listens);
    expect(dockerfile).toContain('"x.js"]');
    expect(dockerfile).not.toContain('networkInterfaces');
  });

  it('is told to listen everywhere by a variable behind a setting of Express', async () => {
    const dockerfile = await dockerfileOf(
      "app.set('host', process.env.HOST || '127.0.0.1');\napp.listen(3000, app.get('host'));",
    );
    expect(dockerfile).toContain('ENV HOST="0.0.0.0"');
    expect(dockerfile).not.toContain('networkInterfaces');
  });
});

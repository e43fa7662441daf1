/** A workspace whose programs run on Node and on Bun. */
import { expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

const manifest = (content: object): string => JSON.stringify(content);
const server = "import { createServer } from 'node:http';\ncreateServer().listen(3000);\n";
const project = {
  'package.json': manifest({ name: 'root', workspaces: ['one', 'two'] }),
  'bun.lock': '{ "lockfileVersion": 1, "workspaces": {} }',
  'one/package.json': manifest({ name: 'one', scripts: { start: 'bun server.ts' } }),
  'one/server.ts': server,
  'two/package.json': manifest({ name: 'two', scripts: { start: 'node server.mjs' } }),
  'two/server.mjs': server,
};

it.each([
  ['one', 'oven/bun:1-slim'],
  ['two', 'node:26-trixie-slim'],
])('%s is built in the image of its own interpreter, %s', async (service, image) => {
  const { files } = await generate(project, { base: 'distroless', service: [service] });
  expect(files.get('Dockerfile')).toContain(`FROM ${image}@`);
});

it('its version is that of the program that is chosen', async () => {
  const { files, choices } = await generate(project, { base: 'distroless' });
  expect(choices['runtimeVersion']?.value).toBe('1');
  expect(files.get('Dockerfile')).toContain('FROM oven/bun:1-slim@');
});

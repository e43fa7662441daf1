import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

async function serviceOf(start: string, dependency: string, files: Record<string, string> = {}) {
  const manifest = { name: 'x', scripts: { start }, dependencies: { [dependency]: '1' } };
  const facts = await node.detect(
    memoryProject({ 'package.json': JSON.stringify(manifest), ...files }),
    { today: new Date('2026-11-20T00:00:00Z') },
  );
  const service = facts?.services[0];
  if (!service) throw new Error('no service');
  return { ...service, codes: service.notes.map((it) => it.code) };
}

describe('a server that a dependency includes', () => {
  it.each<[start: string, dependency: string, port: number, variable: string | null]>([
    ['n8n start', 'n8n', 5678, 'N8N_PORT'],
    ['directus start', 'directus', 8055, 'PORT'],
    ['verdaccio --listen 0.0.0.0:4873', 'verdaccio', 4873, null],
    ['node-red', 'node-red', 1880, 'PORT'],
    ['json-server db.json', 'json-server', 3000, 'PORT'],
    ['parse-server config.json', 'parse-server', 1337, 'PORT'],
    ['node node_modules/ghost/index.js', 'ghost', 2368, 'server__port'],
    ['medusa start', '@medusajs/cli', 9000, 'PORT'],
    ['keystone start', '@keystone-6/core', 3000, 'PORT'],
    ['flowise start', 'flowise', 3000, 'PORT'],
    ['maildev', 'maildev', 1080, 'MAILDEV_WEB_PORT'],
    ['prism mock -h 0.0.0.0 api.yaml', '@stoplight/prism-cli', 4010, null],
    ['postgraphile --host 0.0.0.0', 'postgraphile', 5000, null],
    ['npx n8n', 'n8n', 5678, 'N8N_PORT'],
    ['n8n start --port 80', 'n8n', 80, 'N8N_PORT'],
  ])('%s', async (start, dependency, port, variable) => {
    const { port: found, details, codes } = await serviceOf(start, dependency);
    expect(found).toMatchObject({ kind: 'found', value: port });
    expect(details.portVariable).toBe(variable);
    expect(codes).not.toContain('node/listens-on-localhost');
    expect(codes).not.toContain('node/port-of-dependency');
  });

  it('is the program where it brings Next.js for its own pages', async () => {
    const manifest = {
      scripts: { build: 'keystone build', start: 'keystone start' },
      dependencies: { '@keystone-6/core': '8', next: '16' },
    };
    const facts = await node.detect(memoryProject({ 'package.json': JSON.stringify(manifest) }), {
      today: new Date('2026-11-20T00:00:00Z'),
    });
    expect(facts?.services[0]?.start).toMatchObject({
      value: ['node', 'node_modules/@keystone-6/core/bin/cli.js', 'start'],
    });
  });

  it('declares where it writes, outside of the project, too', async () => {
    expect((await serviceOf('n8n', 'n8n')).details.writable).toEqual(['/app/.n8n', '/app/.cache']);
    expect((await serviceOf('directus start', 'directus')).details.writable).toEqual([
      '/app/uploads',
    ]);
  });

  it.each([
    ['verdaccio', 'verdaccio'],
    ['prism mock api.yaml', '@stoplight/prism-cli'],
    ['postgraphile', 'postgraphile'],
  ])('%s listens on localhost', async (start, dependency) => {
    expect((await serviceOf(start, dependency)).codes).toContain('node/listens-on-localhost');
  });
});

describe('another program of a dependency', () => {
  const locked = {
    'package-lock.json': JSON.stringify({
      packages: {
        'node_modules/moored': { version: '1.0.0', bin: { moored: 'cli.js' } },
      },
    }),
  };

  it('is never a program without a port', async () => {
    const { port, notes } = await serviceOf('moored', 'moored', locked);
    expect(port).toMatchObject({ kind: 'suggested', value: null });
    expect(notes.find((it) => it.code === 'node/port-of-dependency')).toMatchObject({
      level: 'warning',
      text: expect.stringContaining('moored') as string,
      hint: expect.stringContaining('--port') as string,
      evidence: [{ file: 'package.json', line: 1 }],
    });
  });

  it('says its port where the command names it', async () => {
    const { port, codes } = await serviceOf('moored --port 8123', 'moored', locked);
    expect(port).toMatchObject({ kind: 'found', value: 8123 });
    expect(codes).not.toContain('node/port-of-dependency');
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['yarn.lock', { 'yarn.lock': '' }, true],
    ['no lock file', {}, true],
    ['pnpm-lock.yaml', { 'pnpm-lock.yaml': '' }, false],
    ["Plug'n'Play", { 'yarn.lock': '', '.yarnrc.yml': '' }, false],
  ])('is found by its link, with %s: %s', async (_, files, isFound) => {
    const { start } = await serviceOf('moored', '@a/moored', files);
    expect(start.kind).toBe(isFound ? 'found' : 'unknown');
    if (isFound) expect(start).toMatchObject({ value: ['node', 'node_modules/.bin/moored'] });
  });

  it('has the rows of a server that is found by its link', async () => {
    const { port } = await serviceOf('node node_modules/.bin/medusa start', '@medusajs/cli');
    expect(port).toMatchObject({ value: 9000 });
  });
});

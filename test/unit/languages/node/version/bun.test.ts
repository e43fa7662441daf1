import { describe, expect, it } from 'vitest';
import { detectProject } from '../../../../../src/detect.ts';
import { node } from '../../../../../src/languages/node/node.ts';
import { planImage } from '../../../../../src/plan.ts';
import { choose } from '../../../../../src/choose.ts';
import { memoryProject, silentPrompter } from '../../../../../src/ports/memory.ts';
import type { Values } from '../../../../../src/options.ts';

const today = new Date('2026-11-20T00:00:00Z');
const lock = {
  'bun.lock':
    '{ "lockfileVersion": 1, "workspaces": { "": { "dependencies": { "hono": "^4.0.0" } } } }',
};

function projectOf(manifest: object, files: Record<string, string>) {
  return memoryProject({
    'package.json': JSON.stringify(
      { name: 'x', dependencies: { hono: '^4.0.0' }, ...manifest },
      null,
      2,
    ),
    ...lock,
    ...files,
  });
}

async function serviceOf(
  manifest: object,
  files: Record<string, string> = { 'src/index.ts': '' },
  start?: readonly string[],
) {
  const facts = await node.detect(projectOf(manifest, files), {
    today,
    ...(start ? { start } : {}),
  });
  const service = facts?.services[0];
  if (!facts || !service) throw new Error('no service');
  return { facts, service, details: service.details };
}

async function planOf(manifest: object, files: Record<string, string>, flags: Values = {}) {
  const detected = await detectProject(projectOf(manifest, files), {
    ...flags,
    service: undefined,
    today,
  });
  const chosen = await choose({
    detected,
    flags: { yes: true, base: 'scratch', ...flags },
    preset: {},
    prompter: silentPrompter,
    today,
  });
  return await planImage(chosen);
}

describe('a program that Bun runs', () => {
  it.each<[string, object, string[]]>([
    [
      'bun FILE',
      { scripts: { start: 'bun src/index.ts --verbose' } },
      ['bun', 'src/index.ts', '--verbose'],
    ],
    ['bun run FILE', { scripts: { start: 'bun run ./src/index.ts' } }, ['bun', 'src/index.ts']],
    [
      'its own flags',
      { scripts: { start: 'bun --smol run --preload ./src/trace.ts src/index.ts' } },
      ['bun', '--smol', '--preload', './src/trace.ts', 'src/index.ts'],
    ],
    [
      'a nested script',
      {
        scripts: {
          start: 'bun --bun run serve',
          serve: 'NODE_ENV=production bun run src/index.ts',
        },
      },
      ['bun', 'src/index.ts'],
    ],
    [
      'an environment file, and packages fetched while it runs',
      { scripts: { start: 'bun --env-file=.env -i src/index.ts' } },
      ['bun', 'src/index.ts'],
    ],
    [
      'the folder',
      { module: 'src/index.ts', scripts: { start: 'bun .' } },
      ['bun', 'src/index.ts'],
    ],
  ])('is started by %s', async (_name, manifest, start) => {
    const { service, details } = await serviceOf(manifest);
    expect(service.start).toMatchObject({ kind: 'found', value: start });
    expect(details.interpreter).toBe('bun');
  });

  it.each<[string, object]>([
    ['the types of Bun', { module: 'src/index.ts', devDependencies: { '@types/bun': '*' } }],
    ['a script for development', { scripts: { dev: 'bun run --hot src/index.ts' } }],
  ])('is known by %s where no script starts it', async (_name, manifest) => {
    const { service, details } = await serviceOf(manifest);
    expect(service.start).toMatchObject({ kind: 'suggested', value: ['bun', 'src/index.ts'] });
    expect(details.interpreter).toBe('bun');
  });

  it('has no node beside it', async () => {
    const { service } = await serviceOf(
      { scripts: { start: 'bun src/index.ts' } },
      { 'src/index.ts': "import { spawn } from 'node:child_process';\nspawn('node', ['x.js']);" },
    );
    expect(service.notes.map((it) => it.text)).toContain(
      'the program runs node, which is not in the image',
    );
  });

  it('is known by a version of Bun where nothing names one of Node', async () => {
    const files = {
      'src/index.ts': 'export default { port: 3000, fetch() {} }',
      '.bun-version': '1.3.0',
    };
    expect((await serviceOf({ module: 'src/index.ts' }, files)).service.start).toMatchObject({
      kind: 'suggested',
      value: ['bun', 'src/index.ts'],
    });
    expect((await serviceOf({}, { ...files, '.nvmrc': '24' })).details.interpreter).toBe('node');
  });

  it('stays one for Node where Bun only installs, and where the user says so', async () => {
    expect(
      (
        await serviceOf(
          { scripts: { start: 'bun run serve', serve: 'node src/index.js' } },
          { 'src/index.js': '' },
        )
      ).details.interpreter,
    ).toBe('node');
    expect(
      (
        await serviceOf({ scripts: { start: 'bun src/index.ts' } }, { 'src/index.ts': '' }, [
          'node',
          'src/index.ts',
        ])
      ).details.interpreter,
    ).toBe('node');
  });

  it('is not one that restarts when a file changes', async () => {
    const { service } = await serviceOf(
      { scripts: { start: 'bun run --watch src/server.ts' } },
      { 'src/server.ts': '' },
    );
    expect(service.notes[0]?.text).toContain(
      'bun run --watch src/server.ts: bun --watch restarts the program whenever a file changes',
    );
  });

  it.each<[string, object, Record<string, string>, string]>([
    ['the exact one that packageManager names', { packageManager: 'bun@1.2.21' }, {}, '1.2.21'],
    ['the exact one of .bun-version', {}, { '.bun-version': 'bun-1.3.0\n' }, '1.3.0'],
    ['the line that a range names', { engines: { bun: '~1.2.4' } }, {}, '1.2'],
    ['the newest for an open range', { engines: { bun: '>=1.1' } }, {}, '1'],
    ['the newest where nothing is named', {}, {}, '1'],
  ])('has a version: %s', async (_name, manifest, files, version) => {
    const { facts } = await serviceOf(
      { scripts: { start: 'bun src/index.ts' }, ...manifest },
      { 'src/index.ts': '', ...files },
    );
    expect(facts.runtimeVersion).toMatchObject({ kind: 'found', value: version });
  });

  it.each<[string, string, number, string | null]>([
    ['an exported server', 'const app = new Hono();\nexport default app;', 3000, 'PORT'],
    [
      'an exported server with a port',
      'export default { port: 8081, fetch: app.fetch };',
      8081,
      null,
    ],
    ['Bun.serve without a port', 'Bun.serve({ fetch: () => new Response() });', 3000, 'PORT'],
    ['Bun.serve with one', 'Bun.serve({ port: Bun.env.PORT ?? 4000, fetch });', 4000, 'PORT'],
    ['Elysia', 'new Elysia().get("/", () => "").listen(8080)', 8080, null],
  ])('listens where it says: %s', async (_name, source, port, variable) => {
    const { service, details } = await serviceOf(
      { scripts: { start: 'bun src/index.ts' } },
      { 'src/index.ts': source },
    );
    expect(service.port).toMatchObject({ kind: 'found', value: port });
    expect(details.portVariable).toBe(variable);
  });
});

describe('the image of a program that Bun runs', () => {
  const files = { 'src/index.ts': 'export default app', 'tsconfig.json': '{}', 'bunfig.toml': '' };

  it.each([
    ['scratch', 'oven/bun:1-slim', null],
    ['distroless', 'oven/bun:1-slim', 'distroless/cc-debian13:nonroot'],
    ['alpine', 'oven/bun:1-alpine', 'library/alpine:3.24'],
  ])('on %s', async (base, build, runtime) => {
    const { images } = await planOf({ scripts: { start: 'bun src/index.ts' } }, files, { base });
    const name = (it: { repository: string; tag: string } | undefined) =>
      it ? `${it.repository}:${it.tag}` : null;
    expect([name(images['build']), name(images['runtime'])]).toEqual([build, runtime]);
  });

  it('installs nothing while it runs, ends on SIGTERM, and keeps what Bun compiles by', async () => {
    const { view } = await planOf({ scripts: { start: 'bun src/index.ts' } }, files);
    expect(view['targets']).toMatchObject([
      {
        runtime: {
          entrypoint: [
            '/usr/local/bin/bun',
            '--no-install',
            '--preload',
            '/usr/local/lib/stop.js',
            'src/index.ts',
          ],
          healthcheck: { command: ['/usr/local/bin/bun', '-e', expect.any(String) as string] },
        },
      },
    ]);
    expect(view['project']).toMatchObject({
      tool: null,
      unshipped: { paths: ['bun.lock'] },
      stop: { file: '/usr/local/lib/stop.js' },
    });
  });

  it('is refused where another package manager would have to install', async () => {
    const manifest = { scripts: { start: 'bun src/index.ts' }, packageManager: 'npm@11.0.0' };
    await expect(planOf(manifest, { ...files, 'package-lock.json': '{}' })).rejects.toThrow(
      'package-lock.json: the program runs on Bun, and npm installs its packages: Bun\'s image has no npm\nRun "bun install", which takes the versions over from package-lock.json; commit bun.lock and remove package-lock.json.',
    );
  });
});

describe('Deno', () => {
  it('is refused with a message', async () => {
    const project = memoryProject({ 'deno.json': '{}', 'main.ts': '' });
    const detected = await detectProject(project, { today });
    await expect(
      choose({ detected, flags: { yes: true }, preset: {}, prompter: silentPrompter, today }),
    ).rejects.toThrow(
      'deno.json: this is a Deno program, and Deno images are not supported yet\nStart it with Node or Bun: both need a package.json that names its dependencies.',
    );
  });

  it('is refused like manifests that pnpm alone reads', async () => {
    const detected = await detectProject(memoryProject({ 'package.json5': '{}' }), { today });
    await expect(
      choose({ detected, flags: { yes: true }, preset: {}, prompter: silentPrompter, today }),
    ).rejects.toThrow(
      'package.json5: only pnpm reads this, and neither node nor a build in the image does\nWrite it as package.json: node reads there whether its files are ES modules.',
    );
  });

  it('is refused as a start script', async () => {
    const { service } = await serviceOf(
      { scripts: { start: 'deno run -A main.ts' } },
      { 'main.ts': '' },
    );
    expect(service.notes[0]?.text).toContain(
      'deno runs it: Deno images are not supported yet; start it with node or bun',
    );
  });
});

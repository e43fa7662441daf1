import { describe, expect, it } from 'vitest';
import { node } from '../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';

const today = new Date('2026-11-01');
const manifest = (content: object): string => JSON.stringify(content);
const server = "require('node:http').createServer().listen(3000);";
const workspace = {
  'package.json': manifest({ workspaces: ['apps/*'] }),
  'apps/api/package.json': manifest({ name: 'api', scripts: { start: 'node server.js' } }),
  'apps/api/server.js': server,
};

async function codesOf(
  files: Record<string, string>,
  root = '/work/project',
  above: Record<string, string> = {},
): Promise<string[]> {
  const facts = await node.detect(memoryProject(files, root, above), { today });
  const notes = [
    ...(facts?.notes ?? []),
    ...(facts?.services ?? []).flatMap((service) => service.notes),
  ];
  return notes.map((note) => `${note.level} ${note.code ?? ''}`);
}

describe('a desktop program', () => {
  it('is no error where the user names a program that serves', async () => {
    const files = {
      'package.json': manifest({ main: 'main.js', devDependencies: { electron: '40' } }),
      'server.js': server,
    };
    const facts = await node.detect(memoryProject(files), { today, start: ['node', 'server.js'] });
    expect(facts?.notes.filter((it) => it.level === 'error')).toEqual([]);
  });

  it.each([
    ['the command of the package', './main.js', []],
    ['another file', './tool.js', ['node/desktop-program']],
  ])('whose start script runs %s', async (_name, bin, codes) => {
    const files = {
      'package.json': manifest({
        main: 'window.js',
        bin: { shop: bin },
        scripts: { start: 'node main.js' },
        devDependencies: { electron: '40' },
      }),
      'main.js': '',
    };
    const facts = await node.detect(memoryProject(files), { today });
    expect(facts?.notes.filter((it) => it.level === 'error').map((it) => it.code)).toEqual(codes);
  });

  it.each([
    ['serves without a screen', { start: 'electron .', server: 'node server.js' }, []],
    ['starts the window with a script', { start: 'electron .' }, ['node/desktop-program']],
    [
      'listens to no port',
      { start: 'node --run go', go: 'electron main.js', server: 'node main.js' },
      ['node/desktop-program'],
    ],
  ])('a script of it that %s', async (_, scripts, codes) => {
    const files = {
      'package.json': manifest({ main: 'main.js', scripts, devDependencies: { electron: '40' } }),
      'server.js': server,
      'main.js': '',
    };
    const facts = await node.detect(memoryProject(files), { today });
    expect(facts?.notes.filter((it) => it.level === 'error').map((it) => it.code)).toEqual(codes);
    if (codes.length === 0)
      expect(facts?.services[0]?.start).toMatchObject({ value: ['node', 'server.js'] });
  });
});

describe('notes of Node have codes', () => {
  it.each<[string, Record<string, string>]>([
    [
      'error node/desktop-program',
      { 'package.json': manifest({ main: 'main.js', devDependencies: { electron: '40' } }) },
    ],
    [
      'error node/meteor-program',
      { 'package.json': manifest({}), '.meteor/release': 'METEOR@3.4\n', 'server/main.js': '' },
    ],
    [
      'warning node/secret-in-start-script',
      {
        'package.json': manifest({ scripts: { start: 'API_KEY=x node server.js' } }),
        'server.js': server,
      },
    ],
    [
      'info node/start-part-left-out',
      {
        'package.json': manifest({ scripts: { start: 'dotenv -- node server.js' } }),
        'server.js': server,
      },
    ],
    [
      'warning node/version-unknown',
      { 'package.json': manifest({ engines: { node: '>=90' } }), 'server.js': server },
    ],
    ['warning node/workspace-lock-missing', { ...workspace, 'apps/api/package-lock.json': '{}' }],
    [
      'error node/workspace-package-missing',
      {
        ...workspace,
        'apps/api/package.json': manifest({
          name: 'api',
          scripts: { start: 'node server.js' },
          dependencies: { gone: 'workspace:*' },
        }),
      },
    ],
    [
      'error node/injected-packages',
      {
        'package.json': '{}',
        'pnpm-lock.yaml': '',
        'pnpm-workspace.yaml': 'packages: [apps/*, lib]\ninjectWorkspacePackages: true\n',
        'lib/package.json': manifest({ name: 'lib', exports: './index.js' }),
        'lib/index.js': '',
        'apps/api/package.json': manifest({
          name: 'api',
          scripts: { start: 'node server.js' },
          dependencies: { lib: 'workspace:*' },
        }),
        'apps/api/server.js': server,
      },
    ],
    [
      'error node/nx-output-unknown',
      {
        'package.json': manifest({ devDependencies: { nx: '23' } }),
        'nx.json': '{}',
        'apps/api/project.json': manifest({
          name: 'api',
          projectType: 'application',
          targets: { build: {} },
        }),
      },
    ],
    [
      'info node/tslib-copied',
      {
        ...workspace,
        'package.json': manifest({ workspaces: ['apps/*'], devDependencies: { tslib: '2' } }),
        'apps/api/package.json': manifest({
          name: 'api',
          scripts: { build: 'tsc', start: 'node dist/server.js' },
        }),
        'apps/api/tsconfig.json': manifest({
          compilerOptions: { outDir: 'dist', rootDir: 'src', importHelpers: true },
        }),
        'apps/api/src/server.ts': server,
      },
    ],
  ])('%s', async (code, files) => {
    expect(await codesOf(files)).toContain(code);
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    [
      'error node/workspace-above',
      { 'package.json': manifest({ name: 'api' }), 'server.js': server },
      { '../../package.json': manifest({ workspaces: ['apps/*'] }) },
    ],
  ])('%s', async (code, files, above) => {
    expect(await codesOf(files, '/work/shop/apps/api', above)).toContain(code);
  });
});

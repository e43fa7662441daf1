import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../../../src/languages/node/files/manifest.ts';
import { programOf } from '../../../../../src/languages/node/start/programs.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

/** @returns what a command becomes, by default with tsx and ts-node as production dependencies. */
async function resolved(
  command: string,
  dependencies: Record<string, string> = { tsx: '4.20.0', 'ts-node': '10.9.2' },
) {
  const project = memoryProject({ 'package.json': JSON.stringify({ name: 'a', dependencies }) });
  const read = await readManifest(project, '');
  if (!read?.ok) throw new Error('package.json is not read');
  return programOf(command.split(' '), { manifest: read.manifest, binary: () => undefined });
}

describe('a program that compiles while it runs is a preload of node', () => {
  it.each<[string, string]>([
    ['tsx ./src/a.ts --x', 'node --import tsx src/a.ts --x'],
    ['tsx --no-cache src/a.ts', 'node --import tsx src/a.ts'],
    ['tsx --import ./b.js src/a.ts', 'node --import tsx --import ./b.js src/a.ts'],
    ['tsx --max-old-space-size=99 src/a.ts', 'node --import tsx --max-old-space-size=99 src/a.ts'],
    ['tsx --enable-source-maps src/a.ts', 'node --import tsx --enable-source-maps src/a.ts'],
    [
      'ts-node -r tsconfig-paths/register src/a.ts',
      'node --require ts-node/register -r tsconfig-paths/register src/a.ts',
    ],
    ['ts-node --esm src/a.ts', 'node --loader ts-node/esm src/a.ts'],
    ['ts-node-esm src/a.ts', 'node --loader ts-node/esm src/a.ts'],
  ])('%s', async (command, words) => {
    expect(await resolved(command)).toEqual({
      kind: 'node',
      words: words.split(' '),
      environment: {},
      dropped: [],
    });
  });

  it.each<[string, Record<string, string>]>([
    ['tsx --tsconfig tsconfig.run.json a.ts', { TSX_TSCONFIG_PATH: 'tsconfig.run.json' }],
    ['tsx --tsconfig=tsconfig.run.json a.ts', { TSX_TSCONFIG_PATH: 'tsconfig.run.json' }],
    ['ts-node -P tsconfig.run.json a.ts', { TS_NODE_PROJECT: 'tsconfig.run.json' }],
    [
      'ts-node -O {"module":"commonjs"} a.ts',
      { TS_NODE_COMPILER_OPTIONS: '{"module":"commonjs"}' },
    ],
    ['ts-node --files -T a.ts', { TS_NODE_FILES: 'true', TS_NODE_TRANSPILE_ONLY: 'true' }],
  ])('its own flags are variables: %s', async (command, environment) => {
    expect(await resolved(command)).toMatchObject({ kind: 'node', environment });
    expect(await resolved(command)).toHaveProperty('words.3', 'a.ts');
  });

  it('a file of variables is not in the image', async () => {
    expect(await resolved('tsx --env-file=.env a.ts')).toEqual({
      kind: 'node',
      words: ['node', '--import', 'tsx', 'a.ts'],
      environment: {},
      dropped: ['--env-file: the image contains no .env file; set the variables when you run it'],
    });
  });

  it.each([
    ['@babel/node', '@babel/register'],
    ['babel-cli', 'babel-register'],
  ])('babel-node of %s', async (name, register) => {
    expect(await resolved('node_modules/.bin/babel-node ./index.js x', { [name]: '7' })).toEqual({
      kind: 'node',
      words: ['node', '--require', register, 'index.js', 'x'],
      environment: { BABEL_DISABLE_CACHE: '1' },
      dropped: [],
    });
  });

  it.each<[string, string, Record<string, string>]>([
    ['for development only', 'babel-node index.js', {}],
    ['with settings in its flags', 'babel-node --presets env index.js', { '@babel/node': '7' }],
  ])('babel-node is not, %s', async (_, command, dependencies) => {
    expect(await resolved(command, dependencies)).toMatchObject({ kind: 'refused' });
  });

  it('without a file, what it starts is unknown', async () => {
    expect(await resolved('tsx --no-cache')).toEqual({
      kind: 'unknown',
      why: 'tsx is started without a file',
    });
  });
});

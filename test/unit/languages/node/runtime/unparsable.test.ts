import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import type { Note } from '../../../../../src/types.ts';

const today = new Date('2026-11-01');
const manifest = (content: object): string => JSON.stringify(content);
const started = manifest({ type: 'module', scripts: { start: 'node server.js' } });
const server = "import { createServer } from 'node:http';\ncreateServer().listen(3000);\n";

async function noteOf(
  code: string,
  files: Record<string, string>,
  start?: readonly string[],
): Promise<Note | undefined> {
  const facts = await node.detect(memoryProject(files), { today, ...(start && { start }) });
  return (facts?.services ?? []).flatMap((it) => it.notes).find((it) => it.code === `node/${code}`);
}

describe('import assertions', () => {
  const asserted = "import a from './a.json' assert { type: 'json' };\n";
  const code = 'import-assertion';

  it('an import', async () => {
    const text = `${server}${asserted}`;
    const note = await noteOf(code, { 'package.json': started, 'server.js': text, 'a.json': '1' });
    expect(note?.level).toBe('error');
    expect(note?.hint).toContain('with');
    expect(note?.evidence?.[0]).toMatchObject({ file: 'server.js', line: 3 });
  });

  it('in a file that the entry loads', async () => {
    const files = { 'server.js': `${server}import './b.js';\n`, 'b.js': asserted, 'a.json': '1' };
    const note = await noteOf(code, { 'package.json': started, ...files });
    expect(note?.evidence?.[0]).toMatchObject({ file: 'b.js', line: 1 });
  });

  const esm = {
    'package.json': manifest({
      type: 'module',
      scripts: { build: 'tsc', start: 'node dist/server.js' },
    }),
    'tsconfig.json': manifest({ compilerOptions: { outDir: 'dist', rootDir: 'src' } }),
  };

  it.each<[string, Record<string, string>]>([
    [
      'import()',
      { 'server.js': `${server}await import('./a.json', { assert: { type: 'json' } });` },
    ],
    ['what a compiler keeps', { ...esm, 'src/server.ts': `${server}${asserted}` }],
  ])('%s', async (_, files) => {
    const note = await noteOf(code, { 'package.json': started, 'a.json': '1', ...files });
    expect(note?.evidence?.[0]).toMatchObject({ line: 3 });
  });

  it.each<[string, Record<string, string>]>([
    [
      'import() in a function',
      {
        'server.js': `${server}const a = () => import('./a.json', { assert: { type: 'json' } });`,
      },
    ],
    ['the keyword with', { 'server.js': `${server}${asserted.replace('assert', 'with')}` }],
    ['a comment', { 'server.js': `${server}/*\n${asserted}*/` }],
    ['a file that nothing loads', { 'server.js': server, 'old.js': asserted }],
    [
      'a compiler',
      {
        'package.json': manifest({ scripts: { build: 'tsc', start: 'node dist/server.js' } }),
        'tsconfig.json': manifest({ compilerOptions: { outDir: 'dist', rootDir: 'src' } }),
        'src/server.ts': `${server}${asserted}`,
      },
    ],
  ])('not with %s', async (_, files) => {
    expect(await noteOf(code, { 'package.json': started, 'a.json': '1', ...files })).toBe(
      undefined,
    );
  });
});

describe('programs of Deno beside a package.json', () => {
  const code = 'deno-program';
  const tasks = (task: unknown): string => manifest({ tasks: { start: task } });
  const plain = { 'package.json': manifest({ dependencies: { hono: '4' } }) };

  it.each<[string, Record<string, string>, object]>([
    ['calls', { 'main.ts': '\nDeno.serve(() => new Response());' }, { file: 'main.ts', line: 2 }],
    [
      'imports from JSR',
      { 'main.ts': "\nimport { serve } from 'jsr:@std/http';\nserve();" },
      { file: 'main.ts', line: 2 },
    ],
    [
      'imports from an address',
      { 'main.ts': "import { serve } from 'https://deno.land/std/http/server.ts';\nserve();" },
      { file: 'main.ts', line: 1 },
    ],
    ['a task', { 'main.ts': '', 'deno.json': tasks('deno run main.ts') }, { file: 'deno.json' }],
    [
      'a task with a comment and a description',
      { 'main.ts': '', 'deno.jsonc': `// ours\n${tasks({ command: 'deno serve main.ts' })}` },
      { file: 'deno.jsonc' },
    ],
  ])('%s', async (_, files, place) => {
    const note = await noteOf(code, { ...plain, ...files });
    expect(note?.level).toBe('error');
    expect(note?.evidence?.[0]).toMatchObject(place);
  });

  it.each<[string, Record<string, string>, string[]?]>([
    ['a task that tests', { 'main.ts': '', 'deno.json': tasks('deno test') }],
    ['a check', { 'main.ts': "if (typeof Deno !== 'undefined') Deno.serve(() => null);" }],
    [
      'a start script',
      { 'package.json': started, 'server.js': server, 'deno.json': tasks('deno run server.js') },
    ],
    [
      'a program that npm installs',
      {
        'package.json': manifest({ bin: { x: 'bin/x.js' } }),
        'bin/x.js': '',
        'deno.json': tasks('deno run bin/x.js'),
      },
    ],
    [
      'a given start',
      { 'main.ts': '', 'deno.json': tasks('deno run main.ts') },
      ['node', 'main.ts'],
    ],
  ])('not with %s', async (_, files, start) => {
    expect(await noteOf(code, { ...plain, ...files }, start)).toBe(undefined);
  });
});

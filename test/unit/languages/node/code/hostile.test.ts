import { describe, expect, it } from 'vitest';
import { readProgram } from '../../../../../src/languages/node/code/program.ts';
import { usesOf } from '../../../../../src/languages/node/code/uses.ts';
import { parseManifest } from '../../../../../src/languages/node/files/manifest.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { processorMs } from '../../../../support/processor-time.ts';

async function usesIn(files: Readonly<Record<string, string>>) {
  const read = parseManifest('', '{ "name": "own" }');
  if (!read.ok) throw new Error('no manifest');
  const program = await readProgram(memoryProject({ ...files }), {
    entries: Object.keys(files).slice(0, 1),
    folder: '',
    packages: [{ manifest: read.manifest, build: null }],
  });
  return usesOf(program);
}

const deep = 20_000;

/** Sources that make work without end, or calls without end, where nothing bounds them. */
describe('a hostile source takes less than two seconds', () => {
  it.each<[string, string]>([
    ['brackets', `app.listen(${'('.repeat(deep)}1${')'.repeat(deep)});`],
    ['brackets that are not closed', `app.listen(${'['.repeat(deep)}`],
    ['a sum', `app.listen(${'1+'.repeat(deep)}1);`],
    ['members', `app.listen(a${'.b'.repeat(deep)});`],
    ['calls', `app.listen(a${'()'.repeat(deep)});`],
    ['functions', `${'function f(){'.repeat(2000)}app.listen(x)${'}'.repeat(2000)}`],
    [
      'a name of a file',
      `const a = ${'x'.repeat(300_000)};\nstart(a);\nfunction start(p) { app.listen(p); }`,
    ],
    ['comments that are not closed', '/* '.repeat(100_000)],
    ['a function that calls itself', 'const f = (p) => f(f(p) + f(p));\napp.listen(f(1));'],
    ['variables in a circle', 'let a = b + b;\nlet b = a + a;\napp.listen(a);'],
    [
      'variables that double',
      `${Array.from({ length: 60 }, (_, it) => `const v${it + 1} = x ? v${it} : v${it} + 'a';`).join('\n')}\napp.listen(v60);`,
    ],
    [
      'parameters of many callers',
      `${Array.from({ length: 200 }, (_, it) => `function f${it + 1}(p) { f${it}(p); f${it}(p); }`).join('\n')}\nfunction f0(p) { app.listen(p); }\nf200(3000);`,
    ],
    ['a text that is not a source', String.fromCharCode(0, 255, 7).repeat(30_000)],
  ])('%s', async (_name, source) => {
    const before = processorMs();
    await usesIn({ 'server.js': source });
    expect(processorMs() - before).toBeLessThan(2000);
  });

  it('files that import each other', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 50 }, (_, it) => [
        `f${it}.js`,
        `export * from './f${(it + 1) % 50}.js';\nimport { port } from './f${(it + 7) % 50}.js';\napp.listen(port);`,
      ]),
    );
    expect((await usesIn(files)).listens.every((it) => it.port === undefined)).toBe(true);
  });
});

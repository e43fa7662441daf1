import { describe, expect, it } from 'vitest';
import { go } from '../../../../src/languages/go/go.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';
import { mod, said, today } from '../../../support/go-facts.ts';
import { processorMs } from '../../../support/processor-time.ts';

const imports = 'package main\n\nimport "net/http"\n\n';
const listen = 'func main() { http.ListenAndServe(":" + port, nil) }\n';
const deep = 20_000;

async function portOf(source: string): Promise<string> {
  const facts = await go.detect(memoryProject({ 'go.mod': mod, 'main.go': source }), { today });
  const port = facts?.services[0]?.port;
  return port ? said(port) : 'no program';
}

/** Sources that make work without end, or calls without end, where nothing bounds them. */
describe('a hostile source takes less than two seconds', () => {
  it.each<[string, string]>([
    ['brackets', `var port = ${'('.repeat(deep)}"1"${')'.repeat(deep)}\n${listen}`],
    ['brackets that are not closed', `${listen}var port = ${'['.repeat(deep)}`],
    ['a sum', `var port = ${'"1" + '.repeat(deep)}"1"\n${listen}`],
    ['fields', `var port = a${'.b'.repeat(deep)}\n${listen}`],
    ['calls', `var port = a${'()'.repeat(deep)}\n${listen}`],
    [
      'functions',
      `var port = ${'func() string { return '.repeat(900)}""${' }()'.repeat(900)}\n${listen}`,
    ],
    ['comments that are not closed', `${listen}${'/* '.repeat(100_000)}`],
    ['a line of 5 MB', `${listen}var port = "${'8'.repeat(5_000_000)}"\n`],
    ['many short lines', `${listen}${'//\n'.repeat(100_000)}`],
    ['a constant that is itself', `const port = port\n${listen}`],
    ['variables in a circle', `var port = a + a\nvar a = port + port\n${listen}`],
    [
      'a function that calls itself',
      `var port = f("1")\nfunc f(p string) string { return f(f(p) + f(p)) }\n${listen}`,
    ],
    [
      'variables that double',
      `${Array.from({ length: 60 }, (_, it) => `var v${it + 1} = v${it} + v${it}\n`).join('')}var port = v60\n${listen}`,
    ],
    [
      'parameters of many callers',
      `${Array.from({ length: 200 }, (_, it) => `func f${it + 1}(p string) { f${it}(p); f${it}(p) }\n`).join('')}func f0(p string) { http.ListenAndServe(p, nil) }\nfunc main() { f200(":3000") }\n`,
    ],
    [
      'structs in a circle',
      `type A struct { B *B }\ntype B struct { A *A; port string }\nvar a = &A{B: &B{A: a}}\nvar port = a.B.A.B.A.B.port\n${listen}`,
    ],
    ['a text that is no source', String.fromCharCode(1, 255, 7).repeat(30_000)],
  ])('%s', async (_name, source) => {
    const before = processorMs();
    await portOf(`${imports}${source}`);
    expect(processorMs() - before).toBeLessThan(2000);
  });

  it('beside which the rest of the program is read', async () => {
    const before = processorMs();
    const facts = await go.detect(
      memoryProject({
        'go.mod': mod,
        'main.go': `${imports}const port = "8300"\n${listen}`,
        'deep.go': `package main\n\nvar deep = ${'('.repeat(deep)}`,
      }),
      { today },
    );
    expect(said(facts?.services[0]?.port ?? { kind: 'unknown', why: '' })).toContain('8300');
    expect(processorMs() - before).toBeLessThan(2000);
  });
});

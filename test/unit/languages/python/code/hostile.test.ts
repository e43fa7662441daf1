import { expect, it } from 'vitest';
import { linesOf } from '../../../../support/knowledge.ts';
import { processorMs } from '../../../../support/processor-time.ts';
import { pythonUses } from '../../../../support/python-uses.ts';

const listens = 'import uvicorn\nuvicorn.run("a:b", host="0.0.0.0", port=PORT)\n';

it.each([
  ['a value that is itself', `a = b\nb = a\nPORT = a\n${listens}`],
  ['a function that calls itself', `def f(x):\n    return f(x + 1)\nPORT = f(1)\n${listens}`],
  ['a class that is its base', `class A(A):\n    pass\nPORT = A().port\n${listens}`],
  ['classes in a circle', `class A(B):\n    pass\nclass B(A):\n    pass\nPORT = A().x\n${listens}`],
  ['brackets without an end', `PORT = ${'('.repeat(20_000)}\n${listens}`],
  [
    'a global outside of functions',
    `PORT = 8000\nif __name__ == "__main__":\n    global PORT\n    PORT = 9000\n    ${listens.replaceAll('\n', '\n    ')}\n`,
  ],
  ['a long sum', `PORT = ${Array(20_000).fill('1').join(' + ')}\n${listens}`],
  ['calls in calls', `PORT = ${'f('.repeat(500)}1${')'.repeat(500)}\n${listens}`],
  [
    'choices of choices',
    `${[...Array(40).keys()].map((it) => `x${it + 1} = x${it} if a else x${it} + "b"\n`).join('')}PORT = x40\n${listens}`,
  ],
  ['attributes of attributes', `PORT = a${'.b'.repeat(5000)}\n${listens}`],
  ['bytes that are no text', `PORT = "\u0000\uFFFD\n${listens}`],
  [
    'a class with many attributes',
    `class A:\n    def __init__(self):\n${[...Array(2000).keys()].map((it) => `        self.a${it} = self.a${it + 1}\n`).join('')}PORT = A().a0\n${listens}`,
  ],
  [
    'many functions that call each other',
    `${[...Array(300).keys()].map((it) => `def f${it}(x):\n    return f${(it * 7 + 1) % 300}(x) or f${(it * 3 + 1) % 300}(x)\n`).join('')}PORT = f0(1)\n${listens}`,
  ],
])('ends within two seconds for %s', async (_what, source) => {
  const before = processorMs();
  await pythonUses({ 'main.py': source });
  expect(processorMs() - before).toBeLessThan(2000);
});

it('a file with a mistake gives what is sound in it', async () => {
  const source = 'import uvicorn\nx = = 3\nuvicorn.run("a:b", host="0.0.0.0", port=8300)\n';
  expect(linesOf(await pythonUses({ 'main.py': source }))).toContain('listens 8300');
});

it('modules that import each other', async () => {
  const files = {
    'main.py':
      'from a import PORT\nimport uvicorn\nuvicorn.run("x:y", host="0.0.0.0", port=PORT)\n',
    'a.py': 'from b import *\nfrom b import PORT\n',
    'b.py': 'from a import *\nfrom a import PORT\n',
  };
  expect(linesOf(await pythonUses(files))).toContain('listens somewhere');
});

import { describe, expect, it } from 'vitest';
import { longestSource, openParser } from '../../../src/syntax/parse.ts';

describe('parsing', () => {
  it('gives the nodes of the grammar, with fields, text and lines', async () => {
    const parse = await openParser('go');
    const tree = parse('main.go', 'package main\n\nvar Port = listen(":8080", é)\n');
    const [call] = tree?.root.all('call_expression') ?? [];
    expect(call?.field('function')?.text).toBe('listen');
    expect(call?.field('arguments')?.parts.map((it) => [it.type, it.text])).toEqual([
      ['interpreted_string_literal', '":8080"'],
      ['identifier', 'é'],
    ]);
    expect(call?.line).toBe(3);
    expect(call?.above('var_declaration')?.start).toBe(14);
    expect(tree?.root.type).toBe('source_file');
  });

  it('keeps operators, which have a field, and drops other punctuation', async () => {
    const parse = await openParser('tsx');
    const [sum] = parse('a.js', 'const a = b || 3;')?.root.all('binary_expression') ?? [];
    expect(sum?.children.map((it) => it.text)).toEqual(['b', '||', '3']);
    expect(sum?.field('operator')?.named).toBe(false);
    expect(sum?.parts.map((it) => it.text)).toEqual(['b', '3']);
  });

  it.each([
    ['go', 'package main\nfunc broken( {\n}\nfunc main() { listen(1) }\n'],
    ['python', 'def broken(:\n  pass\n\nlisten(1)\n'],
    ['tsx', 'const = ;\nlisten(1);\n'],
  ] as const)('reads what is sound in a file of %s with a mistake', async (grammar, text) => {
    const parse = await openParser(grammar);
    const calls = parse('x', text)?.root.all('call_expression', 'call') ?? [];
    expect(calls.some((it) => it.text === 'listen(1)')).toBe(true);
  });

  it('reads a text in the colours of a terminal', async () => {
    const parse = await openParser('go');
    const banner = '\u001b[48;2;0;0;0m '.repeat(1500);
    const root = parse('main.go', `package main\n\nconst banner = \`${banner}\`\n`)?.root;
    expect(root?.all('raw_string_literal')).toHaveLength(1);
    expect(parse('main.go', `package main\n\nvar a = ${'['.repeat(1500)}`)).toBeUndefined();
  });

  it('lists nodes below a node in source order, whatever the number of types', async () => {
    const parse = await openParser('tsx');
    const calls = Array.from({ length: 60 }, (_, index) => `f${index}(a[${index}]);`).join('');
    const root = parse('x.js', `{${calls}}{g(b[1]);}`)?.root;
    const [first, second] = root?.parts ?? [];
    expect(first?.all('call_expression')).toHaveLength(60);
    expect(second?.all('call_expression').map((it) => it.text)).toEqual(['g(b[1])']);
    const both = first?.all('subscript_expression', 'call_expression') ?? [];
    expect(both.slice(0, 4).map((it) => it.text)).toEqual(['f0(a[0])', 'a[0]', 'f1(a[1])', 'a[1]']);
    expect(both).toHaveLength(120);
    expect(root?.all('call_expression')).toHaveLength(61);
  });

  it.each(['go', 'python', 'tsx'] as const)(
    'leaves out a file of %s that nests deeper than people write',
    async (grammar) => {
      const parse = await openParser(grammar);
      expect(parse('x', `x = ${'f('.repeat(1001)}`)).toBeUndefined();
      expect(parse('x', `x = ${'f('.repeat(1000)}`)).toBeDefined();
      expect(parse('x', '()[]{}'.repeat(1001))).toBeDefined();
    },
  );

  it('stops where a text makes the parser work too long, and reads the next file', async () => {
    const parse = await openParser('tsx');
    expect(parse('x.js', 'a+'.repeat(200_000))).toBeUndefined();
    expect(parse('y.js', 'listen(1)')?.root.all('call_expression')).toHaveLength(1);
  });

  it('leaves out a file that a program wrote', async () => {
    const parse = await openParser('tsx');
    expect(parse('x.js', ' '.repeat(longestSource + 1))).toBeUndefined();
    expect(parse('x.js', ' '.repeat(longestSource))).toBeDefined();
  });
});

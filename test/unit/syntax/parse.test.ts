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

  it('reads files nested deeper than a stack', async () => {
    const parse = await openParser('python');
    const text = `x = ${'('.repeat(50_000)}1${')'.repeat(50_000)}\n`;
    expect(parse('x.py', text)?.root.all('integer', 'ERROR').length).toBeGreaterThan(0);
  });

  it('leaves out a file that a program wrote', async () => {
    const parse = await openParser('tsx');
    expect(parse('x.js', ' '.repeat(longestSource + 1))).toBeUndefined();
    expect(parse('x.js', ' '.repeat(longestSource))).toBeDefined();
  });
});

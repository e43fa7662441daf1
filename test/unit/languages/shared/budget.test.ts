import { describe, expect, it } from 'vitest';
import { Budget, budgetOf } from '../../../../src/languages/shared/budget.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';
import { openParser } from '../../../../src/syntax/parse.ts';

const bounds = { files: 3, characters: 100, searched: 5, parsed: 40, parsedAnyway: 15 };
const noted = (budget: Budget): readonly string[] => budget.notes().map((it) => it.text);

describe('what is read', () => {
  it('ends at the number of files, and a file counts once', () => {
    const budget = new Budget(bounds);
    expect(['a', 'b', 'a', 'c', 'd', 'd', 'a'].map((it) => budget.mayRead(it))).toEqual([
      ...[true, true, true, true],
      ...[false, false, true],
    ]);
    expect(noted(budget)).toEqual([
      'read 3 of 4 source files: the others are the farthest from the entry',
    ]);
  });
  it('ends after the characters', () => {
    const budget = new Budget(bounds);
    expect(budget.mayRead('a')).toBe(true);
    budget.hasRead('x'.repeat(100));
    expect(budget.mayRead('b')).toBe(true);
    budget.hasRead('x');
    expect(budget.mayRead('c')).toBe(false);
  });
  it('is searched in more files', () => {
    const budget = new Budget(bounds);
    budget.hasRead('x'.repeat(101));
    expect(['a', 'b', 'c', 'd', 'e', 'f', 'a'].map((it) => budget.maySearch(it))).toEqual([
      ...[true, true, true, true, true],
      ...[false, true],
    ]);
    expect(noted(budget)).toEqual([
      'read 5 of 6 source files: the others are the farthest from the entry',
    ]);
  });
  it('is not noted if nothing was left out', () => {
    const budget = new Budget(bounds);
    budget.mayRead('a');
    expect(noted(budget)).toEqual([]);
  });
  it('is shared by the programs of a project', () => {
    const project = memoryProject({});
    expect(budgetOf(project)).toBe(budgetOf(project));
    expect(budgetOf(project)).not.toBe(budgetOf(memoryProject({})));
  });
});

describe('what is parsed', async () => {
  const parse = await openParser('python');
  const long = (length: number): string => 'x'.repeat(length);

  it('ends after the characters, and each program has a little more', () => {
    const budget = new Budget(bounds);
    const first = budget.limited(parse);
    expect(first('a.py', long(40))).toBeDefined();
    expect(first('b.py', long(16))).toBeUndefined();
    expect(first('c.py', long(10))).toBeDefined();
    expect(first('d.py', long(6))).toBeUndefined();
    expect(budget.limited(parse)('d.py', long(6))).toBeDefined();
    expect(noted(budget)).toEqual([
      'read 2 of 4 source files: the others are the farthest from the entry',
    ]);
  });
  it('ends earlier where a character is more work', () => {
    const budget = new Budget(bounds);
    const first = budget.limited(parse, 2);
    expect(first('a.py', long(20))).toBeDefined();
    expect(first('b.py', long(16))).toBeUndefined();
    expect(first('c.py', long(15))).toBeDefined();
  });
  it('is parsed once for all programs', () => {
    const budget = new Budget(bounds);
    const text = long(40);
    const tree = budget.limited(parse)('a.py', text);
    expect(budget.limited(parse)('a.py', text)).toBe(tree);
    expect(budget.limited(parse)('a.py', long(16))).toBeUndefined();
  });
});

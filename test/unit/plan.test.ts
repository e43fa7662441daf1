import { describe, expect, it } from 'vitest';
import type { Values } from '../../src/options.ts';
import { generate } from '../support/generate.ts';

const project = {
  'go.mod': 'module example.com/a\n\ngo 1.26\n',
  'main.go': 'package main\n\nfunc main() {}\n',
};

it.each([
  [1023, true],
  [1024, false],
])('port %i: warned of: %s', async (port, warned) => {
  const { notes } = await generate(project, { base: 'scratch', port });
  expect(notes.some((it) => it.text.includes('is below 1024'))).toBe(warned);
});

describe('code that starts a shell', () => {
  const script = { 'app.py': 'import os\nos.system("date")\nprint("done")\n' };
  const shellNotes = async (files: Readonly<Record<string, string>>, flags: Values) =>
    (await generate(files, flags)).notes.filter((it) => it.code === 'plan/no-shell');

  it('is a warning on a base without one', async () => {
    const [note, ...more] = await shellNotes(script, { base: 'distroless' });
    expect(more).toEqual([]);
    expect(note).toMatchObject({ level: 'warning', text: expect.stringMatching(/^app\.py:2 /) });
    expect(note?.hint).toContain('--base alpine');
  });

  it('is what alpine is proposed for', async () => {
    const { choices, notes } = await generate(script, {});
    expect(choices['base']?.value).toBe('alpine');
    expect(notes.map((it) => it.code)).not.toContain('plan/no-shell');
  });

  it('is no reason to refuse a program that alpine cannot run', async () => {
    const files = { ...script, 'requirements.txt': 'torch==2.9.0\n' };
    const { choices, notes } = await generate(files, {});
    expect(choices['base']?.value).toBe('distroless');
    expect(notes.find((it) => it.code === 'plan/no-shell')?.hint).not.toContain('alpine');
  });

  it('is refused with --strict', async () => {
    const refused = generate(script, { base: 'distroless', strict: true });
    await expect(refused).rejects.toThrow('has no shell');
  });
});

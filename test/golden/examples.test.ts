/** The examples: their committed output is what their preset gives today, and the facts found in them are those that they expect. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, run } from '../cli/run.ts';

const root = join(import.meta.dirname, '../../examples');
const examples = readdirSync(root, { withFileTypes: true })
  .filter((it) => it.isDirectory())
  .map((it) => it.name);

interface Expectation {
  readonly bases: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
  /** What has to be said because the project itself leaves it open: which of its programs is meant. */
  readonly given?: readonly string[];
}

describe.each(examples)('examples/%s', (name) => {
  const folder = join(root, name);
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const expectation = JSON.parse(text('expect.json')) as Expectation;

  it('has a preset that editors check, and allows at least one base', () => {
    expect(text('secure-dockerfile.yaml')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/presets\/preset\.schema\.json\n/,
    );
    expect(expectation.bases.length).toBeGreaterThan(0);
  });

  it('is committed with the output of its preset, to the byte', async () => {
    const { code, stdout, stderr } = await run(
      folder,
      '--offline',
      '--update',
      '--dry-run',
      '--json',
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const { files } = JSON.parse(stdout) as { files: { path: string; text: string }[] };
    expect(files.map((it) => it.path)).toEqual(['Dockerfile', '.dockerignore']);
    for (const file of files)
      expect(
        existsSync(join(folder, file.path)) ? text(file.path) : 'missing',
        `${file.path}: node scripts/regenerate-examples.mjs`,
      ).toBe(file.text);
  });

  it('is detected as expected without its preset', async () => {
    const { stdout, stderr } = await run(
      folder,
      '--yes',
      '--print-plan',
      '--preset',
      join(folderWith({ 'empty.yaml': '' }), 'empty.yaml'),
      '--base',
      expectation.bases[0] ?? '',
      ...(expectation.given ?? []),
    );
    expect(stderr).toBe('');
    const { choices } = JSON.parse(stdout) as {
      choices: Record<string, { value: unknown; origin: string }>;
    };
    const found: Record<string, unknown> = {};
    for (const key of Object.keys(expectation.facts)) found[key] = choices[key]?.value;
    expect(found).toEqual(expectation.facts);
  });
});

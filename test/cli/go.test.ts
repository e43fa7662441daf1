import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { splitCommand } from '../../src/words.ts';
import { folderWith, goProject, run } from './run.ts';

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');
const flags = ['--yes', '--offline', '--base', 'scratch', '--healthcheck-command', 'hello healthcheck --quiet', '--version-var', 'main.release'];

describe('options that are never asked', () => {
  it('stand in the Dockerfile, and in the command that writes it again', async () => {
    const folder = folderWith(goProject);
    expect((await run(folder, ...flags)).code).toBe(0);
    const first = read(folder, 'Dockerfile');
    expect(first).toContain('\nHEALTHCHECK CMD ["/usr/local/bin/hello", "healthcheck", "--quiet"]\n');
    expect(first).toContain('-ldflags="-s -w -X=main.release=$VERSION"');
    const again = splitCommand(/^# Write it again: npx create-secure-dockerfile (.*)$/m.exec(first)?.[1] ?? '');
    if (!again.ok) throw new Error(again.why);
    writeFileSync(join(folder, 'Dockerfile'), '');
    expect((await run(folder, ...again.words, '--offline', '--force')).code).toBe(0);
    expect(read(folder, 'Dockerfile')).toBe(first);
  });

  it('are saved to a preset that gives the same file', async () => {
    const folder = folderWith(goProject);
    await run(folder, ...flags, '--save-preset');
    const body = (text: string): string => text.split('\n').slice(3).join('\n');
    const first = read(folder, 'Dockerfile');
    expect(read(folder, 'secure-dockerfile.yaml')).toContain('versionVar: main.release');
    expect((await run(folder, '--yes', '--offline', '--force')).code).toBe(0);
    expect(body(read(folder, 'Dockerfile'))).toBe(body(first));
  });

  it.each([['$(id)', 2], ['main.version; USER root', 2], ['main', 2], ['example.com/x/y.Version', 0]])('--version-var %s ends with %i', async (name, expected) => {
    expect((await run(folderWith(goProject), '--yes', '--offline', '--dry-run', '--base', 'scratch', '--version-var', name)).code).toBe(expected);
  });
});

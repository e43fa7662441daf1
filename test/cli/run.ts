/** Runs the program as a user would, in its own folder. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run as runEntry } from '../../src/cli.ts';
import { memoryOutput, silentPrompter } from '../../src/ports/memory.ts';

export const bin = join(import.meta.dirname, '../../bin.cjs');

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the entry in the process of the test, which takes a tenth of the time of `runBuilt`. Only
 * the terminal is not real: there is none.
 * @param cwd where it runs.
 */
export async function run(cwd: string, ...argv: string[]): Promise<Ended> {
  const out = memoryOutput();
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const code = await runEntry(argv, { out, prompter: silentPrompter });
    return { code, stdout: linesOf(out.printed), stderr: linesOf(out.said) };
  } finally {
    process.chdir(before);
  }
}

function linesOf(texts: readonly string[]): string {
  return texts.map((it) => `${it}\n`).join('');
}

/**
 * Runs the built program as a process: for what the bundle, the start of the process or its streams
 * could break.
 * @param cwd where it runs; standard input is closed: no terminal.
 */
export function runBuilt(cwd: string, ...argv: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [bin, ...argv],
      { cwd, env: { ...process.env, NO_COLOR: '1' } },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
    child.stdin?.end();
  });
}

/** A new folder with these files. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'csd-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The smallest Go project there is. */
export const goProject = {
  'go.mod': 'module example.com/hello\n\ngo 1.26\n',
  'main.go':
    'package main\n\nimport "net/http"\n\nfunc main() {\n\t_ = http.ListenAndServe(":8080", nil)\n}\n',
};

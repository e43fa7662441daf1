/**
 * The program that a Procfile runs, where no script of package.json starts one.
 * https://devcenter.heroku.com/articles/procfile
 */
import { splitCommand } from '../../../text/shell-words.ts';
import type { Evidence } from '../../../types.ts';
import { missingEntry } from './entry.ts';
import { resolveWords } from './resolve.ts';
import type { Resolved, StartInput } from './types.ts';

const name = 'Procfile';

/** @returns the program of the process `web`; `null` where the file has none that node can start. */
export function procfileStart(input: StartInput): Extract<Resolved, { kind: 'node' }> | null {
  const lines = (input.text?.(name) ?? '').split(/\r?\n/);
  const index = lines.findIndex((it) => /^web:/.test(it));
  const command = (lines[index] ?? '').replace(/^web:\s*/, '');
  const split = splitCommand(command);
  const resolved = split.ok && split.words.length > 0 ? resolveWords(input, split.words) : null;
  if (resolved?.kind !== 'node' || missingEntry(resolved.words, input) !== null) return null;
  const evidence: Evidence = { file: name, line: index + 1, because: `web: ${command}` };
  return { ...resolved, evidence: [evidence] };
}

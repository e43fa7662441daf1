/** Judges the file that node would start if no script names one. */
import type { Finding } from '../../../types.ts';
import type { Module } from '../code/module.ts';
import type { Program } from '../code/evaluation.ts';
import { onlyExports } from '../runtime/ends-at-once.ts';
import type { StartFacts } from '../start/program.ts';
import type { ServiceInput } from './service-input.ts';

export interface GuessedEntry {
  /** `null` if a script, a framework or the user decides. */
  readonly source: Module | null;
  /** Set if the file would exit at once. Gives the reason why there is no start command. */
  readonly unusable: Extract<Finding<readonly string[]>, { kind: 'unknown' }> | null;
}

/** @param program the sources of the program, the entry first. */
export function guessedEntry(
  { start: given }: ServiceInput,
  start: StartFacts,
  program: Program | null,
): GuessedEntry {
  const isGuess =
    start.packageStart.finding.kind === 'suggested' &&
    start.framework === null &&
    start.site === null &&
    start.source !== null &&
    // Bun serves what its entry exports.
    start.interpreter === 'node' &&
    given === undefined;
  const [source = null] = isGuess ? (program?.modules.values() ?? []) : [];
  const { refused } = start.packageStart;
  // If the start script was rejected, do not fall back to an entry file that exits at once.
  const unusable = source !== null && refused.length > 0 && onlyExports(source);
  return {
    source,
    unusable: unusable
      ? {
          kind: 'unknown',
          why: `${refused.join('; ')}; and ${start.source ?? ''} only exports. Name its start command, for example --start "node server.js"`,
        }
      : null,
  };
}

/**
 * Finds how a program checks its own health, because an image without a shell has no other tool for
 * it.
 */
import type { Evidence } from '../../types.ts';
import { lineAt } from '../../text/lines.ts';
import type { ProgramSource } from './packages.ts';

export interface HealthcheckFacts {
  /** The argument that makes the program check itself: `--healthcheck`, `healthcheck`. */
  readonly argument: string;
  readonly evidence: Evidence;
}

/** @returns the first flag, subcommand or argument named healthcheck, or `undefined`. */
export function findHealthcheck(program: ProgramSource): HealthcheckFacts | undefined {
  for (const { path, source } of program.packages.flatMap((it) => it.files)) {
    for (const [offset, value] of source.strings) {
      const bare = /^-{0,2}(health-?check)$/.exec(value)?.[1];
      if (bare === undefined) continue;
      const before = source.code.slice(Math.max(0, offset - 100), offset);
      const evidence = {
        file: path,
        line: lineAt(source.code, offset),
        because: 'the program checks its own health',
      };
      if (/\.Bool(?:Var)?P?\s*\([^()"]*$/.test(before)) return { argument: `--${bare}`, evidence };
      if (/\bUse\s*:\s*$|==\s*$|\bcase\s*$/.test(before)) return { argument: value, evidence };
    }
  }
  return undefined;
}

/** Makes findings that several modules need. */
import type { Candidate, Evidence, Finding } from '../../types.ts';

/**
 * An answer that works although something speaks against it: `--yes` takes it with a warning, and
 * `--strict` refuses.
 * @param why what speaks against it, with what to do about it.
 */
export function likely<T>(value: T, evidence: readonly Evidence[], why: string): Finding<T> {
  return { kind: 'ambiguous', candidates: [{ value, evidence }], why };
}

/** @returns whether both are the same line; nothing and nothing are, too. */
export function isSamePlace(one: Evidence | undefined, other: Evidence | undefined): boolean {
  return one?.file === other?.file && one?.line === other?.line;
}

/** @returns the answer that `--yes` takes; `undefined` where nothing is known. */
export function firstOf<T>(finding: Finding<T>): Candidate<T> | undefined {
  if (finding.kind === 'ambiguous') return finding.candidates[0];
  return 'value' in finding ? finding : undefined;
}

/** A package as a lock file or a list of requirements names it. */
import type { Evidence } from '../../../types.ts';

/** A package that the program runs with. */
export interface Package {
  /** Normalized: https://packaging.python.org/en/latest/specifications/name-normalization/ */
  readonly name: string;
  /** Where it is locked or pinned. */
  readonly version: string | null;
  readonly extras: readonly string[];
  readonly evidence: Evidence;
  /** File names of its wheels, as the lock file lists them; `null`: the lock file lists none. */
  readonly wheels: readonly string[] | null;
}

/** A package that a lock file or a list of requirements names. */
import type { Evidence } from '../../../types.ts';

/** A package that the program uses at run time. */
export interface Package {
  /** Normalized: https://packaging.python.org/en/latest/specifications/name-normalization/ */
  readonly name: string;
  /** The locked or pinned version. */
  readonly version: string | null;
  readonly extras: readonly string[];
  readonly evidence: Evidence;
  /** File names of the wheels in the lock file; `null` if the lock file lists none. */
  readonly wheels: readonly string[] | null;
}

/** A package that a lock file or a list of requirements names. */
import { lt, lte, valid } from '@renovatebot/pep440';
import type { Evidence } from '../../types.ts';

/** A package that the program uses at run time. */
export interface Package {
  /** Normalized: https://packaging.python.org/en/latest/specifications/name-normalization/ */
  readonly name: string;
  /** The locked or pinned version. */
  readonly version: string | null;
  /** The first version above a range, `4` of `>=3.2,<4`, where the version is open. */
  readonly below?: string | undefined;
  readonly extras: readonly string[];
  /** Whether no list has it, and the image gets it all the same. */
  readonly added?: boolean;
  readonly evidence: Evidence;
  /** File names of the wheels in the lock file; `null` if the lock file lists none. */
  readonly wheels: readonly string[] | null;
}

/**
 * @param release the release of a package.
 * @returns whether the package is older: its version, or all versions of its range. `false` if that
 *   is open.
 */
export function isBefore({ version, below }: Package, release: string): boolean {
  if (version !== null) return valid(version) !== null && lt(version, release);
  return below !== undefined && valid(below) !== null && lte(below, release);
}

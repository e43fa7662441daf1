/** The interface that the package managers of all languages share. */
import type { Candidate, Evidence } from '../../types.ts';

/** A shell command of the build, the reason for it and the caches that it uses. */
export interface Step {
  /** The comment above the command. `null` if the command needs no explanation. */
  readonly why: string | null;
  readonly command: string;
  /** Cache mounts for download folders. They persist between builds. */
  readonly caches: readonly string[];
}

/**
 * How strong the evidence for a package manager is.
 * - `lock`: its lock file exists.
 * - `settings`: a manifest names it, or has settings that only this package manager reads.
 * - `fallback`: it can read the manifest, as others can.
 */
export type Standing = 'lock' | 'settings' | 'fallback';

/** The evidence for one package manager in a project. */
export interface Claim {
  /** The value of `--package-manager`. */
  readonly manager: string;
  readonly standing: Standing;
  readonly evidence: readonly Evidence[];
}

/** The properties of a package manager in every language. Each language adds the install steps. */
export interface PackageManager {
  readonly id: string;
  /** The name in sentences: `Yarn 1`, `Poetry`. */
  readonly title: string;
  /** File names, highest priority first. Empty if it has no lock file. */
  readonly lockFiles: readonly string[];
}

const standings: readonly Standing[] = ['lock', 'settings', 'fallback'];

/**
 * Finds the strongest claims: a lock file beats settings, and settings beat a fallback.
 *
 * @returns the claims with the strongest standing, in the same order. Several claims contradict
 *   each other.
 */
export function decisive<C extends Claim>(claims: readonly C[]): readonly C[] {
  const strongest = standings.find((it) => claims.some(({ standing }) => standing === it));
  return claims.filter((it) => it.standing === strongest);
}

/** Turns claims into the candidates of an ambiguous finding. */
export function candidatesOf(claims: readonly Claim[]): readonly Candidate<string>[] {
  return claims.map(({ manager, evidence }) => ({ value: manager, evidence }));
}

/** The contract that the package managers of every language share. */
import type { Candidate, Evidence } from '../../types.ts';

/** A shell command of the build, with the reason for it and what it needs. */
export interface Step {
  /** The comment above the command; `null`: the command explains itself. */
  readonly why: string | null;
  readonly command: string;
  /** Cache mounts, which outlive a build: download folders. */
  readonly caches: readonly string[];
}

/**
 * How strongly a project speaks for a package manager.
 * - `lock`: its lock file is there.
 * - `settings`: a manifest names it, or has settings that only this package manager reads.
 * - `fallback`: it can read the manifest, as others can.
 */
export type Standing = 'lock' | 'settings' | 'fallback';

/** What speaks for one package manager in a project. */
export interface Claim {
  /** The value of `--package-manager`. */
  readonly manager: string;
  readonly standing: Standing;
  readonly evidence: readonly Evidence[];
}

/** What a package manager is in every language. Each language adds how it installs: its steps. */
export interface PackageManager {
  readonly id: string;
  /** Its name in sentences: `Yarn 1`, `Poetry`. */
  readonly title: string;
  /** File names, the one that wins first; empty: it has no lock file. */
  readonly lockFiles: readonly string[];
}

const standings: readonly Standing[] = ['lock', 'settings', 'fallback'];

/**
 * Finds the claims that decide: a lock file beats settings, and settings beat a fallback.
 *
 * @returns the claims of the strongest standing, in their order; several contradict each other.
 */
export function decisive<C extends Claim>(claims: readonly C[]): readonly C[] {
  const strongest = standings.find((it) => claims.some(({ standing }) => standing === it));
  return claims.filter((it) => it.standing === strongest);
}

/** Turns claims into the candidates of an ambiguous finding. */
export function candidatesOf(claims: readonly Claim[]): readonly Candidate<string>[] {
  return claims.map(({ manager, evidence }) => ({ value: manager, evidence }));
}

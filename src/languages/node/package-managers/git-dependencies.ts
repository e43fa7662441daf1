/** Finds packages from git repositories: fetching them takes git in the build stage. */
import type { Manifest } from '../files/manifest.ts';

export interface GitDependencies {
  /** Their names, or the addresses that the lock file has. */
  readonly names: readonly string[];
  /** Whether an address asks for ssh. */
  readonly ssh: boolean;
}

/**
 * `git+https://...`, `git@...`, `github:acme/x`, `acme/x`; of what other packages depend on, the
 * lock file knows.
 */
const asked =
  /^(?:git(?:\+\w+)?:|git@|ssh:|github:|gitlab:|bitbucket:|[\w-]+\/[\w.-]+(?:#.*)?$)|\.git(?:#.*)?$/;
const locked =
  /(?:git\+(?:ssh|https|http|file)|git|ssh):\/\/[^\s"',}#]+|git@[\w.-]+:[^\s"',}#]+|(?<=\brepo: )[^\s,}]+/g;

export function gitDependencies(manifests: readonly Manifest[], lock: string): GitDependencies {
  const names = manifests.flatMap((it) =>
    Object.entries({ ...it.devDependencies, ...it.optionalDependencies, ...it.dependencies })
      .filter(([, range]) => asked.test(range))
      .map(([name]) => name),
  );
  const addresses = [...new Set(lock.match(locked) ?? [])];
  const ranges = manifests
    .flatMap((it) =>
      Object.values({ ...it.devDependencies, ...it.optionalDependencies, ...it.dependencies }),
    )
    .filter((it) => asked.test(it));
  return {
    names: [...new Set(names.length > 0 ? names : addresses)],
    ssh: [...ranges, ...addresses].some((it) => /^(?:git\+)?ssh:|^git@/.test(it)),
  };
}

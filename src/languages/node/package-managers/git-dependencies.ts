/** Finds packages from git repositories, for which the build stage needs git. */
import type { Manifest } from '../files/manifest.ts';

export interface GitDependencies {
  /** The names, or the addresses in the lock file. */
  readonly names: readonly string[];
  /** Whether an address uses SSH. */
  readonly ssh: boolean;
}

/**
 * Matches `git+https://...`, `git@...`, `github:acme/x` and `acme/x`. The lock file lists the
 * indirect dependencies.
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

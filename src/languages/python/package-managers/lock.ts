/** Finds the locked packages that production needs, directly or indirectly. */
import type { Package } from '../package.ts';
import { normalizedName } from '../files/names.ts';

export interface LockedPackage extends Package {
  /** Its dependencies: names, with the requested extras. */
  readonly needs: readonly Need[];
  /** The additional dependencies of each extra. */
  readonly extraNeeds: Readonly<Record<string, readonly Need[]>>;
  /** The dependencies of each dependency group, if the lock file has groups. */
  readonly groupNeeds?: Readonly<Record<string, readonly Need[]>>;
}

export interface Need {
  readonly name: string;
  readonly extras: readonly string[];
}

/** @param roots the packages that the project names for production. */
export function reachable(
  packages: readonly LockedPackage[],
  roots: readonly Need[],
): readonly Package[] {
  const found = new Map<string, Set<string>>();
  const open = [...roots];
  for (let need = open.pop(); need; need = open.pop()) {
    const name = normalizedName(need.name);
    const extras = found.get(name);
    const fresh = need.extras.filter((it) => !extras?.has(it));
    if (extras && fresh.length === 0) continue;
    found.set(name, new Set([...(extras ?? []), ...need.extras]));
    for (const it of packages.filter((candidate) => candidate.name === name)) {
      if (!extras) open.push(...it.needs);
      for (const extra of fresh) open.push(...(it.extraNeeds[extra] ?? []));
    }
  }
  return packages
    .filter((it) => found.has(it.name))
    .map(({ name, version, evidence, wheels }) => ({
      name,
      version,
      evidence,
      wheels,
      extras: [...(found.get(name) ?? [])],
    }));
}

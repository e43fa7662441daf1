/** Finds the locked packages that production needs, directly or not. */
import type { Package } from '../files/package.ts';
import { normalizedName } from '../files/names.ts';

export interface LockedPackage extends Package {
  /** What it needs: names, with the extras asked for. */
  readonly needs: readonly Need[];
  /** What each of its extras needs besides. */
  readonly extraNeeds: Readonly<Record<string, readonly Need[]>>;
  /** What each of its dependency groups needs, where the lock file has them. */
  readonly groupNeeds?: Readonly<Record<string, readonly Need[]>>;
}

export interface Need {
  readonly name: string;
  readonly extras: readonly string[];
}

/** @param roots what the project names for production. */
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

/** Finds the workspace packages that a package needs, for its build and at run time. */
import { type Manifest, isRecord } from '../files/manifest.ts';

export interface NeededPackages {
  /**
   * Sorted so that dependencies come before the packages that depend on them. Does not include the
   * package itself.
   */
  readonly build: readonly Manifest[];
  /** The packages of `build` that also run. */
  readonly runtime: ReadonlySet<Manifest>;
}

/**
 * @param extra finds packages that are used without being dependencies: TypeScript project
 *   references.
 * @param ofRoot packages that the target uses, and only the root of the workspace depends on.
 */
export function neededBy(
  target: Manifest,
  members: readonly Manifest[],
  extra: (member: Manifest) => readonly Manifest[] = () => [],
  ofRoot: readonly Manifest[] = [],
): NeededPackages {
  const build: Manifest[] = [];
  const seen = new Set([target]);
  const visit = (manifest: Manifest): void => {
    for (const next of [
      ...(manifest === target ? ofRoot : []),
      ...localDependencies(manifest, members, 'any'),
      ...extra(manifest),
    ]) {
      if (seen.has(next)) continue;
      seen.add(next);
      visit(next);
      build.push(next);
    }
  };
  visit(target);
  const runtime = new Set<Manifest>();
  const walk = (manifest: Manifest): void => {
    for (const next of [
      ...(manifest === target ? ofRoot : []),
      ...localDependencies(manifest, members, 'production'),
    ]) {
      if (next === target || runtime.has(next)) continue;
      runtime.add(next);
      walk(next);
    }
  };
  walk(target);
  return { build, runtime };
}

/**
 * @returns the packages of the workspace that a manifest names. A version from elsewhere (`npm:`, a
 *   URL) does not count.
 */
export function localDependencies(
  manifest: Manifest,
  members: readonly Manifest[],
  kind: 'any' | 'production',
): Manifest[] {
  const peers = isRecord(manifest.all['peerDependencies']) ? manifest.all['peerDependencies'] : {};
  const named = {
    ...(kind === 'any' ? manifest.devDependencies : {}),
    ...peers,
    ...manifest.optionalDependencies,
    ...manifest.dependencies,
  };
  return members.filter(
    (it) =>
      it !== manifest &&
      it.name !== null &&
      it.name in named &&
      !/^(?:npm|https?|git[+\w]*|github):/.test(String(named[it.name])),
  );
}

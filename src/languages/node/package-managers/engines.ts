/** Finds out whether a package manager refuses the Node of the image because of `engines`. */
import { type Manifest, place } from '../files/manifest.ts';
import type { NamedManager } from '../files/named-manager.ts';
import { admitsNewest } from '../files/version-range.ts';
import type { Install, Manager } from './manager.ts';

/**
 * Yarn 1 always compares its Node with `engines`. npm does so if .npmrc contains engine-strict.
 * https://classic.yarnpkg.com/lang/en/docs/cli/install/#toc-yarn-install-ignore-engines,
 * https://docs.npmjs.com/cli/using-npm/config#engine-strict
 */
export function demandsOf(
  manager: Manager,
  manifests: readonly Manifest[],
  npmrc: string,
): string[] {
  const strict = manager.id === 'yarn-classic' || (manager.id === 'npm' && isStrict(npmrc));
  return strict ? [...new Set(manifests.flatMap((it) => it.engines['node'] ?? []))] : [];
}

function isStrict(npmrc: string): boolean {
  return /^\s*engine-strict\s*=\s*true\s*$/m.test(npmrc);
}

/** @returns the npm of `engines`, if .npmrc makes npm refuse to be another. */
export function enforcedNpm(manifest: Manifest, npmrc: string): NamedManager[] {
  const version = isStrict(npmrc) ? manifest.engines['npm'] : undefined;
  if (version === undefined) return [];
  const because = `engines.npm is ${version}, and .npmrc enforces it`;
  const evidence = place(manifest, ['engines', 'npm'], because);
  return [{ name: 'npm', version, evidence, alternative: false }];
}

/**
 * @param version the Node version of the image, as written in its tag.
 * @returns the install with only the demands that this version does not meet.
 */
export function unmet(install: Install, version: string): Install {
  return { ...install, demands: install.demands.filter((it) => !admitsNewest(it, version)) };
}

/**
 * @param word a flag or an assignment that makes the package manager continue.
 * @returns the word if it is needed.
 */
export function ifDemanded(install: Install, word: string): string {
  return install.demands.length > 0 ? word : '';
}

/**
 * @param why the reason for a step.
 * @returns the reason, extended by why such a word is there.
 */
export function explained(install: Install, who: string, why: string | null): string {
  return `${why ?? ''}${ifDemanded(install, ` ${who} refuses any Node but ${install.demands.join(' or ')} (engines in package.json), unless told to continue.`)}`;
}

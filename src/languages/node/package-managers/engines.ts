/** Finds out whether a package manager refuses the Node of the image because of `engines`. */
import type { Manifest } from '../files/manifest.ts';
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
  const strict =
    manager.id === 'yarn-classic' ||
    (manager.id === 'npm' && /^\s*engine-strict\s*=\s*true\s*$/m.test(npmrc));
  return strict ? [...new Set(manifests.flatMap((it) => it.engines['node'] ?? []))] : [];
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

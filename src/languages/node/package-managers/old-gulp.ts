/**
 * Finds gulp 3 where it runs in a script. Through graceful-fs 3 it takes functions of Node that no supported
 * release has (`primordials is not defined`); it works with graceful-fs 4.
 * https://github.com/gulpjs/gulp/issues/2324
 */
import semver from 'semver';
import { releasesOf } from '../files/locked-releases.ts';
import { dependsOn, type Manifest, place } from '../files/manifest.ts';
import type { LockFile } from './lockfiles/outdated.ts';
import type { Replacement } from './manager.ts';

const name = 'graceful-fs';
const by = '^4.2.11';

/** Where package.json says that every package gets another release. */
const sections: Readonly<Record<string, string>> = {
  npm: 'overrides',
  'yarn-classic': 'resolutions',
};

/** @param lock the lock file of a package manager; `undefined` if it has none. */
export function oldGulp(
  manifest: Manifest,
  manager: string,
  lock: LockFile | undefined,
): Replacement | null {
  const section = sections[manager];
  const own = 'gulp' in manifest.devDependencies ? 'devDependencies' : 'dependencies';
  const range = manifest[own]['gulp'];
  if (section === undefined || range === undefined || !runsIt(manifest)) return null;
  if (dependsOn(manifest, name) || manifest.all[section] !== undefined) return null;
  const [locked] = lock ? releasesOf('gulp', lock.file, lock.text, 'any') : [];
  const isOld = locked
    ? semver.lt(locked.version, '4.0.0')
    : semver.validRange(range) !== null && !semver.intersects(range, '>=4.0.0');
  if (!isOld) return null;
  const evidence = place(manifest, [own, 'gulp'], `gulp ${locked?.version ?? range}`);
  return {
    name,
    key: `${section}.${name}`,
    by,
    why: 'gulp 3 runs on no supported Node with the graceful-fs that it asks for.',
    evidence,
    note: {
      text: `no supported Node runs ${evidence.because} with the graceful-fs that it asks for: the image installs graceful-fs 4`,
      hint: `Do the same (npm pkg set ${section}.${name}=${by}, and install), or move to gulp 4.`,
    },
  };
}

function runsIt({ scripts }: Manifest): boolean {
  return Object.values(scripts).some((it) => /(?:^|[\s/"'&|;])gulp(?:\s|$)/.test(it));
}

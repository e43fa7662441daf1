/**
 * Finds node-sass where no supported Node can compile it. Sass, its successor, has the same interface,
 * and is installed under its name.
 * https://sass-lang.com/blog/node-sass-is-end-of-life/
 */
import semver from 'semver';
import { releasesOf } from '../files/locked-releases.ts';
import { type Manifest, place } from '../files/manifest.ts';
import type { LockFile } from './lockfiles/outdated.ts';
import type { Replacement } from './manager.ts';

/** The first release that compiles with C++17, as Node 20 and later demand. */
const first = '9.0.0';

/** It still has the old interface and reads the old division, with warnings. */
const successor = 'npm:sass@1.77.8';

/** Package managers that can install something else than the lock file lists. */
const able: readonly string[] = ['npm', 'yarn-classic', 'pnpm'];

/** @param lock the lock file of a package manager; `undefined` if it has none. */
export function oldSass(
  manifest: Manifest,
  manager: string,
  lock: LockFile | undefined,
): Replacement | null {
  const name = 'node-sass';
  const section = name in manifest.devDependencies ? 'devDependencies' : 'dependencies';
  const range = manifest[section][name];
  if (range === undefined || !able.includes(manager) || callsIt(manifest)) return null;
  const [locked] = lock ? releasesOf(name, lock.file, lock.text, 'any') : [];
  const isOld = locked
    ? semver.lt(locked.version, first)
    : semver.validRange(range) !== null && !semver.intersects(range, `>=${first}`);
  if (!isOld) return null;
  const evidence = place(manifest, [section, name], `${name} ${locked?.version ?? range}`);
  const flag = section === 'devDependencies' ? '--save-dev ' : '';
  return {
    name,
    key: `${section}.${name}`,
    by: successor,
    why: `${name} compiles with no supported Node. Its successor has the same interface.`,
    evidence,
    note: {
      text: `no supported Node compiles ${evidence.because}: the image installs its successor, sass, in its place`,
      hint: `Do the same: npm uninstall ${name} && npm install ${flag}sass`,
    },
  };
}

/** Sass has another program, with other options. */
function callsIt({ scripts }: Manifest): boolean {
  return Object.values(scripts).some((it) => /(?:^|[\s/"'&|;])node-sass\s/.test(it));
}

/**
 * The exact version to install if the project names none: the newest release of the line that wrote
 * the lock file. From the npm registry on 2026-11-20; npm on 2026-12-01.
 */
import semver from 'semver';
import type { Install, Manager } from './manager.ts';

/** Newest line first. */
const newest: Readonly<Record<Manager['id'], readonly string[]>> = {
  npm: ['12.2.2', '11.21.2', '10.9.9'],
  pnpm: ['12.21.0', '11.28.10', '10.34.8', '9.15.9', '8.15.9', '7.33.7', '6.35.1'],
  'yarn-classic': ['1.22.22'],
  'yarn-berry': ['4.18.1', '3.8.7', '2.4.3'],
  bun: ['1.4.5'],
};

/** The npm of the oldest Node that has images: https://nodejs.org/dist/index.json */
const oldestNpm = '10.8.2';

/** An npm that adds to an incomplete lock file, and runs on every Node that has images. */
const completingNpm = '11.19.1';

/**
 * The major version for a lock file. pnpm 9, 10 and 11 share a format. Version 10 reads all of it
 * and accepts everything that 9 accepts.
 */
const pnpmLines: readonly (readonly [RegExp, number])[] = [
  [/^9/, 10],
  [/^6/, 8],
  [/^5\.4/, 7],
  [/^5/, 6],
];

/**
 * @returns an exact version in the range: the newest known release, or else the lowest that the
 *   range allows. `undefined` if it is not a range, or one that the npm of every image is in.
 */
export function versionInRange(manager: Manager['id'], range: string): string | undefined {
  if (semver.validRange(range) === null) return undefined;
  // `>=10`: that of every image fits, and the lowest may not run on its Node.
  if (manager === 'npm' && semver.subset(`>=${oldestNpm}`, range)) return undefined;
  const exact = semver.valid(range);
  return (
    exact ??
    newest[manager].find((it) => semver.satisfies(it, range)) ??
    semver.minVersion(range)?.version
  );
}

/**
 * @param lock the text of the lock file.
 * @returns the exact version for it, and why; `null` for the version in the Node image.
 */
export function versionForLock(
  manager: Manager['id'],
  lock: string,
): { readonly exact: string; readonly why: string } | null {
  switch (manager) {
    case 'npm':
      return null;
    case 'pnpm': {
      const format = /^lockfileVersion:\s*['"]?([\d.]+)/m.exec(lock)?.[1] ?? '9.0';
      const line = pnpmLines.find(([pattern]) => pattern.test(format))?.[1] ?? 12;
      return found(manager, `^${line}`, `the lock file has format ${format}`);
    }
    case 'yarn-classic':
      return found(manager, '^1', 'its last release');
    case 'yarn-berry': {
      // 4: Yarn 2; 5 to 7: Yarn 3; 8 and later: Yarn 4.
      // https://github.com/yarnpkg/berry/blob/master/packages/yarnpkg-core/sources/Project.ts
      const format = Number(/^\s+version:\s*(\d+)/m.exec(lock)?.[1] ?? '8');
      return found(manager, `^${berryLine(format)}`, `the lock file has format ${format}`);
    }
    case 'bun':
      return found(manager, '^1', 'the newest release');
  }
}

/**
 * @param version the npm that the project names.
 * @returns the npm that installs what its lock file lacks.
 */
export function versionForIncomplete(version: Install['version']): NonNullable<Install['version']> {
  if (version !== null && semver.gte(version.exact, completingNpm)) return version;
  return { exact: completingNpm, why: 'older releases install no binary that the lock file lacks' };
}

function berryLine(format: number): number {
  if (format >= 8) return 4;
  return format >= 5 ? 3 : 2;
}

function found(
  manager: Manager['id'],
  range: string,
  why: string,
): { exact: string; why: string } | null {
  const exact = versionInRange(manager, range);
  return exact === undefined ? null : { exact, why };
}

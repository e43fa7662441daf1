/**
 * Finds out whether package-lock.json was written with `--legacy-peer-deps` or `--force`. "npm ci"
 * refuses such a file without the same flag (ERESOLVE, or "Missing: react from lock file"), and
 * nothing in the file says which flag it was. Tested with npm 11.
 * https://docs.npmjs.com/cli/using-npm/config#legacy-peer-deps
 */
import semver from 'semver';
import type { Evidence } from '../../../../types.ts';
import { lockedPackages } from '../../files/documents.ts';
import { type Manifest, recordOf } from '../../files/manifest.ts';
import type { Install } from '../manager.ts';
import type { LockFile } from './outdated.ts';

export interface PeerConflict {
  readonly flag: NonNullable<Install['peers']>;
  readonly evidence: Evidence;
}

type Packages = Readonly<Record<string, unknown>>;

/** A package that another one asks to be beside it. */
interface Peer {
  /** The path of the package that asks. */
  readonly path: string;
  readonly name: string;
  readonly range: string;
  /** The path where it is locked; `null` if nowhere. */
  readonly found: string | null;
}

/**
 * @param lock package-lock.json. The oldest format lists no peer dependencies.
 * @param npmrc .npmrc of the project, which npm reads by itself.
 * @returns the flag that "npm ci" needs, and why; `null` if it needs none.
 */
export function peerConflict(
  lock: LockFile,
  manifest: Manifest,
  npmrc: string,
): PeerConflict | null {
  if (/^\s*(?:legacy-peer-deps|force)\s*=\s*true\s*$/m.test(npmrc)) return null;
  const { file, text } = lock;
  const packages = lockedPackages(text);
  const overridden = JSON.stringify(manifest.all['overrides'] ?? {});
  const peers = Object.entries(packages)
    .flatMap(([path, entry]) => peersOf(path, recordOf(entry), packages))
    .filter((it) => !overridden.includes(`"${it.name}`));
  const missing = peers.find((it) => it.found === null);
  if (missing)
    return {
      flag: '--legacy-peer-deps',
      evidence: { file, because: `${asks(missing)}, which the lock file does not have` },
    };
  const wrong = refused(peers, packages);
  if (!wrong) return null;
  // With --legacy-peer-deps, npm would leave out what only a peer dependency asks for.
  const hasPeers = Object.values(packages).some((it) => recordOf(it)['peer'] === true);
  return {
    flag: hasPeers ? '--force' : '--legacy-peer-deps',
    evidence: {
      file,
      because: `${asks(wrong)}, and the lock file has ${versionAt(packages, wrong.found) ?? 'another'}`,
    },
  };
}

function asks({ path, name, range }: Peer): string {
  const who = path === '' ? 'package.json' : path.replace(/^.*node_modules\//, '');
  return `${who} asks for ${name} ${range} as a peer`;
}

function versionAt(packages: Packages, path: string | null): string | null {
  const version = path === null ? null : recordOf(packages[path])['version'];
  return typeof version === 'string' ? version : null;
}

function peersOf(
  path: string,
  entry: Readonly<Record<string, unknown>>,
  packages: Packages,
): Peer[] {
  // npm does not place packages of a workspace, nor what another package bundles.
  const isPlaced = path === '' || path.includes('node_modules/');
  if (!isPlaced || entry['inBundle'] === true || entry['extraneous'] === true) return [];
  const meta = recordOf(entry['peerDependenciesMeta']);
  const others = { ...recordOf(entry['dependencies']), ...recordOf(entry['optionalDependencies']) };
  return Object.entries(recordOf(entry['peerDependencies']))
    .filter(([name]) => recordOf(meta[name])['optional'] !== true && !(name in others))
    .map(([name, range]) => ({
      path,
      name,
      range: typeof range === 'string' ? range : '*',
      found: placesBeside(path, name).find((it) => it in packages) ?? null,
    }));
}

/** The folders in which node looks for what is beside a package, the nearest first. */
function placesBeside(path: string, name: string): string[] {
  const found: string[] = [];
  for (let at = path; at.includes('node_modules/');) {
    at = at.slice(0, at.lastIndexOf('node_modules/'));
    found.push(`${at}node_modules/${name}`);
    at = at.replace(/\/$/, '');
  }
  return [...found, `node_modules/${name}`];
}

/**
 * npm refuses a wrong version only for packages that a manifest of the project names, and for their
 * peer dependencies. Elsewhere it warns.
 */
function refused(peers: readonly Peer[], packages: Packages): Peer | undefined {
  const direct = Object.entries(packages)
    .filter(([path]) => !path.includes('node_modules/'))
    .flatMap(([path, entry]) =>
      ['dependencies', 'devDependencies', 'optionalDependencies']
        .flatMap((it) => Object.keys(recordOf(recordOf(entry)[it])))
        .flatMap((name) =>
          [`${path}/node_modules/${name}`, `node_modules/${name}`].filter((it) => it in packages),
        ),
    );
  const reached = new Set(['', ...direct]);
  for (const path of reached)
    for (const it of peers) if (it.path === path && it.found !== null) reached.add(it.found);
  return peers.find((it) => reached.has(it.path) && !isMet(it, packages));
}

/** Anything other than a version and a range (a repository, a tag) cannot be compared. */
function isMet({ range, found }: Peer, packages: Packages): boolean {
  const version = versionAt(packages, found);
  if (version === null || semver.valid(version) === null || semver.validRange(range) === null)
    return true;
  return range === '*' || semver.satisfies(version, range, { loose: true });
}

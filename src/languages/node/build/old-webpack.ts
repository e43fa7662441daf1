/** Finds releases of webpack that hash with MD4, which the OpenSSL of Node has in a provider only. */
import semver from 'semver';
import type { ProjectReader } from '../../../ports/ports.ts';
import type { EnvironmentLine } from '../../language.ts';
import { joined } from '../../../text/paths.ts';
import { releasesOf } from '../files/locked-releases.ts';
import { type Manifest, readManifest } from '../files/manifest.ts';
import { installedBeside } from './build.ts';

/** What a build with such a webpack needs of node. */
export const md4: EnvironmentLine = {
  name: 'NODE_OPTIONS',
  value: '--openssl-legacy-provider',
  why: 'The webpack of this build hashes with MD4, which OpenSSL 3 has in its legacy provider only.',
};

/** Since 4.47 and 5.61 webpack contains the function itself. https://github.com/webpack/webpack/issues/14532 */
const hashing = '<4.47.0 || >=5.0.0 <5.61.0';

/** webpack, and tools that depend on it themselves, with the releases of each whose webpack has it. */
const bringing: Readonly<Record<string, string>> = {
  webpack: '>=4.47.0 <5.0.0 || >=5.61.0',
  'react-scripts': '>=5.0.0',
  '@vue/cli-service': '>=5.0.0',
};

/**
 * @param lock the lock file; `null` without one: then only what pins its webpack is known.
 * @returns whether a build with webpack fails unless node is started with
 *   `--openssl-legacy-provider`.
 *   https://nodejs.org/api/cli.html#--openssl-legacy-provider
 */
export function hashesWithMd4(
  lock: string | null,
  text: string,
  manifests: readonly Manifest[],
): boolean {
  if (lock !== null)
    return releasesOf('webpack', lock, text, 'any').some((it) =>
      semver.satisfies(it.version, hashing),
    );
  return manifests.some(({ dependencies, devDependencies }) =>
    Object.entries(bringing).some(([name, sound]) => {
      const range = dependencies[name] ?? devDependencies[name];
      return (
        range !== undefined && semver.validRange(range) !== null && !semver.intersects(range, sound)
      );
    }),
  );
}

/** @returns whether that is so for a front end that the build script of a package installs and builds. */
export async function hashesBeside(
  project: ProjectReader,
  manifest: Manifest,
  script: string,
): Promise<boolean> {
  const files = await project.files();
  for (const folder of installedBeside(manifest, script)) {
    const read = await readManifest(project, folder);
    const lock =
      ['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml'].find((it) =>
        files.includes(joined(folder, it)),
      ) ?? null;
    const text = lock === null ? '' : ((await project.read(joined(folder, lock))) ?? '');
    if (read?.ok && hashesWithMd4(lock, text, [read.manifest])) return true;
  }
  return false;
}

/**
 * Finds the package that a program is in when it is not the package of the project: `server/` with
 * its own package.json, and no workspace. An install at the root does not install its packages.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { joined } from '../../../text/paths.ts';
import { shellWord } from '../../../text/shell-words.ts';
import type { Note } from '../../../types.ts';
import { npmLocks, otherLocks } from '../files/lock-names.ts';
import { type Manifest, productionDependencies, readManifest } from '../files/manifest.ts';

/** A package beside that of the project. */
export interface PackageBeside {
  readonly folder: string;
  /** Installs it, as a step of the build. */
  readonly command: string;
}

/**
 * @param manifest the package of the project.
 * @param source the file that is started.
 * @returns the nearest package above that file, if it has production packages and npm installs them;
 *   `null` if that is the package of the project.
 */
export async function packageBeside(
  project: ProjectReader,
  manifest: Manifest,
  source: string,
): Promise<PackageBeside | null> {
  const files = await project.files();
  const parts = source.split('/').slice(0, -1);
  for (; parts.length > 0 && parts.join('/') !== manifest.folder; parts.pop()) {
    const folder = parts.join('/');
    if (!files.includes(joined(folder, 'package.json'))) continue;
    const own = await readManifest(project, folder);
    const hasLock = (names: readonly string[]): boolean =>
      names.some((it) => files.includes(joined(folder, it)));
    if (!own?.ok || Object.keys(productionDependencies(own.manifest)).length === 0) return null;
    if (hasLock(otherLocks)) return null;
    return { folder, command: installCommand(folder, hasLock(npmLocks), '--omit=dev') };
  }
  return null;
}

/** @returns the command that installs the packages of a folder from the root. */
export function installCommand(
  folder: string,
  isLocked: boolean,
  development: '--omit=dev' | '--include=dev',
): string {
  return `npm ${isLocked ? 'ci' : 'install'} --prefix ${shellWord(folder)} ${development} --no-audit --no-fund`;
}

/** @returns what the user should know about the second install. */
export function besideNote({ folder }: PackageBeside): Note {
  const file = `${folder}/package.json`;
  return {
    code: 'node/package-beside',
    level: 'info',
    text: `the program is in ${folder}, which has its own package.json: the build installs its packages, too`,
    evidence: [{ file, because: 'the package of the program' }],
  };
}

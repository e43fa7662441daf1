/** Finds files of packages below that are installed by themselves. */
import { folderOf, joined } from '../../../text/paths.ts';
import { otherLocks } from './lock-names.ts';
import { type Manifest, productionDependencies } from './manifest.ts';

/**
 * @param files all files of the project.
 * @returns whether a file belongs to a package below the manifest that npm does not install, and the
 *   manifest has no packages that the file could run with.
 */
export function isInstalledApart(
  file: string,
  files: Iterable<string>,
  manifest: Manifest,
): boolean {
  const folder = folderOf(file);
  if (folder === manifest.folder || Object.keys(productionDependencies(manifest)).length > 0)
    return false;
  const locks = otherLocks.map((it) => joined(folder, it));
  for (const it of files) if (locks.includes(it)) return true;
  return false;
}

/**
 * Finds the folder of a dependency. In a workspace, it is installed in the root or in the package.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { lockedPackages } from '../files/documents.ts';
import type { Manifest } from '../files/manifest.ts';

/**
 * @returns a function from the name of a direct dependency to its folder, relative to the folder of
 *   the manifest.
 */
export async function packageFinder(
  project: ProjectReader,
  manifest: Manifest,
): Promise<(name: string) => string> {
  const { folder } = manifest;
  // pnpm links every direct dependency into the node_modules of the package. The other package
  // managers hoist it to the root unless another version is there.
  if (folder === '' || (await project.files()).includes('pnpm-lock.yaml'))
    return (name) => `node_modules/${name}`;
  const locked = lockedPackages((await project.read('package-lock.json')) ?? '');
  const up = '../'.repeat(folder.split('/').length);
  return (name) =>
    `${folder}/node_modules/${name}` in locked
      ? `node_modules/${name}`
      : `${up}node_modules/${name}`;
}

/**
 * @returns the words with every `node_modules/NAME/...` replaced by the path of the installed NAME.
 */
export function relocated(words: readonly string[], locate: (name: string) => string): string[] {
  return words.map((it) =>
    it.replace(/^node_modules\/((?:@[^/]+\/)?[^/]+)/, (_whole, name: string) => locate(name)),
  );
}

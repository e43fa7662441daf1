/**
 * Finds whether compiled code loads TypeScript's helpers from tslib although tslib is only a
 * development dependency, as generated workspaces have it.
 * https://www.typescriptlang.org/tsconfig/#importHelpers
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Note } from '../../../types.ts';
import { type Manifest, place, productionDependencies } from '../files/manifest.ts';
import { compilerSettings } from '../files/tsconfig.ts';
import { joined } from '../../../text/paths.ts';

/**
 * @param manifests the manifests of the packages in the image.
 * @param root the manifest that may list tslib for development.
 * @returns `null` if nothing is missing.
 */
export async function missingHelpers(
  project: ProjectReader,
  folder: string,
  manifests: readonly Manifest[],
  root: Manifest,
): Promise<Note | null> {
  if (
    !('tslib' in root.devDependencies) ||
    [root, ...manifests].some((it) => 'tslib' in productionDependencies(it))
  )
    return null;
  for (const name of ['tsconfig.app.json', 'tsconfig.build.json', 'tsconfig.json']) {
    const settings = await compilerSettings(project, joined(folder, name));
    if (!settings) continue;
    if (!settings.importHelpers) return null;
    return {
      code: 'node/tslib-copied',
      level: 'info',
      text: 'the compiled code loads tslib (importHelpers), which is a development dependency: it is copied from the build',
      hint: 'Move tslib to "dependencies".',
      evidence: [place(root, ['devDependencies', 'tslib'], 'tslib is a development dependency')],
    };
  }
  return null;
}

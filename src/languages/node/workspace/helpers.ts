/** TypeScript's helpers: compiled code loads them from tslib, which generators of workspaces put among what only development needs. https://www.typescriptlang.org/tsconfig/#importHelpers */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Note } from '../../../types.ts';
import { type Manifest, place, productionDependencies } from '../files/manifest.ts';
import { compilerSettings } from '../files/tsconfig.ts';
import { joined } from '../../../text/paths.ts';

/** @param manifests of what is in the image: the first is the program's. @returns `null` where nothing is missing. */
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
      level: 'info',
      text: 'what is compiled loads tslib (importHelpers), which is among the devDependencies: it is copied from the build; it belongs among the dependencies',
      evidence: [place(root, ['devDependencies', 'tslib'], 'tslib is a development dependency')],
    };
  }
  return null;
}

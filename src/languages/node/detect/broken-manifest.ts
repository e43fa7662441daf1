/** Finds the first manifest of a Node project that its package manager would refuse. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { BrokenManifest } from '../../language.ts';
import { isSample } from '../../shared/samples.ts';
import { jsonError } from '../../../text/syntax-errors.ts';
import { parseManifest } from '../files/manifest.ts';
import { memberFolders } from '../workspace/members.ts';

const hint = 'Correct it; "npm pkg get" shows whether npm can read it.';

/**
 * Checks package.json and the manifests of workspace members, because every install reads all of
 * them.
 */
export async function brokenNodeManifest(project: ProjectReader): Promise<BrokenManifest | null> {
  const text = await project.read('package.json');
  if (text === undefined) return null;
  const own = await jsonError(text);
  if (own) return { file: 'package.json', ...own, hint };
  const root = parseManifest('', text.replace(/^\uFEFF/, ''));
  for (const folder of root.ok ? await memberFolders(project, root.manifest) : []) {
    if (isSample(folder)) continue;
    const file = `${folder}/package.json`;
    const found = await jsonError((await project.read(file)) ?? '{}');
    if (found) return { file, ...found, hint };
  }
  return null;
}

/** Recognizes a Go project by its manifests. Loaded for every project. */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Recognition } from '../language.ts';
import { projectSettings } from './build-settings.ts';
import { findMains } from './mains.ts';
import { readModules } from './modules.ts';
import { packagesOf } from './packages.ts';

export { brokenGoManifest } from './broken-manifest.ts';

/**
 * A module without a program is only tooling. So is a module in a subfolder.
 *
 * @returns `null` without a Go module.
 */
export async function recognize(project: ProjectReader): Promise<Recognition | null> {
  const modules = await readModules(project);
  const [first] = modules?.main ?? [];
  if (!modules || !first) return null;
  // A file beside a project in another language, such as a script, is not a project by itself.
  if (modules.made) return { role: 'tooling', evidence: [modules.made.evidence] };
  const evidence = modules.workspace
    ? { file: 'go.work', because: 'a Go workspace' }
    : first.pathEvidence;
  const atRoot = modules.workspace !== undefined || modules.all.has('');
  const { released } = await projectSettings(project);
  const mains = await findMains(await packagesOf(project, modules), modules, released);
  const proper = mains.some((it) => it.secondary === undefined);
  if (!atRoot)
    return {
      role: 'tooling',
      ...(proper ? { below: first.folder } : {}),
      evidence: [{ ...evidence, because: 'a Go module in a folder of the project' }],
    };
  return { role: proper ? 'program' : 'tooling', evidence: [evidence] };
}

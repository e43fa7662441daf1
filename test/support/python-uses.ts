/** Analyses small Python programs. */
import { evaluatorOf } from '../../src/languages/python/code/evaluator.ts';
import { usesOf } from '../../src/languages/python/code/uses.ts';
import { readSources } from '../../src/languages/python/detect/sources.ts';
import type { Uses } from '../../src/languages/shared/uses.ts';
import { memoryProject } from '../../src/ports/memory.ts';

/** @param main the module that is started; `asApplication`: a server imports it. */
export async function pythonUses(
  files: Readonly<Record<string, string>>,
  main = 'main.py',
  asApplication = false,
): Promise<Uses> {
  const project = memoryProject(files);
  const sources = await readSources(project, await project.files());
  const module = sources.at(main);
  if (!module) throw new Error(`${main} is missing`);
  const entry = { modules: [module], main: asApplication ? null : module };
  return usesOf(entry, evaluatorOf(sources), []);
}

import { usesOf } from '../../src/languages/go/code/uses.ts';
import { readModules } from '../../src/languages/go/modules.ts';
import { packagesOf } from '../../src/languages/go/packages.ts';
import type { Uses } from '../../src/languages/shared/uses.ts';
import { memoryProject } from '../../src/ports/memory.ts';
import { mod } from './go-facts.ts';
import { fileOf } from './go-source.ts';

/** What a program of one file uses. `example` is a file, or statements of main after its imports. */
export async function goUses(example: string): Promise<Uses> {
  const project = memoryProject({ 'go.mod': mod, 'main.go': fileOf(example) });
  const modules = await readModules(project);
  if (!modules) throw new Error('no module');
  return usesOf(await (await packagesOf(project, modules)).program(''));
}

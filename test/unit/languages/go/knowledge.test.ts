import { usesOf } from '../../../../src/languages/go/code/uses.ts';
import { knowledge } from '../../../../src/languages/go/knowledge/index.ts';
import { readModules } from '../../../../src/languages/go/modules.ts';
import { packagesOf } from '../../../../src/languages/go/packages.ts';
import type { Uses } from '../../../../src/languages/shared/uses.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';
import { mod } from '../../../support/go-facts.ts';
import { fileOf } from '../../../support/go-source.ts';
import { testRows } from '../../../support/knowledge.ts';

async function uses(example: string): Promise<Uses> {
  const project = memoryProject({ 'go.mod': mod, 'main.go': fileOf(example) });
  const modules = await readModules(project);
  if (!modules) throw new Error('no module');
  return usesOf(await (await packagesOf(project, modules)).program(''));
}

testRows('what is known about modules of Go', knowledge, uses);

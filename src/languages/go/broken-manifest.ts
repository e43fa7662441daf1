/** Finds the first go.work or go.mod of a project that the go command refuses. */
import type { ProjectReader } from '../../ports/ports.ts';
import type { BrokenManifest } from '../language.ts';
import { resolveFolder } from '../../text/paths.ts';
import { moduleFileError } from './grammar.ts';
import { parseModuleFile } from './modules.ts';

/**
 * Checks the go.work in the root and the modules that it uses. Without a go.work, checks the go.mod
 * in the root. A module in another folder does not decide what the project is.
 */
export async function brokenGoManifest(project: ProjectReader): Promise<BrokenManifest | null> {
  const work = await project.read('go.work');
  const broken = work === undefined ? null : brokenFile('go.work', 'go.work', work);
  if (broken) return broken;
  const folders =
    work === undefined
      ? ['']
      : parseModuleFile('go.work', work, false).uses.map((it) => resolveFolder('', it.value));
  for (const folder of folders) {
    if (folder === undefined) continue;
    const file = folder === '' ? 'go.mod' : `${folder}/go.mod`;
    const text = await project.read(file);
    const found = text === undefined ? null : brokenFile('go.mod', file, text);
    if (found) return found;
  }
  return null;
}

function brokenFile(kind: 'go.mod' | 'go.work', file: string, text: string): BrokenManifest | null {
  const found = moduleFileError(kind, text);
  return (
    found && {
      file,
      ...found,
      hint: `Correct the line; "go list -m" shows whether go can read it.`,
    }
  );
}

/** Reads the files selected by the paths, and finds the images in them. */
import { UserError } from '../errors.ts';
import type { FileEditor } from '../ports/ports.ts';
import { type Decoded, decode } from './encoding.ts';
import { kindByName, kindOfNamed, referencesIn } from './kinds.ts';
import type { FileFindings } from './rows.ts';

export interface ReadFile extends FileFindings {
  readonly before: Decoded;
}

/**
 * Reads named files, and the files with known names in named folders, or in the current folder if
 * no path is given.
 * @throws UserError E_FILE for a path that does not exist, E_PROJECT for a folder without such
 *   files
 */
export async function readReferences(
  paths: readonly string[],
  files: FileEditor,
): Promise<readonly ReadFile[]> {
  const found: ReadFile[] = [];
  for (const path of await filesToRead(paths, files)) {
    const before = decode(await files.read(path));
    found.push({ path, before, findings: referencesIn(kindOfNamed(path), before.text) });
  }
  return found;
}

async function filesToRead(
  paths: readonly string[],
  files: FileEditor,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const kind = await files.kindOf(path);
    if (kind === 'missing')
      throw new UserError({ code: 'E_FILE', path, reason: 'there is no such file or folder' });
    if (kind === 'file') {
      found.push(path);
      continue;
    }
    const below = (await files.filesBelow(path)).filter((it) => kindByName(it) !== undefined);
    if (below.length === 0)
      throw new UserError({
        code: 'E_PROJECT',
        reason: `No Dockerfile, compose file or bake file in ${path}.`,
        hint: 'Name the file, if it has another name.',
      });
    found.push(...below);
  }
  return [...new Set(found)];
}

/**
 * Finds the places that a program wrote to, from `docker diff`.
 */
import { foldersAbove, hasContent, isWithin, parentOf, withoutSlash } from './file-checks.ts';
import type { FileFacts } from './files.ts';

export interface Written {
  /** Folders to declare as writable. */
  readonly folders: readonly string[];
  /** Files in the program's folder. A writable folder would hide what the image has there. */
  readonly files: readonly string[];
}

/**
 * @param diff the standard output of `docker diff`: `A path`, `C path`, `D path`
 * @param mounted places that are not part of the root file system, or are already writable
 * @param own paths of the program, which nothing may be mounted over
 */
export function writtenPaths(
  diff: string,
  entries: FileFacts['entries'],
  mounted: readonly string[],
  own: readonly string[],
): Written {
  const changes = diff.split('\n').flatMap((line) => {
    const match = /^([ACD]) (\/.*)$/.exec(line);
    return match === null ? [] : [{ added: match[1] === 'A', path: match[2] as string }];
  });
  const outside = changes.filter(
    ({ path }) =>
      !mounted.some((it) => isWithin(path, withoutSlash(it))) &&
      !['/dev', '/proc', '/sys', '/etc/mtab'].some((it) => isWithin(path, it)),
  );
  // A folder counts as changed if something in it did. Only paths without a change below them were
  // written.
  const above = new Set(changes.flatMap((it) => foldersAbove(it.path)));
  const added = new Set(changes.filter((it) => it.added).map((it) => it.path));
  const leaves = outside.filter(({ path }) => !above.has(path));
  const folders = new Set<string>();
  const files = new Set<string>();
  for (const { path } of leaves) {
    const top = [path, ...foldersAbove(path)].findLast((it) => added.has(it));
    const folder = top !== undefined && top !== path ? top : parentOf(path);
    const hidesProgram =
      own.some((it) => isWithin(withoutSlash(it), folder)) && hasContent(folder, entries);
    if (folder === '/' || hidesProgram) files.add(path);
    else folders.add(folder);
  }
  const topmost = [...folders]
    .filter((it) => ![...folders].some((other) => other !== it && isWithin(it, other)))
    .sort();
  return {
    folders: topmost,
    files: [...files].filter((it) => !topmost.some((folder) => isWithin(it, folder))).sort(),
  };
}

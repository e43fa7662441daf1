/** Finds the files and folders of a project that a path or a glob names. */

/**
 * @param pattern a path, or a glob: `*` stays within a name, two stars do not. A file whose name
 *   has such characters itself is found by that name.
 * @param files all files of the project.
 * @returns the paths that match, without those below another one.
 */
export async function namedPaths(
  pattern: string,
  files: readonly string[],
): Promise<readonly string[]> {
  const wanted = pattern.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '');
  if (files.some((it) => it === wanted || it.startsWith(`${wanted}/`))) return [wanted];
  const { default: picomatch } = await import('picomatch');
  const matches = picomatch(wanted, { dot: true, nonegate: true });
  return [
    ...new Set(files.flatMap((it) => foldersAndFile(it).find((path) => matches(path)) ?? [])),
  ];
}

/** @returns `a`, `a/b` and `a/b/c` for `a/b/c`. */
export function foldersAndFile(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

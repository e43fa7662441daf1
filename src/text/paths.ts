/** Paths of a project: relative to its root, with `/`. */

/** @returns the folder of a file, `''` for the root. */
export function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

/** @returns the folder that `path` names seen from `from`, relative to the project; `undefined` when that is outside of it. */
export function resolveFolder(from: string, path: string): string | undefined {
  if (path.startsWith('/')) return undefined;
  const parts: string[] = [];
  for (const part of `${from}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

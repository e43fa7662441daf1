/** Paths of a project: relative to its root, with `/`. */

/** @returns the folder of a file, `''` for the root. */
export function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

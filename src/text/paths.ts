/** Handles project paths, which are relative to the project root and use `/`. */

import { posix } from 'node:path';

/** @returns the folder of a file, `''` for the root. */
export function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

/**
 * @returns the folder for `path` relative to `from`, as a path in the project, or `undefined` if it
 *   is outside the project.
 */
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

/**
 * @returns a path without `.` and `..`, relative to the root: `joined('apps/api', '../../dist')` is
 *   `dist`.
 */
export function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/**
 * @returns a project path relative to a folder: `seenFrom('apps/api', 'dist/api')` is
 *   `../../dist/api`.
 */
export function seenFrom(folder: string, path: string): string {
  return posix.relative(`/${folder}`, `/${path}`);
}

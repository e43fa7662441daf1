/** Handles project paths, which are relative to the project root and use `/`. */

import { posix } from 'node:path';

/** @returns the folder of a file, `''` for the root. */
export function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

/** @returns the folders around a file, the nearest first: `a/b` and `a` for `a/b/c.py`. */
export function foldersAbove(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
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

/** @returns whether a path is inside a folder, at any depth. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** @returns whether a path is a folder itself, or inside it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || isBelow(path, folder);
}

/** @returns whether a path of the project is a folder itself, or inside it; `''` is the root. */
export function isInFolder(path: string, folder: string): boolean {
  return folder === '' || isWithin(path, folder);
}

/** @returns whether one of two paths is the other, or inside it. */
export function overlap(one: string, other: string): boolean {
  return isWithin(one, other) || isBelow(other, one);
}

/** @returns the paths that are not inside another of the paths. */
export function outermost(paths: readonly string[]): string[] {
  return [...new Set(paths)].filter((it) => !paths.some((other) => isBelow(it, other)));
}

/** Lists the files of the project that the image does not have, by reason. */
import { ignoredBy } from '../languages/shared/ignore-list.ts';
import { isBelow, isWithin } from '../text/paths.ts';
import { foldersAndFile } from '../text/named-paths.ts';
import type { ImageContents } from '../types.ts';

export interface LeftOutFiles {
  readonly why: string;
  /** Files, and folders of which nothing is in the image. */
  readonly paths: readonly string[];
}

/**
 * @param files all files of the project.
 * @returns each kind of which the project has a file, in the order of the plan. Files that the image
 *   lacks because it has only what is copied come last.
 */
export function leftOutFiles(
  files: readonly string[],
  { only, leftOut, kept }: ImageContents,
): readonly LeftOutFiles[] {
  const covers = (paths: readonly string[], path: string): boolean =>
    paths.some((it) => isWithin(path, it));
  const rules = leftOut.map(({ why, patterns, always = false }) => ({
    why,
    isIgnored: ignoredBy(patterns),
    keeps: (path: string) => (always ? kept.includes(path) : covers(kept, path)),
    paths: new Set<string>(),
  }));
  const rest = new Set<string>();
  for (const file of files) {
    const rule = rules.find((it) => it.isIgnored(file) && !it.keeps(file));
    const path = rule && foldersAndFile(file).find((it) => rule.isIgnored(it));
    if (rule && path !== undefined) rule.paths.add(path);
    else if (only && !covers(only, file)) rest.add(emptyFolderOf(file, only));
  }
  return [
    ...rules.map(({ why, paths }) => ({ why, paths: [...paths] })),
    { why: 'compiled, or not read by the program', paths: [...rest] },
  ].filter((it) => it.paths.length > 0);
}

/** @returns the outermost folder of a file of which nothing is copied, or the file. */
function emptyFolderOf(file: string, only: readonly string[]): string {
  return foldersAndFile(file).find((path) => !only.some((it) => isBelow(it, path))) ?? file;
}

/**
 * Decides which folders are declared writable, and which of them stay out of the build context.
 */
import { posix } from 'node:path';
import type { Evidence, Note } from '../../../types.ts';
import {
  declaredNote,
  isBelow,
  isIgnored,
  outermost,
  system,
  temporary,
} from '../../shared/writable.ts';
import { sourcesPath } from '../code/paths.ts';
import type { WrittenPath, WrittenPaths } from '../code/written-paths.ts';

export interface Writable {
  /** Absolute paths in the image. */
  readonly folders: readonly string[];
  /**
   * Paths in the project that earlier runs on a developer's machine wrote. They stay out of the
   * build context.
   */
  readonly leftOut: readonly string[];
  readonly notes: readonly Note[];
}

/**
 * @param files the files of the project.
 * @param ignored the text of .gitignore.
 */
export function writableOf(
  { known, unknown }: WrittenPaths,
  files: readonly string[],
  ignored: string,
): Writable {
  const declared = new Map<string, Evidence>();
  const notes: Note[] = [];
  for (const it of known) {
    const folder = folderOf(it);
    if (temporary.test(folder) || !/^[\w./@+-]+$/.test(folder)) continue;
    const shown = inProject(it.path) ?? it.path;
    if (
      folder === sourcesPath ||
      files.some((file) => file.endsWith('.py') && isBelow(`${sourcesPath}/${file}`, folder))
    ) {
      notes.push({
        code: 'python/written-among-sources',
        level: 'warning',
        text: `the program writes ${shown} next to its own code, which is read-only`,
        hint: `Write to a separate folder, such as data/${posix.basename(it.path)}: it is then declared as writable.`,
        evidence: [it.evidence],
      });
    } else if (system.test(folder)) {
      notes.push({
        code: 'python/written-to-system',
        level: 'warning',
        text: `the program writes ${it.path} in a system or package folder, which is read-only`,
        hint: 'Write to another folder, such as /data.',
        evidence: [it.evidence],
      });
    } else {
      if (!declared.has(folder))
        declared.set(folder, { ...it.evidence, because: `${it.evidence.because} (${shown})` });
    }
  }
  const folders = outermost([...declared.keys()]).sort();
  if (folders.length > 0)
    notes.push(
      declaredNote(
        folders,
        folders.flatMap((it) => declared.get(it) ?? []),
      ),
    );
  if (unknown.length > 0)
    notes.push({
      code: 'python/written-path-unknown',
      level: 'info',
      text: 'the program writes to a path that is known only at run time',
      hint: 'Declare its folder with --writable, unless it is below /tmp.',
      evidence: unknown.slice(0, 3),
    });
  const leftOut = known.flatMap((it) => {
    const path = it.path.includes('{') ? undefined : inProject(it.path);
    return path !== undefined && (path.split('/').at(-1) === 'instance' || isIgnored(path, ignored))
      ? [path]
      : [];
  });
  return { folders, leftOut: outermost(leftOut), notes };
}

/** The path up to the first part that is known only at run time. */
function folderOf({ path, kind }: WrittenPath): string {
  const parts = (kind === 'file' ? posix.dirname(path) : path).split('/');
  const open = parts.findIndex((it) => it.includes('{'));
  return (open === -1 ? parts : parts.slice(0, open)).join('/') || '/';
}

/** @returns `undefined` for a path outside the project. */
function inProject(path: string): string | undefined {
  return isBelow(path, sourcesPath) ? path.slice(sourcesPath.length + 1) : undefined;
}

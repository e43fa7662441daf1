/** Decides where the patterns of the build context are written, and which of the user's they begin with. */
import type { Note } from '../types.ts';
import { ownershipOf } from './header.ts';

export interface IgnoreFile {
  readonly path: string;
  /** The lines of a .dockerignore that this program did not write. */
  readonly theirs: readonly string[];
}

/**
 * A .dockerignore of the user stays as it is: Docker prefers one that is named after the Dockerfile.
 * https://docs.docker.com/build/concepts/context/#filename-and-location
 *
 * @param output the name of the Dockerfile.
 * @param existing the text of .dockerignore, if there is one.
 * @param force whether files of the user may be overwritten.
 */
export function ignoreFileOf(
  output: string,
  existing: string | undefined,
  force: boolean,
): IgnoreFile {
  if (existing === undefined || force || ownershipOf(existing) !== 'absent')
    return {
      path: output === 'Dockerfile' ? '.dockerignore' : `${output}.dockerignore`,
      theirs: [],
    };
  return { path: `${output}.dockerignore`, theirs: linesOf(existing) };
}

/** @returns a note where the user's .dockerignore stays beside the file that Docker reads. */
export function keptNotes({ path, theirs }: IgnoreFile): readonly Note[] {
  if (theirs.length === 0) return [];
  return [
    {
      code: 'write/dockerignore-kept',
      level: 'info',
      text: `your .dockerignore stays as it is: Docker reads ${path} instead, which begins with its lines`,
      hint: 'Run this command again after you change it.',
    },
  ];
}

/** Drops lines that a Dockerfile's reader could not see as they are, and empty ones at the ends. */
function linesOf(text: string): readonly string[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((it) => it.trim())
    .filter((it) => !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(it));
  return lines.join('\n').trim().split('\n');
}

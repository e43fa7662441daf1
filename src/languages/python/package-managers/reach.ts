/** Notes about packages that a build cannot reach: folders outside its context, other machines. */
import { resolveFolder } from '../../../text/paths.ts';
import type { Evidence, Note } from '../../../types.ts';

/** A package that comes from a folder or an archive, as a file of the project names it. */
export interface LocalSource {
  readonly name: string;
  /** As written: `../money`, `libs/money`, `file:///croot/work`. */
  readonly path: string;
  readonly evidence: Evidence;
}

/**
 * @returns an error for each source that is outside the project, or on the machine on which the
 *   list was made.
 */
export function unreachableNotes(sources: readonly LocalSource[]): readonly Note[] {
  return sources.flatMap(({ name, path, evidence }): readonly Note[] => {
    if (isOfMachine(path))
      return [
        {
          code: 'python/source-of-another-machine',
          level: 'error',
          text: `${name} comes from ${path}, a path of the machine on which the list was made`,
          hint: 'No other machine has it. Write the version instead: pip list --format=freeze prints every package as name==version, also in a conda environment.',
          evidence: [evidence],
        },
      ];
    if (resolveFolder('', path) !== undefined) return [];
    const root = /^(?:\.\.\/?)+/.exec(path.replace(/^\.\//, ''))?.[0].replace(/\/$/, '') ?? '..';
    return [
      {
        code: 'python/source-outside',
        level: 'error',
        text: `${name} comes from ${path}, outside the folder that is built: no build of this folder can read it`,
        hint: `Make the folder that holds both the build context: npx create-secure-dockerfile ${root}. Or move ${path} into this folder.`,
        evidence: [evidence],
      },
    ];
  });
}

/** An absolute path of Linux, macOS or Windows, also as a file URL. */
function isOfMachine(path: string): boolean {
  const bare = path.replace(/^file:(?:\/\/)?/, '');
  return /^(?:\/|[A-Za-z]:[\\/])/.test(bare);
}

/** @returns the paths of the sources that are in the project, without the project itself. */
export function localPaths(sources: readonly LocalSource[]): readonly string[] {
  const paths = sources.flatMap((it) => resolveFolder('', it.path) ?? []);
  return [...new Set(paths)].filter((it) => it !== '');
}

/** Whether the project itself is among the sources: `-e .` */
export function hasSelf(sources: readonly LocalSource[]): boolean {
  return sources.some((it) => resolveFolder('', it.path) === '');
}

/** The manifests of folders, which package managers read to check their lock files. */
export function manifestsIn(paths: readonly string[], files: readonly string[]): readonly string[] {
  return paths
    .flatMap((it) => [
      it,
      ...['pyproject.toml', 'setup.py', 'setup.cfg'].map((file) => `${it}/${file}`),
    ])
    .filter((it) => files.includes(it));
}

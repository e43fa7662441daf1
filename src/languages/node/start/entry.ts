/** Finds the file that a start command runs, where it comes from, and whether it will exist. */
import { posix } from 'node:path';
import { joined, seenFrom } from '../../../text/paths.ts';
import { builtFrom, likelySource } from '../build/build.ts';
import { dependsOn } from '../files/manifest.ts';
import { takesValue } from './flags.ts';
import type { StartInput } from './types.ts';

/** Where the started file comes from. */
export type EntryOrigin =
  /** A file of the project. */
  | { readonly kind: 'source'; readonly file: string }
  /**
   * A file that the build writes. `source` is the file that it is compiled from, if that is known.
   */
  | { readonly kind: 'built'; readonly source: string | null }
  | { readonly kind: 'dependency' };

/**
 * @param words the words of a start command: `node ... file ...` or `bun ... file ...`.
 * @returns the file, which follows the flags; `null` if there is none (`node -e`).
 */
export function entryOf(words: readonly string[]): string | null {
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (['-e', '--eval', '-p', '--print'].includes(word)) return null;
    if (takesValue(words[0] ?? '', word)) index += 1;
    else if (!word.startsWith('-')) return word;
  }
  return null;
}

/** @returns where the entry comes from; `null` if nothing in the project creates it. */
export function originOf(
  entry: string,
  input: Pick<StartInput, 'manifest' | 'build' | 'files'>,
): EntryOrigin | null {
  if (isOutside(entry, input.manifest.folder)) return null;
  const path = joined(input.manifest.folder, entry);
  if (/(?:^|\/)node_modules\//.test(entry)) return { kind: 'dependency' };
  const built = builtFrom(path, input.build, input.files);
  if (built) {
    const isOpen = input.build?.outputs.every((it) => it.sources === null) === true;
    const guess = isOpen ? likelySource(entry, input.manifest.folder, input.files) : null;
    return { kind: 'built', source: built.source ?? guess };
  }
  const names = [
    path,
    ...['.js', '.mjs', '.cjs', '.json', '/index.js', '/index.mjs', '/index.cjs'].map(
      (it) => path + it,
    ),
  ];
  const file = names.find((it) => input.files.includes(it));
  if (file !== undefined) return { kind: 'source', file };
  // A build with unknown outputs may write any file, but not one of a package.
  if (
    input.build &&
    !isInPackage(entry, input) &&
    (input.build.outputs.length === 0 || /^(?:\.?output|dist|build|out|lib)\//.test(entry))
  )
    return { kind: 'built', source: likelySource(entry, input.manifest.folder, input.files) };
  return null;
}

/** Whether `main` may be there when it is started. A build whose outputs are unknown rarely writes beside package.json. */
export function isMade(main: string, input: StartInput): boolean {
  const origin = originOf(main, input);
  const isGuess = origin?.kind === 'built' && origin.source === null && !main.includes('/');
  return origin !== null && !(isGuess && input.build?.outputs.length === 0);
}

/** Whether a path begins with the name of a dependency: `"main": "expo-router/entry"`. */
function isInPackage(
  entry: string,
  { manifest, files }: Pick<StartInput, 'manifest' | 'files'>,
): boolean {
  const name = /^(?:@[^/]+\/)?[^./][^/]*(?=\/)/.exec(entry)?.[0];
  if (name === undefined || files.some((it) => it.startsWith(`${joined(manifest.folder, name)}/`)))
    return false;
  return dependsOn(manifest, name);
}

/** Whether a path is outside the project, and therefore outside the build context. */
function isOutside(entry: string, folder: string): boolean {
  return posix.join(folder, entry).startsWith('../');
}

/** @returns why the entry of a start command will not exist; `null` if it will. */
export function missingEntry(words: readonly string[], input: StartInput): string | null {
  const entry = entryOf(words);
  if (entry === null) return null;
  if (isOutside(entry, input.manifest.folder))
    return `it starts ${entry}, which is outside the project`;
  const origin = originOf(entry, input);
  if (origin?.kind === 'built' && origin.source === null) return mismatch(entry, input);
  if (origin) return null;
  const build = input.build
    ? `and the build (${input.build.script ?? 'tsc'}) writes ${[...new Set(input.build.outputs.map((it) => it.folder))].join(', ') || 'elsewhere'}`
    : 'and no script builds it';
  return `it starts ${entry}, which is not in the project, ${build}`;
}

/**
 * If sources are compiled one by one, an entry without a source is a mistake. A bundler may have
 * written it.
 */
function mismatch(entry: string, input: StartInput): string | null {
  const path = joined(input.manifest.folder, entry);
  const outputs = input.build?.outputs.filter((it) => path.startsWith(`${it.folder}/`)) ?? [];
  if (outputs.length === 0 || outputs.some((it) => it.sources === null)) return null;
  const near = outputs.flatMap((it) => builtNames(it.folder, it.sources ?? [], input)).slice(0, 3);
  return `it starts ${entry}, but no source is compiled to it${near.length > 0 ? ` (there would be ${near.join(', ')})` : ''}`;
}

/** @returns the usual entry files that have a source, with the names of the build output. */
export function builtNames(folder: string, roots: readonly string[], input: StartInput): string[] {
  const found: string[] = [];
  for (const root of roots) {
    for (const name of [
      'index',
      'server',
      'main',
      'app',
      'src/index',
      'src/server',
      'src/main',
      'src/app',
    ]) {
      const source = ['.ts', '.mts', '.cts', '.js', '.tsx']
        .map((it) => joined(root, name + it))
        .find((it) => input.files.includes(it));
      if (source !== undefined)
        found.push(
          seenFrom(
            input.manifest.folder,
            joined(folder, `${name}${source.endsWith('.mts') ? '.mjs' : '.js'}`),
          ),
        );
    }
    if (found.length > 0) return found;
  }
  return found;
}

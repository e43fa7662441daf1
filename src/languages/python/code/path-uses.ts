/** Paths that a value names, as the image has them. */
import { posix } from 'node:path';
import type { PathUse } from '../../shared/uses.ts';
import { alternatives, possible, type Value } from '../../shared/values.ts';
import { home } from '../../shared/writable.ts';
import { sourcesPath } from './places.ts';

export type PathPurpose = NonNullable<PathUse['purpose']>;

interface Meant {
  readonly kind: PathUse['kind'];
  readonly purpose?: PathPurpose;
  readonly evidence: PathUse['evidence'];
  /** Whether it is a path for certain, so that one that is not known counts, too. */
  readonly isCertain: boolean;
}

/** @returns whether a value is no path: nothing, or a database in memory. */
export function isNothing(value: Value): boolean {
  const all = alternatives(value);
  return all.every(
    (it) =>
      it.kind === 'nothing' ||
      it.kind === 'number' ||
      it.kind === 'truth' ||
      (it.kind === 'text' &&
        /^(?::memory:|)$/.test(it.pieces.map((piece) => piece ?? '*').join(''))),
  );
}

/** Words without a folder or an ending: a message, in a variable that holds a path at other times. */
const isSentence = /^[^/.]*\s[^/.]*$/;

/** @returns the paths that a value can be; one without a path where nothing of it is known. */
export function pathsOf(value: Value, meant: Meant): readonly PathUse[] {
  const { kind, purpose, evidence, isCertain } = meant;
  const plain = { kind, evidence, ...(purpose ? { purpose } : {}) };
  // A number is a file that is open, or the argument of another function of that name.
  const named = alternatives(value).filter((it) => it.kind !== 'number');
  const texts = named
    .flatMap(possible)
    .filter(
      (it) =>
        !(it.complete && /^(?::memory:|)$/.test(it.text)) && !/^(?:\w+:\/\/|file:)/.test(it.text),
    );
  const known = texts.flatMap((it): readonly PathUse[] => {
    if (it.text === '' || /[\0\n]/.test(it.text) || isSentence.test(it.text)) return [];
    const place = placeIn(it.text);
    return [
      {
        ...plain,
        ...place,
        complete: it.complete,
        ...(it.setting ? { setting: it.setting } : {}),
      },
    ];
  });
  if (known.length > 0) return known;
  // A value of an unknown function, or of an open file, is not known to be a path.
  const isOpen = alternatives(value).some(
    (it) => it.kind === 'unknown' || it.kind === 'text' || it.kind === 'foreign',
  );
  const all = possible(value);
  if (!isCertain || !isOpen || (all.length > 0 && all.every((it) => it.complete))) return [];
  const setting = alternatives(value).find((it) => it.setting)?.setting;
  return [{ ...plain, path: '', complete: false, ...(setting ? { setting } : {}) }];
}

/** Relative to the working directory, to the home folder, or absolute. */
function placeIn(text: string): Pick<PathUse, 'path' | 'below' | 'isFull'> {
  const end = text.endsWith('/') && text.length > 1 ? '/' : '';
  if (text.startsWith('/')) {
    const path = posix.normalize(text).replace(/(.)\/$/, '$1');
    if (path.startsWith(`${sourcesPath}/`))
      return { path: `${path.slice(sourcesPath.length + 1)}${end}`, isFull: true };
    if (path.startsWith(`${home}/`))
      return { below: 'home', path: `${path.slice(home.length + 1)}${end}` };
    return { path: `${path}${end}` };
  }
  const resolved = posix.resolve(sourcesPath, text);
  const relative = posix.relative(sourcesPath, resolved);
  const path = relative.startsWith('..') ? resolved : relative;
  return { path: `${path === '' ? '.' : path}${end}` };
}

/** @returns the absolute path in the image. */
export function absolutePath({ path, below }: Pick<PathUse, 'path' | 'below'>): string {
  return posix.resolve(below === 'home' ? home : sourcesPath, path);
}

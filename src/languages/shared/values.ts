/**
 * What an expression can be when the program starts, without running it. Each language has an
 * evaluator that makes these values from syntax trees; what can be done with them is the same for
 * all languages.
 */
import type { SyntaxNode } from '../../syntax/tree.ts';

/** Where a value is written. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** What replaces a value when the program starts: an environment variable, a flag, a key of a file. */
export interface Setting {
  readonly variable?: string;
  /** As it is typed, with its dashes: `--port`. */
  readonly flag?: string;
  /** The key of a configuration file: `server.port`. */
  readonly key?: string;
}

interface Known {
  readonly at: Place;
  /** Set where something outside the code decides: the value is then its default. */
  readonly setting?: Setting;
}

export type Value =
  /** Pieces of text; `null` is one that only the run knows: `data/` and `null` for `data/${name}`. */
  | (Known & { readonly kind: 'text'; readonly pieces: readonly (string | null)[] })
  | (Known & { readonly kind: 'number'; readonly number: number })
  | (Known & { readonly kind: 'truth'; readonly truth: boolean })
  /** `nil`, `None`, `null`, `undefined`. */
  | (Known & { readonly kind: 'nothing' })
  | (Known & { readonly kind: 'list'; readonly items: readonly Value[] })
  /** A dictionary, struct, object or instance; an entry is evaluated when it is asked for. */
  | (Known & {
      readonly kind: 'record';
      /** The full name of its class or type, where it has one. */
      readonly type?: string;
      readonly names: readonly string[];
      entry(name: string): Value | undefined;
    })
  /** One of several: what holds without any setting comes first. */
  | (Known & { readonly kind: 'choice'; readonly of: readonly Value[] })
  /** Something that the project does not define, by its full name: `net/http.ListenAndServe`. */
  | (Known & { readonly kind: 'foreign'; readonly name: string })
  /** A function or class of the project. */
  | (Known & { readonly kind: 'code'; readonly node: SyntaxNode })
  | (Known & { readonly kind: 'unknown' });

/** One text or number that a value can be. */
export interface Possible {
  /** The text up to the first piece that only the run knows; a number as digits. */
  readonly text: string;
  /** Whether all of the text is known. */
  readonly complete: boolean;
  readonly setting?: Setting;
  readonly at: Place;
}

/** The most values that one expression is followed to: beyond that, nothing is learned from it. */
export const mostPossible = 16;

export const placeOf = ({ file, line }: SyntaxNode): Place => ({ file, line });

export const unknown = (at: Place, setting?: Setting): Value => ({
  kind: 'unknown',
  at,
  ...(setting ? { setting } : {}),
});

export const textValue = (text: string, at: Place): Value => ({ kind: 'text', pieces: [text], at });

export const numberValue = (number: number, at: Place): Value => ({ kind: 'number', number, at });

/** @returns the value with a setting that replaces it; one that it has already stays in front. */
export function settable(value: Value, setting: Setting): Value {
  return { ...value, setting: { ...setting, ...value.setting } };
}

/** @returns the value with a setting that replaces each part of it, where it is a list or a record. */
export function replaceable(value: Value, setting: Setting): Value {
  const inside = (it: Value): Value => replaceable(it, setting);
  switch (value.kind) {
    case 'list':
      return { ...value, items: value.items.map(inside) };
    case 'choice':
      return { ...value, of: value.of.map(inside) };
    case 'record':
      return {
        ...value,
        entry: (name) => {
          const entry = value.entry(name);
          return entry && inside(entry);
        },
      };
    default:
      return settable(value, setting);
  }
}

/** @returns one value for several: the same value once, a single one as it is. */
export function choiceOf(values: readonly Value[], at: Place): Value {
  const flat = values.flatMap((it) =>
    it.kind === 'choice' && it.setting === undefined ? it.of : [it],
  );
  const known = flat.filter((it) => it.kind !== 'unknown' || it.setting !== undefined);
  const [first, ...others] = known.length > 0 ? known : flat;
  if (!first) return unknown(at);
  return others.length === 0
    ? first
    : { kind: 'choice', of: [first, ...others].slice(0, mostPossible), at };
}

/** @returns all that a value can be, without choices: the default first. */
export function alternatives(value: Value): readonly Value[] {
  if (value.kind !== 'choice') return [value];
  const { setting } = value;
  return value.of
    .flatMap(alternatives)
    .slice(0, mostPossible)
    .map((it) => (setting ? settable(it, setting) : it));
}

/** @returns the texts and numbers that a value can be, the default first. */
export function possible(value: Value): readonly Possible[] {
  return alternatives(value).flatMap((it): Possible[] => {
    const pieces = piecesOf(it);
    if (!pieces) return [];
    const hole = pieces.indexOf(null);
    return [
      {
        text: (hole === -1 ? pieces : pieces.slice(0, hole)).join(''),
        complete: hole === -1,
        at: it.at,
        ...(it.setting ? { setting: it.setting } : {}),
      },
    ];
  });
}

/** @returns the first known text without holes, or a number as digits. */
export function firstText(value: Value): string | undefined {
  return possible(value).find((it) => it.complete)?.text;
}

/** @returns the pieces of one text; `undefined` for what is no text. */
function piecesOf(value: Value): readonly (string | null)[] | undefined {
  switch (value.kind) {
    case 'text':
      return value.pieces;
    case 'number':
      return [String(value.number)];
    case 'unknown':
      return value.setting ? [null] : undefined;
    default:
      return undefined;
  }
}

/**
 * Puts texts together: `a + b`, templates, f-strings. What is no text becomes a hole; choices give
 * choices. Of several settings the last counts: it sets the port in `${host}:${port}`.
 */
export function concatenated(values: readonly Value[], at: Place): Value {
  return combined(values, at, (parts) => parts.flat(), 'last');
}

/**
 * Joins parts of a path as Node's `path.join` and Go's `filepath.Join` do; `.` and empty parts are
 * dropped, `..` is resolved where the part before it is known.
 * @param restart whether an absolute part drops all before it, as in Python's `os.path.join` and
 *   Node's `path.resolve`.
 */
export function joinedPath(values: readonly Value[], at: Place, restart = false): Value {
  return combined(values, at, (parts) => {
    const from = restart ? parts.findLastIndex((it) => it[0]?.startsWith('/') === true) : 0;
    const kept = parts
      .slice(Math.max(from, 0))
      .filter((it) => (it.length > 0 && it.join('') !== '') || it.includes(null));
    return plainPath(kept.flatMap((it, index) => (index === 0 ? it : ['/', ...it])));
  });
}

/** One combination of alternatives, as far as it is put together. */
interface Combination {
  readonly parts: (readonly (string | null)[])[];
  setting: Setting | undefined;
}

/** Adds a part to a combination, in place. */
function extended(row: Combination, option: Value, counts: 'first' | 'last'): Combination {
  row.parts.push(piecesOf(option) ?? [null]);
  row.setting =
    counts === 'first' ? (row.setting ?? option.setting) : (option.setting ?? row.setting);
  return row;
}

/** Applies a function to every combination of the alternatives of several values. */
function combined(
  values: readonly Value[],
  at: Place,
  merge: (parts: readonly (readonly (string | null)[])[]) => readonly (string | null)[],
  counts: 'first' | 'last' = 'first',
): Value {
  let rows: Combination[] = [{ parts: [], setting: undefined }];
  for (const value of values) {
    const options = alternatives(value);
    // The last option extends the row itself: most values have one, and copying the row for each of
    // thousands would take seconds.
    const rowFor = (row: Combination, index: number) =>
      index === options.length - 1 ? row : { ...row, parts: [...row.parts] };
    rows = rows
      .flatMap((row) =>
        options.map((option, index) => extended(rowFor(row, index), option, counts)),
      )
      .slice(0, mostPossible);
  }
  return choiceOf(
    rows.map(({ parts, setting }) => ({
      kind: 'text',
      pieces: merged(merge(parts)),
      at,
      ...(setting ? { setting } : {}),
    })),
    at,
  );
}

/** Joins neighbouring texts, so that a hole is the only border between pieces. */
function merged(pieces: readonly (string | null)[]): readonly (string | null)[] {
  const joined: (string | null)[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece !== null && typeof last === 'string') joined[joined.length - 1] = last + piece;
    else if (piece !== null || last !== null || joined.length === 0) joined.push(piece);
  }
  return joined;
}

/** Resolves `.` and `..` in the text before the first hole. */
function plainPath(pieces: readonly (string | null)[]): readonly (string | null)[] {
  const joined = merged(pieces);
  const [head, ...rest] = joined;
  if (typeof head !== 'string') return joined;
  const open = rest.length > 0 && !head.endsWith('/') ? head.lastIndexOf('/') + 1 : head.length;
  const parts: string[] = [];
  for (const part of head.slice(0, open).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  const root = head.startsWith('/') ? '/' : '';
  const tail = head.slice(open);
  const path = `${root}${parts.join('/')}`;
  const border = (tail !== '' || rest.length > 0) && path !== '' && !path.endsWith('/') ? '/' : '';
  return merged([`${path}${border}${tail}`, ...rest]);
}

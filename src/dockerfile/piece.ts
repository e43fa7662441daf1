/**
 * Text from a file that records the place of every character. Continuation lines, quotes and escape
 * characters leave gaps, so that a value can be read without them, and still be found and replaced
 * in the file.
 */
export interface Piece {
  readonly text: string;
  /** The offset in the file of each character (UTF-16 unit) of `text`. */
  readonly places: readonly number[];
}

export const nothing: Piece = { text: '', places: [] };

/** @returns the characters of `file` from `start` up to `end`, without gaps. */
export function pieceOf(file: string, start: number, end: number): Piece {
  const text = file.slice(start, end);
  return { text, places: Array.from({ length: text.length }, (_, index) => start + index) };
}

/** A text that is not from the file. No part of it has a range there. */
export function outsideOfFile(text: string): Piece {
  return { text, places: Array.from({ length: text.length }, () => NaN) };
}

/** Like `String.slice`. */
export function slice({ text, places }: Piece, start: number, end?: number): Piece {
  return { text: text.slice(start, end), places: places.slice(start, end) };
}

export function join(pieces: readonly Piece[]): Piece {
  return {
    text: pieces.map((it) => it.text).join(''),
    places: pieces.flatMap((it) => it.places),
  };
}

/** The spaces of Go (`unicode.IsSpace`). JavaScript's `\s` differs in U+0085 and U+FEFF. */
export const space =
  '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const spaces = { before: new RegExp(`^${space}+`), after: new RegExp(`${space}+$`) };

/** @returns the piece without the spaces around it. */
export function trim(piece: Piece): Piece {
  const start = indentOf(piece.text);
  return slice(piece, start, start + piece.text.slice(start).replace(spaces.after, '').length);
}

/** @returns the number of spaces at the beginning of a text. */
export function indentOf(text: string): number {
  return spaces.before.exec(text)?.[0].length ?? 0;
}

/** Splits at every match of a pattern, like `String.split`. */
export function split(piece: Piece, separator: RegExp): Piece[] {
  const parts: Piece[] = [];
  let start = 0;
  for (const match of piece.text.matchAll(new RegExp(separator, 'g'))) {
    parts.push(slice(piece, start, match.index));
    start = match.index + match[0].length;
  }
  return [...parts, slice(piece, start)];
}

/**
 * @returns the parts before and after the first `separator`; `null` for the second if there is
 *   none.
 */
export function cut(piece: Piece, separator: string): readonly [Piece, Piece | null] {
  const at = piece.text.indexOf(separator);
  return at === -1 ? [piece, null] : [slice(piece, 0, at), slice(piece, at + separator.length)];
}

/** @returns the range of the piece in the file; `null` if gaps interrupt it, or if it is empty. */
export function rangeOf({
  places,
}: Piece): { readonly start: number; readonly end: number } | null {
  const [start] = places;
  if (start === undefined || places.some((it, index) => it !== start + index)) return null;
  return { start, end: start + places.length };
}

/**
 * Reads the parts of an instruction's content and flags: words, `name=value`, the fields of a
 * mount.
 */
import { type Instruction, blanks } from './parse.ts';
import { type Piece, cut, join, nothing, slice, space, split } from './piece.ts';

/** @returns the words of an instruction that takes plain words: FROM, EXPOSE. Quotes are kept. */
export function plainWords({ content }: Instruction): readonly Piece[] {
  return split(content, blanks);
}

export interface Assignment {
  readonly name: string;
  /** With quotes and variables as written; `null` if there is only a name. */
  readonly value: Piece | null;
}

/**
 * @returns the assignments of ARG, ENV or LABEL: any number of `name=value`, or one `name value`.
 */
export function assignmentsOf({ keyword, content }: Instruction, escape: string): Assignment[] {
  const escaped = escape === '`' ? '`' : '\\\\';
  const word = new RegExp(
    `(?:${escaped}[\\s\\S]|"(?:${escaped}[\\s\\S]|[^"${escaped}])*(?:"|${escaped}?$)|'[^']*(?:'|$)|(?!${space})[^"'${escaped}])+`,
    'g',
  );
  const words = [...content.text.matchAll(word)].map((it) =>
    slice(content, it.index, it.index + it[0].length),
  );
  if (keyword !== 'ARG' && words[0]?.text.includes('=') === false) {
    const blank = blanks.exec(content.text);
    return blank === null
      ? []
      : [
          {
            name: content.text.slice(0, blank.index),
            value: slice(content, blank.index + blank[0].length),
          },
        ];
  }
  return words.map((it) => {
    const [name, value] = cut(it, '=');
    return { name: name.text, value };
  });
}

/**
 * @returns the fields of `--mount=`, a line of CSV, by name in lower case; `''` for a field without
 *   `=`.
 */
export function mountFields(value: Piece): ReadonlyMap<string, Piece> {
  const fields = new Map<string, Piece>();
  for (const match of value.text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g)) {
    const whole = slice(value, match.index, match.index + match[0].length);
    const start = match[0].startsWith(',') ? 1 : 0;
    const field = match[1] === undefined ? slice(whole, start) : unquotedField(slice(whole, start));
    const [name, content] = cut(field, '=');
    fields.set(name.text.toLowerCase(), content ?? nothing);
  }
  return fields;
}

/** Two quotes within quotes are one quote. */
function unquotedField(field: Piece): Piece {
  const inner = slice(field, 1, -1);
  const characters = [...inner.text.matchAll(/""|[^]/g)];
  return join(
    characters.map(({ index, 0: written }) =>
      slice(inner, index + written.length - 1, index + written.length),
    ),
  );
}

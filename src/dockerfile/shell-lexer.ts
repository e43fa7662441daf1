/**
 * Reads quotes, escape characters and variables in the words of a Dockerfile like BuildKit:
 * https://docs.docker.com/reference/dockerfile/#environment-replacement. The rules resemble those
 * of the shell, with differences: unset variables are empty, and here-documents begin only with a
 * digit or `<<`.
 */
import { type Piece, join, nothing, slice, space } from './piece.ts';

export interface Expansion {
  readonly piece: Piece;
  /** Names of variables without a value. They are kept as written. */
  readonly unset: readonly string[];
}

/**
 * Removes quotes and escape characters and replaces variables, as the builder does in an image name
 * or a default.
 * @param values values by name; the places of a value's characters are kept
 * @returns `null` if BuildKit would report an error: a quote or a brace that does not close, or an
 *   unknown kind of substitution
 */
export function expand(
  piece: Piece,
  escape: string,
  values: ReadonlyMap<string, Piece>,
): Expansion | null {
  const lexer = new ShellLexer(piece, { escape, raw: false, values });
  const parts = lexer.readAll();
  return parts === null ? null : { piece: join(parts.map((it) => it.piece)), unset: lexer.unset };
}

/**
 * Splits a text into words at spaces outside of quotes. Quotes and escape characters are kept.
 * @returns `null` if a quote or a brace does not close
 */
export function wordsOf(piece: Piece): readonly Piece[] | null {
  const parts = new ShellLexer(piece, { escape: '\\', raw: true, values: null }).readAll();
  return parts === null ? null : wordsOfParts(parts);
}

/** Splits a text into words and removes quotes and escape characters. */
export function plainWordsOf(piece: Piece): readonly Piece[] | null {
  const parts = new ShellLexer(piece, { escape: '\\', raw: false, values: null }).readAll();
  return parts === null ? null : wordsOfParts(parts);
}

interface Part {
  readonly piece: Piece;
  /** Whether a space in it ends a word. */
  readonly splits: boolean;
  /** BuildKit forgets the part of a word before a variable with a modifier (`<<EO${X:-y}F`). */
  readonly forgets: boolean;
}

function wordsOfParts(parts: readonly Part[]): Piece[] {
  const words: Piece[][] = [[]];
  for (const { piece, splits, forgets } of parts) {
    if (forgets) words.splice(-1, 1, []);
    for (let index = 0; index < piece.text.length; index += 1) {
      const character = slice(piece, index, index + 1);
      if (splits && oneSpace.test(character.text)) words.push([]);
      else words.at(-1)?.push(character);
    }
  }
  return words.filter((it) => it.length > 0).map((it) => join(it));
}

const oneSpace = new RegExp(`^${space}$`);

/** Thrown for a text that BuildKit refuses. */
class Refused extends Error {}

interface LexerOptions {
  readonly escape: string;
  /** Whether quotes and escape characters are kept in the result. */
  readonly raw: boolean;
  /** `null` if variables are not replaced. */
  readonly values: ReadonlyMap<string, Piece> | null;
}

class ShellLexer {
  readonly unset: string[] = [];
  #at = 0;
  /** The number of variables with a modifier so far. */
  #modifiers = 0;

  readonly #piece: Piece;
  readonly #options: LexerOptions;

  constructor(piece: Piece, options: LexerOptions) {
    this.#piece = piece;
    this.#options = options;
  }

  readAll(): readonly Part[] | null {
    try {
      return this.#readUntil(null, this.#options.raw);
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  }

  #peek(): string {
    return this.#piece.text.charAt(this.#at);
  }

  #take(count = 1): Piece {
    const taken = slice(this.#piece, this.#at, this.#at + count);
    this.#at += count;
    return taken;
  }

  /**
   * @param stop the character that ends the text and is consumed; `null` for the end of the whole
   *   text
   */
  #readUntil(stop: string | null, rawEscapes: boolean): Part[] {
    const parts: Part[] = [];
    while (this.#at < this.#piece.text.length) {
      const next = this.#peek();
      if (next === stop) {
        this.#take();
        return parts;
      }
      const before = this.#modifiers;
      const piece = this.#readPart(next, rawEscapes);
      const splits = !["'", '"', '<', this.#options.escape].includes(next);
      parts.push({ piece, splits, forgets: this.#modifiers > before });
    }
    if (stop !== null) throw new Refused();
    return parts;
  }

  #readPart(next: string, rawEscapes: boolean): Piece {
    if (next === "'") return this.#singleQuoted();
    if (next === '"') return this.#doubleQuoted(rawEscapes);
    if (next === '$') return this.#variable();
    if (next === '<') return this.#lessThan();
    return next === this.#options.escape ? this.#escaped(rawEscapes) : this.#take();
  }

  #escaped(raw: boolean): Piece {
    const escape = this.#take();
    return raw ? join([escape, this.#take()]) : this.#take();
  }

  /** Spaces after `<<` do not end the word: `<< EOF` is one word. */
  #lessThan(): Piece {
    const [found = '<'] = /^<<[\t\r ]*/.exec(this.#piece.text.slice(this.#at)) ?? [];
    return this.#take(found.length);
  }

  #singleQuoted(): Piece {
    const end = this.#piece.text.indexOf("'", this.#at + 1);
    if (end === -1) throw new Refused();
    const whole = this.#take(end + 1 - this.#at);
    return this.#options.raw ? whole : slice(whole, 1, -1);
  }

  /** In double quotes, only `"`, `$` and the escape character can be escaped. */
  #doubleQuoted(rawEscapes: boolean): Piece {
    const quote = this.#take();
    const parts: Piece[] = [];
    for (let next = this.#peek(); next !== '"'; next = this.#peek()) {
      if (next === '') throw new Refused();
      if (next === '$') parts.push(this.#variable());
      else if (next === this.#options.escape) {
        const escape = this.#take();
        const isEscaped = ['"', '$', this.#options.escape].includes(this.#peek());
        if (!isEscaped || rawEscapes) parts.push(escape);
        if (isEscaped) parts.push(this.#take());
      } else parts.push(this.#take());
    }
    const end = this.#take();
    return join(this.#options.raw ? [quote, ...parts, end] : parts);
  }

  /** `$NAME`, `${NAME}` and `${NAME` with a modifier. */
  #variable(): Piece {
    const start = this.#at;
    this.#take();
    if (this.#peek() !== '{') {
      const name = this.#name();
      return this.#options.values?.get(name) ?? this.#asWritten(start, name);
    }
    this.#take();
    if (['', '{', '}', ':'].includes(this.#peek())) throw new Refused();
    const name = this.#name();
    const value = this.#options.values?.get(name);
    const modifier = this.#take().text;
    switch (modifier) {
      case '}':
        return value ?? this.#asWritten(start, name);
      case ':':
        return this.#alternative(start, name, this.#take().text, true);
      case '-':
      case '+':
      case '?':
      case '#':
      case '%':
        return this.#alternative(start, name, modifier, false);
      case '/':
        return this.#replaced(start, name);
      default:
        throw new Refused();
    }
  }

  /**
   * `${NAME:-word}` and similar forms.
   * @param emptyIsUnset whether there was a colon
   */
  #alternative(start: number, name: string, operator: string, emptyIsUnset: boolean): Piece {
    this.#modifiers += 1;
    const cuts = operator === '#' || operator === '%';
    if (emptyIsUnset && cuts) throw new Refused();
    const word = join(this.#readUntil('}', cuts).map((it) => it.piece));
    const value = this.#options.values?.get(name);
    const isSet = value !== undefined && !(emptyIsUnset && value.text === '');
    if (this.#options.values === null) return this.#asWritten(start, name);
    switch (operator) {
      case '-':
        return isSet ? value : word;
      case '+':
        return isSet ? word : nothing;
      case '?':
        return isSet ? value : this.#asWritten(start, name);
      case '#':
      case '%':
        return isSet ? withoutEnd(value, word.text, operator) : this.#asWritten(start, name);
      default:
        throw new Refused();
    }
  }

  /** `${NAME/pattern/replacement}`. Two slashes at the beginning replace all matches. */
  #replaced(start: number, name: string): Piece {
    this.#modifiers += 1;
    const all = this.#peek() === '/';
    if (all) this.#take();
    const pattern = join(this.#readUntil('/', true).map((it) => it.piece)).text;
    const replacement = join(this.#readUntil('}', true).map((it) => it.piece));
    const value = this.#options.values?.get(name);
    if (value === undefined) return this.#asWritten(start, name);
    const parts: Piece[] = [];
    let end = 0;
    for (const match of value.text.matchAll(patternOf(pattern, 'g'))) {
      if (match[0] === '' || (end > 0 && !all)) continue;
      parts.push(slice(value, end, match.index), replacement);
      end = match.index + match[0].length;
    }
    return join([...parts, slice(value, end)]);
  }

  #asWritten(start: number, name: string): Piece {
    if (name !== '') this.unset.push(name);
    return slice(this.#piece, start, this.#at);
  }

  /** A name, digits, or one of the special parameters of a shell. */
  #name(): string {
    const rest = this.#piece.text.slice(this.#at);
    const [name = ''] = /^(?:\p{Nd}+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*)/u.exec(rest) ?? [];
    this.#take(name.length);
    return name;
  }
}

/**
 * `${NAME#pattern}` and `${NAME%pattern}` remove the shortest match. With a doubled sign, they
 * remove the longest.
 */
function withoutEnd(value: Piece, word: string, operator: '#' | '%'): Piece {
  const longest = word.startsWith(operator);
  const pattern = longest ? word.slice(1) : word;
  const { length } = value.text;
  const lengths = Array.from({ length: length + 1 }, (_, index) => index);
  const whole = new RegExp(`^(?:${patternOf(pattern).source})$`, 's');
  for (const size of longest ? lengths.reverse() : lengths) {
    const [end, rest] =
      operator === '#'
        ? [value.text.slice(0, size), slice(value, size)]
        : [value.text.slice(length - size), slice(value, 0, length - size)];
    if (whole.test(end)) return rest;
  }
  return value;
}

/** Converts a shell pattern of `*`, `?` and escaped characters to a regular expression. */
function patternOf(pattern: string, flags = ''): RegExp {
  const source = pattern.replace(/\\?[\s\S]/g, (token) => {
    if (token === '*') return '.*';
    if (token === '?') return '.';
    return token.slice(-1).replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  });
  return new RegExp(source, `s${flags}`);
}

/**
 * Splits Python source into logical lines of tokens, without comments. Strings are whole, and lines
 * that a bracket or backslash continues are joined.
 * https://docs.python.org/3/reference/lexical_analysis.html
 */

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'operator';
  /** The text; of a string, its contents without prefix and quotes. */
  readonly text: string;
  /** Counts from 1. */
  readonly line: number;
}

/**
 * The first line of a statement; the body of a compound statement follows, with a deeper indent.
 */
export interface LogicalLine {
  readonly indent: number;
  readonly line: number;
  readonly tokens: readonly Token[];
}

const stringStart = /([rRbBuUfFtT]{0,2})("""|'''|"|')/y;
const nameStart = /[\p{L}_][\p{L}\p{N}_]*/uy;
const numberStart =
  /(?:0[xXoObB][\da-fA-F_]+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?|\.\d[\d_]*)[jJ]?/y;
const operatorStart = /->|:=|\*\*=?|\/\/=?|>>=?|<<=?|[=!<>]=|[+\-*/%&|^@]=|\.\.\.|[^\s\w]/y;

/**
 * @returns the logical lines; text that is not Python gives single characters, and never an
 *   error.
 */
export function tokenize(source: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = [];
  let tokens: Token[] = [];
  let position = 0;
  let line = 1;
  let depth = 0;
  let indent = 0;
  let atStart = true;

  const end = (): void => {
    const first = tokens[0];
    if (first) lines.push({ indent, line: first.line, tokens });
    tokens = [];
    atStart = true;
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    return pattern.exec(source);
  };

  while (position < source.length) {
    if (atStart && depth === 0) {
      const blank = /[ \t\f]*/y;
      blank.lastIndex = position;
      const space = blank.exec(source)?.[0] ?? '';
      indent = space.replaceAll('\t', '        ').length;
      position += space.length;
      atStart = false;
      continue;
    }
    const character = source[position] ?? '';
    if (character === '\n') {
      if (depth === 0) end();
      position += 1;
      line += 1;
    } else if (character === '#') {
      const stop = source.indexOf('\n', position);
      position = stop === -1 ? source.length : stop;
    } else if (character === '\\' && /^\\\r?\n/.test(source.slice(position, position + 3))) {
      position = source.indexOf('\n', position) + 1;
      line += 1;
    } else if (/\s/.test(character)) {
      position += 1;
    } else if (character === ';' && depth === 0) {
      position += 1;
      const kept = indent;
      end();
      indent = kept;
      atStart = false;
    } else {
      const string = match(stringStart);
      if (string) {
        const opening = string[0];
        const contents = stringContents(source, position + opening.length, string[2] ?? '"');
        tokens.push({ kind: 'string', text: contents.text, line });
        line += contents.text.split('\n').length - 1;
        position = contents.end;
        continue;
      }
      const name = match(nameStart);
      const number = name ? null : match(numberStart);
      const text = (name ?? number ?? match(operatorStart))?.[0] ?? character;
      if ('([{'.includes(text)) depth += 1;
      if (')]}'.includes(text)) depth = Math.max(0, depth - 1);
      tokens.push({ kind: kindOf(name, number), text, line });
      position += text.length;
    }
  }
  end();
  return lines;
}

function kindOf(name: RegExpExecArray | null, number: RegExpExecArray | null): Token['kind'] {
  if (name) return 'name';
  return number ? 'number' : 'operator';
}

/**
 * A string ends at its quote; one with single quotes also at the end of the line, so that a stray
 * quote swallows no file.
 */
function stringContents(
  source: string,
  from: number,
  quote: string,
): { text: string; end: number } {
  let at = from;
  while (at < source.length) {
    if (source[at] === '\\') {
      at += 2;
      continue;
    }
    if (source.startsWith(quote, at))
      return { text: source.slice(from, at), end: at + quote.length };
    if (quote.length === 1 && source[at] === '\n') return { text: source.slice(from, at), end: at };
    at += 1;
  }
  return { text: source.slice(from), end: source.length };
}

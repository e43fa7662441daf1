/**
 * Reads a Go file without a compiler. Comments and the contents of strings are blanked first, so
 * that they cannot mislead a search. Go has no other place where `//`, `"`, a backquote or `'` can
 * occur: https://go.dev/ref/spec#Lexical_elements
 */
import { longestSource } from '../../syntax/parse.ts';
import { lineAt } from '../../text/lines.ts';

export interface GoSource {
  /**
   * The file with comments and the contents of strings replaced by spaces. Offsets and lines stay
   * the same.
   */
  readonly code: string;
  /** The unescaped contents of string literals, by the offset of the opening quote. */
  readonly strings: ReadonlyMap<number, string>;
  /** `name` is the one that the file gives a package: `_`, `.` or an identifier. */
  readonly imports: readonly Import[];
  /** The patterns of `//go:embed`, in source order. */
  readonly embeds: readonly { readonly pattern: string; readonly line: number }[];
  /** The system requirements in `#cgo` lines: `pkg-config: vips`, `LDFLAGS: -lfoo`. */
  readonly cgoFlags: readonly string[];
}

export interface Import {
  readonly path: string;
  readonly line: number;
  readonly name?: string;
}

export interface Header {
  readonly packageName: string;
  /** The expression of `//go:build`, if there is one. */
  readonly constraint: string | undefined;
}

// What is not closed ends with the file or the line: otherwise each of many openings would be searched
// to the end in vain.
const token =
  /\/\/[^\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*)|`[^`]*`?|"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|'[^'\\\n]*(?:\\.[^'\\\n]*)*'?/g;
const beforePackage = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const packageClause = /package\s+([\p{L}_][\p{L}\p{N}_]*)/uy;

/**
 * Reads only up to the package clause.
 * @returns `undefined` if there is no package clause, so it is not a Go file.
 */
export function headerOf(text: string): Header | undefined {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  beforePackage.lastIndex = start;
  beforePackage.exec(text);
  const end = beforePackage.lastIndex;
  packageClause.lastIndex = end;
  const packageName = packageClause.exec(text)?.[1];
  if (packageName === undefined) return undefined;
  return {
    packageName,
    constraint: /^\/\/go:build[ \t]+(.+)$/m.exec(text.slice(start, end))?.[1]?.trim(),
  };
}

/**
 * @param whole the text. Of a longer one than the parser takes, the rest is data that a program
 *   wrote.
 * @returns the parts of a Go file that detection uses.
 */
export function scanSource(whole: string): GoSource {
  const text = whole.slice(0, longestSource);
  const strings = new Map<number, string>();
  const embeds: { pattern: string; line: number }[] = [];
  const cgoFlags: string[] = [];
  const pieces: string[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    const [literal] = match;
    pieces.push(text.slice(end, match.index));
    end = match.index + literal.length;
    if (literal.startsWith('//') || literal.startsWith('/*')) {
      pieces.push(blank(literal));
      if (literal.startsWith('//go:embed ')) {
        for (const pattern of embedPatterns(literal.slice('//go:embed '.length)))
          embeds.push({ pattern, line: lineAt(text, match.index) });
      }
      for (const flags of literal.matchAll(/^(?:\/\/)?[ \t]*#cgo\b(.*)$/gm))
        if (flags[1]) cgoFlags.push(flags[1].trim());
    } else if (literal.length === 1) {
      pieces.push(literal);
    } else {
      const quote = literal.charAt(0);
      if (quote !== "'")
        strings.set(
          match.index,
          quote === '`' ? literal.slice(1, -1) : unescaped(literal.slice(1, -1)),
        );
      pieces.push(quote, blank(literal.slice(1, -1)), quote);
    }
  }
  pieces.push(text.slice(end));
  const code = pieces.join('');
  return { code, strings, embeds, cgoFlags, imports: importsOf(code, strings) };
}

/** @returns the offset of the bracket that closes the one at `open`, or the end of the file. */
export function closingOf(code: string, open: number): number {
  const opening = code.charAt(open);
  const closing = { '(': ')', '{': '}', '[': ']' }[opening] ?? ')';
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    const character = code.charAt(at);
    if (character === opening) depth += 1;
    if (character === closing) depth -= 1;
    if (depth === 0) return at;
  }
  return code.length;
}

/** @returns the string literals that begin between two offsets, in source order. */
export function stringsBetween(
  source: GoSource,
  from: number,
  to: number,
): { offset: number; value: string }[] {
  const found: { offset: number; value: string }[] = [];
  for (let at = from; at < to; at += 1) {
    const value = source.strings.get(at);
    if (value === undefined) continue;
    found.push({ offset: at, value });
    at = source.code.indexOf(source.code.charAt(at), at + 1);
  }
  return found;
}

function importsOf(code: string, strings: ReadonlyMap<number, string>): Import[] {
  const imports: Import[] = [];
  for (const match of code.matchAll(/(?:^|;)[ \t]*import\b\s*(\(?)/gm)) {
    const start = match.index + match[0].length;
    const length = code.slice(start).search(match[1] === '(' ? /\)/ : /[;\n]/);
    const end = length === -1 ? -1 : start + length;
    for (const quote of code
      .slice(start, end === -1 ? undefined : end)
      .matchAll(/["`][^"`]*["`]/g)) {
      const offset = start + quote.index;
      const path = strings.get(offset);
      const name = /([\p{L}\p{N}_]+|\.)[ \t]*$/u.exec(
        code.slice(Math.max(start, code.lastIndexOf('\n', offset)), offset),
      )?.[1];
      if (path !== undefined)
        imports.push({ path, line: lineAt(code, offset), ...(name === undefined ? {} : { name }) });
    }
  }
  return imports;
}

function embedPatterns(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|`([^`]*)`|(\S+)/g)].map(
    (it) => it[1] ?? it[2] ?? it[3] ?? '',
  );
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

function unescaped(text: string): string {
  return text.includes('\\')
    ? text.replace(/\\(["\\nt])/g, (_, it: string) => ({ n: '\n', t: '\t' })[it] ?? it)
    : text;
}

/**
 * Reads a Dockerfile into instructions. This is the only parser: `pinsOf`, `update`, `check` and
 * `verify` all use its result. The grammar is that of BuildKit
 * (https://github.com/moby/buildkit/tree/master/frontend/dockerfile/parser), which differs from the
 * reference in some details. dockerfile-ast was used before, but differs from BuildKit in
 * here-documents in quoted words, line ends with two escape characters, and quoted flags.
 */
import { heredocsOf } from './heredocs.ts';
import { lineAt } from '../text/lines.ts';
import { type Piece, cut, indentOf, join, pieceOf, slice, trim } from './piece.ts';

export interface Dockerfile {
  /** The character that escapes others and continues lines: a backslash or a backtick. */
  readonly escape: string;
  /** The image of the frontend, from the `# syntax=` line. */
  readonly syntax: Piece | null;
  readonly instructions: readonly Instruction[];
  /** @returns the line on which a piece begins, counted from 1. */
  lineOf(piece: Piece): number;
}

export interface Instruction {
  /** In upper case. */
  readonly keyword: string;
  /** The line of its keyword, counted from 1. */
  readonly line: number;
  readonly flags: readonly Flag[];
  /** The text after the flags, including continuation lines, without here-documents. */
  readonly content: Piece;
  /** Whether the content is an array of strings: the exec form of CMD, ENTRYPOINT and RUN. */
  readonly isJson: boolean;
  /** The instruction that ONBUILD runs later. */
  readonly trigger: Instruction | null;
}

/** `--name=value`, without the quotes and escape characters that BuildKit removes from flags. */
export interface Flag {
  readonly name: string;
  /** `null` if it has no `=`. */
  readonly value: Piece | null;
}

/**
 * Reads the text of a Dockerfile. Also reads files that BuildKit refuses: an unknown keyword is an
 * ordinary instruction, and an unfinished here-document ends with the file.
 */
export function parseDockerfile(text: string): Dockerfile {
  const lines = linesOf(text);
  const escape = escapeOf(lines);
  const instructions: Instruction[] = [];
  for (let at = 0; at < lines.length;) {
    const { piece, next } = joinedLine(lines, at, escape);
    const instruction = instructionOf(piece, escape, at + 1);
    at = next;
    if (instruction === null) continue;
    instructions.push(instruction);
    if (!mayHaveHeredocs(instruction)) continue;
    for (const { end, tabs } of heredocsOf(piece)) {
      const isEnd = (line: string): boolean => (tabs ? line.replace(/^\t+/, '') : line) === end;
      while (at < lines.length && !isEnd(lines[at]?.text ?? '')) at += 1;
      at += 1;
    }
  }
  return {
    escape,
    syntax: syntaxOf(lines),
    instructions,
    lineOf: ({ places }) => lineAt(text, places[0] ?? 0),
  };
}

/** Splits the text at line feeds. Carriage returns before them are part of the line end. */
function linesOf(text: string): Piece[] {
  const lines: Piece[] = [];
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length;) {
    const feed = text.indexOf('\n', start);
    const end = feed === -1 ? text.length : feed;
    const line = text.slice(start, end).replace(/\r+$/, '');
    lines.push(pieceOf(text, start, start + line.length));
    start = end + 1;
  }
  return lines;
}

interface Directive {
  readonly name: string;
  readonly value: Piece;
}

/**
 * Parser directives must come before everything else, and each may appear only once:
 * https://docs.docker.com/reference/dockerfile/#parser-directives
 */
function directivesOf(lines: readonly Piece[], comment: string): Directive[] {
  const found: Directive[] = [];
  for (const line of lines) {
    if (!line.text.startsWith(comment)) break;
    const rest = slice(line, comment.length + indentOf(line.text.slice(comment.length)));
    const match = /^([a-zA-Z][a-zA-Z0-9]*)[\t\f\r ]*=[\t\f\r ]*(?=.)/.exec(rest.text);
    const name = match?.[1]?.toLowerCase() ?? '';
    if (match === null || !['syntax', 'escape', 'check'].includes(name)) break;
    if (found.some((it) => it.name === name)) break;
    found.push({ name, value: slice(rest, match[0].length, rest.text.search(/[\t\f\r ]*$/)) });
  }
  return found;
}

/** For `escape`, BuildKit's parser accepts indented lines, but not for `syntax`. */
function escapeOf(lines: readonly Piece[]): string {
  const indented = lines.map((it) => slice(it, indentOf(it.text)));
  const value = directivesOf(indented, '#').find((it) => it.name === 'escape')?.value.text;
  return value === '`' ? value : '\\';
}

/** The text after the image is for the frontend. A first line with `#!` is skipped. */
function syntaxOf(lines: readonly Piece[]): Piece | null {
  const rest = lines[0]?.text.startsWith('#!') === true ? lines.slice(1) : lines;
  const directives = ['#', '//'].flatMap((comment) => directivesOf(rest, comment));
  const value = directives.find((it) => it.name === 'syntax')?.value;
  return value === undefined ? null : cut(value, ' ')[0];
}

/**
 * Joins a line with its continuation lines. A line is continued if it ends with exactly one escape
 * character, with or without blanks after it. Comments and empty lines in between are removed.
 */
function joinedLine(
  lines: readonly Piece[],
  from: number,
  escape: string,
): { readonly piece: Piece; readonly next: number } {
  const pieces: Piece[] = [];
  const continued = new RegExp(`(^|[^\\${escape}])\\${escape}[ \\t]*$`);
  let next = from;
  for (let isOpen = true; isOpen && next < lines.length; next += 1) {
    const line = lines[next] as Piece;
    const start = slice(line, indentOf(line.text));
    const isComment = start.text.startsWith('#');
    if (next > from && (isComment || start.text === '')) continue;
    const content = next === from ? start : line;
    const end = isComment ? null : continued.exec(content.text);
    isOpen = end !== null;
    if (end !== null) pieces.push(slice(content, 0, end.index + (end[1] ?? '').length));
    else if (!isComment) pieces.push(content);
  }
  return { piece: join(pieces), next };
}

export const blanks = /[\t\v\f\r ]+/;

/** @returns `null` for a line without a keyword */
function instructionOf(line: Piece, escape: string, number: number): Instruction | null {
  const whole = trim(line);
  const blank = blanks.exec(whole.text);
  const keyword = blank === null ? whole.text : whole.text.slice(0, blank.index);
  if (keyword === '') return null;
  const rest = slice(whole, keyword.length + (blank?.[0].length ?? 0));
  const { flags, content } = flagsOf(rest, escape);
  return {
    keyword: keyword.toUpperCase(),
    line: number,
    flags,
    content,
    isJson: isJsonOfStrings(content.text),
    trigger: /^onbuild$/i.test(keyword) ? instructionOf(content, escape, number) : null,
  };
}

/**
 * Flags come first. Quotes around any part of a flag are not part of it. `--` alone ends the flags.
 */
function flagsOf(
  rest: Piece,
  escape: string,
): { readonly flags: readonly Flag[]; readonly content: Piece } {
  const flags: Flag[] = [];
  const { text } = rest;
  let at = 0;
  for (;;) {
    while (/[\t-\r ]/.test(text.charAt(at))) at += 1;
    if (!text.startsWith('--', at)) break;
    const { word, end } = flagAt(rest, at, escape);
    at = end;
    if (word.text === '--') break;
    const [name, value] = cut(slice(word, 2), '=');
    flags.push({ name: name.text, value });
  }
  return { flags, content: trim(slice(rest, at)) };
}

function flagAt(
  rest: Piece,
  start: number,
  escape: string,
): { readonly word: Piece; readonly end: number } {
  const characters: Piece[] = [];
  let quote = '';
  let at = start;
  for (; at < rest.text.length; at += 1) {
    const character = rest.text.charAt(at);
    if (quote === '' && /[\t-\r ]/.test(character)) break;
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else {
      if (character === escape) at += 1;
      characters.push(slice(rest, at, at + 1));
    }
  }
  return { word: join(characters), end: at };
}

/** Any other array counts as text: https://docs.docker.com/reference/dockerfile/#exec-form */
function isJsonOfStrings(text: string): boolean {
  if (!text.startsWith('[')) return false;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((it) => typeof it === 'string');
  } catch {
    return false;
  }
}

/** ONBUILD may have the here-documents of its trigger. The exec form has none. */
function mayHaveHeredocs(instruction: Instruction): boolean {
  const { keyword, isJson } = instruction.trigger ?? instruction;
  return !isJson && ['RUN', 'COPY', 'ADD'].includes(keyword);
}

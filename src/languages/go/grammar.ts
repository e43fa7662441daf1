/**
 * Checks go.mod and go.work as strictly as the go command checks those of the main module.
 * https://go.dev/ref/mod#go-mod-file-grammar and https://go.dev/ref/mod#go-work-file
 */
import { withinLine } from '../../text/printable.ts';
import type { SyntaxProblem } from '../../text/syntax-errors.ts';

/** A word of a line and the column of its first character. */
interface Word {
  readonly text: string;
  readonly column: number;
}

type Kind = 'go.mod' | 'go.work';

const version = /^v\d+/;
const replaceUsage = 'replace needs module/path [v1.2.3] => other/module v1.4.5, or => ../folder';
const one = (usage: string) => (words: readonly string[]) =>
  words.length === 1 ? null : `${usage}, one on a line`;

/** Checks the arguments of each directive: the error, or null. */
const directives: Readonly<
  Record<
    string,
    { readonly in: readonly Kind[]; readonly check: (words: readonly string[]) => string | null }
  >
> = {
  module: { in: ['go.mod'], check: one('module needs the path of the module') },
  go: {
    in: ['go.mod', 'go.work'],
    check: ([number = '', ...more]) =>
      more.length === 0 && /^\d+\.\d+(?:\.\d+)?(?:(?:rc|beta|alpha)\d+)?$/.test(number)
        ? null
        : 'go needs a version such as 1.26',
  },
  toolchain: { in: ['go.mod', 'go.work'], check: one('toolchain needs a name such as go1.26.1') },
  godebug: { in: ['go.mod', 'go.work'], check: one('godebug needs key=value') },
  require: { in: ['go.mod'], check: (words) => moduleAndVersion('require', words) },
  exclude: { in: ['go.mod'], check: (words) => moduleAndVersion('exclude', words) },
  replace: { in: ['go.mod', 'go.work'], check: replaceError },
  retract: {
    in: ['go.mod'],
    check: (words) => (words.length > 0 ? null : 'retract needs a version'),
  },
  tool: { in: ['go.mod'], check: one('tool needs the path of a package') },
  ignore: { in: ['go.mod'], check: one('ignore needs a folder') },
  use: { in: ['go.work'], check: one('use needs a folder') },
};

/** @returns the first error that the go command would stop at, or `null`. */
export function moduleFileError(kind: Kind, text: string): SyntaxProblem | null {
  let block: { readonly verb: string; readonly line: number } | null = null;
  let hasModule = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const read = wordsOf(raw);
    if ('reason' in read) return { line, ...read };
    const [first, ...rest] = read.words;
    if (!first) continue;
    if (block && first.text === ')') {
      if (rest[0]) return { line, column: rest[0].column, reason: 'nothing may follow )' };
      block = null;
      continue;
    }
    const verb: string = block?.verb ?? first.text;
    const directive = directives[verb];
    if (!directive?.in.includes(kind))
      return { line, column: first.column, reason: `unknown directive: ${withinLine(verb)}` };
    if (!block && rest.at(-1)?.text === '(' && rest.length === 1) {
      block = { verb, line };
      continue;
    }
    if (verb === 'module' && hasModule)
      return { line, column: first.column, reason: 'a second module directive' };
    hasModule ||= verb === 'module';
    const reason = directive.check((block ? read.words : rest).map((it) => it.text));
    if (reason !== null) return { line, column: first.column, reason };
  }
  if (block) return { line: block.line, column: 1, reason: `the block of ${block.verb} has no )` };
  return kind === 'go.mod' && !hasModule
    ? { line: 1, column: 1, reason: 'the module directive is missing' }
    : null;
}

function moduleAndVersion(verb: string, words: readonly string[]): string | null {
  return words.length === 2 ? null : `${verb} needs a module and its version, such as v1.2.3`;
}

function replaceError(words: readonly string[]): string | null {
  const arrow = words.indexOf('=>');
  const [target = '', targetVersion] = words.slice(arrow + 1);
  const old = words.slice(0, Math.max(arrow, 0));
  const isFolder = /^\.{0,2}[/\\]|^\.\.?$|^[A-Za-z]:/.test(target);
  const counts = words.length - arrow - 1;
  if (arrow < 1 || arrow > 2 || counts < 1 || counts > 2) return replaceUsage;
  if (old[1] !== undefined && !version.test(old[1])) return replaceUsage;
  if (isFolder) return targetVersion === undefined ? null : 'a folder has no version';
  return targetVersion === undefined
    ? `${withinLine(target)} needs a version, or ./ if it is a folder`
    : null;
}

/** Splits a line into words and parentheses, without its comment. */
function wordsOf(
  line: string,
): { readonly words: readonly Word[] } | { readonly column: number; readonly reason: string } {
  const words: Word[] = [];
  const tokens = /[ \t\r]+|\/\/.*|"(?:[^"\\]|\\.)*"|`[^`]*`|=>|[(),[\]]|[^\s"`(),[\]]+/y;
  for (let at = 0; at < line.length; at = tokens.lastIndex) {
    tokens.lastIndex = at;
    const found = tokens.exec(line)?.[0];
    if (found === undefined) return { column: at + 1, reason: 'a quote is not closed' };
    if (found.startsWith('//')) break;
    // A comment can also begin within a word: `v1.2.3//indirect`.
    const comment = /^["`]/.test(found) ? -1 : found.indexOf('//');
    const text = comment === -1 ? found : found.slice(0, comment);
    if (text.trim() !== '')
      words.push({ text: text.replace(/^(["`])(.*)\1$/, '$2'), column: at + 1 });
    if (comment !== -1) break;
  }
  return { words };
}

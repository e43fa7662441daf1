/**
 * Splits a command line into words as a POSIX shell would, and refuses what only a shell can do.
 */
import { parse } from 'shell-quote';

export type Words =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly why: string };

/**
 * @param text a command line: quotes and backslashes work as in a shell.
 * @returns its words; or, when it holds an operator, a variable, a glob or a comment, why it cannot
 * run without a shell.
 */
export function splitCommand(text: string): Words {
  if (/[\r\n\0]/.test(text)) return { ok: false, why: 'it has more than one line' };
  // What a shell would read as its own: not what single quotes or a backslash protect.
  const live = text.replace(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/g, (it) =>
    it.startsWith('"') ? it.replace(/\\./g, '') : '',
  );
  if (/`|\$\(/.test(live)) return { ok: false, why: 'it substitutes a command' };
  const words: string[] = [];
  for (const part of parse(text, (name) => ({ op: `$${name}` }) as never)) {
    if (typeof part === 'string') {
      words.push(part);
    } else if ('comment' in part) {
      return { ok: false, why: 'it holds a comment (#)' };
    } else if (part.op === 'glob') {
      return { ok: false, why: `it holds a pattern (${part.pattern})` };
    } else {
      return { ok: false, why: `it holds ${part.op}` };
    }
  }
  if (words.length === 0) return { ok: false, why: 'it is empty' };
  return { ok: true, words };
}

/** @returns the words as one command line that a POSIX shell splits into the same words. */
export function joinCommand(words: readonly string[]): string {
  return words
    .map((it) => (it.includes("'") && !it.includes('`') ? doubleQuoted(it) : shellWord(it)))
    .join(' ');
}

/**
 * Easier to read where the word has single quotes; shell-quote cannot read an escaped backquote.
 */
function doubleQuoted(word: string): string {
  return `"${word.replace(/[\\"$]/g, '\\$&')}"`;
}

/**
 * A word of a RUN line, quoted for a POSIX shell where it has to be. A backslash at the end of the
 * line cannot continue it inside quotes.
 */
export function shellWord(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

/**
 * Splits a command line into words like a POSIX shell, and rejects syntax that requires a shell.
 */
import { parse, type ParseEntry } from 'shell-quote';

export type Words =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly why: string };

/**
 * @param text a command line. Quotes and backslashes work as in a shell.
 * @returns the words, or the reason why the command cannot run without a shell: an operator, a
 *   variable, a glob or a comment.
 */
export function splitCommand(text: string): Words {
  if (/[\r\n\0]/.test(text)) return { ok: false, why: 'it has more than one line' };
  // Only text that a shell interprets, without text protected by single quotes or a backslash.
  const live = text.replace(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/g, (it) =>
    it.startsWith('"') ? it.replace(/\\./g, '') : '',
  );
  if (/["']/.test(text.replace(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/g, '')))
    return { ok: false, why: 'it has a quote that is not closed' };
  if (/`|\$\(/.test(live)) return { ok: false, why: 'it substitutes a command' };
  const words: string[] = [];
  const parts = shellParts(text, (name) => ({ op: `$${name}` }) as never);
  if (!parts) return { ok: false, why: 'it changes the value of a variable' };
  for (const part of parts) {
    if (typeof part === 'string') {
      words.push(part);
    } else if ('comment' in part) {
      return { ok: false, why: 'it contains a comment (#)' };
    } else if (part.op === 'glob') {
      return { ok: false, why: `it contains a pattern (${part.pattern})` };
    } else {
      return { ok: false, why: `it contains ${part.op}` };
    }
  }
  if (words.length === 0) return { ok: false, why: 'it is empty' };
  return { ok: true, words };
}

/**
 * Splits a line as a shell does.
 * @param valueOf what stands for a variable.
 * @returns `undefined` for what only a shell expands: `${TESTS:+-g}`.
 */
export function shellParts(
  text: string,
  valueOf: (name: string) => string,
): readonly ParseEntry[] | undefined {
  try {
    return parse(text, valueOf);
  } catch {
    return undefined;
  }
}

/** @returns a command line that a POSIX shell splits into the same words. */
export function joinCommand(words: readonly string[]): string {
  return words
    .map((it) => (it.includes("'") && !it.includes('`') ? doubleQuoted(it) : shellWord(it)))
    .join(' ');
}

/**
 * Double quotes are easier to read if the word contains single quotes. shell-quote cannot read an
 * escaped backquote.
 */
function doubleQuoted(word: string): string {
  return `"${word.replace(/[\\"$]/g, '\\$&')}"`;
}

/**
 * Quotes a word of a RUN line for a POSIX shell if necessary. Inside quotes, a backslash at the end
 * of the line cannot continue it.
 */
export function shellWord(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

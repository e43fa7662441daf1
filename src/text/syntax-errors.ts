/** Finds the first syntax error in a JSON text, and the reason. */

/** The first error in a text. Lines and columns start from 1. */
export interface SyntaxProblem {
  readonly line: number;
  readonly column: number;
  /** The rest of a sentence that begins with the place, without a period. */
  readonly reason: string;
}

/** @returns the line and column of an offset, starting from 1. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return {
    line: before.split('\n').length,
    column: offset - before.lastIndexOf('\n'),
  };
}

/**
 * Finds the markers that git writes for a merge conflict.
 * @returns the place of the first marker, or `null`.
 */
export function conflictMark(text: string): SyntaxProblem | null {
  const found = /^<{7}(?: |$)/m.exec(text);
  return (
    found && {
      ...positionAt(text, found.index),
      reason: 'it contains the markers of a merge conflict',
    }
  );
}

/**
 * Parses a text like npm and Node parse package.json and package-lock.json: strict JSON, with an
 * optional byte order mark. https://www.rfc-editor.org/rfc/rfc8259
 * @returns `null` if the text is an object.
 */
export async function jsonError(text: string): Promise<SyntaxProblem | null> {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? null
      : { line: 1, column: 1, reason: 'it is not a JSON object' };
  } catch (error) {
    if (text.trim() === '') return { line: 1, column: 1, reason: 'it is empty' };
    return conflictMark(text) ?? (await grammarError(text, error));
  }
}

/**
 * Locates the error with a parser, because the messages of JSON.parse include the place only in
 * some versions of Node.
 */
async function grammarError(text: string, refusal: unknown): Promise<SyntaxProblem> {
  const { parse } = await import('@humanwhocodes/momoa');
  try {
    parse(text.replace(/^\uFEFF/, ''), { mode: 'json' });
  } catch (error) {
    const { line, column, message } = error as { line: number; column: number } & Error;
    // The parser reports the end of the text at the last token.
    if (message.includes('end of input')) return reasonAt(text, text.trimEnd().length);
    const before = text.split('\n').slice(0, line - 1);
    return reasonAt(
      text,
      before.reduce((sum, it) => sum + it.length + 1, column - 1),
    );
  }
  // Only JSON.parse rejects control characters in strings.
  const message = refusal instanceof Error ? refusal.message : String(refusal);
  const offset = /at position (\d+)/.exec(message)?.[1];
  return {
    ...positionAt(text, Number(offset ?? 0)),
    reason: message.replace(/ in JSON at position.*/s, ''),
  };
}

function reasonAt(text: string, offset: number): SyntaxProblem {
  const before = text.slice(0, offset).trimEnd();
  const character = text.charAt(offset).trim();
  if (before.endsWith(',') && /^[\]}]?$/.test(character))
    return {
      ...positionAt(text, before.length - 1),
      reason: 'a comma without a value after it',
    };
  const at = positionAt(text, offset);
  if (/^,\s*$/.test(text.slice(offset)))
    return { ...at, reason: 'a comma without a value after it' };
  if (character === '') return { ...at, reason: 'it ends too early' };
  if (/^\/[/*]/.test(text.slice(offset)))
    return { ...at, reason: 'a comment, which JSON does not allow' };
  if (character === "'") return { ...at, reason: 'a single quote where JSON needs a double quote' };
  if (character === '"' && /["}\]\w]$/.test(before)) return { ...at, reason: 'a comma is missing' };
  return { ...at, reason: `${JSON.stringify(character)} is unexpected here` };
}

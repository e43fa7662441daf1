/** Reads configuration files that are programs, as text: what a comment says does not count. */

/** A string, which may hold `src/*` or `//`, or a comment. A string of one line ends with it. */
const stringOrComment =
  /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`)|\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g;

/**
 * @param text JavaScript, TypeScript or JSON.
 * @returns the text without its comments.
 */
export function withoutComments(text: string): string {
  return text.replace(
    stringOrComment,
    (_, string: string | undefined, space: string | undefined) => string ?? space ?? '',
  );
}

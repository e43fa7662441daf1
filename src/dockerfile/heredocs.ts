/**
 * Finds the here-documents that begin on a line:
 * https://docs.docker.com/reference/dockerfile/#here-documents
 */
import { type Piece, slice } from './piece.ts';
import { plainWordsOf, wordsOf } from './shell-lexer.ts';

export interface Heredoc {
  /** The line that ends it, without quotes. */
  readonly end: string;
  /** Set for `<<-`, which ignores tabs before the end mark. */
  readonly tabs: boolean;
}

/**
 * Finds here-documents as BuildKit does. Each is a separate word outside of quotes (`cat<<EOF`
 * begins none), with or without a file descriptor, quotes or spaces: `<<EOF`, `3<<-EOF`,
 * `<< "END OF FILE"`. If a quote or a brace on the line does not close, BuildKit finds none on it.
 * @param line an instruction of RUN, COPY or ADD, with its continuation lines joined
 */
export function heredocsOf(line: Piece): readonly Heredoc[] {
  const found: Heredoc[] = [];
  for (const word of wordsOf(line) ?? []) {
    const match = /^(\d*<<(-?)[\t\n\f\r ]*)[^<]*$/.exec(word.text);
    if (match === null) continue;
    const [, start = '', dash] = match;
    const [end, ...more] = plainWordsOf(slice(word, start.length)) ?? [];
    if (end !== undefined && more.length === 0) found.push({ end: end.text, tabs: dash === '-' });
  }
  return found;
}

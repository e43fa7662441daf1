/** Reads an inline Dockerfile, indented in a compose or bake file. */
import { join, pieceOf, slice } from '../dockerfile/piece.ts';
import type { Finding } from '../dockerfile/reference.ts';
import { referencesInDockerfile } from '../dockerfile/references.ts';
import { lineAt } from '../text/lines.ts';

/**
 * @param text the whole file
 * @param range the start and end of the Dockerfile's lines in it
 * @param indented whether the indentation common to all lines is not part of the Dockerfile
 * @returns the findings with their places in the whole file
 */
export function referencesInLines(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  indented: boolean,
): readonly Finding[] {
  const lines = text.slice(start, end).split(/(?<=\n)/);
  const filled = lines.filter((it) => it.trim() !== '');
  const indent = indented ? Math.min(...filled.map((it) => it.search(/\S/))) : 0;
  let at = start;
  const pieces = lines.map((line) => {
    const piece = pieceOf(text, at, at + line.length);
    at += line.length;
    return slice(piece, line.trim() === '' ? 0 : indent);
  });
  const { text: plain, places } = join(pieces);
  const linesBefore = lineAt(text, start) - 1;
  const placeOf = (offset: number): number => places[offset] ?? end;
  return referencesInDockerfile(plain).map((finding): Finding => {
    if (finding.kind === 'unpinnable') return { ...finding, line: finding.line + linesBefore };
    const moved = { start: placeOf(finding.start), end: placeOf(finding.end - 1) + 1 };
    return finding.kind === 'echo'
      ? { ...finding, ...moved }
      : { ...finding, ...moved, line: finding.line + linesBefore };
  });
}

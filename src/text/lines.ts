/** Converts an offset in a text to the line number used in evidence. */

/** @returns the line number of an offset in a text, starting from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1))
    line += 1;
  return line;
}

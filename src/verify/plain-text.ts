/** Makes text from images, containers and engines safe to print on a terminal. */
import { listed as listedWords } from '../text/lists.ts';

/** Escape sequences of terminals: CSI, OSC (up to BEL or ST), and the two-byte ones. */
const escapes = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-Z\\-_]/g;
/** The other characters of C0 and C1, and the marks that reverse the direction of text. */
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f\p{Bidi_Control}]/gu;

/** Removes escape sequences and control characters. Newlines are kept, and tabs become spaces. */
export function plainText(text: string): string {
  return text
    .replace(escapes, '')
    .replace(/\r\n/g, '\n')
    .replace(controls, '')
    .replace(/\t/g, '  ');
}

/** The same, on one line. */
export function plainLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}

/**
 * The last lines that are not empty, each indented and cut to a readable width; `''` if there are
 * none.
 */
export function lastLines(text: string, count: number): string {
  const lines = plainText(text)
    .split('\n')
    .map((it) => it.trimEnd())
    .filter((it) => it !== '');
  return lines
    .slice(-count)
    .map((it) => `  | ${it.length > 200 ? `${it.slice(0, 197)}...` : it}`)
    .join('\n');
}

/** `8.6 MB`, in decimal units as engines print sizes. */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}

/** `a, b, c and 4 more`. */
export function listed(items: readonly string[], atMost = 5): string {
  return listedWords(items.map(plainLine), atMost);
}

/**
 * The first lines of every generated file: what wrote it, how to write it again, and a checksum of
 * the text with the digests blanked.
 * The checksum tells a file that nobody edited (a bot's digest bump is no edit) from one that
 * somebody did. It guards against accidents,
 * not against an attacker: whoever can edit the file can also edit the checksum.
 */
import { createHash } from 'node:crypto';

const label = '# checksum (digests left out): ';
const blank = '0'.repeat(40);

/** The checksum line as it is rendered, before `sealed` fills it in. */
export const unsealedLine = `${label}${blank}`;

/**
 * @param text a rendered file with `unsealedLine` in it.
 * @returns the same with its checksum in place.
 */
export function sealed(text: string): string {
  return text.replace(unsealedLine, label + checksumOf(text));
}

/**
 * - `absent`: no header of ours. - `unedited`: ours, and only digests may have changed. - `edited`:
 *   ours, and somebody changed it.
 */
export type Ownership = 'absent' | 'unedited' | 'edited';

/** @returns whose text this is, told from the checksum in it. */
export function ownershipOf(text: string): Ownership {
  const found = text.split('\n', 12).find((line) => line.startsWith(label));
  if (found === undefined) return 'absent';
  return found.trimEnd().slice(label.length) === checksumOf(text) ? 'unedited' : 'edited';
}

/**
 * The first 160 bits of SHA-256 over the text with every digest and the checksum itself blanked,
 * line ends as LF.
 */
function checksumOf(text: string): string {
  const neutral = text
    .replace(/\r\n/g, '\n')
    .split('\n')
    .map((line) => (line.startsWith(label) ? unsealedLine : line))
    .join('\n')
    .replace(/sha256:[0-9a-f]{64}/g, 'sha256:');
  return createHash('sha256').update(neutral).digest('hex').slice(0, 40);
}

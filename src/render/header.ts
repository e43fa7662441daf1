/**
 * Adds the checksum to the header of a generated file, and checks it to decide whether a file was
 * edited. The checksum ignores digests, so a bot's digest update is not an edit. It protects
 * against accidents, not against an attacker: anyone who can edit the file can also edit the
 * checksum.
 */
import { createHash } from 'node:crypto';

const label = '# checksum (digests left out): ';
const blank = '0'.repeat(40);

/** The checksum line before `sealed` fills in the checksum. */
export const unsealedLine = `${label}${blank}`;

/**
 * @param text a rendered file that contains `unsealedLine`.
 * @returns the text with its checksum filled in.
 */
export function sealed(text: string): string {
  return text.replace(unsealedLine, label + checksumOf(text));
}

/**
 * - `absent`: the file has no header from this program.
 * - `unedited`: the file was generated, and at most digests have changed.
 * - `edited`: the file was generated and then edited.
 */
export type Ownership = 'absent' | 'unedited' | 'edited';

/** @returns whether the text was generated and edited, determined from its checksum. */
export function ownershipOf(text: string): Ownership {
  const found = text.split('\n', 12).find((line) => line.startsWith(label));
  if (found === undefined) return 'absent';
  return found.trimEnd().slice(label.length) === checksumOf(text) ? 'unedited' : 'edited';
}

/**
 * Returns the first 160 bits of SHA-256 of the text. Every digest and the checksum itself are
 * blanked, and line ends are LF.
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

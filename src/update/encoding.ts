/**
 * Converts the bytes of a file to text and back without loss: as UTF-8 if valid, otherwise with one
 * character for each byte.
 */

export interface Decoded {
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
}

/** Decodes bytes. A byte order mark is kept in the text. */
export function decode(bytes: Uint8Array): Decoded {
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      encoding: 'utf8',
    };
  } catch {
    return { text: Buffer.from(bytes).toString('latin1'), encoding: 'latin1' };
  }
}

export function encode({ text, encoding }: Decoded): Uint8Array {
  return Buffer.from(text, encoding);
}

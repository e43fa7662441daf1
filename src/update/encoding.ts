/** The bytes of a file as text and back, without loss: UTF-8 where it is that, one character for each byte where it is not. */

export interface Decoded {
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
}

/** A byte order mark stays in the text. */
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

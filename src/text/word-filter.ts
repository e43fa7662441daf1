/**
 * Which words a text may have. It answers faster than a search and takes a fraction of the memory of
 * a set of words: two bits for each character of the text.
 * https://en.wikipedia.org/wiki/Bloom_filter
 */
export class WordFilter {
  readonly #bits: Uint32Array;
  readonly #mask: number;

  /** @param text a source: its words are letters, digits and `_`. */
  constructor(text: string) {
    const size = Math.max(1024, 2 ** Math.ceil(Math.log2(text.length * 2)));
    this.#bits = new Uint32Array(size / 32);
    this.#mask = size - 1;
    let hash = start;
    let isInWord = false;
    for (let index = 0; index <= text.length; index += 1) {
      const code = index < text.length ? text.charCodeAt(index) : space;
      if (isOfWord(code)) {
        hash = next(hash, code);
        isInWord = true;
      } else if (isInWord) {
        const bit = hash & this.#mask;
        this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] as number) | (1 << (bit & 31));
        hash = start;
        isInWord = false;
      }
    }
  }

  /**
   * @param hash of the word, by `hashOf`.
   * @returns `false` where the text does not have the word; `true` where it most likely does.
   */
  mayHave(hash: number): boolean {
    const bit = hash & this.#mask;
    return ((this.#bits[bit >>> 5] as number) & (1 << (bit & 31))) !== 0;
  }
}

/** @returns the hash of one word. */
export function hashOf(word: string): number {
  let hash = start;
  for (let index = 0; index < word.length; index += 1) hash = next(hash, word.charCodeAt(index));
  return hash;
}

/** FNV-1a. http://www.isthe.com/chongo/tech/comp/fnv/ */
const start = 0x811c9dc5;

function next(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

const space = 32;

/** Letters, digits, `_`, and all that ASCII does not have. */
function isOfWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    code === 95 ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code > 127
  );
}

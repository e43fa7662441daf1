/** Damages source files at random, always in the same way for the same seed. */

/** @returns numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Chance {
  /** @returns a whole number from 0 up to, and without, the given one. */
  below(end: number): number;
  of<T>(values: readonly T[]): T;
}

type Mutation = (source: string, chance: Chance, other: string) => string;

/** What is put into a source: brackets, quotes, comments and numbers that end too late or never. */
const fragments = [
  '\0',
  '\uFFFD',
  '\uFEFF',
  '\r',
  '\u2028',
  '"',
  "'",
  '`',
  '"""',
  '/*',
  '*/',
  '//',
  '#',
  '\\',
  '${',
  '{{',
  '<<<<<<< HEAD\n',
  '0x',
  '1e999',
  '9'.repeat(400),
  '-',
  '..',
  '../../../../etc/passwd',
  'http://[::1',
  '%s%d%v%!',
  '(?:a+)+$',
  '\u{1F600}',
  '"\\u',
  '__proto__',
  'constructor',
];

/** What is put into a source many times over. */
const repeated = ['(', '[', '{', '()', '[]', 'f(', 'a.', '1+', '!', 'x => ', 'a ? b : ', ' '];

const insert = (source: string, at: number, text: string) =>
  source.slice(0, at) + text + source.slice(at);

const mutations: readonly Mutation[] = [
  (source, chance) => source.slice(0, chance.below(source.length)),
  (source, chance) => source.slice(chance.below(source.length)),
  (source, chance) => {
    const from = chance.below(source.length);
    return source.slice(0, from) + source.slice(from + chance.below(200));
  },
  (source, chance) => {
    const from = chance.below(source.length);
    return insert(source, from, source.slice(from, from + chance.below(400)));
  },
  (source, chance) => insert(source, chance.below(source.length), chance.of(fragments)),
  (source, chance) =>
    insert(source, chance.below(source.length), chance.of(repeated).repeat(chance.below(3000))),
  (source, chance, other) =>
    source.slice(0, chance.below(source.length)) + other.slice(chance.below(other.length)),
  (source, chance) => {
    const lines = source.split('\n');
    const [moved = ''] = lines.splice(chance.below(lines.length), 1);
    lines.splice(chance.below(lines.length), 0, moved);
    return lines.join('\n');
  },
  (source, chance) => {
    const names = source.match(/[A-Za-z_]\w+/g) ?? [''];
    const [from, to] = [chance.of(names), chance.of(names)];
    return source.replaceAll(from, to);
  },
  (source, chance) => source.replaceAll(/\d+/g, () => String(chance.below(2 ** 31) - 1)),
  (source, chance) => source.replaceAll(chance.of(['(', ')', '{', '}', '"', "'", ',', '\n']), ''),
  (source) => Buffer.from(source, 'utf8').toString('latin1'),
  (source) => Buffer.from(source, 'utf16le').toString('utf8').replaceAll('\0', ''),
  (source) => source.replaceAll('\n', ' '),
];

/**
 * @param source a sound source.
 * @param other a further source of the language, of which a part may be put in.
 * @param random from {@link randomNumbers}.
 * @returns the source after one to four mutations.
 */
export function mutated(source: string, other: string, random: () => number): string {
  const chance: Chance = {
    below: (end) => Math.floor(random() * Math.max(1, end)),
    of: (values) => values[Math.floor(random() * values.length)] as (typeof values)[number],
  };
  let text = source;
  for (let left = 1 + chance.below(4); left > 0; left -= 1)
    text = chance.of(mutations)(text, chance, other);
  return text;
}

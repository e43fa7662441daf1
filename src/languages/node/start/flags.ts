/**
 * Separates flags from the words after them. Those of an interpreter that take the next word as their
 * value are listed, so that it is not mistaken for the file.
 */

/** https://nodejs.org/api/cli.html */
const node = [
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
  '--env-file',
  '--env-file-if-exists',
  '--title',
  '--icu-data-dir',
  '--openssl-config',
];

/** https://bun.com/docs/runtime */
const bun = [
  '-r',
  '--preload',
  '--require',
  '--import',
  '--env-file',
  '-c',
  '--config',
  '--cwd',
  '-d',
  '--define',
  '-l',
  '--loader',
  '--conditions',
  '--port',
  '--tsconfig-override',
  '--filter',
  '-F',
];

/**
 * @param program the first word of a command.
 * @returns whether the flag takes the next word as its value.
 */
export function takesValue(program: string, flag: string): boolean {
  return (program === 'bun' ? bun : node).includes(flag);
}

/**
 * @param withValue the flags that take a value.
 * @returns the words after the flags and their values. `--` ends them.
 */
export function afterFlags(
  words: readonly string[],
  withValue: readonly string[],
): readonly string[] {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') return words.slice(index + 1);
    if (!word.startsWith('-')) return words.slice(index);
    if (withValue.includes(word)) index += 1;
  }
  return [];
}

/**
 * Lists the interpreter flags that take the next word as their value, so that it is not mistaken
 * for the file.
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

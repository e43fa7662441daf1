/** The flags of an interpreter whose value is the next word: so that the file among the words is found. */

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

/** @param program the first word of a command. */
export function takesValue(program: string, flag: string): boolean {
  return (program === 'bun' ? bun : node).includes(flag);
}

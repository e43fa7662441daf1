/** Finds programs such as docker on the PATH. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * Looks up a program in the absolute folders of the PATH, and nowhere else. The operating system
 * would also search the current folder (on Windows always, elsewhere if the PATH has a relative
 * entry). That is the project's folder, and files in it must not run on this machine.
 * @returns the absolute path, or `undefined` if there is no such program.
 */
export function findProgram(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const endings =
    process.platform === 'win32'
      ? (env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(delimiter)
      : [''];
  return (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .flatMap((folder) => endings.map((ending) => join(folder, name + ending)))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Finds the data of programs that are built with ko: the folder kodata beside the package main, of
 * which the variable KO_DATA_PATH names the place. https://ko.build/features/static-assets/
 */
import { lineAt } from '../../text/lines.ts';
import { isBelow } from '../../text/paths.ts';
import type { ProgramSource } from './packages.ts';
import type { RunFiles } from './runtime-files.ts';

const dataVariable = 'KO_DATA_PATH';
/** The path of the folder in the image, relative to the working directory. */
const dataFolder = 'kodata';

/**
 * @param folder the folder of the package main.
 * @param files the files of the project.
 * @returns what to copy: nothing where the program does not read the variable, or has no data.
 */
export function findKodata(
  program: ProgramSource,
  folder: string,
  files: readonly string[],
): RunFiles['copies'] {
  const from = folder === '' ? dataFolder : `${folder}/${dataFolder}`;
  if (!files.some((it) => isBelow(it, from))) return [];
  for (const { path, text } of program.packages.flatMap((it) => it.files)) {
    const offset = text.indexOf(`"${dataVariable}"`);
    if (offset === -1) continue;
    const because = `reads the data that ${dataVariable} names`;
    return [
      {
        from,
        to: dataFolder,
        variable: dataVariable,
        evidence: { file: path, line: lineAt(text, offset), because },
      },
    ];
  }
  return [];
}

/** Finds the output folder of tsc, and the folder that it compiles. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { folderOf } from '../../../text/paths.ts';
import type { Manifest } from '../files/manifest.ts';
import type { CompilerSettings } from '../files/tsconfig.ts';
import type { BuildOutput } from './output.ts';

/**
 * @returns the output folder of tsc, with the folder of the sources. Without rootDir, tsc uses the
 *   deepest folder that contains everything it compiles.
 * https://www.typescriptlang.org/tsconfig/#rootDir
 */
export async function compilerOutput(
  project: ProjectReader,
  manifest: Manifest,
  settings: CompilerSettings,
): Promise<BuildOutput> {
  const folder = settings.outDir ?? '';
  if (settings.rootDir !== null) return { folder, sources: [settings.rootDir] };
  const { default: picomatch } = await import('picomatch');
  const below = settings.file === '' ? manifest.folder : folderOf(settings.file);
  const included =
    settings.include === null ? (): boolean => true : picomatch([...settings.include]);
  const excluded =
    settings.exclude.length === 0
      ? (): boolean => false
      : picomatch(settings.exclude.flatMap((it) => [it, `${it}/**`]));
  const isInput = (it: string): boolean =>
    /(?<!\.d)\.[cm]?tsx?$/.test(it) &&
    (below === '' || it.startsWith(`${below}/`)) &&
    !it.startsWith(`${folder}/`) &&
    !/(?:^|\/)node_modules\//.test(it) &&
    included(it) &&
    !excluded(it);
  const inputs = (await project.files()).filter(isInput);
  return { folder, sources: [inputs.length > 0 ? commonFolder(inputs) : below] };
}

function commonFolder(files: readonly string[]): string {
  return files.map(folderOf).reduce((common, it) => {
    const parts = common.split('/');
    const other = it.split('/');
    const end = parts.findIndex((part, index) => part !== other[index]);
    return end === -1 ? common : parts.slice(0, end).join('/');
  });
}

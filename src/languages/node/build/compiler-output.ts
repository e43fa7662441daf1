/** Finds the output folder of tsc, and the folder that it compiles. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { folderOf, joined } from '../../../text/paths.ts';
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
  const files = await project.files();
  const inputs = files.filter(isInput);
  if (inputs.length === 0) return { folder, sources: [below] };
  const data = (await jsonIn(project, inputs)).filter((it) => files.includes(it));
  return { folder, sources: [commonFolder([...inputs, ...data])] };
}

/** The most files whose imports are read. */
const mostRead = 500;

const jsonImport =
  /^[ \t]*(?:import|export)\b[^'";]*\bfrom\s*["'](\.{1,2}\/[^"'\n]+\.json)["']|^[ \t]*import\s+\w+\s*=\s*require\(\s*["'](\.{1,2}\/[^"'\n]+\.json)["']/gm;

/**
 * The JSON files that sources import: tsc copies them, and they count for the folder that all have
 * in common. `import { version } from '../package.json'` puts `src/index.ts` into `dist/src`.
 * https://www.typescriptlang.org/tsconfig/#resolveJsonModule
 */
async function jsonIn(project: ProjectReader, sources: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const file of sources.slice(0, mostRead))
    for (const [, first, second] of ((await project.read(file)) ?? '').matchAll(jsonImport))
      found.push(joined(folderOf(file), first ?? second ?? ''));
  return found;
}

function commonFolder(files: readonly string[]): string {
  return files.map(folderOf).reduce((common, it) => {
    const parts = common.split('/');
    const other = it.split('/');
    const end = parts.findIndex((part, index) => part !== other[index]);
    return end === -1 ? common : parts.slice(0, end).join('/');
  });
}

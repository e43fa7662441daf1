/**
 * Finds files of variables that a build includes in the files for browsers:
 * https://vite.dev/guide/env-and-mode and https://nextjs.org/docs/app/guides/environment-variables.
 * The build context excludes such files by default, because they usually contain secrets.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Note } from '../../../types.ts';
import { isIgnored } from '../../shared/writable.ts';
import type { Manifest } from '../files/manifest.ts';
import { joined } from '../../../text/paths.ts';
import { scriptNames } from './framework.ts';

/** Prefixes that mark a value as public. */
const isPublic = /^(?:VITE|NEXT_PUBLIC|REACT_APP|PUBLIC|NUXT_PUBLIC|GATSBY|VUE_APP|EXPO_PUBLIC)_/;

export interface PublicVariables {
  /** Files that stay in the build context: they contain no secrets and are in version control. */
  readonly kept: readonly string[];
  readonly notes: readonly Note[];
}

/**
 * @param isSite whether the image contains only the build output. The image of a server may include
 *   these files.
 */
export async function publicVariables(
  project: ProjectReader,
  manifest: Manifest,
  isSite: boolean,
): Promise<PublicVariables> {
  const { scripts } = manifest;
  const folder = await variablesFolder(project, manifest);
  const ignored = (await project.read('.gitignore')) ?? '';
  const kept: string[] = [];
  const notes: Note[] = [];
  const mode = /--mode[= ](\w+)/.exec(scripts['build'] ?? '')?.[1] ?? 'production';
  for (const file of ['.env', `.env.${mode}`].map((it) => joined(folder, it))) {
    const text = (await project.read(file)) ?? '';
    const names = [...text.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)].map(
      (it) => it[1] ?? '',
    );
    const shown = names.filter((it) => isPublic.test(it));
    const [first] = shown;
    if (first === undefined) continue;
    const evidence = [{ file, because: `sets ${first}` }];
    if (isSite && shown.length === names.length && !isIgnored(file, ignored)) kept.push(file);
    else
      notes.push({
        code: 'node/public-variables-left-out',
        level: 'warning',
        text: `the build puts ${shown.slice(0, 5).join(', ')} into the files for browsers, but ${file} is not part of the build context, because ${isSite ? 'it contains other variables, too, or is not under version control' : 'it would be part of the image'}`,
        hint: 'Give the values in the build script or the configuration.',
        evidence,
      });
  }
  return { kept, notes };
}

/**
 * @returns the folder with the files of variables, which Vite may read from elsewhere:
 *   https://vite.dev/config/shared-options#envdir
 */
export async function variablesFolder(
  project: ProjectReader,
  { folder }: Manifest,
): Promise<string> {
  for (const name of scriptNames('vite.config')) {
    const text = (await project.read(joined(folder, name))) ?? '';
    const stated = /^[^\n/]*?\benvDir\s*:\s*["'`]([\w./-]+)["'`]/m.exec(text)?.[1];
    if (stated !== undefined) return joined(folder, stated);
  }
  return folder;
}

/**
 * Finds the folders and archives of the project that package.json depends on. The install reads
 * them, and links folders.
 */
import type { Note } from '../../../types.ts';
import { type Manifest, place } from './manifest.ts';
import { joined } from '../../../text/paths.ts';

export interface FileDependencies {
  /** Relative to the root of the project. */
  readonly paths: readonly string[];
  readonly notes: readonly Note[];
}

/**
 * @returns the paths in the project that package.json depends on, and an error for each path
 *   outside.
 */
export function fileDependencies(manifest: Manifest, files: readonly string[]): FileDependencies {
  const paths: string[] = [];
  const notes: Note[] = [];
  for (const group of ['dependencies', 'optionalDependencies', 'devDependencies'] as const) {
    for (const [name, range] of Object.entries(manifest[group])) {
      const path = /^(?:file|link|portal):(.+)$/.exec(range)?.[1];
      if (path === undefined) continue;
      const evidence = [place(manifest, [group, name], `${name} is ${range}`)];
      const inside = joined(manifest.folder, path);
      const leaves =
        path.startsWith('/') ||
        path.split('/').filter((it) => it === '..').length >
          manifest.folder.split('/').filter((it) => it !== '').length;
      if (leaves)
        notes.push({
          code: 'node/dependency-outside-project',
          level: 'error',
          text: `${name} is ${range}, outside of this folder: no build can read files there`,
          hint: `Run this in the folder that contains both, as a workspace; or publish ${name} to a registry.`,
          evidence,
        });
      else if (!files.includes(inside) && !files.some((it) => it.startsWith(`${inside}/`)))
        notes.push({
          code: 'node/dependency-missing',
          level: 'error',
          text: `${name} is ${range}, which is not there`,
          hint: `Commit it, or take ${name} from a registry.`,
          evidence,
        });
      else paths.push(inside);
    }
  }
  return { paths, notes };
}

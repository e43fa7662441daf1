/**
 * Derives the name of a service, without the scope, from its package. `--service` accepts this
 * name.
 */
import type { Manifest } from './manifest.ts';

/** @param root the folder of the project, whose name is used for a package without a name. */
export function serviceName(manifest: Manifest, root: string): string {
  const folder = manifest.folder === '' ? root : manifest.folder;
  const name = (manifest.name ?? folder.split(/[/\\]/).at(-1) ?? 'app')
    .replace(/^@[^/]+\//, '')
    .replace(/[^\w.-]/g, '-')
    .toLowerCase();
  return name === '' ? 'app' : name;
}

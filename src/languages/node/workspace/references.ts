/**
 * Finds packages that are compiled together without being dependencies: through TypeScript project
 * references, or through paths in the configuration of a bundler.
 * https://www.typescriptlang.org/docs/handbook/project-references.html,
 * https://vite.dev/config/shared-options#resolve-alias
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { folderOf, joined } from '../../../text/paths.ts';
import { parseRelaxed } from '../files/documents.ts';
import { type Manifest, recordOf } from '../files/manifest.ts';

/**
 * @returns a function from a package to the packages that its tsconfig files refer to or extend.
 */
export async function referencesOf(
  project: ProjectReader,
  members: readonly Manifest[],
): Promise<(member: Manifest) => readonly Manifest[]> {
  const found = new Map<Manifest, Manifest[]>();
  for (const file of await project.files()) {
    const folder = folderOf(file);
    const member = members.find((it) => it.folder === folder);
    if (!member || !isConfiguration.test(file)) continue;
    const text = (await project.read(file)) ?? '';
    const named = file.endsWith('.json') ? pathsIn(await parseRelaxed(text)) : pathsAbove(text);
    const paths = named.map((it) => joined(folder, it));
    found.set(member, [
      ...(found.get(member) ?? []),
      ...members.filter(
        (it) =>
          it !== member &&
          paths.some((path) => path === it.folder || path.startsWith(`${it.folder}/`)),
      ),
    ]);
  }
  return (member) => found.get(member) ?? [];
}

const isConfiguration =
  /(?:^|\/)(?:tsconfig[\w.-]*\.json|(?:vite|webpack|rollup|rspack|rsbuild|esbuild|next)\.config\.[cm]?[jt]s)$/;

/** @returns the texts that are paths to other folders: `'../packages/common/src'`. */
function pathsAbove(text: string): string[] {
  return [...text.matchAll(/["'`](\.\.\/[\w@./-]+)["'`$]/g)].map((it) => it[1] ?? '');
}

function pathsIn(config: Readonly<Record<string, unknown>>): string[] {
  const references = Array.isArray(config['references'])
    ? config['references'].map((it: unknown) => recordOf(it)['path'])
    : [];
  const parents = Array.isArray(config['extends']) ? config['extends'] : [config['extends']];
  return [...references, ...parents].filter(
    (it): it is string => typeof it === 'string' && it.startsWith('.'),
  );
}

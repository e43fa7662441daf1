/**
 * Finds the folders and archives of the project that package.json depends on, and the patches that
 * an install applies. The install reads them, and links folders.
 */
import type { Note } from '../../../types.ts';
import { isRecord, type Manifest, place, recordOf } from './manifest.ts';
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
  for (const [group, ranges] of groupsOf(manifest)) {
    for (const [name, range] of ranges) {
      const path = pathOf(range);
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

/** The dependencies, and what takes their place: https://docs.npmjs.com/cli/configuring-npm/package-json#overrides */
function groupsOf(manifest: Manifest): readonly (readonly [string, [string, string][]])[] {
  const { all } = manifest;
  const own = ['dependencies', 'optionalDependencies', 'devDependencies'] as const;
  return [
    ...own.map((it) => [it, Object.entries(manifest[it])] as const),
    ['overrides', textsIn(all['overrides'])],
    ['overrides', textsIn(recordOf(all['pnpm'])['overrides'])],
    ['resolutions', textsIn(all['resolutions'])],
  ];
}

/** The texts of a record and of the records in it, by their keys. */
function textsIn(value: unknown): [string, string][] {
  return !isRecord(value)
    ? []
    : Object.entries(value).flatMap(([key, it]) =>
        typeof it === 'string' ? [[key, it] as [string, string]] : textsIn(it),
      );
}

/** https://docs.npmjs.com/cli/commands/npm-install: a path, and any name of an archive, is a file. */
function pathOf(range: string): string | undefined {
  return (
    /^(?:file|link|portal):(.+)$/.exec(range)?.[1] ??
    (/^\.{1,2}\/|^[\w@./-]+\.(?:tgz|tar\.gz)$/.test(range) ? range : undefined)
  );
}

/** Where patches are by default. */
const patchFolders = ['patches', '.pnpm-patches'];

/**
 * @param members the packages of a workspace.
 * @param settings those of pnpm-workspace.yaml.
 * @returns what an install reads beside manifests: folders and archives, and the patches that the
 *   package manager applies. https://pnpm.io/settings, https://bun.com/docs/pm/cli/patch
 */
export function filesOfInstall(
  manifest: Manifest,
  members: readonly Manifest[],
  settings: Readonly<Record<string, unknown>>,
  files: readonly string[],
): FileDependencies {
  const { paths, notes } = fileDependencies(manifest, files);
  const folders = members.map((it) => it.folder);
  const ofMembers = members.flatMap((it) => fileDependencies(it, files).paths);
  const overriding = textsIn(settings['overrides']).flatMap(([, it]) => pathOf(it) ?? []);
  const patches = [manifest.all, recordOf(manifest.all['pnpm']), settings]
    .flatMap((it) => textsIn(it['patchedDependencies']))
    .map(([, it]) => joined('', it))
    .filter((it) => !patchFolders.some((folder) => it.startsWith(`${folder}/`)));
  return {
    paths: [
      ...paths,
      ...ofMembers.filter((it) => !folders.includes(it)),
      ...overriding.map((it) => joined('', it)),
      ...patchFolders,
      ...patches,
    ],
    notes,
  };
}

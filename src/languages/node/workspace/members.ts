/** Finds the packages of a workspace by its globs. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { type Manifest, readManifest } from '../files/manifest.ts';
import { type WorkspacePatterns, patternsOf } from './patterns.ts';

/** The packages of one repository that are installed together, with one lock file. */
export interface Workspace extends WorkspacePatterns {
  readonly root: Manifest;
  /** Sorted by folder, without the root. */
  readonly members: readonly Manifest[];
}

/** @returns `null` if there are no patterns, or if nothing matches them. */
export async function workspaceOf(
  project: ProjectReader,
  root: Manifest,
): Promise<Workspace | null> {
  const declared = await patternsOf(project, root);
  if (!declared) return null;
  const files = await project.files();
  const folders = files
    .filter((it) => it.endsWith('/package.json'))
    .map((it) => it.slice(0, -'/package.json'.length))
    .sort();
  // With Yarn 2 and later, a package may itself be a workspace.
  // https://yarnpkg.com/features/workspaces#what-are-worktrees
  const nests = /^__metadata:/m.test((await project.read('yarn.lock')) ?? '');
  const members = new Map<string, Manifest>();
  const search = async (below: string, patterns: readonly string[]): Promise<void> => {
    const matches = await folderMatcher(patterns);
    const prefix = below === '' ? '' : `${below}/`;
    for (const folder of folders.filter(
      (it) => it.startsWith(prefix) && matches(it.slice(prefix.length)) && !members.has(it),
    )) {
      const read = await readManifest(project, folder);
      if (!read?.ok) continue;
      members.set(folder, read.manifest);
      if (nests && read.manifest.workspaces.length > 0)
        await search(folder, read.manifest.workspaces);
    }
  };
  await search('', declared.patterns);
  const sorted = [...members.values()].sort((one, other) => (one.folder < other.folder ? -1 : 1));
  return sorted.length === 0 ? null : { ...declared, root, members: sorted };
}

/**
 * @param patterns workspace patterns of folders: `apps/*`, `./packages/**`, `!packages/old`. A
 *   later pattern overrides earlier ones.
 */
export async function folderMatcher(
  patterns: readonly string[],
): Promise<(folder: string) => boolean> {
  const { default: picomatch } = await import('picomatch');
  const rules = patterns.map((it) => {
    const negated = it.startsWith('!');
    const glob = it.replace(/^!/, '').replace(/^\.\//, '').replace(/\/+$/, '');
    return { negated, test: picomatch(glob, { dot: true }) };
  });
  return (folder) =>
    rules.reduce((included, rule) => (rule.test(folder) ? !rule.negated : included), false);
}

/**
 * Finds the folders that match the patterns of a workspace, even if their package.json cannot be
 * read. Members of members are not followed.
 */
export async function memberFolders(
  project: ProjectReader,
  root: Manifest,
): Promise<readonly string[]> {
  const declared = await patternsOf(project, root);
  if (!declared) return [];
  const matches = await folderMatcher(declared.patterns);
  return (await project.files())
    .filter((it) => it.endsWith('/package.json'))
    .map((it) => it.slice(0, -'/package.json'.length))
    .filter(matches);
}

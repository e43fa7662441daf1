/** The globs of a workspace in, its packages out. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { type Manifest, readManifest } from '../manifest.ts';
import { type Patterns, patternsOf } from './patterns.ts';

/** The packages of one repository that are installed together, with one lock file. */
export interface Workspace extends Patterns {
  readonly root: Manifest;
  /** Sorted by folder; the root is not among them. */
  readonly members: readonly Manifest[];
}

/** @returns `null` where there is none: no patterns, or nothing that they match. */
export async function workspaceOf(project: ProjectReader, root: Manifest): Promise<Workspace | null> {
  const declared = await patternsOf(project, root);
  if (!declared) return null;
  const matches = await folderMatcher(declared.patterns);
  const members: Manifest[] = [];
  const folders = (await project.files()).filter((it) => it.endsWith('/package.json')).map((it) => it.slice(0, -'/package.json'.length));
  for (const folder of folders.sort()) {
    const read = matches(folder) ? await readManifest(project, folder) : undefined;
    if (read?.ok) members.push(read.manifest);
  }
  return members.length === 0 ? null : { ...declared, root, members };
}

/** @param patterns as workspaces name folders: `apps/*`, `./packages/**`, `!packages/old`; what comes later wins. */
export async function folderMatcher(patterns: readonly string[]): Promise<(folder: string) => boolean> {
  const { default: picomatch } = await import('picomatch');
  const rules = patterns.map((it) => {
    const negated = it.startsWith('!');
    const glob = it.replace(/^!/, '').replace(/^\.\//, '').replace(/\/+$/, '');
    return { negated, test: picomatch(glob, { dot: true }) };
  });
  return (folder) => rules.reduce((included, rule) => (rule.test(folder) ? !rule.negated : included), false);
}

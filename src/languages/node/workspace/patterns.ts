/** Reads the globs that declare the packages of a workspace. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence } from '../../../types.ts';
import { lineAt } from '../../../text/lines.ts';
import { parseYaml } from '../files/documents.ts';
import { type Manifest, place } from '../files/manifest.ts';

export interface WorkspacePatterns {
  /** Globs of folders. A leading `!` excludes. */
  readonly patterns: readonly string[];
  readonly evidence: Evidence;
}

/**
 * @returns `null` if no workspace is declared. https://docs.npmjs.com/cli/using-npm/workspaces and
 *   https://pnpm.io/pnpm-workspace_yaml
 */
export async function patternsOf(
  project: ProjectReader,
  manifest: Manifest,
): Promise<WorkspacePatterns | null> {
  const own: WorkspacePatterns | null =
    manifest.workspaces.length === 0
      ? null
      : {
          patterns: manifest.workspaces,
          evidence: place(
            manifest,
            ['workspaces'],
            `workspaces: ${manifest.workspaces.join(', ')}`,
          ),
        };
  const text = await project.read('pnpm-workspace.yaml');
  const pnpm = text === undefined ? null : await pnpmPatterns(text);
  // pnpm does not read "workspaces", and only pnpm reads pnpm-workspace.yaml.
  const usesPnpm =
    (await project.files()).includes('pnpm-lock.yaml') ||
    manifest.packageManager?.startsWith('pnpm@') === true;
  return usesPnpm ? pnpm : (own ?? pnpm);
}

/** @returns `null` for a file with only settings, which declares no workspace. */
export async function pnpmPatterns(text: string): Promise<WorkspacePatterns | null> {
  const { packages: value } = await parseYaml(text);
  const packages = Array.isArray(value)
    ? value.filter((it): it is string => typeof it === 'string')
    : [];
  if (packages.length === 0) return null;
  return {
    patterns: packages,
    evidence: {
      file: 'pnpm-workspace.yaml',
      line: lineAt(text, text.indexOf('packages')),
      because: `packages: ${packages.join(', ')}`,
    },
  };
}

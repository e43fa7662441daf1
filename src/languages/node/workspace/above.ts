/** Recognizes a project that is part of a workspace in a folder above it. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Note } from '../../../types.ts';
import { joinCommand } from '../../../text/shell-words.ts';
import { type Manifest, parseManifest, productionDependencies } from '../files/manifest.ts';
import { serviceName } from '../files/service-name.ts';
import { folderMatcher } from './members.ts';
import { nxProject } from '../build/nx.ts';
import { pnpmPatterns } from './patterns.ts';

/**
 * @param hasLock whether the project has a lock file. It can then be built alone, unless it uses
 *   packages of the workspace.
 */
export async function aboveNotes(
  project: ProjectReader,
  manifest: Manifest,
  hasLock: boolean,
): Promise<Note[]> {
  const found = await workspaceAbove(project);
  if (found === null || (hasLock && !usesWorkspace(manifest))) return [];
  const command = joinCommand([
    'npx',
    'create-secure-dockerfile',
    found.root,
    '--service',
    serviceName(manifest, project.root),
  ]);
  return [
    {
      code: 'node/workspace-above',
      level: 'error',
      text: `this is a package of the workspace in ${found.root}, which has its lock file and the packages that it uses`,
      hint: `Run it for the workspace, which becomes the build context: ${command}`,
      evidence: [{ file: manifest.file, because: `${found.file} names ${found.path}` }],
    },
  ];
}

/**
 * @returns why an Nx project without a package.json is refused: the package.json in the root
 *   describes it.
 */
export async function nxAbove(
  project: ProjectReader,
): Promise<{ readonly reason: string; readonly hint: string }> {
  const [above] = await project.above('nx.json');
  const root = above?.folder ?? '..';
  const described = await nxProject(project, 'project.json');
  const name =
    typeof described['name'] === 'string'
      ? described['name']
      : (project.root.split(/[/\\]/).at(-1) ?? '');
  const command = joinCommand(['npx', 'create-secure-dockerfile', root, '--service', name]);
  return {
    reason: `this is a project of the Nx workspace in ${root}, whose package.json and lock file it is built with`,
    hint: `Run it for the workspace, which becomes the build context: ${command}`,
  };
}

async function workspaceAbove(
  project: ProjectReader,
): Promise<{ root: string; file: string; path: string } | null> {
  const own = project.root.split(/[/\\]/);
  const sources = [
    ['pnpm-workspace.yaml', async (text: string) => (await pnpmPatterns(text))?.patterns ?? []],
    ['package.json', manifestPatterns],
  ] as const;
  for (const [name, patternsIn] of sources) {
    for (const { folder, text } of await project.above(name)) {
      const patterns = await patternsIn(text);
      const path = own.slice(-folder.split('/').length).join('/');
      if (patterns.length > 0 && (await folderMatcher(patterns))(path))
        return { root: folder, file: name, path };
    }
  }
  return null;
}

function manifestPatterns(text: string): readonly string[] {
  const read = parseManifest('', text);
  return read.ok ? read.manifest.workspaces : [];
}

/** Whether the manifest has versions that only the workspace can resolve. */
function usesWorkspace(manifest: Manifest): boolean {
  return Object.values({ ...manifest.devDependencies, ...productionDependencies(manifest) }).some(
    (it) => /^(?:workspace:|catalog:|(?:file|link|portal):\.\.)/.test(it),
  );
}

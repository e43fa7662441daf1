/** A project that is part of a workspace above it: its lock file lies there, and the packages that it uses. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Note } from '../../../types.ts';
import { joinCommand } from '../../../text/shell-words.ts';
import { type Manifest, parseManifest, productionDependencies } from '../files/manifest.ts';
import { serviceName } from '../files/service-name.ts';
import { folderMatcher } from './members.ts';
import { nxProject } from '../build/nx.ts';
import { pnpmPatterns } from './patterns.ts';

/** @param hasLock whether the project has a lock file of its own: then it stands alone, unless it uses packages of the workspace. */
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
      level: 'error',
      text: `this is a package of the workspace in ${found.root}: its lock file and the packages that it uses lie there\nRun it for the workspace, which becomes the build context: ${command}`,
      evidence: [{ file: manifest.file, because: `${found.file} names ${found.path}` }],
    },
  ];
}

/** A project of Nx without a package.json of its own: what it needs stands in the one at the root. */
export async function nxAbove(project: ProjectReader): Promise<string> {
  const [above] = await project.above('nx.json');
  const root = above?.folder ?? '..';
  const described = await nxProject(project, 'project.json');
  const name =
    typeof described['name'] === 'string'
      ? described['name']
      : (project.root.split(/[/\\]/).at(-1) ?? '');
  return `this is a project of the workspace of Nx in ${root}, whose package.json and lock file it is built with\nRun it for the workspace, which becomes the build context: ${joinCommand(['npx', 'create-secure-dockerfile', root, '--service', name])}`;
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

/** Versions that only the workspace can say. */
function usesWorkspace(manifest: Manifest): boolean {
  return Object.values({ ...manifest.devDependencies, ...productionDependencies(manifest) }).some(
    (it) => /^(?:workspace:|catalog:|(?:file|link|portal):\.\.)/.test(it),
  );
}

/**
 * Finds the packages of a workspace that are programs or sites. The others are libraries, settings
 * and tests.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { detectFramework } from '../frameworks/index.ts';
import { dependsOn, type Manifest } from '../files/manifest.ts';
import { entryExtensions, entryNames, startScripts } from '../files/entries.ts';
import { resolveScript } from '../start/resolve.ts';
import { joined } from '../../../text/paths.ts';
import { localDependencies } from '../workspace/graph.ts';
import type { Workspace } from '../workspace/members.ts';

/** Scripts that run a task in other packages, like most scripts of a root package. */
const runsOthers =
  /\b(?:turbo|nx|lerna|wireit|moon|rush)\b|--workspaces?\b|\s-ws?\b|\s-r\b|--recursive\b|--filter\b|\bworkspaces? |--prefix\b|\bcd /;

/** A program of a dependency that runs tasks, as `start` would find it. */
const taskRunner = /(?:^|\/)node_modules\/(?:turbo|nx|lerna|wireit|moon|rush)$/;

export async function workspacePrograms(
  project: ProjectReader,
  { root, members }: Workspace,
): Promise<Manifest[]> {
  const files = await project.files();
  const windows = members.filter(opensWindow);
  const elsewhere = members.filter((it) => runsElsewhere(it, files));
  const used = new Set([root, ...members].flatMap((it) => localDependencies(it, members, 'any')));
  const found: Manifest[] = [];
  if (await isProgram(project, root, files, 'root')) found.push(root);
  for (const manifest of members.filter((it) => !windows.includes(it))) {
    if (await isProgram(project, manifest, files, used.has(manifest) ? 'used' : 'unused'))
      found.push(manifest);
  }
  const here = found.filter((it) => !elsewhere.includes(it));
  // Alone, it may be a site that is also an app.
  return here.length > 0 ? here : found;
}

/** What runs in a browser's extensions, or on a phone. */
const otherHosts = ['wxt', 'plasmo', '@crxjs/vite-plugin', 'expo', 'react-native'];

/** Whether a package is for another host than a server: an extension, or an app for phones or desktops. */
function runsElsewhere(manifest: Manifest, files: readonly string[]): boolean {
  return (
    otherHosts.some((it) => dependsOn(manifest, it)) ||
    files.includes(joined(manifest.folder, 'src-tauri/tauri.conf.json'))
  );
}

/** Whether a package only puts others into a window. */
function opensWindow({ scripts }: Manifest): boolean {
  const texts = ['start', 'build'].map((it) => scripts[it] ?? '');
  return texts.every((it) => /\b(?:tauri|electron(?:-forge|-builder|-vite)?)\b/.test(it));
}

/**
 * @param place `used` if another package depends on this one. It then needs more evidence to count
 *   as a program.
 */
async function isProgram(
  project: ProjectReader,
  manifest: Manifest,
  files: readonly string[],
  place: 'root' | 'used' | 'unused',
): Promise<boolean> {
  const starts = startScripts
    .filter((it) => it in manifest.scripts)
    .map((it) => resolveScript({ manifest, binary: (name) => `node_modules/${name}` }, it));
  if (place === 'root') {
    if (
      Object.values(manifest.scripts).some((it) => runsOthers.test(it)) &&
      !starts.some((it) => it.kind === 'node' && !it.words.some((word) => taskRunner.test(word)))
    )
      return false;
    return (
      starts.some((it) => it.kind === 'node' || it.kind === 'static') ||
      (await detectFramework({ project, manifest, files })) !== null
    );
  }
  if (starts.some((it) => it.kind === 'node' || it.kind === 'static')) return true;
  const framework = await detectFramework({ project, manifest, files });
  if (place === 'used') return framework !== null && starts.length > 0;
  if (framework !== null || starts.length > 0 || Object.keys(manifest.bin).length > 0) return true;
  // A package that is meant to be imported, even if no other package imports it yet.
  if (['exports', 'types', 'typings', 'module'].some((it) => it in manifest.all)) return false;
  return entryNames.some((name) =>
    entryExtensions.some((extension) => files.includes(joined(manifest.folder, name + extension))),
  );
}

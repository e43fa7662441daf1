/** Finds the packages of a workspace that are built, installed and copied for one of them. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { chooseBuild } from '../build/build.ts';
import type { Build } from '../build/output.ts';
import type { LocalPackage, WorkspaceContext } from '../details.ts';
import { lifecycleOf } from '../package-managers/install-scripts.ts';
import type { Member } from '../package-managers/manager.ts';
import { type Manifest, scriptEvidence } from '../files/manifest.ts';
import { exportsSources, libraryShips } from '../runtime/ships.ts';
import { joined } from '../../../text/paths.ts';
import { neededBy } from './graph.ts';
import type { Workspace } from './members.ts';
import { referencesOf } from './references.ts';
import { runnerOf } from '../build/task-runner.ts';

/** @param target the package that runs. */
export async function workspaceContextOf(
  project: ProjectReader,
  workspace: Workspace,
  target: Manifest,
): Promise<WorkspaceContext> {
  const files = await project.files();
  const { members } = workspace;
  const references = await referencesOf(project, members);
  const { build, runtime } = neededBy(target, members, references);
  const locals: LocalPackage[] = [];
  for (const manifest of build) {
    const localBuild = await buildOf(project, manifest, workspace.root);
    locals.push({
      manifest,
      build: localBuild,
      ships: runtime.has(manifest) ? libraryShips(manifest, files, localBuild) : null,
    });
  }
  const others = members.filter((it) => it !== target && !build.includes(it));
  const needed = [target, ...build].filter((it) => it.folder !== '');
  const lifecycles = needed.map((manifest) => ({
    manifest,
    lifecycle: lifecycleOf(manifest, filesBelow(manifest.folder, files)),
  }));
  return {
    root: workspace.root,
    target: { ...memberOf(target), needs: build.map(memberOf) },
    locals,
    runner: locals.every((it) => it.build === null || it.build.script === 'build')
      ? await runnerOf(
          project,
          workspace.root,
          target,
          locals.some((it) => it.build !== null && !it.build.task),
        )
      : null,
    others: others.map((it) => it.folder),
    lifecycle: {
      configuration: lifecycles.flatMap(({ manifest, lifecycle }) =>
        lifecycle.files.map((it) => joined(manifest.folder, it)),
      ),
      prunes: lifecycles.some(
        ({ manifest, lifecycle }) =>
          lifecycle.generates || lifecycle.needed.some((it) => !isBuild(manifest, it)),
      ),
      needsSources: lifecycles.some(
        ({ manifest, lifecycle }) =>
          lifecycle.needsSources && lifecycle.needed.some((it) => !isBuild(manifest, it)),
      ),
    },
    scripts: [
      ...lifecycles.map(({ manifest, lifecycle }) => ({
        folder: manifest.folder,
        scripts: [
          ...lifecycle.development,
          ...lifecycle.needed.filter((it) => isBuild(manifest, it)),
        ],
      })),
      // Install scripts of the other packages would fail, because their sources are not in the
      // build context.
      ...others.map((manifest) => ({
        folder: manifest.folder,
        scripts: [...lifecycleOf(manifest, []).development, ...lifecycleOf(manifest, []).needed],
      })),
    ].filter((it) => it.scripts.length > 0),
  };
}

/** The build of a package that the package that runs needs. */
async function buildOf(
  project: ProjectReader,
  manifest: Manifest,
  root: Manifest,
): Promise<Build | null> {
  const chosen = await chooseBuild(project, manifest, root);
  if (chosen !== null && chosen.script !== null) return chosen;
  const prepared = preparing(manifest);
  if (prepared !== null) return prepared;
  // Sources that are imported without a build need no tsc unless a script runs it.
  return exportsSources(manifest, await project.files()) ? null : chosen;
}

function memberOf(manifest: Manifest): Member {
  return { name: manifest.name, folder: manifest.folder };
}

function filesBelow(folder: string, files: readonly string[]): string[] {
  return files.filter((it) => it.startsWith(`${folder}/`)).map((it) => it.slice(folder.length + 1));
}

/**
 * `prepare` would build the package during install, before its sources are copied. It is built
 * later instead.
 */
const buildScripts = ['prepare', 'prepublish'];

function isBuild(manifest: Manifest, script: string): boolean {
  return buildScripts.includes(script) && lifecycleOf(manifest, []).needed.includes(script);
}

function preparing(manifest: Manifest): Build | null {
  const script = buildScripts.find((it) => it in manifest.scripts && isBuild(manifest, it));
  if (script === undefined) return null;
  return {
    script,
    evidence: scriptEvidence(manifest, script),
    outputs: [],
  };
}

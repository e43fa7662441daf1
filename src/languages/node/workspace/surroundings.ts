/** A package of a workspace in, what of the rest is built, installed and shipped for it out. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { chooseBuild } from '../build/build.ts';
import type { Build } from '../build/output.ts';
import type { LocalPackage, Surroundings } from '../details.ts';
import { lifecycleOf } from '../package-managers/install-scripts.ts';
import type { Member } from '../package-managers/manager.ts';
import { type Manifest, place } from '../files/manifest.ts';
import { exportsSources, libraryShips } from '../runtime/ships.ts';
import { joined } from '../../../text/paths.ts';
import { neededBy } from './graph.ts';
import type { Workspace } from './members.ts';
import { referencesOf } from './references.ts';
import { runnerOf } from '../build/task-runner.ts';

export async function surroundingsOf(
  project: ProjectReader,
  workspace: Workspace,
  target: Manifest,
): Promise<Surroundings> {
  const files = await project.files();
  const { members } = workspace;
  const references = await referencesOf(project, members);
  const { build, runtime } = neededBy(target, members, references);
  const locals: LocalPackage[] = [];
  for (const manifest of build) {
    const found = await chooseBuild(project, manifest, workspace.root);
    const chosen = found === null || found.script === null ? (preparing(manifest) ?? found) : found;
    // Sources that are imported as they are need no tsc that nobody asked for.
    const own = chosen?.script === null && exportsSources(manifest, files) ? null : chosen;
    locals.push({
      manifest,
      build: own,
      ships: runtime.has(manifest) ? libraryShips(manifest, files, own) : null,
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
      prunes: lifecycles.some(({ manifest, lifecycle }) =>
        lifecycle.needed.some((it) => !isBuild(manifest, it)),
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
      // Their sources are not there.
      ...others.map((manifest) => ({
        folder: manifest.folder,
        scripts: [...lifecycleOf(manifest, []).development, ...lifecycleOf(manifest, []).needed],
      })),
    ].filter((it) => it.scripts.length > 0),
  };
}

function memberOf(manifest: Manifest): Member {
  return { name: manifest.name, folder: manifest.folder };
}

function filesBelow(folder: string, files: readonly string[]): string[] {
  return files.filter((it) => it.startsWith(`${folder}/`)).map((it) => it.slice(folder.length + 1));
}

/** A package that is built whenever it is installed: that comes in its turn, when its sources are there. */
const buildScripts = ['prepare', 'prepublish'];

function isBuild(manifest: Manifest, script: string): boolean {
  return buildScripts.includes(script) && lifecycleOf(manifest, []).needed.includes(script);
}

function preparing(manifest: Manifest): Build | null {
  const script = buildScripts.find((it) => it in manifest.scripts && isBuild(manifest, it));
  if (script === undefined) return null;
  return {
    script,
    evidence: place(
      manifest,
      ['scripts', script],
      `the script "${script}" runs ${manifest.scripts[script] ?? ''}`,
    ),
    outputs: [],
  };
}

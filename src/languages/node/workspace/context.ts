/** Finds the packages of a workspace that are built, installed and copied for one of them. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { chooseBuild } from '../build/build.ts';
import type { Build } from '../build/output.ts';
import type { LocalPackage, WorkspaceContext } from '../details.ts';
import { lifecycleIn, lifecycleOf } from '../package-managers/install-scripts.ts';
import type { Member } from '../package-managers/manager.ts';
import { type Manifest, scriptEvidence } from '../files/manifest.ts';
import { sourcesIn } from '../files/sources.ts';
import { detectFramework } from '../frameworks/index.ts';
import { exportsSources, libraryShips, type Ships } from '../runtime/ships.ts';
import { isBelow, isWithin, joined } from '../../../text/paths.ts';
import { builtByRoot, startedByRoot } from './entered.ts';
import { localDependencies, neededBy } from './graph.ts';
import type { Workspace } from './members.ts';
import { referencesOf } from './references.ts';
import { runnerOf } from '../build/task-runner.ts';

/**
 * @param target the package that runs.
 * @param reads what it reads in the project outside of its folder.
 */
export async function workspaceContextOf(
  project: ProjectReader,
  workspace: Workspace,
  target: Manifest,
  reads: readonly string[] = [],
): Promise<WorkspaceContext> {
  const files = await project.files();
  const { members } = workspace;
  const references = await referencesOf(project, members);
  const entered = await enteredFrom(project, workspace, target);
  const ofRoot = [...(await usedFromRoot(project, workspace, target)), ...entered.started];
  const { build, runtime } = neededBy(target, members, references, ofRoot);
  const locals: LocalPackage[] = [];
  for (const manifest of build) {
    const localBuild = await buildOf(project, manifest, workspace.root);
    locals.push({
      manifest,
      build: entered.built.includes(manifest) ? null : localBuild,
      ships: runtime.has(manifest) ? libraryShips(manifest, files, localBuild) : null,
    });
  }
  const beside = await servedBy(project, workspace, { target, build, reads, references });
  beside.push(
    ...entered.built
      .filter((it) => ![...build, ...beside.map(({ manifest }) => manifest)].includes(it))
      .map((manifest) => ({ manifest, build: null, ships: null })),
  );
  locals.push(...beside);
  const used = [target, ...build, ...beside.map((it) => it.manifest)];
  const others = members.filter((it) => !used.includes(it));
  const needed = used.filter((it) => it.folder !== '');
  const lifecycles = await Promise.all(
    needed.map(async (manifest) => ({
      manifest,
      lifecycle: await lifecycleIn(project, manifest, filesBelow(manifest.folder, files)),
    })),
  );
  return {
    root: workspace.root,
    target: {
      ...memberOf(target),
      needs: build.map(memberOf),
      ofRoot: ofRoot.map(memberOf),
      beside: beside.map((it) => memberOf(it.manifest)),
    },
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

/** Packages that the root starts or builds, if it is the program. */
async function enteredFrom(
  project: ProjectReader,
  { root, members }: Workspace,
  target: Manifest,
): Promise<{ readonly started: readonly Manifest[]; readonly built: readonly Manifest[] }> {
  if (target !== root) return { started: [], built: [] };
  const script = (await chooseBuild(project, root, root))?.script ?? null;
  return {
    started: startedByRoot(root, members),
    built: script === null ? [] : builtByRoot(root, script, members),
  };
}

/**
 * Packages that the sources import and only the root of the workspace depends on: node finds them in
 * its node_modules.
 */
async function usedFromRoot(
  project: ProjectReader,
  { root, members }: Workspace,
  target: Manifest,
): Promise<readonly Manifest[]> {
  if (target === root) return [];
  const own = localDependencies(target, members, 'any');
  const shared = localDependencies(root, members, 'production').filter(
    (it) => it !== target && !own.includes(it),
  );
  if (shared.length === 0) return [];
  const texts = await Promise.all(
    (await sourcesIn(project, target.folder)).slice(0, mostSearched).map((it) => project.read(it)),
  );
  return shared.filter((it) =>
    texts.some((text) => [`'${it.name}`, `"${it.name}`].some((name) => text?.includes(name))),
  );
}

/** The most sources that are searched for the name of a package. */
const mostSearched = 2000;

/** Front ends of the workspace whose output the program reads, after the packages they need. */
async function servedBy(
  project: ProjectReader,
  { root, members }: Workspace,
  by: {
    readonly target: Manifest;
    readonly build: readonly Manifest[];
    readonly reads: readonly string[];
    readonly references: (member: Manifest) => readonly Manifest[];
  },
): Promise<LocalPackage[]> {
  const files = await project.files();
  const found: LocalPackage[] = [];
  for (const manifest of members) {
    if (manifest === by.target || by.build.includes(manifest)) continue;
    if (!by.reads.some((it) => isBelow(it, manifest.folder))) continue;
    const site = await detectFramework({ project, manifest, files });
    if (site?.kind !== 'site') continue;
    const folder = joined(manifest.folder, site.folder);
    if (!by.reads.some((it) => isWithin(it, folder))) continue;
    const build = await chooseBuild(project, manifest, root, site.script);
    if (!build || build.script === null) continue;
    for (const needed of neededBy(manifest, members, by.references).build) {
      const isKnown = [by.target, ...by.build, ...found.map((it) => it.manifest)].includes(needed);
      if (!isKnown)
        found.push({ manifest: needed, build: await buildOf(project, needed, root), ships: null });
    }
    const ships: Ships = { kind: 'listed', paths: [site.folder] };
    found.push({ manifest, build, ships, served: true });
  }
  return found;
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

/** Lists the files that the dependency download reads, and warns about missing ones. */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Note } from '../../types.ts';
import type { MainPackage } from './mains.ts';
import { resolveFolder } from '../../text/paths.ts';
import { isLocal, type ModuleFile, type Modules, type Require } from './modules.ts';

export interface Manifests {
  /** COPY lines, each with files from one folder. */
  readonly copies: readonly { readonly files: readonly string[]; readonly to: string }[];
  /**
   * Folders in which `go mod download` runs, relative to the project. Empty if there is nothing to
   * download.
   */
  readonly downloadIn: readonly string[];
  /** Whether the project has a go.work that the build does not use. */
  readonly withoutWorkspace: boolean;
  /** The module that the build makes, because there is no go.mod. */
  readonly made: string | undefined;
  /** The requirements to download. */
  readonly requires: readonly Require[];
  readonly notes: readonly Note[];
}

export async function manifestFacts(
  project: ProjectReader,
  modules: Modules,
  mains: readonly MainPackage[],
): Promise<Manifests> {
  const files = await project.files();
  const built =
    modules.workspace || modules.all.has('')
      ? modules.main
      : [...new Set(mains.map((it) => it.module))];
  const notes: Note[] = workspaceNotes(modules);
  const inRoot = modules.workspace !== undefined || modules.all.has('');
  // Where vendor/ is beside the module that is built, nothing else is read.
  const isVendored = ({ folder }: ModuleFile): boolean =>
    files.includes(pathIn(inRoot ? '' : folder, 'vendor/modules.txt'));
  const downloading = built.filter((it) => !isVendored(it));
  const needed = new Map(downloading.map((it) => [it.folder, it]));
  for (const { from, target, evidence } of localReplaces(downloading, modules)) {
    const folder = resolveFolder(from, target);
    if (folder === undefined)
      notes.push({
        code: 'go/replace-outside-project',
        level: 'error',
        text: `the module is replaced by ${target}, which is outside the project: a build can only see files below its folder`,
        hint: `Run this in the folder that contains both, or use a go.work there.`,
        evidence: [evidence],
      });
    else if (modules.all.has(folder)) needed.set(folder, modules.all.get(folder) as ModuleFile);
    else
      notes.push({
        code: 'go/replace-without-module',
        level: 'error',
        text: `the module is replaced by ${target}, and there is no go.mod in that folder`,
        hint: `Add the folder, or remove the replace line.`,
        evidence: [evidence],
      });
  }
  const folders = inRoot ? [''] : downloading.map((it) => it.folder);
  const remote = [...needed.values()].filter((it) => remoteRequires(it, modules).length > 0);
  return {
    copies: copiesOf([...needed.values()], modules),
    downloadIn: remote.length === 0 ? [] : folders,
    withoutWorkspace: modules.unusedWorkspace !== undefined,
    made: modules.made?.path,
    requires: remote.flatMap((it) => remoteRequires(it, modules)),
    notes: [...notes, ...madeNotes(modules), ...sumNotes(downloading, modules)],
  };
}

/** Finds members that are missing, and reports a workspace that the build does not use. */
function workspaceNotes({ workspace, unusedWorkspace, all }: Modules): Note[] {
  if (unusedWorkspace) {
    const { why, evidence } = unusedWorkspace;
    return [
      {
        code: 'go/workspace-not-used',
        level: why === 'ignored' ? 'info' : 'warning',
        text:
          why === 'ignored'
            ? 'git ignores go.work, so it belongs to one developer: the image is built without it, as a fresh clone is'
            : 'go.work uses a module outside the project, which no build can see: the image is built without go.work, with the versions that go.mod requires',
        evidence: [evidence],
      },
    ];
  }
  return (workspace?.uses ?? []).flatMap((use) => {
    const folder = resolveFolder('', use.value);
    if (folder !== undefined && all.has(folder)) return [];
    return [
      {
        code: 'go/use-without-module',
        level: 'error' as const,
        text: `the workspace uses ${use.value}, and there is no go.mod in that folder`,
        hint: `${folder === undefined ? 'Run this in the folder that contains all modules of the workspace.' : 'Add the folder, or remove the use line.'}`,
        evidence: [use.evidence],
      },
    ];
  });
}

function madeNotes({ made }: Modules): Note[] {
  if (!made) return [];
  return [
    {
      code: 'go/module-made',
      level: 'warning',
      text: 'there is no go.mod: the build makes one',
      hint: `Run go mod init ${made.path}, and commit go.mod.`,
      evidence: [made.evidence],
    },
  ];
}

/** The go command reads the go.sum of the modules that it builds, not of those that replace one. */
function sumNotes(downloading: readonly ModuleFile[], modules: Modules): Note[] {
  return downloading.flatMap((module) => {
    const first = remoteRequires(module, modules)[0];
    if (module.hasSum || !first) return [];
    return [
      {
        code: 'go/sum-missing',
        level: 'error' as const,
        text: `${pathIn(module.folder, 'go.sum')} is missing, and ${first.path} cannot be checked without it`,
        hint: `Run go mod tidy, and commit go.sum.`,
        evidence: [first.evidence],
      },
    ];
  });
}

function copiesOf(downloading: readonly ModuleFile[], { workspace }: Modules): Manifests['copies'] {
  const copies = downloading.map((module) => ({
    files: [
      pathIn(module.folder, 'go.mod'),
      ...(module.hasSum ? [pathIn(module.folder, 'go.sum')] : []),
    ],
    to: module.folder === '' ? './' : `./${module.folder}/`,
  }));
  if (workspace && downloading.length > 0)
    copies.unshift({ files: ['go.work', ...(workspace.hasSum ? ['go.work.sum'] : [])], to: './' });
  return copies;
}

/** A replacement of a module that is not required changes nothing, so the folder may be missing. */
function localReplaces(built: readonly ModuleFile[], modules: Modules) {
  const files = modules.workspace && built.length > 0 ? [modules.workspace, ...built] : built;
  const required = new Set(
    [...modules.all.values()].flatMap((it) => it.requires.map(({ path }) => path)),
  );
  return files.flatMap((file) =>
    file.replaces
      .filter((it) => isLocal(it.target) && required.has(it.path))
      .map((it) => ({ from: file.folder, target: it.target, evidence: it.evidence })),
  );
}

/**
 * Returns the requirements to download: those that are neither replaced by a folder nor part of the
 * workspace.
 */
function remoteRequires(module: ModuleFile, modules: Modules): readonly Require[] {
  const local = new Set(
    [...modules.main, ...(modules.workspace ? [modules.workspace] : [])].flatMap((it) =>
      it.replaces.filter((replace) => isLocal(replace.target)).map((replace) => replace.path),
    ),
  );
  const own = new Set(modules.workspace ? modules.main.map((it) => it.path) : []);
  return module.requires.filter((it) => !local.has(it.path) && !own.has(it.path));
}

function pathIn(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

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
  readonly vendored: boolean;
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
  const notes: Note[] = [];
  const needed = new Map<string, ModuleFile>();
  for (const module of built) needed.set(module.folder, module);
  for (const { from, target, evidence } of localReplaces(built, modules)) {
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
  for (const use of modules.workspace?.uses ?? []) {
    const folder = resolveFolder('', use.value);
    if (folder === undefined || !modules.all.has(folder))
      notes.push({
        code: 'go/use-without-module',
        level: 'error',
        text: `the workspace uses ${use.value}, and there is no go.mod in that folder`,
        hint: `${folder === undefined ? 'Run this in the folder that contains all modules of the workspace.' : 'Add the folder, or remove the use line.'}`,
        evidence: [use.evidence],
      });
  }
  const vendored = files.includes('vendor/modules.txt');
  const remote = [...needed.values()].filter(
    (module) => remoteRequires(module, modules).length > 0,
  );
  if (!vendored)
    for (const module of remote) {
      const first = remoteRequires(module, modules)[0];
      if (!module.hasSum && first)
        notes.push({
          code: 'go/sum-missing',
          level: 'error',
          text: `${pathIn(module.folder, 'go.sum')} is missing, and ${first.path} cannot be checked without it`,
          hint: `Run go mod tidy, and commit go.sum.`,
          evidence: [first.evidence],
        });
    }
  const copies = [...needed.values()].map((module) => ({
    files: [
      pathIn(module.folder, 'go.mod'),
      ...(module.hasSum ? [pathIn(module.folder, 'go.sum')] : []),
    ],
    to: module.folder === '' ? './' : `./${module.folder}/`,
  }));
  if (modules.workspace)
    copies.unshift({
      files: ['go.work', ...(modules.workspace.hasSum ? ['go.work.sum'] : [])],
      to: './',
    });
  const inWorkspace = modules.workspace !== undefined || modules.all.has('');
  const downloadIn = inWorkspace ? [''] : built.map((it) => it.folder);
  return {
    copies: vendored ? [] : copies,
    downloadIn: vendored || remote.length === 0 ? [] : downloadIn,
    vendored,
    requires: vendored ? [] : remote.flatMap((it) => remoteRequires(it, modules)),
    notes,
  };
}

function localReplaces(built: readonly ModuleFile[], modules: Modules) {
  const files = modules.workspace ? [modules.workspace, ...built] : built;
  return files.flatMap((file) =>
    file.replaces
      .filter((it) => isLocal(it.target))
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

/**
 * Reads the modules of a project from go.mod and go.work. Grammar:
 * https://go.dev/ref/mod#go-mod-file and https://go.dev/ref/mod#go-work-file
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence } from '../../types.ts';
import { lineAt } from '../../text/lines.ts';
import { folderOf, resolveFolder } from '../../text/paths.ts';
import { isBuilt } from './constraints.ts';
import { ignoredByGit } from '../shared/git-ignored.ts';
import { headerOf } from './source.ts';
import { isStandard } from './standard-library.ts';

/** A value in go.mod or go.work and its place. */
export interface Directive {
  readonly value: string;
  readonly evidence: Evidence;
}

export interface Replacement {
  /** The path of the module that is replaced. */
  readonly path: string;
  /** A folder (`./x`, `../x`, `/x`), or the path of another module. */
  readonly target: string;
  readonly evidence: Evidence;
}

export interface Require {
  readonly path: string;
  readonly version: string;
  readonly evidence: Evidence;
}

export interface ModuleFile {
  /** The folder of the file, `''` for the root of the project. */
  readonly folder: string;
  /** The module path; `''` in a go.work. */
  readonly path: string;
  readonly pathEvidence: Evidence;
  readonly go: Directive | undefined;
  readonly toolchain: Directive | undefined;
  readonly requires: readonly Require[];
  readonly replaces: readonly Replacement[];
  /** go.work only: the folders in its `use` lines, as written. */
  readonly uses: readonly Directive[];
  /** Folders that the go command ignores (Go 1.25). */
  readonly ignores: readonly string[];
  readonly hasSum: boolean;
}

export interface Modules {
  readonly workspace: ModuleFile | undefined;
  /**
   * The modules that are built together: those of the workspace, otherwise the module in the root,
   * otherwise all modules.
   */
  readonly main: readonly ModuleFile[];
  /** All modules by folder. */
  readonly all: ReadonlyMap<string, ModuleFile>;
  /** Why the build does not use go.work, where there is one that it does not use. */
  readonly unusedWorkspace?: UnusedWorkspace;
  /** Set if there is no go.mod: the module that the build makes for a program in the root. */
  readonly made?: { readonly path: string; readonly evidence: Evidence };
}

export interface UnusedWorkspace {
  /** `ignored`: git ignores the file. `outside`: it uses a module outside the project. */
  readonly why: 'ignored' | 'outside';
  readonly evidence: Evidence;
}

/** @returns `undefined` if there is neither a go.mod, nor a go.work or a program in the root. */
export async function readModules(project: ProjectReader): Promise<Modules | undefined> {
  const files = await project.files();
  const all = new Map<string, ModuleFile>();
  for (const file of files) {
    if (file !== 'go.mod' && !file.endsWith('/go.mod')) continue;
    if (/(^|\/)(vendor|testdata|node_modules|[._][^/]*)\//.test(file)) continue;
    const text = await project.read(file);
    if (text !== undefined)
      all.set(
        folderOf(file),
        parseModuleFile(file, text, files.includes(`${file.slice(0, -3)}sum`)),
      );
  }
  const work = files.includes('go.work') ? await project.read('go.work') : undefined;
  if (all.size === 0 && work === undefined) return madeModule(project);
  const workspace =
    work === undefined
      ? undefined
      : parseModuleFile('go.work', work, files.includes('go.work.sum'));
  const unusedWorkspace = workspace && (await unusedWorkspaceOf(project, workspace, all));
  if (workspace && !unusedWorkspace) return { workspace, all, main: membersOf(workspace, all) };
  const root = all.get('');
  const members = workspace ? membersOf(workspace, all) : [];
  const several = members.length > 0 ? members : [...all.values()];
  return {
    workspace: undefined,
    all,
    main: root ? [root] : several,
    ...(unusedWorkspace ? { unusedWorkspace } : {}),
  };
}

/** A program in the root that has no go.mod, as `go run main.go` starts it. */
async function madeModule(project: ProjectReader): Promise<Modules | undefined> {
  const files = (await project.files()).filter((it) => /^[^/]+\.go$/.test(it));
  for (const file of files.filter((it) => isBuilt(it, undefined, false))) {
    const text = (await project.read(file)) ?? '';
    const header = headerOf(text);
    if (header?.packageName !== 'main' || !isBuilt(file, header.constraint, false)) continue;
    const start = /^func\s+main\s*\(\s*\)/m.exec(text);
    if (!start) continue;
    const path = nameOfFolder(project.root);
    const because = 'package main with func main, without a go.mod';
    const evidence = { file, line: lineAt(text, start.index), because };
    const module = { ...parseModuleFile('go.mod', '', false), path, pathEvidence: evidence };
    return {
      workspace: undefined,
      main: [module],
      all: new Map([['', module]]),
      made: { path, evidence },
    };
  }
  return undefined;
}

/** https://go.dev/ref/mod#go-mod-file-ident */
function nameOfFolder(root: string): string {
  const name = (root.split(/[/\\]/).at(-1) ?? '').toLowerCase().replace(/[^a-z0-9_-]+/g, '-');
  return /^[a-z]/.test(name) && !isStandard(name) ? name : 'app';
}

function membersOf(workspace: ModuleFile, all: ReadonlyMap<string, ModuleFile>): ModuleFile[] {
  return workspace.uses.flatMap((use) => all.get(resolveFolder('', use.value) ?? '..') ?? []);
}

/**
 * Decides whether the build does without go.work. A file that git ignores belongs to one developer,
 * and no build sees a module outside the project. The file stays in use where a member requires a
 * module by a version that no proxy has.
 */
async function unusedWorkspaceOf(
  project: ProjectReader,
  workspace: ModuleFile,
  all: ReadonlyMap<string, ModuleFile>,
): Promise<UnusedWorkspace | undefined> {
  const needsWorkspace = membersOf(workspace, all).some((it) =>
    it.requires.some(
      ({ path, version }) =>
        /^v0\.0\.0(?:-00010101000000-0{12})?$/.test(version) &&
        !it.replaces.some((replace) => replace.path === path),
    ),
  );
  if (needsWorkspace || all.size === 0) return undefined;
  const outside = workspace.uses.find((it) => resolveFolder('', it.value) === undefined);
  if (outside) return { why: 'outside', evidence: outside.evidence };
  const evidence = (await ignoredByGit(project))('go.work');
  return evidence && { why: 'ignored', evidence };
}

export function isLocal(target: string): boolean {
  return /^\.{0,2}\//.test(target) || target === '.' || target === '..';
}

/** Returns the last descriptive part of a module path: `shop` of `github.com/acme/shop/v2` and of `shop/cmd`. */
export function nameOfModule(path: string): string {
  const parts = path
    .replace(/\.v\d+$/, '')
    .split('/')
    .filter((it) => it !== '');
  while (parts.length > 1 && /^(?:v\d+|cmd|src)$/.test(parts.at(-1) ?? '')) parts.pop();
  return parts.at(-1) ?? 'app';
}

export function parseModuleFile(file: string, text: string, hasSum: boolean): ModuleFile {
  const requires: Require[] = [];
  const replaces: Replacement[] = [];
  const uses: Directive[] = [];
  const ignores: string[] = [];
  const single: Record<string, Directive> = {};
  let block = '';
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.replace(/\/\/.*$/, '').trim();
    if (line === '') return;
    if (line === ')') {
      block = '';
      return;
    }
    const words = [...line.matchAll(/"([^"]*)"|`([^`]*)`|([^\s()]+)/g)].map(
      (it) => it[1] ?? it[2] ?? it[3] ?? '',
    );
    if (block === '' && line.endsWith('(')) {
      block = words[0] ?? '';
      return;
    }
    const verb = block === '' ? words.shift() : block;
    const [first = '', second = ''] = words;
    const evidence = { file, line: index + 1, because: `${verb} ${words.join(' ')}` };
    if (verb === 'require') requires.push({ path: first, version: second, evidence });
    else if (verb === 'replace')
      replaces.push({ path: first, target: words[words.indexOf('=>') + 1] ?? '', evidence });
    else if (verb === 'use') uses.push({ value: first, evidence });
    else if (verb === 'ignore') ignores.push(first);
    else if (verb === 'module' || verb === 'go' || verb === 'toolchain')
      single[verb] ??= { value: first, evidence };
  });
  return {
    folder: folderOf(file),
    path: single['module']?.value ?? '',
    pathEvidence: single['module']?.evidence ?? { file, because: 'a Go module' },
    go: single['go'],
    toolchain: single['toolchain'],
    requires,
    replaces,
    uses,
    ignores,
    hasSum,
  };
}

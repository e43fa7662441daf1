/**
 * Groups Go files into packages, and follows the imports of a program inside and outside the
 * project.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence } from '../../types.ts';
import { WordFilter } from '../../text/word-filter.ts';
import { folderOf, isInFolder, isWithin, resolveFolder } from '../../text/paths.ts';
import { budgetOf } from '../shared/budget.ts';
import { isBuilt } from './constraints.ts';
import { isLocal, type Modules } from './modules.ts';
import { embedsIn, headerOf, scanHead, type GoSource } from './source.ts';
import { isStandard } from './standard-library.ts';

/** What the beginning of a file says. */
export interface ScannedFile {
  readonly path: string;
  /** Whether another file replaces it when cgo is disabled. */
  readonly onlyWithCgo: boolean;
  readonly source: GoSource;
}

export interface GoFile extends ScannedFile {
  readonly text: string;
}

export interface GoPackage<File extends ScannedFile = GoFile> {
  readonly folder: string;
  readonly name: string;
  /** The files compiled on Linux with cgo. */
  readonly files: readonly File[];
  /**
   * Set if the package requires cgo: a file imports "C", and no file replaces it when cgo is
   * disabled.
   */
  readonly cgo: Evidence | undefined;
}

/** The project's packages that make up a program, starting with the package main. */
export interface ProgramSource {
  readonly packages: readonly GoPackage[];
  /**
   * Packages of the standard library and of other modules, with the first place that imports each
   * one.
   */
  readonly external: ReadonlyMap<string, Evidence>;
  /** Imported folders of the project without any Go file, with the first place that imports each. */
  readonly missing: ReadonlyMap<string, { readonly path: string; readonly evidence: Evidence }>;
  /** @returns the package of the project that an import names, if the program contains it. */
  packageOf(path: string): GoPackage | undefined;
  /** @returns the import path of a folder in a module that is built; `undefined` for any other. */
  importPathOf(folder: string): string | undefined;
}

export interface Packages {
  /**
   * Folders with Go files of the project itself, without vendor, testdata and other folders that
   * the go command ignores.
   */
  readonly folders: readonly string[];
  /**
   * Reads only up to the package clause.
   * @returns `undefined` if no file in the folder is compiled.
   */
  nameOf(folder: string): Promise<string | undefined>;
  load(folder: string): Promise<GoPackage | undefined>;
  program(folder: string): Promise<ProgramSource>;
}

/**
 * Reads each file at most once, on first use.
 * @param tags the tags that the build sets.
 */
export async function packagesOf(
  project: ProjectReader,
  modules: Modules,
  tags: ReadonlySet<string> = new Set(),
): Promise<Packages> {
  const withSources = sourcesByFolder(await project.files());
  const byFolder = new Map([...withSources].filter(([folder]) => !isLeftOut(folder, modules)));
  const loaded = new Map<string, Promise<GoPackage | undefined>>();
  const folderOfImport = importResolver(modules);
  const mustBeOwn = ownImports(modules);
  const budget = budgetOf(project);

  async function nameOf(folder: string): Promise<string | undefined> {
    for (const path of byFolder.get(folder) ?? []) {
      if (!isBuilt(path, undefined, true)) continue;
      const header = headerOf((await project.read(path)) ?? '');
      if (header && isBuilt(path, header.constraint, true, tags)) return header.packageName;
    }
    return undefined;
  }
  function load(folder: string): Promise<GoPackage | undefined> {
    const known = loaded.get(folder) ?? readWhole(folder);
    loaded.set(folder, known);
    return known;
  }
  /** A part of a package would seem to lack declarations. */
  async function readWhole(folder: string): Promise<GoPackage | undefined> {
    const paths = byFolder.get(folder) ?? [];
    const isWhole = paths.map((it) => budget.maySearch(it)).every(Boolean);
    return isWhole ? readPackage(project, folder, paths, tags) : undefined;
  }
  async function program(folder: string): Promise<ProgramSource> {
    const packages: GoPackage[] = [];
    const external = new Map<string, Evidence>();
    const missing = new Map<string, { path: string; evidence: Evidence }>();
    const seen = new Set([folder]);
    let next = [folder];
    while (next.length > 0) {
      const found = (await Promise.all(next.map(load))).filter((it) => it !== undefined);
      packages.push(...found);
      next = [];
      for (const { path, source } of found.flatMap((it) => it.files)) {
        for (const imported of source.imports) {
          const target = folderOfImport(imported.path);
          const because = `imports ${imported.path}`;
          const evidence = { file: path, line: imported.line, because };
          if (target === undefined) {
            if (!external.has(imported.path)) external.set(imported.path, evidence);
          } else if (!seen.has(target)) {
            seen.add(target);
            next.push(target);
            if (!withSources.has(target) && mustBeOwn(imported.path, folderOf(path)))
              missing.set(target, { path: imported.path, evidence });
          }
        }
      }
    }
    const byFolder = new Map(packages.map((it) => [it.folder, it]));
    return {
      packages,
      external,
      missing,
      packageOf: (path) => {
        const target = folderOfImport(path);
        return target === undefined ? undefined : byFolder.get(target);
      },
      importPathOf: (folder) => importPathOf(folder, modules),
    };
  }
  return { folders: [...byFolder.keys()], nameOf, load, program };
}

/** @returns the Go files that are no tests, by their folder. */
export function sourcesByFolder(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    if (!file.endsWith('.go') || file.endsWith('_test.go')) continue;
    const folder = folderOf(file);
    const others = found.get(folder);
    if (others) others.push(file);
    else found.set(folder, [file]);
  }
  return found;
}

/**
 * @param paths the Go files in the folder.
 * @param tags the tags that the build sets.
 * @returns `undefined` if no file is compiled.
 */
export async function readPackage(
  project: ProjectReader,
  folder: string,
  paths: readonly string[],
  tags: ReadonlySet<string>,
): Promise<GoPackage | undefined> {
  const files: Omit<GoFile, 'onlyWithCgo'>[] = [];
  const withCgoOnly = new Set<string>();
  let name: string | undefined;
  let cgo: Evidence | undefined;
  let standsIn = false;
  for (const path of paths) {
    const text = await project.read(path);
    const header = text === undefined ? undefined : headerOf(text);
    if (text === undefined || !header) continue;
    const withCgo = isBuilt(path, header.constraint, true, tags);
    if (!withCgo) {
      if (isBuilt(path, header.constraint, false, tags)) standsIn = true;
      continue;
    }
    name ??= header.packageName;
    if (header.packageName !== name) continue;
    const source = { ...scanHead(text), embeds: await embedsIn(path, text) };
    files.push({ path, text, source });
    if (!isBuilt(path, header.constraint, false, tags)) withCgoOnly.add(path);
    const c = source.imports.find((it) => it.path === 'C');
    if (c) cgo ??= { file: path, line: c.line, because: 'imports "C"' };
  }
  return name === undefined
    ? undefined
    : {
        folder,
        name,
        files: files.map((it) => ({ ...it, onlyWithCgo: standsIn && withCgoOnly.has(it.path) })),
        cgo: standsIn ? undefined : cgo,
      };
}

/**
 * Whether the go command ignores a folder:
 * https://pkg.go.dev/cmd/go#hdr-Package_lists_and_patterns
 */
function isLeftOut(folder: string, modules: Modules): boolean {
  if (/(^|\/)(vendor|testdata|node_modules|[._][^/]*)(\/|$)/.test(folder)) return true;
  return modules.main.some((module) =>
    module.ignores.some((it) => isInside(folder, resolveFolder(module.folder, it))),
  );
}

/**
 * @returns a function that maps an import path to the project folder with the package, or to
 *   `undefined` if the package is not in the project.
 */
function importResolver(modules: Modules): (path: string) => string | undefined {
  const roots = rootsOf(modules);
  return (path) => {
    const root = roots.find((it) => isWithin(path, it.path));
    return (
      root && [root.folder, path.slice(root.path.length + 1)].filter((it) => it !== '').join('/')
    );
  };
}

function importPathOf(folder: string, { main }: Modules): string | undefined {
  const [module] = main
    .filter((it) => isInside(folder, it.folder))
    .sort((one, other) => other.folder.length - one.folder.length);
  if (!module) return undefined;
  const inner = folder.slice(module.folder === '' ? 0 : module.folder.length + 1);
  return inner === '' ? module.path : `${module.path}/${inner}`;
}

/** The module paths of which the packages are in the project, longest first. */
function rootsOf(modules: Modules): readonly { path: string; folder: string; replaces: boolean }[] {
  return modules.main
    .flatMap((module) => [
      { path: module.path, folder: module.folder, replaces: false },
      ...module.replaces.flatMap(({ path, target }) => {
        const folder = isLocal(target) ? resolveFolder(module.folder, target) : undefined;
        return folder === undefined ? [] : [{ path, folder, replaces: true }];
      }),
    ])
    .sort((one, other) => other.path.length - one.path.length);
}

/**
 * @returns whether an import of a package in a folder can only be found in the project: not in the
 *   standard library, and not in a module that is downloaded.
 */
function ownImports(modules: Modules): (path: string, importer: string) => boolean {
  const roots = rootsOf(modules);
  const required = [...modules.all.values()].flatMap((it) => it.requires.map(({ path }) => path));
  return (path, importer) => {
    const root = roots.find((it) => isWithin(path, it.path));
    if (!root || isStandard(path)) return false;
    const isBuilt =
      root.replaces || modules.workspace !== undefined || isInside(importer, root.folder);
    return isBuilt && !required.some((it) => it.length > root.path.length && isWithin(path, it));
  };
}

/** Remembers the result for each file, because programs of one project share packages. */
export function oncePerFile<T>(read: (file: GoFile) => T): (file: GoFile) => T {
  const known = new WeakMap<GoFile, T>();
  return (file) => {
    const found = known.get(file) ?? read(file);
    known.set(file, found);
    return found;
  };
}

/** @returns the words that a file may have: a sieve before its text is searched. */
export const wordsOf = oncePerFile(({ text }) => new WordFilter(text));

export function isInside(folder: string, parent: string | undefined): boolean {
  return parent !== undefined && isInFolder(folder, parent);
}

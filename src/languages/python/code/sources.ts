/** The modules of a project, and which of them an import means. No code is run. */
import { basename } from 'node:path/posix';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { folderOf, foldersAbove } from '../../../text/paths.ts';
import { absoluteModule, isGuard, type PythonModule } from './module.ts';
import { copiedLibraries, insideFolder, isTest } from './module-names.ts';
import { settingsIn } from './settings-module.ts';

export interface Sources {
  /** Those that can start something: no tests and tools, unless the program imports them. */
  readonly modules: readonly PythonModule[];
  /**
   * The same with the libraries that the project has a copy of, if it has any: they are no code of
   * its own, but they need a Python, too.
   */
  readonly withCopies?: Sources;
  /** Configuration files that the project ships, as data: `config.yaml`. */
  readonly documents: ReadonlyMap<string, unknown>;
  /** @returns the module at a path of the project. */
  at(path: string): PythonModule | undefined;
  /** @returns the module that a full name means in another module. */
  named(name: string, from: PythonModule): PythonModule | undefined;
  /** @returns whether a full name is a package without `__init__.py`. */
  isNamespace(name: string, from: PythonModule): boolean;
}

/** The packages of Django sites, which manage.py names: one may be called `example` or `dev`. */
function sitesOf(all: readonly PythonModule[]): ReadonlySet<string> {
  const managers = all.filter((it) => /(?:^|\/)manage\.py$/.test(it.path));
  return new Set(
    managers.flatMap((manager) => {
      const [name, inside] = settingsIn(manager)?.split('.') ?? [];
      const isSite = name !== undefined && inside !== undefined && !/^tests?$/.test(name);
      return isSite ? [`${manager.path.slice(0, -'manage.py'.length)}${name}`] : [];
    }),
  );
}

/** `tasks.py` has commands for developers where it imports invoke, and else tasks of the program. */
function isTasks({ path, text }: PythonModule): boolean {
  return (
    /(?:^|\/)tasks\.py$/.test(path) &&
    !/^[ \t]*(?:from|import)[ \t]+(?:invoke|fabric)\b/m.test(text)
  );
}

/**
 * @param every every module, also those of tests and of libraries that the project has a copy of.
 * @param documents the configuration files, as data.
 */
export function sourcesOf(
  every: readonly PythonModule[],
  documents: ReadonlyMap<string, unknown> = new Map(),
): Sources {
  const libraries = copiedLibraries(every.map((it) => it.path));
  if (libraries.length === 0) return sourcesOfAll(every, documents);
  const own = every.filter(({ path }) => !libraries.some((it) => path.startsWith(it)));
  return { ...sourcesOfAll(own, documents), withCopies: sourcesOfAll(every, documents) };
}

/** @returns the modules of copied libraries that the program can run. */
export function reachedCopies(entry: Entry, sources: Sources): readonly PythonModule[] {
  if (!sources.withCopies) return [];
  return reachedModules(entry, sources.withCopies).filter((it) => !sources.at(it.path));
}

function sourcesOfAll(
  all: readonly PythonModule[],
  documents: ReadonlyMap<string, unknown>,
): Sources {
  const byPath = new Map(all.map((it) => [it.path, it]));
  const folders = new Set<string>();
  for (const { path } of all) {
    const parts = path.split('/');
    for (let length = 1; length < parts.length; length += 1)
      folders.add(parts.slice(0, length).join('/'));
  }
  const isPackage = (folder: string): boolean => byPath.has(`${folder}/__init__.py`);
  const sites = sitesOf(all);
  /** `mitmproxy/tools/main.py` is part of the package, and no tool of its developers. */
  const isOwn = (path: string): boolean => {
    const parts = path.split('/');
    const others = parts.filter(
      (part, index) =>
        !sites.has(parts.slice(0, index + 1).join('/')) &&
        (!/^(?:tools|scripts|dev|hack)$/.test(part) || !isPackage(parts.slice(0, index).join('/'))),
    );
    return !isTest(others.join('/'));
  };
  const modules = all.filter((it) => isOwn(isTasks(it) ? `${folderOf(it.path)}/` : it.path));
  return { modules, documents, at: (path) => byPath.get(path), ...lookUps(byPath, folders) };
}

/** Finds what a name means in a module: first in the folders above it, then in all others. */
function lookUps(
  byPath: ReadonlyMap<string, PythonModule>,
  folders: ReadonlySet<string>,
): Pick<Sources, 'named' | 'isNamespace'> {
  const isPackage = (folder: string): boolean => byPath.has(`${folder}/__init__.py`);
  // The folders that can be on the import path: those with modules or packages that are no package.
  const roots = [...new Set(['', 'src', ...folders])].filter((it) => !isPackage(it));
  const added = addedFolders([...byPath.values()]);
  const rootsWith = rootsByChild(roots, [...byPath.keys(), ...folders]);
  const firstBelow = (candidates: readonly string[], name: string): PythonModule | undefined => {
    const path = name.replaceAll('.', '/');
    for (const folder of candidates) {
      const full = folder === '' ? path : `${folder}/${path}`;
      // https://docs.python.org/3/library/importlib.html#importlib.machinery.FileFinder
      const found = byPath.get(`${full}/__init__.py`) ?? byPath.get(`${full}.py`);
      if (found) return found;
    }
    return undefined;
  };
  const rootsAbove = (from: PythonModule): readonly string[] => {
    const all = foldersAbove(from.path);
    // Python imports from the folder of the script that it runs, which may be in a package, too.
    const managed = all.filter((it) => isPackage(it) && byPath.has(`${it}/manage.py`));
    return [...all.filter((it) => !isPackage(it)), '', 'src', ...managed];
  };
  const rootsElsewhere = (name: string): readonly string[] => {
    const found = rootsWith.get(name.split('.')[0] ?? '') ?? [];
    if (name.includes('.')) return found;
    // A module of one word elsewhere is as likely one of the standard library.
    const isAdded = (root: string): boolean =>
      added.some((it) => root === it || root.endsWith(`/${it}`));
    return found.filter((it) => (roots.length < 40 && /(?:^|\/)src$/.test(it)) || isAdded(it));
  };
  const inside = new Map<PythonModule, readonly string[]>();
  const rootInside = (from: PythonModule): readonly string[] => {
    const before = inside.get(from);
    if (before) return before;
    const folder = insideFolder(from.path, importTargets(from), (path) => byPath.get(path));
    const found = folder === undefined ? [] : [folder];
    inside.set(from, found);
    return found;
  };
  const known = new Map<string, PythonModule | undefined>();
  return {
    named: (name, from) => {
      if (name === '') return undefined;
      const key = `${folderOf(from.path)}:${name}`;
      if (known.has(key)) return known.get(key);
      const found =
        firstBelow(rootsAbove(from), name) ??
        firstBelow(rootsElsewhere(name), name) ??
        firstBelow(rootInside(from), name);
      known.set(key, found);
      return found;
    },
    isNamespace: (name, from) => {
      const path = name.replaceAll('.', '/');
      return [...rootsAbove(from), ...roots].some((root) =>
        folders.has(root === '' ? path : `${root}/${path}`),
      );
    },
  };
}

/** Folders that modules add to the import path: `sys.path.insert(0, os.path.join(HERE, "vendor"))`. */
function addedFolders(modules: readonly PythonModule[]): readonly string[] {
  return modules.flatMap(({ text }) =>
    (text.match(/\bsys\.path\.(?:insert|append)\([^\n]*/g) ?? []).flatMap((line) =>
      [...line.matchAll(/["']([^"'\n]*\w)\/?["']/g)].map(([, it = '']) => it.replace(/^[./]+/, '')),
    ),
  );
}

/** The roots that have a module or folder of this name, in the order of `roots`. */
function rootsByChild(
  roots: readonly string[],
  paths: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const childrenOf = new Map<string, Set<string>>();
  for (const path of paths) {
    const children = childrenOf.get(folderOf(path)) ?? new Set();
    childrenOf.set(folderOf(path), children.add(basename(path, '.py')));
  }
  const found = new Map<string, string[]>();
  for (const root of roots)
    for (const child of childrenOf.get(root) ?? []) {
      const known = found.get(child);
      if (known) known.push(root);
      else found.set(child, [root]);
    }
  return found;
}

/** Where a program begins. */
export interface Entry {
  readonly modules: readonly PythonModule[];
  /** The module that is run as `__main__`; `null` where a server imports it; any: not known. */
  readonly main: PythonModule | 'any' | null;
}

/** The most modules that are followed. */
const mostModules = 3000;

/**
 * Follows the imports from the entry: also the modules that a text names, as Django's settings and
 * `importlib.import_module` do.
 * @returns the modules that the program can run, the entry first.
 */
export function reachedModules(entry: Entry, sources: Sources): readonly PythonModule[] {
  const reached = new Set<PythonModule>(entry.modules);
  const open = [...entry.modules];
  for (let module = open.shift(); module && reached.size < mostModules; module = open.shift()) {
    for (const found of linkedTo(module, sources)) {
      if (reached.has(found)) continue;
      reached.add(found);
      open.push(found);
    }
  }
  return [...reached];
}

const linked = new WeakMap<Sources, Map<PythonModule, readonly PythonModule[]>>();

function linkedTo(module: PythonModule, sources: Sources): readonly PythonModule[] {
  const known = linked.get(sources) ?? new Map<PythonModule, readonly PythonModule[]>();
  linked.set(sources, known);
  const before = known.get(module);
  if (before) return before;
  const found = [
    ...modulesOf(importTargets(module), module, sources),
    ...namedInTexts(module, sources),
    ...listed(module, sources),
  ];
  known.set(module, found);
  return found;
}

const importLine =
  /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n#;]+)|import[ \t]+([^\n#;]+))/gm;

/** `if TYPE_CHECKING:` with what is below it: the lines that are indented further. */
const forTypes =
  /^([ \t]*)if[ \t]+(?:\w+\.)?TYPE_CHECKING[ \t]*:[^\n]*(?:\n[ \t\r]*(?=\n)|\n\1[ \t]+[^\n]*)*/gm;

const targetsOf = new WeakMap<PythonModule, readonly string[]>();

/** @returns full names of what a module imports when it runs. It is not parsed. */
export function importTargets(module: PythonModule): readonly string[] {
  const known = targetsOf.get(module) ?? readTargets(module);
  targetsOf.set(module, known);
  return known;
}

function readTargets({ path, text }: PythonModule): readonly string[] {
  const run = text.includes('TYPE_CHECKING') ? text.replace(forTypes, '') : text;
  return [...run.matchAll(importLine)].flatMap(([, from, names, modules]) => {
    const parts = (names ?? modules ?? '')
      .replace(/[()\\]/g, ' ')
      .replace(/#.*$/gm, '')
      .split(',')
      .map((it) => (it.trim().split(/\s+as\s+/)[0] ?? '').trim())
      .filter((it) => it !== '');
    if (from === undefined) return parts;
    const base = absoluteModule(path, from);
    return parts.map((it) => (it === '*' ? base : `${base}.${it}`));
  });
}

/** @returns whether a node is below `if TYPE_CHECKING:`, which is for type checkers alone. */
export function isForTypes(node: SyntaxNode): boolean {
  const test = node.above('if_statement')?.field('condition')?.text ?? '';
  return /(?:^|\.)TYPE_CHECKING$/.test(test);
}

/** @returns the modules of the project that the full names mean in another module. */
export function modulesOf(
  targets: readonly string[],
  from: PythonModule,
  sources: Sources,
): readonly PythonModule[] {
  return targets.flatMap((it) => chain(it, from, sources));
}

/** `a.b.c` runs the package a, then a.b, and then the module a.b.c or a name in a.b. */
function chain(target: string, from: PythonModule, sources: Sources): readonly PythonModule[] {
  const parts = target.split('.');
  return parts.flatMap((_, index) => {
    const found = sources.named(parts.slice(0, index + 1).join('.'), from);
    return found ? [found] : [];
  });
}

/** Modules by their full names in texts: `"shop.urls"`, `"shop.apps.ShopConfig"`. */
function namedInTexts(module: PythonModule, sources: Sources): readonly PythonModule[] {
  const found: PythonModule[] = [];
  for (const match of module.text.matchAll(/["']([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)(?::\w+)?["']/g)) {
    const name = match[1] ?? '';
    found.push(...chain(name, module, sources).filter((it) => it !== module));
  }
  const apps = module.text.includes('INSTALLED_APPS')
    ? (module.namesOf().get('INSTALLED_APPS') ?? [])
    : [];
  for (const { node } of apps)
    for (const text of node.all('string_content')) {
      const name = text.text.replace(/\.apps\.\w+$/, '');
      const package_ = sources.named(name, module) ?? sources.named(`${name}.apps`, module);
      if (package_ && package_ !== module) found.push(...inPackage(package_, sources));
    }
  return found;
}

/** All that a module discovers by itself: `pkgutil.iter_modules`, `load_extension(f"cogs.{it}")`. */
function listed(module: PythonModule, sources: Sources): readonly PythonModule[] {
  const isListing =
    /\bpkgutil\.(?:iter_modules|walk_packages)|\bautodiscover_tasks\(|\bload_extensions?\(|\b(?:import_module|__import__|spec_from_file_location)\(/.test(
      module.text,
    );
  if (!isListing) return [];
  const own = module.path.slice(0, module.path.lastIndexOf('/') + 1);
  const named = [...module.text.matchAll(/["'](\.?)([A-Za-z_]\w*(?:\.\w+)*)\.(?=["'{])/g)].flatMap(
    ([, dot, name = '']) => {
      const folder = `${dot ? own : ''}${name.replaceAll('.', '/')}/`;
      return sources.modules.filter((it) => it.path.startsWith(folder));
    },
  );
  const isNamed = named.length > 0 && !/\bpkgutil\./.test(module.text);
  return isNamed || own === '' ? named : [...named, ...inPackage(module, sources)];
}

/** The modules of a package, without those of tests and migrations. */
function inPackage(module: PythonModule, sources: Sources): readonly PythonModule[] {
  const folder = module.path.slice(0, module.path.lastIndexOf('/') + 1);
  return sources.modules.filter(
    (it) =>
      it.path.startsWith(folder) &&
      !/(?:^|\/)(?:migrations|management)\//.test(it.path.slice(folder.length)),
  );
}

/** @returns whether a node runs only where its module is the one that is started. */
export function isGuarded(node: SyntaxNode): boolean {
  let at = node;
  while (at.parent?.parent) at = at.parent;
  return isGuard(at);
}

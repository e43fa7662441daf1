/** Names of Python modules, and the folders that are on the import path. */
import { foldersAbove } from '../../../text/paths.ts';
import type { PythonModule } from './module.ts';

/** `src/shop/main.py` is `src.shop.main`; a package's `__init__.py` goes by the folder's name. */
export function moduleName(path: string): string {
  return path
    .replace(/\.py$/, '')
    .replace(/(?:^|\/)__init__$/, '')
    .replaceAll('/', '.');
}

/** How a module is imported: its name, and the folder that is on the path for it. */
export interface ImportPlace {
  readonly name: string;
  readonly path: string | null;
}

/**
 * How a module is imported. A folder `src` is on the path, as is a folder without `__init__.py`
 * whose modules import each other by bare names.
 */
export function importPlace(module: PythonModule, modules: readonly PythonModule[]): ImportPlace {
  const byPath = new Map(modules.map((it) => [it.path, it]));
  const isPackage = (folder: string): boolean => byPath.has(`${folder}/__init__.py`);
  return inPackages(placeByNames(module, modules, byPath), module, isPackage);
}

/**
 * The same with as many packages as `from ..core import ...` goes up: their folders are packages even
 * without `__init__.py`, and what is on the path is above them.
 */
function inPackages(
  place: ImportPlace,
  module: PythonModule,
  isPackage: (folder: string) => boolean,
): ImportPlace {
  if (place.path === null) return place;
  const packages = place.name.split('.').length - (module.path.endsWith('/__init__.py') ? 0 : 1);
  const lacking = levelsUp(module) - packages;
  if (lacking <= 0) return place;
  const parent = parentOf(place.path.split('/').slice(0, -lacking), isPackage);
  return parent === '' ? { name: moduleName(module.path), path: null } : below(module, parent);
}

/** How many packages a module has to be in, or fails at its start. */
function levelsUp(module: PythonModule): number {
  const levels = module.imported.flatMap(({ node }) => {
    const isTried = node.above('try_statement') ?? node.above('function_definition');
    return isTried ? [] : [/^\.*/.exec(node.field('module_name')?.text ?? '')?.[0].length ?? 0];
  });
  return Math.max(0, ...levels);
}

/** The place that the names of folders and of imports show. */
function placeByNames(
  module: PythonModule,
  modules: readonly PythonModule[],
  byPath: ReadonlyMap<string, PythonModule>,
): ImportPlace {
  const folders = module.path.split('/').slice(0, -1);
  const isPackage = (folder: string): boolean => byPath.has(`${folder}/__init__.py`);
  const sourceAt = folders.lastIndexOf('src');
  if (sourceAt !== -1 && !isPackage(folders.slice(0, sourceAt + 1).join('/'))) {
    const source = folders.slice(0, sourceAt + 1).join('/');
    const parent = parentOf(folders, isPackage);
    // `src/py/shop` is on the path as `shop` where it imports itself by that name.
    return below(
      module,
      parent.startsWith(`${source}/`) && importsFrom(module, parent, modules) ? parent : source,
    );
  }
  const folder = folders.join('/');
  const inside = insideFolder(
    module.path,
    module.imported.map((it) => it.target),
    (path) => byPath.get(path),
  );
  if (inside !== undefined) return below(module, inside);
  if (folder === '' || isPackage(folder)) {
    const parent = parentOf(folders, isPackage);
    return parent === '' || !importsFrom(module, parent, modules)
      ? { name: moduleName(module.path), path: null }
      : below(module, parent);
  }
  // Without `__init__.py`, any folder above may be the one that is on the path.
  const found = [folder, ...foldersAbove(folder)].find((it) => importsFrom(module, it, modules));
  return found === undefined ? { name: moduleName(module.path), path: null } : below(module, found);
}

/**
 * The package that a module is run in, `cd app && uvicorn main:app`, although it has an
 * `__init__.py`: the module imports `core.config`, and only that folder has it.
 *
 * @param targets full names of what the module imports.
 * @param at finds a module by its path.
 */
export function insideFolder(
  path: string,
  targets: readonly string[],
  at: (path: string) => { readonly text: string } | undefined,
): string | undefined {
  const has = (name: string): boolean =>
    (at(`${name}.py`) ?? at(`${name}/__init__.py`)) !== undefined;
  return foldersAbove(path)
    .filter((it) => at(`${it}/__init__.py`) !== undefined)
    .find((folder) =>
      targets.some((target) => {
        const [head = '', name] = target.split('.');
        if (name === undefined || has(head) || has(`src/${head}`)) return false;
        if (has(`${folder}/${head}/${name}`)) return true;
        const module = at(`${folder}/${head}.py`) ?? at(`${folder}/${head}/__init__.py`);
        return module !== undefined && defines(module.text, name);
      }),
    );
}

/** Whether a module makes a name itself: `celery.py` of a project has that of the library. */
function defines(text: string, name: string): boolean {
  return new RegExp(
    `^(?:(?:async )?def ${name}\\b|class ${name}\\b|${name}\\s*(?::[^=\\n]+)?=(?!=))`,
    'm',
  ).test(text);
}

/** The parent of the topmost package, which is on the path. */
function parentOf(folders: readonly string[], isPackage: (folder: string) => boolean): string {
  let depth = folders.length;
  while (depth > 0 && isPackage(folders.slice(0, depth).join('/'))) depth -= 1;
  return folders.slice(0, depth).join('/');
}

function below(module: PythonModule, folder: string): ImportPlace {
  return { name: moduleName(module.path.slice(folder.length + 1)), path: folder };
}

/** Whether a module imports something by a name that only a folder has. */
function importsFrom(
  module: PythonModule,
  folder: string,
  modules: readonly PythonModule[],
): boolean {
  const has = (prefix: string, head: string): boolean =>
    modules.some(
      (it) => it.path === `${prefix}${head}.py` || it.path.startsWith(`${prefix}${head}/`),
    );
  return module.imported.some(({ target }) => {
    const head = target.split('.')[0] ?? '';
    return has(`${folder}/`, head) && !has('', head);
  });
}

/**
 * Whether a module starts nothing: tests, documentation, examples, migrations, tools of developers
 * and hooks of the build.
 */
export function isTest(path: string): boolean {
  return (
    isForeign(path) ||
    /(?:^|\/)(?:(?:unit)?tests?(?:_(?:e2e|unit|integration|functional))?|testing|docs?|examples?|benchmarks?|migrations|scripts|tools|etc|notebooks|dev|ci|hack)\//.test(
      path,
    ) ||
    /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|(?:unit)?tests|setup|noxfile|tasks|fabfile|hatch_build|pdm_build|build_hook)\.py$/.test(
      path,
    )
  );
}

/** Whether a file belongs to an installed package. */
export function isForeign(path: string): boolean {
  return /(?:^|\/)(?:node_modules|site-packages)\//.test(path);
}

/** Whether a file belongs to the copy of a library that a project keeps among its own sources. */
export function isVendored(path: string): boolean {
  return /(?:^|\/)(?:libs?\d?|_?vendor(?:ed)?|third_?party|external)\//.test(path);
}

/** Libraries that projects copy among their sources, as they are imported. */
const copied =
  /^(?:bs4|certifi|chardet|charset_normalizer|cheroot|cherrypy|click|dateutil|feedparser|flask|html5lib|httplib2|idna|jinja2|mako|markupsafe|mutagen|pkg_resources|pytz|requests|simplejson|six|tornado|urllib3|werkzeug|yaml)$/i;

/**
 * @returns the folders for libraries that hold several well-known ones. What is in them is no code of
 *   the project: a server in one is as much a part of the program as one in an installed package.
 */
export function copiedLibraries(files: readonly string[]): readonly string[] {
  const found = new Map<string, Set<string>>();
  for (const file of files) {
    const [, folder, name] =
      /^((?:[^/]+\/)*(?:libs?|ext|_?vendor(?:ed)?|third_?party|external)\/)(\w+)(?:\.py$|\/__init__\.py$)/.exec(
        file,
      ) ?? [];
    if (folder === undefined || name === undefined || !copied.test(name)) continue;
    found.set(folder, (found.get(folder) ?? new Set()).add(name));
  }
  return [...found].flatMap(([folder, names]) => (names.size > 1 ? [folder] : []));
}

/**
 * Reads the output paths of tsc from tsconfig.json. Follows `extends` inside the project.
 * https://www.typescriptlang.org/tsconfig
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { folderOf, joined } from '../../../text/paths.ts';
import { parseRelaxed } from './documents.ts';
import { isRecord, recordOf } from './manifest.ts';

export interface CompilerSettings {
  readonly file: string;
  /** Relative to the root of the project; `null` if the output is beside the sources. */
  readonly outDir: string | null;
  readonly rootDir: string | null;
  /** Whether it writes no JavaScript. */
  readonly noEmit: boolean;
  /** The compiled files, as patterns relative to the root; `null` for everything below the file. */
  readonly include: readonly string[] | null;
  readonly exclude: readonly string[];
  /** Whether compiled code loads helpers from the package tslib. */
  readonly importHelpers: boolean;
  /** Other names of files, with paths relative to the root. */
  readonly paths: readonly PathAlias[];
  /** The folder in which bare names are looked up. */
  readonly baseUrl: string | null;
}

/** https://www.typescriptlang.org/tsconfig/#paths */
export interface PathAlias {
  /** `@/*`. */
  readonly pattern: string;
  readonly targets: readonly string[];
}

/** The defaults of tsc. */
export const defaultSettings: CompilerSettings = {
  file: '',
  outDir: null,
  rootDir: null,
  noEmit: false,
  importHelpers: false,
  paths: [],
  baseUrl: null,
  include: null,
  exclude: [],
};

/**
 * @param file the path of a tsconfig, relative to the root.
 * @param own the folder of the tsconfig that extends this one, which `${configDir}` refers to.
 * @returns `null` if the file does not exist.
 */
export async function compilerSettings(
  project: ProjectReader,
  file: string,
  depth = 0,
  own = folderOf(file),
): Promise<CompilerSettings | null> {
  const text = await project.read(file);
  if (text === undefined || depth > 4) return null;
  const all = await parseRelaxed(text);
  const folder = folderOf(file);
  let base = defaultSettings;
  for (const parent of parentsIn(all, folder))
    base = (await compilerSettings(project, parent, depth + 1, own)) ?? base;
  const options = recordOf(all['compilerOptions']);
  const at = (key: string): string | null => pathIn(options[key], folder, own);
  const flag = (key: string): boolean | undefined =>
    typeof options[key] === 'boolean' ? options[key] : undefined;
  return {
    file,
    outDir: at('outDir') ?? base.outDir,
    rootDir: at('rootDir') ?? base.rootDir,
    include: patternsOf(all['files'], all['include'], folder) ?? base.include,
    exclude: patternsOf(undefined, all['exclude'], folder) ?? base.exclude,
    noEmit: emitsNothing(flag) ?? base.noEmit,
    importHelpers: flag('importHelpers') ?? base.importHelpers,
    paths: aliasesIn(options['paths'], at('baseUrl') ?? base.baseUrl ?? folder) ?? base.paths,
    baseUrl: at('baseUrl') ?? base.baseUrl,
  };
}

/** Whether tsc writes no JavaScript; `undefined` where the settings do not say. */
function emitsNothing(flag: (key: string) => boolean | undefined): boolean | undefined {
  const [all, code] = [flag('noEmit'), flag('emitDeclarationOnly')];
  return all === true || code === true ? true : (all ?? code);
}

export interface SettingsFiles {
  /** The file itself and all files in the project that it extends. */
  readonly files: readonly string[];
  /** What they extend in packages: `@tsconfig/node22/tsconfig.json`. */
  readonly foreign: readonly string[];
}

/**
 * @param file the path of a tsconfig, relative to the root.
 * @returns all that has to be there to read it.
 */
export async function settingsFiles(
  project: ProjectReader,
  file: string,
  depth = 0,
): Promise<SettingsFiles> {
  const text = await project.read(file);
  if (text === undefined || depth > 4) return { files: [], foreign: [] };
  const all = await parseRelaxed(text);
  const inner = await Promise.all(
    parentsIn(all, folderOf(file)).map((it) => settingsFiles(project, it, depth + 1)),
  );
  const named = extendsOf(all).filter((it) => !/^[./]/.test(it));
  return {
    files: [...new Set([file, ...inner.flatMap((it) => it.files)])],
    foreign: [...new Set([...named, ...inner.flatMap((it) => it.foreign)])],
  };
}

/** @returns the files in the project that a tsconfig extends. Packages are not read. */
function parentsIn(all: Readonly<Record<string, unknown>>, folder: string): string[] {
  return extendsOf(all)
    .filter((it) => it.startsWith('.'))
    .map((it) => joined(folder, /\.json$/.test(it) ? it : `${it}.json`));
}

function extendsOf(all: Readonly<Record<string, unknown>>): string[] {
  const parents = Array.isArray(all['extends']) ? all['extends'] : [all['extends']];
  return parents.filter((it): it is string => typeof it === 'string');
}

/**
 * Combines `files` and `include`. A folder includes everything in it.
 * https://www.typescriptlang.org/tsconfig/#include
 */
function patternsOf(files: unknown, patterns: unknown, folder: string): string[] | null {
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((it): it is string => typeof it === 'string') : [];
  if (!Array.isArray(files) && !Array.isArray(patterns)) return null;
  return [
    ...texts(files).map((it) => joined(folder, it)),
    ...texts(patterns)
      .map((it) => joined(folder, it))
      .map((it) => (/[*?]|\.\w+$/.test(it) ? it : `${it}/**`.replace(/^\//, ''))),
  ];
}

/** @param from the folder that the paths are relative to. */
function aliasesIn(value: unknown, from: string): readonly PathAlias[] | null {
  if (!isRecord(value)) return null;
  return Object.entries(value).map(([pattern, targets]) => ({
    pattern,
    targets: (Array.isArray(targets) ? targets : [])
      .filter((it): it is string => typeof it === 'string')
      .map((it) => joined(from, it)),
  }));
}

function pathIn(value: unknown, folder: string, own: string): string | null {
  if (typeof value !== 'string') return null;
  return value.startsWith('${configDir}')
    ? joined(own, value.slice('${configDir}'.length))
    : joined(folder, value);
}

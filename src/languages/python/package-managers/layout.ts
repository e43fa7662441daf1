/**
 * Whether the build backend of the project finds what it is to package. Many applications declare a
 * backend and are never built: they run from their sources.
 */
import { commonIgnores, ignoredBy } from '../../shared/ignore-list.ts';
import { readIni } from '../files/ini.ts';
import { normalizedName } from '../files/names.ts';
import { projectName, type Pyproject } from '../files/pyproject.ts';
import { type Table, tableAt, textAt } from '../files/toml.ts';

/** What says how the project is packaged, and where its packages are. */
export interface Layout {
  /** All files of the project. */
  readonly files: readonly string[];
  /** The text of setup.py. */
  readonly script: string | undefined;
  /** The text of setup.cfg. */
  readonly configuration: string | undefined;
}

/** @returns whether the build of the project as a package can succeed, as far as the layout shows. */
export function isBuildable(pyproject: Pyproject, layout: Layout): boolean {
  const { table } = pyproject;
  const backend =
    textAt(tableAt(table, 'build-system'), 'build-backend') ?? 'setuptools.build_meta';
  if (backend.startsWith('setuptools.')) return setuptoolsBuilds(table, layout);
  if (backend === 'hatchling.build') return hatchlingBuilds(pyproject, layout.files);
  if (backend.startsWith('poetry.')) return poetryBuilds(pyproject, layout.files);
  return true;
}

// ---- setuptools

/**
 * Folders that setuptools takes for no package of a flat layout.
 * https://setuptools.pypa.io/en/latest/userguide/package_discovery.html#flat-layout
 */
const noPackage =
  /^(?:ci|bin|debian|docs?|documentation|manpages|news|newsfragments|changelog|tests?|unit_tests?|examples?|scripts|tools|utils?|python|build|benchmarks?|exercises?|htmlcov|[._].*)$/;

/** Modules that are none of the project's, either. */
const noModule =
  /^(?:setup|conftest|tests?|examples?|build|toxfile|noxfile|pavement|dodo|tasks|fabfile|sconstruct|[Ss][Cc]onstruct|[_.].*)$/;

/** setuptools guesses the packages where nothing names them, and refuses to guess among several. */
function setuptoolsBuilds(table: Table, { files, script, configuration }: Layout): boolean {
  const settings = tableAt(table, 'tool', 'setuptools');
  const named = ['packages', 'py-modules', 'ext-modules', 'package-dir'].some(
    (it) => it in settings,
  );
  const ini = readIni(configuration ?? '');
  const configured = ['packages', 'py_modules', 'package_dir'].some((it) =>
    ini.has(`options.${it}`),
  );
  const scripted =
    /\b(?:packages|py_modules|ext_modules|cffi_modules|package_dir)\s*=|\*\*|\bpbr\b/.test(
      script ?? '',
    );
  if (named || configured || scripted || files.some((it) => it.startsWith('src/'))) return true;
  const shipped = files.filter((it) => !isIgnored(it));
  const packages = firstParts(shipped, /^([A-Za-z_]\w*)\//).filter((it) => !noPackage.test(it));
  if (packages.length > 0) return packages.length === 1;
  return firstParts(shipped, /^([A-Za-z_]\w*)\.py$/).filter((it) => !noModule.test(it)).length < 2;
}

/** What the build context leaves out, setuptools does not see. */
const isIgnored = ignoredBy(commonIgnores.flatMap((it) => it.patterns));

function firstParts(files: readonly string[], pattern: RegExp): readonly string[] {
  return [...new Set(files.flatMap((it) => pattern.exec(it)?.[1] ?? []))];
}

// ---- hatchling and Poetry

/** https://hatch.pypa.io/latest/plugins/builder/wheel/#default-file-selection */
function hatchlingBuilds(pyproject: Pyproject, files: readonly string[]): boolean {
  const build = tableAt(pyproject.table, 'tool', 'hatch', 'build');
  if (Object.keys(build).length > 0) return true;
  return hasPackage(pyproject, files, '(?:[^/]+/)?');
}

/** https://python-poetry.org/docs/pyproject/#packages */
function poetryBuilds(pyproject: Pyproject, files: readonly string[]): boolean {
  const settings = tableAt(pyproject.table, 'tool', 'poetry');
  if (settings['package-mode'] === false) return false;
  if ('packages' in settings || 'include' in settings || 'build' in settings) return true;
  return hasPackage(pyproject, files, '(?:src/)?');
}

/** Whether a package or a module has the name of the project. */
function hasPackage(pyproject: Pyproject, files: readonly string[], folder: string): boolean {
  const name = projectName(pyproject);
  if (name === undefined) return false;
  const module = normalizedName(name).replaceAll('-', '_');
  const pattern = new RegExp(`^${folder}${module}(?:\\.py$|/)`, 'i');
  return files.some((it) => pattern.test(it.replaceAll('-', '_')));
}

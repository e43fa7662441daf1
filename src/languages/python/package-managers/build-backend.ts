/**
 * Finds the build backend of the project, so that it is installed before the sources are copied.
 * https://peps.python.org/pep-0517/
 */
import type { Evidence, Note } from '../../../types.ts';
import type { Pyproject } from '../files/pyproject.ts';
import { lineOf, type Table, tableAt, tablesAt, textAt, textsAt } from '../files/toml.ts';
import { isBuildable, type Layout } from './layout.ts';
import { parseRequirement } from './requirements.ts';
import { onlyPatch } from '../versions.ts';

export interface BuildBackend {
  /**
   * Installed together with the dependencies, so that the build downloads nothing from an index.
   */
  readonly requires: readonly string[];
  /** A command before the build that lists the files of the package. */
  readonly listing: string | null;
  /** Commands and assignments before the build, each with a space behind it. */
  readonly preparation: string;
  /** Whether the program fails if the project is not built: it lacks files or entry points. */
  readonly demanded: boolean;
  /** Whether the build makes modules that the sources lack: a version file, an extension. */
  readonly generates: boolean;
  /** Whether the build compiles extension modules of the project. */
  readonly compiles: boolean;
  readonly notes: readonly Note[];
}

/**
 * The variable in which each tool takes a version, where it finds no repository. The repository is
 * not in the build context.
 */
const versionVariables: readonly { readonly tool: RegExp; readonly variable: string }[] = [
  // https://setuptools-scm.readthedocs.io/en/latest/overrides/
  {
    tool: /^(?:setuptools-scm|hatch-vcs|flit-scm|vcs-versioning)$/,
    variable: 'SETUPTOOLS_SCM_PRETEND_VERSION',
  },
  // https://github.com/ninoseki/uv-dynamic-versioning#environment-variables
  { tool: /^uv-dynamic-versioning$/, variable: 'UV_DYNAMIC_VERSIONING_BYPASS' },
  // https://github.com/mtkennerly/poetry-dynamic-versioning#environment-variables
  { tool: /^poetry-dynamic-versioning$/, variable: 'POETRY_DYNAMIC_VERSIONING_BYPASS' },
  // https://docs.openstack.org/pbr/latest/user/packagers.html
  { tool: /^pbr$/, variable: 'PBR_VERSION' },
];

/** versioningit reads PKG-INFO where it finds no repository. It has no variable. */
const writePackageInfo = `printf 'Metadata-Version: 2.1\\nName: project\\nVersion: 0.0.0\\n' > PKG-INFO && `;

/** Backends that start a program of their package by name. */
const startsPrograms = /^(?:uv-build|maturin|meson-python|scikit-build(?:-core)?|cmake|ninja)$/;

/** Backends that compile, with what they ask for in the build instead of in `requires`. */
const compilers: Readonly<Record<string, readonly string[]>> = {
  'meson-python': ['ninja'],
  'scikit-build-core': ['cmake', 'ninja'],
  'scikit-build': ['cmake', 'ninja'],
};

/**
 * Without a named backend, it is setuptools:
 * https://packaging.python.org/en/latest/specifications/pyproject-toml/#declaring-build-system-dependencies-the-build-system-table
 *
 * @param layout setup.py can declare extension modules beside pyproject.toml.
 * @returns `null` where the project is no package, or no backend can build it as it is.
 */
export function buildBackend(pyproject: Pyproject | null, layout: Layout): BuildBackend | null {
  if (!pyproject || (!('project' in pyproject.table) && !('build-system' in pyproject.table)))
    return null;
  if (!isBuildable(pyproject, layout)) return null;
  const { table } = pyproject;
  const named = textsAt(tableAt(table, 'build-system'), 'requires');
  const requires = named.length > 0 ? named : ['setuptools>=61', ...setupRequires(layout.script)];
  const tools = requires.flatMap((it) => parseRequirement(it)?.name ?? []);
  const added = tools.flatMap((it) => compilers[it] ?? []);
  const compiles = added.length > 0 || hasExtensions(table, layout.script);
  const generates = compiles || writesVersion(table, layout.script);
  const rust = tools.find((it) => it === 'maturin' || it === 'setuptools-rust');
  return {
    requires: [...requires, ...added.filter((it) => !tools.includes(it))],
    listing: listingOf(tools),
    preparation: preparationOf(tools, table),
    demanded: generates || hasEntryPoints(table),
    generates,
    compiles,
    notes: rust === undefined ? [] : [rustNote(rust, pyproject)],
  };
}

/**
 * setuptools-scm adds all files of the repository to a package: templates and translations. Without
 * the repository, a list of them does.
 * https://setuptools-scm.readthedocs.io/en/latest/usage/#file-finders-hook-makes-most-of-manifestin-unnecessary
 */
function listingOf(tools: readonly string[]): string | null {
  const listed = tools.includes('setuptools-scm') && tools.includes('setuptools');
  const line = "'global-include *'";
  return listed ? `sed -i 1i${line} MANIFEST.in 2> /dev/null || echo ${line} > MANIFEST.in` : null;
}

function preparationOf(tools: readonly string[], table: Table): string {
  const variables = versionVariables
    .filter(({ tool }) => tools.some((it) => tool.test(it)))
    .map((it) => it.variable);
  // https://backend.pdm-project.org/metadata/#read-from-scm-tag-supporting-git-and-hg
  if (textAt(tableAt(table, 'tool', 'pdm', 'version'), 'source') === 'scm')
    variables.push('PDM_BUILD_SCM_VERSION');
  const patch = onlyPatch(textAt(tableAt(table, 'project'), 'requires-python'));
  return [
    // The image has the newest patch version.
    patch === null ? '' : 'export PIP_IGNORE_REQUIRES_PYTHON=1; ',
    tools.includes('versioningit') ? writePackageInfo : '',
    ...variables.map((it) => `${it}=0.0.0 `),
    tools.some((it) => startsPrograms.test(it)) ? 'PATH="/opt/build/bin:$PATH" ' : '',
  ].join('');
}

/** What setup.py asks for before it runs, which a build without a network has to have. */
function setupRequires(script: string | undefined): readonly string[] {
  const list = /\bsetup_requires\s*=\s*\[([^\]]*)\]/.exec(script ?? '')?.[1] ?? '';
  return [...list.matchAll(/["']([\w.-]+[^"']*)["']/g)].flatMap((it) => it[1] ?? []);
}

/** Whether the build writes a module with the version. Repositories ignore such files. */
function writesVersion(table: Table, script: string | undefined): boolean {
  const tool = tableAt(table, 'tool');
  const keys: readonly (readonly [Table, string])[] = [
    [tableAt(tool, 'hatch', 'build', 'hooks', 'vcs'), 'version-file'],
    [tableAt(tool, 'setuptools_scm'), 'version_file'],
    [tableAt(tool, 'setuptools_scm'), 'write_to'],
    [tableAt(tool, 'pdm', 'version'), 'write_to'],
    [tableAt(tool, 'versioningit', 'write'), 'file'],
    [tableAt(tool, 'scikit-build', 'generate'), 'path'],
  ];
  return (
    keys.some(([at, key]) => textAt(at, key) !== undefined) ||
    /\buse_scm_version\b[^)]*["']?(?:write_to|version_file)\b/.test(script ?? '')
  );
}

/** https://setuptools.pypa.io/en/latest/userguide/ext_modules.html */
function hasExtensions(table: Table, script: string | undefined): boolean {
  return (
    tablesAt(tableAt(table, 'tool', 'setuptools'), 'ext-modules').length > 0 ||
    /\b(?:ext_modules|cffi_modules)\s*=(?!\s*\[\s*\])/.test(script ?? '')
  );
}

/** Groups that only tools for developers read. */
const developerGroups = /^(?:pytest11|flake8\.|pylint|mypy|sphinx|console_scripts|gui_scripts)/;

/**
 * Whether the project is a plug-in for itself or another package, which the metadata of the installed
 * package shows.
 * https://packaging.python.org/en/latest/specifications/entry-points/
 */
function hasEntryPoints(table: Table): boolean {
  const groups = [
    ...Object.keys(tableAt(table, 'project', 'entry-points')),
    ...Object.keys(tableAt(table, 'tool', 'poetry', 'plugins')),
  ];
  return groups.some((it) => !developerGroups.test(it));
}

function rustNote(tool: string, pyproject: Pyproject): Note {
  const evidence: Evidence = {
    file: pyproject.file,
    line: lineOf(pyproject.text, tool),
    because: 'the build backend of the project',
  };
  return {
    code: 'python/rust-missing',
    level: 'error',
    text: `${tool} compiles the project with Rust, which the build image does not have`,
    hint: 'Publish the extension as a package with wheels, and depend on that.',
    evidence: [evidence],
  };
}

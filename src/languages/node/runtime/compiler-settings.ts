/**
 * Finds the tsconfig.json files that are read when the program runs: by what compiles its sources
 * while they are loaded, or resolves the names in `paths`.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { listed } from '../../../text/lists.ts';
import { folderOf, joined } from '../../../text/paths.ts';
import type { Note } from '../../../types.ts';
import type { Module } from '../code/module.ts';
import { packageOf } from '../code/names.ts';
import { type Manifest, productionDependencies } from '../files/manifest.ts';
import { settingsFiles } from '../files/tsconfig.ts';

/**
 * https://tsx.is/dev-api/tsconfig, https://typestrong.org/ts-node/docs/configuration,
 * https://github.com/dividab/tsconfig-paths, https://github.com/swc-project/swc-node,
 * https://github.com/egoist/esbuild-register, https://tapjs.github.io/tsimp
 */
const readers = [
  'tsx',
  'ts-node',
  'tsconfig-paths',
  '@swc-node/register',
  'esbuild-register',
  '@esbuild-kit/cjs-loader',
  '@esbuild-kit/esm-loader',
  'tsimp',
];

/** Variables that name another file than tsconfig.json. */
const variables = ['TSX_TSCONFIG_PATH', 'TS_NODE_PROJECT'];

export interface SettingsRead {
  /** Paths relative to the root of the project. */
  readonly files: readonly string[];
  readonly notes: readonly Note[];
}

interface Reading {
  /** The package that runs; its folder is the working directory. */
  readonly manifest: Manifest;
  /** Further manifests whose production dependencies are installed. */
  readonly others: readonly Manifest[];
  /** The start command, with its variables. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The file that is started, relative to the root; `null` if it is not known. */
  readonly source: string | null;
  readonly modules: readonly Module[];
}

/**
 * @returns the files, with all that they extend; none if they extend a package that the image
 *   lacks, because the program would end when it does not find it.
 */
export async function settingsRead(
  project: ProjectReader,
  reading: Reading,
): Promise<SettingsRead> {
  const reader = readerOf(reading);
  const [first] = reader === undefined ? [] : await startsOf(project, reading);
  if (reader === undefined || first === undefined) return { files: [], notes: [] };
  const { files, foreign } = await settingsFiles(project, first);
  const missing = [...new Set(foreign.map(packageOf))].filter(
    (name) =>
      ![reading.manifest, ...reading.others].some((it) => name in productionDependencies(it)),
  );
  if (missing.length === 0) return { files, notes: [] };
  return {
    files: [],
    notes: [
      {
        code: 'node/compiler-settings-missing',
        level: 'warning',
        text: `${reader} reads ${first} when the program runs, which extends ${listed(missing)}: the image does not contain it, so ${first} is left out`,
        hint: `Move ${listed(missing)} to dependencies, or compile in a build script.`,
        evidence: [{ file: first, because: `extends ${listed(missing)}` }],
      },
    ],
  };
}

/** The package that reads the settings: the command preloads it, or a source loads it. */
function readerOf({ words, environment, modules }: Reading): string | undefined {
  const options = (environment['NODE_OPTIONS'] ?? '').split(/\s+/);
  const preloaded = [...words, ...options].map((it) =>
    packageOf(it.replace(/^--[\w-]+=/, '').replace(/^(?:\.\/)?node_modules\//, '')),
  );
  return [...preloaded, ...modules.filter(mayRead).flatMap(loadedBy)].find((it) =>
    readers.includes(it),
  );
}

function mayRead({ text }: Module): boolean {
  return readers.some((it) => text.includes(it));
}

function loadedBy({ root, calls }: Module): readonly string[] {
  const sources = (root?.all('import_statement') ?? []).map((it) => it.field('source'));
  const called = ['require', 'import', 'register']
    .flatMap((it) => calls.get(it) ?? [])
    .map((it) => it.field('arguments')?.parts[0]);
  return [...sources, ...called].flatMap((it) => {
    const specifier = it?.child('string_fragment')?.text;
    return specifier === undefined ? [] : [packageOf(specifier)];
  });
}

/** The file that a variable names, or the nearest tsconfig.json, from two folders upwards. */
async function startsOf(
  project: ProjectReader,
  { manifest, environment, source }: Reading,
): Promise<readonly string[]> {
  const files = await project.files();
  const named = variables.flatMap((it) => environment[it] ?? []);
  const folders = [manifest.folder, ...(source === null ? [] : [folderOf(source)])];
  return [
    ...named.map((it) => joined(manifest.folder, it)),
    ...folders.flatMap(upwards).map((it) => joined(it, 'tsconfig.json')),
  ].filter((it) => files.includes(it));
}

/** `apps/api` is `apps/api`, `apps` and the root. */
function upwards(folder: string): readonly string[] {
  return folder === '' ? [''] : [folder, ...upwards(folderOf(folder))];
}

/** Decides which files of a package are in the image: compiled files and data, or everything. */
import type { Build } from '../build/output.ts';
import { fileDependencies } from '../files/file-dependencies.ts';
import { isRecord, type Manifest } from '../files/manifest.ts';
import { isBelow, isInFolder, joined, seenFrom } from '../../../text/paths.ts';

/** Common names of folders that compiled programs read at run time. */
const dataFolders = [
  'public',
  'views',
  'static',
  'assets',
  'templates',
  'locales',
  'i18n',
  'lang',
  'translations',
  'migrations',
  'drizzle',
  'prisma',
  'config',
  'data',
  'emails',
  'proto',
  'protos',
  'fonts',
  'certs',
  'resources',
  'db',
];

/**
 * The image of a compiled program contains its build output, package.json (which sets the kind of
 * modules) and data.
 * @param entry the file that is started; `null` if it is not built.
 * @param outputs the folders that the build writes.
 */
export function shipsOf(
  manifest: Manifest,
  files: readonly string[],
  entry: string | null,
  outputs: readonly string[],
): Ships {
  if (entry === null) return { kind: 'all' };
  const path = joined(manifest.folder, entry);
  const output =
    outputs.find((it) => it !== manifest.folder && path.startsWith(`${it}/`)) ??
    joined(manifest.folder, entry.split('/')[0] ?? '');
  const top = seenFrom(manifest.folder, output);
  if (top === '' || !entry.includes('/')) return { kind: 'all' };
  // Folders that the package depends on. node_modules contains links to them.
  const linked = fileDependencies(manifest, files)
    .paths.filter((it) => !files.includes(it))
    .map((it) => it.slice(manifest.folder === '' ? 0 : manifest.folder.length + 1));
  return {
    kind: 'listed',
    paths: [...new Set(['package.json', top, ...dataOf(manifest, files, [top]), ...linked])],
  };
}

/**
 * A library ships only its build output if all its exports point there, otherwise every file. What
 * it publishes beside the exports counts: the pages that a plug-in of a server serves.
 */
export function libraryShips(
  manifest: Manifest,
  files: readonly string[],
  build: Build | null,
): Ships {
  const prefix = manifest.folder === '' ? '' : `${manifest.folder}/`;
  const outputs =
    build?.outputs
      .map((it) => it.folder)
      .filter((it) => it.startsWith(prefix) && it !== manifest.folder) ?? [];
  const entries = entriesOf(manifest);
  const tops = new Set<string>();
  for (const entry of entries) {
    const output = outputs.find((it) => joined(manifest.folder, entry).startsWith(`${it}/`));
    if (output === undefined) return { kind: 'all' };
    tops.add(output.slice(prefix.length));
  }
  if (tops.size === 0) return { kind: 'all' };
  for (const output of outputs.map((it) => it.slice(prefix.length)))
    if (publishes(manifest, output)) tops.add(output);
  return {
    kind: 'listed',
    paths: ['package.json', ...tops, ...dataOf(manifest, files, [...tops])],
  };
}

/**
 * Whether "files" in package.json names a folder.
 * https://docs.npmjs.com/cli/configuring-npm/package-json#files
 */
function publishes({ all }: Manifest, folder: string): boolean {
  const published: unknown = all['files'];
  if (!Array.isArray(published)) return false;
  return published.some(
    (it) => typeof it === 'string' && it.replace(/^\.?\/|\/?\**$/g, '') === folder,
  );
}

/** @returns whether everything that other packages import exists before a build. */
export function exportsSources(manifest: Manifest, files: readonly string[]): boolean {
  return entriesOf(manifest).every((it) => files.includes(joined(manifest.folder, it)));
}

/**
 * The files that other packages import: `main`, `module`, `bin` and `exports`, without types and
 * manifests.
 */
function entriesOf(manifest: Manifest): string[] {
  const exported = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value.flatMap(exported);
    return isRecord(value)
      ? Object.entries(value).flatMap(([key, it]) => (key === 'types' ? [] : exported(it)))
      : [];
  };
  const named = [
    manifest.main,
    manifest.all['module'],
    ...Object.values(manifest.bin),
    ...exported(manifest.all['exports']),
  ];
  const files = named.filter(
    (it): it is string => typeof it === 'string' && !/package\.json$|\.d\.[cm]?ts$/.test(it),
  );
  // Some packages also export their sources, under a condition for tools.
  const compiled = files.filter((it) => !/\.[cm]?tsx?$/.test(it));
  return compiled.length > 0 ? compiled : files;
}

function dataOf(
  manifest: Manifest,
  files: readonly string[],
  without: readonly string[],
): string[] {
  const data = files.filter((it) => isInFolder(it, manifest.folder) && !/\.[cm]?tsx?$/.test(it));
  return dataFolders.filter((it) => {
    const folder = joined(manifest.folder, it);
    return !without.includes(it) && data.some((file) => isBelow(file, folder));
  });
}

/** The files of a package that are in the image. */
export type Ships =
  /** Everything except development files. The sources run without a build. */
  | { readonly kind: 'all' }
  /** Only these paths, relative to the package: compiled code and the data that it reads. */
  | { readonly kind: 'listed'; readonly paths: readonly string[] }
  /** The output of a framework, with its path in the image. */
  | {
      readonly kind: 'copies';
      readonly copies: readonly { readonly from: string; readonly to: string }[];
    };

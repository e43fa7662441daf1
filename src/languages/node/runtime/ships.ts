/** What of a package belongs into the image: what was compiled and its data, or everything that is there. */
import type { Build } from '../build/output.ts';
import { fileDependencies } from '../files/file-dependencies.ts';
import { isRecord, type Manifest } from '../files/manifest.ts';
import { joined, seenFrom } from '../../../text/paths.ts';

/** Folders that compiled programs read at run time, by their usual names. */
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

/** Compiled programs ship what was compiled, package.json (it says what kind of modules they are) and their data. */
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
  // node_modules links to folders that the package depends on.
  const linked = fileDependencies(manifest, files)
    .paths.filter((it) => !files.includes(it))
    .map((it) => it.slice(manifest.folder === '' ? 0 : manifest.folder.length + 1));
  return {
    kind: 'listed',
    paths: [...new Set(['package.json', top, ...dataOf(manifest, files, [top]), ...linked])],
  };
}

/** A library ships what its exports lead to where a build made all of it. */
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
  return {
    kind: 'listed',
    paths: ['package.json', ...tops, ...dataOf(manifest, files, [...tops])],
  };
}

/** Whether everything that other packages import is there before a build. */
export function exportsSources(manifest: Manifest, files: readonly string[]): boolean {
  return entriesOf(manifest).every((it) => files.includes(joined(manifest.folder, it)));
}

/** Files that other packages import: `main`, `module`, `bin`, and whatever `exports` names, without types and manifests. */
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
  // Beside what was compiled, sources are exported for tools under a condition of their own.
  const compiled = files.filter((it) => !/\.[cm]?tsx?$/.test(it));
  return compiled.length > 0 ? compiled : files;
}

function dataOf(
  manifest: Manifest,
  files: readonly string[],
  without: readonly string[],
): string[] {
  return dataFolders.filter(
    (it) =>
      !without.includes(it) &&
      files.some(
        (file) => file.startsWith(`${joined(manifest.folder, it)}/`) && !/\.[cm]?tsx?$/.test(file),
      ),
  );
}

/** What of the build goes into the image. */
export type Ships =
  /** Everything that is no development file: sources run as they are. */
  | { readonly kind: 'all' }
  /** Only these, relative to the package's folder: what was compiled, and what is read at run time. */
  | { readonly kind: 'listed'; readonly paths: readonly string[] }
  /** What a framework's build left, where it belongs. */
  | {
      readonly kind: 'copies';
      readonly copies: readonly { readonly from: string; readonly to: string }[];
    };

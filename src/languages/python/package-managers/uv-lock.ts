/**
 * Reads uv.lock or the lock file of a script: the packages and their indexes.
 */
import type { Evidence } from '../../../types.ts';
import type { Package } from '../package.ts';
import { type PackageIndex, withoutLogin } from './indexes.ts';
import { allExcludeLinux, excludesLinux } from '../files/markers.ts';
import { normalizedName } from '../files/names.ts';
import type { Pyproject } from '../files/pyproject.ts';
import { lineOf, type Table, tableAt, tablesAt, textAt, textsAt } from '../files/toml.ts';
import { parseRequirement } from './requirements.ts';
import { type LockedPackage, type Need, reachable } from './lock.ts';

/** A TOML file: its text, its tables and its name. */
export type TomlFile = Omit<Pyproject, 'setup'>;

/**
 * @returns the packages of a lock file, from all groups. Versions that were resolved for other
 *   systems are left out.
 */
export function packagesOfLock(lock: Table, text: string, file: string): readonly LockedPackage[] {
  const onLinux = tablesAt(lock, 'package').filter(
    (it) => !allExcludeLinux(textsAt(it, 'resolution-markers')),
  );
  return onLinux.map((table) => {
    const name = normalizedName(textAt(table, 'name') ?? '');
    const version = textAt(table, 'version') ?? null;
    const evidence: Evidence = {
      file,
      line: lineOf(text, `name = "${textAt(table, 'name') ?? ''}"\n`),
      because: `locks ${name} ${version ?? ''}`,
    };
    const wheels = tablesAt(table, 'wheels').map((it) =>
      decodeURIComponent(
        (textAt(it, 'url') ?? textAt(it, 'path') ?? textAt(it, 'filename') ?? '')
          .split('/')
          .at(-1) ?? '',
      ),
    );
    return {
      name,
      version,
      extras: [],
      evidence,
      wheels,
      needs: needsOf(table, 'dependencies'),
      extraNeeds: needsByName(table, 'optional-dependencies'),
      groupNeeds: needsByName(table, 'dev-dependencies'),
    };
  });
}

/** The packages in the lock file that requirements need. */
export function lockedFrom(
  packages: readonly LockedPackage[],
  requires: readonly string[],
): readonly Package[] {
  return reachable(
    packages,
    requires.flatMap((it) => parseRequirement(it) ?? []),
  );
}

/**
 * The indexes that packages are locked from. Without a lock file, all named indexes. The
 * credentials of a named index are variables with that name:
 * https://docs.astral.sh/uv/concepts/indexes/#providing-credentials-directly
 * @param settings the table of uv.
 * @param lock `null` if there is none.
 */
export function uvIndexes(
  { table, text, file }: TomlFile,
  lock: TomlFile | null,
): readonly PackageIndex[] {
  const named = tablesAt(table, 'index').map((it): PackageIndex & { readonly open: boolean } => {
    const url = textAt(it, 'url') ?? '';
    const name = textAt(it, 'name')
      ?.toUpperCase()
      .replace(/[^A-Z0-9]/g, '_');
    const evidence = {
      file,
      line: lineOf(text, url),
      because: `names the index ${textAt(it, 'name') ?? 'without a name'}`,
    };
    return {
      url,
      evidence,
      open: textAt(it, 'authenticate') === 'never',
      ...(name === undefined
        ? {}
        : { login: [`UV_INDEX_${name}_USERNAME`, `UV_INDEX_${name}_PASSWORD`] }),
    };
  });
  const written = [textAt(table, 'index-url'), ...textsAt(table, 'extra-index-url')].flatMap(
    (url) =>
      url === undefined
        ? []
        : [{ url, evidence: { file, line: lineOf(text, url), because: 'names an index' } }],
  );
  if (lock === null) return [...named.filter((it) => !it.open), ...written];
  const urls = [
    ...new Set(
      tablesAt(lock.table, 'package').flatMap(
        (it) => textAt(tableAt(it, 'source'), 'registry') ?? [],
      ),
    ),
  ];
  const locked = urls.flatMap((url): readonly PackageIndex[] => {
    const known = named.find((it) => sameAddress(it.url, url));
    if (known?.open) return [];
    return [
      known ?? {
        url,
        evidence: {
          file: lock.file,
          line: lineOf(lock.text, `"${url}"`),
          because: 'packages are locked from this index',
        },
      },
    ];
  });
  // A password in an address is reported even if no package comes from that index.
  return [
    ...locked,
    ...[...named, ...written].filter((it) => it.url.includes('@') && !locked.includes(it)),
  ];
}

/** Compares addresses without logins, because the lock file contains none. */
function sameAddress(one: string, other: string): boolean {
  const plain = (url: string): string => withoutLogin(url).replace(/\/+$/, '');
  return plain(one) === plain(other);
}

function needsByName(table: Table, key: string): Readonly<Record<string, readonly Need[]>> {
  return Object.fromEntries(
    Object.keys(tableAt(table, key)).map((name) => [
      normalizedName(name),
      needsOf(tableAt(table, key), name),
    ]),
  );
}

function needsOf(table: Table, key: string): Need[] {
  return tablesAt(table, key)
    .filter((it) => !excludesLinux(textAt(it, 'marker')))
    .map((it) => ({ name: textAt(it, 'name') ?? '', extras: textsAt(it, 'extra') }));
}

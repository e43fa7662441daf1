/** Reads extras and dependency groups, which are installed only if the user names them. */
import type { Evidence, Note } from '../../../types.ts';
import { placeOf } from '../../../text/printable.ts';
import { normalizedName } from '../files/names.ts';
import type { Pyproject } from '../files/pyproject.ts';
import { lineOfKey, type Table, tableAt, textAt, textsAt } from '../files/toml.ts';
import { parseRequirement } from './requirements.ts';

/** The extras and groups that flags and preset name. */
export interface Selection {
  readonly extras: readonly string[];
  readonly groups: readonly string[];
}

export interface OptionalSet {
  readonly kind: 'extra' | 'group';
  /** The name as written in the file. */
  readonly name: string;
  /** Its requirements, including those of included lists. */
  readonly requires: readonly {
    readonly name: string;
    readonly extras: readonly string[];
    readonly version: string | null;
  }[];
  /** The lists that it consists of, including included ones. */
  readonly lists: readonly string[];
  readonly evidence: Evidence;
}

/** Extras and groups that nobody deploys. */
export const forDevelopers =
  /^(?:dev|develop|development|tests?|testing|docs?|lint|typing|ci|all)$/i;

/** Names that need no quotes in a command line or in TOML. */
const plainName = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/;

/**
 * Reads [project.optional-dependencies] and [dependency-groups]. Their lists may include each
 * other.
 * https://packaging.python.org/en/latest/specifications/dependency-groups/
 */
export function standardSets(
  pyproject: Pyproject | null,
  file = pyproject?.file ?? '',
): readonly OptionalSet[] {
  if (!pyproject) return [];
  const heading =
    pyproject.setup && !pyproject.text.includes('optional-dependencies')
      ? 'extras_require'
      : 'optional-dependencies';
  const project = tableAt(pyproject.table, 'project');
  const written = textAt(project, 'name') ?? '';
  const own = plainName.test(written) ? normalizedName(written) : null;
  const extras = listsOf(tableAt(project, 'optional-dependencies'), (entry) => {
    const found = typeof entry === 'string' ? parseRequirement(entry) : null;
    return found?.name === own ? found.extras : [];
  });
  const groups = listsOf(tableAt(pyproject.table, 'dependency-groups'), (entry) => {
    const included =
      typeof entry === 'object' && entry !== null
        ? textAt(entry as Table, 'include-group')
        : undefined;
    return included === undefined ? [] : [included];
  });
  return [
    ...extras.map(({ name, lists, entries }) =>
      setOf(
        'extra',
        name,
        lists,
        entries.filter((it) => parseRequirement(it)?.name !== own),
        { file, line: lineOfKey(pyproject.text, heading, name), because: `the extra ${name}` },
      ),
    ),
    ...groups.map(({ name, lists, entries }) =>
      setOf('group', name, lists, entries, {
        file,
        line: lineOfKey(pyproject.text, 'dependency-groups', name),
        because: `the group ${name}`,
      }),
    ),
  ];
}

export function setOf(
  kind: OptionalSet['kind'],
  name: string,
  lists: readonly string[],
  entries: readonly string[],
  evidence: Evidence,
): OptionalSet {
  return {
    kind,
    name,
    lists,
    requires: entries.flatMap((it) => parseRequirement(it) ?? []),
    evidence,
  };
}

/** Each list of a table with everything that it includes. */
function listsOf(
  table: Table,
  included: (entry: unknown) => readonly string[],
): { name: string; lists: readonly string[]; entries: readonly string[] }[] {
  const names = Object.keys(table).filter((it) => plainName.test(it) && Array.isArray(table[it]));
  return names.map((name) => {
    const lists = [name];
    for (const list of lists) {
      for (const entry of table[list] as readonly unknown[]) {
        const more = included(entry).flatMap((it) =>
          names.filter((known) => normalizedName(known) === normalizedName(it)),
        );
        lists.push(...more.filter((it) => !lists.includes(it)));
      }
    }
    return { name, lists, entries: lists.flatMap((it) => textsAt(table, it)) };
  });
}

/** A selection with further sets. */
export function withSets(
  { extras, groups }: Selection,
  sets: readonly Pick<OptionalSet, 'kind' | 'name'>[],
): Selection {
  const named = (kind: OptionalSet['kind']): readonly string[] =>
    sets.filter((it) => it.kind === kind).map((it) => it.name);
  return { extras: [...extras, ...named('extra')], groups: [...groups, ...named('group')] };
}

/** The sets of a project that the user named. */
export function selectedSets(
  sets: readonly OptionalSet[],
  selection: Selection,
): readonly OptionalSet[] {
  return sets.filter((it) =>
    (it.kind === 'extra' ? selection.extras : selection.groups).some(
      (name) => normalizedName(name) === normalizedName(it.name),
    ),
  );
}

/**
 * Returns an error for each name that does not exist. It lists the existing names.
 *
 * @param owner the owner of the sets: "the project".
 */
export function missingSets(
  sets: readonly OptionalSet[],
  selection: Selection,
  owner = 'the project',
): readonly Note[] {
  const missing = (kind: OptionalSet['kind'], names: readonly string[]): Note[] => {
    const offered = sets.filter((it) => it.kind === kind);
    return names
      .filter((name) => !offered.some((it) => normalizedName(it.name) === normalizedName(name)))
      .map((name) => ({
        code: `python/${kind}-unknown`,
        level: 'error',
        text: `${owner} has no ${kind} ${name}`,
        hint:
          offered.length === 0
            ? `It has no ${kind}s: leave out --${kind}s ${name}.`
            : `Use one of these with --${kind}s: ${offered.map((it) => `${it.name} (${placeOf(it.evidence)})`).join(', ')}.`,
      }));
  };
  return [...missing('extra', selection.extras), ...missing('group', selection.groups)];
}

/** Pipenv: Pipfile and Pipfile.lock. https://pipenv.pypa.io/en/latest/pipfile.html */
import { firstTwo } from '../../../text/lists.ts';
import type { Note } from '../../../types.ts';
import type { Package } from '../package.ts';
import { accessTo } from './indexes.ts';
import { excludesLinux } from '../files/markers.ts';
import { normalizedName } from '../files/names.ts';
import { missingSets, type OptionalSet, selectedSets } from './optional.ts';
import {
  isTable,
  lineOf,
  parseToml,
  type Table,
  tableAt,
  tablesAt,
  textAt,
  textsAt,
} from '../files/toml.ts';
import type { VersionRule } from '../versions.ts';
import { exportedInstall, nothingElse, requirementsPath } from './installation.ts';
import { compact, type LockState, lockState, outdatedNote } from './lock-hash.ts';
import type { Manager } from './manager.ts';
import { managerMarks } from './marks.ts';
import { hasSelf, type LocalSource, localPaths, manifestsIn, unreachableNotes } from './reach.ts';

export const pipenv: Manager = {
  id: 'pipenv',
  title: 'Pipenv',
  ...managerMarks.pipenv,
  usesPip: true,
  add: (name) => `pipenv install ${name}`,
  async read({ project, files, selection }) {
    const text = files.includes('Pipfile.lock') ? await project.read('Pipfile.lock') : undefined;
    const manifest = await project.read('Pipfile');
    if (manifest === undefined || (text === undefined && files.some((it) => otherList.test(it))))
      return null;
    if (text === undefined)
      return {
        ...emptyInstallation,
        standing: 'settings',
        evidence: [{ file: 'Pipfile', because: 'the manifest of Pipenv' }],
        steps: [],
        notes: [
          {
            code: 'python/lock-missing',
            level: 'error',
            text: 'Pipfile has no Pipfile.lock beside it',
            hint: 'Run pipenv lock, and commit the file.',
            evidence: [{ file: 'Pipfile', because: 'the manifest of Pipenv' }],
          },
        ],
      };
    const table = await parseToml(manifest);
    const optional = categoriesOf(table, manifest);
    const state = stateOf(table, text);
    const sources = tablesAt(table, 'source').flatMap((it) => textAt(it, 'url') ?? []);
    const access = accessTo(
      sources.map((url) => ({
        url,
        evidence: { file: 'Pipfile', line: lineOf(manifest, url), because: 'a source of Pipenv' },
      })),
    );
    const groups = selectedSets(optional, selection).map((it) => it.name);
    const sections = [packagesKey, ...groups].flatMap((it) => Object.entries(sectionOf(text, it)));
    const local = localSources(sections, text);
    const folders = localPaths(local);
    const git = sections.some(([, it]) => isTable(it) && 'git' in it);
    const unhashed = sections.filter(([, it]) => isUnhashed(it)).map(([name]) => name);
    return {
      ...emptyInstallation,
      manifests: [...emptyInstallation.manifests, ...manifestsIn(folders, files)],
      git,
      standing: 'lock',
      evidence: [{ file: 'Pipfile.lock', because: 'the lock file of Pipenv' }],
      packages: [packagesKey, ...groups].flatMap((it) => lockedPackages(text, it)),
      optional,
      secrets: access.secrets,
      notes: [
        ...missingSets(optional, selection),
        ...access.notes,
        ...unreachableNotes(local),
        ...unhashedNotes(unhashed, text),
        ...(state === 'outdated' ? [ofAnother(table, text)] : []),
      ],
      versionRules: rulesOf(table, manifest),
      steps: exportedInstall({
        title: 'Pipenv',
        requirements: ['pipenv==2026.10.3'],
        folder: '/opt/pipenv',
        commands: [
          ...(state === 'fresh' ? ['/opt/pipenv/bin/pipenv verify'] : []),
          `/opt/pipenv/bin/pipenv requirements --hash${groups.length === 0 ? '' : ` --categories=${[packagesKey, ...groups].join(',')}`} > ${requirementsPath}`,
        ],
        git,
        unhashed: unhashed.length > 0,
        local: folders,
        self: hasSelf(local),
      }),
    };
  },
};

/** A list that is deployed where the Pipfile is for developers alone. */
const otherList = /^requirements(?:[-./].*)?\.(?:txt|lock)$|^(?:uv|pdm|poetry)\.lock$/;

const emptyInstallation = {
  ...nothingElse,
  manager: 'pipenv',
  packages: [],
  manifests: ['Pipfile', 'Pipfile.lock'],
  unshipped: ['Pipfile', 'Pipfile.lock'],
} as const;

const packagesKey = 'packages';

/** Keys of a Pipfile that are not categories. */
const settings = ['source', 'requires', 'scripts', 'pipenv', packagesKey];

/**
 * Whether Pipfile.lock is of this Pipfile. Until 2025 the names in the hash were as they are written,
 * and what checks it today ends at a source without a name.
 */
function stateOf(table: Table, text: string): LockState {
  const meta = tableAt(lockOf(text), '_meta');
  const { source = {}, requires = {}, packages = {}, 'dev-packages': develop = {} } = table;
  const categories = Object.entries(table).filter(([key]) => !notHashed.includes(key));
  const all = { default: packages, develop, ...Object.fromEntries(categories) };
  const hashed = { _meta: { sources: source, requires }, ...all };
  const isNamed = tablesAt(table, 'source').every((it) => 'name' in it);
  const normal = Object.entries(all).map(([key, it]) => [key, isTable(it) ? normalKeys(it) : it]);
  const current = { ...hashed, ...(Object.fromEntries(normal) as object) };
  const locked = textAt(tableAt(meta, 'hash'), 'sha256');
  const state = lockState(locked, current, [hashed], compact);
  return state === 'fresh' && !isNamed ? 'older' : state;
}

/** Keys that are in no hash, or in a separate part. */
const notHashed = [
  'source',
  'requires',
  'scripts',
  'pipenv',
  'pipfile',
  'packages',
  'dev-packages',
];

function normalKeys(section: Table): Table {
  return Object.fromEntries(Object.entries(section).map(([key, it]) => [normalizedName(key), it]));
}

function ofAnother(table: Table, text: string): Note {
  const locked = Object.keys(sectionOf(text, packagesKey)).map(normalizedName);
  return outdatedNote({
    lock: 'Pipfile.lock',
    manifest: 'Pipfile',
    command: 'pipenv lock',
    unlocked: Object.entries(tableAt(table, packagesKey)).flatMap(([name, wanted]) =>
      isTable(wanted) || locked.includes(normalizedName(name)) ? [] : [name],
    ),
    isExported: true,
    evidence: {
      file: 'Pipfile.lock',
      line: lineOf(text, '"sha256": "'),
      because: 'the hash of another Pipfile',
    },
  });
}

/** Categories of packages: https://pipenv.pypa.io/en/latest/dependency_groups.html */
function categoriesOf(table: Table, manifest: string): readonly OptionalSet[] {
  return Object.keys(table)
    .filter((it) => /^[\w-]+$/.test(it) && !settings.includes(it) && isTable(table[it]))
    .map((name): OptionalSet => ({
      kind: 'group',
      name,
      lists: [],
      evidence: {
        file: 'Pipfile',
        line: lineOf(manifest, `[${name}]`),
        because: `the category ${name}`,
      },
      requires: Object.entries(tableAt(table, name)).map(([it, wanted]) => ({
        name: normalizedName(it),
        extras: isTable(wanted) ? textsAt(wanted, 'extras') : [],
        version: null,
      })),
    }));
}

/** The packages that the lock file takes from folders and archives. */
function localSources(
  sections: readonly (readonly [string, unknown])[],
  text: string,
): readonly LocalSource[] {
  return sections.flatMap(([name, it]) => {
    const path = isTable(it) ? (textAt(it, 'path') ?? textAt(it, 'file')) : undefined;
    if (path === undefined || path.includes('://')) return [];
    const line = lineOf(text, `"${name}": {`);
    const because = `locks ${name} from ${path}`;
    return [{ name, path, evidence: { file: 'Pipfile.lock', line, because } }];
  });
}

/** Whether a release of an index is locked without a hash, as old versions of Pipenv did now and then. */
function isUnhashed(locked: unknown): boolean {
  if (!isTable(locked) || textAt(locked, 'version') === undefined) return false;
  const { hashes } = locked;
  return Array.isArray(hashes) && hashes.length === 0;
}

function unhashedNotes(names: readonly string[], text: string): readonly Note[] {
  const [first] = names;
  if (first === undefined) return [];
  return [
    {
      code: 'python/locked-without-hash',
      level: 'warning',
      text: `Pipfile.lock has no hash of ${firstTwo(names)}, so pip cannot check what it downloads for ${names.length === 1 ? 'it' : 'them'}`,
      hint: 'Run pipenv lock, and commit the file.',
      evidence: [
        {
          file: 'Pipfile.lock',
          line: lineOf(text, `"${first}": {`),
          because: `locks ${first} without a hash`,
        },
      ],
    },
  ];
}

function sectionOf(text: string, category: string): Table {
  const section = { [packagesKey]: 'default', 'dev-packages': 'develop' }[category] ?? category;
  return tableAt(lockOf(text), section);
}

function lockOf(text: string): Table {
  const lock = parseJson(text);
  return isTable(lock) ? lock : {};
}

/**
 * @param category the name in the Pipfile. In the lock file, the two default categories have other
 *   names.
 */
function lockedPackages(text: string, category: string): readonly Package[] {
  return Object.entries(sectionOf(text, category)).flatMap(([written, it]) => {
    if (!isTable(it) || excludesLinux(textAt(it, 'markers'))) return [];
    const version = textAt(it, 'version')?.replace(/^==/, '') ?? null;
    return [
      {
        name: normalizedName(written),
        version,
        extras: textsAt(it, 'extras'),
        wheels: null,
        evidence: {
          file: 'Pipfile.lock',
          line: lineOf(text, `"${written}": {`),
          because: `locks ${written} ${version ?? ''}`,
        },
      },
    ];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function rulesOf(table: Table, manifest: string): VersionRule[] {
  const requires = tableAt(table, 'requires');
  const version = textAt(requires, 'python_full_version') ?? textAt(requires, 'python_version');
  const line = /^3\.\d+/.exec(version ?? '')?.[0];
  return line === undefined
    ? []
    : [
        {
          specifier: `==${line}.*`,
          exact: true,
          evidence: {
            file: 'Pipfile',
            line: lineOf(manifest, 'python_'),
            because: `asks for Python ${version ?? ''}`,
          },
        },
      ];
}

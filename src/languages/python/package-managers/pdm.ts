/** PDM: pyproject.toml and pdm.lock. https://pdm-project.org/latest/usage/lockfile/ */
import type { Evidence, Note } from '../../../types.ts';
import { accessTo } from './indexes.ts';
import { excludesLinux } from '../files/markers.ts';
import { normalizedName } from '../files/names.ts';
import { missingSets, type OptionalSet, selectedSets, setOf, standardSets } from './optional.ts';
import type { Pyproject } from '../files/pyproject.ts';
import {
  lineOf,
  lineOfKey,
  parseToml,
  type Table,
  tableAt,
  tablesAt,
  textAt,
  textsAt,
} from '../files/toml.ts';
import type { Package } from '../package.ts';
import { exportedInstall, nothingElse, requirementsPath } from './installation.ts';
import { type LockState, lockState, outdatedNote } from './lock-hash.ts';
import type { Manager } from './manager.ts';
import { managerMarks } from './marks.ts';
import { parseRequirement } from './requirements.ts';
import { type LocalSource, localPaths, manifestsIn, unreachableNotes } from './reach.ts';

export const pdm: Manager = {
  id: 'pdm',
  title: 'PDM',
  ...managerMarks.pdm,
  usesPip: true,
  add: (name) => `pdm add ${name}`,
  async read({ project, files, pyproject, selection }) {
    const text = files.includes('pdm.lock') ? await project.read('pdm.lock') : undefined;
    if (text === undefined || !pyproject) return null;
    const lock = await parseToml(text);
    const optional = optionalOf(pyproject);
    const selected = selectedSets(optional, selection);
    const sources = tablesAt(tableAt(pyproject.table, 'tool', 'pdm'), 'source').flatMap(
      (it) => textAt(it, 'url') ?? [],
    );
    const access = accessTo(
      sources.map((url) => ({
        url,
        evidence: {
          file: 'pyproject.toml',
          line: lineOf(pyproject.text, url),
          because: 'a source of PDM',
        },
      })),
    );
    // For PDM, --prod means "no development group", and naming one means "no other".
    const options = [
      ...(selected.some((it) => it.kind === 'group') ? [] : ['--prod']),
      ...selected.map((it) => `--group ${it.name}`),
    ];
    const groups = ['default', ...selected.map((it) => it.name)];
    const tables = tablesAt(lock, 'package').filter(
      (it) => isIn(textsAt(it, 'groups'), groups) && !excludesLinux(textAt(it, 'marker')),
    );
    const local = localSources(tables, text);
    const folders = localPaths(local);
    const git = tables.some((it) => 'git' in it);
    const state = stateOf(pyproject.table, lock);
    const exporter = exporterOf(tableAt(lock, 'metadata'));
    // Others compare another hash.
    const checks = state === 'fresh' && exporter === newest;
    return {
      ...nothingElse,
      manager: 'pdm',
      standing: 'lock',
      evidence: [{ file: 'pdm.lock', because: 'the lock file of PDM' }],
      packages: tables.map((it) => lockedPackage(it, text)),
      manifests: ['pyproject.toml', 'pdm.lock', ...manifestsIn(folders, files)],
      git,
      unshipped: ['pdm.lock', 'pyproject.toml', 'pdm.toml'],
      steps: exportedInstall({
        title: 'PDM',
        requirements: exporter,
        folder: '/opt/pdm',
        commands: [
          ...(checks ? ['/opt/pdm/bin/pdm lock --check'] : []),
          `/opt/pdm/bin/pdm export ${options.join(' ')} --format requirements --output ${requirementsPath}`,
        ],
        git,
        local: folders,
        self: false,
      }),
      optional,
      secrets: access.secrets,
      notes: [
        ...access.notes,
        ...unreachableNotes(local),
        ...otherSystems(lock, text),
        ...missingSets(optional, selection),
        ...(state === 'outdated' ? [ofAnother(pyproject.table, lock, text)] : []),
        ...unlockedNotes(selected, textsAt(tableAt(lock, 'metadata'), 'groups'), text),
      ],
    };
  },
};

/** Newer releases of hishel and unearth break this release of PDM: https://pypi.org/project/pdm/ */
const newest: readonly string[] = ['pdm==2.29.3', 'hishel==1.1.10', 'unearth==0.17.5'];

/**
 * The release that exports a lock file. The newest refuses one that does not say which package is for
 * which system, and one that has its hashes at its end.
 */
function exporterOf(metadata: Table): readonly string[] {
  const version = textAt(metadata, 'lock_version') ?? '4.5';
  if (/^(?:[1-3]|4\.[0-2])(?:\.|$)/.test(version)) return ['pdm==2.7.4', 'unearth==0.17.5'];
  return textsAt(metadata, 'strategy').includes('inherit_metadata')
    ? newest
    : ['pdm==2.15.4', 'hishel==0.0.33', 'unearth==0.17.5'];
}

/** Whether pdm.lock is of this pyproject.toml. Older releases hashed overrides, and their own groups alone. */
function stateOf(pyproject: Table, lock: Table): LockState {
  const project = tableAt(pyproject, 'project');
  const own = tableAt(pyproject, 'tool', 'pdm');
  const resolution = tableAt(own, 'resolution');
  const groups = tableAt(own, 'dev-dependencies');
  const shared = {
    sources: own['source'] ?? [],
    dependencies: project['dependencies'] ?? [],
    'optional-dependencies': project['optional-dependencies'] ?? {},
    'requires-python': project['requires-python'] ?? '',
  };
  const overrides = { overrides: resolution['overrides'] ?? {} };
  const all = { 'dev-dependencies': allGroups(tableAt(pyproject, 'dependency-groups'), groups) };
  const ofPdm = { 'dev-dependencies': groups };
  const locked = textAt(tableAt(lock, 'metadata'), 'content_hash')?.replace(/^sha256:/, '');
  return lockState(locked, { ...shared, ...all, resolution }, [
    { ...shared, ...all, ...overrides },
    { ...shared, ...ofPdm, resolution },
    { ...shared, ...ofPdm, ...overrides },
  ]);
}

/** The groups of the standard, with those of PDM of the same name added. */
function allGroups(standard: Table, own: Table): Table {
  const groups = new Map<string, unknown[]>();
  for (const [name, wanted] of [...Object.entries(standard), ...Object.entries(own)]) {
    const key = normalizedName(name);
    groups.set(key, [...(groups.get(key) ?? []), ...(Array.isArray(wanted) ? wanted : [])]);
  }
  return Object.fromEntries(groups);
}

function ofAnother(pyproject: Table, lock: Table, text: string): Note {
  const locked = tablesAt(lock, 'package').map((it) => normalizedName(textAt(it, 'name') ?? ''));
  return outdatedNote({
    lock: 'pdm.lock',
    manifest: 'pyproject.toml',
    command: 'pdm lock',
    unlocked: textsAt(tableAt(pyproject, 'project'), 'dependencies').flatMap((it) => {
      const name = it.includes(';') ? undefined : parseRequirement(it)?.name;
      return name === undefined || locked.includes(normalizedName(name)) ? [] : [name];
    }),
    isExported: true,
    evidence: {
      file: 'pdm.lock',
      line: lineOf(text, 'content_hash'),
      because: 'the hash of another pyproject.toml',
    },
  });
}

function localSources(tables: readonly Table[], text: string): readonly LocalSource[] {
  return tables.flatMap((table) => {
    const path = textAt(table, 'path');
    if (path === undefined) return [];
    const name = textAt(table, 'name') ?? '';
    const line = lineOf(text, `name = "${name}"\n`);
    return [
      { name, path, evidence: { file: 'pdm.lock', line, because: `locks ${name} from ${path}` } },
    ];
  });
}

/**
 * Returns an error for a lock file that is limited to other systems.
 * https://pdm-project.org/latest/usage/lock-targets/
 */
function otherSystems(lock: Table, text: string): readonly Note[] {
  const targets = tablesAt(tableAt(lock, 'metadata'), 'targets');
  const platforms = targets.flatMap((it) => textAt(it, 'platform') ?? []);
  const all = platforms.length === targets.length && !platforms.some((it) => /linux/.test(it));
  if (targets.length === 0 || !all) return [];
  return [
    {
      code: 'python/lock-for-another-system',
      level: 'error',
      text: `pdm.lock is resolved only for ${platforms.join(' and ')}, and images run Linux`,
      hint: 'Run pdm lock --platform linux --append, and commit pdm.lock.',
      evidence: [
        {
          file: 'pdm.lock',
          line: lineOf(text, 'platform ='),
          because: 'the targets of the lock file',
        },
      ],
    },
  ];
}

function isIn(groups: readonly string[], wanted: readonly string[]): boolean {
  return groups.length === 0 || groups.some((it) => wanted.includes(it));
}

/**
 * [tool.pdm.dev-dependencies] is PDM's older form of dependency groups:
 * https://pdm-project.org/latest/usage/dependency/#add-development-only-dependencies
 */
function optionalOf(pyproject: Pyproject): readonly OptionalSet[] {
  const development = tableAt(pyproject.table, 'tool', 'pdm', 'dev-dependencies');
  const older = Object.keys(development).map((name) =>
    setOf('group', name, [], textsAt(development, name), {
      file: 'pyproject.toml',
      line: lineOfKey(pyproject.text, '[tool.pdm.dev-dependencies]', name),
      because: `the group ${name}`,
    }),
  );
  return [...standardSets(pyproject), ...older];
}

/** Returns notes, because PDM locks only the groups that were named. */
function unlockedNotes(
  selected: readonly OptionalSet[],
  locked: readonly string[],
  text: string,
): Note[] {
  const [missing] = locked.length === 0 ? [] : selected.filter((it) => !locked.includes(it.name));
  return missing
    ? [
        {
          code: 'python/group-not-locked',
          level: 'error',
          text: `pdm.lock has no packages for the ${missing.kind} ${missing.name}, only for ${locked.join(', ')}`,
          hint: 'Run pdm lock --group :all, and commit the file.',
          evidence: [
            {
              file: 'pdm.lock',
              line: lineOf(text, 'groups = ['),
              because: 'the groups that are locked',
            },
          ],
        },
      ]
    : [];
}

function lockedPackage(table: Table, text: string): Package {
  const written = textAt(table, 'name') ?? '';
  const name = normalizedName(written);
  const version = textAt(table, 'version') ?? null;
  const evidence: Evidence = {
    file: 'pdm.lock',
    line: lineOf(text, `name = "${written}"\n`),
    because: `locks ${name} ${version ?? ''}`,
  };
  const wheels = tablesAt(table, 'files')
    .map((it) => textAt(it, 'file') ?? (textAt(it, 'url') ?? '').split('/').at(-1) ?? '')
    .filter((it) => it.endsWith('.whl'));
  return { name, version, extras: textsAt(table, 'extras'), evidence, wheels };
}

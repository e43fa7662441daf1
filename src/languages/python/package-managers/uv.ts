/**
 * uv: pyproject.toml and uv.lock, or scripts with inline metadata.
 * https://docs.astral.sh/uv/guides/integration/docker/
 */
import { accessTo } from './indexes.ts';
import { normalizedName } from '../files/names.ts';
import {
  missingSets,
  type OptionalSet,
  selectedSets,
  type Selection,
  setOf,
  standardSets,
} from './optional.ts';
import { parsePyproject, type Pyproject } from '../files/pyproject.ts';
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
import { type InstallStep, type Member, nothingElse } from './installation.ts';
import type { Manager, ManagerInput } from './manager.ts';
import { managerMarks } from './marks.ts';
import { type LockedPackage, type Need, reachable } from './lock.ts';
import { readPylock } from './pylock.ts';
import { readScripts } from './script.ts';
import { packagesOfLock, type TomlFile, uvIndexes } from './uv-lock.ts';
import { uvExported, uvSync, uvSyncLocal, uvToolFor } from './uv-sync.ts';
import type { Note } from '../../../types.ts';
import { onlyPatch, patchNote } from '../versions.ts';
import { allExcludeLinux } from '../files/markers.ts';
import { type LocalSource, localPaths, manifestsIn, unreachableNotes } from './reach.ts';

export const uv: Manager = {
  id: 'uv',
  title: 'uv',
  ...managerMarks.uv,
  usesPip: false,
  add: (name, script) => `uv add ${script === undefined ? '' : `--script ${script} `}${name}`,
  async read(input) {
    const { project, files, pyproject, selection } = input;
    const text = files.includes('uv.lock') ? await project.read('uv.lock') : undefined;
    // Scripts in a project are tools of that project.
    if (text === undefined)
      return (await readPylock(input)) ?? (input.isProject ? null : readScripts(input));
    if (!pyproject) return null;
    const lock = await parseToml(text);
    const packages = packagesOfLock(lock, text, 'uv.lock');
    const name = normalizedName(textAt(tableAt(pyproject.table, 'project'), 'name') ?? '');
    const root = packages.find((it) => it.name === name);
    const requires = textAt(lock, 'requires-python');
    const patch = onlyPatch(requires);
    const install = patch === null ? uvSync : uvExported;
    const workspace = 'workspace' in tableAt(pyproject.table, 'tool', 'uv');
    const members = workspace
      ? await membersOf(project, tablesAt(lock, 'package'), { packages, selection, install })
      : [];
    const local = localSources(lock, text);
    const folders = workspace ? [] : localPaths(local);
    const optional = optionalOf(pyproject);
    const settings = files.includes('uv.toml') ? await project.read('uv.toml') : undefined;
    const access = accessTo(
      uvIndexes(await settingsOf(pyproject, settings), { table: lock, text, file: 'uv.lock' }),
    );
    return {
      ...nothingElse,
      manager: 'uv',
      standing: 'lock',
      evidence: [{ file: 'uv.lock', because: 'the lock file of uv' }],
      packages: reachable(packages, root ? selectedNeeds(root, optional, selection) : []),
      manifests: [
        'pyproject.toml',
        'uv.lock',
        ...(settings === undefined ? [] : ['uv.toml']),
        ...members.filter((it) => it.folder !== '.').map((it) => `${it.folder}/pyproject.toml`),
        ...manifestsIn(folders, files),
      ],
      members,
      optional,
      secrets: access.secrets,
      unshipped: ['uv.lock', 'pyproject.toml', 'uv.toml'],
      tool: uvToolFor(requiredVersion(pyproject, await settingsOf(pyproject, settings))),
      steps:
        folders.length > 0
          ? [
              uvSync([
                ...projectOptions(false),
                ...local.flatMap((it) => ['--no-install-package', it.name]),
                ...optionsFor(optional, selection),
              ]),
              uvSyncLocal([
                ...projectOptions(false),
                '--no-editable',
                ...optionsFor(optional, selection),
              ]),
            ]
          : [install([...projectOptions(workspace), ...optionsFor(optional, selection)])],
      git: tablesAt(lock, 'package').some((it) => 'git' in tableAt(it, 'source')),
      versionRules:
        requires === undefined
          ? []
          : [
              {
                specifier: requires,
                exact: false,
                evidence: {
                  file: 'uv.lock',
                  line: lineOf(text, 'requires-python'),
                  because: `resolved for Python ${requires}`,
                },
              },
            ],
      // Members can have extras and groups, too.
      notes: [
        ...missingSets(
          [...optional, ...members.flatMap((it) => it.optional)],
          selection,
          workspace ? 'the workspace' : 'the project',
        ),
        ...access.notes,
        ...unreachableNotes(local),
        ...otherSystems(lock, text),
        ...(patch === null
          ? []
          : [
              patchNote(patch, `requires-python = "~=${patch}"`, [
                {
                  file: 'uv.lock',
                  line: lineOf(text, 'requires-python'),
                  because: `resolved for Python ${patch}`,
                },
              ]),
            ]),
      ],
    };
  },
};

/** The version of uv that the project demands. A uv.toml replaces the table in pyproject.toml. */
function requiredVersion(pyproject: Pyproject, { table }: TomlFile): string | undefined {
  return (
    textAt(table, 'required-version') ??
    textAt(tableAt(pyproject.table, 'tool', 'uv'), 'required-version')
  );
}

/** The folders and archives that packages are locked from. */
function localSources(lock: Table, text: string): readonly LocalSource[] {
  return tablesAt(lock, 'package').flatMap((table) => {
    const source = tableAt(table, 'source');
    const path = ['editable', 'virtual', 'directory', 'path'].flatMap(
      (it) => textAt(source, it) ?? [],
    )[0];
    if (path === undefined || path === '.') return [];
    const name = textAt(table, 'name') ?? '';
    const line = lineOf(text, `name = "${name}"\n`);
    const evidence = { file: 'uv.lock', line, because: `locks ${name} from ${path}` };
    return [{ name, path, evidence }];
  });
}

/**
 * Returns an error for a lock file that is limited to other systems.
 * https://docs.astral.sh/uv/concepts/resolution/#limited-resolution-environments
 */
function otherSystems(lock: Table, text: string): readonly Note[] {
  const markers = textsAt(lock, 'supported-markers');
  if (!allExcludeLinux(markers)) return [];
  return [
    {
      code: 'python/lock-for-another-system',
      level: 'error',
      text: `uv.lock is resolved only for ${markers.join(' and ')}, and images run Linux`,
      hint: `Add "sys_platform == 'linux'" to environments in [tool.uv], run uv lock and commit uv.lock.`,
      evidence: [
        {
          file: 'uv.lock',
          line: lineOf(text, 'supported-markers'),
          because: 'the environments of [tool.uv]',
        },
      ],
    },
  ];
}

/**
 * Options that install the locked packages, without the project itself and without development
 * groups.
 */
function projectOptions(workspace: boolean): readonly string[] {
  return [
    '--locked',
    '--no-default-groups',
    workspace ? '--no-install-workspace' : '--no-install-project',
  ];
}

/**
 * The settings of uv. A uv.toml replaces the table in pyproject.toml.
 * https://docs.astral.sh/uv/concepts/configuration-files/
 */
async function settingsOf(pyproject: Pyproject, settings: string | undefined): Promise<TomlFile> {
  return settings === undefined
    ? {
        text: pyproject.text,
        table: tableAt(pyproject.table, 'tool', 'uv'),
        file: 'pyproject.toml',
      }
    : { text: settings, table: await parseToml(settings), file: 'uv.toml' };
}

/**
 * The packages in the lock file that have a folder as source: `{ editable = "services/api" }`. The
 * root is one beside others where it needs more than these: others only hold the members together.
 */
async function membersOf(
  project: ManagerInput['project'],
  tables: readonly Table[],
  {
    packages,
    selection,
    install,
  }: {
    readonly packages: readonly LockedPackage[];
    readonly selection: Selection;
    readonly install: (options: readonly string[]) => InstallStep;
  },
): Promise<readonly Member[]> {
  const folders = new Map<string, string>();
  for (const it of tables) {
    const source = tableAt(it, 'source');
    const folder =
      textAt(source, 'editable') ?? textAt(source, 'virtual') ?? textAt(source, 'directory');
    if (folder !== undefined) folders.set(normalizedName(textAt(it, 'name') ?? ''), folder);
  }
  const members: Member[] = [];
  for (const [name, folder] of folders) {
    const needs = packages.find((it) => it.name === name)?.needs ?? [];
    const isProgram = folders.size > 1 && needs.some((it) => !folders.has(it.name));
    if (folder === '.' && !isProgram) continue;
    const file = folder === '.' ? 'pyproject.toml' : `${folder}/pyproject.toml`;
    const manifest = await project.read(file);
    const pyproject = manifest === undefined ? null : { ...(await parsePyproject(manifest)), file };
    const optional = pyproject ? optionalOf(pyproject, file) : [];
    const own = packages.find((it) => it.name === name);
    const all = reachable(packages, [
      { name, extras: [] },
      ...(own ? selectedNeeds(own, optional, selection) : []),
    ]);
    members.push({
      name,
      folder,
      optional,
      pyproject,
      script: null,
      packages: all.filter((it) => !folders.has(it.name)),
      folders: all.flatMap((it) => folders.get(it.name) ?? []),
      steps: [
        install([...projectOptions(true), '--package', name, ...optionsFor(optional, selection)]),
      ],
      notes: missingSets(optional, selection, name),
    });
  }
  return members;
}

/** https://docs.astral.sh/uv/concepts/projects/dependencies/#development-dependencies */
function optionalOf(pyproject: Pyproject, file = 'pyproject.toml'): readonly OptionalSet[] {
  const development = textsAt(tableAt(pyproject.table, 'tool', 'uv'), 'dev-dependencies');
  const older =
    development.length === 0
      ? []
      : [
          setOf('group', 'dev', [], development, {
            file,
            line: lineOfKey(pyproject.text, '[tool.uv]', 'dev-dependencies'),
            because: 'the group dev',
          }),
        ];
  return [...standardSets(pyproject, file), ...older];
}

function optionsFor(optional: readonly OptionalSet[], selection: Selection): readonly string[] {
  return selectedSets(optional, selection).flatMap((it) => [`--${it.kind}`, it.name]);
}

function selectedNeeds(
  own: LockedPackage,
  optional: readonly OptionalSet[],
  selection: Selection,
): readonly Need[] {
  return [
    ...own.needs,
    ...selectedSets(optional, selection).flatMap(
      (it) =>
        (it.kind === 'extra' ? own.extraNeeds : own.groupNeeds)?.[normalizedName(it.name)] ?? [],
    ),
  ];
}

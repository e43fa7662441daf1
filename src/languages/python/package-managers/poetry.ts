/** Poetry: pyproject.toml and poetry.lock. https://python-poetry.org/docs/pyproject/ */
import type { Evidence } from '../../../types.ts';
import { accessTo } from './indexes.ts';
import { excludesLinux } from '../files/markers.ts';
import { normalizedName } from '../files/names.ts';
import { missingSets, type OptionalSet, selectedSets, standardSets } from './optional.ts';
import type { Pyproject } from '../files/pyproject.ts';
import {
  isTable,
  lineOf,
  lineOfKey,
  parseToml,
  type Table,
  tableAt,
  tablesAt,
  textAt,
  textsAt,
} from '../files/toml.ts';
import { parseRequirement } from './requirements.ts';
import { onlyPatch, patchNote, poetrySpecifier, type VersionRule } from '../versions.ts';
import {
  exportedInstall,
  type Installation,
  nothingElse,
  pipTool,
  requirementsPath,
  resolvedInstall,
} from './installation.ts';
import type { Manager, ManagerInput } from './manager.ts';
import { outdatedNote } from './lock-hash.ts';
import { isOutdated } from './poetry-hash.ts';
import { managerMarks } from './marks.ts';
import { poetryDependencies, poetryUnlocked } from './unlocked.ts';
import { type LocalSource, localPaths, manifestsIn, unreachableNotes } from './reach.ts';
import type { Package } from '../package.ts';
import { type LockedPackage, type Need, reachable } from './lock.ts';

export const poetry: Manager = {
  id: 'poetry',
  title: 'Poetry',
  ...managerMarks.poetry,
  usesPip: true,
  add: (name) => `poetry add ${name}`,
  async read({ project, files, pyproject, selection }) {
    const text = files.includes('poetry.lock') ? await project.read('poetry.lock') : undefined;
    if (!pyproject) return null;
    if (text === undefined) return withoutLock({ project, files, pyproject, selection });
    const lock = await parseToml(text);
    const packages = tablesAt(lock, 'package')
      .filter((it) => !excludesLinux(textAt(it, 'markers')))
      .map((it) => lockedPackage(it, tableAt(lock, 'metadata', 'files'), text));
    const own = tableAt(pyproject.table, 'tool', 'poetry');
    const optional = optionalOf(pyproject);
    const selected = selectedSets(optional, selection);
    const roots: Need[] = [
      ...textsAt(tableAt(pyproject.table, 'project'), 'dependencies').flatMap(
        (it) => parseRequirement(it) ?? [],
      ),
      ...needsOf(tableAt(own, 'dependencies')).filter((it) => !it.optional),
      ...selected.flatMap((it) => it.requires),
    ];
    const used = reachable(packages, roots);
    const origins = originsOf(lock, text, used);
    const folders = localPaths(origins.local);
    const sources = tablesAt(own, 'source').flatMap((it) => textAt(it, 'url') ?? []);
    const access = accessTo(
      sources.map((url) => ({
        url,
        evidence: {
          file: 'pyproject.toml',
          line: lineOf(pyproject.text, url),
          because: 'a source of Poetry',
        },
      })),
    );
    const groups = selected.filter((it) => it.kind === 'group').map((it) => it.name);
    const metadata = tableAt(lock, 'metadata');
    const outdated = isOutdated(pyproject.table, metadata) ? versionOf(metadata) : null;
    const patch = patchOf(own, metadata);
    const extras = selected.filter((it) => it.kind === 'extra').map((it) => ` --extras ${it.name}`);
    return {
      ...nothingElse,
      manager: 'poetry',
      standing: 'lock',
      evidence: [{ file: 'poetry.lock', because: 'the lock file of Poetry' }],
      packages: used,
      manifests: ['pyproject.toml', 'poetry.lock', ...manifestsIn(folders, files)],
      git: origins.git,
      unshipped: ['poetry.lock', 'pyproject.toml', 'poetry.toml'],
      // https://pypi.org/project/poetry/
      steps: exportedInstall({
        title: 'Poetry',
        requirements:
          outdated === 1 || isUnversioned(metadata)
            ? ['poetry==1.8.5', 'poetry-plugin-export==1.8.0']
            : ['poetry==2.5.1', 'poetry-plugin-export==1.10.1'],
        folder: '/opt/poetry',
        // The export of Poetry 2 fails if poetry.lock does not match pyproject.toml; that of 1 warns.
        commands: [
          `/opt/poetry/bin/poetry export --only ${['main', ...groups].join(',')}${extras.join('')} --format requirements.txt --output ${requirementsPath}`,
          ...(patch === null ? [] : [forEveryPatch(patch)]),
        ],
        git: origins.git,
        local: folders,
        self: false,
      }),
      optional,
      secrets: access.secrets,
      versionRules: rulesOf(own, pyproject.text, metadata, text),
      notes: [
        ...missingSets(optional, selection),
        ...access.notes,
        ...unreachableNotes(origins.local),
        ...(patch === null
          ? []
          : [
              patchNote(
                patch,
                `python = "~${patch}"`,
                rulesOf(own, pyproject.text, metadata, text)
                  .slice(-1)
                  .map((it) => it.evidence),
              ),
            ]),
        ...(outdated === null
          ? []
          : [
              outdatedNote({
                lock: 'poetry.lock',
                manifest: 'pyproject.toml',
                command: 'poetry lock',
                unlocked: unlockedIn(own, packages),
                isExported: outdated === 1,
                evidence: {
                  file: 'poetry.lock',
                  line: lineOf(text, 'content-hash'),
                  because: 'the hash of another pyproject.toml',
                },
              }),
            ]),
      ],
    };
  },
};

/** A lock file of Poetry 1.0, which has no version of its format: Poetry 2 does not read it. */
function isUnversioned(metadata: Table): boolean {
  const has = (key: string): boolean => textAt(metadata, key) !== undefined;
  return has('content-hash') && !has('lock-version');
}

/** The version of Poetry that wrote a lock file: that of its format, 2.1 and newer, is 2. */
function versionOf(metadata: Table): 1 | 2 {
  return /^(?:2\.[1-9]|[3-9])/.test(textAt(metadata, 'lock-version') ?? '') ? 2 : 1;
}

/** The only patch version that a project allows. */
function patchOf(own: Table, metadata: Table): string | null {
  return onlyPatch(
    textAt(metadata, 'python-versions') ?? textAt(tableAt(own, 'dependencies'), 'python'),
  );
}

/** Poetry writes the version to every line, and pip leaves out what is not for the one that runs. */
function forEveryPatch(patch: string): string {
  const line = patch.replace(/\.\d+$/, '');
  return `sed -i 's/python_full_version == "${patch.replaceAll('.', '\\.')}"/python_version == "${line}"/' ${requirementsPath}`;
}

/** What [tool.poetry.dependencies] always asks for, and the lock file does not have. */
function unlockedIn(own: Table, packages: readonly LockedPackage[]): readonly string[] {
  const dependencies = tableAt(own, 'dependencies');
  return needsOf(dependencies)
    .filter(({ name, optional }) => {
      const isAlways = !optional && !isTable(dependencies[name]);
      return isAlways && !packages.some((it) => it.name === normalizedName(name));
    })
    .map((it) => it.name);
}

/**
 * @returns an installation of what pyproject.toml asks for, if only Poetry can read it; `null` if
 *   another list has the packages, too. Refused if a package comes from elsewhere than PyPI: by its
 *   name alone, a stranger's package would be installed.
 */
async function withoutLock({
  project,
  files,
  pyproject,
  selection,
}: Pick<ManagerInput, 'project' | 'files' | 'selection'> & {
  pyproject: Pyproject;
}): Promise<Installation | null> {
  const { table, text } = pyproject;
  const elsewhere =
    pyproject.setup !== null ||
    'dependencies' in tableAt(table, 'project') ||
    files.some((it) => /^requirements(?:[-./].*)?\.(?:txt|lock)$|^(?:uv|pdm)\.lock$/.test(it));
  if (elsewhere || poetryDependencies(table).length === 0) return null;
  const own = tableAt(table, 'tool', 'poetry');
  const optional = optionalOf(pyproject);
  const selected = selectedSets(optional, selection);
  const needs = [
    ...needsOf(tableAt(own, 'dependencies')).filter((it) => !it.optional),
    ...selected.flatMap((it) => it.requires),
  ];
  // What is no package has its versions in the lock file alone, as a Pipfile has.
  const isPackage = own['package-mode'] !== false;
  const refusal = isPackage ? 'sources' : 'no package';
  const isPlain =
    isPackage &&
    tablesAt(own, 'source').length === 0 &&
    !/\b(?:path|url|file)\s*=\s*["']/.test(text);
  const note = await poetryUnlocked(text, project, isPlain ? 'installs' : refusal);
  return {
    ...nothingElse,
    manager: 'poetry',
    standing: 'settings',
    evidence: note.evidence,
    packages: needs.map((it) => ({
      name: normalizedName(it.name),
      version: null,
      extras: it.extras,
      wheels: null,
      evidence: {
        file: 'pyproject.toml',
        line: lineOfKey(text, '[tool.poetry.dependencies]', it.name),
        because: `requires ${it.name}`,
      },
    })),
    manifests: isPlain ? ['pyproject.toml'] : [],
    unshipped: ['pyproject.toml', 'poetry.toml'],
    git: isPlain && /\bgit\s*=\s*["']/.test(text),
    optional,
    steps: isPlain ? unlockedSteps(selected) : [],
    versionRules: rulesOf(own, text, {}, ''),
    notes: [note, ...missingSets(optional, selection)],
  };
}

/**
 * Lets Poetry's own library read the constraints, which pip then resolves.
 * https://pypi.org/project/poetry-core/
 */
function unlockedSteps(selected: readonly OptionalSet[]): Installation['steps'] {
  const named = (kind: OptionalSet['kind']): string =>
    selected
      .filter((it) => it.kind === kind)
      .map((it) => `'${it.name}'`)
      .join(', ');
  const groups = ["'main'", named('group')].filter((it) => it !== '').join(', ');
  const chosen = named('extra');
  const isUsed =
    chosen === ''
      ? 'not it.is_optional()'
      : `(not it.is_optional() or {${chosen}} & set(it.in_extras))`;
  const list = `[it.to_pep_508(with_extras=False) for it in package.all_requires if {${groups}} & set(it.groups) and ${isUsed}]`;
  return [
    pipTool(
      'Only in this stage: the library of Poetry that reads its constraints, which pip resolves.',
      '/opt/poetry',
      ['poetry-core==2.5.0'],
    ),
    resolvedInstall(
      [
        `/opt/poetry/bin/python -c "from poetry.core.factory import Factory; package = Factory().create_poetry().package; print(*${list}, sep='\\n')" > ${requirementsPath}`,
      ],
      ['-r', requirementsPath],
    ),
  ];
}

function rulesOf(own: Table, text: string, metadata: Table, lockText: string): VersionRule[] {
  const rules: VersionRule[] = [];
  const constraint = textAt(tableAt(own, 'dependencies'), 'python');
  if (constraint !== undefined)
    rules.push({
      specifier: poetrySpecifier(constraint),
      exact: false,
      evidence: {
        file: 'pyproject.toml',
        line: lineOf(text, 'python ='),
        because: `python = "${constraint}"`,
      },
    });
  const locked = textAt(metadata, 'python-versions');
  if (locked !== undefined && locked !== constraint)
    rules.push({
      specifier: poetrySpecifier(locked),
      exact: false,
      evidence: {
        file: 'poetry.lock',
        line: lineOf(lockText, 'python-versions'),
        because: `resolved for Python ${locked}`,
      },
    });
  return rules;
}

/** Where the packages come from that no index has. */
function originsOf(
  lock: Table,
  text: string,
  used: readonly Package[],
): { readonly git: boolean; readonly local: readonly LocalSource[] } {
  const tables = tablesAt(lock, 'package').filter((table) =>
    used.some((it) => it.name === normalizedName(textAt(table, 'name') ?? '')),
  );
  const local = tables.flatMap((table): LocalSource[] => {
    const source = tableAt(table, 'source');
    if (!['directory', 'file'].includes(textAt(source, 'type') ?? '')) return [];
    const name = textAt(table, 'name') ?? '';
    const path = textAt(source, 'url') ?? '';
    const line = lineOf(text, `name = "${name}"\n`);
    const because = `locks ${name} from ${path}`;
    return [{ name, path, evidence: { file: 'poetry.lock', line, because } }];
  });
  return { local, git: tables.some((it) => textAt(tableAt(it, 'source'), 'type') === 'git') };
}

/** @param listed the files of all packages, which Poetry 1.0 to 1.3 keep beside the packages. */
function lockedPackage(table: Table, listed: Table, text: string): LockedPackage {
  const written = textAt(table, 'name') ?? '';
  const name = normalizedName(written);
  const version = textAt(table, 'version') ?? null;
  const evidence: Evidence = {
    file: 'poetry.lock',
    line: lineOf(text, `name = "${written}"\n`),
    because: `locks ${name} ${version ?? ''}`,
  };
  const extraNeeds: Record<string, readonly Need[]> = {};
  for (const extra of Object.keys(tableAt(table, 'extras')))
    extraNeeds[extra] = textsAt(tableAt(table, 'extras'), extra).flatMap(
      (it) => parseRequirement(it) ?? [],
    );
  const entries = 'files' in table ? tablesAt(table, 'files') : tablesAt(listed, written);
  const files = entries.map((it) => textAt(it, 'file') ?? '');
  const isListed = 'files' in table || written in listed;
  return {
    name,
    version,
    extras: [],
    evidence,
    // Poetry 0.12 locks hashes without names of files.
    wheels: isListed ? files.filter((it) => it.endsWith('.whl')) : null,
    needs: needsOf(tableAt(table, 'dependencies')).filter((it) => !it.optional),
    extraNeeds,
  };
}

/**
 * Reads a table of dependencies: versions, or tables with further keys. An optional dependency is
 * installed only by an extra.
 */
function needsOf(table: Table): readonly (Need & { readonly optional: boolean })[] {
  return Object.entries(table)
    .filter(
      ([name, it]) => name !== 'python' && !(isTable(it) && excludesLinux(textAt(it, 'markers'))),
    )
    .map(([name, it]) => ({
      name,
      extras: isTable(it) ? textsAt(it, 'extras') : [],
      optional: isTable(it) && it['optional'] === true,
    }));
}

/**
 * https://python-poetry.org/docs/managing-dependencies/#dependency-groups and
 * https://python-poetry.org/docs/pyproject/#extras
 */
function optionalOf(pyproject: Pyproject): readonly OptionalSet[] {
  const { text, table } = pyproject;
  const own = tableAt(table, 'tool', 'poetry');
  const file = 'pyproject.toml';
  const withoutVersion = (it: Need) => ({
    name: normalizedName(it.name),
    extras: it.extras,
    version: null,
  });
  const dependencies = needsOf(tableAt(own, 'dependencies'));
  const extras = Object.keys(tableAt(own, 'extras')).map((name): OptionalSet => {
    const names = textsAt(tableAt(own, 'extras'), name).map(normalizedName);
    return {
      kind: 'extra',
      name,
      lists: [],
      requires: dependencies
        .filter((it) => names.includes(normalizedName(it.name)))
        .map(withoutVersion),
      evidence: {
        file,
        line: lineOfKey(text, '[tool.poetry.extras]', name),
        because: `the extra ${name}`,
      },
    };
  });
  const groups = Object.keys(tableAt(own, 'group')).map((name): OptionalSet => ({
    kind: 'group',
    name,
    lists: [],
    requires: needsOf(tableAt(own, 'group', name, 'dependencies')).map(withoutVersion),
    evidence: {
      file,
      line: lineOf(text, `[tool.poetry.group.${name}.`),
      because: `the group ${name}`,
    },
  }));
  const development = needsOf(tableAt(own, 'dev-dependencies')).map(withoutVersion);
  const older =
    development.length === 0
      ? []
      : [
          {
            kind: 'group' as const,
            name: 'dev',
            lists: [],
            requires: development,
            evidence: {
              file,
              line: lineOf(text, '[tool.poetry.dev-dependencies]'),
              because: 'the group dev',
            },
          },
        ];
  return [...standardSets(pyproject), ...extras, ...groups, ...older];
}

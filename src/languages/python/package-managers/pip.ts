/**
 * pip: requirements files, or the dependencies of pyproject.toml (PEP 621) if there is no lock
 * file.
 */
import { firstTwo } from '../../../text/lists.ts';
import { printable } from '../../../text/printable.ts';
import type { Evidence, Note } from '../../../types.ts';
import { isTest } from '../code/module-names.ts';
import type { Package } from '../package.ts';
import { declaredBeside } from './declared.ts';
import { accessTo } from './indexes.ts';
import {
  forDevelopers,
  missingSets,
  type OptionalSet,
  selectedSets,
  standardSets,
} from './optional.ts';
import { parsePyproject, type Pyproject } from '../files/pyproject.ts';
import { lineOf, tableAt, textAt, textsAt } from '../files/toml.ts';
import { readRequirements, requiredIn, type Requirements } from './requirements.ts';
import {
  type Installation,
  nothingElse,
  resolvedInstall,
  requirementsPath,
} from './installation.ts';
import type { Manager, ManagerInput } from './manager.ts';
import { managerMarks, requirementFiles } from './marks.ts';
import { unreachableNotes } from './reach.ts';
import { foreignList, unlockedIndexes, unlockedSources, withoutLock } from './unlocked.ts';

/**
 * Requirements files of a group: `requirements-worker.txt`, `requirements/worker.txt`,
 * `worker-requirements.txt`.
 */
const groupFile =
  /^(?:requirements[-_./](?<after>[A-Za-z0-9][\w-]*)|(?<before>[A-Za-z0-9][\w-]*)[-_.]requirements)\.txt$/;

export const pip: Manager = {
  id: 'pip',
  title: 'pip',
  ...managerMarks.pip,
  usesPip: true,
  add: (name, file = 'requirements.txt') =>
    /\.(?:txt|in)$/.test(file)
      ? `a line "${name}" in ${file}`
      : `"${name}" among the dependencies of ${file}`,
  async read(input) {
    const file = requirementFiles.find((it) => input.files.includes(it));
    if (file !== undefined) return fromRequirements(file, input);
    const declared = (await fromPyproject(input)) ?? foreignList(input);
    const below = declared ? undefined : requirementsBelow(input);
    return below === undefined ? declared : fromRequirements(below, input);
  },
};

/** The only list of packages, in a folder of the project: `docker/requirements.txt`. */
function requirementsBelow({ files }: ManagerInput): string | undefined {
  const lists = files.filter((it) => /^[^/]+\/requirements\.txt$/.test(it) && !isTest(it));
  return lists.length === 1 ? lists[0] : undefined;
}

// ---- requirements files

async function fromRequirements(
  file: string,
  { project, files, pyproject, selection }: ManagerInput,
): Promise<Installation> {
  const optional = [...standardSets(pyproject), ...(await groupFiles(file, files, project))];
  const selected = selectedSets(optional, selection);
  const readFiles = [
    file,
    ...selected.filter((it) => it.evidence.file !== pyproject?.file).map((it) => it.evidence.file),
  ];
  const found: Requirements[] = [];
  for (const it of readFiles) found.push(await readRequirements(project, it));
  const listed = selected.filter((it) => it.evidence.file === pyproject?.file);
  const hashed = found.every((it) => it.hashed);
  const read = found.flatMap((it) => it.files);
  const local = found.flatMap((it) => it.local);
  const access = accessTo(found.flatMap((it) => it.indexes));
  return {
    ...nothingElse,
    manager: 'pip',
    standing: 'fallback',
    evidence: [{ file, because: 'requirements for pip' }],
    packages: [
      ...found.flatMap((it) => it.packages),
      ...listed.flatMap(packagesIn),
      ...(await localPackages(local, project, pyproject)),
    ],
    unread: isComputed(local, pyproject),
    manifests: [
      ...new Set([
        ...read,
        ...(listed.length > 0 && pyproject
          ? (pyproject.setup?.manifests ?? ['pyproject.toml'])
          : []),
      ]),
    ],
    unshipped: read,
    needsSources: local.length > 0,
    git: found.some((it) => it.git.length > 0),
    declared: local.some((it) => it.path === '')
      ? []
      : declaredBeside(
          pyproject,
          found.flatMap((it) => it.packages),
        ),
    optional,
    secrets: access.secrets,
    steps: [
      resolvedInstall(listed.length > 0 ? [listing(pyproject, [], listed)] : [], [
        ...(hashed ? ['--require-hashes'] : []),
        ...readFiles.flatMap((it) => ['-r', it]),
        ...(listed.length > 0 ? ['-r', requirementsPath] : []),
      ]),
    ],
    notes: [
      ...missingSets(optional, selection),
      ...access.notes,
      ...unhashedNotes(file, hashed, listed),
      ...found.flatMap((it) => [...unreachableNotes(it.sources), ...windowsNotes(it.packages)]),
      ...found.flatMap((it, index) => refusedLines(readFiles[index] ?? file, it)),
      ...pinNotes(readFiles, found),
    ],
  };
}

async function groupFiles(
  main: string,
  files: readonly string[],
  project: ManagerInput['project'],
): Promise<readonly OptionalSet[]> {
  const sets: OptionalSet[] = [];
  for (const file of files) {
    const found = file === main ? undefined : groupFile.exec(file)?.groups;
    const name = found?.['after'] ?? found?.['before'];
    if (name !== undefined)
      sets.push({
        kind: 'group',
        name,
        requires: (await readRequirements(project, file)).packages,
        lists: [],
        evidence: { file, because: `the requirements ${name}` },
      });
  }
  return sets;
}

/** The requirements of installed folders (`-e .[server]`). */
async function localPackages(
  local: Requirements['local'],
  project: ManagerInput['project'],
  own: Pyproject | null,
): Promise<readonly Package[]> {
  const packages: Package[] = [];
  for (const { path, extras } of local) {
    const file = path === '' ? (own?.file ?? '') : `${path}/pyproject.toml`;
    const pyproject = path === '' ? own : await pyprojectAt(file, project);
    if (!pyproject) continue;
    packages.push(
      ...dependenciesOf(pyproject, file),
      ...selectedSets(standardSets(pyproject, file), { extras, groups: [] }).flatMap(packagesIn),
    );
  }
  return packages;
}

async function pyprojectAt(
  file: string,
  project: ManagerInput['project'],
): Promise<Pyproject | null> {
  const text = await project.read(file);
  return text === undefined ? null : parsePyproject(text);
}

/** Whether the project itself is installed, and its setup.py computes what it requires. */
function isComputed(local: Requirements['local'], own: Pyproject | null): boolean {
  return (
    local.some((it) => it.path === '') &&
    own !== null &&
    own.setup !== null &&
    !('dependencies' in tableAt(own.table, 'project'))
  );
}

function unhashedNotes(file: string, hashed: boolean, listed: readonly OptionalSet[]): Note[] {
  const [first] = listed;
  if (!hashed || !first) return [];
  return [
    {
      code: 'python/hashes-missing',
      level: 'error',
      text: `${file} has hashes, and the ${first.kind} ${first.name} of ${first.evidence.file} has none`,
      hint: `Compile both into one file: pip-compile --${first.kind} ${first.name} --generate-hashes.`,
      evidence: [first.evidence],
    },
  ];
}

/** Packages that have files for Windows only, in every version so far. */
const windowsPackages = ['pywin32', 'pypiwin32', 'windows-curses'];

/** Returns an error for the first package that no Linux can install. */
function windowsNotes(packages: readonly Package[]): readonly Note[] {
  const found = packages.find((it) => windowsPackages.includes(it.name));
  if (!found) return [];
  return [
    {
      code: 'python/windows-package',
      level: 'error',
      text: `${found.name} is only for Windows, and nothing keeps it off Linux`,
      hint: `Add a marker to the line: ${found.name}${found.version === null ? '' : `==${found.version}`} ; sys_platform == "win32"`,
      evidence: [found.evidence],
    },
  ];
}

/** Returns an error for each line that pip refuses. */
function refusedLines(file: string, found: Requirements): readonly Note[] {
  const notes: Note[] = [];
  const [apart] = [...found.git, ...found.local];
  if (apart && found.someHashed)
    notes.push({
      code: 'python/hashes-impossible',
      level: 'error',
      text: `${file} has hashes, and pip refuses a line that cannot have one: a folder or a git repository`,
      hint: 'Lock the project with uv (uv lock), which installs both, or leave the hashes out.',
      evidence: [{ file: apart.file, line: apart.line, because: 'a line without a hash' }],
    });
  for (const it of found.missing)
    notes.push({
      code: 'python/requirements-missing',
      level: 'error',
      text: `${it.file} includes ${it.name}, which does not exist`,
      hint: 'Add the file or remove the line.',
      evidence: [{ file: it.file, line: it.line, because: `includes ${it.name}` }],
    });
  for (const it of found.invalid)
    notes.push({
      code: 'python/requirement-invalid',
      level: 'error',
      text: `pip refuses the line "${printable(it.because)}"`,
      hint: 'Write one requirement in each line: name==version.',
      evidence: [{ ...it, because: 'no requirement' }],
    });
  return notes;
}

/** What is not pinned in any of the files, in one note; else what has no hashes. */
function pinNotes(files: readonly string[], found: readonly Requirements[]): readonly Note[] {
  const open = files.filter((_, index) => (found[index]?.loose.length ?? 0) > 0);
  const loose = found.flatMap((it) => it.loose);
  const [first] = loose;
  if (first)
    return [
      {
        code: 'python/versions-unpinned',
        level: 'warning',
        text: `${firstTwo(open)} ${open.length === 1 ? 'does' : 'do'} not pin ${firstTwo(loose.map((it) => it.name))}: two builds can install different versions`,
        hint: 'A lock file (uv lock, pip-compile --generate-hashes) makes builds repeatable.',
        evidence: [first.evidence],
      },
    ];
  const [plain] = files.filter(
    (_, index) => found[index]?.hashed === false && found[index].packages.length > 0,
  );
  if (plain === undefined) return [];
  return [
    {
      code: 'python/hashes-missing',
      level: 'info',
      text: `${plain} pins versions without hashes`,
      hint: 'Add them, so that pip checks what it downloads: pip-compile --generate-hashes',
      evidence: [{ file: plain, because: 'no --hash' }],
    },
  ];
}

// ---- pyproject.toml

/**
 * Dependencies without a lock file, read during the build. `null` if the project is not a package.
 */
async function fromPyproject({
  project,
  pyproject,
  selection,
}: ManagerInput): Promise<Installation | null> {
  if (!pyproject) return null;
  const { text, table } = pyproject;
  const own = tableAt(table, 'project');
  const isList = !('name' in own) && !pyproject.setup;
  if (isList && !('dependency-groups' in table)) return null;
  const optional = standardSets(pyproject);
  const named = selectedSets(optional, selection);
  const selected = isList && named.length === 0 ? usualGroups(optional) : named;
  const packages = [...dependenciesOf(pyproject, pyproject.file), ...selected.flatMap(packagesIn)];
  const heading =
    { 'setup.cfg': 'install_requires', 'setup.py': 'install_requires' }[pyproject.file] ??
    (packages.length > 0 || pyproject.setup ? 'dependencies' : '[project]');
  const evidence: Evidence = {
    file: pyproject.file,
    line: lineOf(text, heading),
    because: 'dependencies without a lock file',
  };
  const installs = packages.length > 0 || (pyproject.setup !== null && !('dependencies' in own));
  const manifests = pyproject.setup?.manifests ?? ['pyproject.toml'];
  return {
    ...nothingElse,
    manager: 'pip',
    standing: 'fallback',
    evidence: [evidence],
    packages,
    manifests: installs ? manifests : [],
    unshipped: manifests.filter((it) => !it.endsWith('.py') || it === 'setup.py'),
    needsSources: installs && pyproject.setup?.needsSources === true,
    git: textsAt(own, 'dependencies').some((it) => /@\s*git\+/.test(it)),
    unread: installs && packages.length === 0,
    optional,
    steps: installs
      ? [
          resolvedInstall(
            [
              listing(
                pyproject,
                pyproject.setup || textsAt(own, 'dependencies').length > 0
                  ? ["['project']['dependencies']"]
                  : [],
                selected,
              ),
            ],
            ['-r', requirementsPath],
          ),
        ]
      : [],
    notes: [
      ...missingSets(optional, selection),
      ...(await unlockedSources(pyproject, packages, project)),
      ...(installs ? unlockedIndexes(pyproject) : []),
      ...windowsNotes(packages),
      ...(installs ? [await withoutLock(pyproject, evidence, project)] : []),
    ],
  };
}

/** The groups for production of a project that has nothing but groups. */
function usualGroups(optional: readonly OptionalSet[]): readonly OptionalSet[] {
  const groups = optional.filter((it) => it.kind === 'group' && !forDevelopers.test(it.name));
  const usual = groups.filter((it) => usualGroup.test(it.name));
  if (usual.length > 0) return usual;
  return groups.length === 1 ? groups : [];
}

const usualGroup =
  /^(?:main|prod|production|default|runtime|app|application|base|core|server|web|deps|dependencies|requirements)$/i;

function dependenciesOf({ text, table }: Pyproject, file: string): readonly Package[] {
  return requiredIn(textsAt(tableAt(table, 'project'), 'dependencies'), file, text);
}

function packagesIn(set: OptionalSet): readonly Package[] {
  return set.requires.map((it) => ({
    ...it,
    evidence: { ...set.evidence, because: `${set.evidence.because} requires ${it.name}` },
    wheels: null,
  }));
}

/**
 * The command that writes lists of pyproject.toml as requirements. Entries that include another
 * list are omitted, because that list is written, too.
 */
function listing(
  pyproject: Pyproject | null,
  lists: readonly string[],
  sets: readonly OptionalSet[],
): string {
  if (pyproject?.setup) {
    const printed = [
      ...(lists.length > 0 ? ['*it.install_requires'] : []),
      ...sets.map((it) => `*it.extras_require['${it.name}']`),
    ].join(', ');
    return `python3 -m venv /opt/build && /opt/build/bin/pip install --disable-pip-version-check setuptools && /opt/build/bin/python -c "${pyproject.setup.reading}; print(${printed}, sep='\\n')" > ${requirementsPath}`;
  }
  const extras = new Set(sets.filter((it) => it.kind === 'extra').flatMap((it) => it.lists));
  const groups = new Set(sets.filter((it) => it.kind === 'group').flatMap((it) => it.lists));
  const all = [
    ...lists,
    ...[...extras].map((it) => `['project']['optional-dependencies']['${it}']`),
    ...[...groups].map((it) => `['dependency-groups']['${it}']`),
  ];
  const lines = all.map((it) => `*file${it}`).join(', ');
  const name = (pyproject && textAt(tableAt(pyproject.table, 'project'), 'name')) ?? '';
  const printed = sets.some((it) => it.lists.length > 1)
    ? `*(it for it in [${lines}] if isinstance(it, str) and not it.startswith('${name}['))`
    : lines;
  return `python3 -c "import tomllib; file = tomllib.load(open('pyproject.toml', 'rb')); print(${printed}, sep='\\n')" > ${requirementsPath}`;
}

/** Detects the programs of a Python project. */
import { lineOf, tableAt, textAt } from './files/toml.ts';
import { type Pyproject, readPyproject } from './files/pyproject.ts';
import type { Overrides, Recognition } from '../language.ts';
import type { Evidence, Finding, ProjectFacts, ServiceFacts } from '../../types.ts';
import type { ProjectReader } from '../../ports/ports.ts';
import { requirementFiles } from './package-managers/pip.ts';
import type { Installation, PythonProject } from './details.ts';
import { readProcfile } from './files/procfile.ts';
import { buildBackend } from './package-managers/build-backend.ts';
import { chooseManager } from './package-managers/index.ts';
import { consoleScripts } from './start/console.ts';
import { findPrograms } from './start/start.ts';
import { chooseVersion, versionFiles, type VersionRule } from './versions.ts';
import { type ModuleFacts, readModule } from './code/modules.ts';
import { writtenPaths } from './code/written-paths.ts';
import type { Program } from './program.ts';
import { systemNeeds } from './runtime/system.ts';
import { writableOf } from './runtime/writable.ts';

/** Manifests that only a Python program has; pyproject.toml alone may hold nothing but settings of tools. */
export const manifests: readonly { readonly file: string; readonly because: string }[] = [
  { file: 'uv.lock', because: 'the lock file of uv' },
  { file: 'poetry.lock', because: 'the lock file of Poetry' },
  { file: 'pdm.lock', because: 'the lock file of PDM' },
  { file: 'Pipfile', because: 'the manifest of Pipenv' },
  { file: 'manage.py', because: 'a Django project' },
  ...requirementFiles.map((file) => ({ file, because: 'requirements for pip' })),
];
export async function recognize(project: ProjectReader): Promise<Recognition | null> {
  const files = await project.files();
  const evidence: Evidence[] = manifests.filter((it) => files.includes(it.file)).slice(0, 2);
  const pyproject = await readPyproject(project);
  if (pyproject && ('project' in pyproject.table || 'poetry' in tableAt(pyproject.table, 'tool')))
    evidence.unshift({
      file: pyproject.file,
      line: pyproject.file === 'pyproject.toml' ? lineOf(pyproject.text, '[') : 1,
      because: 'a Python project',
    });
  const top = files.filter((it) => it.endsWith('.py') && !it.includes('/'));
  if (evidence.length > 0) {
    // Requirements of a documentation builder or of hooks, beside another program, come without a line of Python.
    const program = files.some((it) => it.endsWith('.py') && !isTest(it));
    return { role: program ? 'program' : 'tooling', evidence };
  }
  if (pyproject)
    return {
      role: 'tooling',
      evidence: [{ file: 'pyproject.toml', because: 'settings of tools, no [project]' }],
    };
  const [first] = top;
  return first
    ? {
        role: files.includes('package.json') || files.includes('go.mod') ? 'tooling' : 'program',
        evidence: [{ file: first, because: 'a Python script' }],
      }
    : null;
}
export async function detect(
  project: ProjectReader,
  overrides: Overrides,
): Promise<ProjectFacts | null> {
  const recognition = await recognize(project);
  if (!recognition) return null;
  const files = await project.files();
  const pyproject = await readPyproject(project);
  const selection = { extras: overrides.extras ?? [], groups: overrides.groups ?? [] };
  const manager = await chooseManager({ project, files, pyproject, selection });
  const chosen =
    overrides.packageManager ??
    (manager.finding.kind === 'found' || manager.finding.kind === 'suggested'
      ? manager.finding.value
      : undefined);
  const installation =
    manager.installations.find((it) => it.manager === chosen) ?? manager.installations[0];
  const version = chooseVersion(
    [
      ...(await versionFiles(project)),
      ...projectRules(pyproject),
      ...(installation?.versionRules ?? []),
    ],
    [
      ...(installation?.packages ?? []),
      ...(installation?.members ?? []).flatMap((it) => it.packages),
    ],
    overrides.today,
  );
  const modules = await readModules(project, files);
  const declared = consoleScripts(pyproject, modules).map((it) => it.name);
  const programs = findPrograms({
    modules,
    installation,
    pyproject,
    procfile: await readProcfile(project),
    folder: '',
  });
  const ignored = (await project.read('.gitignore')) ?? '';
  const services = toServices(
    programs.map((it) =>
      surroundings(it, { modules, installation, files, ignored, scripts: declared }),
    ),
    nameOf(pyproject, project),
  );
  const details: PythonProject = {
    installations: manager.installations,
    files,
    backend: buildBackend(pyproject),
    scripts: declared,
    readsMetadata: modules.some((it) =>
      it.calls.some((call) =>
        /^importlib\.metadata\.(?:version|metadata|distribution)$/.test(call.callee),
      ),
    ),
  };
  return {
    language: 'python',
    evidence: recognition.evidence,
    runtimeVersion: version.finding,
    packageManager: manager.finding,
    service: serviceFinding(services),
    services,
    notes: [...version.notes, ...(installation?.notes ?? [])],
    details,
  };
}

/** requires-python: https://packaging.python.org/en/latest/specifications/core-metadata/#requires-python */
export function projectRules(pyproject: Pyproject | null): VersionRule[] {
  const requires = pyproject && textAt(tableAt(pyproject.table, 'project'), 'requires-python');
  if (!pyproject || requires === undefined || requires === null) return [];
  return [
    {
      specifier: requires,
      exact: false,
      evidence: {
        file: pyproject.file,
        line: lineOf(pyproject.text, requires),
        because: `requires-python = "${requires}"`,
      },
    },
  ];
}

/** Tests, documentation, examples and migrations start nothing. */
export function isTest(path: string): boolean {
  return (
    /(?:^|\/)(?:tests?|testing|docs?|examples?|benchmarks?|migrations|node_modules|site-packages|scripts|tools|notebooks)\//.test(
      path,
    ) || /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|setup|noxfile|tasks|fabfile)\.py$/.test(path)
  );
}

export async function readModules(
  project: ProjectReader,
  files: readonly string[],
): Promise<readonly ModuleFacts[]> {
  const modules: ModuleFacts[] = [];
  for (const file of files) {
    if (!file.endsWith('.py') || isTest(file)) continue;
    const text = await project.read(file);
    if (text !== undefined) modules.push(readModule(file, text));
  }
  return modules;
}

export function nameOf(pyproject: Pyproject | null, project: ProjectReader): string {
  const named =
    pyproject &&
    (textAt(tableAt(pyproject.table, 'project'), 'name') ??
      textAt(tableAt(pyproject.table, 'tool', 'poetry'), 'name'));
  const name = (named ?? project.root.split(/[\\/]/).at(-1) ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return name === '' ? 'app' : name;
}

export interface Surroundings {
  readonly modules: readonly ModuleFacts[];
  readonly installation: Installation | undefined;
  readonly files: readonly string[];
  /** The text of .gitignore. */
  readonly ignored: string;
  readonly scripts: readonly string[];
}

/** A program with what it writes, and what it needs of the system; for a workspace's member, what its own folders do. */
export function surroundings(
  program: Program,
  { modules, installation, files, ignored, scripts }: Surroundings,
): Program {
  const member = installation?.members.find((it) => it.name === program.details.member);
  const own = member
    ? modules.filter((it) => member.folders.some((folder) => it.path.startsWith(`${folder}/`)))
    : modules;
  const packages = (member ?? installation)?.packages ?? [];
  const { folders, leftOut, notes } = writableOf(
    writtenPaths(
      own,
      packages.map((it) => it.name),
    ),
    files,
    ignored,
  );
  const { notes: systemNotes, ...system } = systemNeeds(own, packages, scripts);
  return {
    ...program,
    notes: [...program.notes, ...notes, ...systemNotes],
    details: {
      ...program.details,
      writable: [...program.details.writable, ...folders],
      leftOut,
      system,
    },
  };
}

export function toServices(
  programs: readonly Program[],
  projectName: string,
): readonly ServiceFacts[] {
  return programs.map(({ name, suffix, evidence, start, port, notes, details }) => ({
    name: `${name ?? projectName}${suffix ?? ''}`,
    evidence,
    start,
    port,
    notes,
    details,
  }));
}

export function serviceFinding(services: readonly ServiceFacts[]): Finding<string> {
  const [first, second] = services;
  if (first && !second) return { kind: 'found', value: first.name, evidence: first.evidence };
  return {
    kind: 'ambiguous',
    candidates: services.map((it) => ({ value: it.name, evidence: it.evidence })),
    why: 'several programs, and nothing says which is meant',
  };
}

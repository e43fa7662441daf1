/** Detects a Python project: its package manager, version and programs. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { budgetOf } from '../../shared/budget.ts';
import { certificatesIn } from '../../shared/certificates.ts';
import type { Finding, Note } from '../../../types.ts';
import type { Overrides } from '../../language.ts';
import { argumentAt, calledName } from '../code/arguments.ts';
import { evaluatorOf } from '../code/evaluator.ts';
import type { Evaluator } from '../code/evaluating.ts';
import { alternatives } from '../../shared/values.ts';
import type { PythonModule } from '../code/module.ts';
import { literalText } from '../code/strings.ts';
import type { PythonFacts, PythonProject } from '../details.ts';
import { normalizedName } from '../files/names.ts';
import { readNamedApplication } from '../files/named-application.ts';
import { readPasteSettings } from '../files/paste-settings.ts';
import { readProcfile } from '../files/procfile.ts';
import { readUwsgiSettings } from '../files/uwsgi-settings.ts';
import { projectName, type Pyproject, readPyproject } from '../files/pyproject.ts';
import { lineOf, tableAt, textAt } from '../files/toml.ts';
import { type BuildBackend, buildBackend } from '../package-managers/build-backend.ts';
import { choosePackageManager } from '../package-managers/choose.ts';
import { withCompanions } from '../package-managers/companions.ts';
import { withGeventWorker } from '../package-managers/gevent-worker.ts';
import { withOldCode } from '../package-managers/old-code.ts';
import { withDeclared } from '../package-managers/declared.ts';
import type { Installation } from '../package-managers/installation.ts';
import { type Selection, withSets } from '../package-managers/optional.ts';
import { withImported } from '../package-managers/added-imports.ts';
import { withAddedServer } from '../package-managers/added-server.ts';
import { withSetuptools } from '../package-managers/setuptools.ts';
import type { Program } from '../program.ts';
import { consoleScripts } from '../start/console.ts';
import { findPrograms } from '../start/start.ts';
import { translationNotes, uncompiledTranslations } from '../runtime/translations.ts';
import { otherInterpreters } from '../other-interpreters.ts';
import { frontendOf } from '../runtime/frontend.ts';
import { broughtBy, type LostImport, lostNotes } from '../runtime/imports.ts';
import {
  chooseVersion,
  type VersionChoice,
  versionFiles,
  type VersionLimit,
  type VersionRule,
} from '../versions.ts';
import { recognize } from './recognize.ts';
import { firstOf, isSamePlace } from '../../shared/findings.ts';
import { serviceFinding } from '../../shared/services.ts';
import { servicesOf, withRuntimeFacts } from './services.ts';
import { readSources } from './sources.ts';

/** What is read before anything is decided. */
interface Read {
  readonly project: ProjectReader;
  readonly files: readonly string[];
  readonly pyproject: Pyproject | null;
  readonly modules: readonly PythonModule[];
  readonly evaluator: Evaluator;
  readonly backend: BuildBackend | null;
  /** The console scripts of the package. */
  readonly scripts: readonly string[];
  readonly procfile: Awaited<ReturnType<typeof readProcfile>>;
  readonly named: Awaited<ReturnType<typeof readNamedApplication>>;
  readonly uwsgi: Awaited<ReturnType<typeof readUwsgiSettings>>;
  readonly paste: Awaited<ReturnType<typeof readPasteSettings>>;
  /** The text of .gitignore. */
  readonly ignored: string;
}

/** @returns all facts; `null` if the project contains no Python. */
export async function detect(
  project: ProjectReader,
  overrides: Overrides,
): Promise<PythonFacts | null> {
  const recognition = await recognize(project);
  if (!recognition) return null;
  const read = await readAll(project);
  const { files, pyproject, evaluator, backend, scripts } = read;
  const { wanted, isBuilt, readsOwn } = await findWanted(read, overrides);
  const { manager, installation, complete } = wanted.completed;
  const version = await versionOf(project, pyproject, {
    installation,
    today: overrides.today,
    limits: complete.flatMap((it) => [...limitsOf(it.lost ?? []), ...(it.limits ?? [])]),
  });
  const services = servicesOf(
    complete.map((it) => withVersionNotes(it, overrides, version)),
    nameOf(pyproject, project),
  );
  const frontend = await frontendOf(
    project,
    evaluator,
    complete.flatMap((it) => it.uses ?? []),
    overrides.today,
  );
  const translations = uncompiledTranslations(files, installation?.packages ?? []);
  const details: PythonProject = {
    installations: manager.installations,
    files,
    certificates: await certificatesIn(project, files),
    backend: isBuilt ? backend : null,
    scripts: isBuilt ? scripts : [],
    compilesTranslations: translations !== undefined,
    readsMetadata: readsOwn,
    frontend: frontend.frontend,
    frontendOutputs: frontend.outputs,
  };
  return {
    language: 'python',
    evidence: recognition.evidence,
    runtimeVersion: version.finding,
    packageManager: manager.finding,
    service: serviceFinding(services, {
      project: nameOf(pyproject, project),
      why: 'several programs, and none is named',
    }),
    services,
    notes: [
      ...version.notes,
      ...(await otherInterpreters(project)),
      ...(installation?.notes ?? []),
      ...translationNotes(translations),
      ...(backend?.notes ?? []),
      ...frontend.notes,
      ...wanted.installed.notes,
      ...budgetOf(project).notes(),
    ],
    details,
  };
}

async function readAll(project: ProjectReader): Promise<Read> {
  const files = await project.files();
  const pyproject = await readPyproject(project);
  const sources = await readSources(project, files);
  const { modules } = sources;
  const backend = buildBackend(pyproject, {
    files,
    script: files.includes('setup.py') ? await project.read('setup.py') : undefined,
    configuration: files.includes('setup.cfg') ? await project.read('setup.cfg') : undefined,
  });
  return {
    project,
    files,
    pyproject,
    modules,
    evaluator: evaluatorOf(sources),
    backend,
    scripts: backend ? consoleScripts(pyproject, modules, true).map((it) => it.name) : [],
    procfile: await readProcfile(project),
    named: await readNamedApplication(project, pyproject),
    uwsgi: await readUwsgiSettings(project),
    paste: await readPasteSettings(project),
    ignored: (await project.read('.gitignore')) ?? '',
  };
}

/** The programs, what is installed for them, and whether the project is built as a package. */
async function findWanted(read: Read, overrides: Overrides): Promise<Found> {
  const { project, pyproject, modules, evaluator, backend, scripts } = read;
  const likeliest = (programs: readonly Program[]): Program | undefined =>
    likeliestOf(programs, nameOf(pyproject, project), overrides.service);
  const completedAs = (installed: Installed): Completed => completedFor(installed, read);
  const found = async (isBuilt: boolean): ReturnType<typeof withWanted> => {
    const installWith = installerOf(read, isBuilt, overrides);
    const installed = await withServer(installWith, overrides);
    const more = await withWanted(installed, completedAs, { installWith, likeliest, overrides });
    return overrides.strict ? more : withLacking(more, completedAs, likeliest);
  };
  const built = await found(backend !== null);
  // It parses modules: what the programs use comes first.
  const readsOwn = modules.some((it) => readsMetadata(it, evaluator, projectName(pyproject)));
  const mayRunSources = backend !== null && !backend.demanded && !readsOwn;
  const program = likeliest(built.completed.complete);
  const unbuilt =
    mayRunSources && writesBeside(program, scripts, evaluator) ? await found(false) : undefined;
  const fromSources = unbuilt && likeliest(unbuilt.completed.complete);
  // A script whose function cannot be called in the sources needs the install.
  const isBuilt = !unbuilt || !isSamePlace(fromSources?.evidence[0], program?.evidence[0]);
  return { wanted: isBuilt ? built : unbuilt, isBuilt, readsOwn };
}

interface Found {
  readonly wanted: Awaited<ReturnType<typeof withWanted>>;
  readonly isBuilt: boolean;
  /** Whether the code reads the metadata of the project as a package. */
  readonly readsOwn: boolean;
}

function installerOf(
  { project, files, pyproject, modules, evaluator, procfile, named, uwsgi, paste }: Read,
  isBuilt: boolean,
  overrides: Overrides,
): InstallWith {
  return async (selection, server) => {
    const chosen = await choosePackageManager({ project, files, pyproject, selection });
    const manager = {
      ...chosen,
      installations: chosen.installations
        .map((it) => withOldCode(it, modules))
        .map(withSetuptools)
        .map(withCompanions)
        .map(withGeventWorker)
        .map((it) => (server === undefined ? it : withAddedServer(it, server))),
    };
    const installation = chosenInstallation(manager.installations, manager.finding, overrides);
    const programs = findPrograms({
      modules,
      evaluator,
      installation,
      pyproject,
      procfile,
      named,
      uwsgi,
      paste,
      isBuilt,
      folder: '',
    });
    return { selection, server, manager, installation, programs, notes: [] };
  };
}

function completedFor(
  installed: Installed,
  { evaluator, files, ignored, scripts }: Read,
): Completed {
  return completed(installed, (installation) =>
    installed.programs.map((program) =>
      withRuntimeFacts(program, { evaluator, installation, files, ignored, scripts }),
    ),
  );
}

/** Finds the programs with what is installed for them. */
type InstallWith = (selection: Selection, server?: string) => Promise<Installed>;

interface Installed {
  readonly selection: Selection;
  /** The server that is added to what the project lists. */
  readonly server: string | undefined;
  readonly manager: Awaited<ReturnType<typeof choosePackageManager>>;
  readonly installation: Installation | undefined;
  readonly programs: readonly Program[];
  readonly notes: readonly Note[];
}

/**
 * Installs what the user names. Where nothing is named and only an extra or a group has the server
 * of a program, installs that, too; where nothing has one, and pip can add it, the usual one.
 */
async function withServer(
  installWith: InstallWith,
  { extras, groups, strict }: Overrides,
): Promise<Installed> {
  const selection = { extras: extras ?? [], groups: groups ?? [] };
  const installed = await installWith(selection);
  const proposed = installed.programs.every((it) => it.start.kind === 'unknown')
    ? installed.programs.find((it) => it.proposed)?.proposed
    : undefined;
  if (proposed !== undefined && !strict) return installWith(selection, proposed);
  const offered = installed.programs.find((it) => it.offered)?.offered;
  if (!offered || extras || groups || strict) return installed;
  const { kind, name, evidence } = offered;
  const again = await installWith(withSets(selection, [offered]));
  return {
    ...again,
    notes: [
      {
        code: 'python/server-of-an-extra',
        level: 'warning',
        text: `only the ${kind} ${name} has a server for the program, so it is installed, too`,
        hint: `Name others with --${kind}s.`,
        evidence: [evidence],
      },
    ],
  };
}

/**
 * Where only an extra or a group has what the program imports at its start, and the user names none,
 * installs that, too.
 */
async function withWanted(
  installed: Installed,
  completedAs: (installed: Installed) => Completed,
  {
    installWith,
    likeliest,
    overrides: { extras, groups, strict },
  }: {
    readonly installWith: InstallWith;
    readonly likeliest: (programs: readonly Program[]) => Program | undefined;
    readonly overrides: Overrides;
  },
): Promise<{ readonly installed: Installed; readonly completed: Completed }> {
  const completed = completedAs(installed);
  const wanted = extras || groups || strict ? [] : (likeliest(completed.complete)?.wanted ?? []);
  if (wanted.length === 0) return { installed, completed };
  const { selection, server, notes } = installed;
  const again = await installWith(withSets(selection, wanted), server);
  const more = wanted.map(({ kind, name, evidence }): Note => ({
    code: 'python/extra-imported',
    level: 'warning',
    text: `only the ${kind} ${name} has what the program imports, so it is installed, too`,
    hint: `Name others with --${kind}s.`,
    evidence: [evidence],
  }));
  return {
    installed: { ...again, notes: [...notes, ...more] },
    completed: completedAs(again),
  };
}

/** Where the program still ends at an import of a well-known package, installs that, too. */
function withLacking(
  found: Awaited<ReturnType<typeof withWanted>>,
  completedAs: (installed: Installed) => Completed,
  likeliest: (programs: readonly Program[]) => Program | undefined,
): Awaited<ReturnType<typeof withWanted>> {
  const { installed, completed } = found;
  const { installation, complete } = completed;
  const added = installation && withImported(installation, likeliest(complete)?.lacking ?? []);
  if (!added || added === installation) return found;
  const again = { ...installed, ...installedAs(completed, added) };
  return { installed: again, completed: completedAs(again) };
}

/**
 * Whether a script of the package writes beside its modules: among installed packages, nothing can be
 * written and no volume belongs. From its sources, it writes to folders of the project.
 */
function writesBeside(
  program: Program | undefined,
  scripts: readonly string[],
  { sources }: Evaluator,
): boolean {
  const [word = ''] = (program && firstOf(program.start)?.value) ?? [];
  if (!scripts.includes(word)) return false;
  return (program?.uses?.writes ?? []).some(
    ({ isFull, evidence }) =>
      isFull === true &&
      !/(?:^|\/)_?vendor(?:ed)?\//.test(evidence.file) &&
      !/\bgetcwd\(|\.cwd\(/.test(sources.at(evidence.file)?.text ?? ''),
  );
}

/** The program that is named, or that is likely to be the container's: others may need more. */
function likeliestOf(
  programs: readonly Program[],
  project: string,
  named: string | undefined,
): Program | undefined {
  const services = servicesOf(programs, project);
  const found = firstOf(serviceFinding(services, { project, why: 'several programs' }))?.value;
  return programs[services.findIndex((it) => it.name === (named ?? found))] ?? programs[0];
}

/**
 * Adds what the programs need at run time. Where they import what the project declares and does not
 * list for the install, that is installed, too.
 */
function completed(
  { manager, installation }: Pick<Installed, 'manager' | 'installation'>,
  complete: (installation: Installation | undefined) => readonly Program[],
): Completed {
  const programs = complete(installation);
  const missing = programs.flatMap((it) => it.missing ?? []);
  const added =
    installation && withDeclared(installation, (packages) => missing.some(broughtBy(packages)));
  if (added === installation) return { manager, installation, complete: programs };
  return { ...installedAs({ manager, installation }, added), complete: complete(added) };
}

/** The same with another installation in the place of the chosen one. */
function installedAs(
  { manager, installation }: Pick<Installed, 'manager' | 'installation'>,
  other: Installation | undefined,
): Pick<Installed, 'manager' | 'installation'> {
  const installations = manager.installations.map((it) =>
    it === installation && other ? other : it,
  );
  return { manager: { ...manager, installations }, installation: other };
}

type Completed = Pick<Installed, 'manager' | 'installation'> & {
  readonly complete: readonly Program[];
};

/** The installation of the package manager that was named or is likeliest, or else the first. */
function chosenInstallation(
  installations: readonly Installation[],
  finding: Finding<string>,
  overrides: Overrides,
): Installation | undefined {
  const found = firstOf(finding)?.value;
  const manager = overrides.packageManager ?? found;
  return installations.find((it) => it.manager === manager) ?? installations[0];
}

/** Notes for what the version that was named or found does not have. */
function withVersionNotes(
  program: Program,
  overrides: Overrides,
  { finding }: VersionChoice,
): Program {
  const version = overrides.runtimeVersion ?? firstOf(finding)?.value;
  const line = /^3\.\d+/.exec(version ?? '')?.[0];
  if (line === undefined || !program.lost) return program;
  return { ...program, notes: [...program.notes, ...lostNotes(program.lost, line)] };
}

/** A version without a module that the program needs is not the default. */
function limitsOf(lost: readonly LostImport[]): readonly VersionLimit[] {
  return lost.map(({ name, evidence, lost: { until } }) => ({
    until,
    evidence: {
      ...evidence,
      because: `imports ${name}, which no Python after ${until} has`,
    },
  }));
}

async function versionOf(
  project: ProjectReader,
  pyproject: Pyproject | null,
  {
    installation,
    today,
    limits,
  }: {
    readonly installation: Installation | undefined;
    readonly today: Date;
    readonly limits: readonly VersionLimit[];
  },
): Promise<VersionChoice> {
  const rules = [
    ...(await versionFiles(project)),
    ...projectRules(pyproject),
    ...(installation?.versionRules ?? []),
  ];
  const members = installation?.members ?? [];
  const packages = [...(installation?.packages ?? []), ...members.flatMap((it) => it.packages)];
  return chooseVersion(rules, packages, today, limits);
}

/** https://packaging.python.org/en/latest/specifications/core-metadata/#requires-python */
function projectRules(pyproject: Pyproject | null): VersionRule[] {
  const requires = pyproject && textAt(tableAt(pyproject.table, 'project'), 'requires-python');
  if (!pyproject || requires === undefined || requires === null) return [];
  const because = `requires-python = "${requires}"`;
  const line = lineOf(pyproject.text, requires);
  return [{ specifier: requires, exact: false, evidence: { file: pyproject.file, line, because } }];
}

/** Whether a module reads the metadata of an installed package that may be the project itself. */
function readsMetadata(
  module: PythonModule,
  evaluator: Evaluator,
  own: string | undefined,
): boolean {
  if (!module.text.includes('metadata')) return false;
  return module.calls.some(
    (it) =>
      /^(?:version|metadata|distribution|pkg_version|get_version|_version)$/.test(calledName(it)) &&
      alternatives(evaluator.evaluate(it.field('function'))).some(
        (one) =>
          one.kind === 'foreign' &&
          /^importlib\.metadata\.(?:version|metadata|distribution)$/.test(one.name),
      ) &&
      mayName(literalText(argumentAt(it, 0)), own),
  );
}

/** @param named `undefined` where the code computes the name. */
function mayName(named: string | undefined, own: string | undefined): boolean {
  return (
    named === undefined || (own !== undefined && normalizedName(named) === normalizedName(own))
  );
}

/** The project name, or the name of its folder, as a service name. */
function nameOf(pyproject: Pyproject | null, project: ProjectReader): string {
  const name = (projectName(pyproject) ?? project.root.split(/[\\/]/).at(-1) ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return name === '' ? 'app' : name;
}

/** Finds the programs of a project: start command, port and stop signal of each. */
import { firstOf, likely } from '../../shared/findings.ts';
import type { Evidence, Note } from '../../../types.ts';
import { folderOf } from '../../../text/paths.ts';
import { placeOf } from '../../../text/printable.ts';
import { firstText } from '../../shared/values.ts';
import { findApplications, type Application } from '../frameworks/applications.ts';
import { celeryPrograms } from '../frameworks/celery.ts';
import { type ConsoleScript, consoleScripts, withOptions } from './console.ts';
import { dashboards } from '../frameworks/dashboards.ts';
import { pasteProgram } from './paste.ts';
import type { PythonService } from '../details.ts';
import type { Installation, Member } from '../package-managers/installation.ts';
import { forDevelopers, type OptionalSet } from '../package-managers/optional.ts';
import { settingsIn } from '../code/settings-module.ts';
import { djangoOf, type DjangoFacts } from '../frameworks/django.ts';
import { managerOf } from '../package-managers/index.ts';
import { argumentAt } from '../code/arguments.ts';
import { importPlace, moduleName } from '../code/module-names.ts';
import type { PythonModule } from '../code/module.ts';
import type { Entry } from '../code/sources.ts';
import { usesOf } from '../code/uses.ts';
import type { ProcfileProgram } from '../files/procfile.ts';
import { projectName } from '../files/pyproject.ts';
import { packagesOf, type ProgramInput } from './input.ts';
import { debuggerNotes } from './debugger.ts';
import { type Listening, listening } from './listening.ts';
import { managedServer, type OwnServer, ownServer, waitressScript } from './own-server.ts';
import { findScripts, scriptNames, scriptProgram } from './scripts.ts';
import { scriptBeside } from './side-server.ts';
import { nothingKnown, plain, type Program } from '../program.ts';
import { scrapyPrograms } from '../frameworks/scrapy.ts';
import { workerPrograms } from '../frameworks/workers.ts';
import {
  hasControlSocket,
  proposedServer,
  type FoundServer,
  serverFor,
  servers,
  socketWords,
  uwsgiWords,
} from '../frameworks/servers.ts';

/** @returns the programs of the project or of its workspace; never empty. */
export function findPrograms(input: ProgramInput): readonly Program[] {
  const members = input.installation?.members ?? [];
  const found = members.flatMap((it) => memberPrograms(it, input));
  return found.length > 0 ? found : programsIn(input);
}

/**
 * The programs of a workspace member. A library has none. The members that it needs are imported
 * from their folders.
 */
function memberPrograms(member: Member, input: ProgramInput): readonly Program[] {
  const { installation } = input;
  const isRoot = member.folder === '.';
  const modules = modulesOf(member, input);
  if (!installation || modules.length === 0) return [];
  const own = {
    modules,
    evaluator: input.evaluator,
    installation: { ...installation, packages: member.packages, optional: member.optional },
    pyproject: member.pyproject,
    procfile: isRoot ? input.procfile : [],
    named: isRoot ? input.named : null,
    uwsgi: isRoot ? input.uwsgi : null,
    paste: isRoot ? input.paste : null,
    isBuilt: false,
    folder: member.script || isRoot ? '' : `${member.folder}/`,
    ...(member.script ? { script: member.script.file } : {}),
  };
  const programs = programsIn(own).filter((it) => it.evidence.length > 0);
  // A script that declares its packages is a program, whatever its name.
  const found =
    programs.length === 0 && member.script
      ? modules.map((it) => scriptProgram(it, false, own))
      : programs;
  const paths = member.folders
    .filter((it) => it !== '.')
    .map((folder) =>
      input.modules.some((it) => it.path.startsWith(`${folder}/src/`)) ? `${folder}/src` : folder,
    );
  return found.map((it) => ({
    ...it,
    name: found.length > 1 && it.name !== null ? `${member.name}-${it.name}` : member.name,
    notes: [...member.notes, ...it.notes],
    details: {
      ...it.details,
      member: member.name,
      paths: [...new Set([...it.details.paths, ...paths])],
    },
  }));
}

/** The modules of a member; those of the root are in no other. */
function modulesOf(
  member: Member,
  { modules, installation }: ProgramInput,
): readonly PythonModule[] {
  const isIn = ({ path }: PythonModule, { folder }: Member): boolean =>
    path.startsWith(`${folder}/`);
  if (member.script) return modules.filter((it) => it.path === member.script?.file);
  if (member.folder !== '.') return modules.filter((it) => isIn(it, member));
  return modules.filter((it) => !installation?.members.some((other) => isIn(it, other)));
}

function programsIn(input: ProgramInput): readonly Program[] {
  const { modules, evaluator, installation, pyproject } = input;
  const applications = startedFirst(
    findApplications(modules, evaluator, (found) =>
      namedOnes(oneProtocol(installedOnes(found, installation), installation), input),
    ),
    input,
  );
  const django = djangoOf(modules, evaluator, installation?.packages ?? []);
  const pasted = pasteProgram(input);
  const served = pasted
    ? [pasted]
    : applications.map((it) => servedProgram(it, applications, django, input));
  if (input.procfile.length > 0)
    return input.procfile.map((it) => procfileProgram(it, served, input));
  const beside = served.length > 0;
  const celery = celeryPrograms(modules, evaluator, installation, django, beside);
  const others = celery.length > 0 ? [] : workerPrograms(modules, installation, beside);
  const workers = beside ? [...celery, ...others] : celery;
  const declared = consoleScripts(pyproject, modules, input.isBuilt);
  const isServed =
    django !== null || served.some((it) => it.start.kind === 'found' || it.offered !== undefined);
  // Without a server for it, an application is a part of the programs that the package declares.
  const foreign = installation ? scriptsBeside(applications, served, installation, input) : [];
  if (foreign.length > 0 && workers.length === 0) return foreign;
  const found = [...served, ...workers];
  if (found.length > 0 && (isServed || workers.length > 0 || declared.length === 0)) return found;
  const scripts = findScripts(modules, input.folder, projectName(pyproject));
  const everywhere = declared.length === 0 && !scripts.some((it) => isUsual(it, input));
  const own = [
    ...dashboards(modules, evaluator, installation, { folder: input.folder, everywhere }),
    ...scrapyPrograms(modules, installation),
    ...(declared.length > 0 || scripts.some((it) => isUsual(it, input)) ? [] : others),
  ];
  if (own.length > 0) return own;
  if (declared.length > 0) {
    const programs = declared.map((it) => consoleProgram(it, declared.length > 1, input));
    const deployed = scriptInstead(programs, scripts, input);
    return deployed.length > 0 ? deployed : programs;
  }
  if (django && scripts.every((it) => it.path.endsWith('manage.py')))
    return [managedProgram(django)];
  if (scripts.length > 0) return scripts.map((it) => scriptProgram(it, scripts.length > 1, input));
  return [
    {
      ...nothingKnown,
      start: {
        kind: 'unknown',
        why: `no application and no script to start was found (looked for an ASGI or WSGI application, and for ${scriptNames.slice(0, 4).join(', ')}); name the start command, for example --start "python -m package"`,
      },
      port: {
        kind: 'unknown',
        why: 'its start command is not known; for a program without a port, use --port none',
      },
    },
  ];
}

/**
 * The script with a usual name beside commands that only manage it: they start it as a process of
 * its own, or none of them runs without arguments, or listens.
 */
function scriptInstead(
  programs: readonly Program[],
  scripts: readonly PythonModule[],
  input: ProgramInput,
): readonly Program[] {
  const manages = ({ start, uses }: Program): boolean =>
    start.kind === 'ambiguous' && uses?.listens.length === 0;
  const inBackground = scripts.filter(
    (it) => isUsual(it, input) && it.guard !== undefined && isStartedBy(programs, it, input),
  );
  if (inBackground.length > 0) return inBackground.map((it) => scriptProgram(it, false, input));
  if (!programs.every(manages)) return [];
  // None of them has a command that serves: it would be the last word.
  const isBare = programs.every(
    (it) => firstOf(it.start)?.value.length === (input.isBuilt ? 1 : 3),
  );
  const entries = programs.flatMap((it) => it.entry?.files ?? []);
  const called = entries.map(moduleName);
  return scripts
    .filter(
      (it) =>
        !entries.includes(it.path) &&
        ((isUsual(it, input) && it.guard !== undefined) || (isBare && isOwnMain(it, input))) &&
        !called.some((name) => it.imports(name)),
    )
    .map((it) => scriptProgram(it, false, input));
}

/** Whether commands start a script in the background: their folder has its name beside `Popen`. */
function isStartedBy(
  programs: readonly Program[],
  { path }: PythonModule,
  { modules, folder }: ProgramInput,
): boolean {
  const name = path.slice(folder.length);
  const folders = programs.flatMap(
    (it) => it.entry?.files.map((file) => `${folderOf(file)}/`) ?? [],
  );
  return modules.some(
    (it) =>
      it.path !== path &&
      folders.some((own) => own !== '/' && it.path.startsWith(own)) &&
      /\bPopen\(/.test(it.text) &&
      (it.text.includes(`'${name}'`) || it.text.includes(`"${name}"`)),
  );
}

/** Whether a script has a usual name, in the folder of the project. */
function isUsual({ path }: PythonModule, { folder }: ProgramInput): boolean {
  return scriptNames.includes(path.slice(folder.length));
}

/** Whether `python -m` with the name of the project runs a module. */
function isOwnMain({ path }: PythonModule, { folder, pyproject }: ProgramInput): boolean {
  const name = projectName(pyproject)?.replace(/[-.]/g, '_') ?? '';
  return [`${folder}${name}/__main__.py`, `${folder}src/${name}/__main__.py`].includes(path);
}

function managedProgram(django: DjangoFacts): Program {
  const { details, ...server } = managedServer(django);
  return {
    ...server,
    evidence: firstOf(server.start)?.evidence ?? [],
    notes: django.notes,
    details: { ...plain, ...details, environment: django.environment },
  };
}

/**
 * The scripts with usual names beside an application that nothing serves, and whose framework the
 * requirements do not have: it is another program, with its own requirements.
 */
function scriptsBeside(
  applications: readonly Application[],
  served: readonly Program[],
  { packages }: Installation,
  input: ProgramInput,
): readonly Program[] {
  const isForeign = ({ framework }: Application): boolean =>
    packages.length > 0 && !packages.some((it) => it.name === framework.packageName);
  const isServed = served.some((it) => it.start.kind !== 'unknown' || it.offered !== undefined);
  if (applications.length === 0 || isServed || !applications.every(isForeign)) return [];
  const scripts = findScripts(input.modules, input.folder, projectName(input.pyproject)).filter(
    (it) => isUsual(it, input) && !applications.some(({ file }) => file === it.path),
  );
  return scripts.map((it) => scriptProgram(it, scripts.length > 1, input));
}

function consoleProgram(it: ConsoleScript, several: boolean, input: ProgramInput): Program {
  const entry: Entry = it.module
    ? { modules: [it.module], main: null }
    : { modules: input.modules, main: 'any' };
  const uses = usesOf(entry, input.evaluator, packagesOf(input));
  const { port, details, notes, options } = listening(uses, it.evidence, input.modules);
  const path = input.isBuilt || !it.module ? null : importPlace(it.module, input.modules).path;
  return {
    ...nothingKnown,
    name: several ? it.name : null,
    evidence: [it.evidence],
    start: it.port === null ? withOptions(it.start, options, input.modules) : it.start,
    port: it.port === null ? port : { kind: 'suggested', value: it.port, evidence: [it.evidence] },
    notes,
    details: {
      ...plain,
      ...details,
      ...(it.port === null ? {} : { port: it.port, portVariable: null, handlesStop: false }),
      paths: path === null ? [] : [path],
    },
    entry: it.module ? { files: [it.module.path], main: null } : null,
    uses,
  };
}

/** Django creates both asgi.py and wsgi.py, so the installed server decides. */
function oneProtocol(
  applications: readonly Application[],
  installation: Installation | undefined,
): readonly Application[] {
  const protocols = new Set(applications.map((it) => it.framework.protocol));
  if (protocols.size < 2 || !applications.every((it) => it.framework.title === 'Django'))
    return applications;
  const packages = installation?.packages ?? [];
  const asynchronous =
    serverFor('asgi', packages) !== undefined &&
    (serverFor('wsgi', packages) === undefined ||
      packages.some((it) => it.name === 'channels' || it.name === 'daphne'));
  return applications.filter((it) => it.framework.protocol === (asynchronous ? 'asgi' : 'wsgi'));
}

/**
 * Of several applications, those whose framework is installed: another may need an extra or a group,
 * as a plugin for another framework does.
 */
function installedOnes(
  applications: readonly Application[],
  installation: Installation | undefined,
): readonly Application[] {
  const { packages = [], optional = [] } = installation ?? {};
  const has = (those: readonly { readonly name: string }[], it: Application): boolean =>
    those.some(({ name }) => name === it.framework.packageName);
  if (!applications.some((it) => has(packages, it))) return applications;
  return applications.filter(
    (it) => has(packages, it) || !optional.some(({ requires }) => has(requires, it)),
  );
}

/** The application that the project names, if it is one of those found; else all. */
function namedOnes(
  applications: readonly Application[],
  { named }: ProgramInput,
): readonly Application[] {
  const found = applications.filter(({ target }) => {
    const [module, name] = target.application.split(':');
    return module === named?.module && (named?.name === null || named?.name === name);
  });
  return found.length > 0 ? found : applications;
}

/** Of several applications, those first that a script of the project starts, but for `dev`. */
function startedFirst(
  applications: readonly Application[],
  { pyproject, modules }: ProgramInput,
): readonly Application[] {
  if (applications.length < 2) return applications;
  const started = consoleScripts(pyproject, modules, true)
    .filter((it) => !/^(?:dev|debug|test)/.test(it.name))
    .map((it) => it.module?.path);
  const isLast = ({ file }: Application): number => (started.includes(file) ? 0 : 1);
  return applications.toSorted((one, other) => isLast(one) - isLast(other));
}

/**
 * Without `secret_key`, FastHTML generates a key and writes it to the working directory:
 * https://www.fastht.ml/docs/api/core.html
 */
const sessionKey = {
  path: '.sesskey',
  to: '/tmp/.sesskey',
  why: 'FastHTML keeps its session key in this file unless the code sets secret_key. Each container has a new key.',
} as const;

function setsSecretKey(modules: readonly PythonModule[]): boolean {
  return modules.some(
    (it) =>
      it.text.includes('secret_key') && it.calls.some((call) => argumentAt(call, 'secret_key')),
  );
}

/** @param folder the folder of manage.py, from which Django imports modules; empty for the project. */
function importedFrom(
  { path, target }: Application,
  folder: string,
): Pick<Application, 'path' | 'target'> {
  if (folder === '') return { path, target };
  const application = target.application.replace(`${folder.replaceAll('/', '.')}.`, '');
  return { path: folder, target: { ...target, application } };
}

/** The folders that an application is imported from: its own, and that of the project for Django below it. */
function importFolders(
  path: string | null,
  folder: string,
  modules: readonly PythonModule[],
): readonly string[] {
  const own = path === null ? [] : [path];
  return importsFromRoot(folder, modules) ? [...own, '.'] : own;
}

const absoluteImport = /^[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)/gm;

/** Whether modules below a folder import a package that only the folder of the project has. */
function importsFromRoot(folder: string, modules: readonly PythonModule[]): boolean {
  if (folder === '') return false;
  const inside = `${folder}/`;
  const below = modules.filter(({ path }) => path.startsWith(inside));
  const ofProject = new Set(modules.map(({ path }) => firstName(path)));
  const ofFolder = new Set(below.map(({ path }) => firstName(path.slice(inside.length))));
  return below.some(({ text }) =>
    [...text.matchAll(absoluteImport)].some(
      ([, name = '']) => ofProject.has(name) && !ofFolder.has(name),
    ),
  );
}

/** The name by which a path is imported: `shop` for `shop/urls.py` and for `shop.py`. */
function firstName(path: string): string {
  return path.split('/')[0]?.replace(/\.py$/, '') ?? '';
}

function servedProgram(
  application: Application,
  all: readonly Application[],
  django: DjangoFacts | null,
  input: ProgramInput,
): Program {
  const { modules, installation } = input;
  const { framework } = application;
  const isDjango = framework.title === 'Django' && django !== null;
  const { path, target } = importedFrom(application, isDjango ? django.folder : '');
  const found = serverFor(framework.protocol, installation?.packages ?? []);
  const settings = serverSettings(found?.server.name, input);
  const port = settings?.port ?? 8000;
  const details: PythonService = {
    ...plain,
    framework: framework.id,
    port: found ? port : null,
    handlesStop: found?.server.ignoresStop !== true,
    paths: importFolders(path, isDjango ? django.folder : '', modules),
    links: framework.id === 'fasthtml' && !setsSecretKey(modules) ? [sessionKey] : [],
    ...(isDjango ? djangoDetails(django) : {}),
  };
  const entry = {
    files: [
      application.file,
      ...(settings?.modules ?? []),
      ...(isDjango ? settingsFiles(application.file, django, modules) : []),
    ],
    main: null,
  };
  const name = all.length > 1 ? nameAmong(application, all, target.application) : null;
  const notes = isDjango ? django.notes : [];
  const common = {
    name,
    evidence: [application.evidence],
    entry,
    port: { kind: 'suggested' as const, value: port, evidence: [] },
    notes,
    details,
  };
  const beside = scriptBeside(application, input);
  if (beside) return withOwnServer(common, scriptProgram(beside, false, input));
  if (!found) return unservedProgram({ ...application, target }, common, django, input);
  const script = waitressScript(found, application, input);
  if (script) return withOwnServer(common, script);
  if (application.missing !== null) {
    const why = `${found.server.name} cannot find what ${framework.title} serves: add ${application.missing}`;
    return { ...common, start: { kind: 'unknown', why } };
  }
  const words =
    settings?.words ??
    serverWords({ ...target, protocol: framework.protocol }, found, {
      port,
      isConfigured: settings !== null,
      packages: installation?.packages ?? [],
    });
  const evidence = [application.evidence, serverEvidence(found), ...(settings?.evidence ?? [])];
  return {
    ...common,
    start: { kind: 'found', value: words, evidence },
    port: {
      kind: 'suggested',
      value: port,
      evidence: [
        { ...application.evidence, because: `the port that ${found.server.name} is started with` },
      ],
    },
  };
}

function djangoDetails({
  folder,
  environment,
  collect,
}: DjangoFacts): Pick<PythonService, 'environment' | 'collect'> {
  return { environment, collect: collect ? { folder, ...collect } : null };
}

function serverEvidence({ from, server }: FoundServer): Evidence {
  if (from.added) return from.evidence;
  const by = from.name === server.name ? '' : `${from.name} includes `;
  return { ...from.evidence, because: `${by}${server.name}` };
}

/** The command line of a server, where no file has it. */
function serverWords(
  target: Application['target'] & { readonly protocol: Application['framework']['protocol'] },
  { server, from }: FoundServer,
  {
    port,
    isConfigured,
    packages,
  }: {
    readonly port: number;
    readonly isConfigured: boolean;
    readonly packages: Installation['packages'];
  },
): readonly string[] {
  const more = isConfigured ? [] : socketWords(server.name, packages);
  const installed = from.name === server.name ? from : undefined;
  return [server.name, ...server.words(target, port, installed), ...more];
}

function withOwnServer(common: Omit<Program, 'start'>, own: OwnServer): Program {
  return {
    entry: common.entry,
    ...own,
    name: common.name,
    evidence: common.evidence,
    notes: [...own.notes, ...common.notes],
    details: { ...common.details, ...own.details },
  };
}

/** The name of one application of several: its module, and its variable where that has others, too. */
function nameAmong({ file }: Application, all: readonly Application[], target: string): string {
  const [module = '', variable = ''] = target.replaceAll('.', '-').split(':');
  return all.filter((it) => it.file === file).length > 1 ? `${module}-${variable}` : module;
}

/**
 * An application without a production server. A server that only an extra or a group has is offered;
 * else it is served by its own script or its framework.
 */
function unservedProgram(
  application: Application,
  common: Omit<Program, 'start'>,
  django: DjangoFacts | null,
  input: ProgramInput,
): Program {
  const { framework } = application;
  const { installation, script } = input;
  const proposed = proposedServer[framework.protocol];
  const add = managerOf(installation?.manager ?? 'pip').add(
    proposed,
    script ?? (installation?.manager === 'pip' ? installation.evidence[0]?.file : undefined),
  );
  const sets = setsWithServer(framework.protocol, installation);
  const offered = sets.find(({ set }) => !forDevelopers.test(set.name));
  const why = `${framework.title} needs ${framework.protocol === 'asgi' ? 'an ASGI' : 'a WSGI'} server, but none is installed: ${optionalServer(framework.protocol, installation) ?? `add ${proposed} (${add})`}`;
  const own = offered ? undefined : ownServer(application, django, input, why);
  if (own) return withOwnServer(common, own);
  // Only developers have one: their group is better than no program.
  const last = offered ?? sets[0];
  return {
    ...common,
    start: { kind: 'unknown', why },
    ...(last ? { offered: last.set } : { proposed }),
  };
}

/** A file with the settings of the server. */
interface ServerSettings {
  /** Itself, where it is a module of Python. */
  readonly modules: readonly string[];
  readonly port: number | null;
  /** The command that reads it, where it names the application, too, and why. */
  readonly words?: readonly string[];
  readonly evidence?: readonly Evidence[];
}

function serverSettings(server: string | undefined, input: ProgramInput): ServerSettings | null {
  if (server === 'gunicorn') return gunicornSettings(input);
  if (server !== 'uwsgi' || !input.uwsgi) return null;
  const { file, port } = input.uwsgi;
  return {
    port,
    modules: [],
    words: uwsgiWords(input.uwsgi, port ?? 8000),
    evidence: [{ file, because: 'the settings of uWSGI' }],
  };
}

/**
 * gunicorn.conf.py, which gunicorn reads by itself, with the port that it binds.
 * https://docs.gunicorn.org/en/stable/configure.html#configuration-file
 */
function gunicornSettings({ evaluator }: ProgramInput): ServerSettings | null {
  const module = evaluator.sources.at('gunicorn.conf.py');
  const bound = module
    ?.namesOf()
    .get('bind')
    ?.findLast((it) => it.kind === 'value');
  if (!module) return null;
  const value = bound?.kind === 'value' ? evaluator.evaluate(bound.value) : undefined;
  const address = value && firstText(value.kind === 'list' ? (value.items[0] ?? value) : value);
  const port = Number(/:(\d+)$/.exec(address ?? '')?.[1]);
  return { modules: [module.path], port: port > 0 ? port : null };
}

/** The settings that the application names; all where it names none. */
function settingsFiles(
  file: string,
  { settings }: DjangoFacts,
  modules: readonly PythonModule[],
): readonly string[] {
  const application = modules.find((it) => it.path === file);
  const named = application && settingsIn(application);
  return named === undefined ? settings.map((it) => it.path) : [];
}

/**
 * A server that only an extra or a group includes. It is reported, but not installed unless the
 * user names it.
 */
function optionalServer(
  protocol: Application['framework']['protocol'],
  installation: Installation | undefined,
): string | null {
  const named = setsWithServer(protocol, installation);
  const [first] = named;
  if (!first) return null;
  return `${first.server} is only in ${named.map(({ set }) => `the ${set.kind} ${set.name} (${placeOf(set.evidence)})`).join(' and ')}, so add ${named.map(({ set }) => `--${set.kind}s ${set.name}`).join(' or ')}`;
}

/** The extras and groups that include a server, without those that another one includes. */
function setsWithServer(
  protocol: Application['framework']['protocol'],
  installation: Installation | undefined,
): readonly { readonly set: OptionalSet; readonly server: string }[] {
  const offered = (installation?.optional ?? []).flatMap((set) => {
    const found = serverFor(
      protocol,
      set.requires.map((it) => ({ ...it, evidence: set.evidence, wheels: null })),
    );
    return found ? [{ set, server: found.server.name }] : [];
  });
  // A group that includes another offered group adds no server.
  return offered.filter(
    ({ set }) =>
      !offered.some(
        (it) => it.set !== set && it.set.kind === set.kind && set.lists.includes(it.set.name),
      ),
  );
}

/** A program of the Procfile. The code decides how its modules are imported. */
function procfileProgram(
  { name, command, evidence }: ProcfileProgram,
  served: readonly Program[],
  input: ProgramInput,
): Program {
  const [first] = served;
  const started = command.ok ? entryOf(command.words, input) : null;
  const entry = started ?? first?.entry ?? null;
  const common = {
    ...nothingKnown,
    ...(name === 'web' ? {} : { suffix: `-${name}` }),
    evidence: [evidence],
    notes: [...(first?.notes ?? []), ...debuggersOf(started, input)],
    entry,
  };
  const details = {
    ...(first?.details ?? plain),
    handlesStop: served.length > 0 || stops(entry, input),
    port: command.ok ? command.port : null,
  };
  if (!command.ok) {
    const detected = first && firstOf(first.start);
    return {
      ...common,
      ...(name === 'web' && first ? serversOf(first) : {}),
      details,
      start:
        name === 'web' && detected
          ? likely(detected.value, detected.evidence, command.why)
          : { kind: 'unknown', why: command.why },
      port: { kind: 'suggested', value: name === 'web' ? 8000 : null, evidence: [evidence] },
    };
  }
  // A server that is started by name listens where its arguments say.
  const isServer = servers.some((it) => command.words.includes(it.name));
  const own =
    command.saysPort || isServer ? undefined : ownListening(started, evidence, name, input);
  const words = [
    ...command.words,
    ...(opensSocket(command.words, input.installation) ? ['--no-control-socket'] : []),
    ...(own?.options ?? []),
  ];
  return {
    ...common,
    details: {
      ...details,
      ...(own ? { ...own.details, port: null } : {}),
      environment: [
        ...details.environment,
        ...(own?.details.environment ?? []),
        ...command.environment,
      ],
    },
    start:
      command.despite === null
        ? { kind: 'found', value: words, evidence: [evidence] }
        : likely(words, [evidence], command.despite),
    port: own?.port ?? { kind: 'suggested', value: command.port, evidence: [evidence] },
  };
}

function debuggersOf(entry: Program['entry'], { modules }: ProgramInput): readonly Note[] {
  return modules.filter((it) => it.path === entry?.main).flatMap(debuggerNotes);
}

/** The server that a program without one is offered, or that it lacks. */
function serversOf({ offered, proposed }: Program): Pick<Program, 'offered' | 'proposed'> {
  return { ...(offered ? { offered } : {}), ...(proposed ? { proposed } : {}) };
}

/** Whether a command starts a gunicorn that creates a control socket, which is a file. */
function opensSocket(words: readonly string[], installation: Installation | undefined): boolean {
  const installed = installation?.packages.find((it) => it.name === 'gunicorn');
  return (
    words.includes('gunicorn') &&
    hasControlSocket(installed) &&
    !words.includes('--no-control-socket')
  );
}

/**
 * Where a program listens whose command does not say it. `undefined` for a worker that listens
 * nowhere. The platform of a Procfile gives each web program a port.
 */
function ownListening(
  entry: Program['entry'],
  evidence: Evidence,
  name: string,
  input: ProgramInput,
): Pick<Listening, 'port' | 'details' | 'options' | 'notes'> | undefined {
  const { modules, evaluator } = input;
  const found = modules.filter((it) => entry?.files.includes(it.path) === true);
  const main = found.find((it) => it.path === entry?.main) ?? null;
  const uses =
    found.length > 0 ? usesOf({ modules: found, main }, evaluator, packagesOf(input)) : null;
  if (uses && uses.listens.length > 0) return listening(uses, evidence, modules);
  if (name !== 'web') return undefined;
  const none = listening({ listens: [], stops: uses?.stops ?? [] }, evidence, modules);
  return {
    ...none,
    port: { kind: 'suggested', value: 8000, evidence: [evidence] },
    details: { ...none.details, portVariable: 'PORT', portDemanded: true },
  };
}

/** The modules of a command: those that its words name, or that of a script of the package. */
function entryOf(words: readonly string[], input: ProgramInput): Program['entry'] {
  const { modules, pyproject, isBuilt } = input;
  const script = consoleScripts(pyproject, modules, isBuilt).find((it) => it.name === words[0]);
  const module = script?.module;
  return entryNamed(words, modules) ?? (module ? { files: [module.path], main: null } : null);
}

/** The module that a command names: a file, `module:variable`, or a module behind `-m`. */
function entryNamed(words: readonly string[], modules: readonly PythonModule[]): Program['entry'] {
  for (const [index, word] of words.entries()) {
    const isScript = word.endsWith('.py');
    const name = word.replace(/:.*$/, '');
    if (word.startsWith('-') || (!isScript && !/^[\w.]+$/.test(name))) continue;
    const isModule = words[index - 1] === '-m' || word.includes(':') || words[index - 1] === '-A';
    const found = modules.find((it) =>
      isScript
        ? it.path === word.replace(/^\.\//, '')
        : isModule &&
          (moduleName(it.path) === name ||
            moduleName(it.path) === `${name}.__main__` ||
            moduleName(it.path).endsWith(`.${name}`)),
    );
    if (found)
      return {
        files: [found.path],
        main: isModule && words[index - 1] !== '-m' ? null : found.path,
      };
  }
  return null;
}

/** Whether a program handles SIGTERM. */
function stops(entry: Program['entry'], { modules, evaluator }: ProgramInput): boolean {
  const named = modules.filter((it) => entry?.files.includes(it.path) === true);
  const from: Entry = { modules: named.length > 0 ? named : modules, main: 'any' };
  return usesOf(from, evaluator, []).stops.some((it) => it.signal === 'SIGTERM');
}

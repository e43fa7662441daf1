/**
 * Detects a Go project: the Go version, the programs, and for each program the start command, the
 * port and the requirements for its image.
 */
import { basename } from 'node:path';
import type { ProjectReader } from '../../ports/ports.ts';
import { openParser, type Parse } from '../../syntax/parse.ts';
import { isWithin } from '../../text/paths.ts';
import type { Evidence, Note } from '../../types.ts';
import type { Overrides } from '../language.ts';
import { budgetOf } from '../shared/budget.ts';
import { demandNotes } from '../shared/demands.ts';
import { listens } from '../shared/services.ts';
import type { Load } from '../shared/uses.ts';
import { browserPrograms } from './browser-programs.ts';
import { buildInformation } from './build-information.ts';
import { buildLines, evidenceOf } from './build-lines.ts';
import {
  commonTags,
  projectSettings,
  settingsFor,
  type ProjectSettings,
} from './build-settings.ts';
import { findCgo, type CgoFacts } from './cgo.ts';
import { codeOf } from './code/program.ts';
import { type GoUses, usesOf } from './code/uses.ts';
import type { GoFacts, GoProject, GoService, GoServiceFacts } from './details.ts';
import { frontendOf } from './front-end-targets.ts';
import { functionsNote } from './functions.ts';
import { embedNotes, unmadeOf } from './embed-notes.ts';
import { findHealthcheck } from './healthcheck.ts';
import { findEmbedded, ignoredFacts } from './ignored.ts';
import { findKodata } from './kodata.ts';
import { findListening, settledVariables } from './listening.ts';
import { brokenMain, chooseMain, findMains, readMains, type MainPackage } from './mains.ts';
import { manifestFacts } from './manifests.ts';
import { missingSources } from './missing-sources.ts';
import { findMediaTypes } from './media-types.ts';
import { nameOfModule, readModules, type Modules } from './modules.ts';
import { packagesOf, type Packages, type ProgramSource } from './packages.ts';
import { findPrivateModules } from './private-modules.ts';
import { programNotes, shellReason } from './programs.ts';
import { rawSocketNotes } from './raw-sockets.ts';
import { releaseMode, transportMode } from './release-mode.ts';
import { configurationsOf, findRunFiles, type Places } from './runtime-files.ts';
import { findSignals } from './signals.ts';
import { isStandard } from './standard-library.ts';
import { incompleteSums } from './sums.ts';
import { findStart, listensOfStarted } from './start.ts';
import { findVersionFlags, type VersionFlag } from './version-flags.ts';
import { vendoredStops } from './vendored-signals.ts';
import { type VendoredReader, vendoredReader } from './vendored.ts';
import { findVersionVariable } from './version-variable.ts';
import { findVersion, patchMinimum } from './version.ts';

/** @returns `null` when there is no Go module. */
export async function detectGo(
  project: ProjectReader,
  overrides: Overrides,
): Promise<GoFacts | null> {
  const modules = await readModules(project);
  if (!modules) return null;
  const settings = await projectSettings(project);
  const tags = commonTags(settings);
  const packages = await packagesOf(project, modules, tags);
  const parse = budgetOf(project).limited(await openParser('go'));
  const mains = await findMains(packages, modules, settings.released, parse);
  const version = await findVersion(project, modules, overrides);
  const manifests = await manifestFacts(project, modules, mains);
  const evidence: Evidence[] = modules.workspace
    ? [{ file: 'go.work', because: 'a Go workspace' }]
    : modules.main.slice(0, 1).map((it) => it.pathEvidence);
  const surroundings: Surroundings = {
    project,
    packages,
    vendoredOf: vendoredReader(project, tags),
    modules,
    files: await project.files(),
    versionFlags: await findVersionFlags(project),
    settings,
    today: overrides.today,
  };
  const read = await readMains(mains, modules, overrides.services, (it) =>
    serviceFacts(it, surroundings),
  );
  const services = mains.map((it) => read.get(it) ?? unread(it));
  return {
    language: 'go',
    evidence,
    runtimeVersion: version.finding,
    packageManager: { kind: 'found', value: 'go', evidence },
    service:
      mains.length === 0
        ? { kind: 'found', value: nameOf(modules), evidence }
        : chooseMain(mains, modules, services),
    services: services.length === 0 ? [await absent(modules, packages, parse)] : services,
    notes: [...version.notes, ...manifests.notes, ...budgetOf(project).notes()],
    details: {
      manifests,
      privateModules: await findPrivateModules(project, manifests.requires),
      ignored: await ignoredFacts(project),
      minimum: patchMinimum(modules),
    } satisfies GoProject,
  };
}

/** The sources for the facts about one program. */
interface Surroundings {
  readonly project: ProjectReader;
  readonly packages: Packages;
  readonly vendoredOf: VendoredReader;
  readonly modules: Modules;
  readonly files: readonly string[];
  readonly versionFlags: readonly VersionFlag[];
  readonly settings: ProjectSettings;
  readonly today: Date;
}

async function serviceFacts(
  main: MainPackage,
  surroundings: Surroundings,
): Promise<GoServiceFacts> {
  const { settings } = surroundings;
  const examined = await examine(main, surroundings);
  const { code, frontend, listening } = examined;
  return {
    ...namesOf(main),
    ...builtAs(main, settings),
    ...(listening.isSeen ? { hasListeningCall: true } : {}),
    ...(frontend.frontend ? { hasFrontend: true } : {}),
    start: findStart(code, main.name, main.evidence, listening.local, transportIn(examined)),
    port: listening.port,
    ...(listening.otherPorts ? { otherPorts: listening.otherPorts } : {}),
    notes: await notesOf(examined, surroundings),
    details: detailsOf(examined, main, surroundings),
  };
}

/** What a program that listens nowhere is not started with. */
function transportIn({ listening, uses }: Pick<Examined, 'listening' | 'uses'>) {
  const { port } = listening;
  return port.kind === 'found' && port.value === null ? undefined : uses.transport;
}

/** The names by which commands build a program: its folder and its import path. */
const placesOf = (main: MainPackage): readonly string[] => [main.folder, importPathOf(main)];

const importPathOf = (main: MainPackage): string =>
  [main.module.path, folderBelow(main)].filter((it) => it !== '').join('/');

function builtAs(
  main: MainPackage,
  { built }: ProjectSettings,
): Pick<GoServiceFacts, 'built' | 'builtAs'> {
  const found = placesOf(main).flatMap((it) => (built.has(it) ? [built.get(it) ?? []] : []));
  const names = found.flat();
  return {
    ...(found.length > 0 ? { built: true } : {}),
    ...(names.length > 0 ? { builtAs: names } : {}),
  };
}

type Names = Pick<GoServiceFacts, 'name' | 'aliases' | 'evidence' | 'secondary'>;

function namesOf(main: MainPackage): Names {
  return {
    name: main.name,
    aliases: [importPathOf(main)],
    evidence: [main.evidence],
    ...(main.secondary === undefined ? {} : { secondary: main.secondary }),
  };
}

/** A program that is not chosen, because another one comes first: it is only known by its names. */
function unread(main: MainPackage): GoServiceFacts {
  const why = 'its sources were not read, because another program comes first';
  return { ...namesOf(main), ...nothingKnown(why), notes: [] };
}

type Examined = Awaited<ReturnType<typeof examine>>;

/** Reads a program and everything that it imports. */
async function examine(
  main: MainPackage,
  { project, packages, vendoredOf, modules, files, versionFlags, settings, today }: Surroundings,
) {
  const program = await packages.program(main.folder);
  const sums = await incompleteSums(project, program, main.module, modules);
  const settled = settingsFor(settings, placesOf(main), files);
  const places: Places = {
    files,
    folders: [...new Set(['', main.module.folder, main.folder])],
    modules: modules.main,
  };
  const code = await codeOf(program, budgetOf(project));
  // It takes one file or two, which are parsed before the bounds are used up.
  const version = findVersionVariable(code, modules, versionFlags);
  const embedded = findEmbedded(program.packages, files);
  const uses = await usesOf(
    program,
    (reads) => configurationsOf(reads, embedded.targets, project, places),
    budgetOf(project),
  );
  const listening = findListening(
    listensOfStarted(uses.listens, code, main.name),
    program,
    main.evidence,
  );
  const serves = listens(listening);
  const buildFolder = buildFolderOf(main, modules);
  const vendored = await vendoredOf(program, buildFolder);
  const frontend = await frontendOf({ project, embedded, uses, places, today });
  const unmade = unmadeOf(embedded, frontend).filter((it) => !it.found);
  const stops =
    uses.stops.length > 0
      ? uses.stops
      : await vendoredStops(project, program.packages, vendored.packages);
  return {
    program,
    sums,
    build: sums ? { ...settled, flags: [...settled.flags, '-mod=mod'] } : settled,
    code,
    embedded,
    uses,
    listening,
    serves,
    buildFolder,
    vendored,
    signals: findSignals(stops, main.evidence, serves),
    cgo: findCgo(program, vendored.packages, modules, [...files, ...vendored.files], uses.loads),
    version,
    runFiles: findRunFiles(uses, places, findKodata(program, main.folder, files)),
    frontend,
    missing: await missingSources(project, program, code, unmade),
  };
}

async function notesOf(
  { program, sums, build, code, embedded, uses, listening, ...found }: Examined,
  { project, modules }: Surroundings,
): Promise<Note[]> {
  const { signals, cgo, version, runFiles, frontend, missing } = found;
  return [
    ...listening.notes,
    ...signals.notes,
    ...(await cgoNotes(project, cgo)),
    ...runFiles.notes,
    ...build.notes,
    ...(sums ? [sums] : []),
    ...buildInformation(code, version),
    ...rawSocketNotes(code),
    ...(await unrequiredNotes(project, program, modules)),
    ...(await browserPrograms(project, embedded, runFiles)),
    ...programNotes(uses.starts),
    ...loadNotes(uses.loads),
    ...demandNotes('go', uses.needs, settledVariables(listening)),
    ...missing.notes,
    ...(await embedNotes(project, embedded, frontend, missing.embedded)),
    ...frontend.notes,
  ];
}

function detailsOf(
  { program, build, code, embedded, uses, listening, serves, vendored, ...found }: Examined,
  main: MainPackage,
  { files }: Surroundings,
): GoService {
  const { buildFolder, signals, cgo, version, runFiles, frontend, missing } = found;
  const served = [
    ...embedded.targets.map((it) => it.path),
    ...runFiles.copies.map((it) => it.from),
    ...(frontend.frontend ? [frontend.frontend.folder] : []),
  ];
  const keptInVendor = findEmbedded(vendored.packages, vendored.files).kept;
  return {
    folder: main.folder,
    buildFolder,
    cgo,
    environmentFiles: environmentFilesOf(uses.environmentFiles, runFiles),
    runFiles,
    embedded: {
      ...embedded,
      kept: [...new Set([...embedded.kept, ...keptInVendor])].sort(),
    },
    frontend: frontend.frontend,
    generated: missing.generated,
    mediaTypes: serves ? findMediaTypes(served, files) : [],
    stopSignal: signals.stopSignal,
    variables: listening.variables,
    defaultPorts: listening.defaults,
    ...(listening.local ? { local: listening.local } : {}),
    healthcheck: serves ? findHealthcheck(code) : undefined,
    build,
    shell: shellReason(uses.starts),
    version,
    releaseMode: [
      ...releaseMode(program, code),
      ...transportMode(transportIn({ listening, uses })),
    ],
  };
}

/** Files of the project that are in the image already stay as they are. */
function environmentFilesOf(
  demanded: GoUses['environmentFiles'],
  { copies }: GoService['runFiles'],
): GoService['environmentFiles'] {
  const byPath = new Map(demanded.map(({ path, variables }) => [path, { path, variables }]));
  return [...byPath.values()].filter(({ path }) => !copies.some(({ to }) => isWithin(path, to)));
}

/** The folder of a program as its import path ends. */
function folderBelow({ folder, module }: MainPackage): string {
  return module.folder === '' ? folder : folder.slice(module.folder.length + 1);
}

function buildFolderOf({ module }: MainPackage, modules: Modules): string {
  const fromRoot =
    modules.workspace !== undefined || (modules.main.includes(module) && modules.all.has(''));
  return fromRoot ? '' : module.folder;
}

async function cgoNotes(project: ProjectReader, cgo: CgoFacts | undefined): Promise<Note[]> {
  if (!cgo) return [];
  const { plugins } = cgo;
  if (cgo.evidence === plugins) return [await pluginNote(project, plugins)];
  return [
    {
      code: 'go/cgo',
      level: 'info',
      text: 'the program needs cgo: C is compiled into it, and it uses the C library of the base',
      evidence: [cgo.evidence],
    },
    ...cgo.notes,
    ...(plugins ? [await pluginNote(project, plugins)] : []),
  ];
}

async function pluginNote(project: ProjectReader, opened: Evidence): Promise<Note> {
  const line = (await buildLines(project)).find((it) => /-buildmode[= ]plugin\b/.test(it.text));
  return {
    code: 'go/plugins',
    level: 'warning',
    text: 'the program opens plugins, so it is linked against the C library of the base; the plugins themselves are not built and not in the image',
    hint: 'Build them in the stage that builds the program, with -buildmode=plugin -trimpath, because they must have the same toolchain, flags and modules, and copy them into the final image.',
    evidence: [opened, ...(line ? [evidenceOf(line, 'builds a plugin')] : [])],
  };
}

/** Plugins have a note with the program that opens them. */
function loadNotes(loads: readonly Load[]): Note[] {
  const found = new Map(loads.filter((it) => !it.plugin).map((it) => [it.library, it]));
  return [...found.values()].map(({ library, evidence }) => ({
    code: 'go/library-missing',
    level: 'warning',
    text: `${library === '' ? 'a shared library' : library} is loaded when the program runs, and the image does not have it`,
    hint: 'Copy it and the libraries that it needs into the final image, which must have the C library that they were built for.',
    evidence: [evidence],
  }));
}

/** Without a go.mod, only the standard library can be imported. */
async function unrequiredNotes(
  project: ProjectReader,
  { external }: ProgramSource,
  { made }: Modules,
): Promise<Note[]> {
  const found = [...external].find(([path]) => path !== 'C' && !isStandard(path));
  if (!made || !found) return [];
  const [path, evidence] = found;
  const [above] = await project.above('go.mod');
  if (above)
    return [
      {
        code: 'go/module-above',
        level: 'error',
        text: `${path} is imported, and the go.mod that requires it is outside the folder that is built: ${above.folder}/go.mod`,
        hint: `Build from there: npx create-secure-dockerfile ${above.folder} --service ${basename(project.root)}`,
        evidence: [evidence],
      },
    ];
  return [
    {
      code: 'go/module-missing',
      level: 'error',
      text: `${path} is imported, and there is no go.mod that requires it`,
      hint: `Run go mod init ${made.path} and go mod tidy, and commit go.mod and go.sum.`,
      evidence: [evidence],
    },
  ];
}

function nameOf(modules: Modules): string {
  return nameOfModule(modules.main[0]?.path ?? '');
}

/** A module without a program: a library. Its only service carries the error. */
async function absent(modules: Modules, packages: Packages, parse: Parse): Promise<GoServiceFacts> {
  const [module] = modules.main;
  const evidence = module ? [module.pathEvidence] : [];
  return {
    name: nameOf(modules),
    evidence,
    ...nothingKnown('there is no program'),
    notes: [
      (await functionsNote(packages, modules, parse)) ??
        (await brokenMain(packages, parse)) ?? {
          code: 'go/no-program',
          level: 'error',
          text: 'there is no program: no folder has a package main with a func main that is built for Linux',
          hint: 'A library needs no image. If the program is in another folder, run this command there.',
          evidence,
        },
    ],
  };
}

function nothingKnown(why: string): Pick<GoServiceFacts, 'start' | 'port' | 'details'> {
  return {
    start: { kind: 'unknown', why },
    port: { kind: 'unknown', why },
    details: {
      folder: '',
      buildFolder: '',
      cgo: undefined,
      stopSignal: undefined,
      environmentFiles: [],
      runFiles: { copies: [], writes: [], links: [], mounted: [], notes: [] },
      embedded: { kept: [], targets: [] },
      frontend: undefined,
      generated: [],
      mediaTypes: [],
      variables: [],
      defaultPorts: [],
      healthcheck: undefined,
      build: { tags: [], environment: [], flags: [], notes: [] },
      shell: null,
      version: undefined,
      releaseMode: [],
    } satisfies GoService,
  };
}

/** The project in; ProjectFacts for Go out: version, programs, and for each program its start, port and what its image has to bring. */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence, Note, ProjectFacts, ServiceFacts } from '../../types.ts';
import type { Overrides, PlanInput } from '../language.ts';
import { findCgo, type CgoFacts } from './cgo.ts';
import { findEmbedded, ignoredFacts, type Embedded, type Ignored } from './ignored.ts';
import {
  findHealthcheck,
  findVersionVariable,
  type HealthcheckFacts,
  type VersionVariable,
} from './extras.ts';
import { findFrontend, type Frontend, type FrontendFacts } from './frontend.ts';
import { findListening } from './listening.ts';
import { chooseMain, findMains, type Main } from './mains.ts';
import { manifestFacts, type Manifests } from './manifests.ts';
import { nameOfModule, readModules, type Modules } from './modules.ts';
import { findPrivateModules, type PrivateModules } from './private-modules.ts';
import { isInside, packagesOf, type Packages } from './packages.ts';
import { findRunFiles, type RunFiles } from './runtime-files.ts';
import type { Setting } from './settings.ts';
import { findSignals, type SignalFacts } from './signals.ts';
import { findStart } from './start.ts';
import { findVersionFlags, type VersionFlag } from './version-flags.ts';
import { findVersion } from './version.ts';

export interface GoProject {
  readonly manifests: Manifests;
  readonly privateModules: PrivateModules | undefined;
  readonly ignored: Ignored;
}

export interface GoService {
  /** The folder of the package main. */
  readonly folder: string;
  /** Where `go build` runs: the root, where its go.mod or go.work covers the program; else the folder of its module. */
  readonly buildFolder: string;
  readonly cgo: CgoFacts | undefined;
  readonly stopSignal: SignalFacts['stopSignal'];
  readonly runFiles: RunFiles;
  readonly embedded: Embedded;
  readonly frontend: Frontend | undefined;
  readonly healthcheck: HealthcheckFacts | undefined;
  readonly version: VersionVariable | undefined;
  /** The environment variables that set ports, and what the program takes without them. */
  readonly variables: readonly Setting[];
}

export type GoFacts = ProjectFacts<GoProject, GoService>;
export type GoServiceFacts = ServiceFacts<GoService>;
export type GoPlanInput = PlanInput<GoProject, GoService>;

/** @returns `null` when there is no Go module. */
export async function projectFacts(
  project: ProjectReader,
  overrides: Overrides,
): Promise<GoFacts | null> {
  const modules = await readModules(project);
  if (!modules) return null;
  const files = await project.files();
  const packages = await packagesOf(project, modules);
  const mains = await findMains(packages, modules);
  const version = await findVersion(project, modules, overrides);
  const manifests = await manifestFacts(project, modules, mains);
  const versionFlags = await findVersionFlags(project);
  const evidence: Evidence[] = modules.workspace
    ? [{ file: 'go.work', because: 'a Go workspace' }]
    : modules.main.slice(0, 1).map((it) => it.pathEvidence);
  return {
    language: 'go',
    evidence,
    runtimeVersion: version.finding,
    packageManager: { kind: 'found', value: 'go', evidence },
    service:
      mains.length === 0
        ? { kind: 'found', value: nameOf(modules), evidence }
        : chooseMain(mains, modules),
    services:
      mains.length === 0
        ? [absent(modules)]
        : await Promise.all(
            mains.map((main) =>
              serviceFacts(main, {
                project,
                packages,
                modules,
                files,
                versionFlags,
                today: overrides.today,
              }),
            ),
          ),
    notes: [...version.notes, ...manifests.notes],
    details: {
      manifests,
      privateModules: await findPrivateModules(project, manifests.requires),
      ignored: await ignoredFacts(project),
    },
  };
}

interface Around {
  readonly project: ProjectReader;
  readonly packages: Packages;
  readonly modules: Modules;
  readonly files: readonly string[];
  readonly versionFlags: readonly VersionFlag[];
  readonly today: Date;
}

async function serviceFacts(
  main: Main,
  { project, packages, modules, files, versionFlags, today }: Around,
): Promise<GoServiceFacts> {
  const program = await packages.program(main.folder);
  const listening = findListening(program, main.evidence);
  const listens =
    listening.port.kind === 'unknown' ||
    listening.port.kind === 'ambiguous' ||
    listening.port.value !== null;
  const signals = findSignals(program, main.evidence, listens);
  const cgo = findCgo(program);
  const runFiles = findRunFiles(program, files, [
    ...new Set(['', main.module.folder, main.folder]),
  ]);
  const embedded = findEmbedded(program, files);
  const web = await findFrontend(project, embedded.targets, today);
  const start = findStart(program, main.name, main.evidence, listening.local);
  const cgoNotes: Note[] = cgo
    ? [
        {
          level: 'info',
          text: 'the program needs cgo: C is compiled with it, and its C library is that of the base',
          evidence: [cgo.evidence],
        },
        ...cgo.notes,
      ]
    : [];
  return {
    name: main.name,
    evidence: [main.evidence],
    ...(main.secondary === undefined ? {} : { secondary: main.secondary }),
    start,
    port: listening.port,
    notes: [
      ...listening.notes,
      ...signals.notes,
      ...cgoNotes,
      ...runFiles.notes,
      ...embedNotes(embedded, web),
      ...web.notes,
    ],
    details: {
      folder: main.folder,
      buildFolder:
        modules.workspace || (modules.main.includes(main.module) && modules.all.has(''))
          ? ''
          : main.module.folder,
      cgo,
      runFiles,
      embedded,
      frontend: web.frontend,
      stopSignal: signals.stopSignal,
      variables: listening.variables,
      healthcheck: listens ? findHealthcheck(program) : undefined,
      version: findVersionVariable(program, modules, versionFlags),
    },
  };
}

function embedNotes({ targets }: Embedded, { frontend, refused }: FrontendFacts): Note[] {
  const missing = targets.filter(
    (it) => !it.found && it !== refused && !(frontend && isInside(it.path, frontend.output)),
  );
  return missing.map((it) => ({
    code: 'go/embedded-file-missing',
    level: 'error',
    text: `//go:embed ${it.pattern} matches no file, so the program cannot be compiled`,
    hint: `If another program creates ${it.path}, run that first. A front end is built in the image if its package.json has a build script and a lock file.`,
    evidence: [it.evidence],
  }));
}

function nameOf(modules: Modules): string {
  return nameOfModule(modules.main[0]?.path ?? '');
}

/** A module without a program: a library. Its only service carries the error. */
function absent(modules: Modules): GoServiceFacts {
  const [module] = modules.main;
  const evidence = module ? [module.pathEvidence] : [];
  return {
    name: nameOf(modules),
    evidence,
    start: { kind: 'unknown', why: 'there is no program' },
    port: { kind: 'unknown', why: 'there is no program' },
    notes: [
      {
        level: 'error',
        text: 'there is no program: no folder has a package main with a func main that is built for Linux\nA library needs no image. Where the program is written elsewhere, run this in its folder.',
        evidence,
      },
    ],
    details: {
      folder: '',
      buildFolder: '',
      cgo: undefined,
      stopSignal: undefined,
      runFiles: { copies: [], writes: [], notes: [] },
      embedded: { kept: [], targets: [] },
      frontend: undefined,
      variables: [],
      healthcheck: undefined,
      version: undefined,
    },
  };
}

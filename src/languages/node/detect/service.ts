/** Detects the facts about one service: start, runtime behavior, and the files for the image. */
import { isWithin, joined } from '../../../text/paths.ts';
import type { Evidence } from '../../../types.ts';
import type { NodeService, ServiceDetails } from '../details.ts';
import { productionDependencies } from '../files/manifest.ts';
import { serviceName } from '../files/service-name.ts';
import { otherPorts } from '../../shared/ports.ts';
import { supportFolder } from '../../shared/services.ts';
import { type PackageBeside, packageBeside } from '../package-managers/beside.ts';
import { isLocalOnly } from '../runtime/local-server.ts';
import { type FrontEndsBeside, frontEndsBeside } from './front-ends.ts';
import { prismaOf } from '../runtime/prisma.ts';
import { clientGeneration } from './prisma-client.ts';
import { startFactsOf, type StartFacts } from '../start/program.ts';
import { calledLimits } from '../version/limits.ts';
import { builtValuesOf } from './built-values.ts';
import { developmentOf } from './development.ts';
import { guessedEntry } from './guessed-entry.ts';
import { isOpened } from './port.ts';
import { type RuntimeFacts, runtimeFactsOf } from './runtime.ts';
import type { ServiceInput } from './service-input.ts';
import { serviceNotes } from './service-notes.ts';
import { startThatServes } from './serving-command.ts';
import { manifestsInImage, type Shipping, shippingOf } from './shipping.ts';

/** @returns the facts about the program of one package. */
export async function detectService(input: ServiceInput): Promise<NodeService> {
  const { project, manifest, workspace, shared } = input;
  const start = await startFactsOf({
    project,
    manifest,
    binary: input.binary,
    root: workspace?.root ?? manifest,
    shared: shared ?? null,
    given: input.start,
  });
  const runtime = await runtimeFactsOf(input, start);
  const frontEnds = await frontEndsOf(input, start, runtime);
  const shipping = await shippingOf(input, start, {
    ...runtime,
    outputs: frontEnds.outputs,
  });
  const guess = guessedEntry(input, start, runtime.program);
  const built = await builtValuesOf(input, start, runtime);
  const development = await developmentOf(input, start, runtime);
  const beside = await besideOf(input, start, shipping);
  const locals = (workspace?.locals ?? []).map((it) => it.manifest);
  const prisma = await prismaOf(project, [manifest, ...locals]);
  const generation = await clientGeneration(project, workspace?.root ?? manifest, [
    { manifest, build: start.build },
    ...(workspace?.locals ?? []),
  ]);
  const support = supportFolder(manifest.folder);
  const details: ServiceDetails = {
    manifest,
    workspace,
    given: start.given,
    interpreter: start.interpreter,
    build: start.build,
    localOnly: isOpened(start) && isLocalOnly(runtime.uses.local),
    readsOutside: readsOutside(input, runtime),
    framework: start.framework,
    site: start.site,
    ships: shipping.ships,
    prisma,
    clientGeneration: generation,
    hasProductionDependencies: manifestsInImage(input).some(
      (it) => Object.keys(productionDependencies(it)).length > 0,
    ),
    beside,
    frontEnds: frontEnds.built,
    installedBeside: frontEnds.installed,
    loadsDevelopment: development.map((it) => it.name),
    versionLimits: calledLimits(runtime.program),
    handler: runtime.handler,
    speaksOther: runtime.speaksOther,
    mode: modeOf(start, runtime),
    portVariable: runtime.port.variable,
    environment: runtime.environment,
    writable: runtime.writable,
    links: runtime.written?.links ?? [],
    leftOut: runtime.leftOut,
    kept: runtime.kept,
    certificates: runtime.certificates,
    environmentFiles: runtime.environmentFiles,
    skippedValidation: runtime.skipped,
    standIns: runtime.demands.standIns,
    compilerSettings: runtime.settings.files,
    buildArguments: built.arguments,
    readsGit: built.readsGit,
  };
  return {
    name: serviceName(manifest, project.root),
    ...(manifest.name === null ? {} : { aliases: [manifest.name] }),
    evidence: [serviceEvidence(input)],
    ...(support === undefined ? {} : { secondary: support }),
    start:
      guess.unusable ??
      (input.start === undefined
        ? startThatServes(start, runtime.program, runtime.uses.local)
        : undefined) ??
      start.start.finding,
    port: runtime.port.finding,
    ...otherPorts(runtime.uses.listens, runtime.port.finding),
    notes: [
      ...frontEnds.notes,
      ...(await serviceNotes(input, {
        start,
        runtime,
        shipping,
        guess,
        built,
        development,
        beside,
        prisma,
        mode: details.mode,
      })),
    ],
    details,
  };
}

/** A program that listens only outside production gets what its start script says, or development. */
function modeOf({ framework, site, server, start }: StartFacts, { uses }: RuntimeFacts): string {
  const isOwn = !framework && !site && !server;
  if (!isOwn || uses.outsideProduction === null) return 'production';
  const said = start.environment['NODE_ENV'] ?? 'production';
  return said === 'production' ? 'development' : said;
}

/** Paths in the project that are outside of the package, as the program reads or serves them. */
function readsOutside(
  { manifest, workspace }: ServiceInput,
  { uses }: RuntimeFacts,
): readonly string[] {
  if (workspace === null) return [];
  const paths = [...uses.reads, ...uses.writes]
    .filter((it) => it.below !== 'home' && !it.path.startsWith('/'))
    .map((it) => joined(manifest.folder, it.path.replace(/\/$/, '')));
  const isOutside = (it: string): boolean =>
    !it.startsWith('..') && (manifest.folder === '' || !isWithin(it, manifest.folder));
  return [...new Set(paths)].filter(isOutside);
}

/** A package that is in no workspace, and whose sources run as they are. */
async function besideOf(
  { project, manifest, workspace, shared }: ServiceInput,
  { interpreter, framework, site, origin, source }: StartFacts,
  { ships }: Shipping,
): Promise<PackageBeside | null> {
  const isAlone = workspace === null && !shared && manifest.workspaces.length === 0;
  const runsSources = interpreter === 'node' && !framework && !site && origin?.kind === 'source';
  return isAlone && runsSources && source !== null && ships.kind === 'all'
    ? packageBeside(project, manifest, source)
    : null;
}

/** Of a program in a workspace, its packages are built. */
async function frontEndsOf(
  { project, manifest, workspace, shared }: ServiceInput,
  { framework, site, build }: StartFacts,
  { uses }: RuntimeFacts,
): Promise<FrontEndsBeside> {
  const isAlone = workspace === null && !shared && manifest.workspaces.length === 0;
  return isAlone && !framework && !site
    ? frontEndsBeside(project, manifest, build, uses.reads)
    : { installed: [], built: [], outputs: [], notes: [] };
}

function serviceEvidence({ manifest, workspace, shared }: ServiceInput): Evidence {
  if (shared) return shared.build.evidence;
  return {
    file: manifest.file,
    because: workspace ? 'a package of the workspace' : 'the package',
  };
}

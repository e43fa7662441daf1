/** One package in, the facts about its program out: how it starts, where it listens, what of it ships. */
import type { EnvironmentLine } from '../../language.ts';
import type { Note, ServiceFacts } from '../../../types.ts';
import { isBelow, outermost } from '../../shared/writable.ts';
import { demandedNote, requiredNotes } from '../runtime/demanded.ts';
import type { ServiceDetails } from '../details.ts';
import { type Ships, shipsOf } from '../runtime/ships.ts';
import { endsNotes, onlyExports } from '../runtime/ends-at-once.ts';
import type { FrameworkFacts } from '../frameworks/framework.ts';
import { portOf, speaksOther } from './port.ts';
import { type Manifest, productionDependencies } from '../files/manifest.ts';
import { hostVariable } from '../runtime/port.ts';
import { prismaOf } from '../runtime/prisma.ts';
import { publicVariables } from '../frameworks/public-variables.ts';
import { readReached } from '../files/imports.ts';
import { runNotes, typeStrippingNotes } from '../runtime/unsupported.ts';
import { serviceName } from '../files/service-name.ts';
import { handlerOf } from '../runtime/signals.ts';
import { readSources, type Source } from '../files/sources.ts';
import { servedTitle, type ServiceInput, type Started, startedProgram } from '../start/program.ts';
import { joined, seenFrom } from '../../../text/paths.ts';
import { missingHelpers } from '../workspace/helpers.ts';
import { type Writable, writableOf } from '../runtime/writable.ts';
import { writtenPaths } from '../runtime/written-paths.ts';

export async function detectService(input: ServiceInput): Promise<ServiceFacts> {
  const { project, manifest, workspace, shared, start: given } = input;
  const started = await startedProgram(input);
  const { start, own, site, framework, server, interpreter, source, build } = started;
  const facts = framework ?? site;
  const everything = async (): Promise<readonly Source[]> =>
    site ? [] : readSources(project, shared?.folder ?? manifest.folder, source);
  const reached = source === null || site ? null : await readReached(project, source, manifest);
  const sources = reached ?? (await everything());
  const port = await portOf(started, sources, reached ? everything : null);
  const host = facts || server ? null : hostVariable(sources);
  const written = site ? null : await writtenBy(input, started, sources);
  const declared = [
    ...((framework ?? server)?.writable ?? []),
    ...(started.alongside?.writable ?? []),
  ].map((it) => `/${joined('app', joined(manifest.folder, it))}`);
  const variables = facts ? await publicVariables(project, manifest, site !== null) : null;
  const ships = await shippedOf(input, started, written?.leftOut ?? []);

  const details: ServiceDetails = {
    manifest,
    workspace,
    interpreter,
    build,
    framework,
    site,
    ships: ships.what,
    prisma: await prismaOf(project, [
      manifest,
      ...(workspace?.locals ?? []).map((it) => it.manifest),
    ]),
    hasProductionDependencies: inImage(input).some(
      (it) => Object.keys(productionDependencies(it)).length > 0,
    ),
    handler: framework?.handlesSigterm ? framework.evidence : handlerOf(sources),
    speaksOther: !facts && !server && speaksOther(sources),
    portVariable: port.variable,
    environment: [
      ...((framework ?? server)?.environment ?? []),
      ...(host && !(host.name in start.environment) ? [host] : []),
      ...environmentLines(start.environment),
    ],
    writable: outermost([...declared, ...(written?.folders ?? [])]),
    leftOut: written?.leftOut ?? [],
    kept: variables?.kept ?? [],
  };
  // The file that node would be started with, and that no script names. Bun serves what its entry exports.
  const guessed =
    own.finding.kind === 'suggested' &&
    !facts &&
    given === undefined &&
    interpreter === 'node' &&
    source !== null
      ? sources.slice(0, 1)
      : [];
  // What a start script was refused for is no reason to start what would end at once.
  const endsAtOnce = own.refused.length > 0 && guessed.some(onlyExports);
  const committed =
    site?.title === servedTitle &&
    (await project.files()).some((it) => isBelow(it, joined(manifest.folder, site.folder)));
  const notes = [
    ...(given === undefined ? (shared?.notes ?? []) : []),
    ...ships.notes,
    ...(facts?.notes ?? []),
    ...(site ? [] : runNotes(manifest, sources, interpreter)),
    ...(written?.notes ?? []),
    ...(variables?.notes ?? []),
    ...(isStripped(started) ? typeStrippingNotes(sources) : []),
    ...guessed.flatMap(endsNotes),
    ...(endsAtOnce ? [] : start.notes),
    ...port.notes,
    ...(server?.demands
      ? [
          demandedNote(
            server.demands,
            { file: manifest.file, because: `starts ${server.title}` },
            server.title,
          ),
        ]
      : []),
    ...(facts || server
      ? []
      : requiredNotes(
          sources,
          details.environment.map((it) => it.name),
        )),
    ...environmentNotes(start.environment),
    ...(facts && build === null && !committed ? [noBuild(facts, manifest)] : []),
  ];
  return {
    name: serviceName(manifest, project.root),
    evidence: [
      shared
        ? shared.build.evidence
        : {
            file: manifest.file,
            because: workspace ? 'a package of the workspace' : 'the package',
          },
    ],
    start: endsAtOnce
      ? {
          kind: 'unknown',
          why: `${own.refused.join('; ')}; and ${source ?? ''} only exports. Say how it starts, for instance --start "node server.js"`,
        }
      : start.finding,
    port: port.finding,
    notes,
    details,
  };
}

/** The package, and those of its workspace that it needs when it runs. */
function inImage({ manifest, workspace }: ServiceInput): Manifest[] {
  return [
    manifest,
    ...(workspace?.locals ?? []).filter((it) => it.ships !== null).map((it) => it.manifest),
  ];
}

async function writtenBy(
  { project, manifest }: ServiceInput,
  { build, origin }: Started,
  sources: readonly Source[],
): Promise<Writable> {
  return writableOf({
    written: writtenPaths(sources, manifest.folder),
    folder: manifest.folder,
    files: await project.files(),
    ignored: (await project.read('.gitignore')) ?? '',
    outputs:
      build !== null && origin?.kind !== 'source' ? build.outputs.map((it) => it.folder) : null,
  });
}

/** @param leftOut what is no part of the build context. */
async function shippedOf(
  input: ServiceInput,
  { framework, alongside, origin, entry, build }: Started,
  leftOut: readonly string[],
): Promise<{ readonly what: Ships; readonly notes: readonly Note[] }> {
  const { project, manifest, workspace, shared } = input;
  const root = workspace?.root ?? (shared ? manifest : null);
  const helpers =
    root && origin?.kind === 'built'
      ? await missingHelpers(project, shared?.folder ?? manifest.folder, inImage(input), root)
      : null;
  const notes = helpers ? [helpers] : [];
  if (framework) return { what: { kind: 'copies', copies: framework.copies }, notes };
  const files = (await project.files()).filter(
    (file) => !leftOut.some((it) => file === it || isBelow(file, it)),
  );
  const compiled = shipsOf(
    manifest,
    files,
    origin?.kind === 'built' ? entry : null,
    build?.outputs.map((it) => it.folder) ?? [],
  );
  if (compiled.kind !== 'listed') return { what: compiled, notes };
  const more = [
    ...(helpers ? [seenFrom(manifest.folder, 'node_modules/tslib')] : []),
    ...(alongside?.paths ?? []).filter(
      (it) => !compiled.paths.some((path) => it === path || isBelow(it, path)),
    ),
  ];
  const what: Ships = { kind: 'listed', paths: [...new Set([...compiled.paths, ...more])] };
  return { what, notes };
}

/** Whether node itself erases the types. */
function isStripped({ interpreter, origin, entry, words }: Started): boolean {
  return (
    interpreter === 'node' &&
    origin?.kind === 'source' &&
    /\.[cm]?ts$/.test(entry ?? '') &&
    !words.includes('--import') &&
    !words.includes('--require')
  );
}

function noBuild(facts: FrameworkFacts, manifest: Manifest): Note {
  return {
    level: 'error',
    text: `${facts.title} has to be built, and package.json has no script "build"\nAdd one to "scripts".`,
    evidence: [{ file: manifest.file, because: 'no script "build"' }],
  };
}

const secretName =
  /(?:^|_)(?:API_?KEY|AUTH|CREDENTIALS?|KEY|PASSWORD|PASSWD|PWORD|SECRET|TOKEN)(?:_|$)/i;

function environmentLines(environment: Readonly<Record<string, string>>): EnvironmentLine[] {
  return Object.entries(environment)
    .filter(([name]) => !['NODE_ENV', 'PORT'].includes(name) && !secretName.test(name))
    .map(([name, value]) => ({ name, value, why: 'From the start script.' }));
}

function environmentNotes(environment: Readonly<Record<string, string>>): Note[] {
  return Object.keys(environment)
    .filter((name) => secretName.test(name))
    .map((name) => ({
      level: 'warning',
      text: `the start script sets ${name}, which looks like a secret: it is not written into the image; give it when the container runs`,
    }));
}

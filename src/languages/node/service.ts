/** One package in, the facts about its program out: how it starts, where it listens, what of it ships. */
import type { ProjectReader } from '../../ports/ports.ts';
import type { EnvironmentLine } from '../language.ts';
import type { Note, ServiceFacts } from '../../types.ts';
import { chooseBuild } from './build.ts';
import { lineAt } from '../lines.ts';
import { isBelow, outermost } from '../writable.ts';
import type { ServiceDetails, Ships, Surroundings } from './details.ts';
import type { InterpreterName } from './interpreters.ts';
import { type Manifest, productionDependencies } from './manifest.ts';
import { detectFramework } from './frameworks/index.ts';
import type { FrameworkFacts, ServerFacts, SiteFacts } from './frameworks/framework.ts';
import { sitePort } from './plan-site.ts';
import { findPort, hostVariable, type PortAnswer, type PortDefault } from './port.ts';
import { prismaOf } from './prisma.ts';
import { libraryNote, runNotes, typeStrippingNotes } from './run-notes.ts';
import { serviceName } from './service-name.ts';
import { shipsOf } from './ships.ts';
import { handlerOf } from './signals.ts';
import { readReached } from './reached.ts';
import { readSources, type Source } from './sources.ts';
import { chooseStart, entryOf, originOf, type StartAnswer } from './start/choose-start.ts';
import { packageFinder, relocated } from './start/packages.ts';
import { dependencyServer, type DependencyServer } from './start/servers.ts';
import { joined, seenFrom } from './typescript.ts';
import { missingHelpers } from './workspace/helpers.ts';
import type { SharedProgram } from './workspace/shared.ts';
import { writableOf } from './writable.ts';
import { writtenPaths } from './written.ts';

export interface ServiceInput {
  readonly project: ProjectReader;
  readonly manifest: Manifest;
  readonly binary: (name: string) => string | undefined;
  /** The rest of the workspace, if the package is part of one. */
  readonly workspace: Surroundings | null;
  /** Set where the manifest is that of the root, for several programs. */
  readonly shared?: SharedProgram;
  /** The start command that the user gave. */
  readonly start?: readonly string[] | undefined;
}

export async function detectService({ project, manifest, binary, workspace, shared, start: given }: ServiceInput): Promise<ServiceFacts> {
  const files = await project.files();
  const found = shared ? shared.site : await detectFramework({ project, manifest, files });
  const scripted = shared?.build ?? await chooseBuild(project, manifest, workspace?.root ?? manifest, found?.kind === 'site' ? found.script : undefined);
  const chosen = chooseStart({ manifest, binary, build: scripted, files, text: await processFiles(project, manifest.folder) });
  // Its target or nest-cli.json says what is built and where to.
  const own: StartAnswer = shared && chosen.finding.kind === 'suggested' ? { ...chosen, finding: { ...chosen.finding, kind: 'found' } } : chosen;
  const custom = own.finding.kind === 'found' && startsOwnFile(own.finding.value, { manifest, build: scripted, files });
  const facts = custom ? null : (found ?? servedSite(own));
  const site = facts?.kind === 'site' ? facts : null;
  const framework = facts?.kind === 'server' ? facts : null;
  const start: StartAnswer = facts ? { ...own, finding: { kind: 'found', value: site ? ['serve', site.folder] : relocated(framework?.start ?? [], await packageFinder(project, manifest)), evidence: [facts.evidence] }, notes: [] } : own;

  const words = start.finding.kind === 'found' || start.finding.kind === 'suggested' ? start.finding.value : [];
  const entry = entryOf(words);
  const origin = entry === null || facts ? null : originOf(entry, { manifest, build: scripted, files });
  // Sources that run as they are need no tsc that nobody asked for.
  const build = scripted?.script === null && origin?.kind === 'source' ? null : scripted;
  const interpreter = (given ?? words)[0] === 'bun' ? 'bun' : 'node';
  const all = site ? [] : await readSources(project, shared?.folder ?? manifest.folder, sourceFile(origin));
  const started = sourceFile(origin);
  const sources = (started === null || site ? null : await readReached(project, started, manifest)) ?? all;
  const evidence = own.finding.kind === 'found' ? own.finding.evidence : [];
  const server = facts ? undefined : dependencyServer(given ?? words);
  const portIn = (from: readonly Source[]): PortAnswer => portOf({ sources: from, site, framework, server, interpreter }, { words: own.finding.kind === 'found' ? own.finding.value : [], environment: own.environment, evidence });
  const reached = portIn(sources);
  // What is loaded in a way that no text shows may be what listens.
  const port = reached.finding.kind === 'suggested' && reached.finding.value === null ? portIn(all) : reached;
  // Bun serves what its entry exports.
  const library = own.finding.kind === 'suggested' && !facts && given === undefined && interpreter === 'node' && sourceFile(origin) !== null ? sources.slice(0, 1).flatMap(libraryNote) : [];
  const stripped = interpreter === 'node' && origin?.kind === 'source' && /\.[cm]?ts$/.test(entry ?? '') && !words.includes('--import') && !words.includes('--require');
  const host = site || framework || server ? null : hostVariable(sources);
  const compiles = build !== null && origin?.kind !== 'source';
  const written = site ? null : writableOf({ written: writtenPaths(sources, manifest.folder), folder: manifest.folder, files, ignored: (await project.read('.gitignore')) ?? '', outputs: compiles ? build.outputs.map((it) => it.folder) : null });
  const declared = (framework ?? server)?.writable.map((it) => `/${joined('app', joined(manifest.folder, it))}`) ?? [];
  const writable = outermost([...declared, ...(written?.folders ?? [])]);
  const leftOut = written?.leftOut ?? [];
  const shipped = files.filter((file) => !leftOut.some((it) => file === it || isBelow(file, it)));

  const root = workspace?.root ?? (shared ? manifest : null);
  const inImage = [manifest, ...(workspace?.locals ?? []).filter((it) => it.ships !== null).map((it) => it.manifest)];
  const helpers = root && origin?.kind === 'built' ? await missingHelpers(project, shared?.folder ?? manifest.folder, inImage, root) : null;
  const compiled = shipsOf(manifest, shipped, origin?.kind === 'built' ? entry : null, build?.outputs.map((it) => it.folder) ?? []);
  const ships: Ships = helpers && compiled.kind === 'listed' ? { kind: 'listed', paths: [...compiled.paths, seenFrom(manifest.folder, 'node_modules/tslib')] } : compiled;

  const details: ServiceDetails = {
    manifest,
    workspace,
    interpreter,
    build,
    framework,
    site,
    ships: framework ? { kind: 'copies', copies: framework.copies } : ships,
    prisma: await prismaOf(project, [manifest, ...(workspace?.locals ?? []).map((it) => it.manifest)]),
    hasProductionDependencies: inImage.some((it) => Object.keys(productionDependencies(it)).length > 0),
    handler: framework?.handlesSigterm ? framework.evidence : handlerOf(sources),
    portVariable: port.variable,
    environment: [...((framework ?? server)?.environment ?? []), ...(host && !(host.name in start.environment) ? [host] : []), ...environmentLines(start.environment)],
    writable,
    leftOut,
  };
  return {
    name: serviceName(manifest, project.root),
    evidence: [shared ? shared.build.evidence : { file: manifest.file, because: workspace ? 'a package of the workspace' : 'the package' }],
    start: start.finding,
    port: port.finding,
    notes: [...(given === undefined ? (shared?.notes ?? []) : []), ...(helpers ? [helpers] : []), ...(facts?.notes ?? []), ...(site ? [] : [...runNotes(manifest, sources), ...(written?.notes ?? [])]), ...(stripped ? typeStrippingNotes(sources) : []), ...library, ...start.notes, ...port.notes, ...demandNotes(server, manifest), ...environmentNotes(start.environment), ...(facts && build === null ? [noBuild(facts, manifest)] : [])],
    details,
  };
}

/** Configurations of pm2, which name the program to start, and programs that name their interpreter themselves. */
async function processFiles(project: ProjectReader, folder: string): Promise<(file: string) => string | undefined> {
  const texts = new Map<string, string>();
  const prefix = folder === '' ? '' : `${folder}/`;
  for (const file of await project.files()) {
    const name = file.startsWith(prefix) ? file.slice(prefix.length) : '';
    if (/^(?:ecosystem|pm2|processes)[\w.-]*\.(?:[cm]?js|json|ya?ml)$|^(?:bin|scripts)\/[\w-]+$/.test(name)) texts.set(name, (await project.read(file)) ?? '');
  }
  return (file) => texts.get(file);
}

/** A server of the project's own, not one that a framework's build made. */
function startsOwnFile(words: readonly string[], input: Parameters<typeof originOf>[1]): boolean {
  const entry = entryOf(words);
  const origin = entry === null ? null : originOf(entry, input);
  return origin?.kind === 'source' || (origin?.kind === 'built' && origin.source !== null);
}

/** `serve -s build`: a static server, whatever made the files. */
function servedSite({ served }: StartAnswer): SiteFacts | null {
  const [evidence] = served?.evidence ?? [];
  if (!served || !evidence) return null;
  return { kind: 'site', title: 'Static files', evidence, folder: served.folder, fallback: { page: 'index.html', kind: 'application' }, hashed: [], buildEnvironment: [], buildCache: null, notes: [] };
}

interface Listening {
  readonly sources: readonly Source[];
  readonly site: SiteFacts | null;
  readonly framework: ServerFacts | null;
  readonly server: DependencyServer | undefined;
  readonly interpreter: InterpreterName;
}

function portOf({ sources, site, framework, server, interpreter }: Listening, given: Parameters<typeof findPort>[1]): PortAnswer {
  if (site) return { finding: { kind: 'found', value: sitePort, evidence: [{ ...site.evidence, because: `${site.title}: served by the base's web server` }] }, variable: null, notes: [] };
  if (server?.listens) return findPort([], given, { ...server.listens, evidence: { ...(given.evidence[0] ?? { file: 'package.json' }), because: `${server.title} listens on ${server.listens.port}` } });
  if (!framework) return findPort(sources, given, interpreter === 'bun' ? bunPort(sources) : null);
  return findPort([], given, { port: framework.port, variable: framework.portVariable, evidence: { ...framework.evidence, because: `${framework.title} listens on ${framework.port}` } });
}

/** Bun serves what the entry exports; without a port it listens on $BUN_PORT, $PORT, $NODE_PORT or 3000. https://bun.com/docs/runtime/http/server */
function bunPort(sources: readonly Source[]): PortDefault | null {
  const [entry] = sources;
  const exported = entry && /^export default\s+(?:\{[^}]*\bfetch\b|new\s+\w*(?:Hono|Elysia|Router)\b|\w+(?:\s+satisfies\s.*)?\s*;?\s*$)/m.exec(entry.text);
  if (exported) return { port: 3000, variable: 'PORT', evidence: { file: entry.file, line: lineAt(entry.text, exported.index), because: 'exports a server: Bun listens on PORT, or 3000' } };
  for (const { file, text } of sources) {
    const serves = /\bBun\.serve\(/.exec(text);
    if (serves) return { port: 3000, variable: 'PORT', evidence: { file, line: lineAt(text, serves.index), because: 'Bun.serve listens on PORT, or 3000' } };
  }
  return null;
}

function noBuild(facts: FrameworkFacts, manifest: Manifest): Note {
  return { level: 'error', text: `${facts.title} has to be built, and package.json has no script "build"\nAdd one to "scripts".`, evidence: [{ file: manifest.file, because: 'no script "build"' }] };
}

function sourceFile(origin: ReturnType<typeof originOf>): string | null {
  if (origin?.kind === 'source') return origin.file;
  return origin?.kind === 'built' ? origin.source : null;
}

const secretName = /(?:^|_)(?:API_?KEY|AUTH|CREDENTIALS?|KEY|PASSWORD|PASSWD|PWORD|SECRET|TOKEN)(?:_|$)/i;

function environmentLines(environment: Readonly<Record<string, string>>): EnvironmentLine[] {
  return Object.entries(environment)
    .filter(([name]) => !['NODE_ENV', 'PORT'].includes(name) && !secretName.test(name))
    .map(([name, value]) => ({ name, value, why: 'From the start script.' }));
}

function demandNotes(server: DependencyServer | undefined, manifest: Manifest): Note[] {
  if (!server?.demands) return [];
  return [{ level: 'info', text: `${server.title} starts only when these are set: ${server.demands.join(', ')}; give them when the container runs`, evidence: [{ file: manifest.file, because: `starts ${server.title}` }] }];
}

function environmentNotes(environment: Readonly<Record<string, string>>): Note[] {
  return Object.keys(environment)
    .filter((name) => secretName.test(name))
    .map((name) => ({ level: 'warning', text: `the start script sets ${name}, which looks like a secret: it is not written into the image; give it when the container runs` }));
}

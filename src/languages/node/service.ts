/** One package in, the facts about its program out: how it starts, where it listens, what of it ships. */
import type { ProjectReader } from '../../ports/ports.ts';
import type { EnvironmentLine } from '../language.ts';
import type { Note, ServiceFacts } from '../../types.ts';
import { chooseBuild } from './build.ts';
import { lineAt } from '../lines.ts';
import type { ServiceDetails, Ships } from './details.ts';
import type { InterpreterName } from './interpreters.ts';
import { type Manifest, productionDependencies } from './manifest.ts';
import { detectFramework } from './frameworks/index.ts';
import type { FrameworkFacts, ServerFacts, SiteFacts } from './frameworks/framework.ts';
import { sitePort } from './plan-site.ts';
import { findPort, type PortAnswer, type PortDefault } from './port.ts';
import { handlerOf } from './signals.ts';
import { readSources, type Source } from './sources.ts';
import { chooseStart, entryOf, originOf, type StartAnswer } from './start/choose-start.ts';
import { joined } from './typescript.ts';

export interface ServiceInput {
  readonly project: ProjectReader;
  readonly manifest: Manifest;
  readonly binary: (name: string) => string | undefined;
  readonly target: ServiceDetails['target'];
  /** The start command that the user gave. */
  readonly start?: readonly string[] | undefined;
}

/** Folders that compiled programs read at run time, by their usual names. */
const dataFolders = ['public', 'views', 'static', 'assets', 'templates', 'locales', 'i18n', 'lang', 'translations', 'migrations', 'drizzle', 'prisma', 'config', 'data', 'emails', 'proto', 'protos', 'fonts', 'certs', 'resources', 'db'];

export async function detectService({ project, manifest, binary, target, start: given }: ServiceInput): Promise<ServiceFacts> {
  const files = await project.files();
  const scripted = await chooseBuild(project, manifest);
  const own = chooseStart({ manifest, binary, build: scripted, files });
  const found = await detectFramework({ project, manifest, files });
  const custom = own.finding.kind === 'found' && startsOwnFile(own.finding.value, { manifest, build: scripted, files });
  const facts = custom ? null : (found ?? servedSite(own));
  const site = facts?.kind === 'site' ? facts : null;
  const framework = facts?.kind === 'server' ? facts : null;
  const start: StartAnswer = facts ? { ...own, finding: { kind: 'found', value: site ? ['serve', site.folder] : (framework?.start ?? []), evidence: [facts.evidence] }, notes: [] } : own;

  const words = start.finding.kind === 'found' || start.finding.kind === 'suggested' ? start.finding.value : [];
  const entry = entryOf(words);
  const origin = entry === null || facts ? null : originOf(entry, { manifest, build: scripted, files });
  // Sources that run as they are need no tsc that nobody asked for.
  const build = scripted?.script === null && origin?.kind === 'source' ? null : scripted;
  const interpreter = (given ?? words)[0] === 'bun' ? 'bun' : 'node';
  const sources = site ? [] : await readSources(project, manifest.folder, sourceFile(origin));
  const evidence = own.finding.kind === 'found' ? own.finding.evidence : [];
  const port = portOf({ sources, site, framework, interpreter }, { words: own.finding.kind === 'found' ? own.finding.value : [], environment: own.environment, evidence });
  const writable = framework?.writable.map((it) => `/${joined('app', joined(manifest.folder, it))}`) ?? [];

  const name = (manifest.name ?? project.root.split('/').at(-1) ?? 'app').replace(/^@[^/]+\//, '').replace(/[^\w.-]/g, '-').toLowerCase();
  const details: ServiceDetails = {
    manifest,
    target,
    interpreter,
    build,
    framework,
    site,
    ships: framework ? { kind: 'copies', copies: framework.copies } : shipsOf(manifest, files, origin?.kind === 'built' ? entry : null, build?.outputs.map((it) => it.folder) ?? []),
    hasProductionDependencies: Object.keys(productionDependencies(manifest)).length > 0,
    handler: framework?.handlesSigterm ? framework.evidence : handlerOf(sources),
    portVariable: port.variable,
    environment: [...(framework?.environment ?? []), ...environmentLines(start.environment)],
    writable,
  };
  return {
    name: name === '' ? 'app' : name,
    evidence: [{ file: manifest.file, because: target ? `package ${target.name} of the workspace` : 'the package' }],
    start: start.finding,
    port: port.finding,
    notes: [...(facts?.notes ?? []), ...start.notes, ...port.notes, ...environmentNotes(start.environment), ...(facts && build === null ? [noBuild(facts, manifest)] : [])],
    details,
  };
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

function portOf({ sources, site, framework, interpreter }: { sources: readonly Source[]; site: SiteFacts | null; framework: ServerFacts | null; interpreter: InterpreterName }, given: Parameters<typeof findPort>[1]): PortAnswer {
  if (site) return { finding: { kind: 'found', value: sitePort, evidence: [{ ...site.evidence, because: `${site.title}: served by the base's web server` }] }, variable: null, notes: [] };
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

/** Compiled programs ship what was compiled, package.json (it says what kind of modules they are) and their data. */
function shipsOf(manifest: Manifest, files: readonly string[], entry: string | null, outputs: readonly string[]): Ships {
  if (entry === null) return { kind: 'all' };
  const path = joined(manifest.folder, entry);
  const output = outputs.find((it) => it !== manifest.folder && path.startsWith(`${it}/`)) ?? joined(manifest.folder, entry.split('/')[0] ?? '');
  const top = output.slice(manifest.folder === '' ? 0 : manifest.folder.length + 1);
  if (top === '' || !entry.includes('/')) return { kind: 'all' };
  const data = dataFolders.filter((it) => it !== top && files.some((file) => file.startsWith(`${joined(manifest.folder, it)}/`) && !/\.[cm]?tsx?$/.test(file)));
  return { kind: 'listed', paths: ['package.json', top, ...data] };
}

const secretName = /(?:^|_)(?:API_?KEY|AUTH|CREDENTIALS?|KEY|PASSWORD|PASSWD|PWORD|SECRET|TOKEN)(?:_|$)/i;

function environmentLines(environment: Readonly<Record<string, string>>): EnvironmentLine[] {
  return Object.entries(environment)
    .filter(([name]) => !['NODE_ENV', 'PORT'].includes(name) && !secretName.test(name))
    .map(([name, value]) => ({ name, value, why: 'From the start script.' }));
}

function environmentNotes(environment: Readonly<Record<string, string>>): Note[] {
  return Object.keys(environment)
    .filter((name) => secretName.test(name))
    .map((name) => ({ level: 'warning', text: `the start script sets ${name}, which looks like a secret: it is not written into the image; give it when the container runs` }));
}

/**
 * Decides how a package starts: with a framework's server, as a site, or with a file of the
 * project; and what has to be built for that.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Finding } from '../../../types.ts';
import { chooseBuild } from '../build/build.ts';
import type { Build } from '../build/output.ts';
import type { Manifest } from '../files/manifest.ts';
import type { FrameworkFacts, ServerFacts, SiteFacts } from '../frameworks/framework.ts';
import { detectFramework } from '../frameworks/index.ts';
import { dependencyServer, type DependencyServer } from '../frameworks/servers.ts';
import type { InterpreterName } from '../runtime/interpreters.ts';
import { chooseStart, type StartAnswer } from './choose-start.ts';
import { type EntryOrigin, entryOf, originOf } from './entry.ts';
import { packageFinder, relocated } from './packages.ts';
import { resolveScript } from './resolve.ts';
import type { ResolveInput, StartInput } from './types.ts';

export interface StartFactsInput {
  readonly project: ProjectReader;
  readonly manifest: Manifest;
  /** Finds the file behind a program of a dependency. */
  readonly binary: (name: string) => string | undefined;
  /** The root of the workspace, whose tools every package may use; else the manifest itself. */
  readonly root: Manifest;
  /** Set where several programs share the manifest: what is built for this one. */
  readonly shared: { readonly build: Build; readonly site: SiteFacts | null } | null;
  /** The start command that the user gave. */
  readonly given: readonly string[] | undefined;
}

/** How a package starts. Everything else about its service follows from this. */
export interface StartFacts {
  /** How the image starts it. */
  readonly start: StartAnswer;
  /** What its scripts, `main`, `bin` and entry files come down to, before a framework decides. */
  readonly packageStart: StartAnswer;
  /** The words of `start`; empty where they are not known. */
  readonly words: readonly string[];
  /** Set where a framework's server runs. */
  readonly framework: ServerFacts | null;
  /** Set where a web server of the base serves files. */
  readonly site: SiteFacts | null;
  /** What a framework built for a server of the project, which serves it: paths in the package. */
  readonly alongside: {
    readonly paths: readonly string[];
    readonly writable: readonly string[];
  } | null;
  /** Set where the start command runs a server that a dependency brings. */
  readonly server: DependencyServer | undefined;
  readonly interpreter: InterpreterName;
  /** The file that is started; `null` where the command names none. */
  readonly entry: string | null;
  /** Where that file comes from; `null` where a framework decides, or it is not known. */
  readonly origin: EntryOrigin | null;
  /** The source of that file, where it is known. */
  readonly source: string | null;
  readonly build: Build | null;
}

/** @returns how the package starts, with the build that this needs. */
export async function startFactsOf(input: StartFactsInput): Promise<StartFacts> {
  const { project, manifest, binary, shared, given } = input;
  const files = await project.files();
  const framework = shared ? shared.site : await detectFramework({ project, manifest, files });
  const build = shared?.build ?? (await buildOf(input, framework));
  const text = await processFiles(project, manifest.folder);
  const located = { manifest, binary, build, files, text };
  const chosen = chooseStart(located);
  const packageStart = shared ? confirmed(chosen) : chosen;
  const ownServer = runsOwnServer(framework, packageStart, located);
  const deciding = ownServer ? null : (framework ?? servedSite(packageStart));
  const start = deciding
    ? { ...packageStart, finding: await frameworkStart(project, manifest, deciding), notes: [] }
    : packageStart;
  const words = wordsOf(start.finding);
  const entry = entryOf(words);
  const origin = entry === null || deciding ? null : originOf(entry, located);
  return {
    start,
    packageStart,
    words,
    entry,
    origin,
    ...asServerOrSite(deciding),
    alongside: framework && ownServer ? builtAlongside(framework) : null,
    server: deciding ? undefined : dependencyServer(given ?? words),
    interpreter: (given ?? words)[0] === 'bun' ? 'bun' : 'node',
    source: sourceOf(origin),
    build: origin?.kind === 'source' ? scriptedOnly(build) : build,
  };
}

async function buildOf(
  { project, manifest, root }: StartFactsInput,
  framework: FrameworkFacts | null,
): Promise<Build | null> {
  const script = framework?.kind === 'site' ? framework.script : undefined;
  return chooseBuild(project, manifest, root, script);
}

/** Sources that run as they are need no tsc unless a script runs it. */
function scriptedOnly(build: Build | null): Build | null {
  return build?.script === null ? null : build;
}

/** A target of Nx or nest-cli.json states what is built and where: the entry is not a guess. */
function confirmed(answer: StartAnswer): StartAnswer {
  return answer.finding.kind === 'suggested'
    ? { ...answer, finding: { ...answer.finding, kind: 'found' } }
    : answer;
}

function asServerOrSite(deciding: FrameworkFacts | null): Pick<StartFacts, 'framework' | 'site'> {
  return {
    framework: deciding?.kind === 'server' ? deciding : null,
    site: deciding?.kind === 'site' ? deciding : null,
  };
}

/** Whether a file of the project is the server, so that a framework is only a library of it. */
function runsOwnServer(
  framework: FrameworkFacts | null,
  { finding }: StartAnswer,
  input: StartInput,
): boolean {
  if (finding.kind === 'found' && startsOwnFile(finding.value, input)) return true;
  // A server is not dropped for the files beside it, even where its file cannot be found.
  return framework?.kind === 'site' && namesOwnFile(input);
}

/** Whether the words start a file of the project, not one that a framework's build made. */
function startsOwnFile(words: readonly string[], input: StartInput): boolean {
  const entry = entryOf(words);
  const origin = entry === null ? null : originOf(entry, input);
  return origin?.kind === 'source' || (origin?.kind === 'built' && origin.source !== null);
}

/** Whether the start script names a file of the project, which may not exist. */
function namesOwnFile({ manifest, binary }: ResolveInput): boolean {
  const resolved = ['start:prod', 'start']
    .filter((it) => it in manifest.scripts)
    .map((it) => resolveScript({ manifest, binary }, it))
    .find((it) => it.kind === 'node');
  const entry = resolved ? entryOf(resolved.words) : null;
  return entry !== null && !/(?:^|\/)node_modules\//.test(entry);
}

/** The title of a site that no known build makes: its folder may be part of the project. */
export const servedTitle = 'Static files';

/** `serve -s build` needs only a web server, whatever made the files. */
function servedSite({ served }: StartAnswer): SiteFacts | null {
  const [evidence] = served?.evidence ?? [];
  if (!served || !evidence) return null;
  return {
    kind: 'site',
    title: servedTitle,
    evidence,
    folder: served.folder,
    fallback: { page: 'index.html', kind: 'application' },
    hashed: [],
    buildEnvironment: [],
    buildCache: null,
    notes: [],
  };
}

/** The framework's command as a user would type it, with packages where they are installed. */
async function frameworkStart(
  project: ProjectReader,
  manifest: Manifest,
  framework: FrameworkFacts,
): Promise<Finding<readonly string[]>> {
  const words =
    framework.kind === 'site'
      ? ['serve', framework.folder]
      : relocated(framework.start, await packageFinder(project, manifest));
  return { kind: 'found', value: words, evidence: [framework.evidence] };
}

function wordsOf(finding: Finding<readonly string[]>): readonly string[] {
  return finding.kind === 'found' || finding.kind === 'suggested' ? finding.value : [];
}

/**
 * Paths seen from the package. A site that a script of another name builds is left out, because
 * that script does not run.
 */
function builtAlongside(framework: FrameworkFacts): StartFacts['alongside'] {
  if (framework.kind === 'server')
    return { paths: framework.copies.map((it) => it.from), writable: framework.writable };
  return framework.script === undefined || framework.script === 'build'
    ? { paths: [framework.folder], writable: [] }
    : null;
}

function sourceOf(origin: EntryOrigin | null): string | null {
  if (origin?.kind === 'source') return origin.file;
  return origin?.kind === 'built' ? origin.source : null;
}

/**
 * Reads the configurations of pm2, which name the program, and executable files with a `#!` line.
 */
async function processFiles(
  project: ProjectReader,
  folder: string,
): Promise<(file: string) => string | undefined> {
  const texts = new Map<string, string>();
  const prefix = folder === '' ? '' : `${folder}/`;
  for (const file of await project.files()) {
    const name = file.startsWith(prefix) ? file.slice(prefix.length) : '';
    if (
      /^(?:ecosystem|pm2|process(?:es)?)[\w.-]*\.(?:[cm]?js|json|ya?ml)$|^(?:bin|scripts)\/[\w-]+$/.test(
        name,
      )
    )
      texts.set(name, (await project.read(file)) ?? '');
  }
  return (file) => texts.get(file);
}

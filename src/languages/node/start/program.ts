/**
 * Decides how a package starts: with the server of a framework, as a site, or with a file of the
 * project. Also decides what must be built for that.
 */
import { firstOf } from '../../shared/findings.ts';
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
import { type EntryOrigin, entryOf, missingEntry, originOf } from './entry.ts';
import { functionFiles } from './functions.ts';
import { packageFinder, relocated } from './packages.ts';
import { resolveScript, resolveWords } from './resolve.ts';
import type { ResolveInput, StartInput } from './types.ts';

export interface StartFactsInput {
  readonly project: ProjectReader;
  readonly manifest: Manifest;
  /** Finds the file of a dependency's program. */
  readonly binary: (name: string) => string | undefined;
  /** The root of the workspace, whose tools every package may use, or else the manifest itself. */
  readonly root: Manifest;
  /** Set if several programs share the manifest: the build for this one. */
  readonly shared: { readonly build: Build; readonly site: SiteFacts | null } | null;
  /** The start command that the user gave. */
  readonly given: readonly string[] | undefined;
}

/** How a package starts. All other facts about its service follow from this. */
export interface StartFacts {
  /** The start command of the image. */
  readonly start: StartAnswer;
  /** The result of its scripts, `main`, `bin` and entry files, before a framework decides. */
  readonly packageStart: StartAnswer;
  /** The words of `start`; empty if they are not known. */
  readonly words: readonly string[];
  /** Set if the server of a framework runs. */
  readonly framework: ServerFacts | null;
  /** Set if a web server of the base serves files. */
  readonly site: SiteFacts | null;
  /** Framework output that a server of the project serves: paths in the package. */
  readonly alongside: {
    readonly paths: readonly string[];
    readonly writable: readonly string[];
    /** The sources that the framework builds, and that run in the server. */
    readonly loads: ServerFacts['loads'];
  } | null;
  /** Set if the start command runs a server that a dependency includes. */
  readonly server: DependencyServer | undefined;
  /** The start command that the user gave, as the interpreter runs it; `null` without one. */
  readonly given: readonly string[] | null;
  readonly interpreter: InterpreterName;
  /** The file that is started; `null` if the command names none. */
  readonly entry: string | null;
  /** Where that file comes from; `null` if a framework decides, or if it is not known. */
  readonly origin: EntryOrigin | null;
  /** The source of that file, if it is known. */
  readonly source: string | null;
  readonly build: Build | null;
}

/** @returns how the package starts, with the build that it needs. */
export async function startFactsOf(input: StartFactsInput): Promise<StartFacts> {
  const { project, manifest, binary, shared, given } = input;
  const files = await project.files();
  const framework = shared ? shared.site : await detectFramework({ project, manifest, files });
  const build = shared?.build ?? (await buildOf(input, framework));
  const text = await processFiles(project, manifest);
  const located = { manifest, binary, build, files, text };
  const stated = givenStart(given, located);
  const packageStart = stated ?? startOfPackage(input, located);
  const ownServer = runsOwnServer(framework, packageStart, located, stated !== null);
  const deciding = ownServer ? null : decidingOf(framework, packageStart);
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
    server: deciding ? undefined : dependencyServer(stated ? words : (given ?? words)),
    given: stated ? words : null,
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

/** Sources that run without a build need no tsc unless a script runs it. */
function scriptedOnly(build: Build | null): Build | null {
  return build?.script === null ? null : build;
}

/** A target of Nx or nest-cli.json defines what is built and where, so the entry is not a guess. */
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

function startOfPackage({ shared }: StartFactsInput, located: StartInput): StartAnswer {
  const chosen = chooseStart(located);
  return shared ? confirmed(chosen) : chosen;
}

/**
 * What the user gave decides, and the port, the sources and the files to ship follow from it. Other
 * packages of a workspace do not have the file that it names.
 */
function givenStart(given: readonly string[] | undefined, located: StartInput): StartAnswer | null {
  if (given === undefined) return null;
  const resolved = resolveWords(located, given);
  if (resolved.kind !== 'node' && resolved.kind !== 'static') return null;
  const evidence = [{ file: located.manifest.file, because: 'the start command that was given' }];
  const answer = { environment: {}, notes: [], refused: [], served: null };
  if (resolved.kind === 'static')
    return {
      ...answer,
      finding: { kind: 'unknown', why: `files are served from ${resolved.folder}` },
      served: { folder: resolved.folder, evidence },
    };
  if (located.manifest.folder !== '' && missingEntry(resolved.words, located) !== null) return null;
  return {
    ...answer,
    finding: { kind: 'found', value: resolved.words, evidence },
    environment: resolved.environment,
  };
}

/** A folder that a start command serves comes before the folder that a generator is known by. */
function decidingOf(
  framework: FrameworkFacts | null,
  packageStart: StartAnswer,
): FrameworkFacts | null {
  const served = servedSite(packageStart);
  return served && framework?.kind === 'site' && framework.folder !== served.folder
    ? served
    : (framework ?? served);
}

/**
 * Whether a file of the project is the server, so that the framework is only a library.
 *
 * @param stated whether the user gave the start command. A program that it names runs, even if that
 *   is a dependency's.
 */
function runsOwnServer(
  framework: FrameworkFacts | null,
  { finding }: StartAnswer,
  input: StartInput,
  stated: boolean,
): boolean {
  if (stated && framework?.kind === 'site') return finding.kind === 'found';
  if (finding.kind === 'found' && startsOwnFile(finding.value, input)) return true;
  // A server takes precedence over the files beside it, even if its file cannot be found. Next.js
  // writes no other file to start than that of its standalone output.
  return (framework?.kind === 'site' || framework?.title === 'Next.js') && namesOwnFile(input);
}

/**
 * Whether the words start a file of the project, and not a file that a framework's build created.
 */
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
  return (
    entry !== null && !/(?:^|\/)(?:node_modules\/|\.next\/|standalone\/server\.js$)/.test(entry)
  );
}

/** The title of a site that no known generator builds. Its folder may be part of the project. */
export const servedTitle = 'Static files';

/** `serve -s build` only needs a web server, whatever created the files. */
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

/** The framework's command as a user would type it, with the paths of installed packages. */
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
  return firstOf(finding)?.value ?? [];
}

/**
 * Makes paths relative to the package. A site that a script of another name builds is omitted,
 * because that script does not run.
 */
function builtAlongside(framework: FrameworkFacts): StartFacts['alongside'] {
  if (framework.kind === 'server')
    return {
      paths: framework.copies.map((it) => it.from),
      writable: framework.writable,
      loads: framework.loads,
    };
  return framework.script === undefined || framework.script === 'build'
    ? { paths: [framework.folder], writable: [], loads: null }
    : null;
}

function sourceOf(origin: EntryOrigin | null): string | null {
  if (origin?.kind === 'source') return origin.file;
  return origin?.kind === 'built' ? origin.source : null;
}

/**
 * Reads Procfile and pm2 configuration files, which name the program, executable files with a `#!` line, the
 * files that `main` and `bin` name, and package.json of the folders beside the program.
 */
async function processFiles(
  project: ProjectReader,
  { folder, main, bin }: Manifest,
): Promise<(file: string) => string | undefined> {
  const texts = new Map<string, string>();
  const loaded = [main ?? '', ...functionFiles, ...Object.values(bin)].map((it) =>
    it.replace(/^(?:\.\/)+/, ''),
  );
  const prefix = folder === '' ? '' : `${folder}/`;
  for (const file of await project.files()) {
    const name = file.startsWith(prefix) ? file.slice(prefix.length) : '';
    if (
      (name !== '' && loaded.includes(name)) ||
      /^Procfile$|^(?:ecosystem|pm2|process(?:es)?)[\w.-]*\.(?:[cm]?js|json|ya?ml)$|^(?:bin|scripts)\/[\w-]+$|^(?:[\w-]+\/)?[\w.-]+\.sh$|^[\w-]+\/package\.json$/.test(
        name,
      )
    )
      texts.set(name, (await project.read(file)) ?? '');
  }
  return (file) => texts.get(file);
}

/** Whether node loads the sources themselves, without a compiler or a loader that changes them. */
export function isLoadedAsWritten(start: StartFacts): boolean {
  return (
    isStripped(start) ||
    (start.interpreter === 'node' &&
      start.origin?.kind === 'source' &&
      /\.[cm]?js$/.test(start.entry ?? ''))
  );
}

/**
 * Whether the program has the imports of its sources when it runs. A bundler may include a package
 * in its output.
 */
export function keepsImports(start: StartFacts): boolean {
  const { entry, origin, build } = start;
  if (origin?.kind === 'source') return /\.[cm]?[jt]sx?$/.test(entry ?? '');
  return (
    origin?.kind === 'built' &&
    origin.source !== null &&
    build !== null &&
    build.outputs.length > 0 &&
    build.outputs.every((it) => it.sources !== null)
  );
}

/** Whether node strips the types of the sources. */
export function isStripped({ interpreter, origin, entry, words }: StartFacts): boolean {
  return (
    interpreter === 'node' &&
    origin?.kind === 'source' &&
    /\.[cm]?ts$/.test(entry ?? '') &&
    !words.includes('--import') &&
    !words.includes('--require')
  );
}

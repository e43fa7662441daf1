/** One package in, how its program starts out: a framework's server, a site, or a file of its own; and what is built for it. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { chooseBuild } from '../build/build.ts';
import type { Build } from '../build/output.ts';
import type { Surroundings } from '../details.ts';
import { detectFramework } from '../frameworks/index.ts';
import type { FrameworkFacts, ServerFacts, SiteFacts } from '../frameworks/framework.ts';
import type { InterpreterName } from '../runtime/interpreters.ts';
import type { Manifest } from '../files/manifest.ts';
import { chooseStart, entryOf, originOf, type StartAnswer } from './choose-start.ts';
import { resolveScript } from './resolve.ts';
import type { ResolveInput } from './types.ts';
import { packageFinder, relocated } from './packages.ts';
import { dependencyServer, type DependencyServer } from '../frameworks/servers.ts';
import type { SharedProgram } from '../workspace/shared.ts';

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

/** What decides the rest. */
export interface Started {
  readonly start: StartAnswer;
  /** What the start script comes down to, whatever a framework makes of it. */
  readonly own: StartAnswer;
  readonly framework: ServerFacts | null;
  readonly site: SiteFacts | null;
  /** What a server of the project's own hands out: the build of a framework, or a site. */
  readonly alongside: {
    readonly paths: readonly string[];
    readonly writable: readonly string[];
  } | null;
  /** A server that a dependency brings, and the start command names. */
  readonly server: DependencyServer | undefined;
  readonly interpreter: InterpreterName;
  readonly words: readonly string[];
  /** The file that is started, and where it comes from; `null` where a framework decides, or no file is named. */
  readonly entry: string | null;
  readonly origin: ReturnType<typeof originOf>;
  /** The source of that file, where it is known. */
  readonly source: string | null;
  readonly build: Build | null;
}

export async function startedProgram({
  project,
  manifest,
  binary,
  workspace,
  shared,
  start: given,
}: ServiceInput): Promise<Started> {
  const files = await project.files();
  const found = shared ? shared.site : await detectFramework({ project, manifest, files });
  const scripted =
    shared?.build ??
    (await chooseBuild(
      project,
      manifest,
      workspace?.root ?? manifest,
      found?.kind === 'site' ? found.script : undefined,
    ));
  const chosen = chooseStart({
    manifest,
    binary,
    build: scripted,
    files,
    text: await processFiles(project, manifest.folder),
  });
  // Its target or nest-cli.json says what is built and where to.
  const own: StartAnswer =
    shared && chosen.finding.kind === 'suggested'
      ? { ...chosen, finding: { ...chosen.finding, kind: 'found' } }
      : chosen;
  const custom =
    own.finding.kind === 'found' &&
    startsOwnFile(own.finding.value, { manifest, build: scripted, files });
  // A server of its own is never dropped for the files beside it, even where the file that it starts cannot be found.
  const isServer = found?.kind === 'site' && namesOwnFile({ manifest, binary });
  const facts = custom || isServer ? null : (found ?? servedSite(own));
  const start: StartAnswer = facts
    ? {
        ...own,
        finding: {
          kind: 'found',
          value: await commandOf(project, manifest, facts),
          evidence: [facts.evidence],
        },
        notes: [],
      }
    : own;
  const words =
    start.finding.kind === 'found' || start.finding.kind === 'suggested' ? start.finding.value : [];
  const entry = entryOf(words);
  const origin =
    entry === null || facts ? null : originOf(entry, { manifest, build: scripted, files });
  return {
    start,
    own,
    words,
    entry,
    origin,
    framework: facts?.kind === 'server' ? facts : null,
    site: facts?.kind === 'site' ? facts : null,
    alongside: found && (custom || isServer) ? builtBeside(found) : null,
    server: facts ? undefined : dependencyServer(given ?? words),
    interpreter: (given ?? words)[0] === 'bun' ? 'bun' : 'node',
    source: sourceFile(origin),
    // Sources that run as they are need no tsc that nobody asked for.
    build: scripted?.script === null && origin?.kind === 'source' ? null : scripted,
  };
}

/** As a user would type it, with packages where they lie. */
async function commandOf(
  project: ProjectReader,
  manifest: Manifest,
  facts: FrameworkFacts,
): Promise<readonly string[]> {
  return facts.kind === 'site'
    ? ['serve', facts.folder]
    : relocated(facts.start, await packageFinder(project, manifest));
}

/** Configurations of pm2, which name the program to start, and programs that name their interpreter themselves. */
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

/** A server of the project's own, not one that a framework's build made. */
function startsOwnFile(words: readonly string[], input: Parameters<typeof originOf>[1]): boolean {
  const entry = entryOf(words);
  const origin = entry === null ? null : originOf(entry, input);
  return origin?.kind === 'source' || (origin?.kind === 'built' && origin.source !== null);
}

/** Seen from the package. A site that a script of its own builds is none of it: that script does not run. */
function builtBeside(facts: FrameworkFacts): Started['alongside'] {
  if (facts.kind === 'server')
    return { paths: facts.copies.map((it) => it.from), writable: facts.writable };
  return facts.script === undefined || facts.script === 'build'
    ? { paths: [facts.folder], writable: [] }
    : null;
}

/** Whether the start script comes down to a file of the project, be it there or not. */
function namesOwnFile(input: ResolveInput): boolean {
  const resolved = ['start:prod', 'start']
    .filter((it) => it in input.manifest.scripts)
    .map((it) => resolveScript(input, it))
    .find((it) => it.kind === 'node');
  const entry = resolved ? entryOf(resolved.words) : null;
  return entry !== null && !/(?:^|\/)node_modules\//.test(entry);
}

/** Of a site that nothing is known to build: its folder may be part of the project. */
export const servedTitle = 'Static files';

/** `serve -s build`: a static server, whatever made the files. */
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

function sourceFile(origin: ReturnType<typeof originOf>): string | null {
  if (origin?.kind === 'source') return origin.file;
  return origin?.kind === 'built' ? origin.source : null;
}

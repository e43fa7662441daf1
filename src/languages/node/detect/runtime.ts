/** Finds what the program does at run time: where it listens, what it writes, what it reads. */
import { joined } from '../../../text/paths.ts';
import type { Evidence } from '../../../types.ts';
import type { EnvironmentLine } from '../../language.ts';
import { outermost } from '../../shared/writable.ts';
import { readReached } from '../files/imports.ts';
import { readSources, type Source } from '../files/sources.ts';
import { type PublicVariables, publicVariables } from '../frameworks/public-variables.ts';
import { hostVariable, type PortAnswer } from '../runtime/port.ts';
import { handlerOf } from '../runtime/signals.ts';
import { type Writable, writableOf } from '../runtime/writable.ts';
import { writtenPaths } from '../runtime/written-paths.ts';
import type { StartFacts } from '../start/program.ts';
import { environmentLines } from './environment.ts';
import { portOf, speaksOther } from './port.ts';
import type { ServiceInput } from './service-input.ts';

export interface RuntimeFacts {
  /** The sources that the program loads, the entry first; empty for a site. */
  readonly sources: readonly Source[];
  readonly port: PortAnswer;
  /** The variables that the image sets. */
  readonly environment: readonly EnvironmentLine[];
  /** Where SIGTERM is handled; `null` if nowhere. */
  readonly handler: Evidence | null;
  /** Whether it accepts connections other than plain HTTP. */
  readonly speaksOther: boolean;
  /** Absolute paths in the image to declare as writable. */
  readonly writable: readonly string[];
  /** Paths in the project that earlier runs wrote. They stay out of the build context. */
  readonly leftOut: readonly string[];
  /** Files of variables that the framework's build reads. */
  readonly kept: readonly string[];
  readonly written: Writable | null;
  readonly variables: PublicVariables | null;
}

/** @returns what the sources and the framework show about the running program. */
export async function runtimeFactsOf(
  input: ServiceInput,
  start: StartFacts,
): Promise<RuntimeFacts> {
  const { project, manifest } = input;
  const { framework, site, server } = start;
  const { sources, rest } = await sourcesOf(input, start);
  const port = await portOf(start, sources, rest);
  const written = site ? null : await writtenBy(input, start, sources);
  const known = framework ?? site ?? server;
  const variables =
    framework || site ? await publicVariables(project, manifest, site !== null) : null;
  return {
    sources,
    port,
    environment: environmentOf(start, known ? null : hostVariable(sources)),
    handler: framework?.handlesSigterm ? framework.evidence : handlerOf(sources),
    speaksOther: !known && speaksOther(sources),
    writable: outermost([...declaredFolders(input, start), ...(written?.folders ?? [])]),
    leftOut: written?.leftOut ?? [],
    kept: variables?.kept ?? [],
    written,
    variables,
  };
}

/**
 * @returns the sources that the program loads. `rest` reads all sources of the package; `null` if
 *   they are the same.
 */
async function sourcesOf(
  { project, manifest, shared }: ServiceInput,
  { site, source }: StartFacts,
): Promise<{
  readonly sources: readonly Source[];
  readonly rest: (() => Promise<readonly Source[]>) | null;
}> {
  if (site) return { sources: [], rest: null };
  const all = async (): Promise<readonly Source[]> =>
    readSources(project, shared?.folder ?? manifest.folder, source);
  const reached = source === null ? null : await readReached(project, source, manifest);
  return reached ? { sources: reached, rest: all } : { sources: await all(), rest: null };
}

/** @param host the variable that makes a server listen on all addresses. */
function environmentOf(
  { framework, server, start }: StartFacts,
  host: EnvironmentLine | null,
): EnvironmentLine[] {
  return [
    ...((framework ?? server)?.environment ?? []),
    ...(host && !(host.name in start.environment) ? [host] : []),
    ...environmentLines(start.environment),
  ];
}

/** Folders that a framework or a server of a dependency is known to write to. */
function declaredFolders(
  { manifest }: ServiceInput,
  { framework, server, alongside }: StartFacts,
): string[] {
  return [...((framework ?? server)?.writable ?? []), ...(alongside?.writable ?? [])].map(
    (it) => `/${joined('app', joined(manifest.folder, it))}`,
  );
}

async function writtenBy(
  { project, manifest }: ServiceInput,
  { build, origin }: StartFacts,
  sources: readonly Source[],
): Promise<Writable> {
  const isCompiled = build !== null && origin?.kind !== 'source';
  return writableOf({
    written: writtenPaths(sources, manifest.folder),
    folder: manifest.folder,
    files: await project.files(),
    ignored: (await project.read('.gitignore')) ?? '',
    outputs: isCompiled ? build.outputs.map((it) => it.folder) : null,
  });
}

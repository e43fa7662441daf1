/** Finds what the program does at run time: where it listens, what it writes, what it reads. */
import { posix } from 'node:path';
import { isInFolder, isWithin, joined, outermost, seenFrom } from '../../../text/paths.ts';
import type { Evidence } from '../../../types.ts';
import type { EnvironmentLine } from '../../language.ts';
import { certificatesIn } from '../../shared/certificates.ts';
import { type ReadProgram, readProgram } from '../code/program.ts';
import { type NodeUses, usesOf } from '../code/uses.ts';
import type { ServerFacts } from '../frameworks/framework.ts';
import { type PublicVariables, publicVariables } from '../frameworks/public-variables.ts';
import { skippedValidation } from '../frameworks/skipped-validation.ts';
import { type SettingsRead, settingsRead } from '../runtime/compiler-settings.ts';
import { environmentFiles } from '../runtime/environment-files.ts';
import { hostVariable, type PortAnswer } from '../runtime/port.ts';
import { handlerOf } from '../runtime/signals.ts';
import { type Writable, writableOf } from '../runtime/writable.ts';
import type { StartFacts } from '../start/program.ts';
import { environmentLines } from './environment.ts';
import { portOf, speaksOther } from './port.ts';
import { type FrameworkDemands, frameworkDemands } from './framework-demands.ts';
import type { ServiceInput } from './service-input.ts';

export interface RuntimeFacts {
  /** The sources that the program loads, the entry first; `null` for a site. */
  readonly program: ReadProgram | null;
  /** What these sources use. */
  readonly uses: NodeUses;
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
  /** Lists of the names of variables, without values, that it reads. */
  readonly names: readonly string[];
  /** Files of variables that the framework's build reads. */
  readonly kept: readonly string[];
  /** Certificates and public keys that it reads. */
  readonly certificates: readonly string[];
  readonly environmentFiles: readonly string[];
  readonly skipped: EnvironmentLine | null;
  /** What the sources of a framework's server demand. */
  readonly demands: FrameworkDemands;
  /** Settings of a compiler that are read when the program runs. */
  readonly settings: SettingsRead;
  readonly written: Writable | null;
  readonly variables: PublicVariables | null;
}

const noUses: NodeUses = {
  listens: [],
  reads: [],
  writes: [],
  starts: [],
  needs: [],
  loads: [],
  stops: [],
  local: [],
  outsideProduction: null,
};

/** @returns what the sources and the framework show about the running program. */
export async function runtimeFactsOf(
  input: ServiceInput,
  start: StartFacts,
): Promise<RuntimeFacts> {
  const { project, manifest } = input;
  const { framework, site, server } = start;
  const program = site ? null : await programOf(input, start);
  const own = program ? usesOf(program) : noUses;
  const pages = await pagesOf(input, start);
  const ofPages = pages ? usesOf(pages) : noUses;
  const uses = {
    ...own,
    reads: [...own.reads, ...ofPages.reads],
    writes: [...own.writes, ...ofPages.writes],
    starts: [...own.starts, ...ofPages.starts],
  };
  const written = site ? null : await writtenBy(input, start, uses, program);
  const known = framework ?? site ?? server;
  const variables =
    framework || site ? await publicVariables(project, manifest, site !== null) : null;
  const skipped = await skippedValidation(project);
  const names = await namesRead(project, start.words, uses, manifest.folder);
  return {
    program,
    uses,
    port: portOf(start, await listening(input, start, program, uses), program),
    environment: environmentOf(start, known ? null : hostVariable(uses.local)),
    handler: framework?.handlesSigterm ? framework.evidence : handlerOf(uses.stops),
    speaksOther: !known && speaksOther(uses),
    writable: outermost([...declaredFolders(input, start), ...(written?.folders ?? [])]),
    leftOut: written?.leftOut ?? [],
    names,
    kept: [...(variables?.kept ?? []), ...names],
    certificates: await certificatesRead(input, start, uses),
    skipped,
    // What connects when it is loaded demands values although the schema does not.
    demands: demandsOf(input, start, pages ?? program, [...own.needs, ...ofPages.needs]),
    environmentFiles: program
      ? environmentFiles(program)
          .map((it) => joined(manifest.folder, it))
          .filter((it) => !names.includes(it))
      : [],
    settings: await settingsOf(input, start, program),
    written,
    variables,
  };
}

/** What the pages of a framework demand, whatever serves them. */
function demandsOf(
  { manifest }: ServiceInput,
  { framework, alongside }: StartFacts,
  program: ReadProgram | null,
  needs: NodeUses['needs'],
): FrameworkDemands {
  const loads = framework?.loads ?? alongside?.loads ?? null;
  if (!program || !loads) return { needs: [], standIns: [] };
  return frameworkDemands({ loads, manifest }, program, needs, [
    ...(framework?.buildEnvironment ?? []).map((it) => it.name),
    ...(framework?.environment ?? []).map((it) => it.name),
  ]);
}

/** The sources of pages that a framework builds, and that a server of the project serves. */
async function pagesOf(
  input: ServiceInput,
  { alongside }: StartFacts,
): Promise<ReadProgram | null> {
  const { project, manifest, workspace } = input;
  const entries = filesOfPages(alongside?.loads ?? null, manifest.folder, await project.files());
  if (entries.length === 0) return null;
  const packages = [{ manifest, build: null }, ...(workspace?.locals ?? [])];
  return readProgram(project, { entries, folder: manifest.folder, packages });
}

function filesOfPages(
  loads: ServerFacts['loads'],
  folder: string,
  files: readonly string[],
): readonly string[] {
  return files.filter((it) => isInFolder(it, folder) && loads?.files.test(seenFrom(folder, it)));
}

/**
 * What all sources of the package use, if those that the entry is known to load listen nowhere and
 * something is loaded that they do not name.
 */
async function listening(
  input: ServiceInput,
  start: StartFacts,
  program: ReadProgram | null,
  uses: NodeUses,
): Promise<NodeUses> {
  if (!program || program.isComplete || uses.listens.length > 0 || start.source === null)
    return uses;
  return usesOf(await programOf(input, { ...start, source: null }));
}

/** The sources from the entry on. What the text does not show leads to all of the package. */
async function programOf(
  { project, manifest, shared, workspace }: ServiceInput,
  { source, words, build, start, framework }: StartFacts,
): Promise<ReadProgram> {
  const files = await project.files();
  const preloaded = words.filter((_, index) =>
    ['-r', '--require', '--import'].includes(words[index - 1] ?? ''),
  );
  const entries = [source, ...preloaded.map((it) => joined(manifest.folder, it))];
  const packages = [
    { manifest, build },
    ...(workspace?.locals ?? []),
    ...(workspace ? [{ manifest: workspace.root, build: null }] : []),
  ];
  const folder = shared?.folder ?? manifest.folder;
  const known = entries.filter((it) => it !== null).filter((it) => files.includes(it));
  return readProgram(project, {
    entries: source === null ? [] : known,
    folder,
    beside: filesOfPages(framework?.loads ?? null, manifest.folder, files),
    packages,
    environment: start.environment,
  });
}

async function settingsOf(
  { project, manifest, workspace }: ServiceInput,
  { start, words, source, framework, site }: StartFacts,
  program: ReadProgram | null,
): Promise<SettingsRead> {
  if (framework || site) return { files: [], notes: [] };
  return settingsRead(project, {
    manifest,
    others: workspace ? [workspace.root] : [],
    words,
    environment: start.environment,
    source,
    modules: [...(program?.modules.values() ?? [])],
  });
}

/** Modules that are only loaded, `node -r dotenv-safe/config`, and the list of names that each reads. */
const loadedFirst: Readonly<Record<string, string>> = {
  'dotenv-safe/config': '.env.example',
  'dotenv-safe/config.js': '.env.example',
  'dotenv-defaults/config': '.env.defaults',
  'dotenv-extended/config': '.env.schema',
};

/**
 * Lists of variable names that a library of settings reads when the program starts: by their usual
 * names, or because no name in them has a value.
 */
async function namesRead(
  project: ServiceInput['project'],
  words: readonly string[],
  { reads }: NodeUses,
  folder: string,
): Promise<readonly string[]> {
  const files = await project.files();
  const found = [...words.flatMap((it) => loadedFirst[it] ?? []), ...reads.map((it) => it.path)]
    .filter((it) => /^\.env\.[\w.-]+$/.test(posix.basename(it)))
    .map((it) => joined(folder, it))
    .filter((it) => files.includes(it));
  const lists = await Promise.all(
    found.map(async (it) =>
      /\.(?:example|sample|defaults|schema)$/.test(it) ||
      !/^[ \t]*[\w.]+[ \t]*=[ \t]*[^\s#]/m.test((await project.read(it)) ?? '')
        ? [it]
        : [],
    ),
  );
  return lists.flat();
}

/**
 * The certificates among what the program reads, or a variable of its start names:
 * NODE_EXTRA_CA_CERTS.
 */
async function certificatesRead(
  { project, manifest }: ServiceInput,
  { start }: StartFacts,
  { reads }: NodeUses,
): Promise<readonly string[]> {
  const named = [...reads.map((it) => it.path), ...Object.values(start.environment)]
    .map((it) => joined(manifest.folder, it.replace(/\/$/, '')))
    .filter((it) => it !== '');
  const files = await project.files();
  return certificatesIn(
    project,
    files.filter((file) => named.some((it) => isWithin(file, it))),
  );
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
  return [...((framework ?? server)?.writable ?? []), ...(alongside?.writable ?? [])].map((it) =>
    it.startsWith('/') ? it : `/${joined('app', joined(manifest.folder, it))}`,
  );
}

async function writtenBy(
  { project, manifest }: ServiceInput,
  { build, origin }: StartFacts,
  { writes }: NodeUses,
  program: ReadProgram | null,
): Promise<Writable> {
  const isCompiled = build !== null && origin?.kind !== 'source';
  const folders = build?.outputs.map((it) => it.folder) ?? [];
  return writableOf({
    written: writes,
    folder: manifest.folder,
    files: await project.files(),
    ignored: (await project.read('.gitignore')) ?? '',
    outputs: isCompiled ? build.outputs : null,
    filled: folders.filter((it) => it !== manifest.folder),
    loaded: isCompiled ? [] : [...(program?.modules.keys() ?? [])],
  });
}

/**
 * Decides which files of a package are in the image: the output of a framework, compiled files, or
 * everything.
 */
import {
  isBelow,
  isInFolder,
  isWithin,
  joined,
  outermost,
  overlap,
  seenFrom,
} from '../../../text/paths.ts';
import type { Note } from '../../../types.ts';
import type { PathUse } from '../../shared/uses.ts';
import { besideBuilt } from '../build/build.ts';
import type { Manifest } from '../files/manifest.ts';
import { type Ships, shipsOf } from '../runtime/ships.ts';
import type { StartFacts } from '../start/program.ts';
import { missingHelpers } from '../workspace/helpers.ts';
import type { RuntimeFacts } from './runtime.ts';
import type { ServiceInput } from './service-input.ts';

export interface Shipping {
  readonly ships: Ships;
  readonly notes: readonly Note[];
}

/** @param runtime what the program reads, and what is not in the build context. */
export async function shippingOf(
  input: ServiceInput,
  start: StartFacts,
  {
    leftOut,
    uses,
    settings,
    program,
    names,
    outputs,
  }: Pick<RuntimeFacts, 'leftOut' | 'uses' | 'settings' | 'program' | 'names'> & {
    /** Folders in the project that the build fills beside the program. */
    readonly outputs: readonly string[];
  },
): Promise<Shipping> {
  const helpers = await missingHelpersOf(input, start);
  const notes = helpers ? [helpers] : [];
  if (start.framework) return { ships: { kind: 'copies', copies: start.framework.copies }, notes };
  const ships = await compiledShips(input, start, leftOut);
  if (ships.kind !== 'listed') return { ships, notes };
  const beside = (start.alongside?.paths ?? []).filter(
    (it) => !ships.paths.some((path) => isWithin(it, path)),
  );
  const tslib = helpers ? [seenFrom(input.manifest.folder, 'node_modules/tslib')] : [];
  const compiler = settings.files
    .map((it) => seenFrom(input.manifest.folder, it))
    .filter((it) => !ships.paths.some((path) => isWithin(it, path)));
  const listed = [...new Set([...ships.paths, ...compiler, ...tslib, ...beside])];
  const read = (await readPaths(input, start, uses.reads, listed)).filter(
    (it) => !leftOut.includes(joined(input.manifest.folder, it)),
  );
  const named = namedOutputs(input, start, program, [...listed, ...read]);
  const made = outputs
    .map((it) => seenFrom(input.manifest.folder, it))
    .filter((it) => ![...listed, ...read].some((path) => isWithin(it, path)));
  const lists = names.map((it) => seenFrom(input.manifest.folder, it));
  const all = [...listed, ...read, ...named, ...made, ...lists];
  return {
    ships: { kind: 'listed', paths: [...all, ...notCompiled(input, start, program, all)] },
    notes,
  };
}

/** Scripts and data that the compiled program loads as they are, from outside of what is compiled: `../../config`. */
function notCompiled(
  { manifest: { folder } }: ServiceInput,
  { build, source }: StartFacts,
  program: RuntimeFacts['program'],
  listed: readonly string[],
): readonly string[] {
  const outputs = build?.outputs ?? [];
  const roots = outputs.flatMap((it) => it.sources ?? []).filter((it) => it !== '');
  const compiles = source !== null && roots.some((it) => isInFolder(source, it));
  if (!compiles) return [];
  const folders = [...roots, ...outputs.map((it) => it.folder)];
  const scripts = [...(program?.modules.keys() ?? [])].filter((it) => /\.[cm]?js$/.test(it));
  const data = [...(program?.files ?? [])].filter(
    (it) => it.endsWith('.json') && (program?.importers(it).length ?? 0) > 0,
  );
  return [...scripts, ...data]
    .filter((it) => isInFolder(it, folder))
    .filter((it) => !folders.some((other) => isInFolder(it, other)))
    .map((it) => seenFrom(folder, it))
    .filter((it) => !notShipped.test(it) && !listed.some((path) => isWithin(it, path)));
}

/** Folders that the build fills beside the compiled program, as for browsers, and that its sources name. */
function namedOutputs(
  { manifest: { folder } }: ServiceInput,
  { build }: StartFacts,
  program: RuntimeFacts['program'],
  listed: readonly string[],
): readonly string[] {
  const texts = [...(program?.modules.values() ?? [])].map((it) => it.text);
  const inside = (build?.outputs ?? [])
    .filter((it) => it.sources === null && isInFolder(it.folder, folder) && it.folder !== folder)
    .map((it) => seenFrom(folder, it.folder));
  return inside.filter(
    (it) =>
      !listed.some((path) => overlap(it, path)) &&
      texts.some((text) => text.includes(`'${it}'`) || text.includes(`"${it}"`)),
  );
}

/** Files that are never shipped, whatever reads them. */
const notShipped =
  /(?:^|\/)(?:\.[^/]*|node_modules|package-lock\.json|tsconfig[\w.-]*\.json)(?:\/|$)/;

/**
 * What the program reads beside its compiled code: files and folders of the package by the names in
 * its sources. A path beside a source that is compiled is another one when the program runs.
 */
async function readPaths(
  { project, manifest }: ServiceInput,
  { source, build }: StartFacts,
  reads: readonly PathUse[],
  listed: readonly string[],
): Promise<readonly string[]> {
  const files = await project.files();
  const exists = (path: string): boolean => {
    const inProject = joined(manifest.folder, path);
    return files.some((it) => it === inProject || isBelow(it, inProject));
  };
  // What a bundle reads by the name of its source's folder, `../scripts/api.json`, it finds there.
  const isBundle = build?.outputs.some((it) => it.from !== undefined && it.from === source);
  const compiled =
    source === null || isBundle ? null : seenFrom(manifest.folder, source).split('/')[0];
  const found = reads.flatMap((use) => {
    const path = use.path.replace(/\/$/, '');
    const isOwn = path !== '' && !path.startsWith('..') && !path.startsWith('/');
    if (!isOwn || use.below === 'home' || notShipped.test(path)) return [];
    if (use.below === 'program' && path.split('/')[0] === compiled)
      return builtBeside(joined(manifest.folder, path), use.evidence.file, build, manifest);
    return exists(path) || isBuiltFolder(use, path, build, manifest, exists) ? [path] : [];
  });
  return outermost(found).filter((it) => !listed.some((path) => overlap(it, path)));
}

/** The folder of another output that the program reads beside its own: `bin/client` from `bin/server`. */
function builtBeside(
  path: string,
  file: string,
  build: StartFacts['build'],
  { folder }: Manifest,
): readonly string[] {
  const outputs = build?.outputs ?? [];
  const inImage = besideBuilt(path, file, outputs);
  const other = outputs.find((it) => inImage !== undefined && isWithin(inImage, it.folder));
  return other === undefined ? [] : [seenFrom(folder, other.folder)];
}

/** A folder that the build script fills in another folder of the package: `client/dist`. */
function isBuiltFolder(
  { purpose }: PathUse,
  path: string,
  build: StartFacts['build'],
  { scripts }: Manifest,
  exists: (path: string) => boolean,
): boolean {
  const [top = ''] = path.split('/');
  const script = build?.script ?? null;
  return (
    purpose === 'served' &&
    path !== top &&
    script !== null &&
    (scripts[script] ?? '').includes(top) &&
    exists(`${top}/package.json`)
  );
}

/**
 * @returns the manifests of the package and of the workspace packages that it needs at run time.
 */
export function manifestsInImage({ manifest, workspace }: ServiceInput): Manifest[] {
  const locals = (workspace?.locals ?? []).filter((it) => it.ships !== null && !it.served);
  return [manifest, ...locals.map((it) => it.manifest)];
}

async function compiledShips(
  { project, manifest }: ServiceInput,
  { origin, entry, build }: StartFacts,
  leftOut: readonly string[],
): Promise<Ships> {
  const files = (await project.files()).filter((file) => !leftOut.some((it) => isWithin(file, it)));
  return shipsOf(
    manifest,
    files,
    origin?.kind === 'built' ? entry : null,
    build?.outputs.map((it) => it.folder) ?? [],
  );
}

/**
 * Compiled code of a workspace may load tslib, which is only a development dependency of the root.
 */
async function missingHelpersOf(input: ServiceInput, { origin }: StartFacts): Promise<Note | null> {
  const { project, manifest, workspace, shared } = input;
  const root = workspace?.root ?? (shared ? manifest : null);
  if (!root || origin?.kind !== 'built') return null;
  return missingHelpers(project, shared?.folder ?? manifest.folder, manifestsInImage(input), root);
}

/**
 * Decides which files of a package are in the image: the output of a framework, compiled files, or
 * everything.
 */
import { seenFrom } from '../../../text/paths.ts';
import type { Note } from '../../../types.ts';
import { isBelow } from '../../shared/writable.ts';
import type { Manifest } from '../files/manifest.ts';
import { type Ships, shipsOf } from '../runtime/ships.ts';
import type { StartFacts } from '../start/program.ts';
import { missingHelpers } from '../workspace/helpers.ts';
import type { ServiceInput } from './service-input.ts';

export interface Shipping {
  readonly ships: Ships;
  readonly notes: readonly Note[];
}

/** @param leftOut paths that are not in the build context. */
export async function shippingOf(
  input: ServiceInput,
  start: StartFacts,
  leftOut: readonly string[],
): Promise<Shipping> {
  const helpers = await missingHelpersOf(input, start);
  const notes = helpers ? [helpers] : [];
  if (start.framework) return { ships: { kind: 'copies', copies: start.framework.copies }, notes };
  const ships = await compiledShips(input, start, leftOut);
  if (ships.kind !== 'listed') return { ships, notes };
  const beside = (start.alongside?.paths ?? []).filter(
    (it) => !ships.paths.some((path) => it === path || isBelow(it, path)),
  );
  const tslib = helpers ? [seenFrom(input.manifest.folder, 'node_modules/tslib')] : [];
  return {
    ships: { kind: 'listed', paths: [...new Set([...ships.paths, ...tslib, ...beside])] },
    notes,
  };
}

/**
 * @returns the manifests of the package and of the workspace packages that it needs at run time.
 */
export function manifestsInImage({ manifest, workspace }: ServiceInput): Manifest[] {
  const locals = (workspace?.locals ?? []).filter((it) => it.ships !== null);
  return [manifest, ...locals.map((it) => it.manifest)];
}

async function compiledShips(
  { project, manifest }: ServiceInput,
  { origin, entry, build }: StartFacts,
  leftOut: readonly string[],
): Promise<Ships> {
  const files = (await project.files()).filter(
    (file) => !leftOut.some((it) => file === it || isBelow(file, it)),
  );
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

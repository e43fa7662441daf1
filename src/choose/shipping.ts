/** Finds what `--ship` and `--leave-out` name, and refuses what the project does not have. */
import { closest } from 'fastest-levenshtein';
import { UserError } from '../errors.ts';
import { isSecret } from '../languages/shared/ignore-list.ts';
import { isBelow, outermost } from '../text/paths.ts';
import { flagOf, type Values } from '../options.ts';
import { namedPaths } from '../text/named-paths.ts';
import { alike } from '../text/suggest.ts';
import type { Shipping } from '../types.ts';

const keys = ['ship', 'leaveOut'] as const;

/** Why a value cannot be used, and the path that may be meant. */
export interface UnknownPath {
  readonly value: string;
  readonly reason: string;
  readonly near?: string;
}

/**
 * @param key an option.
 * @param value its value, as its schema gives it.
 * @param files all files of the project.
 * @returns the first path or glob of the value that names nothing in the project; `undefined` if
 *   there is none, or if the option takes no paths of the project.
 */
export async function unknownPath(
  key: string,
  value: unknown,
  files: readonly string[],
): Promise<UnknownPath | undefined> {
  if (!keys.some((it) => it === key) || !Array.isArray(value)) return undefined;
  for (const pattern of value.map(String)) {
    if ((await namedPaths(pattern, files)).length > 0) continue;
    const near = files.length > 0 ? closest(pattern, [...files]) : '';
    return {
      value: pattern,
      reason: 'names no file or folder of the project',
      ...(alike(pattern, near) ? { near } : {}),
    };
  }
  return undefined;
}

/**
 * @param flags the values from the command line.
 * @throws UserError E_BAD_VALUE for a flag that names nothing in the project.
 */
export async function checkPaths(flags: Values, files: readonly string[]): Promise<void> {
  for (const key of keys) {
    const unknown = await unknownPath(key, flags[key], files);
    if (!unknown) continue;
    const { value, ...why } = unknown;
    throw new UserError({ code: 'E_BAD_VALUE', where: `--${flagOf(key)} ${value}`, ...why });
  }
}

/**
 * Of a path that is shipped in a folder that is left out, the rest of the folder is left out.
 *
 * @param given the values of flags and preset, which name something in the project.
 * @throws UserError E_USAGE if both name the same path.
 */
export async function shippingOf(
  given: Pick<Values, 'ship' | 'leaveOut'>,
  files: readonly string[],
): Promise<Shipping> {
  const [ship = [], leaveOut = []] = await Promise.all(
    keys.map(async (key) =>
      (await Promise.all((given[key] ?? []).map((it) => namedPaths(it, files)))).flat(),
    ),
  );
  const both = leaveOut.find((it) => ship.includes(it));
  if (both !== undefined)
    throw new UserError({
      code: 'E_USAGE',
      reason: `${both} is named by both --ship and --leave-out.`,
      hint: 'Name it in one of them, with flags or in the preset.',
    });
  // A folder is shipped without its secrets, but for those that are named.
  const shipped = [...new Set([...outermost(ship), ...ship.filter((it) => isSecret(it))])].sort();
  return {
    ship: shipped,
    shipsFolder: shipped.some((it) => !files.includes(it)),
    leaveOut: outermost(leaveOut)
      .sort()
      .flatMap((it) => withoutShipped(it, shipped, files)),
  };
}

/** @returns the folder, or what it contains besides the paths that are shipped. */
function withoutShipped(
  folder: string,
  ship: readonly string[],
  files: readonly string[],
): readonly string[] {
  if (ship.includes(folder)) return [];
  if (!ship.some((it) => isBelow(it, folder))) return [folder];
  const inside = files
    .filter((it) => isBelow(it, folder))
    .map((it) => `${folder}/${it.slice(folder.length + 1).split('/')[0]}`);
  return [...new Set(inside)].flatMap((it) => withoutShipped(it, ship, files));
}

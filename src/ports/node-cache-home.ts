/** The user's cache folder (XDG base directory specification). */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * @param env of which `XDG_CACHE_HOME` counts; a relative path is ignored, as the specification
 *   requires.
 * @throws an error if the user has no home directory.
 */
export function cacheHome(env: Readonly<Record<string, string | undefined>>): string {
  const said = env['XDG_CACHE_HOME'];
  return said !== undefined && isAbsolute(said) ? said : join(homedir(), '.cache');
}

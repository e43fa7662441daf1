/** Keeps texts between runs in the user's cache folder (XDG base directory specification). */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TextStore } from '../registry/cache.ts';
import { cacheHome } from './node-cache-home.ts';

/**
 * Creates a store that behaves like an empty one if it fails (an unwritable home directory, a full
 * disk), because a cache must never stop a run.
 */
export function createCacheFolder(env: Readonly<Record<string, string | undefined>>): TextStore {
  const folder = join(cacheHome(env), 'create-secure-dockerfile', 'digests');
  const pathOf = (name: string): string =>
    join(folder, `${createHash('sha256').update(name).digest('hex')}.json`);
  return {
    read: (name) => readFile(pathOf(name), 'utf8').catch(() => undefined),
    write: async (name, text) => {
      const draft = `${pathOf(name)}.${randomBytes(6).toString('hex')}`;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
        await rename(draft, pathOf(name));
      } catch {
        await rm(draft, { force: true }).catch(() => undefined);
      }
    },
  };
}

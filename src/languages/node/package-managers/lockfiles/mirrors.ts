/**
 * Finds a mirror of npm's registry in a lock file: the one that its writer had nearby, which others may
 * not reach. The same archives come from every registry, because the lock file has their checksums.
 */
import type { Evidence } from '../../../../types.ts';
import type { LockFile } from './outdated.ts';

export interface Mirrors {
  readonly hosts: readonly string[];
  readonly evidence: Evidence;
}

/** The address of an archive, with the path that npm's own registry has for it, too. */
const archive =
  /(?:"resolved":\s*|^\s+resolved\s+)"https?:\/\/([\w.-]+)(?::\d+)?\/((?:@[\w.-]+(?:\/|%2f))?[\w.-]+)\/-\/[\w.-]+\.tgz/gim;

const own = ['registry.npmjs.org', 'registry.yarnpkg.com'];

/** Mirrors of all of npm's registry, of which a lock file may have a single package. */
const publicMirrors = [
  'registry.npmmirror.com',
  'registry.npm.taobao.org',
  'registry.nlark.com',
  'r.cnpmjs.org',
  'mirrors.cloud.tencent.com',
  'mirrors.huaweicloud.com',
];

/** A registry for the packages of a company has fewer without a scope. */
const fewest = 4;

/**
 * @param configuration the text of .npmrc and .yarnrc. A registry in it is meant.
 * @returns the mirrors from which packages come; `null` if there is none.
 */
export function mirrorsIn(lock: LockFile, configuration: string): Mirrors | null {
  const counts = new Map<string, number>();
  for (const [, host = '', name = ''] of lock.text.matchAll(archive))
    if (!own.includes(host) && !name.startsWith('@') && !configuration.includes(host))
      counts.set(host, (counts.get(host) ?? 0) + 1);
  const total = [...counts.values()].reduce((sum, it) => sum + it, 0);
  const all = [...counts.keys()];
  const hosts = total < fewest ? all.filter((it) => publicMirrors.includes(it)) : all;
  if (hosts.length === 0) return null;
  return {
    hosts,
    evidence: { file: lock.file, because: `${total} packages from ${hosts.join(', ')}` },
  };
}

/**
 * Finds a mirror of npm's registry in a lock file: the one that its writer had nearby, which others may
 * not reach. The same archives come from every registry, because the lock file has their checksums.
 */
import type { Evidence } from '../../../../types.ts';
import type { LockFile } from './outdated.ts';

export interface Mirror {
  readonly host: string;
  readonly evidence: Evidence;
}

/** The address of an archive, with the path that npm's own registry has for it, too. */
const archive =
  /(?:"resolved":\s*|^\s+resolved\s+)"https?:\/\/([\w.-]+)(?::\d+)?\/(?:@[\w.-]+(?:\/|%2f))?[\w.-]+\/-\/[\w.-]+\.tgz/gim;

const own = ['registry.npmjs.org', 'registry.yarnpkg.com'];

/**
 * @param configuration the text of .npmrc and .yarnrc. A registry in it is meant.
 * @returns the mirror from which most packages come; `null` if there is none.
 */
export function mirrorIn(lock: LockFile, configuration: string): Mirror | null {
  const hosts = new Map<string, number>();
  let all = 0;
  for (const [, host = ''] of lock.text.matchAll(archive)) {
    all += 1;
    hosts.set(host, (hosts.get(host) ?? 0) + 1);
  }
  for (const [host, count] of hosts)
    if (!own.includes(host) && count * 2 > all && !configuration.includes(host))
      return { host, evidence: { file: lock.file, because: `${count} packages from ${host}` } };
  return null;
}

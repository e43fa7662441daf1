/** How a build stage gets packages of its system. */

/**
 * @param names as that system calls them.
 * @returns a command for RUN: apk on Alpine, apt-get on Debian, where the lists of packages do not
 * stay behind.
 */
export function installSystemPackages(libc: 'glibc' | 'musl', names: readonly string[]): string {
  if (libc === 'musl') return `apk add --no-cache ${names.join(' ')}`;
  return `apt-get update && apt-get install --yes --no-install-recommends ${names.join(' ')} && rm -rf /var/lib/apt/lists/*`;
}

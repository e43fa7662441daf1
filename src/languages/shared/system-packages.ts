/** Builds the command that installs system packages in a build stage. */

/**
 * @param names the package names on that system.
 * @returns a command for RUN: apk on Alpine, apt-get on Debian, where the package lists are removed
 *   afterwards.
 */
export function installSystemPackages(libc: 'glibc' | 'musl', names: readonly string[]): string {
  if (libc === 'musl') return `apk add --no-cache ${names.join(' ')}`;
  return `apt-get update && apt-get install --yes --no-install-recommends ${names.join(' ')} && rm -rf /var/lib/apt/lists/*`;
}

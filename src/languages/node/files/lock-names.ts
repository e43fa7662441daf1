/** The names of lock files: which package manager installs a folder. */

export const npmLocks: readonly string[] = ['npm-shrinkwrap.json', 'package-lock.json'];

/** The lock files of package managers other than npm. */
export const otherLocks: readonly string[] = [
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
];

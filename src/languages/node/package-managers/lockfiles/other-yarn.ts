/**
 * Detects a yarn.lock written by the other Yarn (1 or 2+) than package.json names. Neither can read
 * the other's format.
 */
import semver from 'semver';
import type { Problem } from '../../../../errors.ts';
import type { Evidence } from '../../../../types.ts';
import { versionInRange } from '../versions.ts';
import type { LockFile } from './outdated.ts';

/**
 * @param statement the version in packageManager or devEngines.packageManager, possibly a range.
 * @returns `null` if both belong to the same line.
 */
export function otherYarn(
  statement: { readonly version: string; readonly evidence: Evidence },
  lock: LockFile,
): Problem | null {
  const { version, evidence } = statement;
  if (semver.validRange(version) === null) return null;
  const classic = lock.manager.id === 'yarn-classic';
  if (semver.intersects(version, classic ? '<2' : '>=2')) return null;
  const where = {
    code: 'E_PROJECT',
    file: evidence.file,
    ...(evidence.line === undefined ? {} : { line: evidence.line }),
  } as const;
  const [here] = evidence.because.split(' is ');
  if (classic) {
    const exact = versionInRange('yarn-berry', version) ?? version;
    return {
      ...where,
      reason: `${here} names Yarn ${version}, and ${lock.file}:1 is a lock file of Yarn 1: "yarn install --immutable" refuses to convert it`,
      hint: `Run "npx ${exact.startsWith('2.') ? 'yarn' : '@yarnpkg/cli-dist'}@${exact} install" and commit ${lock.file}; or name the Yarn that wrote it, "yarn@1.22.22".`,
    };
  }
  const format = lock.text.slice(0, lock.text.indexOf('__metadata:')).split('\n').length;
  return {
    ...where,
    reason: `${here} names Yarn ${version}, and ${lock.file}:${format} is a lock file of Yarn 2 or later, which Yarn 1 cannot read`,
    hint: `Name the Yarn that wrote it: "yarn@${versionInRange('yarn-berry', '^4') ?? '4'}"; or remove ${lock.file}, run "npx yarn@1.22.22 install" and commit it.`,
  };
}

/** Finds the workers of old builds with Ember, which no current Node starts. */
import semver from 'semver';
import type { EnvironmentLine } from '../../language.ts';
import { releasesOf } from '../files/locked-releases.ts';

/** What a build with such workers needs. */
export const withoutWorkers: EnvironmentLine = {
  name: 'JOBS',
  value: '1',
  why: 'This build starts its workers in a way that Node no longer accepts, so it does without them.',
};

/** They give an index and an array to `send`, which Node refuses. */
const broken = '<2.3.4 || >=3.0.0 <4.0.0';

/**
 * @param lock the lock file; `null` without one.
 * @returns whether a build fails unless it transpiles without workers (`JOBS=1`).
 *   https://github.com/babel/broccoli-babel-transpiler#parallel-transpilation
 */
export function workersFail(lock: string | null, text: string): boolean {
  if (lock === null || !text.includes('broccoli-babel-transpiler')) return false;
  return releasesOf('workerpool', lock, text, 'any').some(({ version }) =>
    semver.satisfies(version, broken),
  );
}

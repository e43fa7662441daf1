/** What a build writes, and where. */
import type { Evidence } from '../../../types.ts';
import type { Runner } from './task-runner.ts';

/** A folder that the build fills. */
export interface BuildOutput {
  readonly folder: string;
  /** Set when sources are compiled one by one: `src/a.ts` becomes `dist/a.js`. Folders that map onto `folder`, most likely first. */
  readonly sources: readonly string[] | null;
  /** The one file that a bundler is told to write. */
  readonly entry?: string;
}

export interface Build {
  /** The script to run; `null`: `tsc` itself, because the project names none. */
  readonly script: string | null;
  /** Set where it is a task of a runner and no script of package.json. */
  readonly task?: { readonly runner: Runner; readonly name: string };
  readonly evidence: Evidence;
  readonly outputs: readonly BuildOutput[];
}

/** The build of a package and the folders that it fills. */
import type { Evidence } from '../../../types.ts';
import type { WithoutDatabase } from './database-steps.ts';
import type { Runner } from './task-runner.ts';

/** A folder that the build fills. */
export interface BuildOutput {
  readonly folder: string;
  /**
   * Set if sources are compiled one by one: `src/a.ts` becomes `dist/a.js`. These are the folders
   * that map to `folder`, most likely first.
   */
  readonly sources: readonly string[] | null;
  /** The one file that a bundler writes. */
  readonly entry?: string;
  /** The source of that file, where the build names it. */
  readonly from?: string;
}

export interface Build {
  /** The script to run; `null` for `tsc`, if the project has no build script. */
  readonly script: string | null;
  /** The settings that `tsc` gets, relative to the package; absent for its own tsconfig.json. */
  readonly settings?: string;
  /** Set if the build is a task of a task runner instead of a script in package.json. */
  readonly task?: { readonly runner: Runner; readonly name: string };
  readonly evidence: Evidence;
  readonly outputs: readonly BuildOutput[];
  /** Folders of tests that the build lists, and fails without. */
  readonly tests?: readonly string[];
  /** Set if the scripts have commands for a database, which the image's build has not. */
  readonly withoutDatabase?: WithoutDatabase;
  /** Set if a bundler's configuration asks for NODE_ENV, and the script does not set it. */
  readonly asksForProduction?: true;
}

/** What the programs of a project are found in. */
import type { Evaluator } from '../code/evaluating.ts';
import type { PythonModule } from '../code/module.ts';
import type { NamedApplication } from '../files/named-application.ts';
import type { Package } from '../package.ts';
import type { PasteSettings } from '../files/paste-settings.ts';
import type { ProcfileProgram } from '../files/procfile.ts';
import type { UwsgiSettings } from '../files/uwsgi-settings.ts';
import type { Pyproject } from '../files/pyproject.ts';
import type { Installation } from '../package-managers/installation.ts';

export interface ProgramInput {
  readonly modules: readonly PythonModule[];
  readonly evaluator: Evaluator;
  readonly installation: Installation | undefined;
  readonly pyproject: Pyproject | null;
  readonly procfile: readonly ProcfileProgram[];
  /** The application that .flaskenv or pyproject.toml names. */
  readonly named: NamedApplication | null;
  /** The settings with which the developers start uWSGI. */
  readonly uwsgi: UwsgiSettings | null;
  /** The settings that name an application of Pyramid. */
  readonly paste: PasteSettings | null;
  /** Whether the project can be installed as a package, which makes its console scripts. */
  readonly isBuilt: boolean;
  /** The folder of the scripts, ending in `/`; empty for the project folder. */
  readonly folder: string;
  /** Set for a script that declares its packages. */
  readonly script?: string;
}

/** The installed packages. */
export function packagesOf({ installation }: ProgramInput): readonly Package[] {
  return installation?.packages ?? [];
}

/** The contract of Python's package managers. Each has a file; index.ts lists them. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { PackageManager } from '../../shared/package-manager.ts';
import type { Pyproject } from '../files/pyproject.ts';
import type { ManagerId } from './marks.ts';
import type { Installation } from './installation.ts';
import type { Selection } from './optional.ts';

export interface ManagerInput {
  readonly project: ProjectReader;
  readonly files: readonly string[];
  readonly pyproject: Pyproject | null;
  /** The extras and dependency groups that the user named. */
  readonly selection: Selection;
  /** Whether packages are declared anywhere other than in a single script. */
  readonly isProject: boolean;
}

export interface Manager extends PackageManager {
  readonly id: ManagerId;
  /** Files that only projects with this package manager have, with the reason. */
  readonly marks: readonly { readonly file: string; readonly because: string }[];
  /** Whether pip installs, so that the project's pip.conf applies. */
  readonly usesPip: boolean;
  /**
   * The command that adds a package, for messages: `uv add gunicorn`.
   *
   * @param file the script that needs it, or the file that lists requirements.
   */
  add(name: string, file?: string): string;
  /**
   * @returns what it would install; `null` if the project shows no sign of this package manager.
   */
  read(input: ManagerInput): Promise<Installation | null>;
}

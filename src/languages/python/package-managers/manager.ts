/** The contract of Python's package managers. One file each; index.ts lists them. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { PackageManager } from '../../shared/package-manager.ts';
import type { Pyproject } from '../files/pyproject.ts';
import type { Installation } from './installation.ts';
import type { Selection } from './optional.ts';

export interface ManagerInput {
  readonly project: ProjectReader;
  readonly files: readonly string[];
  readonly pyproject: Pyproject | null;
  /** The extras and dependency groups that are named. */
  readonly selection: Selection;
  /** Whether anything but a single script declares packages. */
  readonly isProject: boolean;
}

export interface Manager extends PackageManager {
  /** The files that only projects of this package manager have, with the reason to believe so. */
  readonly marks: readonly { readonly file: string; readonly because: string }[];
  /** Whether pip installs, so that pip.conf of the project applies. */
  readonly usesPip: boolean;
  /**
   * The command that adds a package, for messages: `uv add gunicorn`.
   *
   * @param file the script that it is for, or the file that lists requirements.
   */
  add(name: string, file?: string): string;
  /** @returns what it would install; `null` when nothing in the project speaks for it. */
  read(input: ManagerInput): Promise<Installation | null>;
}

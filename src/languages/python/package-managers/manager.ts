/** What a package manager of Python is to the rest: found by its lock file, read for what it installs. One file each; index.ts lists them. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Installation } from '../details.ts';
import type { Selection } from './optional.ts';
import type { Pyproject } from '../files/pyproject.ts';

export interface ManagerInput {
  readonly project: ProjectReader;
  readonly files: readonly string[];
  readonly pyproject: Pyproject | null;
  readonly selection: Selection;
}

export interface PackageManager {
  readonly id: string;
  /** The lock file that decides for it; `null`: it has none. */
  readonly lockFile: string | null;
  /** The command that adds a package, for messages: `uv add gunicorn`. @param file the script that it is for, or the file that lists requirements. */
  add(name: string, file?: string): string;
  /** @returns `null` when nothing in the project speaks for it. */
  read(input: ManagerInput): Promise<Installation | null>;
}

/** Everything that most managers leave empty. */
export const nothingElse = {
  unread: false,
  secrets: [],
  mounts: [],
  withLogin: [],
  unshipped: [],
  needsSources: false,
  git: false,
  pip: null,
  uv: null,
  exporter: null,
  members: [],
  optional: [],
  versionRules: [],
  notes: [],
} as const satisfies Partial<Installation>;

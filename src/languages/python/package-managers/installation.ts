/** What one package manager would install for production, and the steps that install it. */
import type { BuildSecret, ImageRef, Note } from '../../../types.ts';
import { shellWord } from '../../../text/shell-words.ts';
import type { Claim, Step } from '../../shared/package-manager.ts';
import type { Package } from '../files/package.ts';
import type { VersionRule } from '../versions.ts';
import type { OptionalSet } from './optional.ts';

/**
 * The virtual environment: one path in the build and in the image, because console scripts and
 * pyvenv.cfg hold it.
 */
export const environmentPath = '/opt/venv';

/** The list that pip installs, where a package manager or a listing writes one. */
export const requirementsPath = '/tmp/requirements.txt';

/** A step of an install. Its command may take several lines of the Dockerfile. */
export interface InstallStep extends Omit<Step, 'command'> {
  /**
   * - `tool`: installs the package manager. It reads nothing of the project.
   * - `packages`: installs the packages. The manifests are copied before it, and its command has
   *   the logins of private indexes.
   */
  readonly installs: 'tool' | 'packages';
  /** Commands that run before the logins are read: they ask no index. */
  readonly before: readonly string[];
  /** The lines of the command; a line that starts with `&&` is indented less. */
  readonly command: readonly [string, ...string[]];
}

/** An installation is the claim of its package manager, with what it would install. */
export interface Installation extends Claim {
  /** Production packages only. */
  readonly packages: readonly Package[];
  /** Whether the packages are known only in the build, because setup.py computes them. */
  readonly unread: boolean;
  /** The files that the install reads, relative to the project; copied before the sources. */
  readonly manifests: readonly string[];
  /** An image that the package manager is copied from; `null`: the steps install it, or none. */
  readonly tool: {
    readonly image: ImageRef;
    readonly source: string;
    readonly target: string;
  } | null;
  /** Empty where there is nothing to install. A member that is chosen has its own. */
  readonly steps: readonly InstallStep[];
  /** Logins for private indexes, mounted where packages are installed. */
  readonly secrets: readonly BuildSecret[];
  /** Other mounts of those steps. */
  readonly mounts: readonly string[];
  /** Files that hold a login: they stay out of the build context. */
  readonly withLogin: readonly string[];
  /** Files that only the install reads: not part of the image. */
  readonly unshipped: readonly string[];
  /** Whether packages come from git repositories: the build image has no git. */
  readonly git: boolean;
  /** Whether the install reads the project's own sources (`-e .`). */
  readonly needsSources: boolean;
  /** The members of a workspace; empty: the project is one package. */
  readonly members: readonly Member[];
  /** The extras and dependency groups that can be named. */
  readonly optional: readonly OptionalSet[];
  readonly versionRules: readonly VersionRule[];
  readonly notes: readonly Note[];
}

/** A package of a workspace, or a script that declares its own packages. */
export interface Member {
  readonly name: string;
  readonly folder: string;
  readonly packages: readonly Package[];
  /** Its own folder and those of the members that it needs. */
  readonly folders: readonly string[];
  readonly optional: readonly OptionalSet[];
  /** The script and its lock file; `null`: a package. */
  readonly script: {
    readonly file: string;
    readonly lock: string | null;
    readonly secrets: readonly BuildSecret[];
  } | null;
  /** Install its packages, and not those of other members. */
  readonly steps: readonly InstallStep[];
  readonly notes: readonly Note[];
}

/** What most package managers leave empty. */
export const nothingElse = {
  unread: false,
  tool: null,
  secrets: [],
  mounts: [],
  withLogin: [],
  unshipped: [],
  needsSources: false,
  git: false,
  members: [],
  optional: [],
  versionRules: [],
  notes: [],
} as const satisfies Partial<Installation>;

/** Why the install of locked packages is a layer below the sources. */
export const whyLocked =
  'The packages of the lock file that production needs, before the sources: a change of source code keeps this layer.';

const pipCache = '/root/.cache/pip';

/**
 * Installs packages with the build image's pip into a new virtual environment. pip itself stays out
 * of it.
 *
 * @param before commands that write files which the options name.
 */
export function pipInstall(
  why: string,
  before: readonly string[],
  options: readonly string[],
): InstallStep {
  const install = `pip --python ${environmentPath}/bin/python install --disable-pip-version-check`;
  return {
    installs: 'packages',
    why,
    caches: [pipCache],
    before,
    command: [
      `python3 -m venv --without-pip ${environmentPath} &&`,
      [install, '--no-compile', ...options.map(shellWord)].join(' '),
    ],
  };
}

/** Installs a package manager from PyPI into a folder, at exact versions. */
export function pipTool(why: string, folder: string, requirements: readonly string[]): InstallStep {
  const install = `&& ${folder}/bin/pip install --disable-pip-version-check`;
  return {
    installs: 'tool',
    why,
    caches: [pipCache],
    before: [],
    command: [`python3 -m venv ${folder}`, [install, ...requirements.map(shellWord)].join(' ')],
  };
}

/** A package manager that translates its lock file into requirements with hashes. */
export interface Exporter {
  readonly title: string;
  /** What is installed of it, from PyPI. */
  readonly requirements: readonly string[];
  readonly folder: string;
  /** Write `requirementsPath`; end with an error when the lock file is out of date. */
  readonly commands: readonly string[];
}

/** Installs a package manager, lets it export its lock file, and installs that with pip. */
export function exportedInstall(exporter: Exporter): readonly InstallStep[] {
  const { title, folder, requirements, commands } = exporter;
  return [
    pipTool(
      `${title} only translates its lock file, in this stage; pip installs, and checks every hash.`,
      folder,
      requirements,
    ),
    pipInstall(whyLocked, commands, ['--no-deps', '--require-hashes', '-r', requirementsPath]),
  ];
}

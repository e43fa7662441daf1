/** What a package manager would install for production, and the steps of that install. */
import type { BuildSecret, ImageRef, Note } from '../../../types.ts';
import { shellWord } from '../../../text/shell-words.ts';
import type { Claim, Step } from '../../shared/package-manager.ts';
import type { Package } from '../package.ts';
import type { Pyproject } from '../files/pyproject.ts';
import type { VersionRule } from '../versions.ts';
import type { OptionalSet } from './optional.ts';

/**
 * The virtual environment. Build and image use the same path, because console scripts and
 * pyvenv.cfg contain it.
 */
export const environmentPath = '/opt/venv';

/** The requirements file that pip installs, if a step of the build writes one. */
export const requirementsPath = '/tmp/requirements.txt';

/** A step of an install. Its command may span several lines of the Dockerfile. */
export interface InstallStep extends Omit<Step, 'command'> {
  /**
   * - `tool`: installs the package manager. It reads no file of the project.
   * - `packages`: installs the packages. The manifests are copied first, and the command can read
   *   the logins of private indexes.
   * - `local`: installs packages from folders of the project, after the sources are copied.
   */
  readonly installs: 'tool' | 'packages' | 'local';
  /** Commands that run before the logins are read, because they use no index. */
  readonly before: readonly string[];
  /** The lines of the command. A line that starts with `&&` is indented less. */
  readonly command: readonly [string, ...string[]];
}

/** An installation is the claim of a package manager, with what it would install. */
export interface Installation extends Claim {
  /** Only production packages. */
  readonly packages: readonly Package[];
  /** Whether the packages are known only during the build, because setup.py computes them. */
  readonly unread: boolean;
  /**
   * The files that the install reads, relative to the project. They are copied before the sources.
   */
  readonly manifests: readonly string[];
  /**
   * The image from which the package manager is copied; `null` if the steps install it or need
   * none.
   */
  readonly tool: {
    readonly image: ImageRef;
    readonly source: string;
    readonly target: string;
  } | null;
  /** Empty if there is nothing to install. A chosen member has separate steps. */
  readonly steps: readonly InstallStep[];
  /** Logins for private indexes, mounted while packages are installed. */
  readonly secrets: readonly BuildSecret[];
  /** Further mounts of these steps. */
  readonly mounts: readonly string[];
  /** Files that contain a login. They stay out of the build context. */
  readonly withLogin: readonly string[];
  /** Files that only the install reads. They are not part of the image. */
  readonly unshipped: readonly string[];
  /** Whether packages come from git repositories. The build image has no git. */
  readonly git: boolean;
  /** What the project declares and the requirements files lack. It is not installed. */
  readonly declared: readonly Declared[];
  /** Whether the install reads the sources of the project (`-e .`). */
  readonly needsSources: boolean;
  /** The members of a workspace; empty if the project is a single package. */
  readonly members: readonly Member[];
  /** The extras and dependency groups that the user can name. */
  readonly optional: readonly OptionalSet[];
  readonly versionRules: readonly VersionRule[];
  readonly notes: readonly Note[];
}

/** A dependency of the project that no requirements file has. */
export interface Declared {
  readonly package: Package;
  /** As it is written: `flask>=3; python_version > "3.8"`. */
  readonly text: string;
}

/** A workspace package, or a script that declares its packages. */
export interface Member {
  readonly name: string;
  /** `.` for the root of the workspace: all that is in no other member. */
  readonly folder: string;
  readonly packages: readonly Package[];
  /** The folder of the member and the folders of the members that it needs. */
  readonly folders: readonly string[];
  readonly optional: readonly OptionalSet[];
  /** Its own pyproject.toml; `null` for a script. */
  readonly pyproject: Pyproject | null;
  /** The script and its lock file; `null` for a package. */
  readonly script: {
    readonly file: string;
    readonly lock: string | null;
    readonly secrets: readonly BuildSecret[];
  } | null;
  /** Steps that install its packages, without those of other members. */
  readonly steps: readonly InstallStep[];
  readonly notes: readonly Note[];
}

/** Fields that are empty for most package managers. */
export const nothingElse = {
  unread: false,
  tool: null,
  secrets: [],
  mounts: [],
  withLogin: [],
  unshipped: [],
  needsSources: false,
  git: false,
  declared: [],
  members: [],
  optional: [],
  versionRules: [],
  notes: [],
} as const satisfies Partial<Installation>;

/** Explains why locked packages are installed in a layer below the sources. */
export const whyLocked =
  'Installs the production packages of the lock file before the sources are copied: a source change keeps this layer.';

const pipCache = '/root/.cache/pip';

/** Installs into the virtual environment. */
export const pipCommand = `pip --python ${environmentPath}/bin/python install --disable-pip-version-check`;

/** Explains why packages of the project's own folders come after the sources. */
export const whyLocal = 'Builds and installs the packages in folders of the project.';

/** Compiles what was installed after the virtual environment was compiled. */
export const compileInstalled = `&& { python3 -I -m compileall -qq --invalidation-mode unchecked-hash ${environmentPath}/lib || true; }`;

/** Installs folders and archives of the project with pip. */
function localInstall(paths: readonly string[]): InstallStep {
  const targets = paths.map((it) => shellWord(`./${it}`)).join(' ');
  return {
    installs: 'local',
    why: whyLocal,
    caches: [pipCache],
    before: [],
    command: [`${pipCommand} --no-compile --no-deps ${targets}`, compileInstalled],
  };
}

/**
 * Installs packages with the pip of the build image into a new virtual environment, which does not
 * contain pip.
 *
 * @param before commands that write the files that the options name.
 */
function pipInstall(
  why: string,
  before: readonly string[],
  options: readonly string[],
): InstallStep {
  return {
    installs: 'packages',
    why,
    caches: [pipCache],
    before,
    command: [
      `python3 -m venv --without-pip ${environmentPath} &&`,
      [pipCommand, '--no-compile', ...options.map(shellWord)].join(' '),
    ],
  };
}

/** Installs packages that no lock file names: pip resolves what they require. */
export function resolvedInstall(
  before: readonly string[],
  options: readonly string[],
): InstallStep {
  return pipInstall(
    'Installs the packages before the sources are copied: a source change keeps this layer. The virtual environment has no pip.',
    before,
    options,
  );
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

/** A package manager that exports its lock file as requirements with hashes. */
export interface Exporter {
  readonly title: string;
  /** The requirements of the tool, installed from PyPI. */
  readonly requirements: readonly string[];
  readonly folder: string;
  /** Commands that write `requirementsPath`. They fail if the lock file is out of date. */
  readonly commands: readonly string[];
  /** Whether packages are locked to commits of git repositories. */
  readonly git: boolean;
  /** Whether packages are locked without a hash: their lines end with an empty one. */
  readonly unhashed?: boolean;
  /** Folders and archives of the project that are installed, without the project itself. */
  readonly local: readonly string[];
  /** Whether the lock file lists the project itself, which runs from its sources. */
  readonly self: boolean;
}

const gitRequirementsPath = '/tmp/git-requirements.txt';
const unhashedPath = '/tmp/unhashed-requirements.txt';

/**
 * Commands that keep only the lines with hashes: --require-hashes refuses the others. A commit of
 * git is a hash already.
 */
function unhashedLines({ git, unhashed, local, self }: Exporter): readonly string[] {
  const apart = [
    ...(git ? ['git\\+'] : []),
    ...(unhashed ? [' --hash=( *;|$)'] : []),
    ...(local.length > 0 || self ? ['(^|@ ?)file:', '^\\.', '^-e (file:|\\.)'] : []),
  ];
  return [
    ...(git ? [`sed -n 's/^-e //; /git+/p' ${requirementsPath} > ${gitRequirementsPath}`] : []),
    ...(unhashed
      ? [`sed -n -E 's/ --hash=( *;|$)/\\1/p' ${requirementsPath} > ${unhashedPath}`]
      : []),
    ...(apart.length > 0 ? [`sed -i -E '/${apart.join('|')}/d' ${requirementsPath}`] : []),
  ];
}

/** Installs a package manager, exports its lock file, and installs the result with pip. */
export function exportedInstall(exporter: Exporter): readonly InstallStep[] {
  const { title, folder, requirements, git, unhashed, local } = exporter;
  const apart = [...(git ? [gitRequirementsPath] : []), ...(unhashed ? [unhashedPath] : [])];
  const commands = [...exporter.commands, ...unhashedLines(exporter)];
  const hashed = pipInstall(whyLocked, commands, [
    '--no-deps',
    '--require-hashes',
    '-r',
    requirementsPath,
  ]);
  return [
    pipTool(
      `${title} only exports its lock file, in this stage; pip installs the packages and checks every hash.`,
      folder,
      requirements,
    ),
    {
      ...hashed,
      command: [
        ...hashed.command,
        ...apart.map((it) => `&& ${pipCommand} --no-compile --no-deps -r ${it}`),
      ],
    },
    ...(local.length > 0 ? [localInstall(local)] : []),
  ];
}

/**
 * @returns whether pip resolves the packages, so that requirements can be added: no hashes fix them,
 *   and they are known before the build.
 */
export function isResolvedByPip({ manager, unread, steps }: Installation): boolean {
  return (
    manager === 'pip' &&
    !unread &&
    steps.some((it) => it.installs === 'packages') &&
    !steps.some((it) => it.command.some((line) => line.includes('--require-hashes')))
  );
}

/** Adds requirements to the steps that install the packages. */
export function withRequirements(
  installation: Installation,
  requirements: readonly string[],
): Installation {
  const words = requirements.map(shellWord).join(' ');
  return {
    ...installation,
    steps: installation.steps.map((it) => (it.installs === 'packages' ? withWords(it, words) : it)),
  };
}

/** With hashes or without dependencies, pip refuses or ignores them: a second command installs them. */
function withWords(step: InstallStep, words: string): InstallStep {
  const [first, ...rest] = step.command;
  const last = rest.at(-1);
  if (last === undefined || /--require-hashes|--no-deps/.test(last))
    return { ...step, command: [first, ...rest, `&& ${pipCommand} --no-compile ${words}`] };
  return { ...step, command: [first, ...rest.slice(0, -1), `${last} ${words}`] };
}

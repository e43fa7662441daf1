/**
 * The contract of a Node package manager: how it is recognized, what it reads before the sources
 * are copied, and its steps.
 */
import { allOf } from '../../../text/lists.ts';
import type { BuildSecret, Evidence } from '../../../types.ts';
import type { PackageManager, Step } from '../../shared/package-manager.ts';
import type { ManagerChoice } from './choices.ts';
import type { GitDependencies } from './git-dependencies.ts';

/** The project's settings for its package manager, and what the install layer needs. */
export interface Install {
  /**
   * The exact version to install and the reason for it; `null` for the version in the Node image.
   */
  readonly version: { readonly exact: string; readonly why: string } | null;
  /**
   * The lock file that was found; `null` if there is none, so that a build cannot be reproduced.
   */
  readonly lock: string | null;
  /**
   * A release of the package manager that is part of the project: `.yarn/releases/yarn-4.9.1.cjs`.
   */
  readonly vendored: string | null;
  /**
   * Yarn 2 and later: how packages are laid out (`nodeLinker`). `null` if the package manager has
   * only one layout.
   */
  readonly linker: 'plug-and-play' | 'node-modules' | null;
  /** Files and folders that the install reads besides package.json and the lock file. */
  readonly configuration: readonly string[];
  /** Folders of workspace packages whose manifests the install reads; empty outside workspaces. */
  readonly members: readonly string[];
  /**
   * Whether install scripts of the project need more than manifests. Packages are then pruned
   * instead of installed again.
   */
  readonly prunes: boolean;
  /**
   * Scripts of the root package.json that an install would run, but that only development needs:
   * git hooks.
   */
  readonly developmentScripts: readonly string[];
  /**
   * Install scripts of the project that the packages need to work. They must run before packages
   * are pruned.
   */
  readonly neededScripts: readonly string[];
  /** The arguments with which an install script calls patch-package; `null` if none does. */
  readonly patches: readonly string[] | null;
  /**
   * Whether an install script of the project reads its sources, which must then be copied before
   * the install.
   */
  readonly needsSources: boolean;
  /**
   * Tokens for private registries: variables that .npmrc names, or .npmrc itself if it contains a
   * token.
   */
  readonly secrets: readonly BuildSecret[];
  /**
   * `engines.node` ranges that this package manager enforces. When planning: only those that the
   * image's Node does not satisfy.
   */
  readonly demands: readonly string[];
  /** npm: the flag with which the lock file was written, if peer dependencies contradict it. */
  readonly peers: '--legacy-peer-deps' | '--force' | null;
  /**
   * npm: where the lock file lacks an optional dependency, for which "npm ci" refuses it; `null` if
   * it is complete.
   */
  readonly incomplete: Incomplete | null;
  /** npm and Yarn 1: the hosts that the lock file names in place of npm's registry. */
  readonly mirrors: readonly string[];
  /** Dependencies that the install replaces by others. */
  readonly replaced: readonly Replacement[];
  /** Packages that are fetched with git. */
  readonly git: GitDependencies;
}

/** A lock file of npm that lacks optional dependencies. */
export interface Incomplete {
  /** Whether one of them is a binary of which the image may need the one for its platform. */
  readonly needsNewNpm: boolean;
  readonly evidence: Evidence;
}

/** A dependency that the image installs in place of another, under its name. */
export interface Replacement {
  readonly name: string;
  /** Where package.json then says it: `devDependencies.node-sass`. */
  readonly key: string;
  /** What package.json then says: `npm:sass@1.77.8`. */
  readonly by: string;
  /** The reason, as a comment. */
  readonly why: string;
  readonly evidence: Evidence;
  readonly note: { readonly text: string; readonly hint: string };
}

/** A package of a workspace. The root has the folder `''`. */
export interface Member {
  /** `null` if its manifest has no name. */
  readonly name: string | null;
  readonly folder: string;
}

/** The package of a workspace that the image is for; `null` if the project has only one package. */
export interface Target extends Member {
  /** Other packages of the workspace that it needs, directly or indirectly. */
  readonly needs: readonly Member[];
  /** The packages of `needs` that only the root of the workspace depends on. */
  readonly ofRoot: readonly Member[];
  /** Front ends that it serves, and what they need: only the build installs their packages. */
  readonly beside: readonly Member[];
}

export interface Manager extends PackageManager {
  readonly id: 'npm' | 'yarn-classic' | 'yarn-berry' | 'pnpm' | 'bun';
  /** The value of `--package-manager`. Both lines of Yarn share `yarn`. */
  readonly choice: ManagerChoice;
  /**
   * Further files that are read before the sources are copied, if they exist: exact names in the
   * root.
   */
  readonly configuration: readonly string[];
  /**
   * The workspace manifests that the install needs. With `needed`, the install covers every
   * manifest that it finds.
   */
  readonly manifests: 'all' | 'needed';
  /** Installs the exact version in the build stage; `null` if that is not necessary. */
  tool(install: Install): Step | null;
  /** Installs all packages, including development dependencies, exactly as locked. */
  installAll(install: Install, target: Target | null): Step;
  /** Installs only production packages, in a separate stage. */
  installProduction(install: Install, target: Target | null): Step;
  /** Reduces a complete tree to the production packages. */
  prune(install: Install, target: Target | null): Step;
  /** Runs a script of package.json. */
  run(install: Install, script: string, member: Member | null): string;
  /**
   * Runs a program of a dependency in the folder of a package.
   *
   * @param ofRoot whether only the root of the workspace has that dependency.
   */
  execute(install: Install, program: string, member: Member | null, ofRoot?: boolean): string;
}

/**
 * The packages of a workspace to select, for package managers that add what these need.
 * @param builds whether the build follows, which needs those of front ends, too.
 */
export function installed(target: Target, builds: boolean): readonly Member[] {
  const own = target.folder === '' ? target.needs : [target, ...target.ofRoot];
  return builds ? [...own, ...target.beside] : own;
}

export function whyLocked(install: Install, locked: string): string | null {
  const replaced = install.replaced.map((it) => `${it.by} in place of ${it.name}`);
  if (install.lock !== null && replaced.length > 0)
    return `Installs what the lock file lists, and ${allOf(replaced)}.`;
  if (install.incomplete) return 'Installs what the lock file lists, which "npm ci" would refuse.';
  if (install.lock !== null) return locked;
  return 'No lock file: the versions are those of the day of the build.';
}

/**
 * Runs the project's install scripts again after pruning, for package managers that prune by
 * installing again. The tools that the scripts call come from a copy of all packages.
 *
 * @param keep moves or copies node_modules to /tmp/all.
 * @param command removes the development packages and runs the project's install scripts.
 */
export function withFormerTools(keep: 'cp -R' | 'mv', command: string): string {
  return `mkdir /tmp/all && ${keep} node_modules /tmp/all/ && PATH="/tmp/all/node_modules/.bin:$PATH" ${command}`;
}

/**
 * @returns the secrets that are needed to run a script. Yarn 2 and later read .yarnrc.yml first,
 *   and fail if it names a variable that is not set.
 */
export function secretsToRun(manager: Manager, install: Install): readonly BuildSecret[] {
  return manager.id === 'yarn-berry' ? install.secrets.filter((it) => it.kind === 'variable') : [];
}

/** Whether the project's install scripts only change the packages, so that they can run again. */
export function changesPackages(install: Install): boolean {
  return install.neededScripts.length > 0 && !install.needsSources;
}

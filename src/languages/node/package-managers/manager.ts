/**
 * The contract of a package manager of Node: how it is recognised, what it reads before the sources
 * are copied, and its steps.
 */
import type { BuildSecret } from '../../../types.ts';
import type { PackageManager, Step } from '../../shared/package-manager.ts';
import type { GitDependencies } from './git-dependencies.ts';

/** The project's settings for its package manager, and what the install layer needs. */
export interface Install {
  /** The exact version to install, and where that comes from; `null`: the one in the Node image. */
  readonly version: { readonly exact: string; readonly why: string } | null;
  /** The lock file found; `null`: none, so nothing can be reproduced. */
  readonly lock: string | null;
  /**
   * A release of the package manager that is part of the project: `.yarn/releases/yarn-4.9.1.cjs`.
   */
  readonly vendored: string | null;
  /**
   * Yarn 2 and later: how packages are laid out (`nodeLinker`). `null`: the only way that the
   * package manager has.
   */
  readonly linker: 'plug-and-play' | 'node-modules' | null;
  /** Files and folders the install reads besides package.json and the lock file. */
  readonly configuration: readonly string[];
  /** Folders of workspace packages whose manifests the install reads; empty outside workspaces. */
  readonly members: readonly string[];
  /**
   * Whether install scripts of the project need more than manifests: then packages are pruned, not
   * installed again.
   */
  readonly prunes: boolean;
  /**
   * Scripts of the root package.json that an install would run, and that only development needs:
   * git hooks.
   */
  readonly developmentScripts: readonly string[];
  /**
   * Install scripts of the project that make the packages work, by name: they have run before
   * anything is pruned.
   */
  readonly neededScripts: readonly string[];
  /** What patch-package is called with by an install script; `null`: it is not. */
  readonly patches: readonly string[] | null;
  /**
   * Whether an install script of the project reads its sources, so that they have to be there
   * before the install.
   */
  readonly needsSources: boolean;
  /**
   * Tokens for private registries: variables that .npmrc names, or .npmrc itself where it holds
   * one.
   */
  readonly secrets: readonly BuildSecret[];
  /**
   * `engines.node` ranges that this package manager enforces. When planning: only those that the
   * image's Node does not satisfy.
   */
  readonly demands: readonly string[];
  /** Packages from git repositories, which are fetched with git. */
  readonly git: GitDependencies;
}

/** A package of a workspace; the root has the folder `''`. */
export interface Member {
  /** `null`: its manifest has no name. */
  readonly name: string | null;
  readonly folder: string;
}

/** Which package of a workspace is meant; `null`: the project has only one. */
export interface Target extends Member {
  /** Other packages of the workspace that it needs, directly or not. */
  readonly needs: readonly Member[];
}

export interface Manager extends PackageManager {
  readonly id: 'npm' | 'yarn-classic' | 'yarn-berry' | 'pnpm' | 'bun';
  /** The value of `--package-manager`: `yarn` for both lines of Yarn. */
  readonly choice: string;
  /** What else is read before the sources are there, where it exists: exact names at the root. */
  readonly configuration: readonly string[];
  /**
   * Which manifests of a workspace the install wants to see: `needed` ones install what they name
   * and nothing else.
   */
  readonly manifests: 'all' | 'needed';
  /** Puts the exact version into the build stage; `null`: nothing to do. */
  tool(install: Install): Step | null;
  /** Installs everything, development dependencies included, exactly as locked. */
  installAll(install: Install, target: Target | null): Step;
  /** Installs only what runs in production, in a separate stage. */
  installProduction(install: Install, target: Target | null): Step;
  /** Leaves only what runs in production of a tree that has everything. */
  prune(install: Install, target: Target | null): Step;
  /** Runs a script of package.json. */
  run(install: Install, script: string, member: Member | null): string;
  /**
   * Runs a program of a dependency, in the folder of a package.
   *
   * @param ofRoot only the root of the workspace has that dependency.
   */
  execute(install: Install, program: string, member: Member | null, ofRoot?: boolean): string;
}

export function whyLocked(install: Install, locked: string): string | null {
  if (install.lock !== null) return locked;
  return 'No lock file: the versions are those of the day of the build.';
}

/**
 * Runs the project's install scripts again after pruning, for managers that prune by installing
 * again: the tools that the scripts call are taken from a copy of all packages.
 *
 * @param keep puts node_modules into /tmp/all.
 * @param command removes what only development needs, and runs the project's install scripts.
 */
export function withFormerTools(keep: 'cp -R' | 'mv', command: string): string {
  return `mkdir /tmp/all && ${keep} node_modules /tmp/all/ && PATH="/tmp/all/node_modules/.bin:$PATH" ${command}`;
}

/**
 * @returns the secrets that running a script takes: Yarn 2 and later read .yarnrc.yml before they
 * run
 * anything, and stop at a variable in it that is not set.
 */
export function secretsToRun(manager: Manager, install: Install): readonly BuildSecret[] {
  return manager.id === 'yarn-berry' ? install.secrets.filter((it) => it.kind === 'variable') : [];
}

/**
 * Whether the project's install scripts change the packages, and do nothing else: then they can run
 * again.
 */
export function changesPackages(install: Install): boolean {
  return install.neededScripts.length > 0 && !install.needsSources;
}

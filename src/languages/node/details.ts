/**
 * The facts that detection passes to the plan of a Node project, in `details`, which only Node
 * reads.
 */
import type { EnvironmentLine, PlanInput } from '../language.ts';
import type { Evidence, ProjectFacts, ServiceFacts } from '../../types.ts';
import type { Build } from './build/output.ts';
import type { ServerFacts, SiteFacts } from './frameworks/framework.ts';
import type { Install, Target } from './package-managers/manager.ts';
import type { InterpreterName } from './runtime/interpreters.ts';
import type { Manifest } from './files/manifest.ts';
import type { NativePackages } from './runtime/native.ts';
import type { Prisma } from './runtime/prisma.ts';
import type { PossibleInstall } from './package-managers/choose.ts';
import type { Runner } from './build/task-runner.ts';
import type { Ships } from './runtime/ships.ts';

export interface ProjectDetails {
  readonly manifest: Manifest;
  readonly files: readonly string[];
  readonly installs: Readonly<Record<string, PossibleInstall>>;
  /** Whether anything is to be installed at all. */
  readonly hasDependencies: boolean;
  readonly native: NativePackages;
  /** Files with tokens, which the ignore file names. */
  readonly withTokens: readonly string[];
  /** Certificates that the install reads, which the ignore file lets in again. */
  readonly certificates: readonly string[];
}

/** A package of the workspace that the one that runs needs. */
export interface LocalPackage {
  readonly manifest: Manifest;
  readonly build: Build | null;
  /** `null`: only the build needs it. */
  readonly ships: Ships | null;
}

/** What the package that runs takes from the rest of its workspace. */
export interface WorkspaceContext {
  readonly root: Manifest;
  readonly target: Target;
  /** Dependencies before what depends on them. */
  readonly locals: readonly LocalPackage[];
  /** What runs the builds of all of them, in their order; `null`: each runs its own. */
  readonly runner: Runner | null;
  /** Folders of packages that it does not need. */
  readonly others: readonly string[];
  /**
   * What the install scripts of these packages need, and which of their scripts only development
   * needs.
   */
  readonly lifecycle: Pick<Install, 'configuration' | 'prunes' | 'needsSources'>;
  readonly scripts: readonly { readonly folder: string; readonly scripts: readonly string[] }[];
}

export interface ServiceDetails {
  readonly manifest: Manifest;
  /** `null`: the package is no part of a workspace. */
  readonly workspace: WorkspaceContext | null;
  /** What runs the program. */
  readonly interpreter: InterpreterName;
  readonly build: Build | null;
  /**
   * A framework's server; a site that needs only a web server; neither: a program of the project's
   * own.
   */
  readonly framework: ServerFacts | null;
  readonly site: SiteFacts | null;
  readonly ships: Ships;
  readonly hasProductionDependencies: boolean;
  readonly prisma: Prisma | null;
  /** Where SIGTERM is handled; `null`: nowhere, so the image answers it. */
  readonly handler: Evidence | null;
  /** Whether it speaks something else than plain HTTP: the health check then only connects. */
  readonly speaksOther: boolean;
  /** The variable that moves the port. */
  readonly portVariable: string | null;
  readonly environment: readonly EnvironmentLine[];
  readonly writable: readonly string[];
  /** Files that a developer's runs wrote there and git ignores: not part of the build context. */
  readonly leftOut: readonly string[];
  /** Files of variables that are no secrets, which the build reads. */
  readonly kept: readonly string[];
}

export type NodeProject = ProjectFacts<ProjectDetails, ServiceDetails>;
export type NodeService = ServiceFacts<ServiceDetails>;
export type NodePlanInput = PlanInput<ProjectDetails, ServiceDetails>;

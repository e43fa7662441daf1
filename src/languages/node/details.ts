/**
 * The facts that detection passes to the plan of a Node project, in `details`, which only Node
 * reads.
 */
import type { BuildArgument } from './frameworks/baked-variables.ts';
import type { StandIn } from './detect/framework-demands.ts';
import type { EnvironmentLine, PlanInput } from '../language.ts';
import type { Evidence, ProjectFacts, ServiceFacts } from '../../types.ts';
import type { Build } from './build/output.ts';
import type { ServerFacts, SiteFacts } from './frameworks/framework.ts';
import type { PackageBeside } from './package-managers/beside.ts';
import type { Install, Target } from './package-managers/manager.ts';
import type { InterpreterName } from './runtime/interpreters.ts';
import type { Manifest } from './files/manifest.ts';
import type { NativePackages } from './runtime/native.ts';
import type { Prisma } from './runtime/prisma.ts';
import type { PossibleInstall } from './package-managers/choose.ts';
import type { Runner } from './build/task-runner.ts';
import type { Ships } from './runtime/ships.ts';
import type { WrittenLink } from './runtime/writable.ts';
import type { VersionLimit } from './version/limits.ts';

export interface ProjectDetails {
  readonly manifest: Manifest;
  readonly files: readonly string[];
  readonly installs: Readonly<Record<string, PossibleInstall>>;
  /** Set if some programs run on Node and others on Bun: that of which the chosen version is not. */
  readonly otherInterpreter: { readonly name: InterpreterName; readonly version: string } | null;
  /** Whether there is anything to install. */
  readonly hasDependencies: boolean;
  readonly native: NativePackages;
  /** Whether a webpack of the build hashes with MD4, for which node needs an option. */
  readonly hashesWithMd4: boolean;
  /** Whether the build has to do without workers. */
  readonly workersFail: boolean;
  /** Files with tokens, which the ignore file excludes. */
  readonly withTokens: readonly string[];
  /** Certificates that the install reads, which the ignore file includes again. */
  readonly certificates: readonly string[];
}

/** A workspace package that the package that runs needs. */
export interface LocalPackage {
  readonly manifest: Manifest;
  readonly build: Build | null;
  /** `null` if only the build needs it. */
  readonly ships: Ships | null;
  /** Set for a front end: the program serves what its build writes, and loads none of its packages. */
  readonly served?: true;
}

/** What the package that runs needs from the rest of the workspace. */
export interface WorkspaceContext {
  readonly root: Manifest;
  readonly target: Target;
  /** Sorted so that dependencies come before the packages that depend on them. */
  readonly locals: readonly LocalPackage[];
  /**
   * The task runner that runs all of the builds in order; `null` if each build script runs
   * separately.
   */
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

/** The command that generates a client. */
export interface ClientGeneration {
  /** The package in which it runs. */
  readonly manifest: Manifest;
  /** The script that does only this; `null` if the command line of Prisma is run itself. */
  readonly script: string | null;
  readonly command: string;
  /** Whether the client is among the packages, so that these are copied after the build. */
  readonly isInstalled: boolean;
}

export interface ServiceDetails {
  readonly manifest: Manifest;
  /** `null` if the package is not part of a workspace. */
  readonly workspace: WorkspaceContext | null;
  /** The start command that the user gave, as the interpreter runs it; `null` without one. */
  readonly given: readonly string[] | null;
  /** The interpreter of the program. */
  readonly interpreter: InterpreterName;
  readonly build: Build | null;
  /** Whether it listens on localhost only, so that the image has to open its port. */
  readonly localOnly: boolean;
  /** Files and folders of the project outside of the package that the program reads. */
  readonly readsOutside: readonly string[];
  /**
   * Set for the server of a framework. `site`: a site that only needs a web server. Neither is set
   * for a program of the project.
   */
  readonly framework: ServerFacts | null;
  readonly site: SiteFacts | null;
  readonly ships: Ships;
  readonly hasProductionDependencies: boolean;
  /** The package that the program is in, if that is not the package of the project. */
  readonly beside: PackageBeside | null;
  /** Front ends in other folders that it serves, and that no script builds. */
  readonly frontEnds: readonly PackageBeside[];
  /** Front ends that a script builds, and whose packages no script installs. */
  readonly installedBeside: readonly PackageBeside[];
  /** Packages that the program loads and that only devDependencies list: the image has those, too. */
  readonly loadsDevelopment: readonly string[];
  /** What its sources call, and newer lines of Node do not have. */
  readonly versionLimits: readonly VersionLimit[];
  readonly prisma: Prisma | null;
  /** Generates a Prisma client that neither the install nor the build does. */
  readonly clientGeneration: ClientGeneration | null;
  /** Where SIGTERM is handled; `null` if nowhere, so that the image has to handle it. */
  readonly handler: Evidence | null;
  /**
   * Whether the program uses a protocol other than plain HTTP. The health check then only connects.
   */
  readonly speaksOther: boolean;
  /** The value of NODE_ENV in the image. */
  readonly mode: string;
  /** The environment variable that changes the port. */
  readonly portVariable: string | null;
  readonly environment: readonly EnvironmentLine[];
  readonly writable: readonly string[];
  /** Files beside its code that the program writes: in the image, links to writable places. */
  readonly links: readonly WrittenLink[];
  /**
   * Files that earlier runs wrote in these folders and that git ignores. They stay out of the build
   * context.
   */
  readonly leftOut: readonly string[];
  /** Files of variables without secrets, which the build reads. */
  readonly kept: readonly string[];
  /** Certificates and public keys that the program reads. They look like secrets. */
  readonly certificates: readonly string[];
  /** Files of variables that the program demands: empty in the image. */
  readonly environmentFiles: readonly string[];
  /** Skips the check of the environment while the build has no values. */
  readonly skippedValidation: EnvironmentLine | null;
  /** Placeholders for variables without which the build ends. */
  readonly standIns: readonly StandIn[];
  /** tsconfig.json and what it extends, if they are read when the program runs. */
  readonly compilerSettings: readonly string[];
  /** Public variables that the build takes as arguments. */
  readonly buildArguments: readonly BuildArgument[];
  /** Whether the build runs git. */
  readonly readsGit: boolean;
}

export type NodeProject = ProjectFacts<ProjectDetails, ServiceDetails>;
export type NodeService = ServiceFacts<ServiceDetails>;
export type NodePlanInput = PlanInput<ProjectDetails, ServiceDetails>;

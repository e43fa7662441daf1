/** Facts that only the Python modules read: `details` of the project and of a service. */
import type { ProjectFacts, ServiceFacts } from '../../types.ts';
import type { Frontend } from '../frontend.ts';
import type { EnvironmentLine, PlanInput } from '../language.ts';
import type { Package } from './package.ts';
import type { BuildBackend } from './package-managers/build-backend.ts';
import type { Installation } from './package-managers/installation.ts';
import type { Locale } from './runtime/locales.ts';
import type { SystemNeeds } from './runtime/system.ts';

export interface PythonProject {
  readonly installations: readonly Installation[];
  /** All files of the project. */
  readonly files: readonly string[];
  /** Certificates and public keys, which are no secrets. */
  readonly certificates: readonly string[];
  /** The build backend of the project; `null` if the project is not a package. */
  readonly backend: BuildBackend | null;
  /** The names of the project's console scripts. */
  readonly scripts: readonly string[];
  /** Where the code reads the metadata of installed packages, possibly of the project itself. */
  readonly readsMetadata: boolean;
  /** Whether the build compiles catalogs of translations. */
  readonly compilesTranslations: boolean;
  /** The front end whose files the program serves, and which only a build makes. */
  readonly frontend: Frontend | undefined;
  /** What the front end fills and git ignores. */
  readonly frontendOutputs: readonly string[];
}

export interface PythonService {
  /** The framework's id, or `null` for a plain program. */
  readonly framework: string | null;
  /** The workspace member that contains the program. */
  readonly member: string | null;
  /** The port in the suggested start command. */
  readonly port: number | null;
  readonly handlesStop: boolean;
  /** The variable from which the code reads its port. */
  readonly portVariable: string | null;
  /** Whether the code has no port where that variable is not set. */
  readonly portDemanded: boolean;
  /** Environment variables that the program needs. */
  readonly environment: readonly EnvironmentLine[];
  /** The kind of health check: an HTTP response, or an accepted connection. */
  readonly probe: 'http' | 'connection';
  readonly paths: readonly string[];
  readonly writable: readonly string[];
  /**
   * Paths in the project that earlier runs on a developer's machine wrote. They stay out of the
   * build context.
   */
  readonly leftOut: readonly string[];
  /** Files of the project that the program reads or imports, as far as they are named in the code. */
  readonly reads: readonly string[];
  /**
   * Files that a library or the program writes beside the sources. They become links to a writable
   * folder.
   */
  readonly links: readonly {
    readonly path: string;
    readonly to: string;
    readonly why: string;
    /** Set where a file of the project stays as it is. */
    readonly ifAbsent?: boolean;
  }[];
  /** System programs and libraries that the program starts or loads by name. */
  readonly system: Omit<SystemNeeds, 'notes'>;
  /** Locales that the code sets. */
  readonly locales: readonly Locale[];
  /** Set if Django's static files are collected in the build. The settings require `variables`. */
  readonly collect: {
    readonly folder: string;
    readonly variables: readonly { readonly variable: string; readonly value: string }[];
    readonly settings: string | null;
  } | null;
}

export type PythonFacts = ProjectFacts<PythonProject, PythonService>;
export type PythonServiceFacts = ServiceFacts<PythonService>;
export type PythonPlanInput = PlanInput<PythonProject, PythonService>;

/** The packages that a service runs with. In a workspace, those of the member. */
export function packagesOf(
  facts: PythonFacts,
  manager: string,
  service: string,
): readonly Package[] {
  const installation = installationOf(facts, manager);
  const details = facts.services.find((it) => it.name === service);
  const member = details && installation?.members.find((it) => it.name === details.details.member);
  return member?.packages ?? installation?.packages ?? [];
}

/** The installation by the chosen package manager. */
export function installationOf(facts: PythonFacts, manager: string): Installation | undefined {
  return facts.details.installations.find((it) => it.manager === manager);
}

/** The facts that only Python's own modules read: `details` of the project and of a service. */
import type { ProjectFacts, ServiceFacts } from '../../types.ts';
import type { EnvironmentLine, PlanInput } from '../language.ts';
import type { Package } from './files/package.ts';
import type { BuildBackend } from './package-managers/build-backend.ts';
import type { Installation } from './package-managers/installation.ts';
import type { SystemNeeds } from './runtime/system.ts';

export interface PythonProject {
  readonly installations: readonly Installation[];
  /** All files of the project. */
  readonly files: readonly string[];
  /** What builds the project as a package; `null`: it is not a package. */
  readonly backend: BuildBackend | null;
  /** The names of its console scripts. */
  readonly scripts: readonly string[];
  /** Where the code asks for the metadata of installed packages, which may be its own. */
  readonly readsMetadata: boolean;
}

export interface PythonService {
  /** The framework's id, or `null` for a plain program. */
  readonly framework: string | null;
  /** The member of the workspace that it belongs to. */
  readonly member: string | null;
  /** The port in the suggested start command. */
  readonly port: number | null;
  readonly handlesStop: boolean;
  /** The variable that the code reads its port from. */
  readonly portVariable: string | null;
  /** Variables that the program needs. */
  readonly environment: readonly EnvironmentLine[];
  /** How its health is checked: an answer to HTTP, or an accepted connection. */
  readonly probe: 'http' | 'connection';
  readonly paths: readonly string[];
  readonly writable: readonly string[];
  /** Paths in the project that a developer's own runs wrote: they stay out of the build context. */
  readonly leftOut: readonly string[];
  /** Files that a library always writes beside the sources: links to a writable folder. */
  readonly links: readonly { readonly path: string; readonly to: string; readonly why: string }[];
  /** The programs and libraries that it starts or loads by name. */
  readonly system: Omit<SystemNeeds, 'notes'>;
  /**
   * Set where Django's static files are collected in the build; `variables` are required by the
   * settings.
   */
  readonly collect: {
    readonly folder: string;
    readonly variables: readonly string[];
    readonly settings: string | null;
  } | null;
}

export type PythonFacts = ProjectFacts<PythonProject, PythonService>;
export type PythonServiceFacts = ServiceFacts<PythonService>;
export type PythonPlanInput = PlanInput<PythonProject, PythonService>;

/** The packages that a service runs with: in a workspace, those of its member. */
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

/** The installation by the package manager that was chosen. */
export function installationOf(facts: PythonFacts, manager: string): Installation | undefined {
  return facts.details.installations.find((it) => it.manager === manager);
}

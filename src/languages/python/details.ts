/** What Python's own modules know beyond the shared facts: carried in `details`, read back here, in one place. */
import type { ProjectFacts, ServiceFacts } from '../../types.ts';
import type { EnvironmentLine } from '../language.ts';
import type { Package } from './files/package.ts';
import type { BuildBackend } from './package-managers/build-backend.ts';
import type { Installation } from './package-managers/installation.ts';
import type { SystemNeeds } from './runtime/system.ts';

export interface PythonProject {
  readonly installations: readonly Installation[];
  /** All files of the project. */
  readonly files: readonly string[];
  /** What builds the project as a package; `null`: it is none. */
  readonly backend: BuildBackend | null;
  /** The names of its console scripts. */
  readonly scripts: readonly string[];
  /** Where the code asks for the metadata of installed packages, which may be its own. */
  readonly readsMetadata: boolean;
}

export interface PythonService {
  /** The framework's id, or `null` for a plain program. */
  readonly framework: string | null;
  /** The member of the workspace that it is. */
  readonly member: string | null;
  /** The port that stands in the suggested start command. */
  readonly port: number | null;
  readonly handlesStop: boolean;
  /** The variable that the code reads its port from. */
  readonly portVariable: string | null;
  /** What the program itself has to be told. */
  readonly environment: readonly EnvironmentLine[];
  /** What tells that it is healthy: an answer to HTTP, or that it accepts connections. */
  readonly probe: 'http' | 'connection';
  readonly paths: readonly string[];
  readonly writable: readonly string[];
  /** Paths in the project that hold what a developer's own runs wrote. */
  readonly leftOut: readonly string[];
  /** Files that a library insists on writing beside the sources: links to where it may. */
  readonly links: readonly { readonly path: string; readonly to: string; readonly why: string }[];
  /** What it starts or loads by name. */
  readonly system: Omit<SystemNeeds, 'notes'>;
  /** Django's static files are collected in the build; `variables` are what the settings cannot do without. */
  readonly collect: {
    readonly folder: string;
    readonly variables: readonly string[];
    readonly settings: string | null;
  } | null;
}

export function projectOf(facts: ProjectFacts): PythonProject {
  return facts.details as PythonProject;
}

export function serviceOf(service: ServiceFacts): PythonService {
  return service.details as PythonService;
}

/** What a service of the project runs with: its member's packages in a workspace. */
export function packagesOf(
  facts: ProjectFacts,
  manager: string,
  service: string,
): readonly Package[] {
  const installation = installationOf(facts, manager);
  const details = facts.services.find((it) => it.name === service);
  const member =
    details && installation?.members.find((it) => it.name === serviceOf(details).member);
  return member?.packages ?? installation?.packages ?? [];
}

/** The installation by the package manager that was chosen. */
export function installationOf(facts: ProjectFacts, manager: string): Installation | undefined {
  return projectOf(facts).installations.find((it) => it.manager === manager);
}

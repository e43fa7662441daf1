/** What Python's own modules know beyond the shared facts: carried in `details`, read back here, in one place. */
import type { BuildSecret, Evidence, Note, ProjectFacts, ServiceFacts } from '../../types.ts';
import type { EnvironmentLine } from '../language.ts';
import type { Package } from './files/package.ts';
import type { BuildBackend } from './package-managers/build-backend.ts';
import type { OptionalSet } from './package-managers/optional.ts';
import type { SystemNeeds } from './runtime/system.ts';
import type { VersionRule } from './versions.ts';

/** What is installed, and how: one for each package manager that the project could be installed with. */
export interface Installation {
  readonly manager: string;
  readonly evidence: readonly Evidence[];
  /** Production packages only. */
  readonly packages: readonly Package[];
  /** Whether nobody but the build can read which packages they are. */
  readonly unread: boolean;
  /** Whether `packages` are all of them, as in a lock file, or only those that the project names itself. */
  readonly complete: boolean;
  /** What the installation reads, each with the folder it lies in; copied before the sources. */
  readonly manifests: readonly string[];
  /** Logins for private indexes, mounted where packages are installed. */
  readonly secrets: readonly BuildSecret[];
  /** What else is mounted there. */
  readonly mounts: readonly string[];
  /** Files that hold a login themselves: they stay out of the build context. */
  readonly withLogin: readonly string[];
  /** Read by the installation alone: not part of the image. */
  readonly unshipped: readonly string[];
  /** Whether packages come from git, which the build image lacks. */
  readonly git: boolean;
  /** Whether the installation reads the project's own sources (`-e .`). */
  readonly needsSources: boolean;
  /** `before`: commands that write what its options name. */
  readonly pip: { readonly before: readonly string[]; readonly options: readonly string[] } | null;
  /** `selection`: extras and groups, where no member is chosen. */
  readonly uv: {
    readonly options: readonly string[];
    readonly selection: readonly string[];
  } | null;
  /** A package manager that only translates its lock file, for pip: what is installed of it, and its commands, which write /tmp/requirements.txt. */
  readonly exporter: {
    readonly title: string;
    readonly requirements: readonly string[];
    readonly folder: string;
    readonly commands: readonly string[];
  } | null;
  /** The members of a workspace; none: the project is one package. */
  readonly members: readonly Member[];
  /** Extras and dependency groups that could be named. */
  readonly optional: readonly OptionalSet[];
  readonly versionRules: readonly VersionRule[];
  readonly notes: readonly Note[];
}

/** A package of a workspace, or a script that says for itself what it needs. */
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
  /** Options that install its packages alone, with what was named. */
  readonly selection: readonly string[];
  readonly notes: readonly Note[];
}

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

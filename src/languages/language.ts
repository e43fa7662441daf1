/**
 * What a language is to the rest of the program. Each lives in a folder of its own; index.ts lists
 * them.
 */
import type { ProjectReader } from '../ports/ports.ts';
import type { SyntaxProblem } from '../text/syntax-errors.ts';
import type {
  BuildSecret,
  Choices,
  Evidence,
  ImageRef,
  Note,
  OfferOk,
  ProjectFacts,
  RuntimeNeed,
  ServiceFacts,
  ToolchainNeed,
  View,
} from '../types.ts';

/**
 * Whether a project is of a language, told from its files alone. `tooling`: the files are there,
 * but only to help another program.
 */
export interface Recognition {
  readonly role: 'program' | 'tooling';
  readonly evidence: readonly Evidence[];
}

/** A manifest that the language's own tool refuses to read, with the first place where it does. */
export interface BrokenManifest extends SyntaxProblem {
  readonly file: string;
  /** What to do next, as sentences. */
  readonly hint: string;
}

/**
 * What flags and preset say, before anything is asked: detectors use it to look where the user
 * points.
 */
export interface Overrides {
  /** Decides which versions are supported. */
  readonly today: Date;
  /** The program, where one is named. */
  readonly service?: string | undefined;
  readonly packageManager?: string;
  readonly runtimeVersion?: string;
  /** The start command, word by word. */
  readonly start?: readonly string[];
  readonly extras?: readonly string[];
  readonly groups?: readonly string[];
}

/** What the program needs, decided from facts and choices; bases answer with offers. */
export interface Needs {
  readonly toolchain: ToolchainNeed;
  readonly runtime: RuntimeNeed;
}

/** The choices that needs may depend on: the base is not among them. */
export type ChoicesBeforeBase = Pick<
  Choices,
  'language' | 'runtimeVersion' | 'packageManager' | 'service'
>;

/** The environment variables, in the order in which they are printed; `why` is printed above. */
export interface EnvironmentLine {
  readonly name: string;
  readonly value: string;
  readonly why: string;
}

/** What every final stage says, whatever the language; plan.ts turns it into the view `runtime`. */
export interface RuntimePlan {
  /** ENTRYPOINT, exec form: the program itself. */
  readonly entrypoint: readonly string[];
  /** What a reader of ENTRYPOINT would wonder about; printed above it. */
  readonly entrypointWhy?: string;
  /** CMD, exec form: its default arguments; empty prints none. */
  readonly arguments: readonly string[];
  readonly environment: readonly EnvironmentLine[];
  /** Only when it differs from SIGTERM, with the reason. */
  readonly stopSignal?: { readonly signal: string; readonly why: string };
  /** Exec form; never through a shell. */
  readonly healthcheck?: { readonly command: readonly string[]; readonly why: string };
  /** Absolute paths that the program writes to at run time. */
  readonly writable: readonly string[];
  /**
   * Set when the runtime has the certificate authorities built in, so that no file of them is
   * copied.
   */
  readonly ownCertificates?: true;
}

/** One program of the file: its final stage. */
export interface TargetPlan {
  readonly runtime: RuntimePlan;
  /**
   * What only this language's template reads in the final stage, under the key `program` of a
   * target.
   */
  readonly program: View;
}

export interface LanguagePlan {
  /** Besides `build` and `runtime`, which plan.ts adds: tools that are copied out of an image. */
  readonly images: Readonly<Record<string, ImageRef>>;
  /**
   * Further stages that build something, by the name of their image in templates: they run on
   * Alpine.
   */
  readonly toolchains?: Readonly<Record<string, ToolchainNeed>>;
  /** One for each input, in their order. */
  readonly targets: readonly TargetPlan[];
  /** What only this language's template reads, under the key `project`. */
  readonly project: View;
  /** What only this language's dockerignore template reads, under the key `ignore`. */
  readonly ignore: View;
  /** What its build steps mount, by src/secrets.ts; absent: nothing. */
  readonly secrets?: readonly BuildSecret[];
  readonly notes: readonly Note[];
}

export interface PlanInput<Project = unknown, Service = unknown> {
  readonly facts: ProjectFacts<Project, Service>;
  readonly service: ServiceFacts<Service>;
  readonly choices: Choices;
  readonly offer: OfferOk;
}

/**
 * `Project` and `Service`: what its own modules know beyond the shared facts, passed from `detect`
 * to `plan`.
 */
export interface Language<Project = unknown, Service = unknown> {
  readonly id: string;
  readonly title: string;
  /**
   * Files that mark a project of this language (`go.mod`): the other languages leave it to that
   * one, and a message names them where nothing is found.
   */
  readonly marks: readonly string[];
  /** The ids that `--package-manager` takes for this language. */
  readonly packageManagers: readonly string[];
  /**
   * Looks at file names and manifests only; `null`: not this language.
   * @param otherMarks those of all other languages.
   */
  recognize(project: ProjectReader, otherMarks: readonly string[]): Promise<Recognition | null>;
  /**
   * Reads the manifests that decide what the project is (the root's, those of workspace members and
   * lock files) as strictly as the language's own tools. `null`: all of them can be read.
   */
  brokenManifest(
    project: ProjectReader,
    overrides: Pick<Overrides, 'packageManager'>,
  ): Promise<BrokenManifest | null>;
  /**
   * All facts. Called for every language that the project could be.
   * @returns `null`: the language was asked for, but the project has nothing of it.
   * @throws UserError E_PROJECT: the project cannot be used as it is; a broken manifest, for
   *   example.
   */
  detect(
    project: ProjectReader,
    overrides: Overrides,
  ): Promise<ProjectFacts<Project, Service> | null>;
  /** Which runtime versions the prompt offers, newest first, with a hint ("until 2029-04"). */
  versions(today: Date): readonly { readonly value: string; readonly hint: string }[];
  needs(facts: ProjectFacts<Project, Service>, choices: ChoicesBeforeBase): Needs;
  /** Whether one file can hold several programs, with a target for each. */
  readonly multipleServices: boolean;
  /** One input for each program of the file; they differ in service, start and port only. */
  plan(
    inputs: readonly [PlanInput<Project, Service>, ...PlanInput<Project, Service>[]],
  ): LanguagePlan;
}

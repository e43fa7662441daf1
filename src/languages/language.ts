/**
 * The interface of a language. Each language has a folder; index.ts lists them.
 */
import type { ProjectReader } from '../ports/ports.ts';
import type { SyntaxProblem } from '../text/syntax-errors.ts';
import type {
  BuildSecret,
  Choices,
  Evidence,
  ImageContents,
  ImageRef,
  Minimum,
  Note,
  OfferOk,
  ProjectFacts,
  RuntimeNeed,
  ServiceFacts,
  Shipping,
  ToolchainNeed,
  View,
} from '../types.ts';

/**
 * Whether a project uses a language, judged from its files alone. `tooling`: its files exist, but
 * only to support another program.
 */
export interface Recognition {
  readonly role: 'program' | 'tooling';
  /** The folder of a program that can be built from here, where there is none in this folder. */
  readonly below?: string;
  readonly evidence: readonly Evidence[];
}

/**
 * A manifest that the language's tool would refuse to read, with the first place where it would.
 */
export interface BrokenManifest extends SyntaxProblem {
  readonly file: string;
  /** What to do next, as sentences. */
  readonly hint: string;
}

/**
 * The values from flags and preset, before any question. Detectors use them to look where the user
 * points.
 */
export interface Overrides {
  /** Decides which versions are supported. */
  readonly today: Date;
  /** The program, if one is named. */
  readonly service?: string | undefined;
  /** All programs that are named; `all` names every one. */
  readonly services?: readonly string[] | undefined;
  readonly packageManager?: string;
  readonly runtimeVersion?: string;
  /** The start command, word by word. */
  readonly start?: readonly string[];
  readonly extras?: readonly string[];
  readonly groups?: readonly string[];
  /** Nothing is installed or started that is only likely to be meant. */
  readonly strict?: boolean;
}

/** What the program needs, decided from facts and choices. Bases answer with offers. */
export interface Needs {
  readonly toolchain: ToolchainNeed;
  readonly runtime: RuntimeNeed;
}

/** The choices that needs may depend on, without the base. */
export type ChoicesBeforeBase = Pick<
  Choices,
  'language' | 'runtimeVersion' | 'packageManager' | 'service'
>;

/** Environment variables in the order in which they are printed. `why` is printed above them. */
export interface EnvironmentLine {
  readonly name: string;
  readonly value: string;
  readonly why: string;
}

/**
 * The parts that every final stage has, in any language. plan.ts turns it into the view `runtime`.
 */
export interface RuntimePlan {
  /** ENTRYPOINT, exec form: the program itself. */
  readonly entrypoint: readonly string[];
  /** The explanations of an unusual ENTRYPOINT, each a line above it. */
  readonly entrypointWhy?: readonly string[];
  /** CMD, exec form: the default arguments. An empty list prints no line. */
  readonly arguments: readonly string[];
  readonly environment: readonly EnvironmentLine[];
  /** Only if it differs from SIGTERM, with the reason. */
  readonly stopSignal?: { readonly signal: string; readonly why: string };
  /** Exec form, never through a shell. */
  readonly healthcheck?: { readonly command: readonly string[]; readonly why: string };
  /** Absolute paths that the program writes to at run time. */
  readonly writable: readonly string[];
  /** Set if the runtime includes certificate authorities, so that no file of them is copied. */
  readonly ownCertificates?: true;
}

/** One program of the file: its final stage. */
export interface TargetPlan {
  readonly runtime: RuntimePlan;
  /**
   * Values for the final stage that only the template of this language reads, under the key
   * `program` of a target.
   */
  readonly program: View;
}

export interface LanguagePlan {
  /**
   * Images besides `build` and `runtime`, which plan.ts adds: tools that are copied from an image.
   */
  readonly images: Readonly<Record<string, ImageRef>>;
  /** Further build stages, by the name of their image in templates. They run on Alpine. */
  readonly toolchains?: Readonly<Record<string, ToolchainNeed>>;
  /** One for each input, in the same order. */
  readonly targets: readonly TargetPlan[];
  /** Values that only the template of this language reads, under the key `project`. */
  readonly project: View;
  /** Values that only the dockerignore template of this language reads, under the key `ignore`. */
  readonly ignore: View;
  /**
   * The secrets that its build steps mount (dockerfile/build-secrets.ts). Absent if there are none.
   */
  readonly secrets?: readonly BuildSecret[];
  readonly minimum?: Minimum;
  /** Which files of the project are in the image, besides those of `shipping`. */
  readonly contents: ImageContents;
  /** What the user leaves out of the image and the build does not need: no part of its context. */
  readonly unbuilt: readonly string[];
  readonly notes: readonly Note[];
}

export interface PlanInput<Project = unknown, Service = unknown> {
  readonly facts: ProjectFacts<Project, Service>;
  readonly service: ServiceFacts<Service>;
  readonly choices: Choices;
  readonly offer: OfferOk;
  readonly shipping: Shipping;
}

/**
 * `Project` and `Service` are what its modules know in addition to the shared facts, passed from
 * `detect` to `plan`.
 *
 * The options list the languages, so this record is loaded by every command. It loads the rest when
 * it is called: what recognizes a project (recognition.ts) for every project, and what reads its
 * sources and plans its image (project.ts) only for a project of the language.
 */
export interface Language<Project = unknown, Service = unknown> {
  readonly id: string;
  readonly title: string;
  /**
   * Files that mark a project of this language (`go.mod`). The other languages leave such a project
   * to this one, and a message names these files if no language is found.
   */
  readonly marks: readonly string[];
  /** The values of `--package-manager` for this language. */
  readonly packageManagers: readonly string[];
  /**
   * Reads only file names and manifests; `null` if the project does not use this language.
   * @param otherMarks the marks of all other languages.
   */
  recognize(project: ProjectReader, otherMarks: readonly string[]): Promise<Recognition | null>;
  /**
   * Reads the manifests that decide what the project is (in the root, of workspace members, and
   * lock files) as strictly as the tools of the language. `null` if all of them can be read.
   */
  brokenManifest(
    project: ProjectReader,
    overrides: Pick<Overrides, 'packageManager'>,
  ): Promise<BrokenManifest | null>;
  /**
   * Returns all facts. Called for every language that the project could have.
   * @returns `null` if the language was requested, but the project does not use it.
   * @throws UserError E_PROJECT if the project cannot be used, for example because a manifest is
   *   broken.
   */
  detect(
    project: ProjectReader,
    overrides: Overrides,
  ): Promise<ProjectFacts<Project, Service> | null>;
  /** The runtime versions that the prompt offers, newest first, with a hint ("until 2029-04"). */
  versions(today: Date): readonly { readonly value: string; readonly hint: string }[];
  needs(facts: ProjectFacts<Project, Service>, choices: ChoicesBeforeBase): Promise<Needs>;
  /** Whether one file can contain several programs, with a target for each. */
  readonly multipleServices: boolean;
  /** One input for each program of the file. They differ only in service, start and port. */
  plan(
    inputs: readonly [PlanInput<Project, Service>, ...PlanInput<Project, Service>[]],
  ): Promise<LanguagePlan>;
}

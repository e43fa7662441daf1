/**
 * What the templates of Go read. Types, not interfaces: only a type is known to have no keys but
 * its
 * own, which a view has to prove.
 */

/** Under the key `project`: the build stage, which all programs of the file share. */
export type GoDockerfile = {
  /** ARG before the first cross-compilation: `TARGETOS TARGETARCH`; `null`: a program needs cgo. */
  readonly crossCompiled: string | null;
  /** Whether the stage runs on the requested platform, because C is compiled in it. */
  readonly cgo: boolean;
  /** Packages of Alpine that compile C; `null`: the image has a compiler, or needs none. */
  readonly compiler: string | null;
  readonly frontend: FrontendView | null;
  readonly download: DownloadView | null;
};

/** The stage that builds the front end which the program embeds. */
export type FrontendView = {
  /** The place of the `//go:embed` line. */
  readonly why: string;
  /** The working directory. */
  readonly place: string;
  readonly tool: StepView | null;
  readonly environment: {
    readonly name: string;
    readonly value: string;
    readonly why: string;
  } | null;
  readonly copies: readonly (readonly string[])[];
  readonly install: readonly StepView[];
  readonly sources: readonly string[];
  readonly build: StepView;
  /** COPY from this stage into the build stage. */
  readonly output: readonly string[];
};

export type StepView = {
  readonly why: string;
  readonly mounts: readonly string[];
  readonly command: string;
};

/** The step that downloads modules. */
export type DownloadView = {
  /** Packages of Alpine that fetch modules from repositories; `null`: none is needed. */
  readonly git: string | null;
  readonly copies: readonly (readonly string[])[];
  /** Set where a secret is mounted. */
  readonly why: string | null;
  readonly mounts: readonly string[];
  readonly command: string;
};

/** Under the key `program` of a target: its compilation and its final stage. */
export type GoProgram = {
  readonly version: { readonly value: string; readonly why: string } | null;
  /** How the C library is linked; `null`: the program has no C in it. */
  readonly linked: string | null;
  /** Whether time zones are compiled in. */
  readonly timeZones: boolean;
  readonly caches: readonly string[];
  /** Assignments before the command: `CGO_ENABLED=0`. */
  readonly environment: string;
  readonly flags: readonly string[];
  /** The value of `-ldflags`. */
  readonly linker: string;
  readonly package: string;
  /** Where the program is in the image. */
  readonly binary: string;
  /** What the program reads by relative paths. */
  readonly files: {
    readonly folder: string;
    readonly copies: readonly (readonly string[])[];
  } | null;
};

/** Under the key `ignore`. */
export type GoIgnore = {
  /** Not read by a build of Go. */
  readonly unread: readonly string[];
  /** What builds leave behind. */
  readonly outputs: readonly string[];
  /** Files with tokens, which are mounted as secrets. */
  readonly tokens: readonly string[];
  /** What an earlier pattern matches and the build needs. */
  readonly kept: readonly string[];
};

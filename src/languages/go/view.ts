/**
 * The values that the Go templates read. These are types and not interfaces, because TypeScript
 * accepts only types as having no other keys, which a view requires.
 */

import type { FrontendView } from '../frontend.ts';

/** The value of `project`: the build stage, shared by all programs of the file. */
export type GoDockerfile = {
  /**
   * ARG before the first cross-compilation: `TARGETOS TARGETARCH`. `null` if a program needs cgo.
   */
  readonly crossCompiled: string | null;
  /** Whether the stage runs on the requested platform, because C is compiled in it. */
  readonly cgo: boolean;
  /** Alpine packages for compiling C. `null` if the image has a compiler or does not need one. */
  readonly compiler: string | null;
  readonly frontend: FrontendView | null;
  /** Sources that are generated before the programs are compiled. */
  readonly generated: readonly {
    readonly why: string;
    readonly caches: readonly string[];
    readonly command: string;
  }[];
  /** COPY from the stage of the front end into the build stage. `null` if nothing is embedded. */
  readonly embedded: readonly string[] | null;
  readonly download: DownloadView | null;
  /** The module to make. `null` if there is a go.mod. */
  readonly module: string | null;
};

/** The step that downloads modules. */
export type DownloadView = {
  /** Alpine packages for fetching modules from repositories. `null` if none is needed. */
  readonly git: string | null;
  readonly copies: readonly (readonly string[])[];
  /** Set where a secret is mounted. */
  readonly why: string | null;
  readonly mounts: readonly string[];
  readonly command: string;
};

/** The value of `program` in a target: its compilation and its final stage. */
export type GoProgram = {
  readonly version: { readonly value: string; readonly why: string } | null;
  /** How the C library is linked. `null` if the program contains no C. */
  readonly linked: string | null;
  /** Whether time zones are compiled in. */
  readonly timeZones: boolean;
  /** Lines for /etc/mime.types. Empty if the final image has the file, or none is needed. */
  readonly mediaTypes: readonly string[];
  /** Whether files of variables are made for the working directory. */
  readonly variables: boolean;
  /** Those that are empty. */
  readonly environmentFiles: readonly string[];
  /** Those that have to name their variables, without values: as `printf` takes them. */
  readonly namedVariables: { readonly files: readonly { file: string; text: string }[] } | null;
  /** Why the working directory is made, where no file is in it. */
  readonly bare: string | null;
  /** Links in the working directory, to files in a folder that can be written. */
  readonly links: { readonly pairs: readonly { target: string; path: string }[] } | null;
  readonly caches: readonly string[];
  /** Assignments before the command: `CGO_ENABLED=0`. */
  readonly environment: string;
  readonly flags: readonly string[];
  /** The value of `-ldflags`. */
  readonly linker: string;
  readonly package: string;
  /** The path of the program in the image. */
  readonly binary: string;
  /** The files that the program reads by relative paths. */
  readonly files: {
    readonly folder: string;
    readonly why: string;
    readonly copies: readonly (readonly string[])[];
  } | null;
  /** COPY from the stage of the front end that the program serves. */
  readonly served: readonly string[] | null;
};

/** The value of `ignore`. */
export type GoIgnore = {
  /** Files that a Go build does not read. */
  readonly unread: readonly string[];
  /** Build output. */
  readonly outputs: readonly string[];
  /** A go.work that the build does not use, and its sums. */
  readonly workspace: readonly string[];
  /** Files with tokens, which are mounted as secrets. */
  readonly tokens: readonly string[];
  /** Files that an earlier pattern matches but that the build needs. */
  readonly kept: readonly string[];
};

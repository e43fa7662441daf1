/**
 * The nouns of the program, with the pipeline above them:
 *
 *   argv ----cli/args.ts------+
 *   preset --presets/find.ts--+--> choose.ts --> plan.ts --> pin.ts --> render.ts --> write.ts
 *   project -detect.ts--------+     Chosen      ImagePlan  PinnedPlan  OutputFile[]  WriteReport
 *             Detected
 *
 * No stage calls an earlier one. Everything here is plain, read-only data.
 */

import type { Problem } from './errors.ts';

// ---- 1 detect: what was seen -------------------------------------------------------------------

/**
 * Where a fact was seen and why it counts. `file` is relative to the project, with `/`; `line`
 * counts from 1.
 */
export interface Evidence {
  readonly file: string;
  readonly line?: number;
  /** From 1; only with a line. */
  readonly column?: number;
  readonly because: string;
}

export interface Candidate<T> {
  readonly value: T;
  readonly evidence: readonly Evidence[];
}

/**
 * What the project shows about one question.
 * - `found`: certain; it is used without asking.
 * - `suggested`: a sensible default that nothing proves; asked in a terminal, taken by `--yes`.
 * - `ambiguous`: the project contradicts itself; asked in a terminal, an error without one. `--yes`
 *   never picks.
 * - `unknown`: the project shows nothing; asked in a terminal, an error without one.
 */
export type Finding<T> =
  | { readonly kind: 'found'; readonly value: T; readonly evidence: readonly Evidence[] }
  | { readonly kind: 'suggested'; readonly value: T; readonly evidence: readonly Evidence[] }
  | {
      readonly kind: 'ambiguous';
      readonly candidates: readonly Candidate<T>[];
      readonly why: string;
    }
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * Something the user should read: shown in the summary, part of `--json`. `error` stops before
 * anything is written.
 */
export interface Note {
  /** What kind of note this is, for tests, scripts and the documentation: `node/lock-missing`. */
  readonly code: string;
  readonly level: 'info' | 'warning' | 'error';
  /** One sentence, without an end: what is the case. */
  readonly text: string;
  /** What to do next, as sentences. */
  readonly hint?: string;
  readonly evidence?: readonly Evidence[];
}

/**
 * One program of the project that could be the container's: a main package, a workspace package, a
 * script.
 */
export interface ServiceFacts<Details = unknown> {
  /** What `--service` takes; also the name of the program in the image. */
  readonly name: string;
  readonly evidence: readonly Evidence[];
  /**
   * The start command as a user would type it, word by word: `['node', 'dist/server.js']`, `['api',
   * 'serve']`.
   */
  readonly start: Finding<readonly string[]>;
  /** The TCP port it listens on; `null`: a program without one (a worker, a command-line tool). */
  readonly port: Finding<number | null>;
  /**
   * Why it hardly is a container's program (it lies among examples, tools or tests): it is not
   * meant by "all".
   */
  readonly secondary?: string;
  readonly notes: readonly Note[];
  /** What only the language's own modules read; each language has a type for it. */
  readonly details: Details;
}

export interface ProjectFacts<Project = unknown, Service = unknown> {
  readonly language: string;
  readonly evidence: readonly Evidence[];
  /** As image tags name it: `1.27` or `1.27.2`, `3.14`, `26`. */
  readonly runtimeVersion: Finding<string>;
  /**
   * The id of a package manager of the language; languages with a single one report it as found.
   */
  readonly packageManager: Finding<string>;
  /** Which of `services` is meant. */
  readonly service: Finding<string>;
  /** Never empty. */
  readonly services: readonly ServiceFacts<Service>[];
  readonly notes: readonly Note[];
  /** What only the language's own modules read; each language has a type for it. */
  readonly details: Project;
}

/**
 * A project of a language that cannot be used as it is: its manifest is broken, or of a kind
 * without an image.
 */
export interface Unusable {
  readonly problem: Problem;
}

/** The outcome of stage 1: which language, and the facts for every language that it could be. */
export interface Detected {
  readonly language: Finding<string>;
  readonly projects: Readonly<Record<string, ProjectFacts | Unusable>>;
  readonly notes: readonly Note[];
}

// ---- 2 choose: what was decided, and by whom ---------------------------------------------------

export type Origin = 'flag' | 'preset' | 'answer' | 'fact' | 'default';

export interface Choice<T> {
  readonly value: T;
  readonly origin: Origin;
  readonly evidence: readonly Evidence[];
}

/** Every question answered. The keys are those of the option table (options.ts). */
export interface Choices {
  readonly language: Choice<string>;
  readonly base: Choice<string>;
  readonly runtimeVersion: Choice<string>;
  readonly packageManager: Choice<string>;
  readonly service: Choice<string>;
  readonly start: Choice<readonly string[]>;
  readonly port: Choice<number | null>;
  readonly uid: Choice<number>;
  readonly gid: Choice<number>;
  readonly platform: Choice<readonly string[]>;
  readonly writable: Choice<readonly string[]>;
  /** The command of the health check, where one was given. */
  readonly healthcheckCommand?: Choice<readonly string[]>;
  /** Values of options that apply to this language only, by key. */
  readonly languageOptions: Readonly<Record<string, Choice<unknown>>>;
}

// ---- 3 plan: what the image is made of ---------------------------------------------------------

/**
 * An image by registry, repository and tag. `registry` is the name in references: `docker.io`,
 * `gcr.io`.
 */
export interface ImageRef {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

export type Digest = `sha256:${string}`;

export interface PinnedRef extends ImageRef {
  readonly digest: Digest;
}

export type Libc = 'glibc' | 'musl';

/** What a program needs of the final image: the narrow waist between languages and bases. */
export type RuntimeNeed = (
  | { readonly kind: 'static-binary' }
  /**
   * Compiled C is part of it. `shared`: it loads libraries besides the C library, so it cannot be
   * linked into one file.
   */
  | { readonly kind: 'libc-binary'; readonly shared?: { readonly because: string } }
  | {
      readonly kind: 'interpreter';
      readonly name: 'node' | 'bun' | 'python';
      readonly version: string;
    }
  /** Files that a web server hands out; the base says which server. */
  | { readonly kind: 'static-site' }
) & {
  /**
   * Set when only one C library will do, with the reason (a sentence fragment: "torch has no musl
   * wheels").
   */
  readonly only?: { readonly libc: Libc; readonly because: string };
  /** Set when the program needs a shell at run time, with the reason. */
  readonly shell?: { readonly because: string };
};

/** The image a language is built in. */
export interface ToolchainNeed {
  readonly name: 'golang' | 'node' | 'bun' | 'python';
  readonly version: string;
}

/** What a base brings along, so that the plan adds only what is missing. */
export interface Brings {
  readonly certificates: boolean;
  readonly timeZones: boolean;
  /** A passwd entry, group and home for this uid and gid, and /tmp. */
  readonly account: { readonly uid: number; readonly gid: number } | null;
  readonly tmp: boolean;
}

/**
 * `nginx` is part of the base image; `static-web-server` is one static binary, copied from `image`.
 */
export type SiteServer =
  | { readonly kind: 'nginx' }
  | { readonly kind: 'static-web-server'; readonly image: ImageRef; readonly program: string };

export type Offer =
  | {
      readonly ok: true;
      /** `null`: the empty image, `FROM scratch`. */
      readonly image: ImageRef | null;
      /**
       * Where the image has the interpreter asked for; `null`: it has none, copy it from the
       * toolchain image.
       */
      readonly interpreter: string | null;
      /** The C library under the program. */
      readonly libc: Libc;
      readonly brings: Brings;
      /** For a static site: what serves it. */
      readonly server?: SiteServer;
    }
  | { readonly ok: false; readonly why: string; readonly instead?: string };

export type OfferOk = Extract<Offer, { ok: true }>;

/**
 * What the build is given and no layer keeps. `variable`: its id is also the name of the variable,
 * on both sides. `file`: `source` is
 * where the developer has it, from the project's folder or with `$HOME/` before it; `target` where
 * the command finds it. `ssh`: the
 * keys of the developer's agent.
 */
export type BuildSecret =
  | { readonly kind: 'variable'; readonly id: string }
  | { readonly kind: 'file'; readonly id: string; readonly source: string; readonly target: string }
  | { readonly kind: 'ssh' };

/** What a template may read: plain data, decided here, printed there. */
export type View = { readonly [key: string]: ViewValue };
export type ViewValue = string | number | boolean | null | readonly ViewValue[] | View;

/** One program, as an image. */
export interface Target {
  readonly service: string;
  /**
   * What `docker build --target` takes; `null`: the file has no other program, and its last stage
   * no name.
   */
  readonly stage: string | null;
}

/** The image without digests. Prints as JSON with `--print-plan`. */
export interface ImagePlan {
  readonly language: string;
  readonly base: string;
  /**
   * The programs of the file; the one built without `--target` comes first, and is last in the
   * file.
   */
  readonly targets: readonly [Target, ...Target[]];
  /** Images by the name under which the template prints them: `{{images.build}}`. */
  readonly images: Readonly<Record<string, ImageRef>>;
  readonly platforms: readonly string[];
  /**
   * templates/<language>/Dockerfile.hbs and dockerignore.hbs read this, plus `images`, `header`,
   * and the image and labels of each target.
   */
  readonly view: View;
  /**
   * Absolute paths in the image that the program may write to (declared volumes); /tmp is always
   * one.
   */
  readonly writable: readonly string[];
  /** What `docker build` has to be given for this file. */
  readonly secrets: readonly BuildSecret[];
  readonly notes: readonly Note[];
}

// ---- 4 pin ------------------------------------------------------------------------------------

export type PinSource = 'registry' | 'kept' | 'snapshot';

export interface Pin {
  readonly ref: PinnedRef;
  readonly source: PinSource;
}

/** A plan whose images all have digests: the only thing that can be rendered. */
export interface PinnedPlan extends ImagePlan {
  readonly pins: Readonly<Record<string, Pin>>;
}

// ---- 5 render, 6 write ------------------------------------------------------------------------

/** `path` is relative to the project, with `/`. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/**
 * What happened to an output file, or would.
 * `created`: there was none. `updated`: ours and not edited, or overwriting was allowed.
 * `identical`: not written again.
 */
export type WriteAction = 'created' | 'updated' | 'identical';

export interface WriteReport {
  readonly files: readonly { readonly path: string; readonly action: WriteAction }[];
  readonly written: boolean;
}

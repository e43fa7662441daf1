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
 * Where a fact was seen and why it counts. `file` is relative to the project, with `/`. `line`
 * counts from 1.
 */
export interface Evidence {
  readonly file: string;
  readonly line?: number;
  /** Counts from 1. Only with a line. */
  readonly column?: number;
  readonly because: string;
}

export interface Candidate<T> {
  readonly value: T;
  readonly evidence: readonly Evidence[];
}

/**
 * What the project shows about one question.
 * - `found`: certain. Used without asking.
 * - `suggested`: a sensible default without proof. Asked in a terminal, taken by `--yes`.
 * - `ambiguous`: the project shows several answers, the likeliest first. Asked in a terminal.
 *   `--yes` takes the first and reports the others, `--strict` refuses.
 * - `unknown`: the project shows nothing. Asked in a terminal, an error without one. `--yes` goes
 *   without an answer that an image can lack, such as a port.
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
 * Something that the user should read. Shown in the summary, part of `--json`. `error` stops the
 * program before it writes anything.
 */
export interface Note {
  /** The kind of note, for tests, scripts and the documentation: `node/lock-missing`. */
  readonly code: string;
  readonly level: 'info' | 'warning' | 'error';
  /** The fact, as one sentence without a period. */
  readonly text: string;
  /** What to do next, as sentences. */
  readonly hint?: string;
  readonly evidence?: readonly Evidence[];
  /** The values of `--packages` that settle it, each alone. */
  readonly packages?: readonly string[];
  /** The path that is settled by shipping it. */
  readonly path?: string;
  /** The variables without which the program ends at its start. */
  readonly variables?: readonly string[];
}

/**
 * One program of the project that the container could run: a main package, a workspace package, a
 * script.
 */
export interface ServiceFacts<Details = unknown> {
  /** The value of `--service`, and also the name of the program in the image. */
  readonly name: string;
  /** What else names it: the path of its package, its name with a scope. */
  readonly aliases?: readonly string[];
  readonly evidence: readonly Evidence[];
  /**
   * The start command as a user would type it, word by word: `['node', 'dist/server.js']`,
   * `['api', 'serve']`.
   */
  readonly start: Finding<readonly string[]>;
  /**
   * The TCP port it listens on; `null` for a program without one (a worker, a command-line tool).
   */
  readonly port: Finding<number | null>;
  /** What it listens on besides: UDP, and other TCP ports that it always listens on. */
  readonly otherPorts?: readonly OtherPort[];
  /**
   * Why it is probably not the container's program (it is among examples, tools or tests). "all"
   * does not include it.
   */
  readonly secondary?: string;
  /** A command or release of the project builds it by name. */
  readonly built?: true;
  /** The names that such commands give to its executable. */
  readonly builtAs?: readonly string[];
  /** A call of the program listens, and not only a setting is named like a port. */
  readonly hasListeningCall?: true;
  /** A front end of the project is built into it. */
  readonly hasFrontend?: true;
  readonly notes: readonly Note[];
  /** Facts that only the modules of the language read. Each language has a type for them. */
  readonly details: Details;
}

export interface Port {
  readonly number: number;
  readonly protocol: 'tcp' | 'udp';
}

export interface OtherPort extends Port {
  readonly evidence: Evidence;
}

export interface ProjectFacts<Project = unknown, Service = unknown> {
  readonly language: string;
  readonly evidence: readonly Evidence[];
  /** As in image tags: `1.27` or `1.27.2`, `3.14`, `26`. */
  readonly runtimeVersion: Finding<string>;
  /** The id of a package manager of the language. Languages with only one report it as found. */
  readonly packageManager: Finding<string>;
  /** The chosen one of `services`. */
  readonly service: Finding<string>;
  /** Never empty. */
  readonly services: readonly ServiceFacts<Service>[];
  readonly notes: readonly Note[];
  /** Facts that only the modules of the language read. Each language has a type for them. */
  readonly details: Project;
}

/**
 * A project that its language cannot use: its manifest is broken, or of a kind without an image.
 */
export interface Unusable {
  readonly problem: Problem;
}

/**
 * The result of stage 1: the language, and the facts for every language that the project could
 * have.
 */
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
  /** What the project shows besides, the most likely first: `--yes` took the first of several. */
  readonly others?: readonly Candidate<T>[];
}

/** A choice that `--yes` made among several answers. */
export interface Decision {
  /** The option that takes another: a key of the option table. */
  readonly option: string;
  /** The program that it is about, where a file has several. */
  readonly service?: string;
  /** Values as the flag takes them. */
  readonly value: string;
  readonly evidence: readonly Evidence[];
  readonly others: readonly { readonly value: string; readonly evidence: readonly Evidence[] }[];
  readonly why: string;
}

/** The answers to all questions. The keys are those of the option table (options.ts). */
export interface Choices {
  readonly language: Choice<string>;
  readonly base: Choice<string>;
  readonly runtimeVersion: Choice<string>;
  readonly packageManager: Choice<string>;
  readonly service: Choice<string>;
  readonly start: Choice<readonly string[]>;
  /** The first TCP port. */
  readonly port: Choice<number | null>;
  /** The other ports, if there are any. */
  readonly otherPorts?: Choice<readonly Port[]>;
  readonly uid: Choice<number>;
  readonly gid: Choice<number>;
  readonly platform: Choice<readonly string[]>;
  readonly writable: Choice<readonly string[]>;
  /** The command of the health check, if one was given. */
  readonly healthcheckCommand?: Choice<readonly string[]>;
  /** Seconds for the start before a failing health check counts. */
  readonly startPeriod?: Choice<number>;
  /** The signal that ends the program, instead of the detected one. */
  readonly stopSignal?: Choice<string>;
  /** Variables that name the folder of a cache, which goes to /tmp. */
  readonly cache?: Choice<readonly string[]>;
  /** Packages of Alpine for the final image. */
  readonly packages?: Choice<readonly string[]>;
  /** Values of options that apply to this language only, by key. */
  readonly languageOptions: Readonly<Record<string, Choice<unknown>>>;
}

/**
 * Paths of the project that the user puts into the image, or keeps out of it: files and folders. A
 * path below another one of `ship` is a secret, which a folder does not bring.
 */
export interface Shipping {
  readonly ship: readonly string[];
  /** Whether a folder is among them. */
  readonly shipsFolder: boolean;
  readonly leaveOut: readonly string[];
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

/** What a program needs from the final image. Languages and bases share only this and `Offer`. */
export type RuntimeNeed = (
  | { readonly kind: 'static-binary' }
  /**
   * A program that contains compiled C. `shared`: it loads libraries besides the C library, so it
   * cannot be linked into one file.
   */
  | { readonly kind: 'libc-binary'; readonly shared?: { readonly because: string } }
  | {
      readonly kind: 'interpreter';
      readonly name: 'node' | 'bun' | 'python';
      readonly version: string;
    }
  /** Files for a web server. The base chooses the server. */
  | { readonly kind: 'static-site' }
) & {
  /**
   * Set if only one C library is possible, with the reason (a sentence fragment: "torch has no musl
   * wheels").
   */
  readonly only?: { readonly libc: Libc; readonly because: string };
  /** Set if some code of the program starts a shell, with the place. */
  readonly shell?: { readonly because: string };
};

/** The image in which a language is built. */
export interface ToolchainNeed {
  readonly name: 'golang' | 'node' | 'bun' | 'python';
  readonly version: string;
}

/** What a base includes, so that the plan adds only what is missing. */
export interface BaseContents {
  readonly certificates: boolean;
  readonly timeZones: boolean;
  /** /etc/mime.types: the types of files by extension. */
  readonly mediaTypes: boolean;
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
       * The path of the requested interpreter in the image; `null` if the image has none, so that
       * it is copied from the toolchain image.
       */
      readonly interpreter: string | null;
      /** The C library of the image. */
      readonly libc: Libc;
      readonly contents: BaseContents;
      /** The web server for a static site. */
      readonly server?: SiteServer;
      /** Whether the final stage begins as root and can install packages with apk. */
      readonly hasApk?: true;
      /**
       * What some code of the program finds missing, such as a shell. The program can run without
       * that code, so it is no refusal.
       */
      readonly lacking?: { readonly why: string; readonly instead?: string };
    }
  | { readonly ok: false; readonly why: string; readonly instead?: string };

export type OfferOk = Extract<Offer, { ok: true }>;

/**
 * A value that is passed to the build and that no layer keeps. `variable`: its id is also the name
 * of the variable, on both sides. `file`: `source` is the path on the developer's machine, relative
 * to the project's folder or with a leading `$HOME/`; `target` is where the command finds it.
 * `ssh`: the keys of the developer's agent.
 */
export type BuildSecret =
  | { readonly kind: 'variable'; readonly id: string }
  | { readonly kind: 'file'; readonly id: string; readonly source: string; readonly target: string }
  | { readonly kind: 'ssh' };

/** What a template may read: plain data. Decisions are made here, and templates only print them. */
export type View = { readonly [key: string]: ViewValue };
export type ViewValue = string | number | boolean | null | readonly ViewValue[] | View;

/** One program, as an image. */
export interface Target {
  readonly service: string;
  /**
   * The value for `docker build --target`; `null` if the file has no other program, so that its
   * last stage has no name.
   */
  readonly stage: string | null;
}

/** A release that a manifest demands: an older compiler refuses the project. */
export interface Minimum {
  /** The name of the compiler in sentences. */
  readonly title: string;
  readonly version: string;
  readonly evidence: Evidence;
}

/** Files of the project that the image does not have, for one reason. */
export interface LeftOut {
  /** A few words: `tests`, `secrets`. */
  readonly why: string;
  /** As in an ignore file: `/tests`, or two stars, a slash and `*.pem`. */
  readonly patterns: readonly string[];
  /** Whether a file in a folder that is kept stays out, too: only its own path keeps it. */
  readonly always?: true;
}

/** Which files of the project are in the image. */
export interface ImageContents {
  /** The only paths of the project that are copied; `null` for all that is not left out. */
  readonly only: readonly string[] | null;
  readonly leftOut: readonly LeftOut[];
  /** Paths that are in the image although a pattern matches them. */
  readonly kept: readonly string[];
}

/** The image without digests. `--print-plan` prints it as JSON. */
export interface ImagePlan {
  readonly language: string;
  readonly base: string;
  /**
   * The programs of the file. The one that is built without `--target` is first here, and last in
   * the file.
   */
  readonly targets: readonly [Target, ...Target[]];
  /** Images by the name under which the template prints them: `{{images.build}}`. */
  readonly images: Readonly<Record<string, ImageRef>>;
  /**
   * For an image whose exact version a file of the project names: the same line without a patch
   * number, for when there is no such tag. The best comes first.
   */
  readonly instead?: Readonly<Record<string, readonly ImageRef[]>>;
  /** The release that the compiler of the build stage must have at least. */
  readonly minimum?: Minimum;
  readonly platforms: readonly string[];
  /**
   * Read by templates/<language>/Dockerfile.hbs and dockerignore.hbs, with `images`, `header`, and
   * the image and labels of each target.
   */
  readonly view: View;
  /**
   * Absolute paths in the image that the program may write to (declared volumes). /tmp is always
   * writable.
   */
  readonly writable: readonly string[];
  /** The secrets that must be passed to `docker build` for this file. */
  readonly secrets: readonly BuildSecret[];
  readonly contents: ImageContents;
  readonly notes: readonly Note[];
}

// ---- 4 pin ------------------------------------------------------------------------------------

export type PinSource = 'registry' | 'kept' | 'snapshot';

export interface Pin {
  readonly ref: PinnedRef;
  readonly source: PinSource;
}

/** A plan whose images all have digests. Only such a plan can be rendered. */
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
 * What happened to an output file, or would happen.
 * - `created`: there was none.
 * - `updated`: it was generated and not edited, or overwriting was allowed.
 * - `identical`: it was not written.
 */
export type WriteAction = 'created' | 'updated' | 'identical';

export interface WriteReport {
  readonly files: readonly { readonly path: string; readonly action: WriteAction }[];
  readonly written: boolean;
}

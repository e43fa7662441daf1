/**
 * The side effects of the program, as interfaces. `node.ts` is the real thing, `memory.ts` what
 * tests use.
 * Only src/ports/node*.ts touch the file system, the network, the terminal or a child process.
 */
import type { Digest, ImageRef, PinnedRef } from '../types.ts';

/**
 * Reads the project that is looked at. Paths are relative to its root, with `/`, never with `..`.
 */
export interface ProjectReader {
  /** The absolute path of the root, for messages and for the name of the project. */
  readonly root: string;
  /**
   * All files below the root, sorted, without what no detector looks into (node_modules, .git,
   * virtual environments, build caches);
   * links to folders are not followed. Walked once.
   */
  files(): Promise<readonly string[]>;
  /** The text of a file (at most 2 MB), or `undefined` if it is missing or not text. */
  read(path: string): Promise<string | undefined>;
  /**
   * The texts of a file of this name in the folders above the root, nearest first, up to the one
   * that holds the repository (.git):
   * only to say that the project is part of something larger. `folder` is seen from the root: `..`,
   * `../..`.
   */
  above(name: string): Promise<readonly { readonly folder: string; readonly text: string }[]>;
}

export interface Writer {
  /** The text of a file at `path`, or `undefined` if there is none. */
  read(path: string): Promise<string | undefined>;
  /** Write all files or none: each to a temporary name beside its target, then renamed. */
  writeAll(files: readonly { readonly path: string; readonly text: string }[]): Promise<void>;
}

/** Why an image could not be resolved. Each has its own sentence and next step in errors.ts. */
export type RegistryFailure =
  | { readonly kind: 'not-found'; readonly near?: readonly string[] }
  | { readonly kind: 'unauthorized'; readonly detail: string }
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds?: number }
  | {
      readonly kind: 'offline';
      readonly cause: 'dns' | 'refused' | 'timeout' | 'tls' | 'proxy';
      readonly detail: string;
    }
  | { readonly kind: 'bad-response'; readonly detail: string }
  /** `single`: the tag names one platform's manifest, not an index. */
  | {
      readonly kind: 'platform-missing';
      readonly wanted: readonly string[];
      readonly has: readonly string[];
      readonly single?: boolean;
    }
  | { readonly kind: 'digest-mismatch'; readonly detail: string };

export type Resolution =
  | { readonly ok: true; readonly digest: Digest; readonly platforms: readonly string[] | null }
  | { readonly ok: false; readonly failure: RegistryFailure };

/** Resolves tags to index digests: the only network. */
export interface Registry {
  /**
   * One answer for each ref, in order. Equal refs cost one request. Never rejects for what a
   * registry did.
   */
  resolve(refs: readonly ImageRef[], platforms: readonly string[]): Promise<readonly Resolution[]>;
}

/**
 * What a digest names. `created` (ISO 8601) and `version` as far as the image tells. `platforms`:
 * `null` where only the head was read.
 */
export type Inspection =
  | {
      readonly ok: true;
      readonly kind: 'index' | 'single';
      readonly platforms: readonly string[] | null;
      readonly created?: string;
      readonly version?: string;
    }
  | { readonly ok: false; readonly failure: RegistryFailure };

/** Looks at digests that are pinned already. */
export interface Inspector {
  /**
   * `not-found` means that the digest is gone. `whole`: read platforms, date and version, which
   * costs further requests; otherwise its head alone.
   */
  inspect(ref: PinnedRef, want: { readonly whole: boolean }): Promise<Inspection>;
}

/**
 * Files that are changed in place, by path from where the program runs. Every byte that is not
 * changed stays.
 */
export interface FileEditor {
  /** Whether something is at `path`, and what. */
  kindOf(path: string): Promise<'file' | 'folder' | 'missing'>;
  /** All files below a folder, as paths that `read` takes. */
  filesBelow(folder: string): Promise<readonly string[]>;
  /** @throws UserError E_FILE if it cannot be read. */
  read(path: string): Promise<Uint8Array>;
  /**
   * Replace the contents of files, keeping their permissions, each at once or not at all.
   * @throws UserError E_FILE.
   */
  replace(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): Promise<void>;
}

export type Question =
  | {
      readonly kind: 'select';
      readonly name: string;
      readonly message: string;
      readonly default?: string;
      readonly choices: readonly SelectChoice[];
    }
  | {
      readonly kind: 'input';
      readonly name: string;
      readonly message: string;
      readonly default?: string;
      readonly check: (text: string) => string | null;
    }
  | {
      readonly kind: 'confirm';
      readonly name: string;
      readonly message: string;
      readonly default: boolean;
    };

export interface SelectChoice {
  readonly value: string;
  readonly title: string;
  readonly hint?: string;
  /** Shown greyed out, with this reason; cannot be chosen. */
  readonly disabled?: string;
}

/** Asks a person. Rejects with `Cancelled` on Ctrl-C. */
export interface Prompter {
  /** Whether a person is there: standard input and output are terminals. */
  readonly interactive: boolean;
  /** The chosen value, the text typed, or `'yes'` / `'no'`. */
  ask(question: Question): Promise<string>;
}

export interface Output {
  /** To standard output: results. */
  print(text: string): void;
  /** To standard error: progress, notices, warnings. */
  say(text: string): void;
  /** Whether standard error takes colour. */
  readonly colour: boolean;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Ends the program after this time; the result then has a code that is not 0. */
  readonly timeoutMs?: number;
  /** Called for each line of both streams as it comes. */
  readonly onLine?: (line: string) => void;
  /** Ends the program when it fires. */
  readonly signal?: AbortSignal;
}

/**
 * A container engine's command line (docker, else podman), for `verify` alone. Neither function
 * rejects for what the program did.
 */
export interface Engine {
  readonly program: string;
  run(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /**
   * Run and hand standard output to `consume` as it comes, never as a whole (`docker export`);
   * `stdout` of the result is empty.
   */
  stream(
    args: readonly string[],
    consume: (chunks: AsyncIterable<Uint8Array>) => Promise<void>,
    options?: RunOptions,
  ): Promise<RunResult>;
}

/** What came back on a published port. */
export type Probe =
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** It talks, but not HTTP. */
  | { readonly kind: 'other-protocol' }
  /** The connection stays open and nothing comes. */
  | { readonly kind: 'silent' }
  /**
   * Nothing listens, or the connection is cut at once, as an engine's port forwarding does while
   * nothing listens behind it.
   */
  | { readonly kind: 'closed' };

/**
 * The machine that `verify` runs on, besides the engine: its ports, its files, its clock, its
 * signals.
 */
export interface Host {
  /** One GET request; the body is cut at 64 KB. */
  request(address: string, port: number, path: string, timeoutMs: number): Promise<Probe>;
  /** The text of a file (a Dockerfile, an entry of /proc), or `undefined`. */
  read(path: string): Promise<string | undefined>;
  env(name: string): string | undefined;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** A short random name, for what is made and removed again. */
  uniqueName(): string;
  /**
   * Calls `listener` on Ctrl-C and on SIGTERM instead of ending the program, until the returned
   * function is called.
   */
  onInterrupt(listener: () => void): () => void;
}

export interface Ports {
  readonly project: ProjectReader;
  readonly writer: Writer;
  readonly registry: Registry;
  readonly prompter: Prompter;
  readonly out: Output;
  readonly now: () => Date;
  /**
   * Text files that ship with the program: templates and presets, by path
   * (`templates/go/Dockerfile.hbs`).
   */
  readonly asset: (path: string) => string;
  /** The file names in a folder of those. */
  readonly assets: (folder: string) => readonly string[];
  /**
   * The text of a file that the user names, from where the command runs; `undefined` if there is
   * none.
   */
  readonly userFile: (path: string) => string | undefined;
}

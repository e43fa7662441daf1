/**
 * The side effects of the program, as interfaces. The node*.ts files implement them, and memory.ts
 * implements them for tests. Only src/ports/node*.ts access the file system, the network, the
 * terminal or child processes.
 */
import type { Digest, ImageRef, PinnedRef } from '../types.ts';

/** Reads the project. Paths are relative to its root, use `/` and never contain `..`. */
export interface ProjectReader {
  /** The absolute path of the root, for messages and for the name of the project. */
  readonly root: string;
  /**
   * Lists all files below the root, sorted, without folders that no detector searches
   * (node_modules, .git, virtual environments, build caches; a vendor/ with a modules.txt, of which
   * only that file is listed). Links to folders are not followed.
   * The file system is walked once.
   */
  files(): Promise<readonly string[]>;
  /** Lists all files below a folder, sorted, also those of vendor/ that `files` leaves out. */
  filesBelow(folder: string): Promise<readonly string[]>;
  /** Returns the text of a file (at most 2 MB), or `undefined` if it is missing or not text. */
  read(path: string): Promise<string | undefined>;
  /**
   * Returns the texts of a file of this name in the parent folders of the root, nearest first, up
   * to the folder that holds the repository (.git). Used only to report that the project is part of
   * a larger one. `folder` is relative to the root: `..`, `../..`.
   */
  above(name: string): Promise<readonly { readonly folder: string; readonly text: string }[]>;
}

export interface Writer {
  /** Returns the text of a file at `path`, or `undefined` if there is none. */
  read(path: string): Promise<string | undefined>;
  /**
   * Writes all files or none. Each file is written to a temporary name next to its target, then
   * renamed.
   */
  writeAll(files: readonly { readonly path: string; readonly text: string }[]): Promise<void>;
}

/**
 * Why an image could not be resolved. Each kind has its own sentence and next step in
 * registry/failures.ts.
 */
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

/** Resolves tags to index digests. This is the only use of the network. */
export interface Registry {
  /**
   * Returns one answer for each ref, in order. Equal refs cost one request. Never rejects because
   * of an answer of a registry.
   */
  resolve(refs: readonly ImageRef[], platforms: readonly string[]): Promise<readonly Resolution[]>;
}

/**
 * The image that a digest refers to. `created` (ISO 8601) and `version` are set if the image
 * records them. `platforms` is `null` if only the headers were read.
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

/** Inspects digests that are already pinned. */
export interface Inspector {
  /**
   * Inspects a digest. `not-found` means that the digest no longer exists. With `whole`, also reads
   * platforms, date and version, which costs further requests. Otherwise reads only the headers.
   */
  inspect(ref: PinnedRef, want: { readonly whole: boolean }): Promise<Inspection>;
}

/**
 * Changes files in place. Paths are relative to the current folder. Bytes that are not changed are
 * kept.
 */
export interface FileEditor {
  /** Returns what is at `path`. */
  kindOf(path: string): Promise<'file' | 'folder' | 'missing'>;
  /** Lists all files below a folder, as paths for `read`. */
  filesBelow(folder: string): Promise<readonly string[]>;
  /** @throws UserError E_FILE if it cannot be read. */
  read(path: string): Promise<Uint8Array>;
  /**
   * Replaces the contents of files and keeps their permissions. Each file is replaced in one step
   * or not at all.
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
  /** The reason why the choice is disabled, shown next to it. */
  readonly disabled?: string;
}

/** Asks the user. Rejects with `Cancelled` on Ctrl-C. */
export interface Prompter {
  /** Whether a user can answer: standard input and output are terminals. */
  readonly interactive: boolean;
  /** Returns the chosen value, the typed text, or `'yes'` / `'no'`. */
  ask(question: Question): Promise<string>;
}

export interface Output {
  /** Prints results to standard output. */
  print(text: string): void;
  /** Prints progress, notices and warnings to standard error. */
  say(text: string): void;
  /** Whether standard error supports colour. */
  readonly colour: boolean;
  /** A line of the terminal that can be drawn again; absent where that is impossible. */
  readonly live?: {
    /** The width of the terminal, which may change. */
    columns(): number;
    /** Replaces the line; `''` clears it. Everything that is printed or said clears it first. */
    draw(text: string): void;
  };
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Ends the program after this time; the result then has a code that is not 0. */
  readonly timeoutMs?: number;
  /** Called for each line of both streams as it arrives. */
  readonly onLine?: (line: string) => void;
  /** Ends the program when it fires. */
  readonly signal?: AbortSignal;
}

/** The supported engines. The first one that is installed is used. */
export const engineNames = ['docker', 'podman'] as const;

/**
 * A container engine's command line (docker or podman), used by `verify` and `prove`. Neither function
 * rejects because of a failure of the program.
 */
export interface Engine {
  readonly program: string;
  run(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /**
   * Runs a command and passes standard output to `consume` in chunks (`docker export`). `stdout` of
   * the result is empty.
   */
  stream(
    args: readonly string[],
    consume: (chunks: AsyncIterable<Uint8Array>) => Promise<void>,
    options?: RunOptions,
  ): Promise<RunResult>;
}

/** The response of a published port. */
export type Probe =
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** The server responds, but not with HTTP. */
  | { readonly kind: 'other-protocol' }
  /** The connection stays open without a response. */
  | { readonly kind: 'silent' }
  /**
   * Nothing listens, or the connection is closed at once. An engine's port forwarding does that if
   * nothing listens behind it.
   */
  | { readonly kind: 'closed' };

/**
 * The machine that `verify` runs on, apart from the engine: its ports, files, clock and signals.
 */
export interface Host {
  /** Sends one GET request. The body is cut off at 64 KB. */
  request(address: string, port: number, path: string, timeoutMs: number): Promise<Probe>;
  /** Returns the text of a file (a Dockerfile, an entry of /proc), or `undefined`. */
  read(path: string): Promise<string | undefined>;
  env(name: string): string | undefined;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Calls `listener` again and again, until the returned function is called. */
  every(milliseconds: number, listener: () => void): () => void;
  /**
   * Writes files into a new temporary folder. Paths are relative to it.
   * @throws UserError E_FILE if they cannot be written; none of them stays.
   */
  temporary(
    files: readonly { readonly path: string; readonly text: string }[],
  ): Promise<{ readonly folder: string; remove(): Promise<void> }>;
  /** A short name of this machine, the same in every run. */
  readonly machine: string;
  /** The ids of all processes of this machine; empty without /proc. */
  processIds(): Promise<readonly number[]>;
  /** Whether a process of this machine runs. */
  isRunning(pid: number): boolean;
  /**
   * Returns a short name for things that are created and removed again: the machine, this process
   * and a random part.
   */
  uniqueName(): string;
  /**
   * Calls `listener` on Ctrl-C and on SIGTERM instead of ending the program, until the returned
   * function is called.
   */
  onInterrupt(listener: () => void): () => void;
}

/** Where `verify` writes its reports. Paths are relative to the current folder. */
export interface ReportFiles {
  /** @throws UserError E_FILE if a file of that name cannot be written. Writes nothing. */
  demandWritable(path: string): Promise<void>;
  /** Writes a file, and makes the folders above it. @throws UserError E_FILE. */
  write(path: string, text: string): Promise<void>;
  /** A path in a folder, relative to the current folder, with `/`; `null` outside of it. */
  pathOf(folder: string, path: string): string | null;
}

export interface Ports {
  readonly project: ProjectReader;
  readonly writer: Writer;
  readonly registry: Registry & Partial<Inspector>;
  readonly prompter: Prompter;
  readonly out: Output;
  readonly now: () => Date;
  /**
   * Reads text files that ship with the program: templates and presets, by path
   * (`templates/go/Dockerfile.hbs`).
   */
  readonly asset: (path: string) => string;
  /** Lists the file names in a folder of those files. */
  readonly assets: (folder: string) => readonly string[];
  /**
   * Reads a text file that the user names, relative to the current folder. Returns `undefined` if
   * it cannot be read as text.
   */
  readonly userFile: (path: string) => string | undefined;
}

/** The types of the steps from a script of package.json to the program that runs. */
import type { Evidence } from '../../../types.ts';
import type { Build } from '../build/output.ts';
import type { Manifest } from '../files/manifest.ts';

export interface ResolveInput {
  readonly manifest: Manifest;
  /** Finds the file of a dependency's program: `next` is `node_modules/next/dist/bin/next`. */
  readonly binary: (name: string) => string | undefined;
  /** The text of a file from which a start command may read its program. */
  readonly text?: (file: string) => string | undefined;
}

/** The input for deciding whether a file that a command starts exists or will be built. */
export interface StartInput extends ResolveInput {
  readonly build: Build | null;
  /** All files of the project. */
  readonly files: readonly string[];
}

/** The result of resolving a script of package.json. */
export type Resolved =
  | {
      readonly kind: 'node';
      /** `['node', 'dist/server.js']`: the command as a user would type it. */
      readonly words: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
      readonly evidence: readonly Evidence[];
      /** Commands that the script runs before the program, as text. */
      readonly before: readonly string[];
      /** What was omitted, and why. */
      readonly dropped: readonly string[];
    }
  /** A web server that serves a folder of files. */
  | { readonly kind: 'static'; readonly folder: string; readonly evidence: readonly Evidence[] }
  /** `compiles`: the source that it compiles while it runs, with the words after it. */
  | {
      readonly kind: 'refused';
      readonly why: string;
      readonly evidence: readonly Evidence[];
      readonly compiles?: readonly string[];
    }
  /** `several`: the programs that it starts side by side, if they are known. */
  | {
      readonly kind: 'unknown';
      readonly why: string;
      readonly evidence: readonly Evidence[];
      readonly several?: readonly Resolved[];
    };

/** The result of resolving a command without wrappers: `Resolved` before its script is known. */
export type ResolvedProgram =
  | {
      readonly kind: 'node';
      readonly words: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
      readonly dropped: readonly string[];
    }
  | { readonly kind: 'static'; readonly folder: string }
  | { readonly kind: 'refused'; readonly why: string; readonly compiles?: readonly string[] }
  /** `several`: the programs that it starts side by side. */
  | {
      readonly kind: 'unknown';
      readonly why: string;
      readonly several?: readonly ResolvedProgram[];
    };

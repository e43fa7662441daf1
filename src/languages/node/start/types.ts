/** The types of the steps from a script of package.json to the program that runs. */
import type { Evidence } from '../../../types.ts';
import type { Build } from '../build/output.ts';
import type { Manifest } from '../files/manifest.ts';

export interface ResolveInput {
  readonly manifest: Manifest;
  /**
   * Finds the file behind a program of a dependency: `next` is `node_modules/next/dist/bin/next`.
   */
  readonly binary: (name: string) => string | undefined;
  /** The text of a file that a start command may read its program from. */
  readonly text?: (file: string) => string | undefined;
}

/** What decides whether a file that a command starts is there, or will be built. */
export interface StartInput extends ResolveInput {
  readonly build: Build | null;
  /** All files of the project. */
  readonly files: readonly string[];
}

/** What a script of package.json comes down to. */
export type Resolved =
  | {
      readonly kind: 'node';
      /** `['node', 'dist/server.js']`: as a user would type it. */
      readonly words: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
      readonly evidence: readonly Evidence[];
      /** Commands that the script runs before the program, as text. */
      readonly before: readonly string[];
      /** What was left out, and why. */
      readonly dropped: readonly string[];
    }
  /** A web server that serves a folder of files. */
  | { readonly kind: 'static'; readonly folder: string; readonly evidence: readonly Evidence[] }
  | { readonly kind: 'refused'; readonly why: string; readonly evidence: readonly Evidence[] }
  /** `several`: the programs that it starts side by side, as far as they are known. */
  | {
      readonly kind: 'unknown';
      readonly why: string;
      readonly evidence: readonly Evidence[];
      readonly several?: readonly Resolved[];
    };

/** What a command without wrappers comes down to: `Resolved` before its script is known. */
export type ResolvedProgram =
  | {
      readonly kind: 'node';
      readonly words: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
      readonly dropped: readonly string[];
    }
  | { readonly kind: 'static'; readonly folder: string }
  | { readonly kind: 'refused'; readonly why: string }
  /** `several`: what it starts side by side. */
  | {
      readonly kind: 'unknown';
      readonly why: string;
      readonly several?: readonly ResolvedProgram[];
    };

/** How the command of a script is resolved to a program that node starts. */
import type { Evidence } from '../../../types.ts';
import type { Manifest } from '../files/manifest.ts';

export interface ResolveInput {
  readonly manifest: Manifest;
  /** Finds the file behind a program of a dependency: `next` is `node_modules/next/dist/bin/next`. */
  readonly binary: (name: string) => string | undefined;
  /** The text of a file that a start command may read its program from. */
  readonly text?: (file: string) => string | undefined;
}

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
  | { readonly kind: 'static'; readonly folder: string; readonly evidence: readonly Evidence[] }
  | { readonly kind: 'refused'; readonly why: string; readonly evidence: readonly Evidence[] }
  /** `several`: the programs that it starts side by side, as far as they are known. */
  | {
      readonly kind: 'unknown';
      readonly why: string;
      readonly evidence: readonly Evidence[];
      readonly several?: readonly Resolved[];
    };
export type Program =
  | {
      readonly kind: 'node';
      readonly words: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
      readonly dropped: readonly string[];
    }
  | { readonly kind: 'static'; readonly folder: string }
  | { readonly kind: 'refused'; readonly why: string }
  /** `several`: what it starts side by side. */
  | { readonly kind: 'unknown'; readonly why: string; readonly several?: readonly Program[] };

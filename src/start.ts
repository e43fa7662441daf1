/** The start of the package: bin.cjs loads the built form of this file and calls `start`. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type * as Program from './cli.ts';
import { loadWithCodeCache } from './ports/node-code-cache.ts';

/** A hash of the built files, which scripts/build.mjs puts here. */
declare const buildHash: string;

/** Runs this process as the program. Sets the exit code and never rejects. */
export function start(): Promise<void> {
  // The optimizing compiler of WebAssembly takes twice as long for the parser as all other work of a
  // small project. The first compiler's code parses half as fast, which matters only beyond some
  // megabytes. V8 refuses code that it compiled with other flags, so this comes before it.
  setFlagsFromString('--liftoff-only');
  const file = join(dirname(fileURLToPath(import.meta.url)), 'cli.cjs');
  const program = loadWithCodeCache(file, buildHash, process.env) as typeof Program;
  return program.start();
}

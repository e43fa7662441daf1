/**
 * The interpreters, node and bun: the path of each in its official image, and how it ends on
 * SIGTERM.
 */
import { stopPreload, stopScript } from './signals.ts';

export type InterpreterName = 'node' | 'bun';

export interface InterpreterSetup {
  readonly name: InterpreterName;
  /** The path in the official image, and in the image that it is copied to. */
  readonly program: string;
  /** Flags that every program is started with; `why` is printed above ENTRYPOINT. */
  readonly always: { readonly flags: readonly string[]; readonly why: string } | null;
  /**
   * Flags that load the handler for SIGTERM. `file` is set if the handler must be a file in the
   * image.
   */
  readonly stop: {
    readonly flags: readonly string[];
    readonly file: { readonly path: string; readonly text: string } | null;
  };
}

const stopFile = '/usr/local/lib/stop.js';

const interpreters: Readonly<Record<InterpreterName, InterpreterSetup>> = {
  node: {
    name: 'node',
    program: '/usr/local/bin/node',
    always: null,
    stop: { flags: ['--import', stopPreload], file: null },
  },
  bun: {
    name: 'bun',
    program: '/usr/local/bin/bun',
    // Tested with Bun 1.4: without node_modules, Bun downloads a missing package from the registry
    // and runs it.
    always: {
      flags: ['--no-install'],
      why: '--no-install: otherwise Bun downloads missing packages at run time.',
    },
    // --preload does not decode data: URLs.
    stop: { flags: ['--preload', stopFile], file: { path: stopFile, text: stopScript } },
  },
};

export function interpreterOf(name: InterpreterName): InterpreterSetup {
  return interpreters[name];
}

/** Loads a parser beside the modules that will ask for it: the engine compiles in other threads. */
import type { Grammar } from './grammar-files.ts';

/** @param grammar what will be opened. If that fails, `openParser` fails for the one who asks. */
export function beginParser(grammar: Grammar): void {
  import('./parse.ts').then(({ openParser }) => openParser(grammar)).catch(() => undefined);
}

/**
 * Where the parser and the grammars are: in the packages that grammars.json names. scripts/build.mjs
 * copies them into dist/ and replaces this module, so that the package depends on none of them.
 */
import { createRequire } from 'node:module';
import grammars from './grammars.json' with { type: 'json' };

/** `tsx` reads JavaScript, JSX and TypeScript. */
export type Grammar = 'go' | 'python' | 'tsx';

const { resolve } = createRequire(import.meta.url);

/** @returns the file of the parser itself, or of a grammar. */
export function grammarFile(name: Grammar | 'engine'): string {
  return resolve(grammars[name]);
}

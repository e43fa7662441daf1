/** Finds the files that scripts of package.json run beside the program: `"db:seed": "tsx prisma/seed.ts"`. */
import { joined } from '../../../text/paths.ts';
import type { Manifest } from './manifest.ts';

/** Names of scripts that may run the program itself. */
const ofProgram = /^(?:start|serve|server|dev|develop|watch|prod|preview)/;

/** A command that runs a file, and the words after it; `bun build` makes one. */
const runs =
  /(?:^|[\s;&|"'/])(?:node|tsx|ts-node(?:-esm)?|esno|jiti|vite-node|babel-node|bun(?:x|\s+run)?)\s(?!\s*build\s)([^;&|]*)/g;

/** @returns paths in the project. What the program imports of them belongs to it nevertheless. */
export function filesOfOtherScripts({ scripts, folder }: Manifest): readonly string[] {
  return Object.entries(scripts)
    .filter(([name]) => !ofProgram.test(name))
    .flatMap(([, text]) => [...text.matchAll(runs)])
    .flatMap(([, words = '']) => words.split(/[\s"']+/))
    .filter((it) => /^[\w./@-]+\.[cm]?[jt]sx?$/.test(it))
    .map((it) => joined(folder, it.replace(/^(?:\.\/)+/, '')));
}

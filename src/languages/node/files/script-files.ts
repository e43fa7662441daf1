/** Finds the files that scripts of package.json run beside the program: `"db:seed": "tsx prisma/seed.ts"`. */
import { joined } from '../../../text/paths.ts';
import type { Manifest } from './manifest.ts';
import { scriptsNamed } from './scripts.ts';

/** Names of scripts that may run the program itself. */
const ofProgram = /^(?:start|serve|server|dev|develop|watch|prod|preview)/;

/** A command that runs a file, and the words after it; `bun build` makes one. */
const runs =
  /(?:^|[\s;&|"'/])(?:node|tsx|ts-node(?:-esm)?|esno|jiti|vite-node|babel-node|bun(?:x|\s+run)?)\s(?!\s*build\s)([^;&|]*)/g;

/** @returns paths in the project. What the program imports of them belongs to it nevertheless. */
export function filesOfOtherScripts({ scripts, folder }: Manifest): readonly string[] {
  return Object.entries(scripts)
    .filter(([name]) => !ofProgram.test(name))
    .flatMap(([, text]) => filesIn(text))
    .map((it) => joined(folder, it));
}

function filesIn(text: string): readonly string[] {
  return [...text.matchAll(runs)]
    .flatMap(([, words = '']) => words.split(/[\s"']+/))
    .filter((it) => /^[\w./@-]+\.[cm]?[jt]sx?$/.test(it))
    .map((it) => it.replace(/^(?:\.\/)+/, ''));
}

/** Programs that run other scripts by their names. */
const runsScripts = /\b(?:npm|yarn|pnpm|bun|npm-run-all2?|run-[sp]2?|node --run|turbo|wireit)\b/;

/**
 * @returns the names of the scripts that run with one: those that npm adds before and after it, and
 *   those that it names.
 */
export function scriptsOf({ scripts }: Manifest, script: string): readonly string[] {
  const found = new Set<string>();
  const queue = new Set([script]);
  for (const name of queue) {
    for (const it of [`pre${name}`, name, `post${name}`]) {
      const text = scripts[it];
      if (text === undefined) continue;
      found.add(it);
      if (runsScripts.test(text))
        for (const word of text.split(/[\s"'&;|]+/))
          for (const one of scriptsNamed(scripts, word)) queue.add(one);
    }
  }
  return [...found];
}

/** @returns the texts of the scripts that run with one. */
export function textsOfScript(manifest: Manifest, script: string): readonly string[] {
  return scriptsOf(manifest, script).map((it) => manifest.scripts[it] ?? '');
}

/** @returns the files that a script runs, in the project. */
export function filesOfScript(manifest: Manifest, script: string): readonly string[] {
  return textsOfScript(manifest, script)
    .flatMap((it) => filesIn(it))
    .map((it) => joined(manifest.folder, it));
}

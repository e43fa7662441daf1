/**
 * Finds packages of a workspace that the scripts of its root start or build without depending on
 * them: `node apps/api/dist/main.js`, `npm run build --workspaces`.
 */
import { isBelow } from '../../../text/paths.ts';
import { startScripts } from '../files/entries.ts';
import type { Manifest } from '../files/manifest.ts';
import { entryOf } from '../start/entry.ts';
import { resolveScript } from '../start/resolve.ts';

/** The package that contains the file which the root starts. */
export function startedByRoot(root: Manifest, members: readonly Manifest[]): readonly Manifest[] {
  const [entry] = startScripts
    .filter((it) => it in root.scripts)
    .map((it) => resolveScript({ manifest: root, binary: (name) => `node_modules/${name}` }, it))
    .flatMap((it) => (it.kind === 'node' ? (entryOf(it.words) ?? []) : []));
  return members.filter((it) => entry !== undefined && isBelow(entry, it.folder));
}

/** A task of all packages. */
const everywhere =
  /\b(?:turbo|lerna|wireit|nx run-many)\b|--workspaces\b|\s-ws\b|\s-r\b|--recursive\b|\bworkspaces (?:run|foreach)\b/;

/** @param script the script of the root that builds. */
export function builtByRoot(
  { scripts }: Manifest,
  script: string,
  members: readonly Manifest[],
): readonly Manifest[] {
  const texts = reachedFrom(script, scripts);
  if (texts.some((it) => everywhere.test(it))) return members;
  return members.filter((it) =>
    texts.some((text) => names(text, it.folder) || (it.name !== null && names(text, it.name))),
  );
}

/** The texts of a script, and of those that it calls. */
function reachedFrom(script: string, scripts: Manifest['scripts']): readonly string[] {
  const reached = new Set([script]);
  for (const name of reached) {
    const words = (scripts[name] ?? '').split(/[\s;&|"']+/);
    for (const word of words) if (word in scripts) reached.add(word);
  }
  return [...reached].map((it) => scripts[it] ?? '');
}

/** Whether a command names a folder or a package, and not only something that begins so. */
function names(text: string, name: string): boolean {
  return text.split(/[\s;&|"'=]+/).some((it) => {
    const path = it.replace(/^\.\//, '').replace(/\/$/, '');
    return path === name || path.startsWith(`${name}/`);
  });
}

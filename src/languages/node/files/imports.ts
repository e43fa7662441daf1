/**
 * Finds the sources that the program loads, starting at its entry. A migration or a generator
 * beside the program does not count.
 */
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { ProjectReader } from '../../../ports/ports.ts';
import { dependsOn, type Manifest } from './manifest.ts';
import { isSource, mostSources, readSource, type Source } from './sources.ts';

const specifiers =
  /\bfrom\s*["']([^"'\n]+)["']|\bimport\s*["']([^"'\n]+)["']|\b(?:require|import)\s*\(\s*["'`]([^"'`$\n]+)["'`]\s*\)/g;

/** Code that loads files which the text does not name. */
const unknowable =
  /\b(?:require|import)\s*\(\s*(?!["'`])[^)\s]|\b(?:require|import)\s*\(\s*`[^`]*\$\{|\b(?:readdir|readdirSync|glob|globSync|opendir|fork|autoload|AutoLoad|importx|require-dir|requireDirectory)\b|@fastify\/autoload|\bnew\s+(?:Worker|Piscina)\b/;

const builtin = new Set(builtinModules);

/**
 * @param entry the source that is started.
 * @param manifest distinguishes packages from path aliases (`@/db`, `#db`, `src/db`).
 * @returns the sources, the entry first; `null` if the text does not show what is loaded.
 */
export async function readReached(
  project: ProjectReader,
  entry: string,
  manifest: Manifest,
): Promise<Source[] | null> {
  const files = new Set(await project.files());
  const names = new Set([entry]);
  const found: Source[] = [];
  for (const file of names) {
    const source = await readSource(project, file);
    if (!source) continue;
    if (found.length >= mostSources || unknowable.test(source.text)) return null;
    found.push(source);
    for (const match of source.text.matchAll(specifiers)) {
      const name = match[1] ?? match[2] ?? match[3] ?? '';
      if (!name.startsWith('.')) {
        if (!isPackage(name, manifest)) return null;
        continue;
      }
      const next = sourceAt(posix.join(posix.dirname(file), name), files);
      if (next !== undefined) names.add(next);
    }
  }
  return found;
}

function isPackage(name: string, manifest: Manifest): boolean {
  const parts = name.split('/');
  const own = name.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
  return (
    name.includes(':') || builtin.has(own) || dependsOn(manifest, own) || own === manifest.name
  );
}

/**
 * Resolves a path as node and bundlers do. The extension may be the compiled one: `./a.js` may be
 * a.ts.
 */
function sourceAt(path: string, files: ReadonlySet<string>): string | undefined {
  const bare = path.replace(/\.([cm]?)js$/, '');
  const names = [
    path,
    ...['.ts', '.js', '.mjs', '.cjs', '.mts', '.cts', '.tsx', '.jsx'].flatMap((it) => [
      path + it,
      bare + it,
    ]),
    ...['index.ts', 'index.js', 'index.mjs', 'index.cjs', 'index.tsx', 'index.jsx'].map((it) =>
      posix.join(path, it),
    ),
  ];
  return names.find((it) => files.has(it) && isSource(it));
}

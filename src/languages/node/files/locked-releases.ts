/**
 * Finds the locked releases of a package, wherever in the tree they are installed, and packages that
 * are compiled. The text is searched: lock files are long, and parsing one takes longer than the
 * rest of detection.
 */
import { lockedPackages } from './documents.ts';
import { isRecord } from './manifest.ts';

export interface LockedRelease {
  readonly version: string;
  /** Where its entry is in the text. */
  readonly at: number;
}

/**
 * @param file the name of the lock file, which shows its format.
 * @param needs `production` for what production needs, as far as the format shows that.
 * @returns the releases of a package.
 */
export function releasesOf(
  name: string,
  file: string,
  text: string,
  needs: 'production' | 'any',
): readonly LockedRelease[] {
  if (!text.includes(name)) return [];
  const packages = file.endsWith('.json') ? lockedPackages(text) : {};
  if (Object.keys(packages).length > 0) return ofNpm(name, packages, text, needs);
  const found = [...text.matchAll(new RegExp(patternOf(file, name), 'gm'))];
  return found.map((it) => ({ version: it[1] ?? '', at: it.index }));
}

function ofNpm(
  name: string,
  packages: Readonly<Record<string, unknown>>,
  text: string,
  needs: 'production' | 'any',
): readonly LockedRelease[] {
  return Object.entries(packages).flatMap(([path, entry]) => {
    const isOwn = path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`);
    if (!isOwn || !isRecord(entry)) return [];
    if (needs === 'production' && entry['dev'] === true) return [];
    const version = entry['version'];
    return typeof version === 'string'
      ? [{ version, at: Math.max(0, text.indexOf(JSON.stringify(path))) }]
      : [];
  });
}

/** The entry of a package in each format, with its version as the first group. */
function patternOf(file: string, name: string): string {
  const plain = name.replace(/[/.]/g, '\\$&');
  const version = String.raw`(\d+\.\d+\.\d+[\w.+-]*)`;
  // Format 1 of npm.
  if (file.endsWith('.json')) return String.raw`^\s*"${plain}": \{\s*"version": "${version}"`;
  if (file === 'bun.lock') return String.raw`^\s*"(?:[^"]*/)?${plain}": \["${plain}@${version}`;
  if (file.startsWith('pnpm')) return String.raw`^\s+'?/?${plain}[@/]${version}(?=[':(_])`;
  // Yarn 1, and later ones.
  return String.raw`^"?${plain}@[^\n]*:\n\s+version:? "?${version}`;
}

/** What packages with native code depend on to compile it, where they find no binary. */
const builders = ['@mapbox/node-pre-gyp', 'node-pre-gyp', 'prebuild-install', 'nan', 'cmake-js'];

/** Packages that compile nothing on Linux, or do without. */
const spared = ['fsevents', 'cpu-features'];

/**
 * @param file the name of the lock file, which shows its format.
 * @returns the names of the packages whose install may compile them.
 */
export function compilingIn(file: string, text: string): readonly string[] {
  if (!builders.some((it) => text.includes(it))) return [];
  const packages = file.endsWith('.json') ? lockedPackages(text) : {};
  const names =
    Object.keys(packages).length > 0
      ? compilingPaths(packages).map((it) => it.replace(/^.*node_modules\//, ''))
      : blocksOf(file, text).filter(isCompiling).flatMap(nameIn);
  return [...new Set(names)].filter((it) => !spared.includes(it)).sort();
}

/** An optional package that is not compiled is left out. */
function compilingPaths(packages: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(packages).flatMap(([path, entry]) => {
    if (path === '' || !isRecord(entry) || entry['hasInstallScript'] !== true) return [];
    const { dependencies } = entry;
    const isBuilt = isRecord(dependencies) && builders.some((it) => it in dependencies);
    return isBuilt && entry['optional'] !== true ? [path] : [];
  });
}

/** The entries of a lock file: a paragraph each, and a line in that of Bun. */
function blocksOf(file: string, text: string): readonly string[] {
  return text.split(file === 'bun.lock' ? '\n' : '\n\n');
}

function isCompiling(block: string): boolean {
  const [, listed = ''] = /[\s"]dependencies"?:(.*)/s.exec(block) ?? [];
  const [own = ''] = listed.split(/[\s"](?:optional|peer|dev)Dependencies"?:/);
  const isOptional = /^\s+optional: true$/m.test(block);
  return !isOptional && builders.some((it) => new RegExp(`[\\s"']${it}["']?[:\\s]`).test(own));
}

/** `"@a/b@^1.0.0":`, `/a/1.0.0:`, `"c/a": ["a@1.0.0", ...`. */
function nameIn(block: string): string | [] {
  const key = block.trimStart().replace(/^"[^"]*": \[/, '');
  return /^["']?\/?((?:@[^/"]+\/)?[^@/"\s]+)[@/]/.exec(key)?.[1] ?? [];
}

/**
 * Finds the locked releases of one package, wherever in the tree they are installed. The text is
 * searched: lock files are long, and parsing one takes longer than the rest of detection.
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
 * @returns the releases of a package that production needs, as far as the format shows that.
 */
export function releasesOf(name: string, file: string, text: string): readonly LockedRelease[] {
  if (!text.includes(name)) return [];
  const packages = file.endsWith('.json') ? lockedPackages(text) : {};
  if (Object.keys(packages).length > 0) return ofNpm(name, packages, text);
  const found = [...text.matchAll(new RegExp(patternOf(file, name), 'gm'))];
  return found.map((it) => ({ version: it[1] ?? '', at: it.index }));
}

function ofNpm(
  name: string,
  packages: Readonly<Record<string, unknown>>,
  text: string,
): readonly LockedRelease[] {
  return Object.entries(packages).flatMap(([path, entry]) => {
    const isOwn = path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`);
    if (!isOwn || !isRecord(entry) || entry['dev'] === true) return [];
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

/**
 * Finds optional dependencies that npm left out of package-lock.json: those for other platforms, if
 * a node_modules existed (https://github.com/npm/cli/issues/4828), and those that its registry did not
 * have. "npm ci" of npm 11 refuses such a file, and "npm install" adds them. npm 10 installs it as it
 * is. Tested with npm 10.9 and 11.19.
 */
import { lineAt } from '../../../../text/lines.ts';
import { lockedPackages } from '../../files/documents.ts';
import { recordOf } from '../../files/manifest.ts';
import type { Incomplete } from '../manager.ts';
import type { LockFile } from './outdated.ts';

/**
 * The names of packages with a binary for one platform: `@esbuild/linux-x64`,
 * `@rollup/rollup-win32-x64-msvc`.
 */
const platform = /(?:linux|darwin|win32|windows|android|freebsd|openbsd|netbsd|sunos|wasm32|aix)/;

/** An optional dependency of a package that npm left out of its lock file. */
interface LeftOut {
  /** The path of the package that names it. */
  readonly path: string;
  readonly name: string;
  /** Whether it is one of the binaries of which the package needs the one for its platform. */
  readonly isBinary: boolean;
}

/**
 * @returns where package-lock.json is incomplete, first of all in what the image may need; `null` if
 *   nothing is missing, or if the lock file has the oldest format, which has no list.
 */
export function incompleteLock({ file, text }: LockFile): Incomplete | null {
  const missing = leftOut(text);
  const it = missing.find(({ isBinary }) => isBinary) ?? missing[0];
  if (!it) return null;
  return {
    needsNewNpm: it.isBinary,
    evidence: {
      file,
      line: lineAt(text, Math.max(0, text.indexOf(JSON.stringify(it.path)))),
      because: `${it.path.replace(/^.*node_modules\//, '')} names ${it.name} among its optional dependencies`,
    },
  };
}

function leftOut(text: string): LeftOut[] {
  const packages = lockedPackages(text);
  return Object.entries(packages).flatMap(([path, entry]) => {
    const { optionalDependencies, inBundle } = recordOf(entry);
    if (!path.includes('node_modules/') || inBundle === true) return [];
    const names = Object.keys(recordOf(optionalDependencies));
    // One alone is no set of binaries: an addition for Windows or macOS.
    const isSet = names.filter((it) => platform.test(it)).length > 1;
    return names
      .filter((name) => !places(path, name).some((it) => it in packages))
      .map((name) => ({ path, name, isBinary: isSet && platform.test(name) }));
  });
}

/** The folders in which node looks for a package from inside another one, the nearest first. */
function places(path: string, name: string): string[] {
  const found: string[] = [];
  for (let at = path; at !== '';) {
    found.push(`${at}/node_modules/${name}`);
    const end = at.lastIndexOf('node_modules/');
    if (end === -1) break;
    at = at.slice(0, end).replace(/\/$/, '');
  }
  return [...found, `node_modules/${name}`];
}

/**
 * Finds packages for other platforms that npm left out of package-lock.json. If a node_modules
 * exists, npm lists only what is in it (https://github.com/npm/cli/issues/4828). "npm ci" of npm 11
 * refuses such a file; npm 10 installs it without the binary.
 */
import type { Problem } from '../../../../errors.ts';
import { lineAt } from '../../../../text/lines.ts';
import { lockedPackages } from '../../files/documents.ts';
import { recordOf } from '../../files/manifest.ts';
import type { LockFile } from './outdated.ts';

/**
 * The names of packages with a binary for one platform: `@esbuild/linux-x64`,
 * `@rollup/rollup-win32-x64-msvc`.
 */
const platform = /(?:linux|darwin|win32|windows|android|freebsd|openbsd|netbsd|sunos|wasm32|aix)/;

/**
 * @returns the problem to report; `null` if nothing is missing, or if the lock file has the oldest
 *   format, which has no list.
 */
export function missingPlatforms({ file, text }: LockFile): Problem | null {
  const packages = lockedPackages(text);
  for (const [path, entry] of Object.entries(packages)) {
    if (!path.includes('node_modules/')) continue;
    const binaries = Object.keys(recordOf(recordOf(entry)['optionalDependencies'])).filter((name) =>
      platform.test(name),
    );
    const missing = binaries.filter((name) => !places(path, name).some((it) => it in packages));
    const [first, ...others] = missing;
    // One alone is no set of binaries: an addition for Windows, which npm leaves out if its
    // registry does not have it.
    if (first === undefined || binaries.length === 1) continue;
    const name = path.replace(/^.*node_modules\//, '');
    return {
      code: 'E_PROJECT',
      file,
      line: lineAt(text, Math.max(0, text.indexOf(JSON.stringify(path)))),
      reason: `${name} has a package for each platform, and ${first}${others.length > 0 ? ` (and ${others.length} more)` : ''} is not in ${file}: "npm ci" refuses that, or installs no binary for the image`,
      hint: `npm leaves them out beside a node_modules that one machine has filled. Remove node_modules and ${file}, run "npm install", and commit ${file}.`,
    };
  }
  return null;
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

/**
 * Reads the locked versions of the packages that package.json names. The conditions under which an
 * install fails were tested with npm 11, pnpm 10, Yarn 1 and 4 and Bun 1.4:
 * https://docs.npmjs.com/cli/commands/npm-ci, https://pnpm.io/cli/install#--frozen-lockfile
 */
import semver from 'semver';
import type { Manager } from '../manager.ts';
import { parseRelaxed, parseStrict, parseYaml } from '../../files/documents.ts';
import { isRecord, recordOf } from '../../files/manifest.ts';

export type Group = 'dependencies' | 'devDependencies' | 'optionalDependencies';

export interface LockedPackage {
  /** The text in the lock file: a version, or the range that package.json had. */
  readonly text: string;
  /** Set if the lock file distinguishes groups. */
  readonly group?: Group;
  /** The text that finds its line in the lock file. */
  readonly mark: string;
}

export interface Locked {
  /** Locked packages by name. */
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /** Whether the locked version satisfies package.json. */
  readonly fits: (asked: string, locked: LockedPackage, group: Group) => boolean;
  /** Whether the install also fails for a locked package that package.json no longer names. */
  readonly refusesLeftovers: boolean;
}

const groups: readonly Group[] = ['dependencies', 'devDependencies', 'optionalDependencies'];

/**
 * @param folder the folder of the package; `''` for the root.
 * @returns `null` if the lock file does not list the package, or is not understood.
 */
export async function readLocked(
  manager: Manager['id'],
  text: string,
  folder: string,
): Promise<Locked | null> {
  switch (manager) {
    case 'npm':
      return ofNpm(text, folder);
    case 'pnpm':
      return ofPnpm(text, folder);
    case 'yarn-classic':
      return ofYarnClassic(text);
    case 'yarn-berry':
      return ofYarnBerry(text, folder);
    case 'bun':
      return ofBun(text, folder);
  }
}

/**
 * Reads `packages` (formats 2 and 3) or `dependencies` (format 1). A locked version must satisfy
 * the range in package.json, whatever range the lock file contains.
 */
function ofNpm(text: string, folder: string): Locked | null {
  const lock = parseStrict(text);
  const listed = isRecord(lock['packages']) ? lock['packages'] : null;
  const flat = recordOf(lock['dependencies']);
  const packages = new Map<string, LockedPackage>();
  for (const [path, entry] of Object.entries(listed ?? flat)) {
    const name = listed ? /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1] : path;
    const own =
      listed === null ||
      path === `node_modules/${name}` ||
      path === `${folder}/node_modules/${name}`;
    if (name === undefined || !own || !isRecord(entry)) continue;
    if (packages.has(name) && path === `node_modules/${name}`) continue;
    packages.set(name, {
      text: typeof entry['version'] === 'string' ? entry['version'] : '',
      mark: JSON.stringify(path),
    });
  }
  // A lock file with nothing but the package itself was made before anything was installed.
  const isRead = packages.size > 0 || (listed !== null && '' in listed);
  return isRead ? { packages, fits: satisfied, refusesLeftovers: false } : null;
}

/** `importers` repeats package.json word for word. Before format 6, `specifiers` did so. */
async function ofPnpm(text: string, folder: string): Promise<Locked | null> {
  // pnpm 11 and later write a document about pnpm itself first. The part after the importers is
  // long and not needed.
  const own = (text.split(/^---\s*$/m).at(-1) ?? '').split(/^(?:packages|snapshots):/m)[0] ?? '';
  const all = await parseYaml(own);
  const importers = isRecord(all['importers']) ? all['importers'] : null;
  const importer: unknown = importers ? importers[folder || '.'] : all;
  if (!isRecord(importer)) return null;
  const specifiers = recordOf(importer['specifiers']);
  const packages = new Map<string, LockedPackage>();
  for (const group of groups) {
    for (const [name, entry] of Object.entries(recordOf(importer[group]))) {
      const asked = isRecord(entry) ? entry['specifier'] : specifiers[name];
      if (typeof asked === 'string') packages.set(name, { text: asked, group, mark: `${name}:\n` });
    }
  }
  return packages.size === 0
    ? null
    : {
        packages,
        fits: (asked, locked, group) => asked === locked.text && group === locked.group,
        refusesLeftovers: true,
      };
}

/** Every requested range is a key: `"a@^1.0.0", a@^1.2.0:`. */
function ofYarnClassic(text: string): Locked | null {
  const ranges = new Map<string, string[]>();
  for (const line of text.match(/^\S.*:$/gm) ?? []) {
    for (const key of line.slice(0, -1).split(', ')) {
      const [, name, range] = /^"?((?:@[^/]+\/)?[^@"]+)@([^"]*)"?$/.exec(key) ?? [];
      if (name !== undefined && range !== undefined)
        ranges.set(name, [...(ranges.get(name) ?? []), range]);
    }
  }
  const packages = new Map(
    [...ranges].map(([name, all]) => [name, { text: all.join(', '), mark: `\n${name}@` }] as const),
  );
  return packages.size === 0
    ? null
    : {
        packages,
        fits: (asked, locked) => locked.text.split(', ').includes(asked),
        refusesLeftovers: false,
      };
}

/** The entry of the package itself repeats package.json. Yarn 4 writes `npm:` before a range. */
function ofYarnBerry(text: string, folder: string): Locked | null {
  const entry = text
    .split('\n\n')
    .find((it) =>
      new RegExp(`^"?[^\\n]*@workspace:${(folder || '.').replace(/[.]/g, '\\.')}["\\n,:]`).test(
        it.trimStart(),
      ),
    );
  const listed = /\n {2}dependencies:\n((?: {4}.*\n?)*)/.exec(entry ?? '')?.[1];
  if (listed === undefined) return null;
  const packages = new Map<string, LockedPackage>();
  for (const line of listed.split('\n')) {
    const [, name, range] = /^ {4}"?([^":]+)"?: "?([^"]*)"?$/.exec(line) ?? [];
    if (name !== undefined && range !== undefined)
      packages.set(name, { text: range.replace(/^npm:(?=[^@]*$)/, ''), mark: line });
  }
  return {
    packages,
    fits: (asked, locked) =>
      asked.replace(/^npm:(?=[^@]*$)/, '') === locked.text || /^(?!npm:).*[:/]/.test(asked),
    refusesLeftovers: true,
  };
}

/**
 * `workspaces` repeats package.json, but the install only checks that the locked version satisfies
 * it.
 */
async function ofBun(text: string, folder: string): Promise<Locked | null> {
  const lock = await parseRelaxed(text);
  const workspace = recordOf(lock['workspaces'])[folder];
  const versions = recordOf(lock['packages']);
  if (!isRecord(workspace)) return null;
  const prefix =
    folder === '' || typeof workspace['name'] !== 'string' ? '' : `${workspace['name']}/`;
  const packages = new Map<string, LockedPackage>();
  for (const group of groups) {
    for (const name of Object.keys(recordOf(workspace[group]))) {
      const found: unknown = versions[`${prefix}${name}`] ?? versions[name];
      const [resolved] = Array.isArray(found) ? (found as unknown[]) : [];
      packages.set(name, {
        text: typeof resolved === 'string' ? resolved.slice(resolved.lastIndexOf('@') + 1) : '',
        mark: `${JSON.stringify(name)}: `,
      });
    }
  }
  return packages.size === 0 ? null : { packages, fits: satisfied, refusesLeftovers: true };
}

/**
 * Anything other than a range (a folder, a repository, a tag) cannot be compared with a version.
 */
function satisfied(asked: string, { text }: LockedPackage): boolean {
  const range = asked.replace(/^npm:(?:@?[^@]+@)?/, '');
  return (
    semver.validRange(range) === null ||
    semver.valid(text) === null ||
    semver.satisfies(text, range, { includePrerelease: true })
  );
}

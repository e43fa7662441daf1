/**
 * Finds contradictions between package.json and its lock file. The install would fail on them,
 * minutes into a build.
 */
import { listed } from '../../../../text/lists.ts';
import type { ProjectReader } from '../../../../ports/ports.ts';
import type { Problem } from '../../../../errors.ts';
import { lineAt } from '../../../../text/lines.ts';
import { pnpmSettings } from '../../files/documents.ts';
import { type Manifest, place, readManifest, recordOf } from '../../files/manifest.ts';
import type { Manager } from '../manager.ts';
import { type Group, type LockedPackage, readLocked } from './locked.ts';

export interface LockFile {
  readonly file: string;
  readonly text: string;
  readonly manager: Manager;
}

interface Difference {
  readonly name: string;
  /** The range in package.json, with its line; `null` if it no longer names the package. */
  readonly asked: { readonly range: string; readonly group: Group } | null;
  readonly locked: LockedPackage | null;
}

const commands: Readonly<Record<Manager['id'], string>> = {
  npm: 'npm ci',
  pnpm: 'pnpm install --frozen-lockfile',
  'yarn-classic': 'yarn install --frozen-lockfile',
  'yarn-berry': 'yarn install --immutable',
  bun: 'bun install --frozen-lockfile',
};

/**
 * @param local the names of the workspace packages, which a lock file need not list.
 * @returns the problem to report; `null` if both agree or the lock file is not understood.
 */
export async function outdatedLock(
  project: ProjectReader,
  manifest: Manifest,
  lock: LockFile,
  local: readonly string[] = [],
): Promise<Problem | null> {
  const locked = await readLocked(lock.manager.id, lock.text, manifest.folder);
  const files = await project.files();
  // A pnpm hook may change the dependencies in package.json.
  if (!locked || files.some((it) => /^\.pnpmfile\.[cm]?js$/.test(it))) return null;
  const decided = await decidedElsewhere(project, manifest);
  const asked = askedOf(manifest);
  const differences: Difference[] = [];
  for (const [name, request] of asked) {
    const found = locked.packages.get(name) ?? null;
    if (
      decided.has(name) ||
      local.includes(name) ||
      /^(?:workspace|catalog|link|portal|file|patch):/.test(request.range)
    )
      continue;
    if (
      found === null
        ? !/[:/]/.test(request.range)
        : !locked.fits(request.range, found, request.group)
    )
      differences.push({ name, asked: request, locked: found });
  }
  if (locked.refusesLeftovers) {
    const known = new Set([
      ...asked.keys(),
      ...Object.keys(recordOf(manifest.all['peerDependencies'])),
      ...decided,
    ]);
    for (const [name, found] of locked.packages)
      if (!known.has(name)) differences.push({ name, asked: null, locked: found });
  }
  const [first, ...others] = differences;
  return first ? problemOf(first, others, manifest, lock) : null;
}

/**
 * For a package in several groups, optional takes precedence over needed, and both over
 * development.
 */
function askedOf(manifest: Manifest): Map<string, { range: string; group: Group }> {
  const asked = new Map<string, { range: string; group: Group }>();
  for (const group of ['devDependencies', 'dependencies', 'optionalDependencies'] as const) {
    for (const [name, range] of Object.entries(manifest[group])) asked.set(name, { range, group });
  }
  return asked;
}

/**
 * Collects the names in overrides and resolutions, at any depth. For these, a version that
 * package.json does not request may be correct.
 */
async function decidedElsewhere(
  project: ProjectReader,
  manifest: Manifest,
): Promise<ReadonlySet<string>> {
  // Those of the root apply to all packages of a workspace.
  const root = manifest.folder === '' ? null : await readManifest(project);
  const manifests = [manifest, ...(root?.ok ? [root.manifest] : [])];
  const names = new Set<string>();
  const add = (key: string): void => {
    for (const it of key.match(/(?:@[\w.-]+\/)?[\w.-]+/g) ?? []) names.add(it);
  };
  const walk = (value: unknown): void => {
    for (const [key, inner] of Object.entries(recordOf(value))) {
      add(key);
      walk(inner);
    }
  };
  for (const it of [
    ...manifests.flatMap(({ all }) => [
      all['overrides'],
      all['resolutions'],
      recordOf(all['pnpm'])['overrides'],
    ]),
    (await pnpmSettings(project))['overrides'],
  ])
    walk(it);
  return names;
}

function problemOf(
  first: Difference,
  others: readonly Difference[],
  manifest: Manifest,
  lock: LockFile,
): Problem {
  const { name, asked, locked } = first;
  const more =
    others.length === 0 ? '' : `; the same applies to ${listed(others.map((it) => it.name))}`;
  const at = locked
    ? `${lock.file}:${lineAt(lock.text, Math.max(0, lock.text.indexOf(locked.mark) + (locked.mark.startsWith('\n') ? 1 : 0)))}`
    : lock.file;
  const regrouped = asked !== null && locked !== null && asked.range === locked.text;
  const here =
    asked === null
      ? `${name} is no longer a dependency`
      : `${name} is ${regrouped ? `in ${asked.group}` : asked.range} here`;
  const difference =
    locked === null
      ? `${name} ${asked?.range ?? ''} is missing from ${lock.file}`
      : `${here} and ${regrouped ? `in ${locked.group ?? 'another group'}` : locked.text} in ${at}`;
  const { file, line } = place(manifest, asked === null ? [] : [asked.group, name], '');
  return {
    code: 'E_PROJECT',
    file,
    ...(line === undefined || asked === null ? {} : { line }),
    reason: `${difference}: "${commands[lock.manager.id]}" refuses a lock file that does not match package.json${more}`,
    hint: `Run "${lock.manager.choice} install" and commit ${lock.file}.`,
  };
}

/**
 * Finds the package manager that package.json names.
 * https://nodejs.org/api/packages.html#packagemanager
 */
import type { Evidence } from '../../../types.ts';
import { isRecord, type Manifest, place, recordOf } from './manifest.ts';

export interface NamedManager {
  readonly name: string;
  readonly version: string | null;
  readonly evidence: Evidence;
  /** Whether it is one of several alternatives in devEngines. */
  readonly alternative: boolean;
}

/**
 * @returns the package managers that are named, in this order: packageManager,
 *   devEngines.packageManager, then volta and engines (which only name a version).
 */
export function namedManager(manifest: Manifest): NamedManager[] {
  const named: NamedManager[] = [];
  const field = /^(npm|pnpm|yarn|bun)@([^+\s]+)/.exec(manifest.packageManager ?? '');
  if (field)
    named.push({
      name: field[1] ?? '',
      version: field[2] ?? null,
      evidence: place(manifest, ['packageManager'], `packageManager is ${field[0]}`),
      alternative: false,
    });
  const engine = recordOf(manifest.all['devEngines'])['packageManager'];
  for (const it of Array.isArray(engine) ? engine : [engine]) {
    // An entry that is not enforced decides nothing.
    // https://docs.npmjs.com/cli/configuring-npm/package-json#devengines
    if (!isRecord(it) || typeof it['name'] !== 'string' || it['onFail'] === 'ignore') continue;
    const version = typeof it['version'] === 'string' ? it['version'] : null;
    named.push({
      name: it['name'],
      version,
      evidence: place(
        manifest,
        ['devEngines', 'packageManager'],
        `devEngines.packageManager is ${it['name']}${version === null ? '' : ` ${version}`}`,
      ),
      alternative: Array.isArray(engine) && engine.length > 1,
    });
  }
  for (const key of ['volta', 'engines']) {
    const record = manifest.all[key];
    if (!isRecord(record)) continue;
    for (const name of ['npm', 'pnpm', 'yarn', 'bun']) {
      const version = record[name];
      // A range of npm versions in engines is only checked. It does not request another npm.
      if (typeof version === 'string' && !(name === 'npm' && key === 'engines'))
        named.push({
          name,
          version,
          evidence: place(manifest, [key, name], `${key}.${name} is ${version}`),
          alternative: false,
        });
    }
  }
  return named;
}

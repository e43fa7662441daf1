/** Chooses the tag of the Bun image. https://hub.docker.com/r/oven/bun */
import semver from 'semver';
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence, Finding } from '../../../types.ts';
import type { Manifest } from '../files/manifest.ts';
import { namedManager } from '../files/named-manager.ts';

/** The tag for projects that name no version: the newest release of Bun 1. */
const newest = '1';

/**
 * @returns the tag: an exact version if the project pins one, otherwise the newest release of Bun
 *   1.
 */
export async function chooseBunVersion(
  project: ProjectReader,
  manifest: Manifest,
): Promise<Finding<string>> {
  for (const { version, evidence } of await statements(project, manifest)) {
    const exact = semver.valid(version.replace(/^bun-/, ''));
    if (exact !== null) return { kind: 'found', value: exact, evidence: [evidence] };
    const lowest = semver.validRange(version) === null ? null : semver.minVersion(version);
    if (lowest !== null && lowest.major > 0 && !semver.intersects(version, '>=1.4.0 <2.0.0'))
      return { kind: 'found', value: `${lowest.major}.${lowest.minor}`, evidence: [evidence] };
    if (lowest !== null) return { kind: 'found', value: newest, evidence: [evidence] };
  }
  return {
    kind: 'found',
    value: newest,
    evidence: [
      { file: manifest.file, because: 'no version of Bun is named: the newest release of Bun 1' },
    ],
  };
}

async function statements(
  project: ProjectReader,
  manifest: Manifest,
): Promise<{ version: string; evidence: Evidence }[]> {
  const found: { version: string; evidence: Evidence }[] = [];
  for (const it of namedManager(manifest))
    if (it.name === 'bun' && it.version !== null)
      found.push({ version: it.version, evidence: it.evidence });
  for (const [file, pattern] of [
    ['.bun-version', /^(?:bun-)?v?(\d\S*)/m],
    ['.tool-versions', /^bun\s+(\S+)/m],
    ['mise.toml', /^bun\s*=\s*["']([^"']+)["']/m],
    ['.mise.toml', /^bun\s*=\s*["']([^"']+)["']/m],
  ] as const) {
    const version = pattern.exec((await project.read(file)) ?? '')?.[1];
    if (version !== undefined)
      found.push({ version, evidence: { file, because: `Bun ${version}` } });
  }
  return found;
}

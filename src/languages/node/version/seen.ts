/**
 * Finds the newest line of Node that the project was tested on, from its CI or its type
 * definitions.
 */
import semver from 'semver';
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence } from '../../../types.ts';
import { lineAt } from '../../../text/lines.ts';
import { type Manifest, place } from '../files/manifest.ts';

export interface SeenVersion {
  readonly newest: number;
  readonly evidence: Evidence;
}

/**
 * @returns the newest version in CI (`node-version` in GitHub workflows, `image` of GitLab) or
 *   `@types/node`; `undefined` if neither names one.
 */
export async function seenVersions(
  project: ProjectReader,
  manifest: Manifest,
): Promise<SeenVersion | undefined> {
  const seen: SeenVersion[] = [];
  for (const file of await project.files()) {
    if (file === '.gitlab-ci.yml') seen.push(...imagesIn(file, (await project.read(file)) ?? ''));
    if (!/^\.github\/workflows\/[^/]+\.ya?ml$/.test(file)) continue;
    seen.push(...versionsIn(file, (await project.read(file)) ?? ''));
  }
  const types = manifest.devDependencies['@types/node'] ?? manifest.dependencies['@types/node'];
  const major =
    types === undefined || semver.validRange(types) === null
      ? undefined
      : semver.minVersion(types)?.major;
  if (types !== undefined && major !== undefined && major > 0)
    seen.push({
      newest: major,
      evidence: place(manifest, ['@types/node'], `written against the types of Node ${major}`),
    });
  return seen.sort((a, b) => b.newest - a.newest)[0];
}

/**
 * `node-version: 22`, `node-version: [20.x, 22.x]`, `node: ['18', '20']`. Variables
 * (`${{ matrix.node }}`) are skipped.
 */
function versionsIn(file: string, text: string): SeenVersion[] {
  const found: SeenVersion[] = [];
  for (const match of text.matchAll(
    /^\s*-?\s*node(?:-version|-versions|js|_version)?[ \t]*:[ \t]*((?:\n[ \t]*-[ \t]*\S+)+|.+)$/gim,
  )) {
    for (const version of (match[1] ?? '').matchAll(
      /(?<![\w.$])v?(\d{2})(?:\.[\dx*]+)*(?![\w.])/g,
    )) {
      found.push({
        newest: Number(version[1]),
        evidence: {
          file,
          line: lineAt(text, match.index),
          because: `tested on Node ${version[1]}`,
        },
      });
    }
  }
  return found;
}

/**
 * `image: node:24-alpine` from any registry, or `name:` below `image:`.
 * https://docs.gitlab.com/ci/yaml/#image
 */
function imagesIn(file: string, text: string): SeenVersion[] {
  return [
    ...text.matchAll(/^[ \t]*(?:image|name)[ \t]*:[ \t]*["']?(?:[\w.:-]+\/)*node:(\d+)/gm),
  ].map((match) => ({
    newest: Number(match[1]),
    evidence: {
      file,
      line: lineAt(text, match.index),
      because: `tested on Node ${match[1] ?? ''}`,
    },
  }));
}

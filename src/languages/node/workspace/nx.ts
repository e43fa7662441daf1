/** Nx: a package's build may be a target of its own instead of a script. https://nx.dev/reference/project-configuration */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Build } from '../build.ts';
import { parseRelaxed } from '../documents.ts';
import { isRecord, type Manifest, place, recordOf } from '../manifest.ts';
import { joined } from '../typescript.ts';

/** @returns the target "build" of package.json ("nx") or project.json, `null` where there is none. */
export async function nxBuild(project: ProjectReader, manifest: Manifest): Promise<Build | null> {
  const file = joined(manifest.folder, 'project.json');
  const own = (await parseRelaxed((await project.read(file)) ?? ''))['targets'];
  const inManifest = recordOf(manifest.all['nx'])['targets'];
  const target = [inManifest, own].map((it) => recordOf(it)['build']).find(isRecord);
  if (!target) return null;
  const { outputPath, main } = recordOf(target['options']);
  const sources = typeof main === 'string' ? [main.slice(0, Math.max(0, main.lastIndexOf('/')))] : null;
  return {
    script: 'build',
    evidence: own === undefined ? place(manifest, ['nx', 'targets', 'build'], 'the target "build" of Nx') : { file, because: 'the target "build" of Nx' },
    outputs: typeof outputPath === 'string' ? [{ folder: joined('', outputPath.replace('{projectRoot}', manifest.folder)), sources }] : [],
  };
}

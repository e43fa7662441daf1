/** Nx: a package's build may be a target of its own instead of a script. https://nx.dev/reference/project-configuration */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Build } from '../build.ts';
import { isRecord, type Manifest, place } from '../manifest.ts';
import { joined } from '../typescript.ts';

/** @returns the target "build" of package.json ("nx") or project.json, `null` where there is none. */
export async function nxBuild(project: ProjectReader, manifest: Manifest): Promise<Build | null> {
  const file = joined(manifest.folder, 'project.json');
  const own = await targetsIn(await project.read(file));
  const inManifest = isRecord(manifest.all['nx']) ? manifest.all['nx']['targets'] : undefined;
  const target = [inManifest, own].filter(isRecord).map((it) => it['build']).find(isRecord);
  if (!target) return null;
  const options = isRecord(target['options']) ? target['options'] : {};
  const { outputPath, main } = options;
  const sources = typeof main === 'string' ? [main.slice(0, Math.max(0, main.lastIndexOf('/')))] : null;
  return {
    script: 'build',
    evidence: own === undefined ? place(manifest, ['nx', 'targets', 'build'], 'the target "build" of Nx') : { file, because: 'the target "build" of Nx' },
    outputs: typeof outputPath === 'string' ? [{ folder: joined('', outputPath.replace('{projectRoot}', manifest.folder)), sources }] : [],
  };
}

async function targetsIn(text: string | undefined): Promise<unknown> {
  if (text === undefined) return undefined;
  const { default: JSON5 } = await import('json5');
  try {
    const all: unknown = JSON5.parse(text);
    return isRecord(all) ? all['targets'] : undefined;
  } catch {
    return undefined;
  }
}

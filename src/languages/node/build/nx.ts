/** Nx: a package's build may be a target of its own instead of a script. https://nx.dev/reference/project-configuration */
import type { ProjectReader } from '../../../ports/ports.ts';
import { folderOf, joined } from '../../../text/paths.ts';
import type { Build, BuildOutput } from './output.ts';
import { parseRelaxed } from '../files/documents.ts';
import { dependsOn, isRecord, type Manifest, place, recordOf } from '../files/manifest.ts';
import { nx } from './task-runner.ts';

/** @returns the target "build" of package.json ("nx") or project.json, `null` where there is none. */
export async function nxBuild(
  project: ProjectReader,
  manifest: Manifest,
  root: Manifest,
): Promise<Build | null> {
  const file = joined(manifest.folder, 'project.json');
  const own = await nxProject(project, file);
  const inManifest = recordOf(manifest.all['nx']);
  const fromManifest = targetOf(inManifest);
  const target = fromManifest ?? targetOf(own);
  if (!target) return null;
  const name = [own['name'], inManifest['name'], manifest.name].find(
    (it) => typeof it === 'string',
  );
  return {
    script: 'build',
    ...(name !== undefined && dependsOn(root, 'nx') ? { task: { runner: nx, name } } : {}),
    evidence: fromManifest
      ? place(manifest, ['nx', 'targets', 'build'], 'the target "build" of Nx')
      : { file, because: 'the target "build" of Nx' },
    outputs: targetOutputs(target, manifest.folder),
  };
}

/** @returns what a project.json says; nothing where it is not there. */
export async function nxProject(
  project: ProjectReader,
  file: string,
): Promise<Readonly<Record<string, unknown>>> {
  return parseRelaxed((await project.read(file)) ?? '');
}

/** The target "build": `targets`, or `architect` in older files. */
export function targetOf(
  described: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const target = recordOf(described['targets'] ?? described['architect'])['build'];
  return isRecord(target) ? target : undefined;
}

/** Compilers keep the folders below the project; bundlers write the entry to the top. */
const compiler = /:(?:tsc|swc)$/;

/** @param folder of the project. */
export function targetOutputs(
  target: Readonly<Record<string, unknown>>,
  folder: string,
): BuildOutput[] {
  const { outputPath, main } = recordOf(target['options']);
  if (typeof outputPath !== 'string') return [];
  const inside = (path: string): string =>
    joined(
      '',
      path
        .replace('{projectRoot}', folder)
        .replace('{workspaceRoot}', '')
        .replace('{projectName}', folder.split('/').at(-1) ?? ''),
    );
  if (compiler.test(String(target['executor'])))
    return [{ folder: inside(outputPath), sources: [folder] }];
  if (typeof main !== 'string') return [{ folder: inside(outputPath), sources: null }];
  const entry = inside(main);
  return [{ folder: inside(outputPath), sources: [folderOf(entry)] }];
}

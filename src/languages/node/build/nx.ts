/**
 * Reads the build of a package from an Nx target instead of a script.
 * https://nx.dev/reference/project-configuration
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { folderOf, joined } from '../../../text/paths.ts';
import type { Build, BuildOutput } from './output.ts';
import { parseRelaxed } from '../files/documents.ts';
import { dependsOn, isRecord, type Manifest, place, recordOf } from '../files/manifest.ts';
import { nx } from './task-runner.ts';

/**
 * @returns the build in package.json ("nx") or project.json; `null` if neither has a target
 *   "build".
 */
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

/** @returns the contents of a project.json; empty if it does not exist. */
export async function nxProject(
  project: ProjectReader,
  file: string,
): Promise<Readonly<Record<string, unknown>>> {
  return parseRelaxed((await project.read(file)) ?? '');
}

/** @returns the target "build" in `targets`, or in `architect` of older files. */
export function targetOf(
  described: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const target = recordOf(described['targets'] ?? described['architect'])['build'];
  return isRecord(target) ? target : undefined;
}

/** Executors that keep the folder structure of the project. Bundlers write the entry to the top. */
const compiler = /:(?:tsc|swc)$/;

/**
 * @param folder the folder of the project.
 * @returns the paths that the target writes.
 */
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

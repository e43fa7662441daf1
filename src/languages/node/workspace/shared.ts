/**
 * Programs without a package.json of their own: all of them share the one at the root, and its packages.
 * https://nx.dev/concepts/integrated-vs-package-based and https://docs.nestjs.com/cli/monorepo#monorepo-mode
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Note } from '../../../types.ts';
import { configuredFolder } from '../build/build.ts';
import type { Build } from '../build/output.ts';
import type { SiteFacts } from '../frameworks/framework.ts';
import { parseRelaxed } from '../files/documents.ts';
import { dependsOn, isRecord, type Manifest, recordOf } from '../files/manifest.ts';
import { joined } from '../../../text/paths.ts';
import { nxProject, targetOf, targetOutputs } from '../build/nx.ts';
import { nest, nx } from '../build/task-runner.ts';

/** A program that the root's package.json does not describe. */
export interface SharedProgram {
  readonly name: string;
  readonly folder: string;
  readonly build: Build;
  /** Set where what it builds is files for browsers. */
  readonly site: SiteFacts | null;
  readonly notes: readonly Note[];
}

/** What Nx infers a target "build" from, in the folder of a project. https://nx.dev/concepts/inferred-tasks */
const inferred = [
  ['webpack', /^webpack\.config\.[cm]?[jt]s$/],
  ['vite', /^vite\.config\.[cm]?[jt]s$/],
  ['rspack', /^rspack\.config\.[cm]?[jt]s$/],
  ['rollup', /^rollup\.config\.[cm]?[jt]s$/],
] as const;

/** @returns none where Nx is not there. Tests from end to end are applications to Nx, too, and have no build. */
export async function nxProgramsOf(
  project: ProjectReader,
  root: Manifest,
): Promise<SharedProgram[]> {
  const files = await project.files();
  if (!files.includes('nx.json') || !dependsOn(root, 'nx')) return [];
  const found: SharedProgram[] = [];
  for (const file of files.filter((it) => it.endsWith('/project.json')).sort()) {
    const folder = file.slice(0, -'/project.json'.length);
    const described = await nxProject(project, file);
    if (
      described['projectType'] !== 'application' ||
      files.includes(joined(folder, 'package.json'))
    )
      continue;
    const name =
      typeof described['name'] === 'string'
        ? described['name']
        : (folder.split('/').at(-1) ?? folder);
    const target = targetOf(described);
    const bundler = inferred.find(([, pattern]) =>
      files.some((it) => it.startsWith(`${folder}/`) && pattern.test(it.slice(folder.length + 1))),
    )?.[0];
    if (!target && bundler === undefined) continue;
    const evidence = {
      file,
      because: target
        ? 'the target "build" of Nx'
        : `an application of Nx, built by ${bundler ?? ''}`,
    };
    const configured =
      bundler === undefined ? undefined : await configuredFolder(project, folder, bundler);
    const own = target ? targetOutputs(target, folder) : [];
    const outputs =
      own.length > 0 || configured === undefined
        ? own
        : [
            {
              folder: joined(folder, configured),
              sources: bundler === 'vite' ? null : [joined(folder, 'src'), folder],
            },
          ];
    const [output] = outputs;
    const serves =
      output !== undefined && files.includes(joined(folder, 'index.html')) && bundler === 'vite';
    found.push({
      name,
      folder,
      build: { script: 'build', task: { runner: nx, name }, evidence, outputs },
      site: serves
        ? {
            kind: 'site',
            title: 'Vite',
            evidence,
            folder: output.folder,
            fallback: { page: 'index.html', kind: 'application' },
            hashed: ['/assets/'],
            buildEnvironment: [],
            buildCache: null,
            notes: [],
          }
        : null,
      notes: output
        ? []
        : [
            {
              level: 'error',
              text: `it cannot be told where Nx writes the build of ${name}\nSay it in the target "build" of ${file} ("outputPath" among its options), or give the project a package.json with the scripts "build" and "start".`,
              evidence: [evidence],
            },
          ],
    });
  }
  return found;
}

/** @returns the applications of NestJS in monorepo mode, each bundled into a folder of its own; none where nest-cli.json names a single one. */
export async function nestProgramsOf(
  project: ProjectReader,
  root: Manifest,
): Promise<SharedProgram[]> {
  const file = 'nest-cli.json';
  const settings = await parseRelaxed((await project.read(file)) ?? '');
  if (!dependsOn(root, '@nestjs/cli')) return [];
  const found: SharedProgram[] = [];
  for (const [name, described] of Object.entries(recordOf(settings['projects']))) {
    if (!isRecord(described) || described['type'] === 'library') continue;
    const folder =
      typeof described['root'] === 'string' ? joined('', described['root']) : `apps/${name}`;
    const sources =
      typeof described['sourceRoot'] === 'string'
        ? joined('', described['sourceRoot'])
        : joined(folder, 'src');
    const evidence = { file, because: 'an application of NestJS' };
    found.push({
      name,
      folder,
      build: {
        script: 'build',
        task: { runner: nest, name },
        evidence,
        outputs: [{ folder: joined('dist', folder), sources: [sources] }],
      },
      site: null,
      notes: [],
    });
  }
  return found;
}

/** The root's package.json as that of one program: its packages, and none of its scripts. */
export function sharedManifest(root: Manifest, program: SharedProgram): Manifest {
  return { ...root, name: program.name, main: null, scripts: {}, bin: {} };
}

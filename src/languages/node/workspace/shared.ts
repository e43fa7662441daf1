/**
 * Finds programs that share the package.json and the packages of the root.
 * https://nx.dev/concepts/integrated-vs-package-based and
 * https://docs.nestjs.com/cli/monorepo#monorepo-mode
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence, Note } from '../../../types.ts';
import { configuredFolder } from '../build/bundler-configuration.ts';
import type { Build, BuildOutput } from '../build/output.ts';
import type { SiteFacts } from '../frameworks/framework.ts';
import { parseRelaxed } from '../files/documents.ts';
import { dependsOn, isRecord, type Manifest, recordOf } from '../files/manifest.ts';
import { folderOf, joined } from '../../../text/paths.ts';
import { nxProject, targetOf, targetOutputs } from '../build/nx.ts';
import { nest, nx } from '../build/task-runner.ts';

/** A program that shares the root package.json. */
export interface SharedProgram {
  readonly name: string;
  readonly folder: string;
  readonly build: Build;
  /** Set if the build creates files for browsers. */
  readonly site: SiteFacts | null;
  readonly notes: readonly Note[];
}

/**
 * The configuration files from which Nx infers a target "build".
 * https://nx.dev/concepts/inferred-tasks
 */
const inferred = [
  ['webpack', /^webpack\.config\.[cm]?[jt]s$/],
  ['vite', /^vite\.config\.[cm]?[jt]s$/],
  ['rspack', /^rspack\.config\.[cm]?[jt]s$/],
  ['rollup', /^rollup\.config\.[cm]?[jt]s$/],
] as const;
type Bundler = (typeof inferred)[number][0];

/** @returns the Nx applications that have no package.json; none if the project does not use Nx. */
export async function nxProgramsOf(
  project: ProjectReader,
  root: Manifest,
): Promise<SharedProgram[]> {
  const files = await project.files();
  if (!files.includes('nx.json') || !dependsOn(root, 'nx')) return [];
  const programs: SharedProgram[] = [];
  for (const file of files.filter((it) => it.endsWith('/project.json')).sort()) {
    const described = await nxProject(project, file);
    const folder = folderOf(file);
    if (
      described['projectType'] !== 'application' ||
      files.includes(joined(folder, 'package.json'))
    )
      continue;
    const program = await nxProgram(project, { file, folder, described, files });
    if (program) programs.push(program);
  }
  return programs;
}

interface NxApplication {
  /** The path of project.json, and its contents. */
  readonly file: string;
  readonly described: Readonly<Record<string, unknown>>;
  readonly folder: string;
  readonly files: readonly string[];
}

/** @returns `null` if nothing builds it: end-to-end tests are Nx applications, too. */
async function nxProgram(
  project: ProjectReader,
  application: NxApplication,
): Promise<SharedProgram | null> {
  const { file, folder, described, files } = application;
  const target = targetOf(described);
  const bundler = inferred.find(([, pattern]) =>
    files.some((it) => it.startsWith(`${folder}/`) && pattern.test(it.slice(folder.length + 1))),
  )?.[0];
  if (!target && bundler === undefined) return null;
  const name =
    typeof described['name'] === 'string'
      ? described['name']
      : (folder.split('/').at(-1) ?? folder);
  const because = target
    ? 'the target "build" of Nx'
    : `an application of Nx, built by ${bundler ?? ''}`;
  const evidence = { file, because };
  const stated = target ? targetOutputs(target, folder) : [];
  const outputs = stated.length > 0 ? stated : await bundledOutputs(project, folder, bundler);
  const [output] = outputs;
  const isSite = bundler === 'vite' && files.includes(joined(folder, 'index.html'));
  return {
    name,
    folder,
    build: { script: 'build', task: { runner: nx, name }, evidence, outputs },
    site: output && isSite ? viteSite(output, evidence) : null,
    notes: output ? [] : [unknownOutput(name, evidence)],
  };
}

/** @returns the output that the bundler's configuration names; nothing if it names none. */
async function bundledOutputs(
  project: ProjectReader,
  folder: string,
  bundler: Bundler | undefined,
): Promise<BuildOutput[]> {
  const configured = bundler && (await configuredFolder(project, folder, bundler));
  if (configured === undefined) return [];
  const sources = bundler === 'vite' ? null : [joined(folder, 'src'), folder];
  return [{ folder: joined(folder, configured), sources }];
}

function viteSite({ folder }: BuildOutput, evidence: Evidence): SiteFacts {
  return {
    kind: 'site',
    title: 'Vite',
    evidence,
    folder,
    fallback: { page: 'index.html', kind: 'application' },
    hashed: ['/assets/'],
    buildEnvironment: [],
    buildCache: null,
    notes: [],
  };
}

function unknownOutput(name: string, evidence: Evidence): Note {
  return {
    code: 'node/nx-output-unknown',
    level: 'error',
    text: `where Nx writes the build of ${name} is unknown`,
    hint: `Set "outputPath" among the options of the target "build" in ${evidence.file}, or give the project a package.json with the scripts "build" and "start".`,
    evidence: [evidence],
  };
}

/**
 * @returns the applications of NestJS in monorepo mode, each bundled into a separate folder; none
 *   if nest-cli.json names a single application.
 */
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

/**
 * @returns the root package.json as the manifest of one program: with its packages, and without its
 *   scripts.
 */
export function sharedManifest(root: Manifest, program: SharedProgram): Manifest {
  return { ...root, name: program.name, main: null, scripts: {}, bin: {} };
}

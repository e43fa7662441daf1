/**
 * Recognizes task runners. They know what else a build needs (generated code, copied files), so
 * they run the builds if the workspace has one.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { EnvironmentLine } from '../../language.ts';
import { parseRelaxed } from '../files/documents.ts';
import { dependsOn, isRecord, type Manifest } from '../files/manifest.ts';
import { joined } from '../../../text/paths.ts';

export interface Runner {
  readonly title: string;
  /**
   * Builds a package and the packages that it needs.
   * @param name quoted for a shell.
   */
  readonly command: (name: string) => string;
  readonly environment: readonly EnvironmentLine[];
}

export const nx: Runner = {
  title: 'Nx',
  command: (name) => `nx run ${name}:build`,
  environment: [
    {
      name: 'NX_DAEMON',
      value: 'false',
      why: 'Leaves no process running after the build.',
    },
    {
      name: 'NX_NO_CLOUD',
      value: 'true',
      why: 'The build contacts no remote service, such as the cache of Nx Cloud.',
    },
  ],
};

/** NestJS in monorepo mode: https://docs.nestjs.com/cli/monorepo */
export const nest: Runner = {
  title: 'Nest',
  command: (name) => `nest build ${name}`,
  environment: [],
};

const turbo: Runner = {
  title: 'Turborepo',
  command: (name) => `turbo run build --filter=${name}`,
  environment: [
    {
      name: 'TURBO_TELEMETRY_DISABLED',
      value: '1',
      why: 'The build sends no anonymous usage data.',
    },
  ],
};

/**
 * A task runner builds the dependencies of a package first only if it is configured to.
 * https://nx.dev/concepts/task-pipeline-configuration
 */
const dependenciesFirst = /"\^build"/;

/**
 * @param target the package to build.
 * @param built whether packages that it needs have build scripts.
 * @returns `null` if there is no task runner, if it has no task "build", or if it would not build
 *   the dependencies.
 */
export async function runnerOf(
  project: ProjectReader,
  root: Manifest,
  target: Manifest,
  built: boolean,
): Promise<Runner | null> {
  const own = [target.text, (await project.read(joined(target.folder, 'project.json'))) ?? ''];
  const nxSettings = await project.read('nx.json');
  if (nxSettings !== undefined && dependsOn(root, 'nx'))
    return !built || [nxSettings, ...own].some((it) => dependenciesFirst.test(it)) ? nx : null;
  const text = (await project.read('turbo.json')) ?? (await project.read('turbo.jsonc'));
  if (text === undefined || !dependsOn(root, 'turbo')) return null;
  const settings = await parseRelaxed(text);
  // The key is "pipeline" before version 2.
  // https://turborepo.com/docs/reference/configuration#tasks
  const tasks = settings['tasks'] ?? settings['pipeline'];
  if (!isRecord(tasks) || !('build' in tasks)) return null;
  const extended = (await project.read(joined(target.folder, 'turbo.json'))) ?? '';
  return !built || [text, extended].some((it) => dependenciesFirst.test(it)) ? turbo : null;
}

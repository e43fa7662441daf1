/** Detects the services of a workspace, or of a repository whose programs share a package.json. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Finding } from '../../../types.ts';
import type { NodeService, WorkspaceContext } from '../details.ts';
import type { Overrides } from '../../language.ts';
import type { Manifest } from '../files/manifest.ts';
import { startScripts } from '../files/entries.ts';
import { serviceName } from '../files/service-name.ts';
import { detectService } from './service.ts';
import { binaryFinder } from '../start/binaries.ts';
import { firstOf } from '../../shared/findings.ts';
import { serviceFinding } from '../../shared/services.ts';
import { resolveScript } from '../start/resolve.ts';
import type { Workspace } from '../workspace/members.ts';
import { injectedNotes, injectedPackages, memberNotes, servedNotes } from '../workspace/notes.ts';
import { workspacePrograms } from './programs.ts';
import {
  nestProgramsOf,
  nxProgramsOf,
  sharedManifest,
  type SharedProgram,
} from '../workspace/shared.ts';
import { workspaceContextOf } from '../workspace/context.ts';

export interface DetectedServices {
  readonly service: Finding<string>;
  readonly services: readonly NodeService[];
}

/** @param overrides `--service` may name a package that does not look like a program. */
export async function workspaceServices(
  project: ProjectReader,
  workspace: Workspace,
  overrides: Pick<Overrides, 'service' | 'start'>,
): Promise<DetectedServices> {
  const programs = await workspacePrograms(project, workspace);
  const all = [workspace.root, ...workspace.members];
  const named = all.filter(
    (it) =>
      overrides.service !== undefined &&
      !programs.includes(it) &&
      [it.name, it.folder, it.name?.replace(/^@[^/]+\//, '')].includes(overrides.service),
  );
  const chosen =
    programs.length + named.length > 0 ? [...programs, ...named] : [...workspace.members];
  const services = distinct(
    await Promise.all(chosen.map((it) => serviceOf(project, workspace, it, overrides.start))),
    chosen,
  );
  const installed = programs.length === 0 ? services.filter(installsProgram) : [];
  if (programs.length + installed.length === 0)
    return {
      service: {
        kind: 'unknown',
        why: `no package of the workspace has a start script, a framework or an entry file: name the one that runs (${services.map((it) => it.name).join(', ')})`,
      },
      services,
    };
  return {
    service: serviceFinding([...services.slice(0, programs.length), ...installed], {
      project: serviceName(workspace.root, project.root),
      why: 'the workspace has several programs',
    }),
    services,
  };
}

/** Whether a package starts with a program that it installs: a server of commands has no start script. */
function installsProgram({ start }: NodeService): boolean {
  return (
    start.kind !== 'unknown' &&
    firstOf(start)?.evidence.some(({ because }) => because.startsWith('"bin"')) === true
  );
}

async function serviceOf(
  project: ProjectReader,
  workspace: Workspace,
  manifest: Manifest,
  start: Overrides['start'],
): Promise<NodeService> {
  const context = await workspaceContextOf(project, workspace, manifest);
  const facts = await detectService({
    project,
    manifest,
    binary: await binaryFinder(project, manifest),
    workspace: context,
    start,
  });
  const injected = await injectedPackages(project, manifest, context);
  // A site is built of the copies, so these are needed as they are, and before anything is built.
  const isCopied = facts.details.site !== null && context.locals.every((it) => it.build === null);
  const reads = facts.details.readsOutside;
  const whole =
    reads.length === 0 ? context : await workspaceContextOf(project, workspace, manifest, reads);
  return {
    ...facts,
    notes: [
      ...memberNotes(workspace, manifest, context),
      ...injectedNotes(injected, isCopied),
      ...facts.notes,
      ...servedNotes(whole),
    ],
    details: {
      ...facts.details,
      workspace: injected.length > 0 && isCopied ? withSources(whole) : whole,
    },
  };
}

/** The install copies packages of the workspace, so their sources must be there. */
function withSources(context: WorkspaceContext): WorkspaceContext {
  return { ...context, lifecycle: { ...context.lifecycle, needsSources: true } };
}

/**
 * @returns the services that share the root package.json; `null` if neither Nx nor NestJS names
 *   any, so that the package is the service.
 */
export async function sharedServices(
  project: ProjectReader,
  root: Manifest,
  overrides: Pick<Overrides, 'service' | 'start'>,
): Promise<DetectedServices | null> {
  // With NestJS, the start script of the root starts one of the applications. With Nx, it starts
  // the package.
  const ofNx =
    overrides.service === undefined && startsItself(root) ? [] : await nxProgramsOf(project, root);
  const programs = [...ofNx, ...(await nestProgramsOf(project, root))];
  const [first, second] = programs;
  if (!first) return null;
  const services = await Promise.all(
    programs.map((it) => sharedService(project, root, it, overrides.start)),
  );
  if (!second)
    return {
      service: {
        kind: 'found',
        value: services[0]?.name ?? first.name,
        evidence: [first.build.evidence],
      },
      services,
    };
  return {
    service: serviceFinding(services, {
      project: serviceName(root, project.root),
      why: 'the repository has several programs',
    }),
    services,
  };
}

async function sharedService(
  project: ProjectReader,
  root: Manifest,
  program: SharedProgram,
  start: Overrides['start'],
): Promise<NodeService> {
  const manifest = sharedManifest(root, program);
  return detectService({
    project,
    manifest,
    binary: await binaryFinder(project, manifest),
    workspace: null,
    shared: program,
    start,
  });
}

/**
 * Whether the start script of the root runs a program. The output of Nx is then part of that
 * program.
 */
function startsItself(root: Manifest): boolean {
  return startScripts
    .filter((it) => it in root.scripts)
    .some((it) => resolveScript({ manifest: root, binary: () => undefined }, it).kind === 'node');
}

/** Names services after their folders if their package names differ only in the scope. */
function distinct(services: readonly NodeService[], manifests: readonly Manifest[]): NodeService[] {
  return services.map((it, index) => {
    const alone = services.filter((other) => other.name === it.name).length === 1;
    const folder = manifests[index]?.folder ?? '';
    return alone || folder === ''
      ? it
      : { ...it, name: folder.replace(/[^\w.-]/g, '-').toLowerCase() };
  });
}

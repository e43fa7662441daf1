/**
 * Detects the services of a Node project, with the package manager and version that they need.
 */
import { posix } from 'node:path';
import { UserError } from '../../../errors.ts';
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Note } from '../../../types.ts';
import type { Overrides } from '../../language.ts';
import { joined } from '../../../text/paths.ts';
import { budgetOf } from '../../shared/budget.ts';
import { hashesBeside, hashesWithMd4 } from '../build/old-webpack.ts';
import { workersFail } from '../build/old-workers.ts';
import type { NodeProject, NodeService, ProjectDetails } from '../details.ts';
import { isDesktop, type Manifest, readManifest } from '../files/manifest.ts';
import { choosePackageManager } from '../package-managers/choose.ts';
import { nativeOf, type NativePackages } from '../runtime/native.ts';
import { binaryFinder } from '../start/binaries.ts';
import { chooseBunVersion } from '../version/bun.ts';
import { firstOf } from '../../shared/findings.ts';
import { chooseVersion } from '../version/choose.ts';
import { lockedLimits } from '../version/limits.ts';
import { aboveNotes, nxAbove } from '../workspace/above.ts';
import { workspaceOf } from '../workspace/members.ts';
import { lockNotes } from '../workspace/notes.ts';
import { otherManifest } from './recognize.ts';
import { detectService } from './service.ts';
import { type DetectedServices, workspaceServices, sharedServices } from './services.ts';

/** @returns the facts; `null` if the folder contains no Node project. */
export async function detectNode(
  project: ProjectReader,
  overrides: Overrides,
): Promise<NodeProject | null> {
  const read = await readManifest(project);
  if (!read) {
    const other = await otherManifest(project);
    if (other === undefined) return null;
    throw unusable(other, await unsupported(project, other));
  }
  if (!read.ok)
    throw unusable('package.json', {
      reason: `it cannot be read: ${read.evidence.because}`,
      hint: 'Correct it; "npm pkg get" shows whether npm can read it.',
    });
  const { manifest } = read;
  const workspace = await workspaceOf(project, manifest);
  const manifests = [manifest, ...(workspace?.members ?? [])];
  const manager = await choosePackageManager(project, manifest, workspace?.members ?? []);
  const lock =
    Object.values(manager.installs)
      .map((it) => it.install.lock)
      .find((it) => it !== null) ?? null;
  const { service, services } = workspace
    ? await workspaceServices(project, workspace, overrides)
    : ((await sharedServices(project, manifest, overrides)) ??
      (await onlyService(project, manifest, overrides)));
  const wanted = services.filter(
    (it) => overrides.service === undefined || it.name === overrides.service,
  );
  const decided = wanted.find((it) => it.name === firstOf(service)?.value) ?? wanted[0];
  const runsOnBun = decided === undefined || decided.details.interpreter === 'bun';
  const locked = lock === null ? '' : ((await project.read(lock)) ?? '');
  const limits = [
    ...wanted.flatMap((it) => it.details.versionLimits),
    ...(lock === null ? [] : lockedLimits(lock, locked)),
  ];
  const versionOf = async (isBun: boolean) =>
    isBun
      ? { finding: await chooseBunVersion(project, manifest), notes: [] }
      : chooseVersion(project, manifest, overrides.today, workspace?.members, limits);
  const version = await versionOf(runsOnBun);
  const isMixed = wanted.some((it) => (it.details.interpreter === 'bun') !== runsOnBun);
  const other = isMixed ? firstOf((await versionOf(!runsOnBun)).finding)?.value : undefined;
  const details: ProjectDetails = {
    manifest,
    otherInterpreter:
      other === undefined ? null : { name: runsOnBun ? 'node' : 'bun', version: other },
    files: await project.files(),
    installs: manager.installs,
    hasDependencies: manifests.some(
      (it) =>
        Object.keys({ ...it.dependencies, ...it.devDependencies, ...it.optionalDependencies })
          .length > 0,
    ),
    native: withoutReplaced(
      await nativeOf(project, manifests, lock),
      Object.values(manager.installs).flatMap(({ install }) =>
        install.replaced.map((it) => it.name),
      ),
    ),
    hashesWithMd4:
      hashesWithMd4(lock, locked, manifests) || (await anyHashesBeside(project, wanted)),
    workersFail: workersFail(lock, locked),
    withTokens: manager.withTokens,
    certificates: manager.certificates,
  };
  return {
    language: 'node',
    evidence: [{ file: 'package.json', because: `package ${manifest.name ?? 'without a name'}` }],
    runtimeVersion: version.finding,
    packageManager: manager.finding,
    service,
    services,
    notes: [
      ...version.notes,
      ...manager.notes,
      ...(overrides.start === undefined ? refusals(manifest, services, await project.files()) : []),
      ...budgetOf(project).notes(),
      ...(workspace
        ? lockNotes(workspace, details.files, lock)
        : await aboveNotes(project, manifest, lock !== null)),
    ],
    details,
  };
}

async function anyHashesBeside(
  project: ProjectReader,
  services: readonly NodeService[],
): Promise<boolean> {
  for (const { details } of services) {
    const script = details.build?.script;
    if (script && (await hashesBeside(project, details.manifest, script))) return true;
  }
  return false;
}

/** What is not installed is not compiled either. */
function withoutReplaced(native: NativePackages, replaced: readonly string[]): NativePackages {
  return { ...native, compiled: native.compiled.filter((it) => !replaced.includes(it)) };
}

async function onlyService(
  project: ProjectReader,
  manifest: Manifest,
  overrides: Overrides,
): Promise<DetectedServices> {
  const facts = await detectService({
    project,
    manifest,
    binary: await binaryFinder(project, manifest),
    workspace: null,
    start: overrides.start,
  });
  return {
    service: { kind: 'found', value: facts.name, evidence: facts.evidence },
    services: [facts],
  };
}

/** Why a project is refused, and what the user can do. */
interface Refusal {
  readonly reason: string;
  readonly hint: string;
}

/** @returns why a manifest other than package.json cannot be used. */
async function unsupported(project: ProjectReader, file: string): Promise<Refusal> {
  if (file === 'project.json') return nxAbove(project);
  if (file.startsWith('package.'))
    return {
      reason: 'only pnpm reads this, and neither node nor a build in the image does',
      hint: 'Write it as package.json: node reads there whether its files are ES modules.',
    };
  return {
    reason: 'this is a Deno program, and Deno images are not supported yet',
    hint: 'Start it with Node or Bun: both need a package.json that names its dependencies.',
  };
}

/** Returns errors for programs that no image can run. */
function refusals(
  manifest: Manifest,
  services: readonly NodeService[],
  files: readonly string[],
): Note[] {
  const release = joined(manifest.folder, '.meteor/release');
  if (files.includes(release))
    return [
      {
        code: 'node/meteor-program',
        level: 'error',
        text: 'this is a Meteor program, which only the tool of Meteor can build',
        hint: 'Run meteor build, and make an image of its bundle: https://docs.meteor.com/cli/#meteorbuild',
        evidence: [{ file: release, because: 'the release of Meteor' }],
      },
    ];
  // A script may start the part that serves, without a screen.
  const serves = services.some(
    ({ start, port }) => start.kind === 'found' && 'value' in port && port.value !== null,
  );
  if (isDesktop(manifest) && !serves && !startsBinary(manifest))
    return [
      {
        code: 'node/desktop-program',
        level: 'error',
        text: 'this is a desktop program (electron): it needs a screen',
        hint: 'Name the folder of the server that it talks to, if it has one; or the program that serves without a screen, for example --start "node server.js".',
        evidence: [{ file: manifest.file, because: 'depends on electron' }],
      },
    ];
  return [];
}

/** Whether `npm start` runs with node what the package installs as a command, which needs no screen. */
function startsBinary({ scripts, bin }: Manifest): boolean {
  const entry = /^node\s+(\S+)$/.exec(scripts['start'] ?? '')?.[1];
  return (
    entry !== undefined &&
    Object.values(bin).some((it) => posix.normalize(it) === posix.normalize(entry))
  );
}

/** Creates an error about the whole project, so that nothing is guessed from the rest. */
function unusable(file: string, { reason, hint }: Refusal): UserError {
  return new UserError({ code: 'E_PROJECT', file, reason, hint });
}

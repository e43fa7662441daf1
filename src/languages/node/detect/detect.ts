/** Detects the programs of a Node project, and the package manager and the version that they need. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Note, ProjectFacts } from '../../../types.ts';
import type { Overrides } from '../../language.ts';
import {
  projectDetails,
  type ProjectDetails,
  serviceDetails,
  type ServiceDetails,
} from '../details.ts';
import { dependsOn, type Manifest, readManifest } from '../files/manifest.ts';
import { choosePackageManager } from '../package-managers/choose.ts';
import { muslless, nativeOf } from '../runtime/native.ts';
import { binaryFinder } from '../start/binaries.ts';
import { chooseBunVersion } from '../version/bun.ts';
import { chooseVersion } from '../version/choose.ts';
import { aboveNotes, nxAbove } from '../workspace/above.ts';
import { workspaceOf } from '../workspace/members.ts';
import { lockNotes } from '../workspace/notes.ts';
import { otherManifest } from './recognize.ts';
import { detectService } from './service.ts';
import { type Services, servicesOf, sharedServicesOf } from './services.ts';

export async function detectNode(
  project: ProjectReader,
  overrides: Overrides,
): Promise<ProjectFacts | null> {
  const read = await readManifest(project);
  if (!read) {
    const other = await otherManifest(project);
    if (other === 'project.json') return broken(other, await nxAbove(project));
    if (other?.startsWith('package.'))
      return broken(
        other,
        'only pnpm reads this, and neither node nor a build in the image does\nWrite it as package.json: node looks there for the kind of its modules.',
      );
    return other === undefined
      ? null
      : broken(
          other,
          'this is a program of Deno, and images of Deno are not written yet\nStart it with Node or Bun: both need a package.json that names its dependencies.',
        );
  }
  if (!read.ok)
    return broken(
      'package.json',
      `it cannot be read: ${read.evidence.because}\nMend it; "npm pkg get" shows whether npm can read it.`,
    );
  const { manifest } = read;
  const workspace = await workspaceOf(project, manifest);
  const manifests = [manifest, ...(workspace?.members ?? [])];
  const manager = await choosePackageManager(project, manifest, workspace?.members ?? []);
  const lock =
    Object.values(manager.installs)
      .map((it) => it.install.lock)
      .find((it) => it !== null) ?? null;
  const { service, services } = workspace
    ? await servicesOf(project, workspace, overrides)
    : ((await sharedServicesOf(project, manifest, overrides)) ??
      (await onlyService(project, manifest, overrides)));
  const runsOnBun = services
    .filter((it) => overrides.service === undefined || it.name === overrides.service)
    .every((it) => serviceDetails(it).interpreter === 'bun');
  const version = runsOnBun
    ? { finding: await chooseBunVersion(project, manifest), notes: [] }
    : await chooseVersion(project, manifest, overrides.today, workspace?.members);
  const details: ProjectDetails = {
    manifest,
    files: await project.files(),
    installs: manager.installs,
    hasDependencies: manifests.some(
      (it) =>
        Object.keys({ ...it.dependencies, ...it.devDependencies, ...it.optionalDependencies })
          .length > 0,
    ),
    native: await nativeOf(project, manifests, lock),
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
      ...refusals(manifest),
      ...(workspace
        ? lockNotes(workspace, details.files, lock)
        : await aboveNotes(project, manifest, lock !== null)),
    ],
    details,
  };
}

/** What another package of the workspace needs does not count. */
export function glibcOnly(
  facts: ProjectFacts,
  { manifest, workspace }: ServiceDetails,
): string | undefined {
  const shipped = [
    manifest,
    ...(workspace ? [workspace.root, ...workspace.locals.map((it) => it.manifest)] : []),
  ];
  const others = facts.services
    .map((it) => serviceDetails(it))
    .flatMap((it) => [it.manifest, ...(it.workspace?.locals ?? []).map((local) => local.manifest)]);
  return muslless(
    projectDetails(facts).native,
    shipped,
    others.filter((it) => !shipped.some((own) => own.folder === it.folder)),
  );
}

export async function onlyService(
  project: ProjectReader,
  manifest: Manifest,
  overrides: Overrides,
): Promise<Services> {
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

/** What cannot run in any of these images. */
export function refusals(manifest: Manifest): Note[] {
  const electron = dependsOn(manifest, 'electron') && 'main' in manifest.all;
  if (electron)
    return [
      {
        level: 'error',
        text: 'this is a desktop program (electron): it needs a screen\nName the folder of the server that it talks to, if it has one.',
        evidence: [{ file: manifest.file, because: 'depends on electron' }],
      },
    ];
  return [];
}

/** One error about the whole project, so that nothing is guessed from the rest. */
export function broken(file: string, text: string): ProjectFacts {
  const unknown = { kind: 'unknown', why: `${file} cannot be used` } as const;
  const evidence = [{ file, because: 'the project' }];
  const note: Note = { level: 'error', text, evidence };
  return {
    language: 'node',
    evidence,
    runtimeVersion: unknown,
    packageManager: unknown,
    service: unknown,
    services: [],
    notes: [note],
    details: null,
  };
}

/** Node.js: recognised by package.json, run as `node file` without a package manager in between. Facts: docs/node.md */
import { supportedVersions } from '../../data/lifecycles.ts';
import type { ProjectReader } from '../../ports/ports.ts';
import type { Finding, Note, ProjectFacts, ServiceFacts } from '../../types.ts';
import type { Given, Language } from '../language.ts';
import type { ProjectDetails } from './details.ts';
import { managerChoices } from './managers/index.ts';
import { dependsOn, type Manifest, readManifest } from './manifest.ts';
import { nativeOf } from './native.ts';
import { choosePackageManager } from './package-manager.ts';
import { planNode } from './plan-node.ts';
import { recognizeNode } from './recognize.ts';
import { detectService } from './service.ts';
import { binaryFinder } from './start/binaries.ts';
import { chooseVersion } from './versions.ts';

export const node: Language = {
  id: 'node',
  title: 'Node',
  packageManagers: managerChoices,
  recognize: recognizeNode,
  detect: detectNode,
  versions: (today) => supportedVersions('node', today).filter((it) => it.lts).map((it) => ({ value: it.version, hint: `until ${it.endOfLife}` })),
  needs: (_facts, choices) => ({
    toolchain: { name: 'node', version: choices.runtimeVersion.value },
    runtime: { kind: 'interpreter', name: 'node', version: choices.runtimeVersion.value },
  }),
  plan: planNode,
};

async function detectNode(project: ProjectReader, given: Given): Promise<ProjectFacts | null> {
  const read = await readManifest(project);
  if (!read) return null;
  if (!read.ok) return broken(read.evidence.because);
  const { manifest } = read;
  const manager = await choosePackageManager(project, manifest, []);
  const version = await chooseVersion(project, manifest, given.today);
  const binary = await binaryFinder(project, manifest);
  const lock = Object.values(manager.installs).map((it) => it.install.lock).find((it) => it !== null) ?? null;
  const services = [await detectService({ project, manifest, binary, target: null })];
  const details: ProjectDetails = {
    manifest,
    files: await project.files(),
    binary,
    installs: manager.installs,
    hasDependencies: Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }).length > 0,
    native: await nativeOf(project, [manifest], lock),
    withTokens: manager.withTokens,
  };
  return {
    language: 'node',
    evidence: [{ file: 'package.json', because: `package ${manifest.name ?? 'without a name'}` }],
    runtimeVersion: version.finding,
    packageManager: manager.finding,
    service: serviceFinding(services),
    services,
    notes: [...version.notes, ...manager.notes, ...refusals(manifest)],
    details,
  };
}

function serviceFinding(services: readonly ServiceFacts[]): Finding<string> {
  const [first, second] = services;
  if (first && !second) return { kind: 'found', value: first.name, evidence: first.evidence };
  return { kind: 'ambiguous', candidates: services.map((it) => ({ value: it.name, evidence: it.evidence })), why: 'the workspace has several programs' };
}

/** What cannot run in any of these images. */
function refusals(manifest: Manifest): Note[] {
  const electron = dependsOn(manifest, 'electron') && 'main' in manifest.all;
  if (electron) return [{ level: 'error', text: 'this is a desktop program (electron): it needs a screen\nName the folder of the server that it talks to, if it has one.', evidence: [{ file: manifest.file, because: 'depends on electron' }] }];
  return [];
}

/** package.json that cannot be read: one error, so that nothing is guessed from the rest. */
function broken(why: string): ProjectFacts {
  const unknown = { kind: 'unknown', why: 'package.json cannot be read' } as const;
  const note: Note = { level: 'error', text: `it cannot be read: ${why}\nMend it; "npm pkg get" shows whether npm can read it.`, evidence: [{ file: 'package.json', because: why }] };
  return { language: 'node', evidence: [{ file: 'package.json', because: 'package.json' }], runtimeVersion: unknown, packageManager: unknown, service: unknown, services: [], notes: [note], details: null };
}

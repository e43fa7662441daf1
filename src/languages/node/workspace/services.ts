/** A workspace in, its programs with their facts out, and which of them is meant. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Finding, ServiceFacts } from '../../../types.ts';
import type { Given } from '../../language.ts';
import type { Manifest } from '../manifest.ts';
import { detectService } from '../service.ts';
import { binaryFinder } from '../start/binaries.ts';
import type { Workspace } from './members.ts';
import { injectedNotes, memberNotes } from './notes.ts';
import { programsOf } from './programs.ts';
import { surroundingsOf } from './surroundings.ts';

export interface Services {
  readonly service: Finding<string>;
  readonly services: readonly ServiceFacts[];
}

/** @param given `--service` may name a package that does not look like a program. */
export async function servicesOf(project: ProjectReader, workspace: Workspace, given: Pick<Given, 'service' | 'start'>): Promise<Services> {
  const programs = await programsOf(project, workspace);
  const all = [workspace.root, ...workspace.members];
  const named = all.filter((it) => given.service !== undefined && !programs.includes(it) && [it.name, it.folder, it.name?.replace(/^@[^/]+\//, '')].includes(given.service));
  const chosen = programs.length + named.length > 0 ? [...programs, ...named] : [...workspace.members];
  const services = distinct(await Promise.all(chosen.map((it) => serviceOf(project, workspace, it, given.start))), chosen);
  const [first, second] = services;
  if (programs.length === 0) return { service: { kind: 'unknown', why: `no package of the workspace is a program, as far as scripts, frameworks and entry files tell: name the one that runs, of ${services.map((it) => it.name).join(', ')}` }, services };
  if (first && !second) return { service: { kind: 'found', value: first.name, evidence: first.evidence }, services };
  const candidates = services.slice(0, programs.length).map((it) => ({ value: it.name, evidence: it.evidence }));
  return { service: { kind: 'ambiguous', candidates, why: 'the workspace has several programs' }, services };
}

async function serviceOf(project: ProjectReader, workspace: Workspace, manifest: Manifest, start: Given['start']): Promise<ServiceFacts> {
  const surroundings = await surroundingsOf(project, workspace, manifest);
  const facts = await detectService({ project, manifest, binary: await binaryFinder(project, manifest), workspace: surroundings, start });
  return { ...facts, notes: [...memberNotes(workspace, manifest, surroundings), ...(await injectedNotes(project, manifest, surroundings)), ...facts.notes] };
}

/** Two packages may differ only in their scope: then the folder tells them apart. */
function distinct(services: readonly ServiceFacts[], manifests: readonly Manifest[]): ServiceFacts[] {
  return services.map((it, index) => {
    const alone = services.filter((other) => other.name === it.name).length === 1;
    const folder = manifests[index]?.folder ?? '';
    return alone || folder === '' ? it : { ...it, name: folder.replace(/[^\w.-]/g, '-').toLowerCase() };
  });
}

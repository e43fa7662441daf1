/** One package in, the facts about its program out: how it starts, where it listens, what of it ships. */
import type { ProjectReader } from '../../ports/ports.ts';
import type { EnvironmentLine } from '../language.ts';
import type { Note, ServiceFacts } from '../../types.ts';
import { chooseBuild } from './build.ts';
import type { ServiceDetails, Ships } from './details.ts';
import { type Manifest, productionDependencies } from './manifest.ts';
import { findPort } from './port.ts';
import { handlerOf } from './signals.ts';
import { readSources } from './sources.ts';
import { chooseStart, entryOf, originOf } from './start/choose-start.ts';
import { joined } from './typescript.ts';

export interface ServiceInput {
  readonly project: ProjectReader;
  readonly manifest: Manifest;
  readonly binary: (name: string) => string | undefined;
  readonly target: ServiceDetails['target'];
}

/** Folders that compiled programs read at run time, by their usual names. */
const dataFolders = ['public', 'views', 'static', 'assets', 'templates', 'locales', 'i18n', 'lang', 'translations', 'migrations', 'drizzle', 'prisma', 'config', 'data', 'emails', 'proto', 'protos', 'fonts', 'certs', 'resources', 'db'];

export async function detectService({ project, manifest, binary, target }: ServiceInput): Promise<ServiceFacts> {
  const files = await project.files();
  const build = await chooseBuild(project, manifest);
  const start = chooseStart({ manifest, binary, build, files });
  const words = start.finding.kind === 'found' || start.finding.kind === 'suggested' ? start.finding.value : [];
  const entry = entryOf(words);
  const origin = entry === null ? null : originOf(entry, { manifest, build, files });
  const sources = await readSources(project, manifest.folder, sourceFile(origin));
  const evidence = start.finding.kind === 'found' ? start.finding.evidence : [];
  const port = findPort(sources, { words, environment: start.environment, evidence }, null);

  const name = (manifest.name ?? project.root.split('/').at(-1) ?? 'app').replace(/^@[^/]+\//, '').replace(/[^\w.-]/g, '-').toLowerCase();
  const details: ServiceDetails = {
    manifest,
    target,
    build,
    ships: shipsOf(manifest, files, origin?.kind === 'built' ? entry : null, build?.outputs.map((it) => it.folder) ?? []),
    hasProductionDependencies: Object.keys(productionDependencies(manifest)).length > 0,
    handler: handlerOf(sources),
    portVariable: port.variable,
    environment: environmentLines(start.environment),
    writable: [],
  };
  return {
    name: name === '' ? 'app' : name,
    evidence: [{ file: manifest.file, because: target ? `package ${target.name} of the workspace` : 'the package' }],
    start: start.finding,
    port: port.finding,
    notes: [...start.notes, ...port.notes, ...environmentNotes(start.environment)],
    details,
  };
}

function sourceFile(origin: ReturnType<typeof originOf>): string | null {
  if (origin?.kind === 'source') return origin.file;
  return origin?.kind === 'built' ? origin.source : null;
}

/** Compiled programs ship what was compiled, package.json (it says what kind of modules they are) and their data. */
function shipsOf(manifest: Manifest, files: readonly string[], entry: string | null, outputs: readonly string[]): Ships {
  if (entry === null) return { kind: 'all' };
  const path = joined(manifest.folder, entry);
  const output = outputs.find((it) => it !== manifest.folder && path.startsWith(`${it}/`)) ?? joined(manifest.folder, entry.split('/')[0] ?? '');
  const top = output.slice(manifest.folder === '' ? 0 : manifest.folder.length + 1);
  if (top === '' || !entry.includes('/')) return { kind: 'all' };
  const data = dataFolders.filter((it) => it !== top && files.some((file) => file.startsWith(`${joined(manifest.folder, it)}/`) && !/\.[cm]?tsx?$/.test(file)));
  return { kind: 'listed', paths: ['package.json', top, ...data] };
}

const secretName = /(?:^|_)(?:API_?KEY|AUTH|CREDENTIALS?|KEY|PASSWORD|PASSWD|PWORD|SECRET|TOKEN)(?:_|$)/i;

function environmentLines(environment: Readonly<Record<string, string>>): EnvironmentLine[] {
  return Object.entries(environment)
    .filter(([name]) => !['NODE_ENV', 'PORT'].includes(name) && !secretName.test(name))
    .map(([name, value]) => ({ name, value, why: 'From the start script.' }));
}

function environmentNotes(environment: Readonly<Record<string, string>>): Note[] {
  return Object.keys(environment)
    .filter((name) => secretName.test(name))
    .map((name) => ({ level: 'warning', text: `the start script sets ${name}, which looks like a secret: it is not written into the image; give it when the container runs` }));
}

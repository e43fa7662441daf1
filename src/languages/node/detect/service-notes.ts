/** Collects the notes about a service, in the order in which they are shown. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { demandNotes } from '../../shared/demands.ts';
import { joinedNotes } from '../../shared/notes.ts';
import type { Demand } from '../../shared/uses.ts';
import { isBelow, joined } from '../../../text/paths.ts';
import type { Note } from '../../../types.ts';
import { copiedBy } from '../build/build.ts';
import type { WithoutDatabase } from '../build/database-steps.ts';
import type { Build } from '../build/output.ts';
import type { Manifest } from '../files/manifest.ts';
import type { FrameworkFacts } from '../frameworks/framework.ts';
import { besideNote, type PackageBeside } from '../package-managers/beside.ts';
import { demandedNote } from '../runtime/demanded.ts';
import { type DevelopmentOnly, developmentOnlyNotes } from '../runtime/development-only.ts';
import type { Prisma } from '../runtime/prisma.ts';
import { endsNotes } from '../runtime/ends-at-once.ts';
import { exampleNotes } from '../runtime/example-files.ts';
import { denoNotes, importAssertionNotes } from '../runtime/unparsable.ts';
import { secretFileNotes } from '../runtime/secret-files.ts';
import { runNotes, typeStrippingNotes } from '../runtime/unsupported.ts';
import {
  isLoadedAsWritten,
  isStripped,
  keepsImports,
  servedTitle,
  type StartFacts,
} from '../start/program.ts';
import type { BuiltValues } from './built-values.ts';
import { environmentNotes } from './environment.ts';
import type { GuessedEntry } from './guessed-entry.ts';
import { leftOutServer } from './left-out-server.ts';
import type { RuntimeFacts } from './runtime.ts';
import type { ServiceInput } from './service-input.ts';
import type { Shipping } from './shipping.ts';

interface Judged {
  readonly start: StartFacts;
  readonly runtime: RuntimeFacts;
  readonly shipping: Shipping;
  readonly guess: GuessedEntry;
  readonly built: BuiltValues;
  readonly development: readonly DevelopmentOnly[];
  readonly beside: PackageBeside | null;
  readonly prisma: Prisma | null;
  /** The value of NODE_ENV in the image. */
  readonly mode: string;
}

/** @returns all notes about one service. */
export async function serviceNotes(input: ServiceInput, judged: Judged): Promise<Note[]> {
  const { start, runtime, shipping } = judged;
  return joinedNotes([
    ...(input.start === undefined ? (input.shared?.notes ?? []) : []),
    ...shipping.notes,
    ...((start.framework ?? start.site)?.notes ?? []),
    ...sourceNotes(input, judged),
    ...secretFileNotes(
      runtime.uses,
      input.manifest.folder,
      (await input.project.files()).filter((it) => !runtime.certificates.includes(it)),
      (file) => runtime.program?.modules.get(file)?.text,
    ),
    ...exampleNotes(
      [...(judged.runtime.program?.modules.values() ?? [])],
      [...(await input.project.files()), ...copied(input, start)],
      isTypeChecked(input, start),
      runtime.uses.reads
        .filter((it) => it.kind === 'file' && it.complete && !it.setting && it.below !== 'home')
        .map((it) => ({
          ...it,
          path: it.below === 'program' ? it.path : joined(input.manifest.folder, it.path),
        })),
    ),
    ...(await otherRuntimeNotes(input, judged)),
    ...(judged.development.length > 0
      ? developmentOnlyNotes(judged.development, await addCommand(input.project))
      : []),
    ...(judged.beside ? [besideNote(judged.beside)] : []),
    ...(input.start === undefined ? startNotes(judged) : []),
    ...runtime.port.notes,
    ...modeNotes(judged),
    ...startDemands(input, judged),
    ...environmentNotes(start.start.environment),
    ...(await buildNotes(input, start)),
    ...judged.built.notes,
    ...(start.site && input.workspace === null && input.start === undefined
      ? await leftOutServer(input.project, input.manifest)
      : []),
  ]);
}

/** Whether tsc compiles the program, and an error of it ends the build. */
function isTypeChecked(
  { manifest }: ServiceInput,
  { origin, build, start: { finding } }: StartFacts,
): boolean {
  if (origin?.kind !== 'built' || !build || finding.kind === 'unknown') return false;
  const script = build.script === null ? 'tsc' : (manifest.scripts[build.script] ?? '');
  return /(?:^|\s)(?:tsc|nest build)(?:\s|$)/.test(script) && !/\|\||;|--builder|swc/.test(script);
}

/** The file that the build makes of its example. */
function copied({ manifest }: ServiceInput, { build }: StartFacts): string[] {
  const file = copiedBy(manifest, build?.script ?? '');
  return file === undefined ? [] : [joined(manifest.folder, file)];
}

/** Notes about what the program does that the image does not support, and where it writes. */
function sourceNotes(
  { manifest }: ServiceInput,
  { start, runtime: { program, uses, written, variables, settings } }: Judged,
): Note[] {
  const modules = [...(program?.modules.values() ?? [])];
  return [
    ...(start.site ? [] : runNotes(manifest, modules, uses, start.interpreter)),
    ...(written?.notes ?? []),
    ...(variables?.notes ?? []),
    ...settings.notes,
    ...(isStripped(start) ? typeStrippingNotes(modules) : []),
    ...(isLoadedAsWritten(start) || isPrintedByTsc(manifest, start)
      ? importAssertionNotes(modules)
      : []),
  ];
}

/** Whether tsc writes the imports of the sources as they are: other compilers correct some. */
function isPrintedByTsc({ all, scripts }: Manifest, start: StartFacts): boolean {
  const script = start.build?.script ?? null;
  return (
    all['type'] === 'module' &&
    start.origin?.kind === 'built' &&
    keepsImports(start) &&
    (script === null || /\btsc\b/.test(scripts[script] ?? ''))
  );
}

/** A script, the user or what npm installs may start with node what Deno could start, too. */
async function otherRuntimeNotes(
  { project, manifest, start: given }: ServiceInput,
  { start, runtime: { program } }: Judged,
): Promise<Note[]> {
  const isNode =
    given !== undefined ||
    Object.keys(manifest.bin).length > 0 ||
    start.packageStart.finding.kind === 'found' ||
    start.framework !== null ||
    start.site !== null ||
    start.interpreter !== 'node';
  return isNode ? [] : denoNotes(project, manifest.folder, [...(program?.modules.values() ?? [])]);
}

/** The command of the project's package manager that adds a production dependency. */
async function addCommand(project: ProjectReader): Promise<string> {
  const files = await project.files();
  if (files.includes('yarn.lock')) return 'yarn add';
  if (files.includes('pnpm-lock.yaml')) return 'pnpm add --save-prod';
  if (files.some((it) => /^bun\.lockb?$/.test(it))) return 'bun add';
  return 'npm install --save-prod';
}

function startNotes({ start, guess }: Judged): Note[] {
  return [
    ...(guess.source ? endsNotes(guess.source) : []),
    ...(guess.unusable ? [] : start.start.notes),
  ];
}

function modeNotes({ mode, runtime: { uses } }: Judged): Note[] {
  if (mode === 'production' || uses.outsideProduction === null) return [];
  return [
    {
      code: 'node/listens-outside-production',
      level: 'warning',
      text: `the program listens only where NODE_ENV is not "production": the image sets it to "${mode}"`,
      hint: 'Listen in production, too, and generate the file again: errors then show nothing of the code.',
      evidence: [uses.outsideProduction],
    },
  ];
}

/** Notes about variables that the program needs to start. */
function startDemands({ manifest }: ServiceInput, judged: Judged): Note[] {
  const { start, runtime } = judged;
  const { framework, site, server } = start;
  if (server && !server.loadsSources) {
    const evidence = { file: manifest.file, because: `starts ${server.title}` };
    return server.demands ? [demandedNote(server.demands, evidence, server.title)] : [];
  }
  if (site) return [];
  const ofSources = framework
    ? runtime.demands.needs
    : [...runtime.uses.needs.filter((it) => it.when === 'start'), ...runtime.demands.needs];
  const asked = [...ofSources, ...connectsBy(judged)];
  const given = runtime.environment.map((it) => it.name);
  const known = ['NODE_ENV', 'PORT', 'HOST', ...given];
  const names = asked.map((it) => it.variable).filter((it) => !known.includes(it));
  // A server starts without what its pages or its database demand, and is of little use then.
  return demandNotes('node', asked, known).map((it) => ({
    ...it,
    variables: it.variables ?? [...new Set(names)],
  }));
}

/** What the schema of Prisma names, unless the code gives the client another address. */
function connectsBy({ prisma, runtime: { program } }: Judged): readonly Demand[] {
  const given =
    /\bnew PrismaClient\(\s*\{[^)]*\b(?:adapter|datasources|datasourceUrl|accelerateUrl)\b/;
  const texts = [...(program?.modules.values() ?? [])].map((it) => it.text);
  return texts.some((it) => given.test(it)) ? [] : (prisma?.connects ?? []);
}

/** Notes about framework output that no script builds and that is not committed. */
async function buildNotes(
  { project, manifest }: ServiceInput,
  { framework, site, build }: StartFacts,
): Promise<Note[]> {
  if (build?.withoutDatabase) return [databaseNote(build.withoutDatabase, build)];
  const facts = framework ?? site;
  if (!facts || build !== null) return [];
  const committed =
    site?.title === servedTitle &&
    (await project.files()).some((it) => isBelow(it, joined(manifest.folder, site.folder)));
  return committed ? [] : [noBuild(facts, manifest)];
}

function databaseNote({ dropped }: WithoutDatabase, { evidence }: Build): Note {
  return {
    code: 'node/build-without-database',
    level: 'warning',
    text: `the build leaves out ${dropped.join(', ')}: it has no database`,
    hint: 'Run that where the database can be reached, before the program starts.',
    evidence: [evidence],
  };
}

function noBuild(facts: FrameworkFacts, manifest: Manifest): Note {
  return {
    code: 'node/build-script-missing',
    level: 'error',
    text: `${facts.title} has to be built, and package.json has no script "build"`,
    hint: 'Add one to "scripts".',
    evidence: [{ file: manifest.file, because: 'no script "build"' }],
  };
}

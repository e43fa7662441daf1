/**
 * Chooses the start command of a package: a start script first, then `main`, `bin`, and entry files
 * with usual names.
 */
import { isInFolder, seenFrom } from '../../../text/paths.ts';
import type { Candidate, Evidence, Finding, Note } from '../../../types.ts';
import { isDesktop, place, scriptEvidence } from '../files/manifest.ts';
import { entryOf, isMade, missingEntry, originOf } from './entry.ts';
import { compiled, fallbackEntries } from './fallback-entries.ts';
import { functionStarts } from './functions.ts';
import { procfileStart } from './procfile.ts';
import { resolveScript } from './resolve.ts';
import type { Resolved, StartInput } from './types.ts';

export interface StartAnswer {
  readonly finding: Finding<readonly string[]>;
  /** Variables that the start script sets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly notes: readonly Note[];
  /** Why the start scripts are not used; empty if there are none. */
  readonly refused: readonly string[];
  /** Set if the start script serves a folder of files, so that no program is needed. */
  readonly served: ServedFolder | null;
}

interface ServedFolder {
  readonly folder: string;
  readonly evidence: readonly Evidence[];
}

/** Scripts whose names refer to production come before `start`. */
const scripts = [
  'start:prod',
  'start:production',
  'start-prod',
  'production',
  'prod',
  'serve:prod',
  'prod:start',
  'run:prod',
  'start',
  'serve',
  'start:server',
  'server:start',
];

/** Scripts of a desktop program that only serve. */
const withoutScreen = ['server', 'serveronly', 'headless', 'web', 'start:web', 'web:start'];

/** What a script may do before the program starts, because the build stage already does it. */
const buildLike =
  /^(?:(?:npm|pnpm|yarn|bun) (?:ci|i|install)\b|(?:(?:npm|pnpm|yarn|bun)(?: run)?|node --run) (?:build|compile|clean|lint|prebuild|generate|tsc)\b|tsc\b|rimraf\b|rm -rf\b|mkdir\b|echo\b|tsup\b|nest build\b|prisma generate\b|next build\b|vite build\b|nuxt build\b|webpack\b|del-cli\b|node -v|clear\b)/;

/** @returns the start command, or why none can be chosen. */
export function chooseStart(input: StartInput): StartAnswer {
  const tried = tryScripts(input);
  if ('finding' in tried) return tried;
  const { refused, served } = tried;
  const reasons = refused.map((it) => it.why);
  const answer = (
    finding: Finding<readonly string[]>,
    notes: readonly Note[] = [],
  ): StartAnswer => ({ finding, environment: {}, notes, refused: reasons, served });
  if (served)
    return answer({
      kind: 'unknown',
      why: `the start script serves files from ${served.folder}`,
    });
  const deployed = procfileStart(input);
  if (deployed) {
    const { finding, environment, notes } = fromScript(deployed, input);
    return {
      ...answer(finding, [...notes, ...refusedNotes(refused, deployed.words)]),
      environment,
    };
  }
  const functions = reasons.length === 0 ? functionStarts(input) : [];
  const [only, other] = functions;
  if (only && other) return oneOfSeveral(functions, 'the functions framework serves one function');
  const [entry] = [
    ...functions,
    ...compiledEntries(refused, input),
    ...fallbackEntries(input).map((it) => withArguments(it, refused)),
  ];
  if (entry)
    return answer(
      { kind: 'suggested', value: entry.value, evidence: entry.evidence },
      insteadNotes(input, refused, entry.value),
    );
  const candidates = binCandidates(input);
  if (reasons.length === 0 && candidates.length > 1)
    return answer({
      kind: 'ambiguous',
      candidates,
      why: '"bin" in package.json names several programs',
    });
  return answer({
    kind: 'unknown',
    why: unknownReason(reasons, missingMain(input)) + packagesBelow(input),
  });
}

/** A script that is not used. */
interface RefusedScript {
  readonly why: string;
  readonly evidence: readonly Evidence[];
  readonly compiles?: readonly string[];
}

/** @returns the answer of the first start script that decides, or else why each is not used. */
function tryScripts(
  input: StartInput,
):
  | StartAnswer
  | { readonly refused: readonly RefusedScript[]; readonly served: ServedFolder | null } {
  const refused: RefusedScript[] = [];
  let served: ServedFolder | null = null;
  let unlikely: StartAnswer | null = null;
  for (const name of inOrder(input)) {
    const resolved = resolveScript(input, name);
    if (resolved.kind === 'static') {
      served ??= { folder: resolved.folder, evidence: resolved.evidence };
      continue;
    }
    if (resolved.kind === 'node') {
      const missing = missingEntry(resolved.words, input);
      if (missing !== null) {
        refused.push({ why: missing, evidence: resolved.evidence });
        continue;
      }
      const answer = fromScript(resolved, input);
      if (!isUnlikely(resolved.words, input)) return answer;
      unlikely ??= answer;
      continue;
    }
    refused.push(resolved);
    if (resolved.kind === 'unknown' && resolved.several !== undefined) {
      const alone = besideDevelopment(resolved.several, resolved.evidence, input);
      if (alone) return alone;
      const [site, another] = resolved.several.filter((it) => it.kind === 'static');
      // What runs beside it builds the files again whenever a source changes.
      if (site && !another && resolved.several.every((it) => it.kind !== 'node')) {
        served ??= { folder: site.folder, evidence: resolved.evidence };
        break;
      }
      const candidates = candidatesOf(resolved.several, resolved.evidence, input);
      if (candidates.length > 1) return oneOfSeveral(candidates, resolved.why);
      // Another script would only start one of these programs.
      if (resolved.several.some((it) => it.kind === 'node')) break;
    }
  }
  return unlikely ?? { refused, served };
}

/**
 * `node main` of a monorepo is started in a folder that only a Dockerfile or a deployment names:
 * another script may name the file with its folder.
 */
function isUnlikely(words: readonly string[], input: StartInput): boolean {
  const entry = entryOf(words)?.replace(/^\.\//, '') ?? '/';
  const origin = originOf(entry, input);
  return !entry.includes('/') && origin?.kind === 'built' && input.build?.outputs.length === 0;
}

/**
 * `start` comes first if it runs a script for production, because it may add words and variables.
 */
function inOrder(input: StartInput): string[] {
  const all = isDesktop(input.manifest) ? [...scripts, ...withoutScreen] : scripts;
  const names = all.filter((it) => it in input.manifest.scripts);
  if (!names.includes('start')) return names;
  const start = resolveScript(input, 'start');
  const runsAnother = names
    .slice(0, names.indexOf('start'))
    .some((name) =>
      start.evidence.some((it) => it.because === scriptEvidence(input.manifest, name).because),
    );
  return start.kind === 'node' && runsAnother
    ? ['start', ...names.filter((it) => it !== 'start')]
    : names;
}

/**
 * `concurrently "npm run server" "npm run client"`: the one program beside development servers, which
 * production does not have. `null` if there is another.
 */
function besideDevelopment(
  several: readonly Resolved[],
  evidence: readonly Evidence[],
  input: StartInput,
): StartAnswer | null {
  const left = several.filter((it) => it.kind === 'refused');
  const [program, ...others] = several.filter((it) => it.kind !== 'refused');
  if (left.length === 0 || others.length > 0 || program?.kind !== 'node') return null;
  if (missingEntry(program.words, input) !== null) return null;
  const answer = fromScript({ ...program, evidence: [...evidence, ...program.evidence] }, input);
  const note: Note = {
    code: 'node/development-server-left-out',
    level: 'warning',
    text: `only ${program.words.join(' ')} is started: ${left.map((it) => it.why).join('; ')}`,
    hint: 'The files of the other one have to be built: let the program serve them, or make a separate image.',
    evidence: evidence.slice(0, 1),
  };
  return { ...answer, notes: [note, ...answer.notes] };
}

function oneOfSeveral(
  candidates: readonly Candidate<readonly string[]>[],
  why: string,
): StartAnswer {
  return {
    finding: { kind: 'ambiguous', candidates, why },
    environment: {},
    notes: [],
    refused: [why],
    served: null,
  };
}

/** What the build makes of a source that a start script compiles while it runs, with its arguments. */
function compiledEntries(
  refused: readonly RefusedScript[],
  input: StartInput,
): Candidate<readonly string[]>[] {
  return refused.flatMap(({ compiles: [file, ...more] = [], evidence }) => {
    const path = file === undefined ? undefined : compiled(file.replace(/^(?:\.\/)+/, ''), input);
    const words = path === undefined ? [] : ['node', path, ...more];
    return words.length > 0 && missingEntry(words, input) === null
      ? [{ value: words, evidence }]
      : [];
  });
}

/** `ts-node bin/app.ts start` is `node dist/bin/app start`, if that is what the build makes of it. */
function withArguments(
  entry: Candidate<readonly string[]>,
  refused: readonly RefusedScript[],
): Candidate<readonly string[]> {
  const plain = (path = ''): string => path.replace(/^(?:\.\/)+|\.[cm]?[jt]s$/g, '');
  const path = plain(entryOf(entry.value) ?? '');
  const script = refused.find(({ compiles: [file] = [] }) => {
    return file !== undefined && `/${path}`.endsWith(`/${plain(file)}`);
  });
  return { ...entry, value: [...entry.value, ...(script?.compiles?.slice(1) ?? [])] };
}

/** Programs that run side by side, each of which could run in a separate container. */
function candidatesOf(
  several: readonly Resolved[],
  evidence: readonly Evidence[],
  input: StartInput,
): Candidate<readonly string[]>[] {
  return several.flatMap((it) =>
    it.kind === 'node' && missingEntry(it.words, input) === null
      ? [{ value: it.words, evidence: it.evidence.length > 0 ? it.evidence : evidence }]
      : [],
  );
}

function fromScript(
  resolved: Extract<Resolved, { kind: 'node' }>,
  { build, manifest }: StartInput,
): StartAnswer {
  const notes: Note[] = resolved.dropped.map((text) => ({
    code: 'node/start-part-left-out',
    level: 'info',
    text,
    evidence: resolved.evidence.slice(0, 1),
  }));
  const { script } = build ?? { script: null };
  const isBuilt = (command: string): boolean =>
    script !== null && (command === manifest.scripts[script] || command.endsWith(` ${script}`));
  const jobs = resolved.before.filter((it) => !buildLike.test(it) && !isBuilt(it));
  if (jobs.length > 0) {
    notes.push({
      code: 'node/runs-before-start',
      level: 'warning',
      text: `the start script also runs ${jobs.map((it) => `"${it}"`).join(' and ')} before the program, and the image does not`,
      hint: 'Run it as a separate job before a new version starts.',
      evidence: resolved.evidence.slice(0, 1),
    });
  }
  return {
    finding: { kind: 'found', value: resolved.words, evidence: resolved.evidence },
    environment: resolved.environment,
    notes,
    refused: [],
    served: null,
  };
}

/** Notes on why something other than the start script or `main` is started. */
function insteadNotes(
  input: StartInput,
  refused: readonly RefusedScript[],
  words: readonly string[],
): Note[] {
  if (refused.length > 0) return refusedNotes(refused, words);
  const instead = startedInstead(words);
  const missing = missingMain(input);
  if (missing === null) return [];
  return [
    {
      code: 'node/main-missing',
      level: 'warning',
      text: `${missing}; ${instead}`,
      evidence: [place(input.manifest, ['main'], 'main')],
    },
  ];
}

function startedInstead(words: readonly string[]): string {
  return `${words.join(' ')} is started instead`;
}

function refusedNotes(refused: readonly RefusedScript[], words: readonly string[]): Note[] {
  const [first] = refused;
  if (!first) return [];
  return [
    {
      code: 'node/start-script-not-used',
      level: 'warning',
      text: `${startedInstead(words)} of the start script: ${refused.map((it) => it.why).join('; ')}`,
      evidence: first.evidence,
    },
  ];
}

/** @returns why `main` cannot be started; `null` if it can be, or if there is none. */
function missingMain(input: StartInput): string | null {
  const { main } = input.manifest;
  if (main === null || isMade(main.replace(/^(?:\.\/)+/, ''), input)) return null;
  const builds = input.build ? 'the build does not write' : 'no script builds';
  return `"main" in package.json is ${main}, which does not exist and which ${builds}`;
}

function binCandidates({ manifest }: StartInput): Candidate<readonly string[]>[] {
  return Object.entries(manifest.bin).map(([name, file]) => ({
    value: ['node', file.replace(/^(?:\.\/)+/, '')],
    evidence: [place(manifest, ['bin', name], `"bin" names ${name}`)],
  }));
}

/** Folders of packages that are no program of the project. */
const beside = /(?:^|\/)(?:docs?|examples?|tests?|e2e|website)(?:\/|$)/;

/** A manifest in front of others, which are no workspace, often only starts them all while one develops. */
function packagesBelow({ manifest, files }: StartInput): string {
  const inside = files
    .filter((it) => isInFolder(it, manifest.folder) && !/(?:^|\/)node_modules\//.test(it))
    .map((it) => seenFrom(manifest.folder, it))
    .flatMap((it) => /^((?:[\w@][\w.-]*\/){0,3}[\w@][\w.-]*)\/package\.json$/.exec(it)?.[1] ?? [])
    .filter((it) => !beside.test(it));
  const near = inside.filter((it) => !it.includes('/'));
  const below = near.length > 0 ? near : inside.slice(0, 5);
  const [first] = below;
  return first === undefined
    ? ''
    : `. There are packages in ${below.join(', ')}: run it there (cd ${first}) if one of them is the program`;
}

function unknownReason(reasons: readonly string[], missing: string | null): string {
  const all = [...reasons, ...(missing === null ? [] : [missing])];
  return all.length > 0
    ? `${all.join('; ')}. Name its start command, for example --start "node server.js"`
    : 'package.json has no start script and no main, and no file has the usual name of an entry (server.js, index.js, src/index.ts): give its start command';
}

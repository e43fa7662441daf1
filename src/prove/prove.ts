/**
 * Proves a project: writes the files to a temporary folder, builds them, runs the image hardened, and
 * tries again with what the run showed, until every promise is kept or a run teaches nothing new.
 */
import { UserError } from '../errors.ts';
import { flagOf, type Values } from '../options.ts';
import type { Host, Output } from '../ports/ports.ts';
import type { Decision, OutputFile } from '../types.ts';
import type { VerifyReport } from '../verify/report.ts';
import { learn, type Learned, mayBaseHelp, startPeriodOf, valuesWith } from './learn.ts';

/** What one round tried, and its outcome. */
export interface Round {
  readonly base: string;
  /** What it tried differently, besides the base. */
  readonly learned: readonly Learned[];
  /** `null` for a base that cannot run the program. */
  readonly report: VerifyReport | null;
  /** What ended it, in a few words; `''` if every promise was kept. */
  readonly outcome: string;
}

/** The files of one round, and what was decided for them. */
export interface Made {
  readonly files: readonly OutputFile[];
  /** The name of the Dockerfile among them. */
  readonly output: string;
  /** The stages to build, one for each program; `null` for the last one. */
  readonly targets: readonly (string | null)[];
  readonly decisions: readonly Decision[];
  /** What starts the only program, word by word, where the user did not say it. */
  readonly start?: readonly string[] | undefined;
  readonly paths: readonly string[];
  /** The variables of its example of an environment file. */
  readonly example: Readonly<Record<string, string>>;
}

export interface ProveInput {
  /** The values of the preset and the flags. */
  readonly given: Values;
  /** The bases to try, the strictest first. */
  readonly bases: readonly string[];
  readonly mostRounds: number;
  /** No round begins after this time. */
  readonly timeLimitMs: number;
  /** Plans the files for some answers, without writing them. */
  readonly make: (values: Values) => Promise<Made>;
  /** Builds and judges the image of one stage of a Dockerfile, for some answers. */
  readonly verify: (
    dockerfile: string,
    target: string | null,
    trial: TrialValues,
    values: Values,
  ) => Promise<VerifyReport>;
  /**
   * Asks for the value of a variable that the program demands. `undefined` if nobody can be asked, or
   * knows none.
   */
  readonly ask: (variable: string) => Promise<string | undefined>;
  readonly host: Pick<Host, 'temporary' | 'now'>;
  readonly out: Output;
}

/** All rounds, and the one to keep: the first with the fewest broken promises. */
export interface Proof {
  readonly rounds: readonly Round[];
  readonly best: Round;
}

/**
 * @throws UserError if no base can run the program, or for what the user can correct; Cancelled on
 *   Ctrl-C, after everything was removed.
 */
export async function proveProject(input: ProveInput): Promise<Proof> {
  const rounds: Round[] = [];
  const bases = [...input.bases];
  let learned: readonly Learned[] = [];
  /** What the last round added to it. */
  let step: readonly Learned[] = [];
  const tried: Learned[] = [];
  let refusal: unknown;
  const end = input.host.now() + input.timeLimitMs;
  for (let tries = 0; bases[0] !== undefined && tries < input.mostRounds;) {
    if (tries > 0 && input.host.now() >= end) {
      input.out.say('The time limit is reached: no further round begins.');
      break;
    }
    const base = bases[0];
    const values = { ...valuesWith(input.given, learned), base };
    const made = await makeFor(values, input);
    if (made instanceof UserError) {
      refusal = made;
      rounds.push({ base, learned, report: null, outcome: made.message.split('\n')[0] ?? '' });
      bases.shift();
      continue;
    }
    tries += 1;
    input.out.say(`Round ${tries}: ${[base, ...learned.map(shown)].join(', ')}`);
    const report = await tryOut(made, trialValuesOf(learned), values, input);
    rounds.push({ base, learned, report, outcome: outcomeOf(report) });
    if (report.ok && report.doubtful.length === 0 && isJudged(report)) break;
    const useful = hasHelped(rounds) ? learned : learned.slice(0, learned.length - step.length);
    // The signal of the image was tried, too, whoever chose it.
    if (report.seen)
      tried.push({ option: 'stopSignal', value: report.seen.stopSignal, seen: 'tried' });
    step = learn({ ...made, base, report }, tried);
    if (step.length === 0) step = await answerFor(report, tried, input);
    tried.push(...step);
    learned = [...useful, ...step];
    if (step.length > 0) continue;
    if (report.ok) break;
    if (!mayBaseHelp(report)) {
      if (bases.length > 1) input.out.say('Another base would not change that: none is tried.');
      break;
    }
    bases.shift();
  }
  const best = bestOf(rounds);
  if (best === undefined) throw refusal;
  const more = best.report === null ? [] : startPeriodOf(best.report);
  const learnedByBest = [...best.learned, ...more];
  return { rounds, best: more.length === 0 ? best : { ...best, learned: learnedByBest } };
}

/** The value of a variable that only the user knows. It is passed to the try, and is not printed. */
async function answerFor(
  { seen }: VerifyReport,
  tried: readonly Learned[],
  { ask }: ProveInput,
): Promise<readonly Learned[]> {
  const lesson = seen?.lesson;
  if (lesson?.kind !== 'variable') return [];
  const { name } = lesson;
  // A second question for the same variable could not help: it was answered, or nobody knows.
  if (tried.some((it) => it.option === 'env' && it.value.startsWith(`${name}=`))) return [];
  const value = await ask(name);
  return value === undefined
    ? []
    : [{ option: 'env', value: `${name}=${value}`, seen: 'answered' }];
}

/** The answers that are for the try alone: no file of the project has them. */
export interface TrialValues {
  /** `NAME=VALUE` */
  readonly env: readonly string[];
  readonly network: string | null;
}

export function trialValuesOf(learned: readonly Learned[]): TrialValues {
  return {
    env: learned.filter((it) => it.option === 'env').map((it) => it.value),
    network: learned.find((it) => it.option === 'network')?.value ?? null,
  };
}

/** Whether the last answer made a difference, and not for the worse. One that did not is not kept. */
function hasHelped(rounds: readonly Round[]): boolean {
  const [last, before] = rounds.slice(-2).reverse();
  if (last === undefined || before === undefined || last.base !== before.base) return true;
  if (last.learned.length <= before.learned.length) return true;
  const isWorse = faultsOf(last) > faultsOf(before) && keptIn(last) < keptIn(before);
  const shape = ({ report }: Round): string =>
    // The memory of a program is never twice the same, and the signal is what was answered.
    JSON.stringify([
      report?.broken,
      report?.doubtful,
      { ...report?.seen, memory: null, stopSignal: null },
    ]);
  return !isWorse && shape(last) !== shape(before);
}

/** An answer as a flag: `--port 9115`. What the user answered may be a secret. */
export function shown({ option, value, seen }: Learned): string {
  const text = seen === 'answered' ? value.replace(/=.*/s, '=...') : value;
  return `--${flagOf(option)} ${text}`;
}

/** @returns the refusal, if the base cannot run the program. */
async function makeFor(values: Values, { make }: ProveInput): Promise<Made | UserError> {
  try {
    return await make(values);
  } catch (error) {
    if (error instanceof UserError && error.problem.code === 'E_PAIR_REFUSED') return error;
    throw error;
  }
}

/**
 * Verifies every target, up to the first that breaks a promise. Beside a Dockerfile that is not in
 * the build context, BuildKit reads its ignore file only under the name of the Dockerfile.
 * https://docs.docker.com/build/concepts/context/#filename-and-location
 */
async function tryOut(
  made: Made,
  trial: TrialValues,
  values: Values,
  { verify, host }: ProveInput,
): Promise<VerifyReport> {
  const files = made.files.map((it) =>
    it.path === made.output ? it : { ...it, path: `${made.output}.dockerignore` },
  );
  const { folder, remove } = await host.temporary(files);
  try {
    let report: VerifyReport | undefined;
    for (const target of made.targets) {
      report = await verify(`${folder}/${made.output}`, target, trial, values);
      if (!report.ok) break;
    }
    if (report === undefined) throw new Error('the Dockerfile has no target');
    // The name that it gets in the project, not its place during the try.
    return { ...report, dockerfile: made.output };
  } finally {
    await remove();
  }
}

/** Whether it is known that the program works. What the engine cannot show does not count. */
function isJudged({ promises }: VerifyReport): boolean {
  return promises.find((it) => it.id === 'answers')?.kept === true;
}

const mostOutcome = 200;

/** The first broken promise, with the first line of the log that verify shows for it. */
function outcomeOf(report: VerifyReport): string {
  const reason =
    report.promises.find((it) => it.kept === false) ?? report.promises.find((it) => it.but);
  if (reason === undefined) return '';
  const [first = ''] = (reason.but ?? reason.detail).split('\n');
  // A program that goes on may log what has nothing to do with it.
  const line = reason.but === undefined ? (reason.end?.line ?? '') : '';
  return `${reason.title}: ${first}${line === '' ? '' : `: ${line}`}`.slice(0, mostOutcome);
}

function bestOf(rounds: readonly Round[]): Round | undefined {
  return rounds
    .filter((it) => it.report !== null)
    .reduce<Round | undefined>(
      (best, it) =>
        best === undefined || faultsOf(it) - keptIn(it) / 10 < faultsOf(best) - keptIn(best) / 10
          ? it
          : best,
      undefined,
    );
}

/** How much a round breaks. A reservation counts less than any broken promise. */
function faultsOf({ report }: Round): number {
  return report === null ? Infinity : report.broken.length * 100 + report.doubtful.length * 10;
}

function keptIn({ report }: Round): number {
  return report === null ? 0 : keptOf(report);
}

export function keptOf({ promises }: VerifyReport): number {
  return promises.filter((it) => it.kept === true).length;
}

/** Prints a table of the rounds, one line each. */
export function tableOf({ rounds, best }: Proof): string {
  const rows = rounds.map((it, index) => [
    it.report === best.report && it.report !== null ? '*' : ' ',
    String(index + 1),
    it.base,
    it.report === null ? '-' : `${keptOf(it.report)} kept, ${it.report.broken.length} broken`,
    it.learned.map((learned) => `${shown(learned)} (${learned.seen})`).join(' ') || '-',
    it.outcome,
  ]);
  const head = [' ', 'round', 'base', 'promises', 'tried', 'outcome'];
  const widths = head.map((name, at) =>
    Math.max(name.length, ...rows.map((it) => it[at]?.length ?? 0)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

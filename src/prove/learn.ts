/** Decides what the next round tries differently, from what a run showed. Pure. */
import { posix } from 'node:path';
import { isLoopback } from '../text/hosts.ts';
import { joinCommand, splitCommand } from '../text/shell-words.ts';
import type { Values } from '../options.ts';
import type { Decision } from '../types.ts';
import { type Lesson, ofSystem } from '../verify/log-errors.ts';
import { firstOfClients } from '../verify/processes.ts';
import type { PromiseId, VerifyReport } from '../verify/report.ts';

/** The options whose values are kept in the preset. The others are for the try alone. */
export const kept = [
  'port',
  'expect',
  'service',
  'start',
  'cache',
  'writable',
  'ship',
  'packages',
  'stopSignal',
  'startPeriod',
] as const;

/** One answer that a run taught, and what was seen. */
export interface Learned {
  readonly option: (typeof kept)[number] | 'env' | 'network';
  /** The value as the flag takes it; one element of a list. */
  readonly value: string;
  readonly seen: string;
}

/** An answer of an earlier round. */
export type Tried = Pick<Learned, 'option' | 'value'>;

/** What a round knows about the files that it wrote. */
export interface RoundFacts {
  /** The base that was tried. */
  readonly base: string;
  readonly report: VerifyReport;
  /** What was decided among several candidates, the likeliest first. */
  readonly decisions: readonly Decision[];
  /** What starts the only program, word by word, where the user did not say it. */
  readonly start?: readonly string[] | undefined;
  /** All files of the project. */
  readonly paths: readonly string[];
  /** The variables of its example of an environment file. */
  readonly example: Readonly<Record<string, string>>;
}

/**
 * @param tried what earlier rounds learned, which teaches nothing new.
 * @returns the answers to try next, which are several only where one message demands them. None if
 *   the run teaches nothing new: another base may.
 */
export function learn(facts: RoundFacts, tried: readonly Tried[]): readonly Learned[] {
  const isNew = (it: Learned): boolean =>
    !tried.some((other) => other.option === it.option && other.value === it.value);
  const single = (all: readonly Learned[]): Learned[][] => all.map((it) => [it]);
  const steps = [
    ...single([...portsOf(facts, tried), ...pathsOf(facts)]),
    variablesOf(facts, tried),
    ...single(
      [hostOf, networkOf, placesOf, filesOf, packagesOf, signalsOf, candidatesOf].flatMap((it) =>
        it(facts),
      ),
    ),
  ];
  return steps.map((it) => it.filter(isNew)).find((it) => it.length > 0) ?? [];
}

/**
 * Whether another base could keep what is broken: not where the program wants a service, a variable
 * or a package, more memory, another place to listen, or a change of its code.
 */
export function mayBaseHelp({ broken, promises, seen }: VerifyReport): boolean {
  const lesson = seen?.lesson ?? null;
  if (lesson !== null && beyondBase.has(lesson.kind)) return false;
  // Its settings, which no base has.
  if (lesson?.kind === 'file' && /\.(?:ya?ml|toml|json|ini|env)$/.test(lesson.path)) return false;
  if (broken.every((it) => sameOnEachBase.has(it))) return false;
  const answers = promises.find((it) => it.id === 'answers');
  return answers?.kept !== false || !(isLocked(seen) || answers.end?.outOfMemory === true);
}

const beyondBase: ReadonlySet<Lesson['kind']> = new Set([
  'variable',
  'service',
  'network',
  'terminal',
  'port-taken',
  'module',
  'platform',
  'arguments',
]);

const sameOnEachBase: ReadonlySet<PromiseId> = new Set([
  'read-only',
  'stops',
  'no-secret-in-environment',
  'no-secret-in-history',
]);

/** The values of the preset and the flags, with what was learned. */
export function valuesWith(given: Values, learned: readonly Learned[]): Values {
  const all = (option: Learned['option']): readonly string[] =>
    learned.filter((it) => it.option === option).map((it) => it.value);
  const [port, start, service, stopSignal, startPeriod] = (
    ['port', 'start', 'service', 'stopSignal', 'startPeriod'] as const
  ).map((it) => all(it).at(-1));
  const words = start === undefined ? undefined : splitCommand(start);
  const lists = (['cache', 'writable', 'ship', 'packages'] as const)
    .filter((it) => all(it).length > 0)
    .map((it) => [it, [...(given[it] ?? []), ...all(it)]] as const);
  const expect = all('expect').map((path) => ({ path }));
  return {
    ...given,
    ...(port === undefined ? {} : { port: /^\d+$/.test(port) ? Number(port) : port }),
    ...(expect.length === 0 ? {} : { expect: [...(given.expect ?? []), ...expect] }),
    ...(words?.ok ? { start: words.words } : {}),
    ...(service === undefined ? {} : { service: [service] }),
    ...Object.fromEntries(lists),
    ...(stopSignal === undefined ? {} : { stopSignal }),
    ...(startPeriod === undefined ? {} : { startPeriod: Number(startPeriod) }),
  };
}

function isBroken({ report }: RoundFacts, id: PromiseId): boolean {
  return report.broken.includes(id);
}

/** A port that the program listens on, and the image does not expose. */
function portsOf(facts: RoundFacts, tried: readonly Tried[]): Learned[] {
  // A server that refuses a path listens where the image says.
  const isDoubtful = facts.report.doubtful.includes('answers') && facts.report.answer === null;
  if (!isBroken(facts, 'answers') && !isDoubtful) return [];
  const { listening = [], listeningUdp = [] } = facts.report.seen ?? {};
  // It takes any free port: the one that was seen last time is gone.
  const isRandom = tried.some(
    (it) =>
      it.option === 'port' &&
      tcpPortsIn(it.value).some((port) => port >= firstOfClients && !listening.includes(port)),
  );
  if (isRandom) return [];
  const udp = listeningUdp.map((it) => `,${it}/udp`).join('');
  if (listening.length === 0 && listeningUdp.length > 0)
    return [{ option: 'port', value: udp.slice(1), seen: 'seen bound' }];
  return listening.map((it) => ({
    option: 'port',
    value: `${it}${udp}`,
    seen: 'seen listening',
  }));
}

/** The TCP ports in a value of `--port`: `9115,53/udp`. */
function tcpPortsIn(value: string): readonly number[] {
  return value
    .split(',')
    .filter((it) => /^\d+$/.test(it))
    .map(Number);
}

/** Whether a program listens, and on its loopback only. */
function isLocked(seen: VerifyReport['seen']): boolean {
  return seen !== null && seen.loopback.length > 0 && seen.listening.length === 0;
}

/**
 * Every address, for a program that listens on its loopback only: in place of the one in its command,
 * or by the option that most programs have.
 */
function hostOf(facts: RoundFacts): Learned[] {
  const { report, start } = facts;
  const isUnreached = isBroken(facts, 'answers') || report.doubtful.includes('answers');
  if (start === undefined || !isUnreached || !isLocked(report.seen)) return [];
  const words = start.map((word) => {
    const [, before = '', host = '', port = ''] = /^(.*[=/]|)([^=/]*?)(:\d+|)$/.exec(word) ?? [];
    return isLoopback(host) ? `${before}0.0.0.0${port}` : word;
  });
  const isSaid = words.some((it, index) => it !== start[index]);
  const value = joinCommand(isSaid ? words : [...start, '--host', '0.0.0.0']);
  return [{ option: 'start', value, seen: 'listened on its loopback only' }];
}

/** A path that answers, where the server refuses `/`. */
function pathsOf({ report }: RoundFacts): Learned[] {
  const path = report.doubtful.includes('answers') ? report.seen?.path : undefined;
  return path === undefined || path === null
    ? []
    : [{ option: 'expect', value: path, seen: 'seen answering' }];
}

/** Folders that the program writes, or could not write. */
function placesOf(facts: RoundFacts): Learned[] {
  const written = isBroken(facts, 'read-only') ? (facts.report.seen?.written ?? []) : [];
  const denied = folderOf(facts);
  return [
    ...written.flatMap((it) => placesFor(it, 'seen written')),
    ...(denied === undefined ? [] : placesFor(denied, 'seen in its log')),
  ];
}

/** The variables by which programs let their caches be moved, with the folders that they replace. */
const caches: readonly (readonly [folder: RegExp, variable: string])[] = [
  [/\/\.cache\/huggingface(?:\/|$)/, 'HF_HOME'],
  [/\/\.cache\/torch(?:\/|$)/, 'TORCH_HOME'],
  [/\/\.cache\/go-build(?:\/|$)/, 'GOCACHE'],
  [/\/\.cache\/puppeteer(?:\/|$)/, 'PUPPETEER_CACHE_DIR'],
  [/\/\.cache(?:\/|$)/, 'XDG_CACHE_HOME'],
  [/\/(?:\.config\/matplotlib|\.matplotlib)(?:\/|$)/, 'MPLCONFIGDIR'],
  [/\/\.keras(?:\/|$)/, 'KERAS_HOME'],
  [/\/nltk_data(?:\/|$)/, 'NLTK_DATA'],
  [/\/\.npm(?:\/|$)/, 'npm_config_cache'],
];

/** A folder to declare. Where it is a cache that can be moved to /tmp, that is tried first. */
function placesFor(folder: string, seen: string): Learned[] {
  const [, variable] = caches.find(([pattern]) => pattern.test(folder)) ?? [];
  return [
    ...(variable === undefined ? [] : [{ option: 'cache' as const, value: variable, seen }]),
    { option: 'writable', value: folder, seen },
  ];
}

/**
 * The folder of what may not be written, or of a file that the project does not have, so that the
 * program makes it.
 */
function folderOf(facts: RoundFacts): string | undefined {
  const lesson = facts.report.seen?.lesson;
  const isMade =
    lesson?.kind === 'file' &&
    (lesson.inside === null ? !ofSystem.test(lesson.path) : !isShipped(lesson.inside, facts));
  return lesson?.kind === 'denied' || isMade ? (lesson.folder ?? undefined) : undefined;
}

/** Whether the project has a file or a folder of that name. */
function isShipped(path: string, { paths }: RoundFacts): boolean {
  return paths.some((it) => it === path || it.startsWith(`${path}/`));
}

/** A secret that no example gives: any value lets the program start, as long as it is no short one. */
const placeholder = 'a-placeholder-of-prove-that-is-no-secret';

/**
 * The variables that it demands, with the values of the example. Most programs name one after the
 * other: from the second time on, the example is passed as a whole, but where it listens stays.
 */
function variablesOf({ report, example }: RoundFacts, tried: readonly Tried[]): Learned[] {
  const lesson = report.seen?.lesson;
  if (lesson?.kind !== 'variable') return [];
  const demanded = [lesson.name, ...(lesson.others ?? [])];
  const passed = new Set(
    tried.filter((it) => it.option === 'env').map((it) => it.value.split('=', 1)[0] ?? ''),
  );
  const isKnown = demanded.some((it) => (example[it] ?? '') !== '');
  const rest =
    passed.size === 0 || !isKnown
      ? []
      : Object.keys(example).filter(
          (it) => !passed.has(it) && !demanded.includes(it) && !ofAddress.test(it),
        );
  return [
    ...demanded.flatMap((it) => variableFor(it, example, 'demanded')),
    ...rest.flatMap((it) =>
      example[it] === '' ? [] : variableFor(it, example, 'with what was demanded'),
    ),
  ];
}

/** Where a server listens, and in which mode it runs: the image says that. */
const ofAddress = /(?:^|_)(?:PORT|HOST|ADDR|ADDRESS|ENV)$/;

function variableFor(name: string, example: RoundFacts['example'], seen: string): Learned[] {
  const given = example[name];
  if (given !== undefined && given !== '')
    return [{ option: 'env', value: `${name}=${given}`, seen: `${seen}; from the example` }];
  return /(?:KEY|SECRET|TOKEN|PASSWORD|SALT)(?:_|$)/.test(name)
    ? [{ option: 'env', value: `${name}=${placeholder}`, seen }]
    : [];
}

/** A way out of its network, where it asks for something on the internet. */
function networkOf({ report: { seen } }: RoundFacts): Learned[] {
  if (seen?.lesson?.kind !== 'network' || !seen.isolated) return [];
  const place = seen.lesson.address ?? 'what its network does not reach';
  return [{ option: 'network', value: 'bridge', seen: `looked for ${place}` }];
}

/** A file or a folder of the project that the program looked for. */
function filesOf(facts: RoundFacts): Learned[] {
  const lesson = facts.report.seen?.lesson;
  const inside = lesson?.kind === 'file' ? lesson.inside : null;
  if (inside === null) return [];
  return isShipped(inside, facts) ? [{ option: 'ship', value: inside, seen: 'looked for' }] : [];
}

/**
 * A program or a library that is not in the image. Alpine finds the package by what it provides:
 * `cmd:git`, `so:libxcb.so.1`. https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper
 */
function packagesOf({ base, report }: RoundFacts): Learned[] {
  // Another base may have it already: the last one that is tried is the one that can install it.
  if (base !== 'alpine') return [];
  const lesson = report.seen?.lesson;
  if (lesson?.kind !== 'program' && lesson?.kind !== 'library') return [];
  const name = posix.basename(lesson.name);
  if (!/^[A-Za-z0-9][\w.+-]*$/.test(name)) return [];
  const value = `${lesson.kind === 'program' ? 'cmd' : 'so'}:${name}`;
  return [{ option: 'packages', value, seen: 'not found' }];
}

/** Another signal that its first process handles, where the one of the image does not end it. */
function signalsOf(facts: RoundFacts): Learned[] {
  if (!isBroken(facts, 'stops')) return [];
  return (facts.report.seen?.handles ?? []).map((value) => ({
    option: 'stopSignal',
    value,
    seen: 'seen handled',
  }));
}

/** Docker checks every 30 seconds from the start on, and another machine may be slower. */
const longStartMs = 20_000;

/**
 * What the best round teaches besides, which needs no further round.
 *
 * @returns a start period of twice the time that the start took, in whole tens of seconds, for an
 *   image with a health check that took long to start.
 */
export function startPeriodOf({ promises, timings }: VerifyReport): readonly Learned[] {
  const ready = timings.ready ?? 0;
  const isHealthy = promises.some((it) => it.id === 'healthy' && it.kept === true);
  if (ready < longStartMs || !isHealthy) return [];
  const seconds = Math.ceil((2 * ready) / 10_000) * 10;
  return [
    {
      option: 'startPeriod',
      value: String(Math.min(seconds, 3600)),
      seen: `ready after ${Math.round(ready / 1_000)} s`,
    },
  ];
}

/** The other candidates of the questions that decide what starts, and where it listens. */
function candidatesOf(facts: RoundFacts): Learned[] {
  const fails = isBroken(facts, 'answers') || answersUnclearly(facts.report);
  // The right program may want a service or a variable, where a wrong one wants none.
  const kind = facts.report.seen?.lesson?.kind;
  if (!fails || kind === 'service' || kind === 'network' || kind === 'variable') return [];
  return (['port', 'start', 'service'] as const).flatMap((option) =>
    facts.decisions
      .filter((it) => it.option === option)
      .flatMap((it) => it.others)
      .map(({ value }) => ({ option, value, seen: 'the next candidate' })),
  );
}

/** A program that ended with 0, without being known as a job. */
function answersUnclearly({ promises }: VerifyReport): boolean {
  const answers = promises.find((it) => it.id === 'answers');
  return answers?.kept === null && answers.end !== undefined;
}

/**
 * Starts the image with a read-only root file system, and again with a writable one if that fails.
 * Reads its processes, and stops it.
 */
import type { Account } from './account.ts';
import type { FileFacts } from './files.ts';
import type { Demand, Reply } from './expectations.ts';
import { errorIn } from './log-errors.ts';
import { lastLines } from './plain-text.ts';
import {
  type HealthFacts,
  isEngineFault,
  judgeHealth,
  passesAlone,
  pathOfCheck,
  runHealthcheck,
} from './healthcheck.ts';
import { settings } from './create-arguments.ts';
import type { ImageFacts } from './image.ts';
import { type Created, nameContainer, type VerifyInput } from './input.ts';
import {
  isSuccess,
  judgeAnswers,
  type Landing,
  listensElsewhere,
  type Listening,
} from './judge-answers.ts';
import { judgeFirst, judgeProcesses } from './judge-processes.ts';
import { misfitOf } from './machine.ts';
import { complaintIn, judgeReadOnly, judgeStop, type ReadOnlyRun } from './judge-run.ts';
import {
  boundUdpPorts,
  firstOfClients,
  listeningPorts,
  lookAtProcesses,
  type ProcessFacts,
} from './processes.ts';
import type { Answer, PromiseId, Seen, Verdict } from './report.ts';
import {
  type Address,
  answerOn,
  checkpoint,
  endOf,
  remoteEndpoint,
  start,
  stop,
  wholeLogOf,
  type Outcome,
  type Started,
  type Tools,
} from './run.ts';
import { writtenPaths, type Written } from './written-paths.ts';

/** The shortest grace period of docker, compose and most orchestrators (Kubernetes: 30 s). */
const graceSeconds = 10;

export interface Trial {
  readonly input: VerifyInput;
  readonly image: ImageFacts;
  readonly account: Account | null;
  readonly files: FileFacts | string;
  readonly declared: readonly string[];
  readonly ports: readonly number[];
  readonly created: Created;
  /** Whether the network of its containers has no way out. */
  readonly isolated: boolean;
  /** Further arguments of `docker create`. */
  readonly extra: readonly string[];
}

export interface RunFindings {
  readonly verdicts: readonly Verdict[];
  readonly answer: Answer | null;
  /** The last lines that the program wrote before it was stopped. */
  readonly log: string;
  /** Undeclared places that it wrote to. */
  readonly needed: readonly string[];
  readonly seen: Seen;
  readonly readyMs: number;
  readonly stopMs: number | null;
  readonly container: string;
}

/** @throws Cancelled on Ctrl-C. What was created is recorded in `trial.created`. */
export async function tryOut(trial: Trial, tools: Tools): Promise<RunFindings> {
  const { input, image, account, ports } = trial;
  const remote = ports.length === 0 ? null : await remoteEndpoint(tools.engine);
  const { counted, run } = await startReadOnly(trial, remote === null ? ports : [], tools);
  const look = await lookAt(trial, counted, tools);
  const { outcome, processes, listening, health } = look;
  const error = isSuccess(outcome, ports)
    ? undefined
    : errorIn(await wholeLogOf(counted.container.name, tools.engine), image.workingDirectory);
  const expected = {
    ...look.replies,
    lesson: error?.lesson,
    ports,
    udpPorts: image.udpPorts,
    boundUdp: look.boundUdp,
    job: input.job,
    demand: input.demands[0] ?? null,
    timeoutSeconds: input.timeoutSeconds,
    remote,
    misfit: misfitOf(image, trial.files),
  };
  const isRunning = isUp(outcome);
  const answers = judgeAnswers(outcome, expected, listening);
  const ended: PromiseId | null = answers.kept === false && !isRunning ? 'answers' : null;
  const unanswered: PromiseId | null = outcome.kind === 'no-answer' ? 'answers' : ended;
  const firstProcess = judgeFirst(processes, image, ended);
  const stopped = isRunning
    ? await stop(counted.container.name, graceSeconds, tools)
    : 'it had ended by itself';
  const cause = ended ?? (firstProcess.kept === false ? 'pid-1' : null);
  const { folders, files } = run.writable?.written ?? { folders: [], files: [] };
  return {
    verdicts: [
      judgeReadOnly(run, ports),
      answers,
      ...(health === null ? [] : [judgeHealth(health, unanswered)]),
      ...judgeProcesses(processes, account, ended),
      firstProcess,
      judgeStop(stopped, image, graceSeconds, cause),
    ],
    answer:
      outcome.kind === 'answered' && outcome.probe.kind === 'http'
        ? { status: outcome.probe.status, headers: outcome.probe.headers, body: outcome.probe.body }
        : null,
    log: lastLines(await wholeLogOf(counted.container.name, tools.engine), 200),
    needed: [...folders, ...files],
    seen: {
      ...portsIn(look),
      path: look.replies.path,
      written: folders,
      lesson: error?.lesson ?? null,
      isolated: trial.isolated,
      stopSignal: image.stopSignal,
      handles: handledBy(processes),
      memory: memoryOf(processes),
    },
    readyMs: counted.milliseconds,
    stopMs: typeof stopped === 'string' ? null : stopped.milliseconds,
    container: counted.container.name,
  };
}

/** The start that counts, and how the program takes a read-only root. */
interface Starts {
  readonly counted: Started;
  readonly run: ReadOnlyRun;
}

/** Starts it with a read-only root, and where that may be why it fails, with a writable one. */
async function startReadOnly(
  trial: Trial,
  published: readonly number[],
  tools: Tools,
): Promise<Starts> {
  const { ports } = trial;
  const first = await startNamed(trial, true, published, tools);
  const { outcome } = first;
  if (isSuccess(outcome, ports)) {
    const complaint = complaintIn(await wholeLogOf(first.container.name, tools.engine));
    return { counted: first, run: complaint === undefined ? { outcome } : { outcome, complaint } };
  }
  if (listensElsewhere(outcome, await listeningTo(first, tools)))
    return { counted: first, run: { outcome } };
  const second = await startNamed(trial, false, published, tools);
  const works = isSuccess(second.outcome, ports);
  const written = works ? await writtenBy(second, trial, tools) : { folders: [], files: [] };
  return {
    counted: works ? second : first,
    run: { outcome, writable: { outcome: second.outcome, written } },
  };
}

/** What is seen of a program until it is stopped. */
interface Look {
  /** How the start ended, or the program since. */
  readonly outcome: Outcome;
  readonly listening: Listening;
  readonly boundUdp: readonly number[] | null;
  readonly replies: {
    readonly further: readonly Reply[];
    readonly health: { readonly path: string; readonly status: number } | undefined;
    readonly path: string | null;
    readonly landing: Landing | null;
  };
  /** `null` for an image without a HEALTHCHECK; a reason why it could not run. */
  readonly health: HealthFacts | string | null;
  readonly processes: readonly ProcessFacts[] | string;
}

/** Looks at a container that was started. Whatever it shows, the program may end meanwhile. */
async function lookAt(trial: Trial, started: Started, tools: Tools): Promise<Look> {
  const { demands } = trial.input;
  const isRunning = isUp(started.outcome);
  const look = {
    boundUdp: isRunning ? await boundUdpPorts(started.container, tools.host) : null,
    replies: {
      further: await answersOn(demands.slice(1), started, tools),
      health: await answerOfHealth(trial, started, tools),
      path: await answeringPath(demands, started, tools),
      landing: await landingOf(demands, started, tools),
    },
    listening: await listeningTo(started, tools),
    health: await healthOf(trial, started, tools),
    processes: isRunning
      ? await lookAtProcesses(started.container, tools.engine, tools.host)
      : hadEnded,
  };
  checkpoint(tools.signal);
  const end = isRunning
    ? await endOf(started, await isWaiting(trial, started, tools), tools)
    : null;
  return end === null
    ? { ...look, outcome: started.outcome }
    : { ...look, outcome: end, processes: hadEnded };
}

/** Whether its log says that it does not reach a service, which it may try again. */
async function isWaiting({ image }: Trial, started: Started, { engine }: Tools): Promise<boolean> {
  const log = await wholeLogOf(started.container.name, engine);
  const kind = errorIn(log, image.workingDirectory)?.lesson?.kind;
  return kind === 'service' || kind === 'network';
}

const hadEnded = 'it had ended before its processes could be read';

function portsIn({
  listening,
  boundUdp,
}: Look): Pick<Seen, 'listening' | 'loopback' | 'listeningUdp'> {
  const all = listening ?? [];
  return {
    listening: all.filter((it) => !it.loopbackOnly).map((it) => it.port),
    loopback: all.filter((it) => it.loopbackOnly).map((it) => it.port),
    listeningUdp: (boundUdp ?? []).filter((it) => it < firstOfClients),
  };
}

function handledBy(processes: readonly ProcessFacts[] | string): readonly string[] {
  return typeof processes === 'string' ? [] : (processes.find((it) => it.first)?.handles ?? []);
}

/** @returns bytes; `null` where the memory of a process is unknown. */
function memoryOf(processes: readonly ProcessFacts[] | string): number | null {
  if (typeof processes === 'string') return null;
  const all = processes.map((it) => it.memory);
  return all.every((it) => it !== null) ? all.reduce((sum, it) => sum + it, 0) : null;
}

/** Requests what is demanded after the first one, which the start waited for. */
async function answersOn(
  demands: readonly Demand[],
  started: Started,
  tools: Tools,
): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (const demand of started.outcome.kind === 'answered' ? demands : [])
    replies.push({ demand, probe: await answerOn(started, demand.path, tools) });
  return replies;
}

/** Where a server refuses `/`, the path of its HEALTHCHECK may be what it serves. */
async function answerOfHealth(
  { input, image }: Trial,
  started: Started,
  tools: Tools,
): Promise<{ path: string; status: number } | undefined> {
  const path = image.healthcheck ? pathOfCheck(image.healthcheck) : undefined;
  if (path === undefined || !isRefused(input.demands, started)) return undefined;
  const answer = await answerOn(started, path, tools);
  return answer === null ? undefined : { path, status: answer.status };
}

/** Whether `/` was asked, because nothing is demanded, and the server refused it. */
function isRefused(demands: readonly Demand[], { outcome }: Started): boolean {
  return (
    demands.length === 0 &&
    outcome.kind === 'answered' &&
    outcome.probe.kind === 'http' &&
    outcome.probe.status >= 400
  );
}

/** Where servers usually report that they work, or what they are. */
const usualPaths = [
  '/health',
  '/healthz',
  '/api/health',
  '/api/healthz',
  '/ping',
  '/status',
  '/ready',
  '/readyz',
  '/livez',
  '/metrics',
  '/docs',
  '/api',
];

/** @returns the first usual path that answers, where `/` was refused and nothing is demanded. */
async function answeringPath(
  demands: readonly Demand[],
  started: Started,
  tools: Tools,
): Promise<string | null> {
  if (!isRefused(demands, started)) return null;
  for (const path of usualPaths) {
    const answer = await answerOn(started, path, tools);
    if (answer !== null && answer.status < 400) return path;
  }
  return null;
}

/**
 * Follows the redirects of `/`, as long as they stay on its port.
 *
 * @returns where they end, if that does not answer.
 */
async function landingOf(
  demands: readonly Demand[],
  started: Started,
  tools: Tools,
): Promise<Landing | null> {
  const { outcome, published } = started;
  if (demands.length > 0 || outcome.kind !== 'answered' || outcome.probe.kind !== 'http')
    return null;
  const seen = ['/'];
  for (let answer = outcome.probe; ;) {
    const path = redirectOf(answer, seen.at(-1) ?? '/', published.get(outcome.port));
    // A server may redirect to the same place with a cookie, which is not kept here.
    if (path === undefined || answer.headers['set-cookie'] !== undefined) return null;
    if (seen.includes(path) || seen.length > mostRedirects) return { path, status: null };
    seen.push(path);
    const next = await answerOn(started, path, tools);
    if (next === null) return null;
    if (next.status >= 400) return { path, status: next.status };
    answer = next;
  }
}

/** Browsers give up later, but no server needs so many. */
const mostRedirects = 8;

/** @returns the path that an answer redirects to; `undefined` for none on the same port. */
function redirectOf(
  { status, headers }: Answer,
  path: string,
  at: Address | undefined,
): string | undefined {
  const { location } = headers;
  if (status < 300 || status >= 400 || location === undefined || at === undefined) return undefined;
  const here = `http://${at.host}:${at.port}`;
  const base = `${here}${path}`;
  if (!URL.canParse(location, base)) return undefined;
  const { origin, pathname, search } = new URL(location, base);
  return origin === here ? `${pathname}${search}` : undefined;
}

/** How long a program that already answers may take to become healthy. */
const healthMs = 15_000;

async function healthOf(
  { input, image: { healthcheck }, files, created }: Trial,
  { container, outcome }: Started,
  tools: Tools,
): Promise<HealthFacts | string | null> {
  if (healthcheck === null) return null;
  if (!isUp(outcome) || outcome.kind === 'no-answer')
    return 'it had ended before its HEALTHCHECK could run';
  const run = await runHealthcheck(container.name, healthcheck, healthMs, tools);
  if (typeof files !== 'string' && isEngineFault(run, files.entries))
    return `${tools.engine.program} cannot run a program in the container`;
  if (run.code !== 0) return { ...run, passesAlone: false };
  const name = nameContainer(created, 'health');
  const extra = settings(input, tools.engine.program);
  return { ...run, passesAlone: await passesAlone(created.image, name, healthcheck, extra, tools) };
}

function isUp(outcome: Outcome): boolean {
  return outcome.kind === 'answered' || outcome.kind === 'up' || outcome.kind === 'no-answer';
}

async function listeningTo(started: Started, tools: Tools): Promise<Listening> {
  return isUp(started.outcome) ? listeningPorts(started.container, tools.host) : null;
}

async function startNamed(
  trial: Trial,
  readOnly: boolean,
  ports: readonly number[],
  tools: Tools,
): Promise<Started> {
  checkpoint(tools.signal);
  const { input, created, extra } = trial;
  const name = nameContainer(created, readOnly ? 'read-only' : 'writable');
  return start(
    { image: created.image, name, readOnly, ports, extra },
    input.demands[0] ?? null,
    input.timeoutSeconds * 1_000,
    tools,
  );
}

async function writtenBy(started: Started, trial: Trial, { engine }: Tools): Promise<Written> {
  const diff = await engine.run(['diff', started.container.name], { timeoutMs: 60_000 });
  const entries = typeof trial.files === 'string' ? new Map() : trial.files.entries;
  const { workingDirectory, entrypoint, cmd } = trial.image;
  const own = [workingDirectory, ...entrypoint, ...cmd].filter((it) => it.startsWith('/'));
  return writtenPaths(diff.stdout, entries, ['/tmp', ...trial.declared], own);
}

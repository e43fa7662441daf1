/**
 * Starts the image with a read-only root file system, and again with a writable one if that fails.
 * Reads its processes, and stops it.
 */
import type { Account } from './account.ts';
import type { FileFacts } from './files.ts';
import type { Demand, Reply } from './expectations.ts';
import { errorIn } from './log-errors.ts';
import { lastLines } from './plain-text.ts';
import { isEngineFault, judgeHealth, pathOfCheck, runHealthcheck } from './healthcheck.ts';
import type { ImageFacts } from './image.ts';
import type { Created, VerifyInput } from './input.ts';
import { isSuccess, judgeAnswers, listensElsewhere, type Listening } from './judge-answers.ts';
import { judgeFirst, judgeProcesses } from './judge-processes.ts';
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
  answerOn,
  checkpoint,
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
  const startOnce = (readOnly: boolean) =>
    startNamed(trial, readOnly, remote === null ? ports : [], tools);
  const first = await startOnce(true);
  let counted = first;
  let run: ReadOnlyRun = { outcome: first.outcome };
  if (isSuccess(first.outcome, ports)) {
    const complaint = complaintIn(await wholeLogOf(first.container.name, tools.engine));
    if (complaint !== undefined) run = { ...run, complaint };
  } else if (!listensElsewhere(first.outcome, await listeningTo(first, tools))) {
    const second = await startOnce(false);
    const works = isSuccess(second.outcome, ports);
    run = {
      outcome: first.outcome,
      writable: {
        outcome: second.outcome,
        written: works ? await writtenBy(second, trial, tools) : { folders: [], files: [] },
      },
    };
    counted = works ? second : first;
  }
  const { outcome } = counted;
  const error = isSuccess(outcome, ports)
    ? undefined
    : errorIn(await wholeLogOf(counted.container.name, tools.engine), image.workingDirectory);
  const expected = {
    lesson: error?.lesson,
    ports,
    udpPorts: image.udpPorts,
    boundUdp: isUp(outcome) ? await boundUdpPorts(counted.container, tools.host) : null,
    job: input.job,
    demand: input.demands[0] ?? null,
    further: await answersOn(input.demands.slice(1), counted, tools),
    health: await answerOfHealth(trial, counted, tools),
    path: await answeringPath(input.demands, counted, tools),
    timeoutSeconds: input.timeoutSeconds,
    remote,
  };
  const isRunning = isUp(outcome);
  const listening = await listeningTo(counted, tools);
  const answers = judgeAnswers(outcome, expected, listening);
  const ended: PromiseId | null = answers.kept === false && !isRunning ? 'answers' : null;
  const health = await healthOf(trial, counted, ended, tools);
  const processes = isRunning
    ? await lookAtProcesses(counted.container, tools.engine, tools.host)
    : 'it had ended before its processes could be read';
  checkpoint(tools.signal);
  const firstProcess = judgeFirst(processes, image, ended);
  const stopped = isRunning
    ? await stop(counted.container.name, graceSeconds, tools)
    : 'it had ended by itself';
  const cause = ended ?? (firstProcess.kept === false ? 'pid-1' : null);
  return {
    verdicts: [
      judgeReadOnly(run, ports),
      answers,
      ...(health ? [health] : []),
      ...judgeProcesses(processes, account, ended),
      firstProcess,
      judgeStop(stopped, image, graceSeconds, cause),
    ],
    answer:
      outcome.kind === 'answered' && outcome.probe.kind === 'http'
        ? { status: outcome.probe.status, headers: outcome.probe.headers, body: outcome.probe.body }
        : null,
    log: lastLines(await wholeLogOf(counted.container.name, tools.engine), 200),
    needed:
      run.writable === undefined
        ? []
        : [...run.writable.written.folders, ...run.writable.written.files],
    seen: {
      listening: (listening ?? []).filter((it) => !it.loopbackOnly).map((it) => it.port),
      listeningUdp: (expected.boundUdp ?? []).filter((it) => it < firstOfClients),
      path: expected.path,
      written: run.writable?.written.folders ?? [],
      lesson: error?.lesson ?? null,
      stopSignal: image.stopSignal,
      handles: handledBy(processes),
      memory: memoryOf(processes),
    },
    readyMs: counted.milliseconds,
    stopMs: typeof stopped === 'string' ? null : stopped.milliseconds,
    container: counted.container.name,
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

/** How long a program that already answers may take to become healthy. */
const healthMs = 15_000;

async function healthOf(
  { image: { healthcheck }, files }: Trial,
  { container, outcome }: Started,
  ended: PromiseId | null,
  tools: Tools,
): Promise<Verdict | null> {
  if (healthcheck === null) return null;
  const cause = outcome.kind === 'no-answer' ? 'answers' : ended;
  if (cause !== null) return judgeHealth('', cause);
  if (!isUp(outcome)) return judgeHealth('it had ended before its HEALTHCHECK could run', null);
  const run = await runHealthcheck(container.name, healthcheck, healthMs, tools);
  if (typeof files !== 'string' && isEngineFault(run, files.entries))
    return judgeHealth(`${tools.engine.program} cannot run a program in the container`, null);
  return judgeHealth(run, null);
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
  const name = `${created.image.replace(':', '-')}-${readOnly ? 'read-only' : 'writable'}`;
  created.containers.add(name);
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

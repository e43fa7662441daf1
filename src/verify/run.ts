/** Starts a hardened container, waits until it answers, and stops it. */
import { Cancelled } from '../errors.ts';
import type { Engine, Host, Probe, RunResult } from '../ports/ports.ts';
import { type Demand, faultOf } from './expectations.ts';
import { excerptOf } from './log-errors.ts';
import { lastLines, plainText } from './plain-text.ts';
import type { ContainerRef } from './processes.ts';
import type { Progress } from './progress.ts';

/**
 * The flags that harden a container whose program needs no rights, with docker and equally in
 * Kubernetes.
 */
export const hardening: readonly string[] = [
  '--tmpfs',
  '/tmp',
  '--cap-drop',
  'ALL',
  '--security-opt',
  'no-new-privileges',
];

export interface StartOptions {
  readonly image: string;
  readonly name: string;
  readonly readOnly: boolean;
  /** Ports to publish on 127.0.0.1, each on a free port of this machine. */
  readonly ports: readonly number[];
  /** Further arguments of `docker create`: variables, writable places, the platform. */
  readonly extra: readonly string[];
}

/** Where this machine reaches a port of a container. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The state of a program after its start. */
export type Outcome =
  | {
      readonly kind: 'answered';
      readonly probe: Extract<Probe, { kind: 'http' | 'other-protocol' }>;
      readonly port: number;
    }
  /** A program without a port is still running after some time. */
  | { readonly kind: 'up' }
  | {
      readonly kind: 'ended';
      readonly code: number;
      readonly log: string;
      readonly outOfMemory: boolean;
      readonly hadAnswered: boolean;
    }
  | { readonly kind: 'never-started'; readonly log: string }
  /** It runs, but a port did not answer correctly in time. */
  | {
      readonly kind: 'no-answer';
      readonly port: number;
      readonly last: Probe;
      readonly log: string;
      readonly hadAnswered: boolean;
    };

export interface Started {
  readonly container: ContainerRef;
  readonly outcome: Outcome;
  /** Where this machine reaches the ports of the container. */
  readonly published: ReadonlyMap<number, Address>;
  /** How long it took until every port had answered, or the start was over. */
  readonly milliseconds: number;
  /** When every port had answered; without that, when it was started. On the clock of the host. */
  readonly upSince: number;
}

export interface Tools {
  readonly engine: Engine;
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Throws `Cancelled` if Ctrl-C was pressed. */
export function checkpoint(signal: AbortSignal): void {
  if (signal.aborted) throw new Cancelled(interrupted);
}

/** Waits for a promise, or until Ctrl-C. The promise is then abandoned. */
async function unlessInterrupted<T>(waiting: Promise<T>, signal: AbortSignal): Promise<T> {
  checkpoint(signal);
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new Cancelled(interrupted));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([waiting, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

const interrupted = 'Cancelled: nothing that was started is left behind.';

/**
 * The address of an engine on another machine, whose loopback ports cannot be reached from here.
 * @returns `null` for an engine on this machine, or if the address is unknown
 */
export async function remoteEndpoint(engine: Engine): Promise<string | null> {
  if (engine.program !== 'docker') return null;
  // The answer reflects DOCKER_HOST and DOCKER_CONTEXT.
  const context = await engine.run(
    ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'],
    { timeoutMs: 30_000 },
  );
  const endpoint = context.stdout.trim();
  const isLoopback = /^tcp:\/\/(?:localhost|127\.|\[::1\])/.test(endpoint);
  return /^(?:tcp|ssh|https?):/.test(endpoint) && !isLoopback ? endpoint : null;
}

/** How long a program without a port must keep running. */
const settleMs = 4_000;
/** A program that cannot reach its database often answers once, and then ends or fails. */
const againMs = 2_000;
/** How long an answer may be an error before it counts. A server that is warming up answers 503. */
const errorPatienceMs = 8_000;
const pollMs = 150;

/**
 * Creates and starts a container and waits until every port answers, and answers again a little
 * later, or the program ends, or the time is up.
 * @param demand what the first port must answer; `null` for `/`, where any answer below 500 is
 *   accepted
 */
export async function start(
  options: StartOptions,
  demand: Demand | null,
  timeoutMs: number,
  tools: Tools,
): Promise<Started> {
  const { engine, host } = tools;
  tools.progress.phase(`start on a ${options.readOnly ? 'read-only' : 'writable'} root`);
  const begun = host.now();
  const neverStarted = (result: RunResult): Started => ({
    container: { name: options.name, id: '', pid: 0 },
    published: new Map(),
    outcome: { kind: 'never-started', log: lastLines(result.stderr, 5) },
    milliseconds: host.now() - begun,
    upSince: begun,
  });
  const created = await engine.run(['create', ...createArguments(options, engine)], {
    timeoutMs: 120_000,
  });
  if (created.code !== 0) return neverStarted(created);
  checkpoint(tools.signal);
  const started = await engine.run(['start', options.name], { timeoutMs: 120_000 });
  if (started.code !== 0) return neverStarted(started);
  const { state, outcome, readyAt } = await waitUntilReady(options, demand, timeoutMs, tools);
  const { container, published } = state;
  const milliseconds = (readyAt ?? host.now()) - begun;
  return { container, outcome, published, milliseconds, upSince: readyAt ?? begun };
}

function createArguments(options: StartOptions, engine: Engine): readonly string[] {
  return [
    ...['--name', options.name, '--pull', 'never'],
    ...(options.readOnly ? readOnlyRoot(engine) : []),
    ...hardening,
    ...options.ports.flatMap((port) => ['--publish', `127.0.0.1::${port}`]),
    ...options.extra,
    options.image,
  ];
}

/** Makes the root read-only. By default, Podman adds writable places to it. */
export function readOnlyRoot(engine: Engine): readonly string[] {
  return engine.program === 'podman' ? ['--read-only', '--read-only-tmpfs=false'] : ['--read-only'];
}

interface Ready {
  readonly state: State;
  readonly outcome: Outcome;
  /** When every port had answered for the first time. */
  readonly readyAt: number | undefined;
}

async function waitUntilReady(
  options: StartOptions,
  demand: Demand | null,
  timeoutMs: number,
  tools: Tools,
): Promise<Ready> {
  const { engine, host } = tools;
  const begun = host.now();
  const deadline = begun + timeoutMs;
  let waiting = [...options.ports];
  let answered: Outcome | undefined;
  let readyAt: number | undefined;
  let failingSince: number | undefined;
  for (;;) {
    checkpoint(tools.signal);
    const state = await inspect(options.name, engine);
    const hadAnswered = readyAt !== undefined;
    if (!state.running)
      return { state, outcome: await endedAs(state, hadAnswered, engine), readyAt };
    const [port] = waiting;
    if (port === undefined) {
      if (answered !== undefined) return { state, outcome: answered, readyAt };
      if (host.now() - begun >= Math.min(settleMs, timeoutMs))
        return { state, outcome: { kind: 'up' }, readyAt };
      await host.sleep(pollMs);
      continue;
    }
    const demanded = port === options.ports[0] ? demand : null;
    const path = demanded?.path ?? '/';
    const probe = await probeOf(state.published.get(port), path, deadline, tools);
    const answer = answerIn(probe, demanded);
    if (answer !== null) {
      answered ??= { kind: 'answered', probe: answer, port };
      waiting.shift();
      failingSince = undefined;
      if (waiting.length === 0 && readyAt === undefined) {
        readyAt = host.now();
        await host.sleep(againMs);
        waiting = [...options.ports];
      }
      continue;
    }
    if (probe.kind === 'http') failingSince ??= host.now();
    const isOver =
      host.now() >= deadline ||
      (failingSince !== undefined && host.now() - failingSince >= errorPatienceMs);
    // It may have ended during the last request.
    if (isOver && (await inspect(options.name, engine)).running) {
      const log = await logOf(options.name, engine);
      const outcome = { kind: 'no-answer', port, last: probe, log, hadAnswered } as const;
      return { state, outcome, readyAt };
    }
    if (!isOver) await host.sleep(pollMs);
  }
}

/** How long a program that is up is watched: many wait some seconds for a service before they end. */
const watchMs = 8_000;
/** The same where its log says that it does not reach something: it may try again for longer. */
const longWatchMs = 25_000;
const watchPollMs = 500;

/**
 * Watches a program that is up, for some seconds from its first answer or its start on. One whose port does not
 * answer is broken anyway, and only looked at once.
 *
 * @param isWaiting whether its log says that it does not reach what it needs.
 * @returns how it ended meanwhile; `null` if it still runs.
 */
export async function endOf(
  { container, outcome, upSince }: Started,
  isWaiting: boolean,
  { engine, host, signal, progress }: Tools,
): Promise<Outcome | null> {
  const patience = isWaiting ? longWatchMs : watchMs;
  const watched = outcome.kind === 'no-answer' ? 0 : patience;
  progress.phase('watch');
  const hadAnswered =
    outcome.kind === 'answered' || (outcome.kind === 'no-answer' && outcome.hadAnswered);
  for (;;) {
    checkpoint(signal);
    const state = await inspect(container.name, engine);
    if (!state.running) return endedAs(state, hadAnswered, engine);
    if (host.now() - upSince >= watched) return null;
    await host.sleep(watchPollMs);
  }
}

async function endedAs(state: State, hadAnswered: boolean, engine: Engine): Promise<Outcome> {
  return {
    hadAnswered,
    kind: 'ended',
    code: state.exitCode,
    outOfMemory: state.outOfMemory,
    log: await logOf(state.container.name, engine),
  };
}

/** How long a server that is ready may take for one more request. */
const requestMs = 30_000;

/** @returns the answer of a server that is ready; `null` without an HTTP answer. */
export async function answerOn(
  { outcome, published }: Started,
  path: string,
  tools: Tools,
): Promise<Extract<Probe, { kind: 'http' }> | null> {
  if (outcome.kind !== 'answered') return null;
  const deadline = tools.host.now() + requestMs;
  const probe = await probeOf(published.get(outcome.port), path, deadline, tools);
  return probe.kind === 'http' ? probe : null;
}

/** @param published where the port is reached; `undefined` if it is not */
async function probeOf(
  published: Address | undefined,
  path: string,
  deadline: number,
  { host, signal }: Tools,
): Promise<Probe> {
  if (published === undefined) return { kind: 'closed' };
  const left = Math.max(1_000, deadline - host.now());
  const { host: name, port } = published;
  const probe = await unlessInterrupted(host.request(name, port, path, left), signal);
  return wantsTls(probe) ? { kind: 'other-protocol' } : probe;
}

/** Whether a server says that it speaks TLS: Go, nginx and Apache answer so to plain HTTP. */
function wantsTls(probe: Probe): boolean {
  return (
    probe.kind === 'http' &&
    probe.status === 400 &&
    /HTTP request (?:to an HTTPS server|was sent to HTTPS port)|speaking plain HTTP to an SSL/.test(
      probe.body,
    )
  );
}

/** Without a demand, any HTTP answer below 500 shows that the program listens and works. */
function answerIn(
  probe: Probe,
  demand: Demand | null,
): Extract<Probe, { kind: 'http' | 'other-protocol' }> | null {
  if (probe.kind === 'http') {
    const isMet = demand === null ? probe.status < 500 : faultOf({ demand, probe }) === null;
    return isMet ? probe : null;
  }
  return probe.kind === 'other-protocol' && demand === null ? probe : null;
}

interface State {
  readonly container: ContainerRef;
  readonly running: boolean;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** Where this machine reaches the ports of the container. */
  readonly published: ReadonlyMap<number, Address>;
}

/** @throws Error if the engine does not know the container that it created */
async function inspect(name: string, engine: Engine): Promise<State> {
  const result = await engine.run(['container', 'inspect', name], { timeoutMs: 30_000 });
  if (result.code !== 0)
    throw new Error(`${engine.program} container inspect ${name} failed: ${result.stderr.trim()}`);
  const [it] = JSON.parse(result.stdout) as readonly Inspected[];
  if (it === undefined)
    throw new Error(`${engine.program} container inspect ${name} answered nothing`);
  return {
    container: { name, id: it.Id, pid: it.State.Pid },
    running: it.State.Running,
    exitCode: it.State.ExitCode,
    outOfMemory: it.State.OOMKilled === true,
    published: publishedIn(it),
  };
}

/**
 * The engine publishes nothing in a network without a way out (`--internal`). There, the container has
 * an address that only this machine reaches.
 */
function publishedIn({ NetworkSettings, Config }: Inspected): ReadonlyMap<number, Address> {
  const published = new Map<number, Address>();
  const [inside] = Object.values(NetworkSettings?.Networks ?? {})
    .map((it) => it.IPAddress ?? '')
    .filter((it) => it !== '');
  for (const key of Object.keys(Config?.ExposedPorts ?? {})) {
    const port = Number.parseInt(key, 10);
    if (inside !== undefined) published.set(port, { host: inside, port });
  }
  for (const [key, bindings] of Object.entries(NetworkSettings?.Ports ?? {})) {
    const hostPort = bindings?.[0]?.HostPort;
    if (hostPort !== undefined)
      published.set(Number.parseInt(key, 10), { host: '127.0.0.1', port: Number(hostPort) });
  }
  return published;
}

interface Inspected {
  readonly Id: string;
  readonly State: {
    readonly Running: boolean;
    readonly Pid: number;
    readonly ExitCode: number;
    readonly OOMKilled?: boolean;
  };
  readonly NetworkSettings?: {
    readonly Ports?: Readonly<Record<string, readonly { readonly HostPort?: string }[] | null>>;
    readonly Networks?: Readonly<Record<string, { readonly IPAddress?: string }>>;
  };
  readonly Config?: { readonly ExposedPorts?: Readonly<Record<string, unknown>> };
}

/** The last 200 lines of the container's log, safe for a terminal. */
export async function wholeLogOf(name: string, engine: Engine): Promise<string> {
  const log: RunResult = await engine.run(['logs', '--tail', '200', name], { timeoutMs: 30_000 });
  return plainText(`${log.stdout}\n${log.stderr}`);
}

/** What to show of the log: the error first, if there is one. */
async function logOf(name: string, engine: Engine): Promise<string> {
  return lastLines(excerptOf(await wholeLogOf(name, engine), 10).join('\n'), 10);
}

export interface Stopped {
  readonly exitCode: number;
  readonly milliseconds: number;
  readonly log: string;
}

/**
 * Sends the image's stop signal and waits for its grace period, after which the engine kills it.
 */
export async function stop(name: string, graceSeconds: number, tools: Tools): Promise<Stopped> {
  const { engine, host } = tools;
  tools.progress.phase('stop');
  const begun = host.now();
  await engine.run(['stop', '-t', String(graceSeconds), name], {
    timeoutMs: (graceSeconds + 60) * 1_000,
    signal: tools.signal,
  });
  checkpoint(tools.signal);
  const milliseconds = host.now() - begun;
  const state = await inspect(name, engine);
  return { exitCode: state.exitCode, milliseconds, log: await logOf(name, engine) };
}

/**
 * Runs the HEALTHCHECK of an image in the hardened container, as the engine would, and judges it. A
 * check that can only fail makes an orchestrator restart a program that works.
 */
import { lastLines } from './plain-text.ts';
import type { Healthcheck } from './image.ts';
import { titles, type PromiseId, type Verdict } from './report.ts';
import { checkpoint, hardening, readOnlyRoot, type Tools } from './run.ts';

/** The last run of the check. */
export interface CheckRun {
  readonly code: number;
  /** Its last lines, safe for a terminal. */
  readonly log: string;
  /** How long the check was tried. */
  readonly seconds: number;
}

/** The check beside the program, and without it. */
export interface HealthFacts extends CheckRun {
  /** Whether it also ends with 0 where the program does not run. */
  readonly passesAlone: boolean;
}

const pauseMs = 1_000;
/** A check that takes longer counts as failed, as with the engine's default of 30 s. */
const patienceMs = 30_000;

/**
 * Repeats the check until it succeeds or the time is up: a server may answer before it is healthy.
 *
 * @param container the name of a running container.
 * @param timeoutMs how long it may take to become healthy.
 */
export async function runHealthcheck(
  container: string,
  check: Healthcheck,
  timeoutMs: number,
  { engine, host, signal, progress }: Tools,
): Promise<CheckRun> {
  progress.phase('health');
  const begun = host.now();
  for (;;) {
    const result = await engine.run(['exec', container, ...check.command], {
      timeoutMs: check.timeoutMs ?? patienceMs,
      signal,
    });
    checkpoint(signal);
    const passed = host.now() - begun;
    const log = lastLines(`${result.stdout}\n${result.stderr}`, 5);
    if (result.code === 0 || passed >= timeoutMs)
      return { code: result.code, log, seconds: Math.round(passed / 1_000) };
    await host.sleep(pauseMs);
  }
}

/** How long the check may take in a separate container. */
const aloneMs = 10_000;

/**
 * Runs the check as the only program of a container, without a network: what it asks is not there.
 *
 * @param settings the limits, the variables of the program, and the platform.
 */
export async function passesAlone(
  image: string,
  name: string,
  { command: [program = '', ...rest] }: Healthcheck,
  settings: readonly string[],
  { engine, host, signal }: Tools,
): Promise<boolean> {
  const begun = host.now();
  const result = await engine.run(
    [
      ...['run', '--rm', '--name', name, '--pull', 'never', '--network', 'none'],
      ...readOnlyRoot(engine),
      ...hardening,
      ...settings,
      ...['--entrypoint', program, image, ...rest],
    ],
    { timeoutMs: aloneMs, signal },
  );
  checkpoint(signal);
  // A program that takes no such arguments may have started as a server, and ends well when it has to.
  return result.code === 0 && host.now() - begun < aloneMs;
}

/**
 * Finds out whether the engine, and not the check, failed: it did not find a program that is in the
 * image.
 *
 * @param paths what is in the image.
 */
export function isEngineFault(run: CheckRun, paths: ReadonlyMap<string, unknown>): boolean {
  const missing = /\bstat (\/\S+): no such file or directory/.exec(run.log)?.[1];
  return missing !== undefined && paths.has(missing);
}

/**
 * @param run what the check does, or the reason why it could not run, as a sentence fragment.
 * @param because the broken promise that this follows from.
 */
export function judgeHealth(run: HealthFacts | string, because: PromiseId | null): Verdict {
  const base = { id: 'healthy', title: titles.healthy } as const;
  if (because !== null)
    return { ...base, kept: null, detail: 'the program does not answer', because };
  if (typeof run === 'string') return { ...base, kept: null, detail: run };
  if (run.code === 0)
    return {
      ...base,
      kept: true,
      detail: '',
      ...(run.passesAlone
        ? { but: 'it also passes where the program does not run: it can find no fault' }
        : {}),
    };
  const detail = [`it still ends with ${run.code} after ${run.seconds} s`, run.log]
    .filter((it) => it !== '')
    .join('\n');
  return {
    ...base,
    kept: false,
    detail,
    hint:
      'It runs in the container, as the user of the image: check the port and the path that it asks, ' +
      'and that its program is in the image.',
  };
}

/**
 * Finds the path that a check requests: `/health` in `curl -f http://localhost:8080/health`.
 *
 * @returns `undefined` if it requests `/`, or nothing that can be read from its words.
 */
export function pathOfCheck({ command }: Healthcheck): string | undefined {
  const words = command.slice(1).join(' ');
  return /(?:['"]|:\d+|\blocalhost|\b127\.0\.0\.1|\[::1\])(\/[\w.~%-][\w./~%?=&-]*)/.exec(
    words,
  )?.[1];
}

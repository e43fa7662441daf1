/** Judges the start on a read-only root file system, and the stop. */
import { isSuccess } from './judge-answers.ts';
import { signalNumber, type ImageFacts } from './image.ts';
import { listed, plainLine } from './plain-text.ts';
import { titles, type PromiseId, type Verdict } from './report.ts';
import type { Outcome, Stopped } from './run.ts';
import type { Written } from './written-paths.ts';

export interface ReadOnlyRun {
  readonly outcome: Outcome;
  /** A line of the log about a read-only file system, if the program works anyway. */
  readonly complaint?: string;
  /**
   * The second start, with a writable root file system. Absent if the first one succeeded, or
   * failed for another reason.
   */
  readonly writable?: { readonly outcome: Outcome; readonly written: Written };
}

export function judgeReadOnly(run: ReadOnlyRun, ports: readonly number[]): Verdict {
  const base = { id: 'read-only', title: titles['read-only'] } as const;
  if (run.writable === undefined && isSuccess(run.outcome, ports))
    return { ...base, kept: true, detail: run.complaint ?? '' };
  if (run.writable === undefined)
    return { ...base, kept: null, detail: 'it is up, but does not answer', because: 'answers' };
  if (!isSuccess(run.writable.outcome, ports))
    return {
      ...base,
      kept: null,
      detail: 'it also fails with a writable root file system',
      because: 'answers',
    };
  const { folders, files } = run.writable.written;
  const log = logOf(run.outcome);
  const detail = [
    folders.length + files.length === 0
      ? 'it works only with a writable root file system, but no changed path was found'
      : `it works only if it can write ${listed([...folders, ...files], 10)}`,
    ...(log === '' ? [] : [log]),
  ].join('\n');
  const hints = [
    ...(folders.length === 0
      ? []
      : [
          `Declare the place: ${folders.map((it) => `--writable ${it}`).join(' ')}, in the preset: writable: [${folders.join(', ')}]`,
        ]),
    ...(files.length === 0
      ? []
      : [
          `Let the program write ${listed(files)} to a separate folder (or to /tmp) and declare ` +
            'that: a mount here would hide the files beside it.',
        ]),
    ...(folders.length + files.length === 0 ? ['Read its log, and let it write to /tmp.'] : []),
  ];
  return { ...base, kept: false, detail, hint: hints.join('\n') };
}

/**
 * Finds a complaint about a read-only file system in the log of a program that works anyway. It
 * causes a remark, not a broken promise.
 */
export function complaintIn(log: string): string | undefined {
  const line = log
    .replace(/^ *\| /gm, '')
    .split('\n')
    .find((it) => /read-only file system|\bEROFS\b/i.test(it));
  return line === undefined
    ? undefined
    : `it works, but its log contains: ${plainLine(line).slice(0, 200)}`;
}

function logOf(outcome: Outcome): string {
  return 'log' in outcome ? outcome.log : '';
}

/** @param stopped the result, or the reason why it was not stopped, as a sentence fragment */
export function judgeStop(
  stopped: Stopped | string,
  image: ImageFacts,
  graceSeconds: number,
  because: PromiseId | null,
): Verdict {
  const base = {
    id: 'stops',
    title: `stops on ${image.stopSignal} within ${graceSeconds} s`,
  } as const;
  if (typeof stopped === 'string')
    return { ...base, kept: null, detail: stopped, ...(because === null ? {} : { because }) };
  const number = signalNumber(image.stopSignal);
  const seconds = (stopped.milliseconds / 1000).toFixed(1);
  if (
    stopped.exitCode === 0 ||
    (number !== undefined && number !== 9 && stopped.exitCode === 128 + number)
  )
    return { ...base, kept: true, detail: `exit code ${stopped.exitCode} after ${seconds} s` };
  const isKilled = stopped.exitCode === 137 && stopped.milliseconds >= graceSeconds * 1_000;
  const detail = [
    isKilled
      ? `it kept running until it was killed after ${seconds} s`
      : `exit code ${stopped.exitCode} after ${seconds} s`,
    stopped.log,
  ]
    .filter((it) => it !== '')
    .join('\n');
  if (because !== null) return { ...base, kept: null, detail, because };
  return {
    ...base,
    kept: false,
    detail,
    hint: isKilled ? killedHint(image) : unclean(stopped.exitCode, image),
  };
}

function killedHint(image: ImageFacts): string {
  return (
    `As PID 1 a program without a handler for ${image.stopSignal} does not get it: handle it and ` +
    "exit (Node: process.on('SIGTERM', ...); Python: signal.signal, or STOPSIGNAL SIGINT), " +
    'or start it with an init (docker run --init).'
  );
}

function unclean(code: number, image: ImageFacts): string {
  if (code === 2)
    return (
      'A Go program without a handler exits at once with 2 and cuts off open requests: ' +
      `use signal.NotifyContext for ${image.stopSignal}, and Shutdown of the server.`
    );
  return `Handle ${image.stopSignal}: finish open requests, then exit with 0.`;
}

/** The report of verify: the promises, and the verdict on each. */
import type { Lesson } from './log-errors.ts';

/** The promises and their titles, in the order in which they are reported. */
export const titles = {
  builds: 'builds',
  'build-checks': 'build checks find nothing',
  pinned: 'every image is pinned by digest',
  user: 'USER is a numeric uid:gid, not root',
  'exec-form': 'starts in exec form',
  'read-only': 'runs on a read-only root file system',
  answers: 'answers on its port',
  healthy: 'its HEALTHCHECK passes',
  processes: 'every process runs as the user of the image',
  capabilities: 'no process has a capability',
  'pid-1': 'PID 1 is the program',
  stops: 'stops on its stop signal',
  'no-shell': 'no shell in it',
  'no-package-manager': 'no package manager in it',
  'no-setuid': 'no setuid or setgid file, none with capabilities',
  'no-writable': 'nothing that the user can write outside the declared places',
  'no-secret-in-environment': 'no secret in the environment',
  'no-secret-in-history': 'no secret in the history',
  'no-secret-in-files': 'no secret among the files',
} as const satisfies Readonly<Record<string, string>>;

export type PromiseId = keyof typeof titles;

export const promiseIds = Object.keys(titles) as readonly PromiseId[];

/**
 * The outcome of one promise. `kept: null` means not judged, which never counts as kept. `detail`
 * then has the reason: it could not be checked, or it follows from another broken promise
 * (`because`), so that each fault is reported once. `healthy` is absent for an image without a
 * HEALTHCHECK.
 */
export interface Verdict {
  readonly id: PromiseId;
  readonly kept: boolean | null;
  readonly title: string;
  readonly detail: string;
  /** What to do next. Present on every broken promise. */
  readonly hint?: string;
  readonly because?: PromiseId;
  /** Kept, but this is worth a look: the server answers with 404. `--strict` does not accept it. */
  readonly but?: string;
  /** How the program ended by itself, of `answers`. Absent where it did not. */
  readonly end?: End;
  /** The line of the Dockerfile that it is about. Absent on a kept promise, and where unknown. */
  readonly line?: number;
}

/** The end of a program that nothing has stopped. */
export interface End {
  readonly code: number;
  readonly outOfMemory: boolean;
  /** The line of its log that says why, or the first one that is shown; `''` for an empty log. */
  readonly line: string;
}

/** The files of an image: the largest ones, and what all of them add up to. */
export interface Contents {
  /** At most 100, the largest first. */
  readonly largest: readonly { readonly path: string; readonly size: number }[];
  readonly count: number;
  readonly size: number;
}

export interface Layer {
  readonly createdBy: string;
  readonly size: number;
}

/** Another Dockerfile of the same project, whose image was built for its size (--compare). */
export interface Compared {
  /** The path as given. */
  readonly dockerfile: string;
  /** In bytes; `null` if its build failed. */
  readonly size: number | null;
}

/** The response to the probe. `body` has at most 64 KB. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the run showed that the sources may not say. */
export interface Seen {
  /** TCP ports that it listened on, beyond its loopback. Empty if unknown. */
  readonly listening: readonly number[];
  /** TCP ports that it listened on, on its loopback alone. */
  readonly loopback: readonly number[];
  /** UDP ports that it is bound to, beyond its loopback and below those that clients get. */
  readonly listeningUdp: readonly number[];
  /** Where `/` was refused: a usual path that answers below 400; `null` without one. */
  readonly path: string | null;
  /** Folders that it wrote to on a writable root, and needs. */
  readonly written: readonly string[];
  /** What the error in its log teaches; `null` without one. */
  readonly lesson: Lesson | null;
  /** Whether its network had no way out. */
  readonly isolated: boolean;
  /** The signal that the image is stopped with. */
  readonly stopSignal: string;
  /** Which of SIGTERM, SIGINT and SIGQUIT its first process handles. Empty if unknown. */
  readonly handles: readonly string[];
  /** Bytes of memory that its processes held when it was ready; `null` if unknown. */
  readonly memory: number | null;
}

/** The report of `verify --json`. Fields may be added, but are never renamed. */
export interface VerifyReport {
  /**
   * True if no promise is broken. `promises` shows which were not judged. With `--strict`, also
   * that all were judged, and none was kept with a reservation.
   */
  readonly ok: boolean;
  readonly engine: string;
  /** The path of the Dockerfile as given, or the image of `--image`. */
  readonly dockerfile: string;
  readonly target: string | null;
  /** `null` if the build failed. `layers` omits those without bytes. The first is the lowest. */
  readonly image: {
    readonly id: string;
    readonly size: number;
    readonly layers: readonly Layer[];
    /** `null` if the files could not be read. */
    readonly files: Contents | null;
  } | null;
  /** `null` without --compare, or if the build of the image that is judged failed. */
  readonly compared: Compared | null;
  readonly promises: readonly Verdict[];
  readonly broken: readonly PromiseId[];
  /** Kept, but with a reservation (`but`). */
  readonly doubtful: readonly PromiseId[];
  readonly answer: Answer | null;
  /** `null` if nothing was started. */
  readonly seen: Seen | null;
  /** The last lines (at most 200) that the program wrote. */
  readonly log: string;
  /** Times in milliseconds. A step that was not reached is absent. */
  readonly timings: {
    readonly build?: number;
    readonly ready?: number;
    readonly stop?: number;
    readonly total: number;
  };
  /** What --keep leaves behind. */
  readonly left: {
    readonly image: string;
    readonly containers: readonly string[];
    readonly networks: readonly string[];
  } | null;
}

/** `17 kept (1 with a but), 1 broken, 1 not judged` */
export function sum(report: VerifyReport): string {
  const kept = report.promises.filter((it) => it.kept === true).length;
  const open = report.promises.filter((it) => it.kept === null).length;
  const doubtful = report.doubtful.length;
  return [
    `${kept} kept${doubtful === 0 ? '' : ` (${doubtful} with a but)`}`,
    `${report.broken.length} broken`,
    ...(open === 0 ? [] : [`${open} not judged`]),
  ].join(', ');
}

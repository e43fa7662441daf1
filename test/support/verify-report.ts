/** Reports of `verify` as the tests of `prove` need them. */
import type { PromiseId, Seen, Verdict, VerifyReport } from '../../src/verify/report.ts';

export interface ReportChanges {
  readonly broken?: readonly PromiseId[];
  readonly doubtful?: readonly PromiseId[];
  readonly promises?: readonly Verdict[];
  readonly seen?: Partial<Seen>;
}

/** @returns a report of a run that showed nothing, with these changes. */
export function reportWith({
  broken = [],
  doubtful = [],
  promises = [],
  seen = {},
}: ReportChanges): VerifyReport {
  return {
    ok: broken.length === 0,
    engine: 'docker',
    dockerfile: 'Dockerfile',
    target: null,
    image: null,
    promises,
    compared: null,
    broken,
    doubtful,
    answer: null,
    seen: {
      listening: [],
      loopback: [],
      listeningUdp: [],
      path: null,
      written: [],
      lesson: null,
      isolated: false,
      stopSignal: 'SIGTERM',
      handles: [],
      memory: null,
      ...seen,
    },
    log: '',
    timings: { total: 1 },
    left: null,
  };
}

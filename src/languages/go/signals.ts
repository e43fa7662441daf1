/**
 * Finds how a program handles the stop signal. Without a handler, a Go program exits at once and
 * cuts off open requests.
 */
import type { Evidence, Note } from '../../types.ts';
import type { Stop } from '../shared/uses.ts';

export interface SignalFacts {
  /** Set if the program handles SIGINT but not SIGTERM. */
  readonly stopSignal: { readonly signal: string; readonly why: string } | undefined;
  readonly notes: readonly Note[];
}

/**
 * @param listens whether the program serves a port. Only then does an abrupt exit cut off requests,
 *   which is worth a warning.
 */
export function findSignals(stops: readonly Stop[], main: Evidence, listens: boolean): SignalFacts {
  if (stops.some((it) => it.signal === 'SIGTERM')) return { stopSignal: undefined, notes: [] };
  const interrupt = stops[0]?.evidence;
  if (interrupt) {
    return {
      stopSignal: {
        signal: 'SIGINT',
        why: `The program handles SIGINT but not SIGTERM (${interrupt.file}:${interrupt.line}).`,
      },
      notes: [
        {
          code: 'go/stops-on-sigint',
          level: 'info',
          text: 'the program ends cleanly only on SIGINT, so the image sets STOPSIGNAL; Kubernetes before 1.33 always sends SIGTERM: add syscall.SIGTERM to the call',
          evidence: [interrupt],
        },
      ],
    };
  }
  if (!listens) return { stopSignal: undefined, notes: [] };
  return {
    stopSignal: undefined,
    notes: [
      {
        code: 'go/ignores-sigterm',
        level: 'warning',
        text: 'the program does not handle SIGTERM: a stop cuts off the requests that it is answering',
        hint: 'Wait for signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM), then call Shutdown.',
        evidence: [main],
      },
    ],
  };
}

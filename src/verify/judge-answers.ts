/** Judges whether the program answers on its ports, or keeps running if it has none. */
import type { Probe } from '../ports/ports.ts';
import { plainLine } from './plain-text.ts';
import type { Verdict } from './report.ts';
import type { Outcome } from './run.ts';

/** Whether the start succeeded. */
export function isSuccess(outcome: Outcome, ports: readonly number[]): boolean {
  if (outcome.kind === 'ended') return ports.length === 0 && outcome.code === 0;
  return outcome.kind === 'answered' || outcome.kind === 'up';
}

export interface Expected {
  readonly ports: readonly number[];
  readonly udpPorts: readonly number[];
  /** The value of --path. */
  readonly path: string | null;
  readonly timeoutSeconds: number;
  /** The address of the engine, if its ports cannot be reached from this machine. */
  readonly remote: string | null;
  /** The path that it could not write, according to its log. */
  readonly denied?: string | undefined;
}

export type Listening = readonly { readonly port: number; readonly loopbackOnly: boolean }[] | null;

/** @param listening the ports that the program listens on, for the hint; `null` if unknown */
export function judgeAnswers(outcome: Outcome, expected: Expected, listening: Listening): Verdict {
  const { ports, udpPorts } = expected;
  const base = {
    id: 'answers',
    title: ports.length > 0 ? `answers on port ${ports.join(', ')}` : 'stays up, or ends with 0',
  } as const;
  const udp =
    udpPorts.length > 0 ? `UDP ${udpPorts.join(', ')} is not judged: UDP has no connections` : '';
  switch (outcome.kind) {
    case 'answered': {
      const told =
        outcome.probe.kind === 'http'
          ? `GET ${expected.path ?? '/'} on ${outcome.port}: ${outcome.probe.status}`
          : `${outcome.port} accepts connections, but does not speak HTTP`;
      return { ...base, kept: true, detail: [told, udp].filter((it) => it !== '').join('; ') };
    }
    case 'up': {
      if (expected.remote !== null)
        return {
          ...base,
          kept: null,
          detail:
            `it stayed up; the engine at ${plainLine(expected.remote)} publishes ports ` +
            'on its own machine only, where they cannot be reached from here',
        };
      if (udp !== '') return { ...base, kept: null, detail: `it stayed up; ${udp}` };
      const others = (listening ?? []).map((it) => it.port);
      const unexposed =
        others.length > 0 ? `it listens on ${others.join(', ')}, which no EXPOSE names` : '';
      return {
        ...base,
        kept: true,
        detail: ['stayed up', unexposed].filter((it) => it !== '').join('; '),
      };
    }
    case 'never-started':
      return {
        ...base,
        kept: false,
        detail: `the engine could not start it\n${outcome.log}`,
        hint:
          'Check that the program of ENTRYPOINT is in the image, is executable, ' +
          'and finds its interpreter and libraries there.',
      };
    case 'ended': {
      if (isSuccess(outcome, ports)) return { ...base, kept: true, detail: 'ended with 0' };
      const how = outcome.outOfMemory ? 'ran out of memory' : `ended with ${outcome.code}`;
      const detail = [
        `it ${how}${ports.length > 0 ? ' before it answered' : ''}`,
        outcome.log || '  | (nothing in its log)',
      ].join('\n');
      return { ...base, kept: false, detail, hint: endedHint(expected) };
    }
    case 'no-answer':
      return {
        ...base,
        kept: false,
        detail: [noAnswer(outcome.last, outcome.port, expected), outcome.log]
          .filter((it) => it !== '')
          .join('\n'),
        hint: noAnswerHint(outcome.last, outcome.port, listening),
      };
  }
}

function endedHint({ ports, denied }: Expected): string {
  if (denied !== undefined)
    return (
      `It may not write ${denied}. If that is a folder, declare it, so that it belongs to the user: ` +
      `create-secure-dockerfile --writable ${denied}, in the preset: writable: [${denied}]. ` +
      'If it is a file, write it to a separate folder.'
    );
  const settings = 'See the log above. If it needs settings: --env NAME=VALUE or --env-file FILE.';
  return ports.length > 0 ? `${settings} If it is not a server, remove EXPOSE.` : settings;
}

function noAnswer(last: Probe, port: number, expected: Expected): string {
  switch (last.kind) {
    case 'http':
      return `GET ${expected.path ?? '/'} on ${port} answers ${last.status}`;
    case 'silent':
      return `${port} accepts connections, but sent no answer to GET ${expected.path ?? '/'} within ${expected.timeoutSeconds} s`;
    case 'other-protocol':
      return `${port} does not speak HTTP, and --path requires an HTTP answer`;
    case 'closed':
      return `nothing listens on ${port} after ${expected.timeoutSeconds} s`;
  }
}

/**
 * Whether the program runs and listens, but not on the right port. A writable place would not
 * change that.
 */
export function listensElsewhere(outcome: Outcome, listening: Listening): boolean {
  if (outcome.kind !== 'no-answer' || outcome.last.kind !== 'closed') return false;
  return (
    listening !== null &&
    listening.length > 0 &&
    !listening.some((it) => it.port === outcome.port && !it.loopbackOnly)
  );
}

function noAnswerHint(last: Probe, port: number, listening: Listening): string {
  if (last.kind === 'http')
    return 'See the log. Request another path with --path, or pass settings with --env NAME=VALUE.';
  if (last.kind === 'silent')
    return (
      'Find out what it waits for. Pass settings with --env NAME=VALUE, or more time with ' +
      '--timeout SECONDS. A server that speaks HTTP answers every request.'
    );
  const here = listening?.find((it) => it.port === port);
  if (here?.loopbackOnly === true)
    return `It listens on ${port} of the container's loopback only: let it listen on 0.0.0.0.`;
  const others = (listening ?? []).filter((it) => it.port !== port);
  if (here === undefined && others.length > 0)
    return (
      `It listens on ${others.map((it) => it.port).join(', ')}: ` +
      `write that port in EXPOSE (--port), or set its port to ${port}.`
    );
  return (
    'Give it more time with --timeout SECONDS, or settings with --env NAME=VALUE; ' +
    'EXPOSE must name the port it listens on, on 0.0.0.0.'
  );
}

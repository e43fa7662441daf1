/** Judges whether the program answers on its ports, or keeps running if it has none. */
import type { Probe } from '../ports/ports.ts';
import { correctionOf, type Demand, faultOf, type Reply, replyText } from './expectations.ts';
import { adviceOf, type Lesson } from './log-errors.ts';
import { plainLine } from './plain-text.ts';
import { firstOfClients } from './processes.ts';
import type { End, Verdict } from './report.ts';
import type { Outcome } from './run.ts';

/** Whether the start succeeded. */
export function isSuccess(outcome: Outcome, ports: readonly number[]): boolean {
  if (outcome.kind === 'ended') return ports.length === 0 && outcome.code === 0;
  return outcome.kind === 'answered' || outcome.kind === 'up';
}

export interface Expected {
  readonly ports: readonly number[];
  readonly udpPorts: readonly number[];
  /** The demand that the start waited for. */
  readonly demand: Demand | null;
  /** The answers to the other demands. */
  readonly further: readonly Reply[];
  /** The answer on the path of the HEALTHCHECK, if `/` was refused. */
  readonly health?: { readonly path: string; readonly status: number } | undefined;
  /** A usual path that answers, if `/` was refused. */
  readonly path: string | null;
  /** How the program does not fit the platform that the image names, as a sentence. */
  readonly misfit: string | null;
  /** Where the server redirects `/`, if that does not answer. */
  readonly landing: Landing | null;
  /** Whether the program is meant to end. */
  readonly job: boolean;
  /** The UDP ports that it is bound to; `null` if unknown. */
  readonly boundUdp: readonly number[] | null;
  readonly timeoutSeconds: number;
  /** The address of the engine, if its ports cannot be reached from this machine. */
  readonly remote: string | null;
  /** What the error in its log teaches; `undefined` without one. */
  readonly lesson?: Lesson | undefined;
}

/** Where redirects end; `status` is `null` if they go in a circle. */
export interface Landing {
  readonly path: string;
  readonly status: number | null;
}

export type Listening = readonly { readonly port: number; readonly loopbackOnly: boolean }[] | null;

/** @param listening the ports that the program listens on, for the hint; `null` if unknown */
export function judgeAnswers(outcome: Outcome, expected: Expected, listening: Listening): Verdict {
  const verdict = judgeOutcome(outcome, expected, listening);
  if (verdict.kept !== true || expected.misfit === null) return verdict;
  return {
    id: verdict.id,
    title: verdict.title,
    kept: false,
    detail: `${verdict.detail}, but elsewhere it does not start: ${expected.misfit}`,
    hint: adviceOf({ kind: 'platform' }),
  };
}

function judgeOutcome(outcome: Outcome, expected: Expected, listening: Listening): Verdict {
  const { ports } = expected;
  const base = {
    id: 'answers',
    title: ports.length > 0 ? `answers on port ${ports.join(', ')}` : 'stays up, or ends with 0',
  } as const;
  const udp = udpOf(expected);
  switch (outcome.kind) {
    case 'answered':
      return { ...base, ...judgeAnswered(outcome, expected, udp, listening) };
    case 'up': {
      if (expected.remote !== null)
        return {
          ...base,
          kept: null,
          detail:
            `it stayed up; the engine at ${plainLine(expected.remote)} publishes ports ` +
            'on its own machine only, where they cannot be reached from here',
        };
      if (udp.isBroken)
        return { ...base, kept: false, detail: `it stayed up; ${udp.text}`, hint: udpHint };
      if (udp.isUnknown) return { ...base, kept: null, detail: `it stayed up; ${udp.text}` };
      const but = silenceOf(expected, listening);
      return {
        ...base,
        kept: true,
        detail: joined('stayed up', udp.text),
        ...(but === undefined ? {} : { but }),
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
      const end = endIn(outcome);
      if (isSuccess(outcome, ports))
        return { ...base, ...judgeJob(outcome.log, expected.job), end };
      const how = outcome.outOfMemory ? 'ran out of memory' : `ended with ${outcome.code}`;
      const since = outcome.hadAnswered ? ' after it had answered' : ' before it answered';
      const detail = [
        `it ${how}${ports.length > 0 ? since : ''}`,
        outcome.log || '  | (nothing in its log)',
      ].join('\n');
      return { ...base, kept: false, detail, hint: endedHint(expected, outcome.outOfMemory), end };
    }
    case 'no-answer':
      return {
        ...base,
        kept: false,
        detail: [
          `${noAnswer(outcome.last, outcome.port, expected)}${placesOf(outcome, listening)}${outcome.hadAnswered ? ', after it had answered once' : ''}`,
          outcome.log,
        ]
          .filter((it) => it !== '')
          .join('\n'),
        hint: [
          noAnswerHint(outcome.last, outcome.port, expected.demand, listening),
          ...(expected.lesson === undefined ? [] : [adviceOf(expected.lesson)]),
        ].join('\n'),
      };
  }
}

function endIn({ code, outOfMemory, log }: Extract<Outcome, { kind: 'ended' }>): End {
  const [first = ''] = log.split('\n');
  return { code, outOfMemory, line: first.replace(/^ *\| /, '') };
}

type Judged = Pick<Verdict, 'kept' | 'detail' | 'hint' | 'but'>;

function judgeAnswered(
  { probe, port }: Extract<Outcome, { kind: 'answered' }>,
  expected: Expected,
  udp: Udp,
  listening: Listening,
): Judged {
  const path = expected.demand?.path ?? '/';
  const { further, health, landing } = expected;
  const answers = [
    probe.kind === 'http'
      ? `GET ${path} on ${port}: ${probe.status}`
      : `${port} accepts connections, but does not speak HTTP`,
    ...further.map(replyText),
    ...(health === undefined ? [] : [`GET ${health.path}: ${health.status}`]),
  ].join(', ');
  const others = unexposedOf(expected, listening);
  const also =
    others.length === 0 ? '' : `it also listens on ${others.join(', ')}, which no EXPOSE names`;
  const detail = joined(answers, udp.text, also);
  const refused = further.find((it) => faultOf(it) !== null);
  if (refused !== undefined) return { kept: false, detail, hint: correctionOf(refused.demand) };
  if (udp.isBroken) return { kept: false, detail, hint: udpHint };
  const isRefused = probe.kind === 'http' && probe.status >= 400 && expected.demand === null;
  if (isRefused && (health?.status ?? 500) >= 400)
    return {
      kept: true,
      detail,
      but: `the server runs; is this what it serves? ${
        expected.path === null
          ? '--path asks for another path'
          : `${expected.path} answers: expect it in the preset, or ask with --path ${expected.path}`
      }`,
    };
  if (landing !== null)
    return {
      kept: true,
      detail,
      but: `GET ${path} redirects to ${plainLine(landing.path)}, which ${
        landing.status === null ? 'redirects in a circle' : `answers ${landing.status}`
      }`,
    };
  if (udp.isUnknown) return { kept: true, detail, but: 'its UDP ports are not judged' };
  return { kept: true, detail };
}

/** Why a program that stays up may serve nobody; `undefined` for one that serves nothing. */
function silenceOf(expected: Expected, listening: Listening): string | undefined {
  const others = unexposedOf(expected, listening);
  if (others.length > 0)
    return `it listens on ${others.join(', ')}, which no EXPOSE names: --port ${others.join(',')} exposes it`;
  const own = (listening ?? []).filter((it) => it.loopbackOnly).map((it) => it.port);
  return own.length === 0 || expected.udpPorts.length > 0
    ? undefined
    : `it listens on ${own.join(', ')} of the container's loopback only, where nobody else reaches it`;
}

/** The ports that it listens on beyond its loopback, and that the image does not expose. */
function unexposedOf(
  { ports, udpPorts, boundUdp }: Expected,
  listening: Listening,
): readonly string[] {
  const tcp = (listening ?? []).filter((it) => !it.loopbackOnly && !ports.includes(it.port));
  const udp = (boundUdp ?? []).filter((it) => it < firstOfClients && !udpPorts.includes(it));
  return [...tcp.map((it) => String(it.port)), ...udp.map((it) => `${it}/udp`)];
}

interface Udp {
  readonly text: string;
  readonly isBroken: boolean;
  readonly isUnknown: boolean;
}

const udpHint = 'Let the program bind it on 0.0.0.0, or name in EXPOSE the port that it binds.';

/** UDP has no connections, so that a port counts as served if the program is bound to it. */
function udpOf({ udpPorts, boundUdp }: Expected): Udp {
  if (udpPorts.length === 0) return { text: '', isBroken: false, isUnknown: false };
  const named = `UDP ${udpPorts.join(', ')}`;
  if (boundUdp === null)
    return {
      text: `${named} is not judged: the engine runs elsewhere`,
      isBroken: false,
      isUnknown: true,
    };
  const unbound = udpPorts.filter((it) => !boundUdp.includes(it));
  if (unbound.length === 0) return { text: `${named} is bound`, isBroken: false, isUnknown: false };
  const bound = boundUdp.length === 0 ? '' : `; it is bound to ${boundUdp.join(', ')}`;
  return {
    text: `nothing is bound to UDP ${unbound.join(', ')}${bound}`,
    isBroken: true,
    isUnknown: false,
  };
}

/** A program that ends at once may be a job, or a library, a usage text or a client by mistake. */
function judgeJob(log: string, isJob: boolean): Judged {
  if (isJob) return { kept: true, detail: 'ended with 0' };
  const question = 'if it is meant to do its work and end, say so with --job';
  if (log === '')
    return { kept: null, detail: `it ended with 0 at once and printed nothing; ${question}` };
  if (/^ *\| *usage\b/im.test(log))
    return { kept: null, detail: `it ended with 0 and printed how it is used; ${question}` };
  return { kept: true, detail: 'ended with 0', but: question };
}

function joined(...parts: readonly string[]): string {
  return parts.filter((it) => it !== '').join('; ');
}

function endedHint({ ports, lesson }: Expected, outOfMemory: boolean): string {
  if (outOfMemory) return 'Give it more with --memory SIZE (2g), if it is meant to need that.';
  if (lesson !== undefined) return adviceOf(lesson);
  const settings = 'See the log above. If it needs settings: --env NAME=VALUE or --env-file FILE.';
  return ports.length > 0 ? `${settings} If it is not a server, remove EXPOSE.` : settings;
}

function noAnswer(last: Probe, port: number, { demand, timeoutSeconds }: Expected): string {
  const path = demand?.path ?? '/';
  switch (last.kind) {
    case 'http': {
      const fault = demand === null ? null : faultOf({ demand, probe: last });
      return `GET ${path} on ${port} answers ${fault ?? last.status}`;
    }
    case 'silent':
      return `${port} accepts connections, but sent no answer to GET ${path} within ${timeoutSeconds} s`;
    case 'other-protocol':
      return `${port} does not speak HTTP, and ${demand?.from ?? '--path'} requires an HTTP answer`;
    case 'closed':
      return `nothing listens on ${port} after ${timeoutSeconds} s`;
  }
}

/** Where a program listens instead, for the text. */
function placesOf(
  { last, port }: Extract<Outcome, { kind: 'no-answer' }>,
  listening: Listening,
): string {
  if (last.kind !== 'closed') return '';
  if (listening?.some((it) => it.port === port && it.loopbackOnly) === true)
    return ", but on the container's loopback";
  const others = (listening ?? []).filter((it) => it.port !== port).map((it) => it.port);
  return others.length === 0 ? '' : `, but on ${others.join(', ')}`;
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

function noAnswerHint(
  last: Probe,
  port: number,
  demand: Demand | null,
  listening: Listening,
): string {
  if (last.kind === 'http' && demand?.from === 'expect') return correctionOf(demand);
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

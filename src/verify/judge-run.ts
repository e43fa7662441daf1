/** Judges what a container did. In: outcomes, processes, the end. Out: verdicts. */
import type { Probe } from '../ports/ports.ts';
import type { Account } from './account.ts';
import { signalNumber, type ImageFacts } from './image.ts';
import { listed, plainLine } from './plain-text.ts';
import type { ProcessFacts } from './processes.ts';
import { titles, type PromiseId, type Verdict } from './report.ts';
import type { Outcome, Stopped } from './run.ts';
import type { Written } from './written-paths.ts';

/** Whether the start went as it should. */
export function isGood(outcome: Outcome, ports: readonly number[]): boolean {
  if (outcome.kind === 'ended') return ports.length === 0 && outcome.code === 0;
  return outcome.kind === 'answered' || outcome.kind === 'up';
}

export interface ReadOnlyRun {
  readonly outcome: Outcome;
  /** A line of its log that speaks of a read-only file system, though it works. */
  readonly complaint?: string;
  /** The second start, with a root file system that can be written; absent if the first one went well, or its fault is another. */
  readonly writable?: { readonly outcome: Outcome; readonly written: Written };
}

export function judgeReadOnly(run: ReadOnlyRun, ports: readonly number[]): Verdict {
  const base = { id: 'read-only', title: titles['read-only'] } as const;
  if (run.writable === undefined && isGood(run.outcome, ports))
    return { ...base, kept: true, detail: run.complaint ?? '' };
  if (run.writable === undefined)
    return { ...base, kept: null, detail: 'it is up, but does not answer', because: 'answers' };
  if (!isGood(run.writable.outcome, ports))
    return {
      ...base,
      kept: null,
      detail: 'it does no better where it can write',
      because: 'answers',
    };
  const { folders, files } = run.writable.written;
  const log = logOf(run.outcome);
  const detail = [
    folders.length + files.length === 0
      ? 'it works only where it can write, but no changed path was seen'
      : `it works only where it can write ${listed([...folders, ...files], 10)}`,
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
          `Let the program write ${listed(files)} to a folder of its own (or to /tmp) and declare that: what is mounted there would hide the files beside it.`,
        ]),
    ...(folders.length + files.length === 0
      ? ['See what its log says, and let it write to /tmp.']
      : []),
  ];
  return { ...base, kept: false, detail, hint: hints.join('\n') };
}

/** What a program says that could not write, but goes on without: worth a look, not a broken promise. */
export function complaintIn(log: string): string | undefined {
  const line = log
    .replace(/^ *\| /gm, '')
    .split('\n')
    .find((it) => /read-only file system|\bEROFS\b/i.test(it));
  return line === undefined
    ? undefined
    : `it works, but its log says: ${plainLine(line).slice(0, 200)}`;
}

function logOf(outcome: Outcome): string {
  return 'log' in outcome ? outcome.log : '';
}

export interface Expected {
  readonly ports: readonly number[];
  readonly udpPorts: readonly number[];
  /** What --path asks for. */
  readonly path: string | null;
  readonly timeoutSeconds: number;
  /** The engine's address, if its ports cannot be reached from here. */
  readonly remote: string | null;
  /** The path that it says it may not write to. */
  readonly denied?: string | undefined;
}

export type Listening = readonly { readonly port: number; readonly loopbackOnly: boolean }[] | null;

/** @param listening where the program does listen, to say what is wrong; `null`: not known */
export function judgeAnswers(outcome: Outcome, expected: Expected, listening: Listening): Verdict {
  const { ports, udpPorts } = expected;
  const base = {
    id: 'answers',
    title: ports.length > 0 ? `answers on port ${ports.join(', ')}` : 'stays up, or ends with 0',
  } as const;
  const udp =
    udpPorts.length > 0
      ? `UDP ${udpPorts.join(', ')} not probed: UDP has no connection to tell by`
      : '';
  switch (outcome.kind) {
    case 'answered': {
      const told =
        outcome.probe.kind === 'http'
          ? `GET ${expected.path ?? '/'} on ${outcome.port}: ${outcome.probe.status}`
          : `${outcome.port} takes connections, but does not speak HTTP`;
      return { ...base, kept: true, detail: [told, udp].filter((it) => it !== '').join('; ') };
    }
    case 'up': {
      if (expected.remote !== null)
        return {
          ...base,
          kept: null,
          detail: `it stayed up; the engine at ${plainLine(expected.remote)} publishes ports on its own machine only, so that nothing here could ask`,
        };
      const others = (listening ?? [])
        .filter((it) => !udpPorts.includes(it.port))
        .map((it) => it.port);
      const unsaid =
        others.length > 0 && udpPorts.length === 0
          ? `it listens on ${others.join(', ')}, and no EXPOSE says so`
          : '';
      return {
        ...base,
        kept: true,
        detail: ['stayed up', udp, unsaid].filter((it) => it !== '').join('; '),
      };
    }
    case 'never-started':
      return {
        ...base,
        kept: false,
        detail: `the engine could not start it\n${outcome.log}`,
        hint: 'See that the program of ENTRYPOINT is in the image, is executable, and finds its interpreter and libraries there.',
      };
    case 'ended': {
      if (isGood(outcome, ports)) return { ...base, kept: true, detail: 'ended with 0' };
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
    return `It may not write ${denied}. A folder belongs to its user when it is declared: create-secure-dockerfile --writable ${denied}, in the preset: writable: [${denied}]. A file: let it be written to a folder of its own.`;
  const settings = 'See the log above. If it needs settings: --env NAME=VALUE or --env-file FILE.';
  return ports.length > 0 ? `${settings} If it is no server, leave out EXPOSE.` : settings;
}

function noAnswer(last: Probe, port: number, expected: Expected): string {
  switch (last.kind) {
    case 'http':
      return `GET ${expected.path ?? '/'} on ${port} answers ${last.status}`;
    case 'silent':
      return `${port} takes connections, but sent no answer to GET ${expected.path ?? '/'} within ${expected.timeoutSeconds} s`;
    case 'other-protocol':
      return `${port} does not speak HTTP, and --path asks for an HTTP answer`;
    case 'closed':
      return `nothing listens on ${port} after ${expected.timeoutSeconds} s`;
  }
}

/** Whether it is known that the program is up and listens, only not where it should: no writable place would change that. */
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
    return 'See the log; ask for another path with --path, give settings with --env NAME=VALUE.';
  if (last.kind === 'silent')
    return 'See what it waits for: settings come with --env NAME=VALUE, more time with --timeout SECONDS. A server that speaks HTTP answers every request.';
  const here = listening?.find((it) => it.port === port);
  if (here?.loopbackOnly === true)
    return `It listens on ${port} of the container's loopback only: let it listen on 0.0.0.0.`;
  const others = (listening ?? []).filter((it) => it.port !== port);
  if (here === undefined && others.length > 0)
    return `It listens on ${others.map((it) => it.port).join(', ')}: let EXPOSE say so (--port), or set its port to ${port}.`;
  return 'Give it more time with --timeout SECONDS, settings with --env NAME=VALUE; EXPOSE must name the port it listens on, on 0.0.0.0.';
}

/** @param processes or a sentence fragment that says why they could not be looked at; `because` if a broken promise is the reason */
export function judgeProcesses(
  processes: readonly ProcessFacts[] | string,
  account: Account | null,
  because: PromiseId | null,
): Verdict[] {
  const who = account === null ? 'the user of the image' : `${account.uid}:${account.gid}`;
  const user = { id: 'processes', title: `every process runs as ${who}` } as const;
  const capable = { id: 'capabilities', title: titles.capabilities } as const;
  if (typeof processes === 'string') {
    const reason = { kept: null, detail: processes, ...(because === null ? {} : { because }) };
    return [
      { ...user, ...reason },
      { ...capable, ...reason },
    ];
  }
  return [
    { ...user, ...judgeIds(processes, account) },
    { ...capable, ...judgeCapabilities(processes) },
  ];
}

type Judged = Pick<Verdict, 'kept' | 'detail' | 'hint' | 'because'>;

function judgeIds(processes: readonly ProcessFacts[], account: Account | null): Judged {
  if (account === null)
    return { kept: null, detail: 'the user is not in /etc/passwd of the image', because: 'user' };
  if (account.uid === 0) return { kept: null, detail: 'the image chooses root', because: 'user' };
  const strangers = processes.filter((it) => {
    const groups = [...it.gids, ...it.groups];
    return (
      it.uids.some((uid) => uid !== account.uid) ||
      it.gids.some((gid) => gid !== account.gid) ||
      groups.some((gid) => gid !== account.gid && !account.groups.includes(gid))
    );
  });
  if (strangers.length === 0)
    return {
      kept: true,
      detail: processes.length === 1 ? 'one process' : `${processes.length} processes`,
    };
  return {
    kept: false,
    detail: strangers
      .map(
        (it) =>
          `${plainLine(it.command.join(' '))} runs as ${[...new Set(it.uids)].join('/')}:${[...new Set(it.gids)].join('/')}, groups ${it.groups.join(',') || 'none'}`,
      )
      .join('\n'),
    hint: 'Start it as the user of the image, without a change of user in the program or its entrypoint script.',
  };
}

function judgeCapabilities(processes: readonly ProcessFacts[]): Judged {
  if (processes.some((it) => it.capabilities === null))
    return {
      kept: null,
      detail:
        'the engine runs on another machine than this program, which cannot read its /proc (it was started with --cap-drop ALL and no-new-privileges)',
    };
  const capable = processes.filter((it) => it.capabilities !== null && it.capabilities.length > 0);
  if (capable.length === 0)
    return {
      kept: true,
      detail: 'effective, permitted, inheritable, ambient and bounding sets are empty',
    };
  return {
    kept: false,
    detail: capable
      .map((it) => `${plainLine(it.command.join(' '))}: ${it.capabilities?.join(', ')}`)
      .join('\n'),
    hint: 'It was started with --cap-drop ALL: see what the engine is configured to add.',
  };
}

const shells = new Set(['sh', 'ash', 'bash', 'dash', 'zsh', 'ksh', 'fish']);
const runners =
  /^(?:npm|npx|yarn|yarnpkg|pnpm|pnpx|corepack|bunx|uv|uvx|poetry|pdm|pipenv|hatch|nodemon|supervisord|pm2|pm2-runtime|make)(?:-cli)?(?:\.c?js)?$/;
const interpreters = /^(?:node|nodejs|bun|python[\d.]*|busybox)$/;
/** Made to be PID 1: they pass signals on and collect orphans. */
const inits = new Set([
  'tini',
  'tini-static',
  'docker-init',
  'dumb-init',
  'catatonit',
  's6-svscan',
]);

/** What stands between PID 1 and the program: `sh`, `npm`; `null`: nothing does. */
export function wrapperOf(command: readonly string[]): string | null {
  const [program = '', ...rest] = command.map((it) => it.slice(it.lastIndexOf('/') + 1));
  // npm and yarn set the title of their process: "npm start".
  const name = program.split(' ')[0] ?? program;
  if (shells.has(name) || runners.test(name)) return name;
  if ((name === 'go' || name === 'bun') && rest[0] === 'run') return `${name} run`;
  if (!interpreters.test(name)) return null;
  const module = rest[0] === '-m' ? rest[1] : rest.find((it) => !it.startsWith('-'));
  if (module === undefined) return null;
  return (name === 'busybox' && shells.has(module)) || runners.test(module) ? module : null;
}

/** @param processes what ran, or a sentence fragment why that is not known: then the image's own words are judged */
export function judgeFirst(
  processes: readonly ProcessFacts[] | string,
  image: ImageFacts,
  because: PromiseId | null,
): Verdict {
  const base = { id: 'pid-1', title: titles['pid-1'] } as const;
  const hint =
    'Let ENTRYPOINT name the program itself (node server.js, not npm start): what stands before it takes the stop signal.';
  const first = typeof processes === 'string' ? undefined : processes.find((it) => it.first);
  const command = first?.command ?? [...image.entrypoint, ...image.cmd];
  const wrapper = wrapperOf(command);
  if (wrapper !== null)
    return {
      ...base,
      kept: false,
      detail: `it is ${wrapper}: ${plainLine(command.join(' '))}`,
      hint,
    };
  if (first !== undefined) {
    const name = (command[0] ?? '').replace(/^.*\//, '');
    return {
      ...base,
      kept: true,
      detail: `${plainLine(command.join(' '))}${inits.has(name) ? ' (an init, which passes signals on)' : ''}`,
    };
  }
  return {
    ...base,
    kept: null,
    detail: typeof processes === 'string' ? processes : 'it had ended',
    ...(because === null ? {} : { because }),
  };
}

/** @param stopped or a sentence fragment that says why it was not stopped */
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
      ? `it went on until it was killed after ${seconds} s`
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
  return `As PID 1 a program without a handler for ${image.stopSignal} does not get it: handle it and end (Node: process.on('SIGTERM', ...); Python: signal.signal, or STOPSIGNAL SIGINT), or start it with an init (docker run --init).`;
}

function unclean(code: number, image: ImageFacts): string {
  if (code === 2)
    return `A Go program without a handler ends at once with 2, in the middle of its requests: use signal.NotifyContext for ${image.stopSignal} and Shutdown of the server.`;
  return `Handle ${image.stopSignal}: finish what is under way, then end with 0.`;
}

/**
 * Judges the processes of the running container: users, capabilities, and PID 1.
 */
import type { Account } from './account.ts';
import type { ImageFacts } from './image.ts';
import { plainLine } from './plain-text.ts';
import type { ProcessFacts } from './processes.ts';
import { titles, type PromiseId, type Verdict } from './report.ts';

/**
 * @param processes the processes, or the reason why they are not known, as a sentence fragment
 * @param because the broken promise that is the cause, if there is one
 */
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
  const unexpected = processes.filter((it) => {
    const groups = [...it.gids, ...it.groups];
    return (
      it.uids.some((uid) => uid !== account.uid) ||
      it.gids.some((gid) => gid !== account.gid) ||
      groups.some((gid) => gid !== account.gid && !account.groups.includes(gid))
    );
  });
  if (unexpected.length === 0)
    return {
      kept: true,
      detail: processes.length === 1 ? 'one process' : `${processes.length} processes`,
    };
  return {
    kept: false,
    detail: unexpected.map(idsText).join('\n'),
    hint: 'Start it as the user of the image, without a change of user in the program or its entrypoint script.',
  };
}

function idsText({ command, uids, gids, groups }: ProcessFacts): string {
  const ids = [uids, gids].map((it) => [...new Set(it)].join('/')).join(':');
  return `${plainLine(command.join(' '))} runs as ${ids}, groups ${groups.join(',') || 'none'}`;
}

function judgeCapabilities(processes: readonly ProcessFacts[]): Judged {
  if (processes.some((it) => it.capabilities === null))
    return {
      kept: null,
      detail:
        'the engine runs on another machine, whose /proc cannot be read from here ' +
        '(it was started with --cap-drop ALL and no-new-privileges)',
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
/** Programs made to be PID 1. They forward signals and collect orphans. */
const inits = new Set([
  'tini',
  'tini-static',
  'docker-init',
  'dumb-init',
  'catatonit',
  's6-svscan',
]);

/** The program between PID 1 and the actual program: `sh`, `npm`; `null` if there is none. */
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

/**
 * @param processes the processes, or the reason why they are not known, as a sentence fragment. The
 *   command of the image is then judged.
 */
export function judgeFirst(
  processes: readonly ProcessFacts[] | string,
  image: ImageFacts,
  because: PromiseId | null,
): Verdict {
  const base = { id: 'pid-1', title: titles['pid-1'] } as const;
  const hint =
    'Let ENTRYPOINT name the program itself (node server.js, not npm start): a wrapper does not forward the stop signal.';
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
      detail: `${plainLine(command.join(' '))}${inits.has(name) ? ' (an init, which forwards signals)' : ''}`,
    };
  }
  return {
    ...base,
    kept: null,
    detail: typeof processes === 'string' ? processes : 'it had ended',
    ...(because === null ? {} : { because }),
  };
}

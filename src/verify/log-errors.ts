/**
 * Finds the error in the log of a program, and what to do about it. The rows are the messages of
 * loaders, of Go, Python, Node and Bun, and of their usual libraries. To add one, add a row with an
 * example: the test runs every example.
 */
import { posix } from 'node:path';

export interface LoggedError {
  /** The line, as the program wrote it. */
  readonly line: string;
  /** Its index among the lines of the log. */
  readonly index: number;
  /** What it teaches; `undefined` where only the program's author can know. */
  readonly lesson: Lesson | undefined;
}

/** What an error teaches about the program. Paths are absolute. */
export type Lesson =
  /** It demands a variable, and perhaps others in the same message. */
  | { readonly kind: 'variable'; readonly name: string; readonly others?: readonly string[] }
  /** It demands a service at an address: `db:5432`, or only a host. */
  | { readonly kind: 'service'; readonly address: string }
  /** It wants the internet, or whatever its network does not reach; `null` for an unknown place. */
  | { readonly kind: 'network'; readonly address: string | null }
  /** It draws on a terminal. */
  | { readonly kind: 'terminal' }
  /** Two of its servers want the same port. */
  | { readonly kind: 'port-taken' }
  /** It may not write a place. `folder` is what to declare, `null` if that cannot help. */
  | { readonly kind: 'denied'; readonly path: string; readonly folder: string | null }
  /**
   * A file is not in the image; `inside` is its path in the working directory, or `null`. `folder` is
   * what to declare if the program makes the file, or `null`.
   */
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly inside: string | null;
      readonly folder: string | null;
    }
  /** A package is not installed. */
  | { readonly kind: 'module'; readonly name: string }
  /** A program or a shared library is not in the image. */
  | { readonly kind: 'program' | 'library'; readonly name: string }
  /** It is for another platform. */
  | { readonly kind: 'platform' }
  /** Its command lacks arguments. */
  | { readonly kind: 'arguments' };

interface Row {
  /** Matches the line of the error. Groups are passed to `lesson`. */
  readonly pattern: RegExp;
  /** @returns what it teaches; `undefined` if the groups say too little. */
  readonly lesson?: (groups: readonly string[], place: Place) => Lesson | undefined;
  /** Whether one message has several lines that match. */
  readonly isRepeated?: boolean;
  /** A log with the error, and the part of the advice that its test demands. */
  readonly example: { readonly log: string; readonly says?: string };
}

interface Place {
  readonly workingDirectory: string;
  readonly line: string;
  /** The four lines before. */
  readonly above: string;
  /** The line before, for messages of two lines. */
  readonly before: string;
}

/** A word in capitals, but none that says what is missing: "connection URI missing". */
const variable =
  '["\'`$]?((?!(?:URI|URL|API|DSN|JSON|YAML|TLS|SSL|HTTPS?|SQL)\\b)[A-Z][A-Z0-9]*_?[A-Z0-9_]{2,})["\'`]?';

const rows: readonly Row[] = [
  // ---- variables
  {
    pattern: new RegExp(`^(?:KeyError|os\\.environ.*KeyError): '([A-Z][A-Z0-9_]{2,})'`),
    lesson: variableOf,
    example: {
      log: 'Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>\nKeyError: \'DATABASE_URL\'',
      says: '--env DATABASE_URL=VALUE',
    },
  },
  {
    pattern: new RegExp(
      `\\b(?:[Mm]issing|[Rr]equired|[Ee]xpected|[Uu]ndefined|[Uu]nset|[Nn]o|[Ss]et)\\b[^A-Z]{0,30}\\b(?:env(?:ironment)?|variables?|keys?|settings?)\\b[^A-Z]{0,20}${variable}`,
    ),
    lesson: variableOf,
    example: {
      log: 'panic: required key SERVER_PORT missing value',
      says: '--env SERVER_PORT=VALUE',
    },
  },
  {
    pattern: new RegExp(
      `${variable}(?: (?:env(?:ironment)? var(?:iable)?|variable|setting))?:? (?:is |was |has |must |should |are )?(?:not |be |not be )?(?:set|required|missing|defined|undefined|empty|specified|provided|found\\. Declare)`,
    ),
    lesson: variableOf,
    example: {
      log: 'Error: JWT_SECRET is required\n    at Object.<anonymous> (/app/server.js:3:9)',
      says: '--env JWT_SECRET=VALUE',
    },
  },
  {
    pattern: new RegExp(
      `\\b[Ss]et (?:the |a |an )?${variable} (?:env(?:ironment)? )?var(?:iable)?\\b`,
    ),
    lesson: variableOf,
    example: {
      log: 'django.core.exceptions.ImproperlyConfigured: Set the SECRET_KEY environment variable',
      says: '--env SECRET_KEY=VALUE',
    },
  },
  {
    pattern: /^ {2}Field required \[type=missing/,
    isRepeated: true,
    lesson: (_, { before }) =>
      /^\w+$/.test(before) ? variableOf([before.toUpperCase()]) : undefined,
    example: {
      log: 'pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\ndatabase_url\n  Field required [type=missing, input_value={}, input_type=dict]',
      says: '--env DATABASE_URL=VALUE',
    },
  },
  // ---- services
  {
    pattern: /\bECONNREFUSED (?:\[)?([\da-f.:]+?)\]?:(\d+)/i,
    lesson: serviceOf,
    example: {
      log: 'Error: connect ECONNREFUSED 127.0.0.1:5432\n    at TCPConnectWrap.afterConnect',
      says: 'service on 127.0.0.1:5432',
    },
  },
  {
    pattern:
      /\bdial (?:tcp|udp) ([^\s:]+|\[[\da-f:]+\]):(\d+): .*(?:connection refused|no such host|timeout)/,
    lesson: serviceOf,
    example: {
      log: '2026/11/29 10:00:00 dial tcp 127.0.0.1:6379: connect: connection refused',
      says: 'service on 127.0.0.1:6379',
    },
  },
  {
    pattern: /connection to server at "([^"]+)".*\bport (\d+) failed/,
    lesson: serviceOf,
    example: {
      log: 'psycopg.OperationalError: connection to server at "127.0.0.1", port 5432 failed: Connection refused',
      says: 'service on 127.0.0.1:5432',
    },
  },
  {
    pattern: /\bError \d+ connecting to ([\w.-]+):(\d+)/,
    lesson: serviceOf,
    example: {
      log: 'redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.',
      says: 'service on localhost:6379',
    },
  },
  {
    pattern: /Can't connect to (?:MySQL|MariaDB) server on '([^':]+)(?::(\d+))?'/,
    lesson: serviceOf,
    example: {
      log: "pymysql.err.OperationalError: (2003, \"Can't connect to MySQL server on 'db' (111)\")",
      says: 'service on db',
    },
  },
  {
    pattern: /\b(?:getaddrinfo (?:ENOTFOUND|EAI_AGAIN)|lookup) ([\w.-]+)/,
    lesson: hostOf,
    example: {
      log: 'Error: getaddrinfo ENOTFOUND postgres\n    at GetAddrInfoReqWrap.onlookupall',
      says: 'service on postgres',
    },
  },
  {
    pattern: /host=['"]?([\w.-]+)['"]?, port=\d+\)?: .*\b(?:resolution|resolve|unreachable)\b/,
    lesson: hostOf,
    example: {
      log: "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='api.example.com', port=443): Max retries exceeded with url: / (Caused by NameResolutionError(\"Failed to resolve 'api.example.com' ([Errno -3] Temporary failure in name resolution)\"))",
      says: 'reach api.example.com: --network bridge',
    },
  },
  {
    pattern:
      /[Cc]annot connect to the Docker daemon at ((?:unix|tcp):\/\/[\w./:-]*\w)|\bdial (unix \S+): connect:/,
    lesson: (groups) => serviceOf([groups.find((it) => it !== '') ?? '']),
    example: {
      log: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      says: 'needs a socket of the machine, unix:///var/run/docker.sock',
    },
  },
  {
    pattern:
      /\bsetupterm: |\bError opening terminal\b|\bTERM environment variable (?:is )?not set\b|\bcould not open a new TTY\b|\bopen \/dev\/tty: /i,
    lesson: () => ({ kind: 'terminal' }),
    example: {
      log: 'Cannot init the curses library (setupterm: could not find terminfo database)',
      says: 'draws on a terminal',
    },
  },
  {
    pattern: /could not translate host name "([^"]+)"/,
    lesson: hostOf,
    example: {
      log: 'could not translate host name "db" to address: Name or service not known',
      says: 'service on db',
    },
  },
  {
    pattern:
      // The last ones are those of multicast without a route.
      /\b(?:ENETUNREACH|EAI_AGAIN|[Nn]etwork is unreachable|Temporary failure in name resolution|Name or service not known|addMembership ENODEV|setsockopt: no such device|Errno 19\] No such device)\b/,
    lesson: () => ({ kind: 'network', address: null }),
    example: {
      log: 'urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>',
      says: '--network bridge',
    },
  },
  // ---- ports
  {
    pattern: /\bEADDRINUSE\b|\baddress already in use\b/i,
    lesson: () => ({ kind: 'port-taken' }),
    example: {
      log: 'Error: listen EADDRINUSE: address already in use :::3000',
      says: 'same port',
    },
  },
  // ---- places
  {
    pattern:
      /(?:\bEROFS: read-only file system|\bEACCES: permission denied), \w+ '([^']+)'|(?:Read-only file system|Permission denied): '([^']+)'|\b(?:mkdir|open|create) ([^\s:]+): (?:read-only file system|permission denied)/,
    lesson: deniedOf,
    example: {
      log: "Error: EACCES: permission denied, mkdir '/app/data'",
      says: '--writable /app/data',
    },
  },
  {
    // Node answers so where a parent of the folder cannot be made.
    pattern: /\bENOENT: no such file or directory, mkdir '([^']+)'/,
    lesson: deniedOf,
    example: {
      log: "Error: ENOENT: no such file or directory, mkdir '/app/var/state'",
      says: '--writable /app/var/state',
    },
  },
  // ---- modules, before files: their messages are alike
  {
    pattern: /\b(?:Cannot find (?:module|package)|No module named) ['"]([^'"]+)['"]/,
    lesson: ([name = ''], place) =>
      /^[./]/.test(name) ? fileOf([name], place) : { kind: 'module', name },
    example: {
      log: "ModuleNotFoundError: No module named 'psycopg2'",
      says: 'psycopg2 is not installed',
    },
  },
  // ---- programs and libraries
  {
    pattern: /\bspawn(?:Sync)? (\S+) ENOENT\b|\bexec: "([^"]+)": executable file not found/,
    lesson: (groups) => ({ kind: 'program', name: groups.find((it) => it !== '') ?? '' }),
    example: { log: 'Error: spawnSync ffmpeg ENOENT', says: 'has no ffmpeg' },
  },
  {
    pattern:
      /(?:error while loading shared libraries: |Error loading shared library |\b)([\w+.-]+\.so[\w.]*): (?:cannot open shared object file|No such file)/,
    lesson: ([name = '']) => ({ kind: 'library', name }),
    example: {
      log: '/app: error while loading shared libraries: libsqlite3.so.0: cannot open shared object file: No such file or directory',
      says: 'has no libsqlite3.so.0',
    },
  },
  {
    pattern: /\bexec format error\b/i,
    lesson: () => ({ kind: 'platform' }),
    example: { log: 'exec /app: exec format error', says: '--platform' },
  },
  // ---- files
  {
    pattern:
      /\bENOENT: no such file or directory, \w+ '([^']+)'|No such file or directory: '([^']+)'|\b(?:open|stat|read) ([^\s:'"]+): no such file or directory/,
    lesson: fileOrProgramOf,
    example: {
      log: "Error: ENOENT: no such file or directory, open '/app/openapi.yaml'",
      says: '--ship openapi.yaml',
    },
  },
  {
    pattern:
      /\berror: the following arguments are required: |^Error: (?:Missing (?:argument|option|parameter)\b|required flag\(s\) |(?:accepts|requires) (?:at least |between )?\d+ .*arg\(s\))|^[Ee]rror: missing required (?:argument|option|parameter|path|flag)\b/,
    lesson: () => ({ kind: 'arguments' }),
    example: {
      log: 'usage: main.py [-h] root\nmain.py: error: the following arguments are required: root',
      says: '--start',
    },
  },
  // ---- what ends a program, in each language
  { pattern: /^panic: |^fatal error: /, example: { log: 'panic: assignment to entry in nil map' } },
  {
    pattern: /^(?:Uncaught )?(?:[A-Za-z_][\w.]*)?(?:Error|Exception)(?: \[\w+\])?(?::|$)/,
    example: { log: "TypeError: Cannot read properties of undefined (reading 'x')" },
  },
  {
    pattern: /^(?:error|fatal|FATAL|panic)(?:\[[^\]]*\])?: /i,
    example: { log: 'error: Cannot start the server' },
  },
  {
    pattern:
      /\b(?:level=(?:fatal|error|panic)|"level":"(?:fatal|error|panic)")|^\S+ \S+ (?:FATAL|FTL|ERROR)\b/,
    example: { log: 'time=2026-11-29T10:00:00Z level=fatal msg="no config"' },
  },
];

/** The rows, for the test. */
export const errorRows: readonly Pick<Row, 'pattern' | 'example'>[] = rows;

/**
 * @param log the log as plain text.
 * @param workingDirectory the folder that relative paths start from.
 * @returns the last error in it, which is the one that ended the program; `undefined` without one.
 */
export function errorIn(log: string, workingDirectory = '/'): LoggedError | undefined {
  const lines = log.split('\n');
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index] ?? '';
    const row = rows.find((it) => it.pattern.test(line));
    if (row === undefined) continue;
    const others = row.isRepeated === true ? lines.keys() : [];
    const all = [index, ...others].flatMap((it) => lessonsAt(row, lines, it, workingDirectory));
    return { line, index, lesson: joined(all) };
  }
  return undefined;
}

/** What one line teaches, once for each match of a row. */
function lessonsAt(
  { pattern, lesson }: Row,
  lines: readonly string[],
  index: number,
  workingDirectory: string,
): readonly Lesson[] {
  const line = lines[index] ?? '';
  const above = lines.slice(Math.max(0, index - 4), index).join('\n');
  const place = { workingDirectory, line, above, before: lines[index - 1] ?? '' };
  const matches = [...line.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))];
  return matches.flatMap((match) => {
    const groups = match.slice(1).map((it: string | undefined) => it ?? '');
    return lesson?.(groups, place) ?? [];
  });
}

/** The first lesson, with the names of the other variables that are missing. */
function joined([first, ...more]: readonly Lesson[]): Lesson | undefined {
  if (first?.kind !== 'variable') return first;
  const names = more.flatMap((it) => (it.kind === 'variable' ? [it.name] : []));
  const others = [...new Set(names)].filter((it) => it !== first.name);
  return others.length === 0 ? first : { ...first, others };
}

/**
 * Chooses the lines of a log to show: the error first, then what the program wrote after it, such as
 * its stack, then what it wrote before it.
 *
 * @returns at most `count` lines; the last ones of a log without an error.
 */
export function excerptOf(log: string, count: number): readonly string[] {
  const lines = log.split('\n').filter((it) => it.trim() !== '');
  const error = errorIn(lines.join('\n'));
  if (error === undefined) return lines.slice(-count);
  const after = lines.slice(error.index + 1, error.index + count);
  const room = count - 1 - after.length;
  const before = lines.slice(Math.max(0, error.index - room), error.index);
  return [error.line, ...after, ...before];
}

function variableOf([name = '']: readonly string[]): Lesson {
  return { kind: 'variable', name };
}

function serviceOf([host = '', port = '']: readonly string[]): Lesson {
  return { kind: 'service', address: port === '' ? host : `${host}:${port}` };
}

/** A name without a dot is that of a service beside the program; another one is of the internet. */
function hostOf([host = '']: readonly string[]): Lesson {
  return /\.[a-z]{2,}$/i.test(host) && !/\.(?:local|internal|localhost|svc|lan)$/i.test(host)
    ? { kind: 'network', address: host }
    : serviceOf([host]);
}

function deniedOf(groups: readonly string[], place: Place): Lesson | undefined {
  const named = groups.find((it) => it !== '');
  if (named === undefined) return undefined;
  const path = posix.resolve(place.workingDirectory, named);
  // Python names the call only in the lines above its error.
  const isFolder = /mkdir|makedirs/.test(`${place.line}\n${place.above}`);
  return { kind: 'denied', path, folder: declarable(isFolder ? path : posix.dirname(path), place) };
}

/** The root and the folder of the program are no places to declare. */
function declarable(folder: string, { workingDirectory }: Place): string | null {
  return folder === '/' || folder === workingDirectory ? null : folder;
}

/** Where a program reads what others put there. */
export const ofSystem = /^\/(?:etc|usr|bin|sbin|lib|lib64|proc|sys|dev|run)\//;

function fileOf(groups: readonly string[], place: Place): Lesson | undefined {
  const { workingDirectory } = place;
  const path = posix.resolve(workingDirectory, groups.find((it) => it !== '') ?? '');
  const inside = posix.relative(workingDirectory, path);
  if (inside === '') return undefined;
  const folder = declarable(posix.dirname(path), place);
  const isOutside = inside.startsWith('..') || ofSystem.test(path);
  return { kind: 'file', path, inside: isOutside ? null : inside, folder };
}

/** Python reports a program that it cannot find like a file; the lines above name the call. */
function fileOrProgramOf(groups: readonly string[], place: Place): Lesson | undefined {
  const name = groups.find((it) => it !== '') ?? '';
  return /\b_execute_child\b/.test(place.above) ? { kind: 'program', name } : fileOf(groups, place);
}

/** What to do about a lesson, as sentences. */
export function adviceOf(lesson: Lesson): string {
  switch (lesson.kind) {
    case 'variable':
      return [
        `Pass ${lesson.others === undefined ? 'it' : 'them'} with`,
        ...[lesson.name, ...(lesson.others ?? [])].map((it) => `--env ${it}=VALUE`),
        'or --env-file FILE.',
      ].join(' ');
    case 'service':
      if (/^unix\b/.test(lesson.address))
        return `It needs a socket of the machine, ${lesson.address}, which verify does not give: docker run --volume does, and then the program has the rights of whoever serves it.`;
      return `It needs a service on ${lesson.address}: start it, give its address with --env, and its network with --network NETWORK.`;
    case 'network':
      return lesson.address === null
        ? 'It needs what its network does not reach: the internet with --network bridge, or a service with --network NETWORK.'
        : `It needs the network to reach ${lesson.address}: --network bridge.`;
    case 'terminal':
      return 'It draws on a terminal, which no server has: start it another way with create-secure-dockerfile --start "PROGRAM ARGUMENT", or another program with --service.';
    case 'port-taken':
      return 'Two programs of the container want the same port: give one of them another.';
    case 'denied':
      return `It may not write ${lesson.path}. If that is a folder, declare it, so that it belongs to the user: create-secure-dockerfile --writable ${lesson.path}, in the preset: writable: [${lesson.path}]. If it is a file, write it to a separate folder.`;
    case 'file':
      return lesson.inside === null
        ? `${lesson.path} is not in the image: mount it, or let the program do without.`
        : `${lesson.path} is not in the image. If it is a file of the project: create-secure-dockerfile --ship ${lesson.inside}, in the preset: ship: ${lesson.inside}`;
    case 'module':
      return `${lesson.name} is not installed in the image: list it among the dependencies that production needs.`;
    case 'program':
      return `The image has no ${lesson.name}: install it with --base alpine --packages cmd:${posix.basename(lesson.name)}, or do without.`;
    case 'library':
      return `The image has no ${lesson.name}: install it with --base alpine --packages so:${lesson.name}, or take a build of the program or package that includes it.`;
    case 'platform':
      return 'The program is for another platform than the image: build both with --platform.';
    case 'arguments':
      return 'Its command lacks arguments: create-secure-dockerfile --start "PROGRAM ARGUMENT", or another program with --service.';
  }
}

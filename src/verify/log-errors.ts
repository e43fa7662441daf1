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
  /** What to do next, as sentences; `undefined` where only the program's author can know. */
  readonly next: string | undefined;
}

interface Row {
  /** Matches the line of the error. Groups are passed to `next`. */
  readonly pattern: RegExp;
  /** @returns what to do next; `undefined` if the groups say too little. */
  readonly next?: (groups: readonly string[], place: Place) => string | undefined;
  /** A log with the error, and the part of the advice that its test demands. */
  readonly example: { readonly log: string; readonly says?: string };
}

interface Place {
  readonly workingDirectory: string;
  /** The line before, for messages of two lines. */
  readonly before: string;
}

const variable = '["\'`$]?([A-Z][A-Z0-9]*_?[A-Z0-9_]{2,})["\'`]?';

const rows: readonly Row[] = [
  // ---- variables
  {
    pattern: new RegExp(`^(?:KeyError|os\\.environ.*KeyError): '([A-Z][A-Z0-9_]{2,})'`),
    next: pass,
    example: {
      log: 'Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>\nKeyError: \'DATABASE_URL\'',
      says: '--env DATABASE_URL=VALUE',
    },
  },
  {
    pattern: new RegExp(
      `\\b(?:[Mm]issing|[Rr]equired|[Ee]xpected|[Uu]ndefined|[Uu]nset|[Nn]o|[Ss]et)\\b[^A-Z]{0,30}\\b(?:env(?:ironment)?|variables?|keys?|settings?)\\b[^A-Z]{0,20}${variable}`,
    ),
    next: pass,
    example: {
      log: 'panic: required key SERVER_PORT missing value',
      says: '--env SERVER_PORT=VALUE',
    },
  },
  {
    pattern: new RegExp(
      `${variable}(?: (?:env(?:ironment)? var(?:iable)?|variable|setting))?:? (?:is |was |has |must |should |are )?(?:not |be |not be )?(?:set|required|missing|defined|undefined|empty|specified|provided|found\\. Declare)`,
    ),
    next: pass,
    example: {
      log: 'Error: JWT_SECRET is required\n    at Object.<anonymous> (/app/server.js:3:9)',
      says: '--env JWT_SECRET=VALUE',
    },
  },
  {
    pattern: new RegExp(
      `\\b[Ss]et (?:the |a |an )?${variable} (?:env(?:ironment)? )?var(?:iable)?\\b`,
    ),
    next: pass,
    example: {
      log: 'django.core.exceptions.ImproperlyConfigured: Set the SECRET_KEY environment variable',
      says: '--env SECRET_KEY=VALUE',
    },
  },
  {
    pattern: /^ {2}Field required \[type=missing/,
    next: (_, { before }) => (/^\w+$/.test(before) ? pass([before.toUpperCase()]) : undefined),
    example: {
      log: 'pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\ndatabase_url\n  Field required [type=missing, input_value={}, input_type=dict]',
      says: '--env DATABASE_URL=VALUE',
    },
  },
  // ---- services
  {
    pattern: /\bECONNREFUSED (?:\[)?([\da-f.:]+?)\]?:(\d+)/i,
    next: needs,
    example: {
      log: 'Error: connect ECONNREFUSED 127.0.0.1:5432\n    at TCPConnectWrap.afterConnect',
      says: 'service on 127.0.0.1:5432',
    },
  },
  {
    pattern:
      /\bdial (?:tcp|udp) ([^\s:]+|\[[\da-f:]+\]):(\d+): .*(?:connection refused|no such host|timeout)/,
    next: needs,
    example: {
      log: '2026/11/29 10:00:00 dial tcp 127.0.0.1:6379: connect: connection refused',
      says: 'service on 127.0.0.1:6379',
    },
  },
  {
    pattern: /connection to server at "([^"]+)".*\bport (\d+) failed/,
    next: needs,
    example: {
      log: 'psycopg.OperationalError: connection to server at "127.0.0.1", port 5432 failed: Connection refused',
      says: 'service on 127.0.0.1:5432',
    },
  },
  {
    pattern: /\bError \d+ connecting to ([\w.-]+):(\d+)/,
    next: needs,
    example: {
      log: 'redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.',
      says: 'service on localhost:6379',
    },
  },
  {
    pattern: /Can't connect to (?:MySQL|MariaDB) server on '([^':]+)(?::(\d+))?'/,
    next: needs,
    example: {
      log: "pymysql.err.OperationalError: (2003, \"Can't connect to MySQL server on 'db' (111)\")",
      says: 'service on db',
    },
  },
  {
    pattern: /\b(?:getaddrinfo (?:ENOTFOUND|EAI_AGAIN)|lookup) ([\w.-]+)/,
    next: needs,
    example: {
      log: 'Error: getaddrinfo ENOTFOUND postgres\n    at GetAddrInfoReqWrap.onlookupall',
      says: 'service on postgres',
    },
  },
  {
    pattern: /could not translate host name "([^"]+)"/,
    next: needs,
    example: {
      log: 'could not translate host name "db" to address: Name or service not known',
      says: 'service on db',
    },
  },
  // ---- ports
  {
    pattern: /\bEADDRINUSE\b|\baddress already in use\b/i,
    next: () => 'Two programs of the container want the same port: give one of them another.',
    example: {
      log: 'Error: listen EADDRINUSE: address already in use :::3000',
      says: 'same port',
    },
  },
  // ---- places
  {
    pattern:
      /(?:\bEROFS: read-only file system|\bEACCES: permission denied), \w+ '([^']+)'|(?:Read-only file system|Permission denied): '([^']+)'|\b(?:mkdir|open|create) ([^\s:]+): (?:read-only file system|permission denied)/,
    next: (groups, { workingDirectory }) => {
      const path = groups.find((it) => it !== '');
      if (path === undefined) return undefined;
      const place = posix.resolve(workingDirectory, path);
      return `It may not write ${place}. If that is a folder, declare it, so that it belongs to the user: create-secure-dockerfile --writable ${place}, in the preset: writable: [${place}]. If it is a file, write it to a separate folder.`;
    },
    example: {
      log: "Error: EACCES: permission denied, mkdir '/app/data'",
      says: '--writable /app/data',
    },
  },
  // ---- modules, before files: their messages are alike
  {
    pattern: /\b(?:Cannot find (?:module|package)|No module named) ['"]([^'"]+)['"]/,
    next: ([name = ''], place) =>
      /^[./]/.test(name)
        ? ship(name, place)
        : `${name} is not installed in the image: list it among the dependencies that production needs.`,
    example: {
      log: "ModuleNotFoundError: No module named 'psycopg2'",
      says: 'psycopg2 is not installed',
    },
  },
  // ---- programs and libraries
  {
    pattern: /\bspawn (\S+) ENOENT\b|\bexec: "([^"]+)": executable file not found/,
    next: (groups) => {
      const name = groups.find((it) => it !== '') ?? '';
      return `The image has no ${name}: take a base that has it (--base alpine), or do without.`;
    },
    example: { log: 'Error: spawn ffmpeg ENOENT', says: 'has no ffmpeg' },
  },
  {
    pattern:
      /(?:error while loading shared libraries: |Error loading shared library |\b)([\w+.-]+\.so[\w.]*): (?:cannot open shared object file|No such file)/,
    next: ([library = '']) =>
      `The image has no ${library}: take a base that has it (--base), or a build of the program or package that brings it.`,
    example: {
      log: '/app: error while loading shared libraries: libsqlite3.so.0: cannot open shared object file: No such file or directory',
      says: 'has no libsqlite3.so.0',
    },
  },
  {
    pattern: /\bexec format error\b/i,
    next: () => 'The program is for another platform than the image: build both with --platform.',
    example: { log: 'exec /app: exec format error', says: '--platform' },
  },
  // ---- files
  {
    pattern:
      /\bENOENT: no such file or directory, \w+ '([^']+)'|No such file or directory: '([^']+)'|\b(?:open|stat|read) ([^\s:'"]+): no such file or directory/,
    next: (groups, place) => ship(groups.find((it) => it !== '') ?? '', place),
    example: {
      log: "Error: ENOENT: no such file or directory, open '/app/openapi.yaml'",
      says: '--ship openapi.yaml',
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
    for (const { pattern, next } of rows) {
      const match = pattern.exec(line);
      if (match === null) continue;
      const groups = match.slice(1).map((it: string | undefined) => it ?? '');
      const place = { workingDirectory, before: lines[index - 1] ?? '' };
      return { line, index, next: next?.(groups, place) };
    }
  }
  return undefined;
}

/**
 * Chooses the lines of a log to show: the error first, then what the program wrote after it, such as
 * its stack, then what it wrote before it.
 *
 * @returns at most `count` lines; the last ones of a log without an error.
 */
export function excerptOf(log: string, count: number): readonly string[] {
  const error = errorIn(log);
  const lines = log.split('\n').filter((it) => it.trim() !== '');
  if (error === undefined) return lines.slice(-count);
  const at = lines.lastIndexOf(error.line);
  const after = lines.slice(at + 1, at + count);
  const before = lines.slice(0, at).slice(-(count - 1 - after.length) || at);
  return [error.line, ...after, ...(after.length < count - 1 ? before : [])];
}

function pass([name = '']: readonly string[]): string {
  return `Pass it with --env ${name}=VALUE or --env-file FILE.`;
}

function needs([host = '', port = '']: readonly string[]): string {
  const address = port === '' ? host : `${host}:${port}`;
  return `It needs a service on ${address}: start it, give its address with --env, and its network with --network NETWORK.`;
}

function ship(path: string, { workingDirectory }: Place): string | undefined {
  if (path === '') return undefined;
  const absolute = posix.resolve(workingDirectory, path);
  const inside = posix.relative(workingDirectory, absolute);
  if (inside === '' || inside.startsWith('..'))
    return `${absolute} is not in the image: mount it, or let the program do without.`;
  return `${absolute} is not in the image. If it is a file of the project: create-secure-dockerfile --ship ${inside}, in the preset: ship: ${inside}`;
}

/** The errors in logs: each row of the table by its example, and whole logs. */
import { describe, expect, test } from 'vitest';
import { adviceOf, errorIn, errorRows, excerptOf } from '../../../src/verify/log-errors.ts';

describe.each(errorRows.map((it) => [it.pattern.source, it] as const))('%s', (_, row) => {
  test('finds its example, and no row before it does', () => {
    const error = errorIn(row.example.log, '/app');
    const first = errorRows.find((it) => it.pattern.test(error?.line ?? ''));
    expect(first).toBe(row);
  });

  test('says what to do next', () => {
    const lesson = errorIn(row.example.log, '/app')?.lesson;
    expect(lesson && adviceOf(lesson)).toEqual(
      row.example.says && expect.stringContaining(row.example.says),
    );
  });
});

test.each([
  ["OSError: [Errno 30] Read-only file system: 'data'", '--writable /app/data'],
  ["PermissionError: [Errno 13] Permission denied: '/srv/x'", '--writable /srv/x'],
  ['panic: mkdir data: read-only file system', '--writable /app/data'],
  ['open cache/x.db: permission denied', '--writable /app/cache/x.db'],
  ["Error: EROFS: read-only file system, open '/app/.next/cache'", '--writable /app/.next/cache'],
  [
    'django.core.exceptions.ImproperlyConfigured: Set the SECRET_KEY environment variable',
    '--env SECRET_KEY=VALUE',
  ],
  [
    'decouple.UndefinedValueError: SECRET_KEY not found. Declare it as envvar or define a default value.',
    '--env SECRET_KEY=VALUE',
  ],
  ['panic: env: environment variable "API_URL" should not be empty', '--env API_URL=VALUE'],
  ['Error: Missing required environment variable: STRIPE_KEY', '--env STRIPE_KEY=VALUE'],
  ['Error: environment variable MONGO_URL is not set', '--env MONGO_URL=VALUE'],
  ['2026/11/29 10:00:00 dial tcp: lookup db on 127.0.0.11:53: no such host', 'service on db'],
  [
    'Get "https://api.example.com": dial tcp: lookup api.example.com on 127.0.0.11:53: server misbehaving',
    'reach api.example.com: --network bridge',
  ],
  ['Error: getaddrinfo EAI_AGAIN db.svc', 'service on db.svc'],
  ['dial udp 8.8.8.8:53: connect: network is unreachable', '--network bridge'],
  ['OSError: [Errno 101] Network is unreachable', '--network bridge'],
  ['OSError: [Errno 19] No such device', '--network bridge'],
  ['listen udp4 224.0.0.251:5353: setsockopt: no such device', '--network bridge'],
  ['could not open a new TTY: open /dev/tty: no such device or address', 'draws on a terminal'],
  [
    'required environment variable "APP_NAME" is not set; required environment variable "PG_URL" is not set',
    'Pass them with --env APP_NAME=VALUE --env PG_URL=VALUE or --env-file FILE.',
  ],
  [
    `2 validation errors for Settings
database_url
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.11/v/missing
secret_key
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.11/v/missing`,
    '--env SECRET_KEY=VALUE --env DATABASE_URL=VALUE',
  ],
  ['open config.yaml: no such file or directory', '--ship config.yaml'],
  [
    `  File "/usr/lib/python3.14/subprocess.py", line 1972, in _execute_child
    raise child_exception_type(errno_num, err_msg, err_filename)
FileNotFoundError: [Errno 2] No such file or directory: 'ffmpeg'`,
    '--base alpine --packages cmd:ffmpeg',
  ],
  [
    'Error loading shared library libxcb.so.1: No such file or directory (needed by /app/x.so)',
    '--base alpine --packages so:libxcb.so.1',
  ],
  [
    "FileNotFoundError: [Errno 2] No such file or directory: '/etc/app.toml'",
    '/etc/app.toml is not in the image: mount it',
  ],
  ["Error: Cannot find module './routes/users'", '--ship routes/users'],
  ["Error: Cannot find package 'pg' imported from /app/db.js", 'pg is not installed'],
])('the advice on: %s', (log, says) => {
  const lesson = errorIn(log, '/app')?.lesson;
  expect(lesson && adviceOf(lesson)).toContain(says);
});

test('a file of the system is not one of the project, whose folder is the root', () => {
  const log = "FileNotFoundError: [Errno 2] No such file or directory: '/etc/app/app.yml'";
  expect(errorIn(log, '/')?.lesson).toMatchObject({ kind: 'file', inside: null });
  const own = "FileNotFoundError: [Errno 2] No such file or directory: '/data/app.yml'";
  expect(errorIn(own, '/')?.lesson).toMatchObject({ inside: 'data/app.yml' });
});

test('an abbreviation in a message is no variable', () => {
  expect(errorIn('fatal: connection URI missing in environment', '/app')?.lesson).toBeUndefined();
});

test.each([
  ["Error: EACCES: permission denied, mkdir '/data'", '/data'],
  ["Error: EACCES: permission denied, open '/app/data/x.db'", '/app/data'],
  ["Error: EACCES: permission denied, open '/app/x.db'", null],
  ["Error: EACCES: permission denied, open '/x.db'", null],
  [
    '  File "pathlib.py", line 1, in mkdir\n    os.mkdir(self, mode)\n    ~~~~~~~~^^^^^^^^^^^^\nOSError: [Errno 30] Read-only file system: \'/app/state\'',
    '/app/state',
  ],
  ["Error: ENOENT: no such file or directory, open '/app/data/x.db'", '/app/data'],
])('the folder to declare after: %s', (log, folder) => {
  expect(errorIn(log, '/app')?.lesson).toMatchObject({ folder });
});

test.each([[''], ['listening on 8080'], ['permission denied for table users']])(
  'no error in: %s',
  (log) => {
    expect(errorIn(log)).toBeUndefined();
  },
);

describe('an excerpt begins with the error', () => {
  test('of Node, with its stack', () => {
    const frames = Array.from({ length: 14 }, (_, it) => `    at f${it} (/app/server.js:${it}:1)`);
    const log = ['starting', "Error: Cannot find module 'pg'", ...frames, '', 'Node.js v26.1.0'];
    expect(excerptOf(log.join('\n'), 10)).toEqual([
      "Error: Cannot find module 'pg'",
      ...frames.slice(0, 9),
    ]);
  });

  test('of Python, with the frames before it', () => {
    const frames = Array.from({ length: 14 }, (_, it) => `  File "/app/m${it}.py", line ${it}`);
    const log = ['Traceback (most recent call last):', ...frames, "KeyError: 'DATABASE_URL'"];
    expect(excerptOf(log.join('\n'), 10)).toEqual([
      "KeyError: 'DATABASE_URL'",
      ...frames.slice(-9),
    ]);
  });

  test('of a chain of exceptions, with the last one', () => {
    const log = `Traceback (most recent call last):
  File "a.py", line 1
ConnectionRefusedError: [Errno 111] Connection refused

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "b.py", line 2
redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.`;
    expect(excerptOf(log, 3)).toEqual([
      'redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.',
      'Traceback (most recent call last):',
      '  File "b.py", line 2',
    ]);
  });

  test('of Go, with what ran', () => {
    const log = 'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:3 +0x1';
    expect(excerptOf(log, 3)).toEqual(['panic: boom', 'goroutine 1 [running]:', 'main.main()']);
  });

  test('and a log without one is shown from its end', () => {
    expect(excerptOf('a\nb\n\nc\n', 2)).toEqual(['b', 'c']);
  });
});

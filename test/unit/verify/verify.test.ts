/** Each promise, kept and broken, through the whole of verifyImage with a scripted engine. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Cancelled, UserError } from '../../../src/errors.ts';
import { memoryOutput } from '../../../src/ports/memory.ts';
import { demandsOf } from '../../../src/verify/expectations.ts';
import type { VerifyInput } from '../../../src/verify/input.ts';
import {
  promiseIds,
  type PromiseId,
  type Verdict,
  type VerifyReport,
} from '../../../src/verify/report.ts';
import { textOf } from '../../../src/verify/reporters/text.ts';
import { verifyImage } from '../../../src/verify/verify.ts';
import { good, memoryEngine, type Memory, type Script } from '../../support/verify-memory.ts';

const input: VerifyInput = {
  directory: '/project',
  dockerfile: 'Dockerfile',
  image: null,
  compare: null,
  demands: [],
  job: false,
  strict: false,
  network: null,
  addHosts: [],
  memory: null,
  cpus: null,
  env: [],
  envFile: null,
  writable: [],
  timeoutSeconds: 10,
  keep: false,
  buildArgs: [],
  secrets: [],
  ssh: [],
  buildNetwork: null,
  target: null,
  platform: null,
};

function formatReport(report: VerifyReport): string {
  return textOf(report, { version: '0.0.0', file: null });
}

async function verify(
  changes: Partial<Script> = {},
  more: Partial<VerifyInput> = {},
): Promise<VerifyReport & { memory: Memory }> {
  const memory = memoryEngine(changes);
  const report = await verifyImage({ ...input, ...more }, { ...memory, out: memoryOutput() });
  return { ...report, memory };
}

function verdict(report: VerifyReport, id: PromiseId): Verdict {
  const found = report.promises.find((it) => it.id === id);
  if (found === undefined) throw new Error(`no verdict for ${id}`);
  return found;
}

const notStarted = { processes: [] };
const alpine = good.dockerfile.replace('FROM scratch', `FROM alpine:3.24@sha256:${'b'.repeat(64)}`);
const shell = { path: 'bin/sh', mode: 0o755, text: '\x7fELF' };

test('a container is reached at its published port, or at its address in a network that publishes none', async () => {
  expect([...(await verify()).memory.requested]).toEqual(['127.0.0.1:32768']);
  const internal = await verify({ inside: '172.31.0.2' }, { network: 'internal' });
  expect(internal.ok).toBe(true);
  expect([...internal.memory.requested]).toEqual(['172.31.0.2:8080']);
});

describe('a network of its own', () => {
  const name = 'create-secure-dockerfile-verify-test';
  const here: Partial<Script> = { bridgeIsHere: true, inside: '172.31.0.2' };
  const networksOf = ({ memory }: { memory: Memory }) =>
    memory.commands.filter((it) => it[0] === 'network' && it[1] !== 'ls').map((it) => it.slice(1));
  const used = ({ memory }: { memory: Memory }): string | undefined => {
    const create = memory.commands.find((it) => it.includes('--read-only') && it[0] === 'create');
    return create?.includes('--network') ? create[create.indexOf('--network') + 1] : undefined;
  };

  test('leads nowhere, and is removed after its container', async () => {
    const report = await verify(here);
    expect(report.ok).toBe(true);
    expect(report.seen?.isolated).toBe(true);
    expect(used(report)).toBe(name);
    expect(networksOf(report)).toEqual([
      ['create', '--internal', name],
      ['rm', name],
    ]);
    expect([...report.memory.networks]).toEqual([]);
    const last = report.memory.commands.map((it) => it[0]);
    expect(last.lastIndexOf('network')).toBeGreaterThan(last.lastIndexOf('rm'));
  });

  test('is not there where this machine does not reach it', async () => {
    const report = await verify();
    expect(used(report)).toBeUndefined();
    expect(report.seen?.isolated).toBe(false);
    expect(networksOf(report)).toEqual([
      ['create', '--internal', name],
      ['rm', name],
    ]);
  });

  test.each<[string, Partial<Script>, Partial<VerifyInput>, string | undefined]>([
    ['that of the user', here, { network: 'db' }, 'db'],
    ['the one of the engine, to reach a named host', here, { addHosts: ['a:1.2.3.4'] }, undefined],
  ])('is replaced by %s', async (_, changes, more, network) => {
    const report = await verify(changes, more);
    expect(used(report)).toBe(network);
    expect(networksOf(report)).toEqual([]);
  });

  test('is not made if the engine has no room for it', async () => {
    const report = await verify({
      ...here,
      override: (args) =>
        args[1] === 'create' ? { code: 1, stderr: 'all predefined address pools' } : undefined,
    });
    expect(used(report)).toBeUndefined();
    expect(networksOf(report)).toHaveLength(1);
  });

  test('stays with --keep, for the container', async () => {
    const report = await verify(here, { keep: true });
    expect([...report.memory.networks]).toEqual([name]);
    expect(report.left?.networks).toEqual([name]);
    expect(formatReport(report)).toContain(
      `docker rm -f -v ${name}-read-only && docker network rm ${name} && docker rmi`,
    );
  });
});

test('a good image keeps every promise, in the order of the list', async () => {
  const report = await verify();
  expect(report.promises.map((it) => [it.id, it.kept])).toEqual(promiseIds.map((id) => [id, true]));
  expect(report).toMatchObject({
    ok: true,
    broken: [],
    left: null,
    engine: 'docker',
    image: {
      size: 5_000_000,
      layers: [{ createdBy: 'COPY /app /app # buildkit', size: 5_000_000 }],
    },
  });
  expect(report.answer).toEqual({
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: 'hi',
  });
});

test('the container is started hardened, on a free port of this machine only', async () => {
  const { memory } = await verify(
    {},
    { env: ['A=b'], envFile: 'Dockerfile', writable: ['/data'], platform: 'linux/amd64' },
  );
  const create = memory.commands
    .find((it) => it[0] === 'create' && it.includes('--read-only'))
    ?.join(' ');
  expect(create).toContain(
    '--read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --publish 127.0.0.1::8080 --pids-limit 1024 --memory 2g --env A=b --env-file Dockerfile --platform linux/amd64 --tmpfs /data:uid=65532,gid=65532,mode=0700',
  );
});

test('the HEALTHCHECK is run alone on a root that nothing can write, with Podman too', async () => {
  for (const program of ['docker', 'podman'] as const) {
    const memory = memoryEngine();
    const engine = { ...memory.engine, program };
    await verifyImage(input, { ...memory, engine, out: memoryOutput() });
    const alone = memory.commands.find((it) => it[0] === 'run');
    expect(alone?.includes('--read-only')).toBe(true);
    expect(alone?.includes('--read-only-tmpfs=false')).toBe(program === 'podman');
  }
});

test('the end of a program is data, with the line of its log that says why', async () => {
  const of = async (run: Script['run']) => verdict(await verify({ run }), 'answers').end;
  expect(await of(() => ({ exitCode: 3, log: 'hello\npanic: boom\ngoroutine 1' }))).toEqual({
    code: 3,
    outOfMemory: false,
    line: 'panic: boom',
  });
  expect(await of(() => ({ exitCode: 0 }))).toEqual({ code: 0, outOfMemory: false, line: '' });
  expect(await of(() => ({ probe: { kind: 'closed' } }))).toBeUndefined();
});

test('a program that ends before it answers is not said to have answered', async () => {
  // It ends during the second start, which tries it on a writable root.
  const report = await verify({
    run: (_, passed) =>
      passed < 11_000 ? { probe: { kind: 'closed' } } : { exitCode: 1, log: 'boom' },
    tcpBound: [],
  });
  expect(verdict(report, 'answers').detail).toContain('it ended with 1 before it answered');
});

test("a declared folder that is the user's in the image becomes a volume, which keeps its content", async () => {
  const { memory, ok } = await verify(
    { files: [...good.files, { path: 'data', type: 'directory', uid: 65532 }] },
    { writable: ['/data'] },
  );
  expect(memory.commands.find((it) => it.includes('--read-only'))?.join(' ')).toContain(
    '--mount type=volume,dst=/data',
  );
  expect(ok).toBe(true);
});

const elf = '\x7fELF';

/** The header of a program for a machine. */
function programFor(machine: number): string {
  return `${elf.padEnd(18, '\0')}${String.fromCharCode(machine)}\0`;
}

/** @returns what `of` says about each further call. */
function counted<T>(of: (index: number) => T): () => T {
  let index = 0;
  return () => of(index++);
}

/** A program that ends after some requests. */
function endsAfter(most: number): Partial<Script> {
  let requests = 0;
  return {
    statusOf: () => {
      requests += 1;
      return 200;
    },
    run: () => (requests < most ? {} : { exitCode: 1, log: 'ECONNREFUSED' }),
  };
}

/** A program that answers, and ends some time after its start. */
function lasting(milliseconds: number, log: string): Script['run'] {
  return (_, passed) =>
    passed < milliseconds
      ? { probe: { kind: 'http', status: 200, headers: {}, body: '' }, log }
      : { exitCode: 1, log };
}

type Fault = [
  what: string,
  id: PromiseId,
  says: string,
  changes: Partial<Script>,
  more?: Partial<VerifyInput>,
];

/** Exactly one promise is broken by each of these; what follows from it is not judged and says so. */
const faults: readonly Fault[] = [
  [
    'a failing build',
    'builds',
    'no such package',
    { buildCode: 1, buildLines: ['#7 ERROR: no such package'] },
  ],
  [
    'an install of npm, which prints its options after the cause',
    'builds',
    "npm error Invalid: lock file's ms@2.1.3 does not satisfy ms@1.0.0",
    {
      buildCode: 1,
      buildLines: [
        '#7 1.0 npm error code EUSAGE',
        '#7 1.0 npm error',
        "#7 1.1 npm error Invalid: lock file's ms@2.1.3 does not satisfy ms@1.0.0",
        ...Array.from({ length: 90 }, (_, index) => `#7 1.2 npm error   --option-${index}`),
        '#7 ERROR: exit code 1',
      ],
    },
  ],
  [
    'a build check that warns',
    'build-checks',
    'line 3: FromAsCasing: casing',
    {
      checks: {
        warnings: [
          {
            ruleName: 'FromAsCasing',
            detail: 'casing',
            location: { ranges: [{ start: { line: 3 } }] },
          },
        ],
      },
    },
  ],
  [
    'a tag without a digest',
    'pinned',
    'alpine:3.24 (Dockerfile:3)',
    { dockerfile: good.dockerfile.replace('FROM scratch', 'FROM alpine:3.24') },
  ],
  [
    'no USER',
    'user',
    'no USER, so it runs as root',
    { user: '', processes: [{ pid: 4242, uid: 0, gid: 0, command: ['/app'] }] },
  ],
  [
    'USER 0:0',
    'user',
    'USER 0:0 is root (Dockerfile:5)',
    { user: '0:0', processes: [{ pid: 4242, uid: 0, gid: 0, command: ['/app'] }] },
  ],
  [
    'USER without a group',
    'user',
    'names no group',
    { user: '65532', processes: [{ pid: 4242, uid: 65532, gid: 0, command: ['/app'] }] },
  ],
  [
    'a user name',
    'user',
    'USER app is a name',
    {
      user: 'app',
      files: [...good.files, { path: 'etc/passwd', text: 'app:x:65532:65532::/:/sbin/nologin\n' }],
    },
  ],
  [
    'shell form, with its own build check and the shell as PID 1',
    'exec-form',
    'ENTRYPOINT is in shell form (Dockerfile:7)',
    {
      dockerfile: alpine.replace('["/app"]', '/app'),
      entrypoint: ['/bin/sh', '-c', '/app'],
      checks: {
        warnings: [{ ruleName: 'JSONArgsRecommended', detail: 'JSON arguments recommended' }],
      },
      processes: [
        { pid: 4242, uid: 65532, gid: 65532, command: ['/bin/sh', '-c', '/app'] },
        { pid: 4243, uid: 65532, gid: 65532, command: ['/app'] },
      ],
      stopCode: 137,
    },
  ],
  [
    'no program to start',
    'exec-form',
    'names no program',
    {
      ...notStarted,
      entrypoint: [],
      cmd: [],
      override: (args) =>
        args[0] === 'create' && !args.includes('none')
          ? { code: 1, stderr: 'no command specified' }
          : undefined,
    },
  ],
  [
    'a write outside the declared places',
    'read-only',
    '/data',
    {
      files: [...good.files, { path: 'data', type: 'directory', uid: 65532 }],
      run: (readOnly) =>
        readOnly
          ? { exitCode: 1, log: 'open /data/x: read-only file system' }
          : { probe: { kind: 'http', status: 200, headers: {}, body: '' } },
      diff: 'C /data\nA /data/x\nA /tmp\n',
    },
  ],
  [
    'a port that nobody listens on',
    'answers',
    'nothing listens on 8080',
    { run: () => ({ probe: { kind: 'closed' } }) },
  ],
  [
    'a server that never answers',
    'answers',
    'sent no answer',
    { run: () => ({ probe: { kind: 'silent' } }) },
  ],
  [
    'an end after the first answer',
    'answers',
    'it ended with 1 after it had answered\n  | ECONNREFUSED',
    endsAfter(1),
  ],
  [
    'an end while it is looked at',
    'answers',
    'it ended with 1 after it had answered\n  | ECONNREFUSED',
    endsAfter(2),
  ],
  [
    'an end some seconds after the first answer',
    'answers',
    'it ended with 1 after it had answered\n  | gave up',
    { run: lasting(7_500, 'gave up') },
  ],
  [
    'a later end of a server whose log says that it does not reach its database',
    'answers',
    'it ended with 1 after it had answered\n  | dial tcp 10.0.0.5:5432: connect: connection refused',
    { run: lasting(24_000, 'dial tcp 10.0.0.5:5432: connect: connection refused') },
  ],
  [
    'a program without a port that ends some seconds after its start',
    'answers',
    'it ended with 1\n  | gave up',
    {
      dockerfile: good.dockerfile.replace('EXPOSE 8080\n', ''),
      exposed: [],
      tcpBound: [],
      healthcheck: null,
      run: lasting(7_500, 'gave up'),
    },
  ],
  [
    'an answer of 500 from the second request on',
    'answers',
    'GET / on 8080 answers 500, after it had answered once',
    { statusOf: counted((index) => (index === 0 ? 200 : 500)) },
  ],
  [
    'a program for another platform than that of the image',
    'answers',
    'elsewhere it does not start: /app is for arm64, and the image for amd64',
    { files: [{ path: 'app', mode: 0o755, text: programFor(183) }] },
  ],
  [
    'an answer of 500',
    'answers',
    'GET / on 8080 answers 500',
    { run: () => ({ probe: { kind: 'http', status: 500, headers: {}, body: '' } }) },
  ],
  [
    '404 at the path that was asked for',
    'answers',
    'GET /health on 8080 answers 404',
    { run: () => ({ probe: { kind: 'http', status: 404, headers: {}, body: '' } }) },
    { demands: [{ path: '/health', from: '--path' }] },
  ],
  [
    'no HTTP where --path asks for it',
    'answers',
    'does not speak HTTP',
    { run: () => ({ probe: { kind: 'other-protocol' } }) },
    { demands: [{ path: '/', from: '--path' }] },
  ],
  [
    'an end before the answer',
    'answers',
    'ended with 1 before it answered\n  | boom',
    { ...notStarted, run: () => ({ exitCode: 1, log: 'boom' }) },
  ],
  [
    'an end with 0 before the answer',
    'answers',
    'ended with 0 before it answered',
    { ...notStarted, run: () => ({ exitCode: 0 }) },
  ],
  [
    'a program without a port that fails',
    'answers',
    'ended with 3',
    {
      ...notStarted,
      exposed: [],
      dockerfile: good.dockerfile.replace('EXPOSE 8080\n', ''),
      run: () => ({ exitCode: 3 }),
    },
  ],
  [
    'a program that is not there',
    'answers',
    'stat /app: no such file',
    {
      override: (args) =>
        args[0] === 'start'
          ? { code: 127, stderr: 'exec: "/app": stat /app: no such file' }
          : undefined,
    },
  ],
  [
    '404 at the second path that was asked for',
    'answers',
    'GET / on 8080: 200, GET /api: 404',
    { statusOf: (path) => (path === '/api' ? 404 : undefined) },
    { demands: demandsOf(['/', '/api'], []) },
  ],
  [
    'another status than the preset expects at its first path',
    'answers',
    'GET /health on 8080 answers 200, not 204',
    {},
    { demands: demandsOf([], [{ path: '/health', status: 204 }]) },
  ],
  [
    'a text that the preset expects at its second path',
    'answers',
    'GET /b: 200 without "ok" in it',
    { statusOf: () => 200 },
    { demands: demandsOf([], [{ path: '/a' }, { path: '/b', text: 'ok' }]) },
  ],
  [
    'a UDP port that nothing is bound to',
    'answers',
    'it stayed up; nothing is bound to UDP 53; it is bound to 5353',
    {
      exposed: ['53/udp'],
      dockerfile: good.dockerfile.replace('8080', '53/udp'),
      udpBound: [5353],
    },
  ],
  [
    'a UDP port that nothing is bound to, beside a server',
    'answers',
    'GET / on 8080: 200; nothing is bound to UDP 53',
    {
      exposed: ['8080/tcp', '53/udp'],
      dockerfile: good.dockerfile.replace('8080', '8080 53/udp'),
    },
  ],
  [
    'a health check that can only fail',
    'healthy',
    'it still ends with 1 after 15 s\n  | connection refused',
    { healthCodes: [1] },
  ],
  [
    'a process of another user',
    'processes',
    'cron runs as 0:65532',
    { processes: [...good.processes, { pid: 4250, uid: 0, gid: 65532, command: ['cron'] }] },
  ],
  [
    'a supplementary group',
    'processes',
    'groups 65532,0',
    { processes: [{ pid: 4242, uid: 65532, gid: 65532, groups: [65532, 0], command: ['/app'] }] },
  ],
  [
    'an effective capability',
    'capabilities',
    '/app: effective',
    {
      processes: [
        {
          pid: 4242,
          uid: 65532,
          gid: 65532,
          command: ['/app'],
          capabilities: { CapEff: '0000000000000400' },
        },
      ],
    },
  ],
  [
    'a bounding set that is not empty',
    'capabilities',
    '/app: bounding',
    {
      processes: [
        {
          pid: 4242,
          uid: 65532,
          gid: 65532,
          command: ['/app'],
          capabilities: { CapBnd: '00000000a80425fb' },
        },
      ],
    },
  ],
  [
    'npm as PID 1, which keeps the signal to itself',
    'pid-1',
    'it is npm',
    {
      processes: [{ pid: 4242, uid: 65532, gid: 65532, command: ['npm start', '', ''] }],
      stopCode: 137,
    },
  ],
  ['a signal ignored', 'stops', 'killed', { stopCode: 137 }],
  ['an end as a failure', 'stops', 'exit code 2', { stopCode: 2 }],
  ['a shell in an empty image', 'no-shell', '/bin/sh', { files: [...good.files, shell] }],
  [
    'npm in an empty image',
    'no-package-manager',
    '/usr/local/bin/npm',
    {
      files: [
        ...good.files,
        { path: 'usr/local/bin/npm', mode: 0o755, text: '#!/usr/bin/env node' },
      ],
    },
  ],
  [
    'pip that only an interpreter can load',
    'no-package-manager',
    '/pip/__main__.py',
    { files: [...good.files, { path: 'venv/lib/python3.14/site-packages/pip/__main__.py' }] },
  ],
  [
    'a setuid file',
    'no-setuid',
    '/bin/su (setuid)',
    { files: [...good.files, { path: 'bin/su', mode: 0o4755, text: '\x7fELF' }] },
  ],
  [
    'a setgid file',
    'no-setuid',
    '/bin/wall (setgid)',
    { files: [...good.files, { path: 'bin/wall', mode: 0o2755, text: '\x7fELF' }] },
  ],
  [
    'a file with capabilities',
    'no-setuid',
    '/bin/ping (capabilities)',
    {
      files: [
        ...good.files,
        {
          path: 'bin/ping',
          mode: 0o755,
          text: '\x7fELF',
          pax: { 'SCHILY.xattr.security.capability': 'x' },
        },
      ],
    },
  ],
  [
    'a file that everybody can write',
    'no-writable',
    '/etc/app.conf',
    { files: [...good.files, { path: 'etc/app.conf', mode: 0o666 }] },
  ],
  [
    'a program that belongs to its user, read-only as it is',
    'no-writable',
    '/app',
    { files: [{ path: 'app', mode: 0o555, uid: 65532, text: '\x7fELF' }] },
  ],
  [
    'a program in a volume of its user',
    'no-writable',
    '65532:65532 can replace /app, which the image starts',
    { volumes: ['/'], files: [{ path: 'app', mode: 0o755, uid: 65532, text: elf }] },
  ],
  [
    'a token among the variables',
    'no-secret-in-environment',
    'SETTINGS=ghp_... (40 characters)',
    {
      env: [`SETTINGS=ghp_${'x'.repeat(36)}`],
      history: [[`ENV SETTINGS=ghp_${'x'.repeat(36)}`, 0]],
    },
  ],
  [
    'a password among the variables, with its build check',
    'no-secret-in-environment',
    'DB_PASSWORD=corr...',
    {
      env: ['DB_PASSWORD=correct-horse-battery'],
      checks: { warnings: [{ ruleName: 'SecretsUsedInArgOrEnv', detail: 'ENV "DB_PASSWORD"' }] },
    },
  ],
  [
    'a build argument in the history',
    'no-secret-in-history',
    'NPM_TOKEN=abcd...',
    { history: [['RUN |1 NPM_TOKEN=abcdefghijklmnop /bin/sh -c npm ci # buildkit', 10]] },
  ],
  [
    'a password among the words of the command',
    'no-secret-in-history',
    'ENTRYPOINT ... --password hu... (8 characters)',
    {
      entrypoint: ['/app', '--password', 'hunter22'],
      history: [['ENTRYPOINT ["/app" "--password" "hunter22"]', 0]],
    },
  ],
  [
    'a password in a label that the history does not show',
    'no-secret-in-history',
    'LABEL com.example.password=hu... (8 characters)',
    { labels: { 'com.example.password': 'hunter22', 'com.example.author': 'me' } },
  ],
  [
    'a key file',
    'no-secret-in-files',
    '/app/key.pem',
    { files: [...good.files, { path: 'app/key.pem', text: '-----BEGIN PRIVATE KEY-----\n' }] },
  ],
];

describe('each fault breaks its promise and no other', () => {
  test.each(faults.map(([what, ...fault]) => ({ what, fault })))(
    '$what',
    async ({ fault: [id, says, changes, more] }) => {
      const report = await verify(changes, more);
      expect(report.broken).toEqual([id]);
      expect(report.promises.filter((it) => it.kept === false).map((it) => it.id)).toEqual([id]);
      expect(report.ok).toBe(false);
      expect(verdict(report, id).detail).toContain(says);
      expect(verdict(report, id).hint).toMatch(/\w/);
      for (const it of report.promises.filter((other) => other.kept === null))
        expect([it.id, it.because]).toEqual([it.id, id]);
      expect(report.memory.containers.size + report.memory.images.size).toBe(0);
    },
  );

  test('every promise is broken by one of them', () => {
    expect(promiseIds.filter((id) => !faults.some((it) => it[1] === id))).toEqual([]);
  });
});

test('the second start shows where the program writes, and how to declare it', async () => {
  const report = await verify({
    run: (readOnly) =>
      readOnly
        ? { exitCode: 1 }
        : { probe: { kind: 'http', status: 200, headers: {}, body: 'second' } },
    diff: 'C /var\nA /var/lib\nA /var/lib/app\nA /var/lib/app/db\n',
  });
  expect(verdict(report, 'read-only').hint).toBe(
    'Declare the place: --writable /var/lib, in the preset: writable: [/var/lib]',
  );
  expect(verdict(report, 'answers').kept).toBe(true);
  expect(report.answer?.body).toBe('second');
});

test('a program that goes on without what it could not write keeps the promise, with a word about it', async () => {
  const report = await verify({
    run: () => ({
      probe: { kind: 'http', status: 200, headers: {}, body: '' },
      log: 'cache off: EROFS: read-only file system',
    }),
  });
  expect(verdict(report, 'read-only')).toMatchObject({
    kept: true,
    detail: 'it works, but its log contains: cache off: EROFS: read-only file system',
  });
});

test('the log of a failed build begins with its cause, which the hint explains', async () => {
  const report = await verify({
    buildCode: 1,
    buildLines: [
      '#7 [build 2/4] RUN npm ci',
      '#7 1.0 npm error code EUSAGE',
      '#7 1.1 npm error Missing: ms@2.1.3 from lock file',
      '#7 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1',
    ],
  });
  const { detail, hint } = verdict(report, 'builds');
  expect(detail.split('\n').slice(0, 3)).toEqual([
    'docker build ended with 1',
    '  | npm error code EUSAGE',
    '  | npm error Missing: ms@2.1.3 from lock file',
  ]);
  expect(hint).toMatch(
    /^Run npm install on your machine, and commit package-lock\.json\.\nTry it alone: /,
  );
});

describe('what cannot be looked at is not kept', () => {
  test('capabilities where the engine runs on another machine; ids still come from docker top', async () => {
    const report = await verify({ procIsHere: false });
    expect(verdict(report, 'capabilities')).toMatchObject({ kept: null });
    expect(verdict(report, 'processes').kept).toBe(true);
    const stranger = await verify({
      procIsHere: false,
      processes: [...good.processes, { pid: 5, uid: 0, gid: 0, command: ['cron'] }],
    });
    expect(stranger.broken).toEqual(['processes']);
  });

  test('the port of an engine on another machine, unless that is this one by another name', async () => {
    const report = await verify({ endpoint: 'tcp://docker:2375', procIsHere: false });
    expect(verdict(report, 'answers')).toMatchObject({ kept: null, title: 'answers on port 8080' });
    expect(verdict(report, 'answers').detail).toContain('tcp://docker:2375');
    expect(report.answer).toBeNull();
    expect(report.memory.commands.find((it) => it.includes('--read-only'))).not.toContain(
      '--publish',
    );
    expect(
      (await verify({ endpoint: 'tcp://docker:2375', ...notStarted, run: () => ({ exitCode: 1 }) }))
        .broken,
    ).toEqual(['answers']);
    expect(verdict(await verify({ endpoint: 'tcp://127.0.0.1:2375' }), 'answers').kept).toBe(true);
  });

  test('processes on another machine where docker top fails', async () => {
    const report = await verify({
      procIsHere: false,
      override: (args) =>
        args[0] === 'top' ? { code: 1, stderr: 'ps: unknown option' } : undefined,
    });
    expect(
      ['processes', 'capabilities', 'pid-1'].map((id) => verdict(report, id as PromiseId).kept),
    ).toEqual([null, null, null]);
    expect(verdict(report, 'processes').detail).toContain('ps: unknown option');
  });

  test('files where the export fails', async () => {
    const report = await verify({
      override: (args) => (args[0] === 'export' ? { code: 1, stderr: 'no space left' } : undefined),
    });
    expect(
      ['no-shell', 'no-package-manager', 'no-setuid', 'no-writable', 'no-secret-in-files'].map(
        (id) => verdict(report, id as PromiseId).kept,
      ),
    ).toEqual([null, null, null, null, null]);
    expect(verdict(report, 'no-setuid').detail).toContain('no space left');
  });

  test('build checks that the engine does not have', async () => {
    const report = await verify({
      override: (args) =>
        args.includes('--call=check,format=json')
          ? { code: 125, stderr: 'unknown flag: --call' }
          : undefined,
    });
    expect(verdict(report, 'build-checks')).toMatchObject({ kept: null });
    expect(verdict(report, 'build-checks').detail).toContain('unknown flag: --call');
  });

  test('a program that ended with 0 before its processes could be looked at', async () => {
    const report = await verify({
      ...notStarted,
      exposed: [],
      dockerfile: good.dockerfile.replace('EXPOSE 8080\n', ''),
      run: () => ({ exitCode: 0 }),
    });
    expect(verdict(report, 'answers')).toMatchObject({
      kept: null,
      title: 'stays up, or ends with 0',
      detail:
        'it ended with 0 at once and printed nothing; if it is meant to do its work and end, say so with --job',
    });
    expect(report.promises.filter((it) => it.kept === null).map((it) => it.id)).toEqual([
      'answers',
      'healthy',
      'processes',
      'capabilities',
      'pid-1',
      'stops',
    ]);
    expect(report.ok).toBe(true);
    expect(formatReport(report)).toContain('? not judged ');
  });
});

test('shell and package manager are promised only where the base has none', async () => {
  const report = await verify({ dockerfile: alpine, files: [...good.files, shell] });
  expect(report.promises.map((it) => it.id)).not.toContain('no-shell');
  const distroless = await verify({
    dockerfile: good.dockerfile.replace(
      'FROM scratch',
      `FROM gcr.io/distroless/static-debian13:nonroot@sha256:${'c'.repeat(64)}`,
    ),
    files: [...good.files, shell],
  });
  expect(distroless.broken).toEqual(['no-shell']);
  const hidden = await verify({
    dockerfile: good.dockerfile.replace('FROM scratch', 'ARG BASE\nFROM $BASE'),
  });
  expect(verdict(hidden, 'no-shell')).toMatchObject({ kept: null });
  const labelled = await verify({
    dockerfile: good.dockerfile.replace('FROM scratch', 'ARG BASE\nFROM $BASE'),
    labels: { 'org.opencontainers.image.base.name': 'docker.io/library/alpine:3.24' },
  });
  expect(labelled.promises.map((it) => it.id)).not.toContain('no-shell');
});

test.each(['cgr.dev/chainguard/static:latest', 'debian:13-slim', 'Not/A:Reference'])(
  'shell and package manager on %s, which is not one of our bases, are judged by the files',
  async (name) => {
    const dockerfile = good.dockerfile.replace(
      'FROM scratch',
      `FROM ${name}@sha256:${'c'.repeat(64)}`,
    );
    const without = await verify({ dockerfile });
    expect(verdict(without, 'no-shell')).toMatchObject({ kept: true });
    expect(verdict(without, 'no-package-manager')).toMatchObject({ kept: true });
    const pip = { ...shell, path: 'usr/bin/pip' };
    const both = await verify({ dockerfile, files: [...good.files, shell, pip] });
    expect(both.broken).toEqual([]);
    expect(verdict(both, 'no-shell')).toMatchObject({
      kept: null,
      detail: `/bin/sh: whether ${name}@sha256:${'c'.repeat(64)} is meant to have it is not known`,
    });
    expect(verdict(both, 'no-package-manager')).toMatchObject({
      kept: null,
      detail: expect.stringContaining('/usr/bin/pip'),
    });
  },
);

test('a mirror of a base is one of our bases', async () => {
  const dockerfile = good.dockerfile.replace(
    'FROM scratch',
    `FROM registry.example.com/distroless/static-debian13:nonroot@sha256:${'c'.repeat(64)}`,
  );
  const report = await verify({ dockerfile, files: [...good.files, shell] });
  expect(report.broken).toEqual(['no-shell']);
});

test('clean ends: 0 and 128 + the stop signal, whichever that is', async () => {
  expect((await verify({ stopCode: 143 })).ok).toBe(true);
  expect((await verify({ stopCode: 130, stopSignal: 'SIGINT' })).ok).toBe(true);
  expect((await verify({ stopCode: 143, stopSignal: 'SIGINT' })).broken).toEqual(['stops']);
});

describe('UDP ports', () => {
  const udp = { exposed: ['53/udp'], dockerfile: good.dockerfile.replace('8080', '53/udp') };

  test('are kept if the program is bound to them', async () => {
    const report = await verify({ ...udp, udpBound: [53], tcpBound: [] });
    expect(verdict(report, 'answers')).toEqual({
      id: 'answers',
      kept: true,
      title: 'stays up, or ends with 0',
      detail: 'stayed up; UDP 53 is bound',
    });
    expect(report).toMatchObject({ ok: true, doubtful: [] });
  });

  test('are not judged where the engine runs elsewhere', async () => {
    const report = await verify({ ...udp, procIsHere: false });
    expect(verdict(report, 'answers')).toMatchObject({
      kept: null,
      detail: 'it stayed up; UDP 53 is not judged: the engine runs elsewhere',
    });
    expect(report.ok).toBe(true);
  });

  test('beside TCP ones that answer leave a reservation', async () => {
    const report = await verify({
      exposed: ['8080/tcp', '53/udp'],
      dockerfile: good.dockerfile.replace('8080', '8080 53/udp'),
      procIsHere: false,
    });
    expect(verdict(report, 'answers')).toMatchObject({
      kept: true,
      title: 'answers on port 8080',
      but: 'its UDP ports are not judged',
    });
  });
});

describe('kept with a reservation', () => {
  test('not where the preset expects it', async () => {
    const report = await verify(
      { statusOf: () => 404 },
      { demands: demandsOf([], [{ path: '/', status: 404 }]) },
    );
    expect(verdict(report, 'answers')).toMatchObject({ kept: true, detail: 'GET / on 8080: 404' });
    expect(report.doubtful).toEqual([]);
  });
  const notFound = { statusOf: () => 404 };
  const withoutPort = {
    exposed: [],
    dockerfile: good.dockerfile.replace('EXPOSE 8080\n', ''),
    healthcheck: null,
  };

  test('a server that refuses /', async () => {
    const report = await verify(notFound);
    expect(verdict(report, 'answers')).toMatchObject({
      kept: true,
      detail: 'GET / on 8080: 404',
      but: 'the server runs; is this what it serves? --path asks for another path',
    });
    expect(report).toMatchObject({ ok: true, broken: [], doubtful: ['answers'] });
    expect(formatReport(report)).toContain(
      '~ kept, but   answers on port 8080: GET / on 8080: 404 (the server runs; is this what it serves? --path asks for another path)',
    );
    expect(formatReport(report)).toContain('19 kept (1 with a but), 0 broken');
  });

  test.each([
    ['curl -f http://localhost:8080/health', 200, undefined],
    ['curl -f http://localhost:8080/health', 404, expect.any(String)],
    ['curl -f http://localhost:8080/', 200, expect.any(String)],
  ])('not where the path of %s answers with %i', async (check, status, but) => {
    const report = await verify({
      healthcheck: ['CMD-SHELL', check],
      statusOf: (path) => ({ '/': 404, '/health': status })[path] ?? 404,
    });
    expect(verdict(report, 'answers').but).toEqual(but);
  });

  test.each([
    ['Client sent an HTTP request to an HTTPS server.', true],
    ['<center>The plain HTTP request was sent to HTTPS port</center>', true],
    ['Bad Request', false],
  ])('not a server that answers "%s"', async (body, isTls) => {
    const probe = { kind: 'http', status: 400, headers: {}, body } as const;
    const report = await verify({ run: () => ({ probe }) });
    expect(report.doubtful).toEqual(isTls ? [] : ['answers']);
    expect(verdict(report, 'answers').detail).toContain(isTls ? 'does not speak HTTP' : '400');
  });

  test('with the path that answers, which is no demand', async () => {
    const statusOf = (path: string): number => (path === '/healthz' ? 204 : 404);
    const report = await verify({ statusOf, healthcheck: null });
    expect(verdict(report, 'answers').but).toContain('/healthz answers');
    expect(report.seen?.path).toBe('/healthz');
    const demanded = await verify({ statusOf }, { demands: demandsOf(['/healthz'], []) });
    expect(demanded.seen?.path).toBeNull();
    expect((await verify({ statusOf: () => 200 })).seen?.path).toBeNull();
  });

  test('a program that is bound to a UDP port that no EXPOSE names', async () => {
    const report = await verify({ ...withoutPort, udpBound: [5353, 40_000], tcpBound: [] });
    expect(verdict(report, 'answers').but).toBe(
      'it listens on 5353/udp, which no EXPOSE names: --port 5353/udp exposes it',
    );
    expect(report.seen?.listeningUdp).toEqual([5353]);
  });

  test('the signals that the first process handles, and the memory of all', async () => {
    const process = { uid: 65532, gid: 65532, command: ['/app'] };
    const report = await verify({
      processes: [
        // Bits 2, 3 and 15.
        { ...process, pid: 4242, caught: '0000000000004006', residentKb: 1000 },
        { ...process, pid: 4243, caught: '0000000000000000', residentKb: 24 },
      ],
    });
    expect(report.seen).toMatchObject({
      stopSignal: 'SIGTERM',
      handles: ['SIGTERM', 'SIGINT', 'SIGQUIT'],
      memory: 1024 * 1024,
    });
  });

  test('a server on a port that no EXPOSE names', async () => {
    const report = await verify({ ...withoutPort, tcpBound: [8888] });
    expect(verdict(report, 'answers')).toMatchObject({
      kept: true,
      detail: 'stayed up',
      but: 'it listens on 8888, which no EXPOSE names: --port 8888 exposes it',
    });
  });

  test('a server on the loopback of its container alone', async () => {
    const report = await verify({ ...withoutPort, tcpBound: [], tcpLoopback: [6060] });
    expect(verdict(report, 'answers').but).toBe(
      "it listens on 6060 of the container's loopback only, where nobody else reaches it",
    );
    expect((await verify({ tcpLoopback: [6060] })).doubtful).toEqual([]);
  });

  test.each<[string, Record<string, string>, number, string | undefined]>([
    ['to a page that fails', { '/': '/login' }, 500, '/login, which answers 500'],
    ['to a page that is not there', { '/': 'a', '/a': './b' }, 404, '/b, which answers 404'],
    ['in a circle', { '/': '/a', '/a': '/' }, 200, '/, which redirects in a circle'],
    ['by its whole address', { '/': 'http://127.0.0.1:32768/x?y' }, 500, '/x?y, which answers 500'],
    ['to a page', { '/': '/login' }, 200, undefined],
    ['elsewhere', { '/': 'https://example.com/login' }, 500, undefined],
    ['to no address', { '/': 'http://' }, 500, undefined],
  ])('a server that redirects %s', async (_, redirects, status, but) => {
    const report = await verify({ redirects, statusOf: () => status });
    expect(verdict(report, 'answers')).toMatchObject({ kept: true });
    expect(verdict(report, 'answers').but).toBe(but && `GET / redirects to ${but}`);
  });

  test('another port beside the exposed one is named', async () => {
    const report = await verify({ tcpBound: [8080, 9090] });
    expect(verdict(report, 'answers')).toMatchObject({
      detail: 'GET / on 8080: 200; it also listens on 9090, which no EXPOSE names',
    });
    expect(report.doubtful).toEqual([]);
  });

  test.each([
    ['exported 12 rows', true, expect.stringContaining('--job')],
    ['Usage: app [command]', null, undefined],
    ['', null, undefined],
  ])('a program that prints "%s" and ends with 0', async (log, kept, but) => {
    const ended = { ...withoutPort, ...notStarted, run: () => ({ exitCode: 0, log }) };
    expect(verdict(await verify(ended), 'answers')).toMatchObject({ kept });
    expect(verdict(await verify(ended), 'answers').but).toEqual(but);
    const job = verdict(await verify(ended, { job: true }), 'answers');
    expect(job).toEqual({ ...job, kept: true, detail: 'ended with 0' });
    expect(job.but).toBeUndefined();
  });

  test('--strict accepts neither a reservation nor what was not judged', async () => {
    expect((await verify(notFound, { strict: true })).ok).toBe(false);
    expect((await verify({ procIsHere: false }, { strict: true })).ok).toBe(false);
    expect((await verify({}, { strict: true })).ok).toBe(true);
  });
});

describe('the HEALTHCHECK', () => {
  test('may need some time', async () => {
    const report = await verify({ healthCodes: [1, 1, 0] });
    expect(verdict(report, 'healthy')).toMatchObject({ kept: true });
    expect(report.memory.commands.filter((it) => it[0] === 'exec')).toHaveLength(3);
  });

  test.each([
    [
      ['CMD', '/app', '-health'],
      ['/app', '-health'],
    ],
    [
      ['CMD-SHELL', 'wget -q localhost'],
      ['/bin/sh', '-c', 'wget -q localhost'],
    ],
  ])('%j runs as the engine runs it', async (healthcheck, words) => {
    const { memory } = await verify({ healthcheck });
    const exec = memory.commands.find((it) => it[0] === 'exec');
    expect(exec).toEqual(['exec', 'create-secure-dockerfile-verify-test-read-only', ...words]);
  });

  test.each([[null], [['NONE']]])('%j is no promise', async (healthcheck) => {
    const report = await verify({ healthcheck });
    expect(report.promises.map((it) => it.id)).not.toContain('healthy');
  });

  test('is read from where podman has it', async () => {
    const documentOf = (it: string) => JSON.parse(it) as Record<string, unknown>[];
    const { memory } = await verify({ healthcheck: null });
    const [plain] = documentOf((await memory.engine.run(['image', 'inspect', 'it'])).stdout);
    const podman = [{ ...plain, Healthcheck: { Test: ['CMD', '/app', '-health'] } }];
    const report = await verify({
      healthcheck: null,
      override: ([first]) => (first === 'image' ? { stdout: JSON.stringify(podman) } : undefined),
    });
    expect(verdict(report, 'healthy')).toMatchObject({ kept: true });
  });

  test.each([
    ['/app', null],
    ['/other', false],
  ])('an engine that does not find %s', async (path, kept) => {
    const stderr = `exec failed: exec: "${path}": stat ${path}: no such file or directory`;
    const report = await verify({
      override: ([first]) => (first === 'exec' ? { code: 127, stderr } : undefined),
    });
    expect(verdict(report, 'healthy').kept).toBe(kept);
  });

  test('that passes where nothing runs is worth a look, unless it had to be ended', async () => {
    const report = await verify({ healthAlone: [0, 100] });
    expect(verdict(report, 'healthy')).toMatchObject({
      kept: true,
      but: 'it also passes where the program does not run: it can find no fault',
    });
    const alone = report.memory.commands.find((it) => it[0] === 'run')?.join(' ');
    expect(alone).toMatch(
      /^run --rm --name create-secure-dockerfile-verify-test-health --pull never --network none --read-only --tmpfs \/tmp --cap-drop ALL --security-opt no-new-privileges --pids-limit 1024 --memory 2g --entrypoint \/app \S+ -health$/,
    );
    expect(report.memory.containers.size).toBe(0);
    expect((await verify({ healthAlone: [0, 10_000] })).doubtful).toEqual([]);
  });

  test('is not judged where the program does not answer', async () => {
    const report = await verify({ run: () => ({ probe: { kind: 'closed' } }) });
    expect(verdict(report, 'healthy')).toMatchObject({ kept: null, because: 'answers' });
  });
});

describe('a file that a later layer hides', () => {
  const dockerfile = good.dockerfile.replace('USER', 'RUN rm /app.env\nUSER');
  const key = { path: 'app.env', text: 'TOKEN=abc\n' };

  test.each([0, 1])('is found in layer %i, compressed or not', async (index) => {
    const layers = [good.files, good.files].map((it, at) => (at === index ? [...it, key] : it));
    const report = await verify({ dockerfile, layers });
    expect(report.broken).toEqual(['no-secret-in-files']);
    expect(verdict(report, 'no-secret-in-files')).toMatchObject({
      detail: '/app.env, which a later layer hides',
      hint: expect.stringContaining('A RUN that deletes it leaves it in the layer below'),
    });
  });

  test('is named once where it is not hidden', async () => {
    const files = [...good.files, key];
    const report = await verify({ dockerfile, files, layers: [files] });
    expect(verdict(report, 'no-secret-in-files').detail).toBe('/app.env');
  });

  test.each([
    ['registry.example/team/base:1', true],
    ['team/base:1', true],
    ['docker.io/library/python:3.14-slim', false],
    ['gcr.io/distroless/static-debian13:nonroot', false],
  ])('may be one of the base %s: %s', async (base, isFound) => {
    const from = good.dockerfile.replace('FROM scratch', `FROM ${base}@sha256:${'b'.repeat(64)}`);
    const report = await verify({ dockerfile: from, layers: [[...good.files, key]] });
    expect(report.broken).toEqual(isFound ? ['no-secret-in-files'] : []);
  });

  test('may hold the value of a build secret', async () => {
    const held = { path: 'note.txt', text: 'the value is s3cr3t-value' };
    const report = await verify(
      {
        dockerfile,
        layers: [good.files, [held]],
        hostFiles: { '/run/token': 's3cr3t-value' },
      },
      { secrets: ['id=token,src=/run/token'] },
    );
    expect(verdict(report, 'no-secret-in-files').detail).toBe(
      '/note.txt, which a later layer hides (holds the value of a build secret)',
    );
  });

  test('is not looked for where no step can hide one', async () => {
    const { memory } = await verify();
    expect(memory.commands.some((it) => it[0] === 'save')).toBe(false);
  });

  test.each([
    ['an archive without layers', { layers: [] }, 'the archive has no layers'],
    [
      'an engine that fails',
      {
        layers: [good.files],
        override: (args: readonly string[]) =>
          args[0] === 'save' ? { code: 1, stderr: 'no space left' } : undefined,
      },
      'docker save failed: no space left',
    ],
  ])('is not judged: %s', async (_, changes, why) => {
    const report = await verify({ dockerfile, ...changes });
    expect(verdict(report, 'no-secret-in-files')).toMatchObject({
      kept: null,
      detail: expect.stringContaining(why),
    });
  });
});

test('what a killed run of this machine left behind is removed, and nothing else', async () => {
  const name = 'create-secure-dockerfile-verify';
  const others = {
    containers: [
      `${name}-abcd-99-0a-read-only`,
      `${name}-abcd-1-0b-read-only`,
      `${name}-ffff-99-0c-files`,
      `${name}-abcd`,
      'web',
    ],
    images: [`${name}:abcd-99-0a`, `localhost/${name}:abcd-98-0e`, `${name}:abcd-1-0b`],
    networks: [`${name}-abcd-99-0a`, `${name}-abcd-1-0b`, `${name}-ffff-99-0c`, 'bridge'],
  };
  const { memory } = await verify({ others });
  const removals = memory.commands.filter((it) => /^rmi?$/.test(it[0] ?? '') || it[1] === 'rm');
  expect(removals.slice(0, 3)).toEqual([
    ['rm', '--force', '--volumes', `${name}-abcd-99-0a-read-only`],
    ['network', 'rm', `${name}-abcd-99-0a`],
    ['rmi', `${name}:abcd-99-0a`, `${name}:abcd-98-0e`],
  ]);
});

describe('an image that was built elsewhere', () => {
  const given = { image: 'registry.example/app:1' };

  test('is judged without a Dockerfile, and stays', async () => {
    const report = await verify({}, given);
    expect(report).toMatchObject({ ok: true, dockerfile: 'registry.example/app:1' });
    expect(report.promises.map((it) => it.id)).toEqual(
      promiseIds.filter((it) => !['builds', 'build-checks', 'pinned'].includes(it)),
    );
    expect(report.timings.build).toBeUndefined();
    const commands = report.memory.commands.map((it) => it.slice(0, 2).join(' '));
    expect(commands.filter((it) => !/^(?:ps|images|network) /.test(it))[0]).toBe(
      'tag registry.example/app:1',
    );
    expect(commands).not.toContain('pull registry.example/app:1');
    expect(report.memory.commands.filter((it) => it[0] === 'rmi')).toEqual([
      ['rmi', 'create-secure-dockerfile-verify:test'],
    ]);
  });

  test('has no shell, whatever its base is; one that is there may be meant to be', async () => {
    expect(verdict(await verify({}, given), 'no-shell').kept).toBe(true);
    const report = await verify({ files: [...good.files, shell] }, given);
    expect(verdict(report, 'no-shell')).toMatchObject({
      kept: null,
      detail: '/bin/sh: whether registry.example/app:1 is meant to have it is not known',
    });
  });

  test('has its USER, without a line', async () => {
    const report = await verify({ user: '65532' }, given);
    expect(verdict(report, 'user').detail).toMatch(/\(now 0\) \(registry\.example\/app:1\)$/);
  });

  test('is pulled if it is not there', async () => {
    let pulled = false;
    const report = await verify(
      {
        override: (args) => {
          if (args[0] === 'pull') pulled = true;
          return args[0] === 'tag' && !pulled ? { code: 1, stderr: 'No such image' } : undefined;
        },
      },
      given,
    );
    expect(pulled).toBe(true);
    expect(report.ok).toBe(true);
  });

  test('is an error if it cannot be pulled', async () => {
    const override = (args: readonly string[]) =>
      ['tag', 'pull'].includes(args[0] ?? '') ? { code: 1, stderr: 'denied' } : undefined;
    await expect(verify({ override }, given)).rejects.toThrow(
      'registry.example/app:1: docker has no such image, and cannot pull it: denied',
    );
  });

  test.each([
    [
      { entrypoint: ['/bin/sh', '-c', 'app'], cmd: [] },
      'exec-form',
      'ENTRYPOINT is in shell form (registry.example/app:1)',
    ],
    [{ user: '' }, 'user', 'registry.example/app:1 has no USER'],
    [
      { layers: [[{ path: 'app.env', text: 'A=b\n' }]] },
      'no-secret-in-files',
      '/app.env, which a later layer hides',
    ],
  ] as const)('breaks what any image can break: %j', async (changes, id, says) => {
    const report = await verify(changes, given);
    expect(report.broken).toContain(id);
    expect(verdict(report, id).detail).toContain(says);
  });
});

test('the network, its names and the limits are passed to the engine', async () => {
  const { memory } = await verify(
    {},
    { network: 'db', addHosts: ['a:1.2.3.4'], memory: '64m', cpus: '0.5' },
  );
  const create = memory.commands.find((it) => it.includes('--read-only'))?.join(' ');
  expect(create).toContain(
    '--pids-limit 1024 --memory 64m --cpus 0.5 --network db --add-host a:1.2.3.4',
  );
});

describe('nothing is left behind', () => {
  const empty = (memory: Memory) =>
    expect({
      containers: [...memory.containers.keys()],
      images: [...memory.images],
      networks: [...memory.networks],
      listening: memory.isListening(),
    }).toEqual({ containers: [], images: [], networks: [], listening: false });

  /** Every command of a good run, by its first word. */
  const steps = [
    'build --progress',
    'build --call',
    'image',
    'history',
    'network create',
    'create',
    'export',
    'start',
    'container',
    'stop',
  ];

  test.each(steps)('Ctrl-C during docker %s', async (step) => {
    let memory: Memory | undefined = undefined as Memory | undefined;
    memory = memoryEngine({
      onCommand: (args) => args.join(' ').startsWith(step) && memory?.interrupt(),
    });
    await expect(verifyImage(input, { ...memory, out: memoryOutput() })).rejects.toThrow(Cancelled);
    empty(memory);
  });

  // What goes wrong while the export is read is in the report instead.
  test.each(steps.filter((it) => it !== 'export'))(
    'the engine goes away during docker %s',
    async (step) => {
      const memory = memoryEngine({
        onCommand(args) {
          if (args.join(' ').startsWith(step)) throw new Error('the engine went away');
        },
      });
      await expect(verifyImage(input, { ...memory, out: memoryOutput() })).rejects.toThrow(
        'the engine went away',
      );
      empty(memory);
    },
  );

  test('what could not be removed is said, with the command to try', async () => {
    const memory = memoryEngine({
      override: (args) =>
        args[0] === 'rmi' ? { code: 1, stderr: 'image is being used' } : undefined,
    });
    const out = memoryOutput();
    await verifyImage(input, { ...memory, out });
    expect(out.said.join('\n')).toContain(
      'image is being used\nTry again with: docker rmi create-secure-dockerfile-verify:test',
    );
  });

  test('--keep leaves the image and the container that was looked at, and says how to remove them', async () => {
    const report = await verify({}, { keep: true });
    expect([...report.memory.containers.keys()]).toEqual([
      'create-secure-dockerfile-verify-test-read-only',
    ]);
    expect([...report.memory.images]).toEqual(['create-secure-dockerfile-verify:test']);
    expect(report.left).toEqual({
      image: 'create-secure-dockerfile-verify:test',
      containers: ['create-secure-dockerfile-verify-test-read-only'],
      networks: [],
    });
    expect(formatReport(report)).toContain(
      'docker rm -f -v create-secure-dockerfile-verify-test-read-only && docker rmi create-secure-dockerfile-verify:test',
    );
  });

  test('--keep leaves nothing after Ctrl-C', async () => {
    let memory: Memory | undefined = undefined as Memory | undefined;
    memory = memoryEngine({ onCommand: (args) => args[0] === 'stop' && memory?.interrupt() });
    await expect(
      verifyImage({ ...input, keep: true }, { ...memory, out: memoryOutput() }),
    ).rejects.toThrow(Cancelled);
    empty(memory);
  });
});

test("a Dockerfile that is not there is the user's mistake, found before the engine is asked", async () => {
  const memory = memoryEngine();
  const host = { ...memory.host, read: () => Promise.resolve(undefined) };
  await expect(verifyImage(input, { ...memory, host, out: memoryOutput() })).rejects.toThrow(
    UserError,
  );
  expect(memory.commands.filter((it) => it[0] === 'build')).toEqual([]);
});

test('text from the image does not reach the terminal as control sequences', async () => {
  const report = await verify({
    ...notStarted,
    run: () => ({ exitCode: 1, log: '\x1b]0;owned\x07\x1b[2Jbad\x9b31m\r\nnews \u202eevil' }),
    history: [['RUN echo \x1b[31m', 5]],
    user: '65532:65532\x1b[2J',
  });
  const text = formatReport(report);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e]/);
  expect(text).toContain('news evil');
});

test('the documentation explains every promise and every field of the report', async () => {
  const text = readFileSync(new URL('../../../docs/verify.md', import.meta.url), 'utf8');
  expect(promiseIds.filter((id) => !text.includes(`| \`${id}\` |`))).toEqual([]);
  const fields = Object.keys(await verify()).filter((name) => name !== 'memory');
  expect(fields.filter((name) => !text.includes(`"${name}":`))).toEqual([]);
});

test('a program that may not write beside itself, writable root or not, shows how to declare the folder', async () => {
  const report = await verify({
    run: () => ({ exitCode: 1, log: "Error: EACCES: permission denied, mkdir '/app/data'" }),
  });
  expect(report.promises.find((it) => it.id === 'answers')?.hint).toContain(
    '--writable /app/data, in the preset: writable: [/app/data]',
  );
});

test('a missing secret of the build is reported before the build', async () => {
  const dockerfile = good.dockerfile.replace(
    'FROM scratch',
    `FROM alpine:3.24@sha256:${'b'.repeat(64)} AS modules\nRUN --mount=type=secret,id=NPM_TOKEN,required=true --mount=type=ssh,required=true true\nFROM modules`,
  );
  const line = dockerfile.split('\n').findIndex((it) => it.includes('NPM_TOKEN')) + 1;
  const failure = await verify({ dockerfile }).catch((error: unknown) => error as UserError);
  expect(failure).toBeInstanceOf(UserError);
  expect(failure).toMatchObject({
    exitCode: 2,
    message: `Dockerfile:${line}: the build needs the secret NPM_TOKEN, but no flag provides it.\nAdd --secret id=NPM_TOKEN,src=FILE --ssh default (or env=VARIABLE instead of src=FILE); verify takes the same flags as docker build.`,
  });
  const { memory } = await verify(
    { dockerfile },
    { secrets: ['id=NPM_TOKEN,env=NPM_TOKEN'], ssh: ['default'], buildNetwork: 'host' },
  );
  expect(memory.commands.find((it) => it[0] === 'build')?.join(' ')).toContain(
    '--secret id=NPM_TOKEN,env=NPM_TOKEN --ssh default --network host',
  );
});

describe('--compare', () => {
  const old = { '/project/Dockerfile.old': 'FROM debian\n' };
  const compared = 'create-secure-dockerfile-verify:test-compared';
  const large: Script['override'] = (args) =>
    args[0] === 'image' && args.at(-1) === compared
      ? { stdout: JSON.stringify([{ Id: 'old', Size: 120_000_000, Config: {} }]) }
      : undefined;

  test('builds the last stage of another Dockerfile, starts nothing of it, and removes it', async () => {
    const report = await verify(
      { hostFiles: old, override: large },
      { compare: 'Dockerfile.old', target: 'api', buildArgs: ['A=1'] },
    );
    expect(report.compared).toEqual({ dockerfile: 'Dockerfile.old', size: 120_000_000 });
    expect(formatReport(report)).toContain('size 5.0 MB, 4.2 % of Dockerfile.old (120.0 MB)\n');
    const { commands, images } = report.memory;
    const build = commands.find((it) => it[0] === 'build' && it.includes(compared)) ?? [];
    expect(build.slice(build.indexOf(compared) + 1)).toEqual([
      ...['--file', '/project/Dockerfile.old', '--build-arg', 'A=1', '/project'],
    ]);
    expect(commands.filter((it) => it[0] === 'create').flat()).not.toContain(compared);
    expect([...images]).toEqual([]);
  });

  test('does not judge it: a build that fails is said, and has no size', async () => {
    const report = await verify(
      {
        hostFiles: old,
        override: (args) =>
          args[0] === 'build' && args.includes(compared) ? { code: 1 } : undefined,
      },
      { compare: 'Dockerfile.old' },
    );
    expect(report.ok).toBe(true);
    expect(report.compared).toEqual({ dockerfile: 'Dockerfile.old', size: null });
    expect(formatReport(report)).toContain('size 5.0 MB, Dockerfile.old could not be built\n');
  });

  test('is of a file that is there, which is asked before anything is built', async () => {
    const commands: string[] = [];
    const failing = verify(
      { onCommand: ([command = '']) => commands.push(command) },
      { compare: 'Dockerfile.old' },
    );
    await expect(failing).rejects.toMatchObject({
      problem: { code: 'E_FILE' },
      message: 'Dockerfile.old: there is no such file in /project (--compare)',
    });
    expect(commands).not.toContain('build');
  });

  test('leaves only the image that is judged with --keep', async () => {
    const { left, memory } = await verify(
      { hostFiles: old, override: large },
      { compare: 'Dockerfile.old', keep: true },
    );
    expect([...memory.images]).toEqual([left?.image]);
  });
});

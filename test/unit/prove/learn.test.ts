/** What a run teaches, from its report. */
import { describe, expect, it } from 'vitest';
import {
  type Learned,
  learn,
  type RoundFacts,
  mayBaseHelp,
  startPeriodOf,
  valuesWith,
} from '../../../src/prove/learn.ts';
import type { Values } from '../../../src/options.ts';
import type { Decision } from '../../../src/types.ts';
import type { End, Verdict } from '../../../src/verify/report.ts';
import { type ReportChanges, reportWith } from '../../support/verify-report.ts';

interface Changes extends ReportChanges {
  readonly decisions?: readonly Decision[];
  readonly paths?: readonly string[];
  readonly example?: Readonly<Record<string, string>>;
  readonly base?: string;
  readonly start?: readonly string[];
}

function facts(changes: Changes): RoundFacts {
  const { base = 'alpine', decisions = [], paths = [], example = {}, start } = changes;
  return { base, report: reportWith(changes), decisions, start, paths, example };
}

const endOf = (code: number, outOfMemory = false): End => ({ code, outOfMemory, line: '' });

const decision = (option: string, ...others: string[]): Decision => ({
  option,
  value: 'first',
  evidence: [],
  others: others.map((value) => ({ value, evidence: [] })),
  why: '',
});

describe('a run teaches', () => {
  it.each<[string, Changes, Omit<Learned, 'seen'>]>([
    [
      'the port that it listens on',
      { broken: ['answers'], seen: { listening: [9115] } },
      { option: 'port', value: '9115' },
    ],
    [
      'a port that no EXPOSE names',
      { doubtful: ['answers'], seen: { listening: [8888] } },
      { option: 'port', value: '8888' },
    ],
    [
      'the ports of both protocols',
      { broken: ['answers'], seen: { listening: [9115], listeningUdp: [53] } },
      { option: 'port', value: '9115,53/udp' },
    ],
    [
      'a UDP port alone',
      { doubtful: ['answers'], seen: { listeningUdp: [53, 54] } },
      { option: 'port', value: '53/udp,54/udp' },
    ],
    [
      'a path that answers',
      { doubtful: ['answers'], seen: { path: '/health' } },
      { option: 'expect', value: '/health' },
    ],
    [
      'the folder that it writes',
      { broken: ['read-only'], seen: { written: ['/data'] } },
      { option: 'writable', value: '/data' },
    ],
    [
      'the folder that it may not make',
      {
        broken: ['answers'],
        seen: { lesson: { kind: 'denied', path: '/app/x', folder: '/app/x' } },
      },
      { option: 'writable', value: '/app/x' },
    ],
    [
      'the folder of a file that it may not write',
      {
        broken: ['answers'],
        seen: { lesson: { kind: 'denied', path: '/app/data/x.db', folder: '/app/data' } },
      },
      { option: 'writable', value: '/app/data' },
    ],
    [
      'the folder of a file that the project does not have',
      {
        broken: ['answers'],
        seen: {
          lesson: {
            kind: 'file',
            path: '/app/data/x.db',
            inside: 'data/x.db',
            folder: '/app/data',
          },
        },
      },
      { option: 'writable', value: '/app/data' },
    ],
    [
      'the folder of a file elsewhere that is not there',
      {
        broken: ['answers'],
        seen: {
          lesson: { kind: 'file', path: '/var/lib/x.db', inside: null, folder: '/var/lib' },
        },
      },
      { option: 'writable', value: '/var/lib' },
    ],
    [
      'a variable that it demands, from the example',
      {
        broken: ['answers'],
        seen: { lesson: { kind: 'variable', name: 'DATABASE_URL' } },
        example: { DATABASE_URL: 'postgres://localhost/x' },
      },
      { option: 'env', value: 'DATABASE_URL=postgres://localhost/x' },
    ],
    [
      'a secret that it demands, which the example leaves empty',
      {
        broken: ['answers'],
        seen: { lesson: { kind: 'variable', name: 'JWT_SECRET' } },
        example: { JWT_SECRET: '' },
      },
      { option: 'env', value: 'JWT_SECRET=a-placeholder-of-prove-that-is-no-secret' },
    ],
    [
      'a file of the project',
      {
        broken: ['answers'],
        seen: { lesson: { kind: 'file', path: '/app/api.yaml', inside: 'api.yaml', folder: null } },
        paths: ['api.yaml'],
      },
      { option: 'ship', value: 'api.yaml' },
    ],
    [
      'a folder of the project',
      {
        broken: ['answers'],
        seen: { lesson: { kind: 'file', path: '/app/web', inside: 'web', folder: null } },
        paths: ['web/index.html'],
      },
      { option: 'ship', value: 'web' },
    ],
    [
      'the package that has a program, by name',
      { broken: ['answers'], seen: { lesson: { kind: 'program', name: '/usr/bin/ffmpeg' } } },
      { option: 'packages', value: 'cmd:ffmpeg' },
    ],
    [
      'the package that has a library',
      { broken: ['answers'], seen: { lesson: { kind: 'library', name: 'libxcb.so.1' } } },
      { option: 'packages', value: 'so:libxcb.so.1' },
    ],
    [
      'a signal that it handles',
      { broken: ['stops'], seen: { handles: ['SIGINT'] } },
      { option: 'stopSignal', value: 'SIGINT' },
    ],
    [
      'the next port',
      { broken: ['answers'], decisions: [decision('port', '8080')] },
      { option: 'port', value: '8080' },
    ],
    [
      'the next program, of one that printed how it is used',
      {
        promises: [{ id: 'answers', kept: null, title: '', detail: '', end: endOf(0) }],
        decisions: [decision('service', 'web')],
      },
      { option: 'service', value: 'web' },
    ],
    [
      'a way out of its network',
      {
        broken: ['answers'],
        seen: { isolated: true, lesson: { kind: 'network', address: 'api.example.com' } },
        decisions: [decision('service', 'web')],
      },
      { option: 'network', value: 'bridge' },
    ],
  ])('%s', (_, changes, learned) => {
    expect(learn(facts(changes), [])).toMatchObject([learned]);
    expect(learn(facts(changes), [{ ...learned }])).toEqual([]);
  });

  it.each<[string, Changes]>([
    ['nothing where all is kept', { seen: { listening: [9090], written: [] } }],
    ['no signal where it stops', { seen: { handles: ['SIGINT'] } }],
    [
      'no package for a base that cannot install one',
      {
        base: 'distroless',
        broken: ['answers'],
        seen: { lesson: { kind: 'program', name: 'git' } },
      },
    ],
    [
      'no package with a name that no program has',
      { broken: ['answers'], seen: { lesson: { kind: 'program', name: 'rm -rf $HOME' } } },
    ],
    [
      'no folder of a file beside the program',
      {
        broken: ['answers'],
        seen: { lesson: { kind: 'denied', path: '/app/x.db', folder: null } },
      },
    ],
    [
      'no file outside the working directory',
      {
        broken: ['answers'],
        seen: { lesson: { kind: 'file', path: '/etc/app.toml', inside: null, folder: '/etc' } },
        paths: ['etc/app.toml'],
      },
    ],
    [
      'no other program where one wants a service',
      {
        broken: ['answers'],
        seen: { lesson: { kind: 'service', address: 'db:5432' } },
        decisions: [decision('service', 'web')],
      },
    ],
    [
      'no way out where it had one',
      {
        broken: ['answers'],
        seen: { isolated: false, lesson: { kind: 'network', address: null } },
        decisions: [decision('service', 'web')],
      },
    ],
    [
      'no variable without a value',
      { broken: ['answers'], seen: { lesson: { kind: 'variable', name: 'API_URL' } } },
    ],
  ])('%s', (_, changes) => {
    expect(learn(facts(changes), [])).toEqual([]);
  });
});

it('moves a cache to /tmp, and declares its folder where that does not help', () => {
  const of = (folder: string) =>
    facts({ broken: ['read-only'], seen: { written: [folder, '/data'] } });
  const first = (folder: string) => learn(of(folder), [])[0]?.value;
  expect(learn(of('/home/me/.cache'), [])).toMatchObject([
    { option: 'cache', value: 'XDG_CACHE_HOME' },
  ]);
  expect(
    learn(of('/home/me/.cache'), [{ option: 'cache', value: 'XDG_CACHE_HOME' }]),
  ).toMatchObject([{ option: 'writable', value: '/home/me/.cache' }]);
  expect(first('/home/me/.cache/huggingface/hub')).toBe('HF_HOME');
  expect(first('/home/me/.config/matplotlib')).toBe('MPLCONFIGDIR');
  expect(first('/srv/.cached')).toBe('/srv/.cached');
  const lesson = { kind: 'denied', path: '/root/.npm', folder: '/root/.npm' } as const;
  expect(learn(facts({ broken: ['answers'], seen: { lesson } }), [])).toMatchObject([
    { option: 'cache', value: 'npm_config_cache' },
  ]);
});

describe('a program that listens on its loopback only', () => {
  const locked = (more: Changes): RoundFacts =>
    facts({ broken: ['answers'], seen: { loopback: [8080] }, ...more });

  it.each([
    [['api', 'serve'], 'api serve --host 0.0.0.0'],
    [['api', '-b', '127.0.0.1:80'], 'api -b 0.0.0.0:80'],
    [['api', '--host=localhost', '--db=x'], 'api --host=0.0.0.0 --db=x'],
    [['api', '--on', 'http://[::1]:80'], 'api --on http://0.0.0.0:80'],
  ])('%j listens on every address', (start, value) => {
    const [first, ...more] = learn(locked({ start }), []);
    expect(first).toMatchObject({ option: 'start', value });
    expect(more).toEqual([]);
    expect(learn(locked({ start, broken: [], doubtful: ['answers'] }), [])).toHaveLength(1);
  });

  it('keeps the command that the user gave, and one that is reached', () => {
    const start = ['api'];
    expect(learn(locked({}), [])).toEqual([]);
    expect(learn(locked({ start, broken: ['stops'] }), [])).toEqual([]);
    expect(learn(locked({ start, seen: { loopback: [1], listening: [2] } }), [])[0]).toMatchObject({
      option: 'port',
    });
  });
});

describe('variables', () => {
  const example = { A_URL: 'a', B_URL: 'b', C_URL: 'c', D_URL: '', PORT: '3000', APP_ENV: 'dev' };
  const demanding = (name: string, ...others: string[]): RoundFacts =>
    facts({ broken: ['answers'], seen: { lesson: { kind: 'variable', name, others } }, example });
  const valuesOf = (all: readonly Learned[]): readonly string[] => all.map((it) => it.value);

  it('that one message demands are tried together', () => {
    expect(valuesOf(learn(demanding('B_URL', 'D_URL', 'A_KEY', 'PORT'), []))).toEqual([
      'B_URL=b',
      'A_KEY=a-placeholder-of-prove-that-is-no-secret',
      'PORT=3000',
    ]);
  });

  it('are those of the whole example from the second time on, but not where it listens', () => {
    const tried = [{ option: 'env', value: 'A_URL=a' } as const];
    expect(valuesOf(learn(demanding('B_URL'), tried))).toEqual(['B_URL=b', 'C_URL=c']);
    expect(learn(demanding('X_URL'), tried)).toEqual([]);
  });
});

it('takes no port of a program that listens on another one each time', () => {
  const seen = facts({ broken: ['answers'], seen: { listening: [40_001] } });
  expect(learn(seen, [{ option: 'port', value: '40000' }])).toEqual([]);
  expect(learn(seen, [{ option: 'port', value: '40000,53/udp' }])).toEqual([]);
  expect(learn(seen, [{ option: 'port', value: '40001/udp' }])).toMatchObject([{ value: '40001' }]);
  expect(learn(seen, [{ option: 'port', value: '9115' }])).toMatchObject([{ value: '40001' }]);
  expect(
    learn(facts({ broken: ['answers'], seen: { listening: [40_000, 9115] } }), [
      { option: 'port', value: '40000' },
    ]),
  ).toMatchObject([{ value: '9115' }]);
});

describe('whether another base may help', () => {
  const missing = (path: string) => ({ kind: 'file', path, inside: null, folder: null }) as const;
  const answers = (end = endOf(1)): Changes => ({
    broken: ['answers'],
    promises: [{ id: 'answers', kept: false, title: '', detail: '', end }],
  });
  it.each<[string, Changes, boolean]>([
    ['a program that ended', answers(), true],
    ['more memory', answers(endOf(137, true)), false],
    ['its own loopback', { ...answers(), seen: { loopback: [8080] } }, false],
    ['a port beside its loopback', { ...answers(), seen: { loopback: [1], listening: [2] } }, true],
    ['a program', { ...answers(), seen: { lesson: { kind: 'program', name: 'git' } } }, true],
    ['a service', { ...answers(), seen: { lesson: { kind: 'service', address: 'db' } } }, false],
    ['a variable', { ...answers(), seen: { lesson: { kind: 'variable', name: 'A' } } }, false],
    ['a network', { ...answers(), seen: { lesson: { kind: 'network', address: null } } }, false],
    ['a terminal', { ...answers(), seen: { lesson: { kind: 'terminal' } } }, false],
    ['a package', { ...answers(), seen: { lesson: { kind: 'module', name: 'a' } } }, false],
    ['its settings', { ...answers(), seen: { lesson: missing('/etc/app/app.yml') } }, false],
    ['a file of the system', { ...answers(), seen: { lesson: missing('/etc/mime.types') } }, true],
    ['a signal', { broken: ['stops'] }, false],
    ['a signal, and a shell in the image', { broken: ['stops', 'no-shell'] }, true],
  ])('%s', (_, changes, may) => {
    expect(mayBaseHelp(facts(changes).report)).toBe(may);
  });
});

describe('a start period', () => {
  const health: Verdict = { id: 'healthy', kept: true, title: '', detail: '' };
  const of = (ready: number, promises: readonly Verdict[]) =>
    startPeriodOf({ ...facts({ promises }).report, timings: { ready, total: ready } });

  it('is twice as long as a slow start', () => {
    expect(of(26_000, [health])).toMatchObject([{ option: 'startPeriod', value: '60' }]);
    expect(valuesWith({}, of(26_000, [health]))).toEqual({ startPeriod: 60 });
  });

  it('is none for a fast start, without a health check, or where that was not passed', () => {
    expect(of(19_000, [health])).toEqual([]);
    expect(of(26_000, [])).toEqual([]);
    expect(of(26_000, [{ ...health, kept: null }])).toEqual([]);
  });
});

it('adds to lists, and replaces the rest', () => {
  const learned: Learned[] = [
    { option: 'port', value: '1', seen: '' },
    { option: 'port', value: '2', seen: '' },
    { option: 'writable', value: '/b', seen: '' },
    { option: 'ship', value: 'x', seen: '' },
    { option: 'start', value: 'node "a b.js"', seen: '' },
    { option: 'service', value: 'web', seen: '' },
    { option: 'env', value: 'A=b', seen: '' },
    { option: 'packages', value: 'cmd:git', seen: '' },
    { option: 'stopSignal', value: 'SIGINT', seen: '' },
    { option: 'cache', value: 'HF_HOME', seen: '' },
  ];
  const given: Values = { writable: ['/a'], port: 9, packages: ['tini'] };
  expect(valuesWith(given, learned)).toEqual({
    cache: ['HF_HOME'],
    packages: ['tini', 'cmd:git'],
    stopSignal: 'SIGINT',
    writable: ['/a', '/b'],
    port: 2,
    ship: ['x'],
    start: ['node', 'a b.js'],
    service: ['web'],
  });
  expect(valuesWith({ writable: ['/a'] }, [])).toEqual({ writable: ['/a'] });
  const seen = 'seen';
  expect(
    valuesWith({ expect: [{ path: '/', status: 404 }] }, [
      { option: 'expect', value: '/health', seen },
      { option: 'port', value: '80,53/udp', seen },
    ]),
  ).toEqual({ expect: [{ path: '/', status: 404 }, { path: '/health' }], port: '80,53/udp' });
});

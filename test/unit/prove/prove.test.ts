/** The rounds of prove: what is tried, when it ends, and what is kept. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import type { Values } from '../../../src/options.ts';
import { memoryOutput } from '../../../src/ports/memory.ts';
import { proveProject, type ProveInput, tableOf } from '../../../src/prove/prove.ts';
import type { PromiseId, Seen, VerifyReport } from '../../../src/verify/report.ts';
import { reportWith } from '../../support/verify-report.ts';

type Result =
  readonly PromiseId[] | { readonly broken: readonly PromiseId[]; readonly seen: Partial<Seen> };

function reportOf(result: Result): VerifyReport {
  const { broken, seen } = 'seen' in result ? result : { broken: result, seen: {} };
  return reportWith({
    broken,
    seen,
    promises: [
      ...broken.map((id) => ({ id, kept: false, title: id, detail: 'why' })),
      ...(broken.includes('answers')
        ? []
        : [{ id: 'answers' as const, kept: true, title: 'answers', detail: '' }]),
    ],
  });
}

function setUp(verdict: (values: Values) => Result, more: Partial<ProveInput> = {}) {
  const made: Values[] = [];
  const folders: string[] = [];
  const written: string[][] = [];
  const input: ProveInput = {
    given: {},
    bases: ['scratch', 'distroless', 'alpine'],
    mostRounds: 6,
    timeLimitMs: 600_000,
    make(values) {
      made.push(values);
      return Promise.resolve({
        files: [
          { path: 'Dockerfile', text: '' },
          { path: '.dockerignore', text: '' },
        ],
        output: 'Dockerfile',
        targets: [null],
        decisions: [],
        paths: [],
        example: { API_URL: 'http://x' },
      });
    },
    verify: (dockerfile) => {
      folders.push(dockerfile);
      return Promise.resolve(reportOf(verdict(made.at(-1) ?? {})));
    },
    host: {
      // Each round takes 20 s.
      now: () => made.length * 20_000,
      temporary(files) {
        written.push(files.map((it) => it.path));
        const folder = `/tmp/${written.length}`;
        return Promise.resolve({
          folder,
          remove: async () => void folders.push(`${folder} removed`),
        });
      },
    },
    ask: () => Promise.resolve(undefined),
    out: memoryOutput(),
    ...more,
  };
  return { input, made, folders, written };
}

describe('prove', () => {
  it('ends with the first round that keeps every promise', async () => {
    const { input, made, folders, written } = setUp(() => []);
    const proof = await proveProject(input);
    expect(made).toEqual([{ base: 'scratch' }]);
    expect(proof.best).toBe(proof.rounds[0]);
    expect(folders).toEqual(['/tmp/1/Dockerfile', '/tmp/1 removed']);
    // BuildKit reads an ignore file beside a Dockerfile only under this name.
    expect(written).toEqual([['Dockerfile', 'Dockerfile.dockerignore']]);
  });

  it('begins no round after the time limit, but always one', async () => {
    const { input, made } = setUp(() => ['answers'], { timeLimitMs: 40_000 });
    expect((await proveProject(input)).rounds).toHaveLength(2);
    expect(made).toHaveLength(2);
    expect((await proveProject({ ...input, timeLimitMs: 0 })).rounds).toHaveLength(1);
  });

  it('tries again with what the run showed, on the same base', async () => {
    const { input, made } = setUp(({ port, writable }) => {
      if (port !== 9115) return { broken: ['answers'], seen: { listening: [9115] } };
      if (!writable) return { broken: ['read-only'], seen: { written: ['/data'] } };
      return [];
    });
    const proof = await proveProject(input);
    expect(made.at(-1)).toEqual({ base: 'scratch', port: 9115, writable: ['/data'] });
    expect(proof.best).toBe(proof.rounds[2]);
    expect(
      tableOf(proof)
        .split('\n')
        .map((it) => it.split(/ {2,}/)),
    ).toEqual([
      ['', 'round', 'base', 'promises', 'tried', 'outcome'],
      ['', '1', 'scratch', '0 kept, 1 broken', '-', 'answers: why'],
      ['', '2', 'scratch', '1 kept, 1 broken', '--port 9115 (seen listening)', 'read-only: why'],
      [
        '*',
        '3',
        'scratch',
        '1 kept, 0 broken',
        '--port 9115 (seen listening) --writable /data (seen written)',
      ],
    ]);
  });

  it('passes a variable to the try alone', async () => {
    const seen = { lesson: { kind: 'variable', name: 'API_URL' } as const };
    const passed: (readonly string[])[] = [];
    const { input, made } = setUp(() => []);
    const proof = await proveProject({
      ...input,
      verify(_dockerfile, _target, { env }) {
        passed.push(env);
        return Promise.resolve(reportOf(env.length > 0 ? [] : { broken: ['answers'], seen }));
      },
    });
    expect(passed).toEqual([[], ['API_URL=http://x']]);
    expect(made).toEqual([{ base: 'scratch' }, { base: 'scratch' }]);
    expect(proof.best).toBe(proof.rounds[1]);
  });

  it('does not keep an answer that made no difference', async () => {
    const { input, made } = setUp(({ port }) =>
      port === 9115 ? [] : { broken: ['read-only', 'answers'], seen: { written: ['/data'] } },
    );
    const decisions = [
      {
        option: 'port',
        value: '1',
        evidence: [],
        others: [{ value: '9115', evidence: [] }],
        why: '',
      },
    ];
    const proof = await proveProject({
      ...input,
      make: async (values) => ({ ...(await input.make(values)), decisions }),
    });
    expect(made).toEqual([
      { base: 'scratch' },
      { base: 'scratch', writable: ['/data'] },
      { base: 'scratch', port: 9115 },
    ]);
    expect(proof.best).toBe(proof.rounds[2]);
  });

  it('takes the next base where a run teaches nothing new, with what was learned before', async () => {
    const { input, made } = setUp(({ base, port }) => {
      if (port === undefined) return { broken: ['answers'], seen: { listening: [1] } };
      return base === 'alpine' ? [] : ['answers'];
    });
    const proof = await proveProject(input);
    expect(made.map((it) => it.base)).toEqual(['scratch', 'scratch', 'distroless', 'alpine']);
    expect(proof.best).toMatchObject({ base: 'alpine', learned: [{ option: 'port', value: '1' }] });
  });

  it('goes past a base that cannot run the program, which is no round', async () => {
    const refuse = (values: Values) => {
      if (values.base === 'scratch')
        throw new UserError({ code: 'E_PAIR_REFUSED', pair: 'Node on scratch', why: 'no' });
    };
    const { input, made } = setUp(() => [], { mostRounds: 1 });
    const proof = await proveProject({
      ...input,
      make: async (values) => {
        refuse(values);
        return input.make(values);
      },
    });
    expect(made.map((it) => it.base)).toEqual(['distroless']);
    expect(proof.rounds.map((it) => it.outcome)).toEqual(['Node on scratch cannot work: no.', '']);
  });

  it('ends with the refusal where no base can', async () => {
    const { input } = setUp(() => []);
    const make = () =>
      Promise.reject(new UserError({ code: 'E_PAIR_REFUSED', pair: 'Node on scratch', why: 'no' }));
    await expect(proveProject({ ...input, bases: ['scratch'], make })).rejects.toThrow(
      'Node on scratch cannot work',
    );
  });

  it('keeps the first of the rounds that break the fewest promises', async () => {
    const { input } = setUp(({ base }) => (base === 'scratch' ? ['answers', 'stops'] : ['stops']));
    const { best, rounds } = await proveProject(input);
    expect(best).toBe(rounds[1]);
  });

  it('ends after the most rounds', async () => {
    let port = 0;
    const { input } = setUp(() => ({ broken: ['answers'], seen: { listening: [(port += 1)] } }));
    expect((await proveProject({ ...input, mostRounds: 4 })).rounds).toHaveLength(4);
  });

  it('asks for a variable that only the user knows, once, and prints no answer', async () => {
    const asked: string[] = [];
    const tried: (readonly string[])[] = [];
    const out = memoryOutput();
    const { input } = setUp(() => ['answers']);
    const proof = await proveProject({
      ...input,
      bases: ['scratch'],
      out,
      ask: (name) => {
        asked.push(name);
        return Promise.resolve('t0ps3cret');
      },
      verify: (_dockerfile, _target, { env }) => {
        tried.push(env);
        const seen = { lesson: { kind: 'variable', name: 'API_USER' } } as const;
        return Promise.resolve(reportOf(env.length > 0 ? [] : { broken: ['answers'], seen }));
      },
    });
    expect(asked).toEqual(['API_USER']);
    expect(tried).toEqual([[], ['API_USER=t0ps3cret']]);
    expect(out.said.join('\n')).toContain('--env API_USER=...');
    expect(`${out.said.join('\n')}${tableOf(proof)}`).not.toContain('t0ps3cret');
  });

  it('asks a second time for no variable whose value did not help', async () => {
    let asked = 0;
    const seen = { lesson: { kind: 'variable', name: 'API_USER' } } as const;
    const { input } = setUp(() => ({ broken: ['answers'], seen }), { bases: ['scratch'] });
    await proveProject({ ...input, ask: () => Promise.resolve(String((asked += 1))) });
    expect(asked).toBe(1);
  });

  it('drops an answer that changes nothing but the memory', async () => {
    let memory = 0;
    const { input, made } = setUp(
      () => ({
        broken: ['stops', 'healthy'],
        seen: { handles: ['SIGINT'], memory: (memory += 1) },
      }),
      { bases: ['scratch', 'alpine'] },
    );
    await proveProject(input);
    expect(made.map((it) => it.stopSignal)).toEqual([undefined, 'SIGINT', undefined]);
  });

  it('drops an answer that makes it worse', async () => {
    const { input, made } = setUp(
      ({ port }) =>
        port === undefined
          ? { broken: ['healthy', 'answers'], seen: { listening: [9115] } }
          : { broken: ['healthy', 'answers', 'stops'], seen: {} },
      { bases: ['scratch', 'alpine'] },
    );
    const promises = [{ id: 'user', kept: true, title: '', detail: '' } as const];
    await proveProject({
      ...input,
      async verify(...words) {
        const report = await input.verify(...words);
        return report.broken.includes('stops')
          ? report
          : { ...report, promises: [...report.promises, ...promises] };
      },
    });
    expect(made.map((it) => [it.base, it.port])).toEqual([
      ['scratch', undefined],
      ['scratch', 9115],
      ['alpine', undefined],
    ]);
  });

  it('tries no other base where that would not help', async () => {
    const seen = { lesson: { kind: 'service', address: 'db:5432' } } as const;
    const { input, made } = setUp(() => ({ broken: ['answers'], seen }));
    const out = memoryOutput();
    await proveProject({ ...input, out });
    expect(made).toHaveLength(1);
    expect(out.said.join('\n')).toContain('Another base would not change that');
    await proveProject({ ...input, out: memoryOutput(), bases: ['scratch'] });
  });

  it('drops all answers of a round that did not help', async () => {
    const lesson = { kind: 'variable', name: 'API_URL', others: ['API_KEY'] } as const;
    const { input } = setUp(() => ({
      broken: ['answers', 'stops'],
      seen: { lesson, handles: ['SIGINT'] },
    }));
    const { rounds } = await proveProject({ ...input, bases: ['scratch'] });
    expect(rounds.map((it) => it.learned.map((one) => one.option))).toEqual([
      [],
      ['env', 'env'],
      ['stopSignal'],
    ]);
  });

  it('gives a program that looks for the internet a way out, for the try alone', async () => {
    const networks: (string | null)[] = [];
    const seen = { isolated: true, lesson: { kind: 'network', address: null } as const };
    const { input, made } = setUp(() => []);
    const proof = await proveProject({
      ...input,
      verify(_dockerfile, _target, { network }) {
        networks.push(network);
        return Promise.resolve(reportOf(network === null ? { broken: ['answers'], seen } : []));
      },
    });
    expect(networks).toEqual([null, 'bridge']);
    expect(made).toEqual([{ base: 'scratch' }, { base: 'scratch' }]);
    expect(tableOf(proof)).toContain('--network bridge (looked for what its network');
  });

  it('shows the line of the log that verify shows', async () => {
    const { input } = setUp(() => []);
    const detail = 'it ended with 1\n  | panic: boom\n  | goroutine 1';
    const end = { code: 1, outOfMemory: false, line: 'panic: boom' };
    const broken = reportWith({
      broken: ['answers'],
      promises: [{ id: 'answers', kept: false, title: 'answers', detail, end }],
    });
    const { rounds } = await proveProject({ ...input, verify: () => Promise.resolve(broken) });
    expect(rounds[0]?.outcome).toBe('answers: it ended with 1: panic: boom');
  });

  it('tries each signal once, and not the one that the image has', async () => {
    const handles = ['SIGTERM', 'SIGINT', 'SIGQUIT'];
    const { input, made } = setUp(
      ({ stopSignal = 'SIGTERM' }) =>
        stopSignal === 'SIGQUIT' ? [] : { broken: ['stops'], seen: { handles, stopSignal } },
      { bases: ['scratch'] },
    );
    const { best } = await proveProject(input);
    expect(made.map((it) => it.stopSignal)).toEqual([undefined, 'SIGINT', 'SIGQUIT']);
    expect(best.learned).toMatchObject([{ value: 'SIGQUIT' }]);
  });

  it('takes the base that has the program, and installs it only where none has', async () => {
    const missing = {
      broken: ['answers'],
      seen: { lesson: { kind: 'program', name: 'git' } },
    } as const;
    const { input, made } = setUp(({ packages }) =>
      packages?.includes('cmd:git') === true ? [] : missing,
    );
    const { best } = await proveProject(input);
    expect(made.map((it) => [it.base, it.packages])).toEqual([
      ['scratch', undefined],
      ['distroless', undefined],
      ['alpine', undefined],
      ['alpine', ['cmd:git']],
    ]);
    expect(best).toMatchObject({ learned: [{ option: 'packages', value: 'cmd:git' }] });
    const shell = setUp(({ base }) => (base === 'alpine' ? [] : missing));
    expect((await proveProject(shell.input)).best).toMatchObject({ base: 'alpine', learned: [] });
  });

  it('keeps a start period for a slow start, without another round', async () => {
    const { input } = setUp(() => []);
    const slow: VerifyReport = {
      ...reportOf([]),
      promises: (['answers', 'healthy'] as const).map((id) => ({
        id,
        kept: true,
        title: id,
        detail: '',
      })),
      timings: { ready: 40_000, total: 50_000 },
    };
    const proof = await proveProject({ ...input, verify: () => Promise.resolve(slow) });
    expect(proof.rounds).toHaveLength(1);
    expect(proof.best.learned).toMatchObject([{ option: 'startPeriod', value: '80' }]);
    expect(tableOf(proof)).toMatch(/^\* +1 /m);
  });

  it('removes the files of a round that fails', async () => {
    const { input, folders } = setUp(() => []);
    const verify = () => Promise.reject(new Error('no engine'));
    await expect(proveProject({ ...input, verify })).rejects.toThrow('no engine');
    expect(folders).toEqual(['/tmp/1 removed']);
  });
});

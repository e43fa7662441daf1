/** Progress with a clock that the test moves, and a terminal that remembers. */
import { describe, expect, test } from 'vitest';
import { runInputOf } from '../../../src/commands/verify.ts';
import { Cancelled } from '../../../src/errors.ts';
import { memoryOutput } from '../../../src/ports/memory.ts';
import { terminalOutput } from '../../../src/ports/terminal-output.ts';
import { followBuild } from '../../../src/verify/build-steps.ts';
import { progressOn } from '../../../src/verify/progress.ts';
import { verifyImage } from '../../../src/verify/verify.ts';
import { memoryEngine, type Memory } from '../../support/verify-memory.ts';

function setUp(columns: number | null) {
  let now = 0;
  const timers = new Set<{ readonly every: number; next: number; readonly listener: () => void }>();
  const drawn: string[] = [];
  const said: string[] = [];
  const out = {
    print: () => undefined,
    say: (text: string) => void said.push(text),
    colour: false,
    ...(columns === null
      ? {}
      : { live: { columns: () => columns, draw: (text: string) => void drawn.push(text) } }),
  };
  const host = {
    now: () => now,
    every(every: number, listener: () => void) {
      const timer = { every, next: now + every, listener };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const pass = (milliseconds: number): void => {
    for (const end = now + milliseconds; now < end;) {
      now += 10;
      for (const timer of timers)
        if (now >= timer.next) {
          timer.next += timer.every;
          timer.listener();
        }
    }
  };
  return { progress: progressOn(out, host), drawn, said, pass, timers };
}

describe('in a terminal', () => {
  test('one line lives, and a lasting one replaces it', () => {
    const { progress, drawn, said, pass, timers } = setUp(80);
    progress.phase('build Dockerfile');
    progress.now('[build 2/4] RUN npm ci', 'added 12 packages');
    pass(3_000);
    expect(said).toEqual([]);
    expect(drawn[0]).toBe('build Dockerfile 0 s');
    expect(drawn.at(-1)).toBe('build Dockerfile 3 s [build 2/4] RUN npm ci | added 12 packages');
    progress.phase('inspect');
    expect(drawn.at(-2)).toBe('');
    expect(said).toEqual([`  ${'build Dockerfile'.padEnd(30)}   3.0 s`]);
    // What the build did is not what the next phase does.
    expect(drawn.at(-1)).toBe('inspect 0 s');
    progress.end();
    expect(said).toHaveLength(2);
    expect(timers.size).toBe(0);
  });

  test('it is drawn at most ten times a second, however much is written', () => {
    const { progress, drawn, pass } = setUp(80);
    progress.phase('build');
    for (let line = 0; line < 1000; line += 1) {
      progress.now('step', `line ${line}`);
      pass(10);
    }
    expect(drawn.length).toBeLessThanOrEqual(101);
    expect(drawn.length).toBeGreaterThan(90);
  });

  test('it never breaks the line, whatever is in it', () => {
    const { progress, drawn, pass } = setUp(20);
    progress.phase('build');
    progress.now('漢字漢字漢字漢字漢字', '\u001b[2J\nx');
    pass(100);
    expect(drawn.at(-1)).toBe('build 0 s 漢字 | x');
    progress.now('abcdefghijklmnopqrstuvw', '');
    pass(100);
    expect(drawn.at(-1)).toBe('build 0 s abcdefghi');
  });

  test('a long step leaves room for the output, and what has not changed is not drawn again', () => {
    const { progress, drawn, pass } = setUp(41);
    progress.phase('build');
    progress.now('[build 2/4] RUN apt-get install -y everything', 'unpacking everything there is');
    pass(700);
    expect(drawn).toEqual(['build 0 s', 'build 0 s [build 2/4] RUN | unpacking ev']);
    progress.now('[build 2/4] RUN apt-get install', 'ok');
    pass(100);
    expect(drawn.at(-1)).toBe('build 0 s [build 2/4] RUN apt-get i | ok');
    pass(300);
    expect(drawn.at(-1)).toMatch(/^build 1 s/);
  });

  test('after Ctrl-C the line is gone, and nothing is said of the phase', () => {
    const { progress, drawn, said, pass, timers } = setUp(80);
    progress.phase('build');
    pass(500);
    progress.stop();
    expect(drawn.at(-1)).toBe('');
    expect(said).toEqual([]);
    expect(timers.size).toBe(0);
    progress.end();
    expect(said).toEqual([]);
  });
});

describe('without a terminal', () => {
  test('a phase is one line, when it ends', () => {
    const { progress, said, pass } = setUp(null);
    progress.phase('start');
    pass(12_340);
    expect(said).toEqual([]);
    progress.end();
    expect(said).toEqual([`  ${'start'.padEnd(30)}  12.3 s`]);
  });

  test('a long one gives a sign of life every 30 seconds', () => {
    const { progress, said, pass } = setUp(null);
    progress.phase('build');
    progress.now('[build 2/4] RUN go build', '');
    pass(95_000);
    expect(said).toEqual([
      '  ... build 30 s [build 2/4] RUN go build',
      '  ... build 1 min 00 s [build 2/4] RUN go build',
      '  ... build 1 min 30 s [build 2/4] RUN go build',
    ]);
  });
});

describe('the terminal', () => {
  const open = (env: Record<string, string>, isTTY = true) => {
    const written: string[] = [];
    const stream = { isTTY, columns: 40, write: (text: string) => void written.push(text) };
    const results: string[] = [];
    const out = terminalOutput({ write: (text: string) => void results.push(text) }, stream, env);
    return { out, written, results };
  };

  test('a line that is said or printed clears the live one first', () => {
    const { out, written, results } = open({ TERM: 'xterm' });
    out.live?.draw('build 1 s');
    out.say('said');
    out.say('more');
    out.live?.draw('build 2 s');
    out.print('result');
    expect(written).toEqual([
      '\r\u001b[2Kbuild 1 s',
      '\r\u001b[2K',
      'said\n',
      'more\n',
      '\r\u001b[2Kbuild 2 s',
      '\r\u001b[2K',
    ]);
    expect(results).toEqual(['result\n']);
    expect(out.live?.columns()).toBe(40);
  });

  test.each([
    ['TERM=dumb', { TERM: 'dumb' }, true],
    ['CI', { TERM: 'xterm', CI: 'true' }, true],
    ['no terminal', { TERM: 'xterm' }, false],
  ] as const)('%s has no live line', (_, env, isTTY) => {
    expect(open(env, isTTY).out.live).toBeUndefined();
  });

  test('NO_COLOR has no colour, and the live line has none anyway', () => {
    expect(open({ TERM: 'xterm', NO_COLOR: '1' }).out.colour).toBe(false);
    expect(open({ TERM: 'xterm' }).out.colour).toBe(true);
    expect(open({ TERM: 'xterm', NO_COLOR: '1' }).out.live).toBeDefined();
  });
});

describe('a build', () => {
  test('is followed where steps run side by side', () => {
    const follow = followBuild();
    expect(follow('#1 [internal] load build definition from Dockerfile')).toEqual({
      step: '[internal] load build definition from Dockerfile',
      line: '',
    });
    follow('#7 [build 2/4] RUN npm ci');
    follow('#8 [web 1/2] RUN make');
    expect(follow('#7 1.204 added 3 packages')).toEqual({
      step: '[build 2/4] RUN npm ci',
      line: 'added 3 packages',
    });
    expect(follow('#8 0.100 \u001b[32mcc main.c')).toEqual({
      step: '[web 1/2] RUN make',
      line: 'cc main.c',
    });
    expect(follow('#8 DONE 1.0s')).toEqual({ step: '[web 1/2] RUN make', line: 'cc main.c' });
    expect(follow('#9 exporting to image')).toEqual({ step: 'exporting to image', line: '' });
  });

  test('of Podman is followed, too', () => {
    const follow = followBuild();
    follow('STEP 3/5: RUN make');
    expect(follow('cc main.c')).toEqual({ step: 'STEP 3/5: RUN make', line: 'cc main.c' });
  });
});

describe('verify', () => {
  const input = { ...runInputOf('/project', {}), timeoutSeconds: 10 };
  const live = (drawn: string[]) => ({
    live: { columns: () => 80, draw: (text: string) => void drawn.push(text) },
  });

  test('has a line for each phase, and its report alone on standard output', async () => {
    const memory = memoryEngine();
    const out = memoryOutput();
    await verifyImage(input, { ...memory, out });
    const phases = out.said.flatMap((it) => /^ {2}(\S.*?) +[\d.]+ s$/.exec(it)?.[1] ?? []);
    expect(phases).toEqual([
      'build',
      'build checks',
      'inspect',
      'start on a read-only root',
      'health',
      'watch',
      'stop',
    ]);
    expect(out.printed).toEqual([]);
  });

  test('shows the step of the build', async () => {
    const drawn: string[] = [];
    let tick = (): void => undefined;
    const memory = memoryEngine({
      buildLines: ['#5 [build 2/2] RUN go build', '#5 1.2 downloading modules'],
      onCommand: (args) => void (args.includes('--call=check,format=json') || tick()),
    });
    const host = {
      ...memory.host,
      every(_: number, listener: () => void) {
        tick = listener;
        return () => undefined;
      },
    };
    // The lines of the build are there when the next command begins, and a tick draws them.
    const engine = {
      ...memory.engine,
      run: async (...given: Parameters<typeof memory.engine.run>) => {
        const result = await memory.engine.run(...given);
        tick();
        return result;
      },
    };
    await verifyImage(input, {
      ...memory,
      engine,
      host,
      out: { ...memoryOutput(), ...live(drawn) },
    });
    expect(drawn.find((it) => it.includes('go build'))).toMatch(
      /^build \d+ s {1,2}\[build 2\/2\] RUN go build \| downloading modules$/,
    );
    expect(drawn.at(-1)).toBe('');
  });

  test('Ctrl-C clears the line, and ends what draws it', async () => {
    const drawn: string[] = [];
    let open = 0;
    let memory: Memory | undefined = undefined as Memory | undefined;
    memory = memoryEngine({ onCommand: (args) => args[0] === 'start' && memory?.interrupt() });
    const every = () => {
      open += 1;
      return () => void (open -= 1);
    };
    const host = { ...memory.host, every };
    const out = { ...memoryOutput(), ...live(drawn) };
    await expect(verifyImage(input, { ...memory, host, out })).rejects.toThrow(Cancelled);
    expect(drawn.at(-1)).toBe('');
    expect(open).toBe(0);
    expect(out.said.some((it) => it.includes('start on'))).toBe(false);
  });
});

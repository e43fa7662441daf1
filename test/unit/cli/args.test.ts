import { describe, expect, it } from 'vitest';
import { baseIds } from '../../../src/bases/index.ts';
import { parseArguments } from '../../../src/cli/args.ts';
import { createShape } from '../../../src/cli/shapes.ts';
import { UserError } from '../../../src/errors.ts';
import { optionTable } from '../../../src/options.ts';

const parse = (...argv: string[]) => parseArguments(argv, createShape);

function problemOf(...argv: string[]): UserError {
  try {
    parse(...argv);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('no problem');
}

describe('arguments', () => {
  it('become typed values', () => {
    expect(
      parse(
        'app',
        '--language',
        'go',
        '-b',
        'scratch',
        '--port=8080',
        '--uid',
        '10001',
        '--start',
        'api "a b"',
        '--platform',
        'linux/amd64,linux/arm64',
        '--platform',
        'linux/arm/v7',
        '-y',
      ),
    ).toEqual({
      values: {
        language: 'go',
        base: 'scratch',
        port: 8080,
        uid: 10001,
        start: ['api', 'a b'],
        platform: ['linux/amd64', 'linux/arm64', 'linux/arm/v7'],
        yes: true,
      },
      positionals: ['app'],
      help: false,
      version: false,
    });
  });

  it('have aliases that take what their options take', () => {
    expect(problemOf('-b').message).toBe('--base: needs a value: --base NAME.');
    expect(parse('-y', 'app')).toMatchObject({ values: { yes: true }, positionals: ['app'] });
    expect(parse('-h', 'app')).toMatchObject({ help: true, positionals: ['app'] });
    expect(parse('-v', 'app')).toMatchObject({ version: true, positionals: ['app'] });
    expect(problemOf('-x').message).toMatch(/^Unknown option -x\./);
    expect(problemOf('--xx').message).toMatch(/^Unknown option --xx\./);
  });

  it('offer every name that the documentation promises', () => {
    const promised = [
      'language',
      'base',
      'runtimeVersion',
      'service',
      'start',
      'port',
      'uid',
      'gid',
      'preset',
      'savePreset',
      'output',
      'yes',
      'force',
      'dryRun',
      'diff',
      'json',
      'printPlan',
      'offline',
      'update',
      'platform',
    ];
    expect(optionTable.map((it) => it.key)).toEqual(expect.arrayContaining(promised));
  });

  it('take folders whose names begin with a dot', () => {
    expect(parse('--writable', '/home/nonroot/.cache,/data').values).toEqual({
      writable: ['/home/nonroot/.cache', '/data'],
    });
  });

  it('take none as a port', () => {
    expect(parse('--port', 'none').values).toEqual({ port: 'none' });
  });

  it.each(['8080,9090,5353/udp', '8080, 9090', '53/tcp', '65535,1'])(
    'take several ports: %s',
    (port) => {
      expect(parse('--port', port).values).toEqual({ port });
    },
  );

  it.each([
    [['--prot', '80'], 'Unknown option --prot. Did you mean --port?'],
    [['--no-yes'], 'Unknown option --no-yes.'],
    [['-x'], 'Unknown option -x.'],
    [
      ['--port', 'abc'],
      '--port abc: must be a port from 1 to 65535, several such as 8080,5353/udp, or none.',
    ],
    [
      ['--port', '70000'],
      '--port 70000: must be a port from 1 to 65535, several such as 8080,5353/udp, or none.',
    ],
    [['--port', '-1'], '--port -1: must be a port'],
    [['--port', '8e3'], '--port 8e3: must be a port'],
    [['--port', '8080,'], '--port 8080,: must be a port'],
    [['--port', '8080,70000'], '--port 8080,70000: must be a port'],
    [['--port', '65536/udp'], '--port 65536/udp: must be a port'],
    [['--port', '5353/sctp'], '--port 5353/sctp: must be a port'],
    [['--port', '80', '--port', '81'], '--port is given more than once; give it once.'],
    [['--port', '80', '-p', '81'], '--port is given more than once'],
    [['--yes', '--yes'], '--yes is given more than once'],
    [['--yes', '-y'], '--yes is given more than once'],
    [['--yes=no'], '--yes: takes no value.'],
    [['--port'], '--port: needs a value: --port PORT.'],
    [['--port', '--yes'], '--port: needs a value'],
    [
      ['--base', 'distrolless'],
      `--base distrolless: must be one of ${baseIds.join(', ')}. Did you mean distroless?`,
    ],
    [['--uid', '0'], '--uid 0: must be at least 1: 0 is root.'],
    [['--uid', '4294967295'], '--uid 4294967295: must be at most 4294967294.'],
    [['--start', 'a && b'], '--start "a && b": is run without a shell, but it contains &&.'],
    [['--start', 'node $FILE'], 'is run without a shell, but it contains $FILE.'],
    [['--start', 'node *.js'], 'is run without a shell, but it contains a pattern (*.js).'],
    [['--start', 'a\nUSER root'], 'is run without a shell, but it has more than one line.'],
    [
      ['--output', '../Dockerfile'],
      'must be Dockerfile or NAME.Dockerfile, in the project itself.',
    ],
    [['--output', 'a/b.Dockerfile'], 'must be Dockerfile or NAME.Dockerfile'],
    [['--platform', 'windows/amd64'], 'must be a platform such as linux/arm64.'],
    [['--writable', '/a"]\nUSER root'], 'must be an absolute path in the image'],
    [['--writable', '/data/../etc'], 'must be an absolute path in the image'],
    [['--writable', '/'], 'must be an absolute path in the image'],
    [['--writable', '/data$X'], 'must be an absolute path in the image'],
    [['a', 'b'], 'Unexpected argument b.'],
  ])('%j is refused: %s', (argv, message) => {
    const problem = problemOf(...argv);
    expect(problem.message).toContain(message);
    expect(problem.exitCode).toBe(2);
  });
});

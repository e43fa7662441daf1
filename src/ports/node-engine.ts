/** Runs the container engine (docker or podman) as child processes, through execa. */
import { UserError } from '../errors.ts';
import { findProgram } from './node-programs.ts';
import { type Engine, engineNames, type RunOptions, type RunResult } from './ports.ts';

/** Whether there is an engine at all. It may still not respond. */
export function isEngineInstalled(): boolean {
  return engineNames.some((it) => findProgram(it, process.env) !== undefined);
}

/**
 * Finds the engine and checks that it responds.
 *
 * @param demanded the engine to use; `undefined` for the first one that is installed.
 * @throws UserError E_NO_ENGINE if no engine is installed or the installed one does not respond.
 */
export async function findEngine(demanded?: string): Promise<Engine> {
  const candidates = demanded === undefined ? engineNames : [demanded];
  for (const program of candidates) {
    const path = findProgram(program, process.env);
    if (path === undefined) continue;
    const engine = engineOf(program, path);
    const version = await engine.run(['version'], { timeoutMs: 30_000 });
    if (version.code === 0) return engine;
    // A wrapper for a program that is not installed.
    if (version.code === codes.notFound) continue;
    const lines = version.stderr.trim().split('\n');
    throw new UserError({
      code: 'E_NO_ENGINE',
      tried: program,
      detail: lines.at(-1) || 'it did not answer within 30 seconds',
    });
  }
  throw new UserError({
    code: 'E_NO_ENGINE',
    tried: candidates.join(', '),
    detail: candidates.length > 1 ? 'neither of them is installed' : 'it is not installed',
  });
}

/** The exit codes that a shell and `timeout` use. */
const codes = { notFound: 127, ended: 124 } as const;
/** How long an engine's command line may take to shut down after SIGTERM. */
const patienceMs = 10_000;

/**
 * Each child has a separate process group. Ctrl-C in a terminal reaches only this program, which
 * then ends the children and cleans up in order.
 */
const childOptions = {
  reject: false,
  stdin: 'ignore',
  detached: true,
  cleanup: false,
  stripFinalNewline: false,
} as const;

/**
 * The standard output of a child is a socket, which Podman cannot open as /dev/stdout. Behind a shell
 * it is a pipe. The shell ends with the code of Podman, not with that of `cat`.
 */
const throughPipe = [
  '/bin/sh',
  '-c',
  'exec 4>&1; code=$( { { "$0" "$@" 3>&- 4>&-; echo $? >&3; } | cat >&4 3>&-; } 3>&1 ); exit "$code"',
] as const;

/**
 * @param path the path where the program was found. The name alone could resolve to another
 *   program.
 */
function engineOf(program: string, path: string): Engine {
  return {
    program,
    async run(args, options = {}) {
      const { execa } = await import('execa');
      const { onLine } = options;
      if (onLine === undefined) {
        const child = execa(path, args, childOptions);
        return finished(await watched(child, options), options);
      }
      // Yield nothing, so that the output of a long build is not kept in memory. The caller keeps
      // the lines that it needs.
      const lines = function* (line: unknown): Generator<unknown> {
        onLine(String(line));
      };
      const child = execa(path, args, { ...childOptions, stdout: lines, stderr: lines });
      return finished(await watched(child, options), options);
    },
    async stream(args, consume, options = {}) {
      const { execa } = await import('execa');
      const [command, ...words] = program === 'podman' ? [...throughPipe, path] : [path];
      const child = execa(command, [...words, ...args], {
        ...childOptions,
        encoding: 'buffer',
        buffer: { stdout: false, stderr: true },
      });
      const end = watched(child, options);
      try {
        await consume(child.stdout);
      } catch (error) {
        endGroup(child.pid, 'SIGKILL');
        await end;
        throw error;
      }
      const result = await end;
      return finished(
        { ...result, stdout: '', stderr: Buffer.from(result.stderr).toString('utf8') },
        options,
      );
    },
  };
}

interface Child<T> extends PromiseLike<T> {
  readonly pid?: number;
}

/**
 * Waits for a child. Ends its whole group (docker starts plugins) on the signal or after the
 * timeout.
 */
async function watched<T>(child: Child<T>, { signal, timeoutMs }: RunOptions): Promise<T> {
  const timers: NodeJS.Timeout[] = [];
  const end = () => {
    endGroup(child.pid, 'SIGTERM');
    timers.push(setTimeout(() => endGroup(child.pid, 'SIGKILL'), patienceMs));
  };
  if (timeoutMs !== undefined) timers.push(setTimeout(end, timeoutMs));
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted === true) end();
  try {
    return await child;
  } finally {
    signal?.removeEventListener('abort', end);
    for (const timer of timers) clearTimeout(timer);
  }
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    // Windows has no process groups.
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // The process has already exited.
  }
}

interface Ended {
  readonly exitCode?: number | undefined;
  readonly code?: string | undefined;
  readonly stdout?: unknown;
  readonly stderr?: unknown;
  readonly shortMessage?: string | undefined;
}

function finished(result: Ended, options: RunOptions): RunResult {
  const stderr = textOrNothing(result.stderr);
  if (result.exitCode !== undefined)
    return { code: result.exitCode, stdout: textOrNothing(result.stdout), stderr };
  const code = result.code === 'ENOENT' ? codes.notFound : codes.ended;
  const why =
    options.signal?.aborted === true
      ? 'ended on request'
      : (result.shortMessage ?? 'ended by a signal');
  return {
    code,
    stdout: textOrNothing(result.stdout),
    stderr: stderr === '' && code !== codes.notFound ? why : stderr,
  };
}

function textOrNothing(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Provides the machine that verify runs on: published ports, files, time, signals. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { reasonOf } from './file-errors.ts';
import type { Host, Probe } from './ports.ts';

const mostBody = 64 * 1024;
/** How long to wait for a body that does not end (event streams). The status is enough. */
const bodyMs = 5_000;
/**
 * How long to hold a connection open. An engine's port forwarding closes it at once if nothing
 * listens behind it. A server that waits for its client does not.
 */
const holdMs = 400;

/** The name of the machine may have letters that the name of an image may not have. */
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** A process of another user exists, although it may not be signalled (EPERM). */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function listProcesses(): Promise<number[]> {
  try {
    return (await readdir('/proc')).filter((it) => /^\d+$/.test(it)).map(Number);
  } catch {
    return []; // Only Linux has it.
  }
}

export function nodeHost(): Host {
  return {
    request,
    async read(path) {
      try {
        return await readFile(path, 'utf8');
      } catch {
        return undefined;
      }
    },
    env: (name) => process.env[name],
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    every(milliseconds, listener) {
      const timer = setInterval(listener, milliseconds);
      return () => clearInterval(timer);
    },
    temporary: writeTemporary,
    machine,
    processIds: listProcesses,
    isRunning,
    uniqueName: () => `${machine}-${process.pid}-${randomBytes(4).toString('hex')}`,
    onInterrupt(listener) {
      const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
  };
}

async function writeTemporary(
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<{ folder: string; remove(): Promise<void> }> {
  let folder: string | undefined;
  const remove = async (): Promise<void> => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  };
  try {
    folder = await mkdtemp(join(tmpdir(), 'create-secure-dockerfile-'));
    for (const { path, text } of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return { folder, remove };
  } catch (error) {
    await remove();
    const reason = reasonOf(error, { ENOENT: 'there is no such folder', ENOTDIR: 'it is a file' });
    throw new UserError({
      code: 'E_FILE',
      path: tmpdir(),
      reason: `temporary files cannot be written (${reason}); TMPDIR names another folder`,
    });
  }
}

async function request(
  address: string,
  port: number,
  path: string,
  timeoutMs: number,
): Promise<Probe> {
  const first = await requestOnce(address, port, path, timeoutMs);
  if (first.kind !== 'cut') return first;
  const held = await holdConnection(address, port);
  if (held.kind !== 'other-protocol') return held;
  // An HTTP server that began to listen after the first request keeps a silent connection, too.
  const second = await requestOnce(address, port, path, timeoutMs);
  return second.kind === 'cut' ? held : second;
}

/** What a request found; `cut` is a connection that was closed without an answer. */
type Requested = Probe | { readonly kind: 'cut' };

function requestOnce(
  address: string,
  port: number,
  path: string,
  timeoutMs: number,
): Promise<Requested> {
  return new Promise((resolve) => {
    // Use a new connection each time, because a kept connection could delay the server's shutdown.
    const outgoing = get(
      {
        host: address,
        port,
        path,
        agent: false,
        // As browsers ask: a single-page application may have its page for those alone.
        headers: {
          // Some programs answer no other name. Behind a published port, too, they would get this one.
          host: `127.0.0.1:${port}`,
          accept: 'text/html,*/*;q=0.8',
          connection: 'close',
          'user-agent': 'create-secure-dockerfile',
        },
      },
      (response) => {
        clearTimeout(timer);
        void readBody(response, Math.min(timeoutMs, bodyMs)).then((body) => {
          outgoing.destroy();
          resolve({
            kind: 'http',
            status: response.statusCode ?? 0,
            headers: headersOf(response),
            body,
          });
        });
      },
    );
    const timer = setTimeout(() => {
      resolve({ kind: 'silent' });
      outgoing.destroy();
    }, timeoutMs);
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (error.code?.startsWith('HPE_') === true) return resolve({ kind: 'other-protocol' });
      if (error.code === 'ECONNREFUSED') return resolve({ kind: 'closed' });
      // By the port forwarding, or by a server with another protocol.
      resolve({ kind: 'cut' });
    });
  });
}

function headersOf(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function readBody(response: IncomingMessage, patienceMs: number): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).subarray(0, mostBody).toString('utf8'));
    };
    const timer = setTimeout(end, patienceMs);
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= mostBody) end();
    });
    response.on('end', end);
    response.on('error', end);
    response.on('close', end);
  });
}

function holdConnection(address: string, port: number): Promise<Probe> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const answer = (kind: 'other-protocol' | 'closed') => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ kind });
    };
    const timer = setTimeout(() => answer(socket.connecting ? 'closed' : 'other-protocol'), holdMs);
    socket.on('data', () => answer('other-protocol'));
    socket.on('error', () => answer('closed'));
    socket.on('close', () => answer('closed'));
  });
}

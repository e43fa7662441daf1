/** The real engine and host against stand-ins: a program called docker on the PATH, servers on the loopback. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { findEngine } from '../../../src/ports/node-engine.ts';
import { nodeHost } from '../../../src/ports/node-host.ts';

describe('the engine', () => {
  const path = process.env['PATH'] ?? '';
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'engine-'));
  });
  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  });
  const install = (name: string, script: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
    process.env['PATH'] = `${folder}:${path}`;
  };
  const problemOf = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => (error instanceof UserError ? error.problem : error),
    );

  test('none installed: what was tried', async () => {
    process.env['PATH'] = folder;
    expect(await problemOf(findEngine())).toEqual({
      code: 'E_NO_ENGINE',
      tried: 'docker, podman',
      detail: 'neither of them is installed',
    });
  });

  test('one that does not answer: its last line, and exit code 3', async () => {
    install('docker', 'echo first >&2; echo "Cannot connect to the Docker daemon" >&2; exit 1');
    expect(await problemOf(findEngine())).toEqual({
      code: 'E_NO_ENGINE',
      tried: 'docker',
      detail: 'Cannot connect to the Docker daemon',
    });
    await expect(findEngine()).rejects.toMatchObject({ exitCode: 3 });
  });

  test('podman where there is no docker', async () => {
    install('podman', 'exit 0');
    process.env['PATH'] = folder;
    expect((await findEngine()).program).toBe('podman');
  });

  test('the one that is demanded, or none', async () => {
    install('docker', 'exit 0');
    install('podman', 'exit 0');
    process.env['PATH'] = folder;
    expect((await findEngine('podman')).program).toBe('podman');
    rmSync(join(folder, 'podman'));
    expect(await problemOf(findEngine('podman'))).toEqual({
      code: 'E_NO_ENGINE',
      tried: 'podman',
      detail: 'it is not installed',
    });
  });

  test('podman writes into a pipe, and its code and bytes are those of docker', async () => {
    // As podman does, it opens the file that is its output.
    install('podman', '[ "$1" = version ] || { printf "a\\377b" > /dev/stdout; exit 3; }');
    const chunks: Uint8Array[] = [];
    const result = await (
      await findEngine('podman')
    ).stream(['export', 'it'], async (stream) => {
      for await (const chunk of stream) chunks.push(chunk);
    });
    expect(result.code).toBe(3);
    expect([...Buffer.concat(chunks)]).toEqual([0x61, 0xff, 0x62]);
  });

  test('never one in the current folder, which is the project', async () => {
    install('docker', 'exit 0');
    process.env['PATH'] = '.:';
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect(await problemOf(findEngine())).toMatchObject({
        detail: 'neither of them is installed',
      });
    } finally {
      process.chdir(before);
    }
  });

  test.each([
    ['a folder of that name', () => mkdirSync(join(folder, 'docker'))],
    ['a file that cannot be run', () => writeFileSync(join(folder, 'docker'), 'exit 0')],
    ['a wrapper without its program', () => install('docker', 'exit 127')],
  ])('%s does not count', async (_, make) => {
    make();
    install('podman', 'exit 0');
    process.env['PATH'] = folder;
    expect((await findEngine()).program).toBe('podman');
  });

  test('code, both streams, and lines as they come', async () => {
    install('docker', 'echo "out $1"; echo err >&2; [ "$1" = fail ] && exit 7; exit 0');
    const engine = await findEngine();
    expect(await engine.run(['fail'])).toEqual({ code: 7, stdout: 'out fail\n', stderr: 'err\n' });
    const lines: string[] = [];
    expect(await engine.run(['x'], { onLine: (line) => lines.push(line) })).toMatchObject({
      code: 0,
    });
    expect(lines.sort()).toEqual(['err', 'out x']);
  });

  test('a stream of any size and bytes is passed on, with its exit code', async () => {
    install(
      'docker',
      '[ "$1" = version ] || { head -c 3000000 /dev/zero; printf "\\377\\000"; exit 3; }',
    );
    const engine = await findEngine();
    let length = 0;
    let last: Uint8Array = new Uint8Array();
    const result = await engine.stream(['export'], async (chunks) => {
      for await (const chunk of chunks) {
        length += chunk.length;
        last = chunk;
      }
    });
    expect([length, [...last.slice(-2)], result.code]).toEqual([3_000_002, [255, 0], 3]);
  });

  test('a reader that gives up ends the program', async () => {
    install('docker', '[ "$1" = version ] || exec cat /dev/zero');
    const engine = await findEngine();
    await expect(
      engine.stream(['export'], async (chunks) => {
        for await (const chunk of chunks)
          throw new Error(`no archive in ${chunk.length > 0 ? 'these' : 'no'} bytes`);
      }),
    ).rejects.toThrow('no archive in these bytes');
  });

  test('on the signal and on a time-out the program ends with all that it started', async () => {
    install('docker', `[ "$1" = version ] || { sleep 60 & echo $! > ${folder}/child; wait; }`);
    const engine = await findEngine();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const result = await engine.run(['build'], { signal: controller.signal });
    expect(result.code).not.toBe(0);
    const child = Number(await nodeHost().read(join(folder, 'child')));
    await nodeHost().sleep(200);
    expect(await isRunning(child)).toBe(false);
    expect((await engine.run(['build'], { timeoutMs: 300 })).code).toBe(124);
  });
});

/** A process that has ended may still be there as a zombie, until its parent asks for it. */
async function isRunning(pid: number): Promise<boolean> {
  const status = await nodeHost().read(`/proc/${pid}/status`);
  return status !== undefined && !/^State:\s+Z/m.test(status);
}

describe('a probe', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  const listen = async (server: Server, address = '127.0.0.1') => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, address, resolve));
    return (server.address() as AddressInfo).port;
  };
  const probe = (port: number, timeoutMs = 1500) =>
    nodeHost().request('127.0.0.1', port, '/path?x=1', timeoutMs);

  test('HTTP: status, headers, and at most 64 KB of the body', async () => {
    const port = await listen(
      createHttpServer((request, response) => {
        response.writeHead(418, { 'x-asked': request.url ?? '', 'set-cookie': ['a=1', 'b=2'] });
        response.end('x'.repeat(100_000));
      }),
    );
    expect(await probe(port)).toMatchObject({
      kind: 'http',
      status: 418,
      headers: { 'x-asked': '/path?x=1', 'set-cookie': 'a=1, b=2' },
      body: 'x'.repeat(65_536),
    });
  });

  test('asks as a browser does: a page before anything else', async () => {
    const port = await listen(
      createHttpServer((request, response) => {
        response.end(request.headers.accept);
      }),
    );
    expect(await probe(port)).toMatchObject({ kind: 'http', body: 'text/html,*/*;q=0.8' });
  });

  test('asks for this machine at any address: a program may answer no other name', async () => {
    const server = createHttpServer((request, response) => {
      response.end(request.headers.host);
    });
    const port = await listen(server, '127.0.0.2');
    expect(await nodeHost().request('127.0.0.2', port, '/', 1500)).toMatchObject({
      body: `127.0.0.1:${port}`,
    });
  });

  test('a body that never ends does not hold it up', async () => {
    const port = await listen(
      createHttpServer((_, response) => {
        response.writeHead(200);
        response.write('event\n');
      }),
    );
    expect(await probe(port)).toMatchObject({ kind: 'http', status: 200, body: 'event\n' });
  });

  test('another protocol: one that greets, one that hangs up on HTTP, one that answers nonsense', async () => {
    expect(
      await probe(await listen(createServer((socket) => socket.write('220 ready\r\n')))),
    ).toEqual({ kind: 'other-protocol' });
    expect(
      await probe(
        await listen(createServer((socket) => socket.on('data', () => socket.destroy()))),
      ),
    ).toEqual({ kind: 'other-protocol' });
  });

  test('silence, and a port that nothing listens on', async () => {
    expect(await probe(await listen(createServer(() => undefined)), 300)).toEqual({
      kind: 'silent',
    });
    const port = await listen(createServer());
    servers.splice(0).forEach((server) => server.close());
    expect(await probe(port)).toEqual({ kind: 'closed' });
  });

  test("a connection that is cut at once, as an engine's forwarding does while nobody listens behind it, is no answer", async () => {
    expect(await probe(await listen(createServer((socket) => socket.destroy())))).toEqual({
      kind: 'closed',
    });
  });

  test('an HTTP server that begins to listen behind the forwarding after the first connection', async () => {
    const http = createHttpServer((_, response) => response.end('hello'));
    let connections = 0;
    const port = await listen(
      createServer((socket) => {
        connections += 1;
        if (connections === 1) socket.destroy();
        else http.emit('connection', socket);
      }),
    );
    expect(await probe(port)).toMatchObject({ kind: 'http', status: 200, body: 'hello' });
  });
});

describe('temporary files', () => {
  const before = process.env['TMPDIR'];
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'temporary-'));
    process.env['TMPDIR'] = folder;
  });
  afterEach(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(folder, { recursive: true });
  });
  const file = { path: 'a/Dockerfile', text: 'FROM scratch' };

  test('lie in a folder that is removed again', async () => {
    const written = await nodeHost().temporary([file]);
    expect(readFileSync(join(written.folder, file.path), 'utf8')).toBe(file.text);
    await written.remove();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of which one cannot be written are a problem of the user, and none stays', async () => {
    const tooLong = { path: 'x'.repeat(300), text: '' };
    await expect(nodeHost().temporary([file, tooLong])).rejects.toThrow(
      `${folder}: temporary files cannot be written (ENAMETOOLONG`,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test('need a folder that is there', async () => {
    process.env['TMPDIR'] = join(folder, 'none');
    await expect(nodeHost().temporary([file])).rejects.toThrow(
      'none: temporary files cannot be written (there is no such folder); TMPDIR names another folder',
    );
  });
});

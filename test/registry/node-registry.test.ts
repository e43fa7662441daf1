import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/ports/node-http.ts';
import { describeFailure } from '../../src/registry/failures.ts';
import { type FakeRegistry, basic, startRegistry } from './fake-registry.ts';

const canary = 'canary-7f3a9e';
const both = ['linux/amd64', 'linux/arm64'];
let folder: string;
let registry: FakeRegistry;
let env: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry-'));
  registry = await startRegistry();
  env = {
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    DOCKER_CONFIG: join(folder, 'docker'),
    XDG_CACHE_HOME: join(folder, 'cache'),
  };
  await mkdir(env['DOCKER_CONFIG'] ?? '');
});

afterEach(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

const open = (cache = true) => createRegistry({ env, cache, now: () => new Date() });

function dockerConfig(config: unknown): Promise<void> {
  return writeFile(
    join(folder, 'docker', 'config.json'),
    typeof config === 'string' ? config : JSON.stringify(config),
  );
}

/** A helper that knows one server, in the manner of docker-credential-pass; it notes what it was asked. */
async function helper(name: string, server: string, answer: unknown): Promise<void> {
  const path = join(folder, `docker-credential-${name}`);
  await writeFile(
    path,
    `#!/bin/sh\nread -r server\necho "$1 $server" >>"${folder}/asked"\nif [ "$server" = "${server}" ]; then echo '${JSON.stringify(answer)}'; else echo 'credentials not found in native keychain'; exit 1; fi\n`,
  );
  await chmod(path, 0o755);
}

/** Every text that the program left behind or handed out. */
async function everythingSaid(...outcomes: readonly unknown[]): Promise<string> {
  const cache = join(folder, 'cache');
  const names = await readdir(cache, { recursive: true, withFileTypes: true }).catch(() => []);
  const texts = await Promise.all(
    names.filter((it) => it.isFile()).map((it) => readFile(join(it.parentPath, it.name), 'utf8')),
  );
  return [
    ...texts,
    ...names.map((it) => it.name),
    ...outcomes.map((it) => JSON.stringify(it)),
  ].join('\n');
}

describe('logins of config.json', () => {
  const auth = Buffer.from(`me:${canary}`).toString('base64');

  it.each([
    ['a host', (name: string) => ({ auths: { [name]: { auth } } })],
    ['an address', (name: string) => ({ auths: { [`https://${name}/v2/`]: { auth } } })],
    [
      'user name and password',
      (name: string) => ({ auths: { [name]: { username: 'me', password: canary } } }),
    ],
  ])('are found by %s', async (_, config) => {
    registry.guard = { scheme: 'bearer', accepts: `me:${canary}` };
    const digest = registry.image('1');
    await dockerConfig(config(registry.name));
    expect(await open().resolve([registry.ref('1')], both)).toEqual([
      { ok: true, digest, platforms: both },
    ]);
    expect(
      registry.log.filter((it) => it.authorization === basic(`me:${canary}`)).map((it) => it.url),
    ).toEqual([expect.stringMatching(/^\/token\?/)]);
  });

  it.each([
    [
      'its own helper',
      (name: string) => ({ credHelpers: { [name]: 'canary' }, credsStore: 'other' }),
    ],
    ['the store', () => ({ credsStore: 'canary' })],
  ])('come from %s', async (_, config) => {
    registry.guard = { scheme: 'basic', accepts: `me:${canary}` };
    const digest = registry.image('1');
    await dockerConfig(config(registry.name));
    await helper('canary', registry.name, {
      ServerURL: registry.name,
      Username: 'me',
      Secret: canary,
    });
    await helper('other', 'elsewhere', {});
    expect((await open().resolve([registry.ref('1'), registry.ref('1')], both))[1]).toMatchObject({
      ok: true,
      digest,
    });
    expect(await readFile(join(folder, 'asked'), 'utf8')).toBe(`get ${registry.name}\n`);
  });

  it('may be an identity token of a helper', async () => {
    registry.guard = { scheme: 'bearer', accepts: 'nobody', identityToken: canary };
    registry.image('1');
    await dockerConfig({ credHelpers: { [registry.name]: 'canary' } });
    await helper('canary', registry.name, {
      ServerURL: registry.name,
      Username: '<token>',
      Secret: canary,
    });
    expect((await open().resolve([registry.ref('1')], both))[0]).toMatchObject({ ok: true });
  });

  it.each([
    ['a helper that has nothing', { credsStore: 'empty' }],
    ['a helper that does not exist', { credsStore: 'missing' }],
    ['a helper whose name is a path', { credsStore: '../evil' }],
    ['a file that is no JSON', '{"auths": '],
    ['a file of another shape', { auths: [], credHelpers: 3 }],
  ])('%s means no login', async (_, config) => {
    registry.guard = { scheme: 'bearer' };
    registry.image('1');
    await dockerConfig(config);
    await helper('empty', 'elsewhere', {});
    expect((await open().resolve([registry.ref('1')], both))[0]).toMatchObject({ ok: true });
    expect(registry.log.find((it) => it.url.startsWith('/token'))?.authorization).toBeUndefined();
  });

  it('never come from a helper in the current folder, which is the project', async () => {
    registry.guard = { scheme: 'basic', accepts: `me:${canary}` };
    registry.image('1');
    await dockerConfig({ credsStore: 'canary' });
    const answer = { ServerURL: registry.name, Username: 'me', Secret: canary };
    await helper('canary', registry.name, answer);
    const project = join(folder, 'project');
    await mkdir(project);
    await writeFile(join(project, 'docker-credential-canary'), '#!/bin/sh\n>"$0.ran"\n', {
      mode: 0o755,
    });
    env['PATH'] = `.:${env['PATH'] ?? ''}`;
    const before = process.cwd();
    process.chdir(project);
    try {
      expect((await open().resolve([registry.ref('1')], both))[0]).toMatchObject({ ok: true });
    } finally {
      process.chdir(before);
    }
    expect(await readdir(project)).toEqual(['docker-credential-canary']);
  });

  it('are not looked up for a registry that does not ask', async () => {
    registry.image('1');
    await dockerConfig({ credsStore: 'canary' });
    await helper('canary', registry.name, {
      ServerURL: registry.name,
      Username: 'me',
      Secret: canary,
    });
    await open().resolve([registry.ref('1')], both);
    await expect(readFile(join(folder, 'asked'))).rejects.toThrow();
    expect(registry.log.every((it) => it.authorization === undefined)).toBe(true);
  });
});

describe('no login is ever shown', () => {
  it.each([
    ['when it works', { scheme: 'bearer', accepts: `me:${canary}` }, undefined],
    ['when it is refused by the realm', { scheme: 'bearer', accepts: 'other' }, undefined],
    ['when it is refused as Basic', { scheme: 'basic', accepts: 'other' }, undefined],
    ['when the registry fails', { scheme: 'basic', accepts: `me:${canary}` }, 418],
    ['when the connection is cut', { scheme: 'basic', accepts: `me:${canary}` }, 0],
  ] as const)('%s', async (_, guard, status) => {
    registry.guard = guard;
    registry.image('1');
    await dockerConfig({
      auths: { [registry.name]: { auth: Buffer.from(`me:${canary}`).toString('base64') } },
    });
    if (status !== undefined) {
      registry.hook = (request, response) => {
        if (request.headers.authorization === undefined) return false;
        if (status === 0) request.socket.destroy();
        // A registry that repeats what it was sent.
        else
          response
            .writeHead(status, {
              'x-seen': request.headers.authorization,
              location: request.headers.authorization,
            })
            .end(request.headers.authorization);
        return true;
      };
    }
    const outcomes = await open().resolve([registry.ref('1'), registry.ref('2')], both);
    const texts = outcomes.map((it) =>
      it.ok ? '' : describeFailure(registry.ref('1'), it.failure),
    );
    const said = await everythingSaid(outcomes, texts);
    expect(registry.log.some((it) => it.authorization === basic(`me:${canary}`))).toBe(true);
    expect(said).not.toContain(canary);
    expect(said).not.toContain(basic(`me:${canary}`).slice(6));
  });
});

describe('the cache folder', () => {
  it('answers the next run, unless it is not wanted, and is for the user alone', async () => {
    registry.image('1');
    await open().resolve([registry.ref('1')], both);
    await open().resolve([registry.ref('1')], both);
    expect(registry.manifests()).toHaveLength(1);
    await open(false).resolve([registry.ref('1')], both);
    expect(registry.manifests()).toHaveLength(2);
    expect(await everythingSaid()).toContain(`${registry.name}/library/app:1`);
  });

  it('is no reason to stop where it cannot be written', async () => {
    registry.image('1');
    await writeFile(join(folder, 'cache'), 'a file is in the way');
    expect((await open().resolve([registry.ref('1')], both))[0]).toMatchObject({ ok: true });
  });
});

describe('proxies and authorities', () => {
  let bundle: string;
  let bundleFolder: string;
  let proxy: Server;
  let tunnels: { readonly target: string; readonly authorization: string | undefined }[];
  let refuse: number | undefined;
  let secure: FakeRegistry;

  beforeAll(async () => {
    bundleFolder = await mkdtemp(join(tmpdir(), 'registry-bundle-'));
    bundle = join(bundleFolder, 'resolve.mjs');
    const root = fileURLToPath(new URL('../../', import.meta.url));
    // A separate process: Node reads NODE_EXTRA_CA_CERTS only when it starts.
    await build({
      stdin: {
        contents: `import { createRegistry } from './src/ports/node-http.ts';
          const registry = createRegistry({ env: process.env, cache: false, now: () => new Date() });
          console.log(JSON.stringify(await registry.resolve([{ registry: 'registry.example.com', repository: 'library/app', tag: '1' }], ['linux/amd64'])));`,
        resolveDir: root,
      },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile: bundle,
      banner: {
        js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
      },
    });
  });
  afterAll(() => rm(bundleFolder, { recursive: true, force: true }));

  beforeEach(async () => {
    secure = await startRegistry({ tls: true });
    tunnels = [];
    refuse = undefined;
    proxy = createServer();
    proxy.on('connect', (request: IncomingMessage, client: Socket) => {
      tunnels.push({
        target: request.url ?? '',
        authorization: request.headers['proxy-authorization'],
      });
      if (refuse !== undefined) return void client.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      const [, port = ''] = secure.name.split(':');
      const server = connect(Number(port), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        server.pipe(client).pipe(server);
      });
      server.on('error', () => client.destroy());
      client.on('error', () => server.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    proxy.close();
    await secure.close();
  });

  async function run(
    more: Record<string, string>,
  ): Promise<{ readonly outcome: unknown; readonly said: string }> {
    const proxyPort = (proxy.address() as AddressInfo).port;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [bundle], {
      env: { ...env, HTTPS_PROXY: `http://me:${canary}@127.0.0.1:${proxyPort}`, ...more },
    });
    const [outcome] = JSON.parse(stdout) as readonly unknown[];
    return { outcome, said: stdout + stderr };
  }
  const certificate = fileURLToPath(new URL('fixtures/localhost.crt', import.meta.url));

  it('go through the proxy, TLS with the registry inside, trusting NODE_EXTRA_CA_CERTS', async () => {
    secure.image('1');
    const { outcome, said } = await run({ NODE_EXTRA_CA_CERTS: certificate });
    expect(outcome).toMatchObject({ ok: true });
    expect(tunnels).toEqual([
      { target: 'registry.example.com:443', authorization: basic(`me:${canary}`) },
    ]);
    expect(secure.log.map((it) => it.authorization)).toEqual([undefined]);
    expect(said).not.toContain(canary);
  });

  it('refuse a certificate of an unknown authority inside the tunnel', async () => {
    secure.image('1');
    expect((await run({})).outcome).toMatchObject({
      ok: false,
      failure: { kind: 'offline', cause: 'tls' },
    });
    expect(secure.log).toEqual([]);
  });

  it('name a proxy that refuses, without its password', async () => {
    refuse = 407;
    const { outcome, said } = await run({});
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind: 'offline', cause: 'proxy', detail: 'it answers with HTTP 407' },
    });
    expect(said).not.toContain(canary);
  });

  it('are left out for the hosts of NO_PROXY', async () => {
    expect((await run({ NO_PROXY: 'localhost,.example.com' })).outcome).toMatchObject({
      ok: false,
      failure: { kind: 'offline', cause: 'dns' },
    });
    expect(tunnels).toEqual([]);
  });
});

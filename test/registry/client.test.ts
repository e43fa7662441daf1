import { afterEach, describe, expect, it } from 'vitest';
import { createHttp } from '../../src/ports/node-request.ts';
import type { Credential } from '../../src/registry/auth.ts';
import { createCache, noCache, type ResolutionCache } from '../../src/registry/cache.ts';
import { createClient } from '../../src/registry/client.ts';
import { describeFailure } from '../../src/registry/failures.ts';
import type { Http } from '../../src/registry/http.ts';
import type { RegistryFailure, Resolution } from '../../src/ports/ports.ts';
import {
  type FakeRegistry,
  answer,
  ociIndex,
  ociManifest,
  repository,
  sha256,
  startRegistry,
} from './fake-registry.ts';

const both = ['linux/amd64', 'linux/arm64'];
const started: FakeRegistry[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((it) => it.close()));
});

async function start(options?: { readonly tls?: boolean }): Promise<FakeRegistry> {
  const registry = await startRegistry(options);
  started.push(registry);
  return registry;
}

interface Setting {
  readonly credential?: Credential;
  readonly cache?: ResolutionCache;
  readonly timeoutMs?: number;
  readonly env?: Readonly<Record<string, string>>;
}

function client({ credential, cache = noCache, timeoutMs = 5000, env = {} }: Setting = {}) {
  const pauses: number[] = [];
  const http: Http = createHttp({ env, timeoutMs });
  const registry = createClient({
    http,
    credentials: () => Promise.resolve(credential),
    cache,
    pause: (milliseconds) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
  });
  return { ...registry, pauses };
}

function failureOf(resolution: Resolution | undefined): RegistryFailure {
  if (resolution === undefined || resolution.ok)
    throw new Error(`resolved: ${JSON.stringify(resolution)}`);
  return resolution.failure;
}

/** Answer the requests for manifests otherwise, as often as asked. */
function misbehave(registry: FakeRegistry, times: number, how: FakeRegistry['hook']): void {
  let left = times;
  registry.hook = (request, response) => {
    if (!request.url?.includes('/manifests/') || left === 0) return false;
    left -= 1;
    return how?.(request, response) ?? false;
  };
}

describe('what a registry says', () => {
  it('gives the digest of the index and its platforms with one request', async () => {
    const registry = await start();
    const digest = registry.image('1', [...both, 'linux/arm/v7']);
    expect(await client().resolve([registry.ref('1')], both)).toEqual([
      { ok: true, digest, platforms: [...both, 'linux/arm/v7'] },
    ]);
    expect(registry.manifests()).toHaveLength(1);
  });

  it('asks with HEAD alone where no platform is wanted', async () => {
    const registry = await start();
    const digest = registry.image('1');
    expect(await client().resolve([registry.ref('1')], [])).toEqual([
      { ok: true, digest, platforms: null },
    ]);
    expect(registry.manifests().map((it) => it.method)).toEqual(['HEAD']);
  });

  it('names what the index lacks', async () => {
    const registry = await start();
    registry.image('1');
    const wanted = ['linux/amd64', 'linux/arm64/v8', 'linux/s390x'];
    const failure = failureOf((await client().resolve([registry.ref('1')], wanted))[0]);
    expect(failure).toEqual({ kind: 'platform-missing', wanted, has: both });
    expect(describeFailure(registry.ref('1'), failure)).toMatchObject({
      sentence: expect.stringMatching(/not built for linux\/s390x \(only/),
      next: expect.stringMatching(/--platform linux\/amd64,linux\/arm64\/v8$/),
    });
  });

  it('refuses a single-platform manifest, unless that platform alone is wanted', async () => {
    const registry = await start();
    registry.image('1');
    const ref = registry.ref('linux-amd64-1');
    for (const wanted of [[], both]) {
      expect(failureOf((await client().resolve([ref], wanted))[0])).toEqual({
        kind: 'platform-missing',
        wanted,
        has: ['linux/amd64'],
        single: true,
      });
    }
    expect((await client().resolve([ref], ['linux/amd64']))[0]).toMatchObject({
      ok: true,
      platforms: ['linux/amd64'],
    });
    expect(failureOf((await client().resolve([ref], ['linux/arm64']))[0])).toMatchObject({
      kind: 'platform-missing',
      has: ['linux/amd64'],
    });
  });

  it('refuses schema 1', async () => {
    const registry = await start();
    registry.put(`/v2/${repository}/manifests/old`, {
      body: '{"schemaVersion":1,"name":"app","fsLayers":[]}',
      type: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
    });
    expect(failureOf((await client().resolve([registry.ref('old')], both))[0])).toMatchObject({
      kind: 'bad-response',
      detail: expect.stringMatching(/schema 1/),
    });
  });

  it.each([
    ['no mediaType in the body', { type: ociIndex, mediaType: undefined }],
    ['no Content-Type', { type: undefined, mediaType: ociIndex }],
    ['application/json as Content-Type', { type: 'application/json', mediaType: ociIndex }],
    ['a Content-Type with parameters', { type: `${ociIndex}; charset=utf-8`, mediaType: ociIndex }],
    ['the type in no place', { type: undefined, mediaType: undefined }],
  ])('reads an index with %s', async (_, { type, mediaType }) => {
    const registry = await start();
    const body = JSON.stringify({
      schemaVersion: 2,
      mediaType,
      manifests: [
        { digest: `sha256:${'1'.repeat(64)}`, platform: { os: 'linux', architecture: 'amd64' } },
      ],
    });
    const digest = registry.put(`/v2/${repository}/manifests/1`, {
      body,
      ...(type === undefined ? {} : { type }),
    });
    expect(await client().resolve([registry.ref('1')], ['linux/amd64'])).toEqual([
      { ok: true, digest, platforms: ['linux/amd64'] },
    ]);
    expect((await client().resolve([registry.ref('1')], []))[0]).toMatchObject({
      ok: true,
      digest,
    });
  });

  it('refuses an answer whose header and body disagree about what it is', async () => {
    const registry = await start();
    registry.put(`/v2/${repository}/manifests/1`, {
      body: JSON.stringify({
        schemaVersion: 2,
        mediaType: ociManifest,
        config: { digest: sha256('x') },
      }),
      type: ociIndex,
    });
    expect(failureOf((await client().resolve([registry.ref('1')], both))[0])).toEqual({
      kind: 'bad-response',
      detail: 'header and body of its answer name different media types',
    });
  });

  it.each(['<html>', '', '[]', '{"schemaVersion":2}', '\xff'])(
    'refuses %j as a manifest',
    async (body) => {
      const registry = await start();
      registry.put(`/v2/${repository}/manifests/1`, { body, type: ociIndex });
      expect(failureOf((await client().resolve([registry.ref('1')], both))[0])).toMatchObject({
        kind: 'bad-response',
      });
    },
  );

  it('trusts the bytes where the digest header is missing', async () => {
    const registry = await start();
    const digest = registry.image('1');
    misbehave(registry, 9, (_, response) => {
      response.setHeader('x', 'y');
      const write = response.writeHead.bind(response);
      response.writeHead = ((status: number, headers: Record<string, string>) =>
        write(
          status,
          Object.fromEntries(
            Object.entries(headers).filter(([name]) => name !== 'docker-content-digest'),
          ),
        )) as never;
      return false;
    });
    expect(await client().resolve([registry.ref('1')], [])).toEqual([
      { ok: true, digest, platforms: both },
    ]);
    expect(registry.manifests().map((it) => it.method)).toEqual(['HEAD', 'GET']);
  });

  it('refuses a digest header that disagrees with the bytes', async () => {
    const registry = await start();
    const body = JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests: [] });
    registry.put(`/v2/${repository}/manifests/1`, {
      body,
      type: ociIndex,
      digestHeader: `sha256:${'e'.repeat(64)}`,
    });
    expect(failureOf((await client().resolve([registry.ref('1')], both))[0])).toMatchObject({
      kind: 'digest-mismatch',
      detail: expect.stringContaining('e'.repeat(64)),
    });
  });

  it('refuses other bytes than those of the digest that was asked for', async () => {
    const registry = await start();
    const right = registry.image('1');
    const wrong = sha256('something else');
    registry.put(`/v2/${repository}/manifests/${wrong}`, {
      body: JSON.stringify({ schemaVersion: 2, manifests: [] }),
      type: ociIndex,
    });
    expect(
      await client().inspect({ ...registry.ref('1'), digest: right }, { whole: true }),
    ).toMatchObject({ ok: true, kind: 'index', platforms: both, created: '2026-10-01T00:00:00Z' });
    expect(
      await client().inspect({ ...registry.ref('1'), digest: wrong }, { whole: false }),
    ).toMatchObject({ ok: false, failure: { kind: 'digest-mismatch' } });
  });
});

describe('the token flow', () => {
  it('logs in once for a repository, with the service and scope of the challenge', async () => {
    const registry = await start();
    registry.guard = { scheme: 'bearer' };
    registry.image('1');
    registry.image('2');
    const { resolve } = client();
    await resolve([registry.ref('1')], both);
    await resolve([registry.ref('2')], both);
    const asked = registry.log.filter((it) => it.url.startsWith('/token'));
    expect(asked).toHaveLength(1);
    expect(Object.fromEntries(new URL(asked[0]?.url ?? '', 'http://x').searchParams)).toEqual({
      service: 'fake, with a comma',
      scope: `repository:${repository}:pull`,
    });
    expect(asked[0]?.authorization).toBeUndefined();
  });

  it('logs in again when a token has expired', async () => {
    const registry = await start();
    registry.guard = { scheme: 'bearer' };
    registry.image('1');
    registry.image('2');
    const { resolve } = client();
    await resolve([registry.ref('1')], both);
    registry.expireTokens();
    expect((await resolve([registry.ref('2')], both))[0]).toMatchObject({ ok: true });
    expect(registry.log.filter((it) => it.url.startsWith('/token'))).toHaveLength(2);
  });

  it('gives up on a registry that asks for a login again and again', async () => {
    const registry = await start();
    registry.guard = { scheme: 'bearer' };
    registry.image('1');
    registry.hook = (_, response) => {
      if (response.req.url?.startsWith('/token')) return false;
      response.writeHead(401, {
        'www-authenticate': `Bearer realm="http://${registry.name}/token"`,
      });
      response.end();
      return true;
    };
    expect(failureOf((await client().resolve([registry.ref('1')], both))[0]).kind).toBe(
      'unauthorized',
    );
    expect(registry.log.length).toBeLessThanOrEqual(4);
  });

  it.each([
    [
      'Bearer, wrong login',
      { scheme: 'bearer', accepts: 'me:right' },
      { kind: 'basic', username: 'me', password: 'wrong' },
      'unauthorized',
    ],
    [
      'Bearer, right login',
      { scheme: 'bearer', accepts: 'me:right' },
      { kind: 'basic', username: 'me', password: 'right' },
      undefined,
    ],
    [
      'Bearer, identity token',
      { scheme: 'bearer', accepts: 'nobody', identityToken: 'long-lived' },
      { kind: 'identity-token', token: 'long-lived' },
      undefined,
    ],
    ['Basic, none', { scheme: 'basic', accepts: 'me:right' }, undefined, 'unauthorized'],
    [
      'Basic, right login',
      { scheme: 'basic', accepts: 'me:right:with:colons' },
      { kind: 'basic', username: 'me', password: 'right:with:colons' },
      undefined,
    ],
  ] as const)('%s', async (_, guard, credential, failure) => {
    const registry = await start();
    registry.guard = guard;
    registry.image('1');
    const [resolution] = await client(credential === undefined ? {} : { credential }).resolve(
      [registry.ref('1')],
      both,
    );
    expect(resolution?.ok === false ? resolution.failure.kind : undefined).toBe(failure);
  });

  it.each([
    'http://10.0.0.1/token',
    'ftp://127.0.0.1/token',
    'http://user:pass@127.0.0.1/token',
    'no address',
    'https://169.254.169.254/latest',
    'http://auth.example.com/token',
  ])('sends nothing to the realm %s', async (realm) => {
    const registry = await start();
    registry.guard = { scheme: 'bearer', realm };
    expect(
      failureOf(
        (
          await client({
            credential: { kind: 'basic', username: 'me', password: 'secret' },
          }).resolve([registry.ref('1')], both)
        )[0],
      ),
    ).toMatchObject({ kind: 'bad-response', detail: expect.stringMatching(/not to be trusted/) });
    expect(registry.log.every((it) => it.authorization === undefined)).toBe(true);
  });
});

describe('failures', () => {
  it('403', async () => {
    const registry = await start();
    misbehave(
      registry,
      1,
      (request, response) => (answer(request, response, 403, { body: '{}' }), true),
    );
    const failure = failureOf((await client().resolve([registry.ref('1')], both))[0]);
    expect(failure.kind).toBe('unauthorized');
    expect(
      describeFailure({ registry: 'ghcr.io', repository: 'a/b', tag: '1' }, failure).next,
    ).toMatch(/docker login ghcr\.io$/);
  });

  it('404, with the tags that are near', async () => {
    const registry = await start();
    for (const tag of ['1.27-alpine3.24', '1.26-alpine3.24', '1.27-trixie', 'latest'])
      registry.image(tag);
    const failure = failureOf((await client().resolve([registry.ref('1.29-alpine3.24')], both))[0]);
    expect(failure).toMatchObject({
      kind: 'not-found',
      near: expect.arrayContaining(['1.27-alpine3.24', '1.26-alpine3.24']),
    });
    expect(describeFailure(registry.ref('1.29-alpine3.24'), failure).next).toContain(
      `${registry.name}/${repository}:1.27-alpine3.24`,
    );
  });

  it('429: waits as long as the answer says', async () => {
    const registry = await start();
    const digest = registry.image('1');
    misbehave(
      registry,
      2,
      (_, response) => (response.writeHead(429, { 'retry-after': '3' }), response.end(), true),
    );
    const it = client();
    expect((await it.resolve([registry.ref('1')], both))[0]).toMatchObject({ ok: true, digest });
    expect(it.pauses).toEqual([3000, 3000]);
  });

  it('429: does not wait for an hour, and takes what HEAD still gives', async () => {
    const registry = await start();
    const digest = registry.image('1');
    misbehave(
      registry,
      9,
      (request, response) =>
        request.method === 'GET' &&
        (response.writeHead(429, { 'retry-after': '3600' }), response.end(), true),
    );
    const it = client();
    expect(await it.resolve([registry.ref('1')], both)).toEqual([
      { ok: true, digest, platforms: null },
    ]);
    expect(it.pauses).toEqual([]);
  });

  it('429 throughout', async () => {
    const registry = await start();
    misbehave(
      registry,
      99,
      (_, response) => (response.writeHead(429, { 'retry-after': '3600' }), response.end(), true),
    );
    const failure = failureOf((await client().resolve([registry.ref('1')], both))[0]);
    expect(failure).toEqual({ kind: 'rate-limited', retryAfterSeconds: 3600 });
    expect(describeFailure(registry.ref('1'), failure).next).toMatch(/in 60 minutes/);
  });

  it('5xx, then success', async () => {
    const registry = await start();
    const digest = registry.image('1');
    misbehave(registry, 2, (_, response) => (response.writeHead(503), response.end(), true));
    const it = client();
    expect((await it.resolve([registry.ref('1')], both))[0]).toMatchObject({ ok: true, digest });
    expect(it.pauses).toEqual([400, 1200]);
  });

  it('5xx throughout: three attempts', async () => {
    const registry = await start();
    misbehave(registry, 99, (_, response) => (response.writeHead(502), response.end(), true));
    expect(failureOf((await client().resolve([registry.ref('1')], both))[0])).toEqual({
      kind: 'bad-response',
      detail: 'it answers with HTTP 502',
    });
    expect(registry.manifests()).toHaveLength(3);
  });

  it('an answer that never comes', async () => {
    const registry = await start();
    misbehave(registry, 99, () => true);
    expect(
      failureOf((await client({ timeoutMs: 150 }).resolve([registry.ref('1')], both))[0]),
    ).toMatchObject({ kind: 'offline', cause: 'timeout' });
  });

  it('a cut connection, then success', async () => {
    const registry = await start();
    const digest = registry.image('1');
    misbehave(registry, 1, (request) => (request.socket.destroy(), true));
    expect((await client().resolve([registry.ref('1')], both))[0]).toMatchObject({
      ok: true,
      digest,
    });
  });

  it('a connection that is cut every time', async () => {
    const registry = await start();
    misbehave(registry, 99, (request) => (request.socket.destroy(), true));
    expect(failureOf((await client().resolve([registry.ref('1')], both))[0])).toEqual({
      kind: 'bad-response',
      detail: 'the connection was cut',
    });
    expect(registry.manifests()).toHaveLength(3);
  });

  it('a truncated body', async () => {
    const registry = await start();
    misbehave(registry, 99, (_, response) => {
      response.writeHead(200, { 'content-type': ociIndex, 'content-length': 1000 });
      response.write('{"schemaVersion":2,');
      setTimeout(() => response.destroy(), 10);
      return true;
    });
    expect(failureOf((await client().resolve([registry.ref('1')], both))[0])).toMatchObject({
      kind: 'bad-response',
      detail: expect.stringMatching(/cut/),
    });
  });

  it('an oversized body', async () => {
    const registry = await start();
    misbehave(registry, 99, (_, response) => {
      response.writeHead(200, { 'content-type': ociIndex });
      response.end(Buffer.alloc(5 * 1024 * 1024, ' '));
      return true;
    });
    expect(failureOf((await client().resolve([registry.ref('1')], both))[0])).toMatchObject({
      kind: 'bad-response',
      detail: expect.stringMatching(/longer than 4096 kB/),
    });
  });

  it('no server: one attempt for any number of images', async () => {
    const registry = await start();
    await registry.close();
    const resolutions = await client().resolve([registry.ref('1'), registry.ref('2')], both);
    for (const resolution of resolutions)
      expect(failureOf(resolution)).toMatchObject({ kind: 'offline', cause: 'refused' });
  });

  it('a name that does not exist', async () => {
    const failure = failureOf(
      (
        await client().resolve(
          [{ registry: 'registry.invalid', repository: 'app', tag: '1' }],
          both,
        )
      )[0],
    );
    expect(failure).toMatchObject({ kind: 'offline', cause: 'dns' });
  });

  it('an untrusted certificate: no fallback to plain HTTP', async () => {
    const registry = await start({ tls: true });
    registry.image('1');
    const failure = failureOf((await client().resolve([registry.ref('1')], both))[0]);
    expect(failure).toMatchObject({ kind: 'offline', cause: 'tls' });
    expect(describeFailure(registry.ref('1'), failure).next).toContain('NODE_EXTRA_CA_CERTS');
    expect(registry.log).toEqual([]);
  });

  it.each([
    ['http://127.0.0.1:9', /ECONNREFUSED/],
    ['socks5://127.0.0.1:1080', /no http or https address/],
  ])('a proxy that does not work: %s', async (proxy, detail) => {
    const failure = failureOf(
      (
        await client({ env: { HTTPS_PROXY: proxy } }).resolve(
          [{ registry: 'registry.example.com', repository: 'app', tag: '1' }],
          both,
        )
      )[0],
    );
    expect(failure).toMatchObject({
      kind: 'offline',
      cause: 'proxy',
      detail: expect.stringMatching(detail),
    });
  });
});

describe('redirects', () => {
  it('carry no Authorization to another host', async () => {
    const [registry, other] = [await start(), await start()];
    registry.guard = { scheme: 'bearer' };
    const digest = other.image('1');
    misbehave(registry, 9, (request, response) => {
      if (request.headers.authorization === undefined) return false;
      response.writeHead(307, { location: `http://${other.name}${request.url}` });
      response.end();
      return true;
    });
    expect((await client().resolve([registry.ref('1')], both))[0]).toMatchObject({
      ok: true,
      digest,
    });
    expect(registry.manifests()).toHaveLength(1);
    expect(other.log.map((it) => it.authorization)).toEqual([undefined]);
  });

  it('keep Authorization on the same host', async () => {
    const registry = await start();
    registry.guard = { scheme: 'bearer' };
    const digest = registry.image('2');
    misbehave(registry, 9, (request, response) => {
      if (request.headers.authorization === undefined || !request.url?.endsWith('/1')) return false;
      response.writeHead(308, { location: `/v2/${repository}/manifests/2` });
      response.end();
      return true;
    });
    expect((await client().resolve([registry.ref('1')], both))[0]).toMatchObject({
      ok: true,
      digest,
    });
  });

  it.each(['http://registry.example.com/x', 'file:///etc/passwd', 'http://[', 'ftp://127.0.0.1/x'])(
    'do not lead to %s',
    async (location) => {
      const registry = await start();
      misbehave(
        registry,
        99,
        (_, response) => (response.writeHead(302, { location }), response.end(), true),
      );
      expect(failureOf((await client().resolve([registry.ref('1')], both))[0])).toMatchObject({
        kind: 'bad-response',
        detail: expect.stringMatching(/redirect/),
      });
    },
  );

  it('end after five', async () => {
    const registry = await start();
    misbehave(
      registry,
      99,
      (request, response) => (
        response.writeHead(302, { location: request.url ?? '' }),
        response.end(),
        true
      ),
    );
    expect(failureOf((await client().resolve([registry.ref('1')], both))[0])).toMatchObject({
      kind: 'bad-response',
      detail: expect.stringMatching(/5 redirects/),
    });
    expect(registry.log.length).toBeLessThanOrEqual(7);
  });

  it('do not take a form with credentials along', async () => {
    const [registry, other] = [await start(), await start()];
    registry.guard = { scheme: 'bearer' };
    registry.hook = (request, response) => {
      if (request.method !== 'POST') return false;
      response.writeHead(307, { location: `http://${other.name}/token` });
      response.end();
      return true;
    };
    expect(
      failureOf(
        (
          await client({ credential: { kind: 'identity-token', token: 'x' } }).resolve(
            [registry.ref('1')],
            both,
          )
        )[0],
      ).kind,
    ).toBe('bad-response');
    expect(other.log).toEqual([]);
  });
});

describe('many images', () => {
  const nine = Array.from({ length: 9 }, (_, index) => `tag-${index}`);

  it('a thousand services on nine images make nine requests, at most eight at once', async () => {
    const registry = await start();
    registry.latencyMs = 20;
    nine.forEach((tag) => registry.image(tag));
    const refs = Array.from({ length: 1000 }, (_, index) => registry.ref(nine[index % 9] ?? ''));
    const resolutions = await client().resolve(refs, both);
    expect(resolutions.filter((it) => it.ok)).toHaveLength(1000);
    expect(registry.manifests()).toHaveLength(9);
    expect(registry.mostOpen()).toBeLessThanOrEqual(8);
    expect(registry.mostOpen()).toBeGreaterThan(4);
  });

  it('nine images take at most twice as long as the slowest alone', async () => {
    const registry = await start();
    registry.guard = { scheme: 'bearer' };
    registry.latencyMs = 150;
    nine.forEach((tag) => registry.image(tag));
    const took = async (tags: readonly string[]): Promise<number> => {
      const before = performance.now();
      const resolutions = await client().resolve(
        tags.map((tag) => registry.ref(tag)),
        both,
      );
      expect(resolutions.every((it) => it.ok)).toBe(true);
      return performance.now() - before;
    };
    const alone = await took(['tag-0']);
    expect(await took(nine)).toBeLessThan(2 * alone);
  });
});

describe('the cache', () => {
  const memory = () => {
    const texts = new Map<string, string>();
    return {
      texts,
      read: (name: string) => Promise.resolve(texts.get(name)),
      write: (name: string, text: string) => Promise.resolve(void texts.set(name, text)),
    };
  };

  it('answers for an hour, then HEAD shows whether the digest is still current', async () => {
    const registry = await start();
    const digest = registry.image('1');
    const store = memory();
    let now = Date.parse('2026-11-20T12:00:00Z');
    const cache = createCache(store, () => new Date(now));
    const ask = async () => (await client({ cache }).resolve([registry.ref('1')], both))[0];

    await ask();
    now += 59 * 60_000;
    expect(await ask()).toEqual({ ok: true, digest, platforms: both });
    expect(registry.manifests().map((it) => it.method)).toEqual(['GET']);

    now += 60_000;
    expect(await ask()).toEqual({ ok: true, digest, platforms: both });
    expect(registry.manifests().map((it) => it.method)).toEqual(['GET', 'HEAD']);

    now += 61 * 60_000;
    const moved = registry.image('1', both, '2026-11-01T00:00:00Z');
    expect(moved).not.toBe(digest);
    expect(await ask()).toEqual({ ok: true, digest: moved, platforms: both });
    expect(registry.manifests().map((it) => it.method)).toEqual(['GET', 'HEAD', 'HEAD', 'GET']);
  });

  it.each([
    '',
    '{',
    '{"image":"x"}',
    '{"image":"IMAGE","at":AT,"digest":"sha256:short","kind":"index","platforms":null}',
    '{"image":"other:1","at":AT,"digest":"sha256:DIGEST","kind":"index","platforms":["linux/amd64","linux/arm64"]}',
    '{"image":"IMAGE","at":1e15,"digest":"sha256:DIGEST","kind":"index","platforms":["linux/amd64","linux/arm64"]}',
  ])('does not believe %j', async (text) => {
    const registry = await start();
    const digest = registry.image('1');
    const store = memory();
    const image = `${registry.name}/${repository}:1`;
    store.texts.set(
      image,
      text
        .replace('IMAGE', image)
        .replace('AT', String(Date.now()))
        .replace('DIGEST', 'a'.repeat(64)),
    );
    const [resolution] = await client({ cache: createCache(store, () => new Date()) }).resolve(
      [registry.ref('1')],
      both,
    );
    expect(resolution).toMatchObject({ ok: true, digest });
  });
});

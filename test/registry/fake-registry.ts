/** A registry in this process for tests: images in a map, a log of requests, and a hook for every way to misbehave. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Digest, ImageRef } from '../../src/types.ts';

export const ociIndex = 'application/vnd.oci.image.index.v1+json';
export const ociManifest = 'application/vnd.oci.image.manifest.v1+json';

export interface Document {
  readonly body: string;
  /** Absent: the answer has no Content-Type. */
  readonly type?: string;
  /** Absent: the sha256 of the body. `null`: no such header. */
  readonly digestHeader?: string | null;
}

export interface LoggedRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface FakeRegistry {
  /** `127.0.0.1:1234`, as references name it. */
  readonly name: string;
  readonly log: LoggedRequest[];
  /** The requests for manifests that were let in. */
  manifests(): readonly LoggedRequest[];
  /** The most requests that were open at once. */
  mostOpen(): number;
  put(path: string, document: Document): Digest;
  /** An index for these platforms, under a tag. Returns its digest. */
  image(tag: string, platforms?: readonly string[], created?: string): Digest;
  ref(tag: string): ImageRef;
  /** Runs before everything else; returning true means that it has answered. */
  hook:
    | ((request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>)
    | undefined;
  /** Ask for a token (or for Basic) as Docker Hub does; `accepts` is the Basic login that the realm takes, everybody if absent. */
  guard:
    | {
        readonly scheme: 'bearer' | 'basic';
        readonly accepts?: string;
        readonly identityToken?: string;
        readonly realm?: string;
      }
    | undefined;
  /** Every token given out so far stops working. */
  expireTokens(): void;
  latencyMs: number;
  close(): Promise<void>;
}

export const repository = 'library/app';

export async function startRegistry(
  options: { readonly tls?: boolean } = {},
): Promise<FakeRegistry> {
  const documents = new Map<string, Document>();
  const log: LoggedRequest[] = [];
  const tokens = new Set<string>();
  let open = 0;
  let most = 0;

  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => (open -= 1));
    void serve(request, response);
  };
  const server = options.tls
    ? createSecureServer(
        {
          key: readFileSync(new URL('fixtures/localhost.key', import.meta.url)),
          cert: readFileSync(new URL('fixtures/localhost.crt', import.meta.url)),
        },
        handler,
      )
    : createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const name = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  const registry: FakeRegistry = {
    name,
    log,
    hook: undefined,
    guard: undefined,
    latencyMs: 0,
    manifests: () =>
      log.filter(
        (it) =>
          it.url.includes('/manifests/') &&
          (registry.guard === undefined || it.authorization !== undefined),
      ),
    mostOpen: () => most,
    expireTokens: () => tokens.clear(),
    ref: (tag) => ({ registry: name, repository, tag }),
    put(path, document) {
      documents.set(path, document);
      return sha256(document.body);
    },
    image(tag, platforms = ['linux/amd64', 'linux/arm64'], created = '2026-10-01T00:00:00Z') {
      const manifests = platforms.map((platform) => {
        const [os = '', architecture = '', variant] = platform.split('/');
        const config = JSON.stringify({
          os,
          architecture,
          ...(variant ? { variant } : {}),
          created,
          tag,
        });
        const configDigest = registry.put(`/v2/${repository}/blobs/${sha256(config)}`, {
          body: config,
          type: 'application/octet-stream',
        });
        const manifest = JSON.stringify({
          schemaVersion: 2,
          mediaType: ociManifest,
          config: { digest: configDigest },
          layers: [],
        });
        const digest = registry.put(`/v2/${repository}/manifests/${sha256(manifest)}`, {
          body: manifest,
          type: ociManifest,
        });
        registry.put(`/v2/${repository}/manifests/${os}-${architecture}-${tag}`, {
          body: manifest,
          type: ociManifest,
        });
        return {
          mediaType: ociManifest,
          digest,
          size: manifest.length,
          platform: { os, architecture, ...(variant ? { variant } : {}) },
        };
      });
      const attestation = {
        mediaType: ociManifest,
        digest: `sha256:${'0'.repeat(64)}`,
        size: 1,
        platform: { os: 'unknown', architecture: 'unknown' },
      };
      const body = JSON.stringify({
        schemaVersion: 2,
        mediaType: ociIndex,
        manifests: [...manifests, attestation],
      });
      registry.put(`/v2/${repository}/manifests/${sha256(body)}`, { body, type: ociIndex });
      return registry.put(`/v2/${repository}/manifests/${tag}`, { body, type: ociIndex });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return registry;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    log.push({
      method: request.method ?? '',
      url: request.url ?? '',
      authorization: request.headers.authorization,
      body: Buffer.concat(chunks).toString(),
    });
    if (await registry.hook?.(request, response)) return;
    if (registry.latencyMs > 0)
      await new Promise((resolve) => setTimeout(resolve, registry.latencyMs));
    const url = new URL(request.url ?? '', 'http://x');
    if (url.pathname === '/token') return giveToken(request, response, log.at(-1)?.body ?? '');
    if (!letIn(request)) return challenge(response);
    if (url.pathname.endsWith('/tags/list')) return listTags(response);
    const document = documents.get(url.pathname);
    if (document === undefined)
      return answer(request, response, 404, {
        body: '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}',
        type: 'application/json',
        digestHeader: null,
      });
    answer(request, response, 200, document);
  }

  function letIn(request: IncomingMessage): boolean {
    const { guard } = registry;
    if (guard === undefined) return true;
    const given = request.headers.authorization ?? '';
    return guard.scheme === 'basic'
      ? given === basic(guard.accepts ?? '')
      : given.startsWith('Bearer ') && tokens.has(given.slice(7));
  }

  function challenge(response: ServerResponse): void {
    const bearer = `Bearer realm="${registry.guard?.realm ?? `http://${name}/token`}",service="fake, with a comma",scope="repository:${repository}:pull"`;
    response.writeHead(401, {
      'www-authenticate': registry.guard?.scheme === 'basic' ? 'Basic realm="fake"' : bearer,
    });
    response.end('{"errors":[{"code":"UNAUTHORIZED"}]}');
  }

  function giveToken(request: IncomingMessage, response: ServerResponse, body: string): void {
    const { accepts, identityToken } = registry.guard ?? {};
    const byForm =
      identityToken !== undefined &&
      new URLSearchParams(body).get('refresh_token') === identityToken;
    if (!byForm && accepts !== undefined && request.headers.authorization !== basic(accepts)) {
      response.writeHead(401);
      return void response.end();
    }
    const token = randomBytes(12).toString('hex');
    tokens.add(token);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(byForm ? { access_token: token } : { token, expires_in: 300 }));
  }

  function listTags(response: ServerResponse): void {
    const tags = [...documents.keys()]
      .map((it) => it.split('/manifests/')[1])
      .filter((it) => it !== undefined && !it.startsWith('sha256:'));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ name: repository, tags }));
  }
}

export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  document: Document,
): void {
  const digest =
    document.digestHeader === undefined ? sha256(document.body) : document.digestHeader;
  response.writeHead(status, {
    ...(document.type === undefined ? {} : { 'content-type': document.type }),
    'content-length': Buffer.byteLength(document.body),
    ...(digest === null ? {} : { 'docker-content-digest': digest }),
  });
  response.end(request.method === 'HEAD' ? undefined : document.body);
}

export function basic(login: string): string {
  return `Basic ${Buffer.from(login).toString('base64')}`;
}

export function sha256(text: string): Digest {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

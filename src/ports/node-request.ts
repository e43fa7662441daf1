/**
 * Performs one HTTP exchange over the network, through a proxy if the environment names one.
 * Reports every kind of failure separately.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { RegistryFailure } from './ports.ts';
import type { Http, HttpAnswer, HttpFailure, HttpRequest } from '../registry/http.ts';
import { proxyFor } from '../registry/proxy.ts';

type OfflineCause = Extract<RegistryFailure, { kind: 'offline' }>['cause'];

const userAgent = 'create-secure-dockerfile';

/** Keeps sockets open for further requests, but no socket keeps the program running. */
export function createHttp(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
}): Http {
  const direct = {
    http: new http.Agent({ keepAlive: true }),
    https: new https.Agent({ keepAlive: true }),
  };
  const tunnels = new Map<string, https.Agent>();

  return (request) => {
    const url = new URL(request.url);
    const proxy = proxyFor(url, options.env);
    if (proxy === undefined)
      return exchange(
        request,
        options.timeoutMs,
        url.protocol === 'https:' ? direct.https : direct.http,
      );
    if (proxy === 'unusable')
      return Promise.resolve(
        offline('proxy', 'the environment names a proxy that is no http or https address'),
      );
    const agent = tunnels.get(proxy.href) ?? tunnelAgent(proxy, options.timeoutMs);
    tunnels.set(proxy.href, agent);
    return exchange(request, options.timeoutMs, agent);
  };
}

function exchange(request: HttpRequest, timeoutMs: number, agent: http.Agent): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    const url = new URL(request.url);
    const start = url.protocol === 'https:' ? https.request : http.request;
    const sent = start(url, {
      method: request.method,
      agent,
      headers: {
        ...request.headers,
        'user-agent': userAgent,
        ...(request.body === undefined
          ? {}
          : { 'content-length': Buffer.byteLength(request.body) }),
      },
    });
    const finish = (answer: HttpAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    const timer = setTimeout(() => {
      finish(offline('timeout', `no whole answer within ${timeoutMs / 1000} seconds`));
      sent.destroy();
    }, timeoutMs);

    sent.on('error', (error) => finish(failureOf(error)));
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size <= request.maxBytes) return;
        finish(
          badResponse(`its answer is longer than ${Math.round(request.maxBytes / 1024)} kB`, false),
        );
        sent.destroy();
      });
      response.on('error', () =>
        finish(badResponse('the connection was cut within the answer', true)),
      );
      response.on('end', () =>
        finish({
          ok: true,
          status: response.statusCode ?? 0,
          headers: plainHeaders(response.headers),
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.end(request.body);
  });
}

/**
 * Creates an agent that connects through CONNECT tunnels. TLS ends at the registry, not at the
 * proxy.
 */
function tunnelAgent(proxy: URL, timeoutMs: number): https.Agent {
  const agent = new https.Agent({ keepAlive: true });
  const start = proxy.protocol === 'https:' ? https.request : http.request;
  agent.createConnection = (options, callback) => {
    const host = String(options.host);
    const target = `${host.includes(':') ? `[${host}]` : host}:${options.port}`;
    const headers: Record<string, string> = { host: target };
    if (proxy.username !== '')
      headers['proxy-authorization'] =
        `Basic ${Buffer.from(`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`).toString('base64')}`;
    const connect = start({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: target,
      headers,
      agent: false,
      timeout: timeoutMs,
    });
    const fail = (detail: string): void => callback?.(new ProxyError(detail), undefined as never);
    connect.on('timeout', () => connect.destroy(new ProxyError('no answer in time')));
    connect.on('error', (error) => fail(codeOf(error) ?? 'no connection'));
    connect.on('connect', (response, socket) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        return fail(`it answers with HTTP ${response.statusCode}`);
      }
      callback?.(null, connectTls({ ...(options as ConnectionOptions), socket, servername: host }));
    });
    connect.end();
    return undefined;
  };
  return agent;
}

class ProxyError extends Error {}

function failureOf(error: Error): HttpFailure {
  if (error instanceof ProxyError) return offline('proxy', error.message);
  const code = codeOf(error) ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_FAIL')
    return offline('dns', code);
  if (
    code === 'ECONNREFUSED' ||
    code === 'EHOSTUNREACH' ||
    code === 'ENETUNREACH' ||
    code === 'EACCES' ||
    code === 'EPERM'
  )
    return offline('refused', code);
  if (code === 'ETIMEDOUT') return offline('timeout', code);
  if (/^ERR_TLS|^ERR_SSL|CERT|^EPROTO$|SELF_SIGNED|UNABLE_TO_|DEPTH_ZERO/.test(code))
    return offline('tls', code);
  if (code.startsWith('HPE_')) return badResponse('it does not speak HTTP', false);
  if (code === 'ERR_INVALID_CHAR' || code === 'ERR_INVALID_HTTP_TOKEN')
    return badResponse('what it asks to be sent cannot be sent', false);
  return badResponse('the connection was cut', true);
}

/**
 * Returns the code of an error. An error for several attempts (IPv6, then IPv4) has the codes one
 * level down.
 */
function codeOf(error: Error): string | undefined {
  const [first = error] = error instanceof AggregateError ? (error.errors as Error[]) : [];
  const code = 'code' in first ? first.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function plainHeaders(headers: http.IncomingHttpHeaders): Readonly<Record<string, string>> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}

function offline(cause: OfflineCause, detail: string): HttpFailure {
  return { ok: false, failure: { kind: 'offline', cause, detail }, passing: false };
}

function badResponse(detail: string, passing: boolean): HttpFailure {
  return { ok: false, failure: { kind: 'bad-response', detail }, passing };
}

/** Makes requests reliable: at most eight at a time, retries, no credentials across redirects. */
import type { RegistryFailure } from '../ports/ports.ts';
import { isLoopback } from '../text/hosts.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A longer body counts as a failure. */
  readonly maxBytes: number;
}

export interface HttpReply {
  readonly ok: true;
  readonly status: number;
  /** Names in lower case; repeated headers are joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpFailure {
  readonly ok: false;
  readonly failure: RegistryFailure;
  /** Whether the failure is temporary, so that the same request may succeed a moment later. */
  readonly passing: boolean;
}

export type HttpAnswer = HttpReply | HttpFailure;
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

const mostAtOnce = 8;
const attempts = 3;
const firstPauseMs = 400;
/** The longest Retry-After to wait for. If it is longer, the caller reports the time. */
const longestPauseMs = 10_000;
const mostRedirects = 5;
/**
 * Status codes of temporary conditions. go-containerregistry retries them too (and also 499 and
 * 522, which only some vendors send).
 */
const passingStatus = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Wraps `http` for a whole run. A host that could not be reached is not contacted again.
 * @param pause waits for the given number of milliseconds
 */
export function dependable(http: Http, pause: (milliseconds: number) => Promise<void>): Http {
  return withRedirects(withRetries(limited(http), pause));
}

/** Parses a Retry-After header, a number of seconds or a date, and returns seconds. */
export function retryAfterSeconds(
  header: string | undefined,
  now = Date.now(),
): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

function limited(http: Http): Http {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (request) => {
    if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await http(request);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

function withRetries(http: Http, pause: (milliseconds: number) => Promise<void>): Http {
  const unreachable = new Map<string, HttpFailure>();
  return async (request) => {
    const { origin } = new URL(request.url);
    for (let attempt = 1; ; attempt += 1) {
      const known = unreachable.get(origin);
      if (known !== undefined) return known;
      const answer = await http(request);
      if (!answer.ok && answer.failure.kind === 'offline') unreachable.set(origin, answer);
      const passing = answer.ok ? passingStatus.has(answer.status) : answer.passing;
      if (!passing || attempt === attempts) return answer;
      const asked = answer.ok ? retryAfterSeconds(answer.headers['retry-after']) : undefined;
      if (asked !== undefined && asked * 1000 > longestPauseMs) return answer;
      await pause(asked === undefined ? firstPauseMs * 3 ** (attempt - 1) : asked * 1000);
    }
  };
}

/** Follows redirects. Credentials are sent only to their origin, and https never becomes http. */
function withRedirects(http: Http): Http {
  return async (first) => {
    let request = first;
    for (let hop = 0; ; hop += 1) {
      const answer = await http(request);
      const location =
        answer.ok && [301, 302, 303, 307, 308].includes(answer.status)
          ? answer.headers.location
          : undefined;
      if (location === undefined) return answer;
      if (request.method === 'POST') return refuse('a form with credentials was redirected');
      if (hop === mostRedirects) return refuse(`more than ${mostRedirects} redirects`);
      if (!URL.canParse(location, request.url)) return refuse('a redirect to no address');
      const target = new URL(location, request.url);
      const from = new URL(request.url);
      const plain =
        target.protocol === 'http:' && from.protocol === 'http:' && isLoopback(target.hostname);
      if (target.protocol !== 'https:' && !plain)
        return refuse('a redirect to an address without TLS');
      const { authorization, ...others } = request.headers;
      const keep = target.origin === from.origin && authorization !== undefined;
      request = { ...request, url: target.href, headers: keep ? request.headers : others };
    }
  };
}

function refuse(detail: string): HttpFailure {
  return { ok: false, failure: { kind: 'bad-response', detail }, passing: false };
}

/** Sends requests to registries, and logs in if a registry requires it. */
import type { RegistryFailure } from '../ports/ports.ts';
import type { ImageRef } from '../types.ts';
import {
  type Authorization,
  type Challenge,
  type Credential,
  answerChallenges,
  parseChallenges,
} from './auth.ts';
import { isLoopback } from '../text/hosts.ts';
import { type Http, type HttpAnswer, type HttpReply, retryAfterSeconds } from './http.ts';
import { apiHost } from './reference.ts';

export type RepositoryAnswer =
  HttpReply | { readonly ok: false; readonly failure: RegistryFailure };

/**
 * @param path the path after the name of the repository: `/manifests/1.27`
 * @returns a failure for any status other than 200
 */
export type RepositoryRequest = (
  repository: Pick<ImageRef, 'registry' | 'repository'>,
  request: {
    readonly method: 'GET' | 'HEAD';
    readonly path: string;
    readonly accept?: string;
    readonly maxBytes: number;
  },
) => Promise<RepositoryAnswer>;

/** Returns the login for a registry, by name in references, or `undefined` if there is none. */
export type Credentials = (registry: string) => Promise<Credential | undefined>;

/**
 * Opens a session that shares logins: one token for each repository, and one lookup of the
 * credentials for each registry.
 */
export function openSession(http: Http, credentials: Credentials): RepositoryRequest {
  const authorizations = new Map<string, Promise<Authorization>>();
  const lookUp = remember(credentials);
  const originOf = remember((registry: string) => findOrigin(http, registry));

  return async (repository, request) => {
    const origin = await originOf(repository.registry);
    if (!origin.ok) return origin;
    const url = `${origin.url}/v2/${repository.repository}${request.path}`;
    const accept: Record<string, string> =
      request.accept === undefined ? {} : { accept: request.accept };
    const send = (authorization: string | undefined): Promise<HttpAnswer> =>
      http({
        method: request.method,
        url,
        maxBytes: request.maxBytes,
        headers: authorization === undefined ? accept : { ...accept, authorization },
      });

    const key = `${repository.registry}/${repository.repository}`;
    const before = authorizations.get(key);
    const known = await before;
    if (known?.ok === false) return known;
    const first = await send(known?.header);
    if (!first.ok || first.status !== 401) return outcome(first);

    const challenges = parseChallenges(first.headers['www-authenticate'] ?? '');
    // Concurrent requests share one login; a token newer than the rejected one is reused.
    let login = authorizations.get(key);
    if (login === undefined || login === before) {
      login = logIn(http, lookUp, origin.url, repository, challenges);
      authorizations.set(key, login);
    }
    const fresh = await login;
    return fresh.ok ? outcome(await send(fresh.header)) : fresh;
  };
}

async function logIn(
  http: Http,
  credentials: Credentials,
  origin: string,
  repository: Pick<ImageRef, 'registry' | 'repository'>,
  challenges: readonly Challenge[],
): Promise<Authorization> {
  return answerChallenges(
    http,
    origin,
    repository.repository,
    challenges,
    await credentials(repository.registry),
  );
}

/** Returns an https address, except for a registry on this machine that uses plain HTTP. */
async function findOrigin(
  http: Http,
  registry: string,
): Promise<
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly failure: RegistryFailure }
> {
  const secure = `https://${apiHost(registry)}`;
  if (!isLoopback(new URL(secure).hostname)) return { ok: true, url: secure };
  const answer = await http({
    method: 'GET',
    url: `${secure}/v2/`,
    headers: {},
    maxBytes: 64 * 1024,
  });
  const plain =
    !answer.ok &&
    answer.failure.kind === 'offline' &&
    answer.failure.cause === 'tls' &&
    /^(?:EPROTO|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG)$/.test(
      answer.failure.detail,
    );
  return { ok: true, url: plain ? `http://${registry}` : secure };
}

function outcome(answer: HttpAnswer): RepositoryAnswer {
  if (!answer.ok) return answer;
  if (answer.status === 200) return answer;
  return { ok: false, failure: failureOf(answer) };
}

function failureOf(answer: HttpReply): RegistryFailure {
  switch (answer.status) {
    case 401:
      return {
        kind: 'unauthorized',
        detail: 'it asks for another login after the one it was given',
      };
    case 403:
      return { kind: 'unauthorized', detail: 'the login does not suffice' };
    case 404:
      return { kind: 'not-found' };
    case 429: {
      const seconds = retryAfterSeconds(answer.headers['retry-after']);
      return seconds === undefined
        ? { kind: 'rate-limited' }
        : { kind: 'rate-limited', retryAfterSeconds: seconds };
    }
    default:
      return { kind: 'bad-response', detail: `it answers with HTTP ${answer.status}` };
  }
}

/** Calls a function once for each argument, and returns the same promise for the same argument. */
export function remember<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = ask(key);
    answers.set(key, answer);
    return answer;
  };
}

/**
 * Answers a 401 with an Authorization header: Basic, or the token flow of the distribution
 * specification.
 */
import * as v from 'valibot';
import type { RegistryFailure } from '../ports/ports.ts';
import { isLoopback } from '../text/hosts.ts';
import { isInnerAddress } from './hosts.ts';
import type { Http, HttpRequest } from './http.ts';

/** The login for a registry, from docker's config.json or a credential helper. */
export type Credential =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** A refresh token, exchanged for access tokens at the realm. */
  | { readonly kind: 'identity-token'; readonly token: string }
  | { readonly kind: 'bearer'; readonly token: string };

export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export type Authorization =
  | { readonly ok: true; readonly header: string }
  | { readonly ok: false; readonly failure: RegistryFailure };

const largestTokenAnswer = 64 * 1024;
const clientId = 'create-secure-dockerfile';
const tokenAnswer = v.object({
  token: v.optional(v.string()),
  access_token: v.optional(v.string()),
});

/**
 * Parses all challenges of a WWW-Authenticate header (RFC 9110, section 11.6.1). Quoted strings may
 * contain commas.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  const part = /[\s,]*([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/y;
  for (let found = part.exec(header); found !== null; found = part.exec(header)) {
    const [, name = '', quoted, plain] = found;
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    const current = challenges.at(-1);
    if (value === undefined) challenges.push({ scheme: name.toLowerCase(), parameters: {} });
    else if (current !== undefined) current.parameters[name.toLowerCase()] = value;
  }
  return challenges;
}

/**
 * Answers the challenges of a registry at `origin` for pulling `repository`, with credentials if
 * there are any. Fails if it supports none of the schemes, if the realm is not trustworthy, or if
 * the realm rejects the login.
 */
export async function answerChallenges(
  http: Http,
  origin: string,
  repository: string,
  challenges: readonly Challenge[],
  credential: Credential | undefined,
): Promise<Authorization> {
  if (credential?.kind === 'bearer') return { ok: true, header: `Bearer ${credential.token}` };
  const bearer = challenges.find((it) => it.scheme === 'bearer');
  if (bearer !== undefined) return fetchToken(http, origin, repository, bearer, credential);
  if (!challenges.some((it) => it.scheme === 'basic'))
    return failed({
      kind: 'bad-response',
      detail: 'it asks for a login and names no way that is known (Bearer or Basic)',
    });
  if (credential?.kind !== 'basic')
    return failed({ kind: 'unauthorized', detail: 'it asks for a user name and a password' });
  return { ok: true, header: basic(credential) };
}

async function fetchToken(
  http: Http,
  origin: string,
  repository: string,
  challenge: Challenge,
  credential: Credential | undefined,
): Promise<Authorization> {
  const realm = trustedRealm(challenge.parameters.realm, new URL(origin));
  if (realm === undefined)
    return failed({
      kind: 'bad-response',
      detail: 'it sends logins to an address that is not to be trusted',
    });
  const scope = challenge.parameters.scope ?? `repository:${repository}:pull`;
  const service = challenge.parameters.service;
  if (credential?.kind === 'identity-token')
    return readToken(await http(refresh(realm, service, scope, credential.token)));

  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope);
  const headers = credential?.kind === 'basic' ? { authorization: basic(credential) } : {};
  return readToken(
    await http({ method: 'GET', url: url.href, headers, maxBytes: largestTokenAnswer }),
  );
}

function refresh(
  realm: URL,
  service: string | undefined,
  scope: string,
  token: string,
): HttpRequest {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    scope,
    refresh_token: token,
  });
  if (service !== undefined) form.set('service', service);
  return {
    method: 'POST',
    url: realm.href,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    maxBytes: largestTokenAnswer,
  };
}

function readToken(answer: Awaited<ReturnType<Http>>): Authorization {
  if (!answer.ok) return answer;
  if (answer.status === 429) return failed({ kind: 'rate-limited' });
  if (answer.status === 401 || answer.status === 403)
    return failed({ kind: 'unauthorized', detail: 'the login is refused' });
  if (answer.status !== 200)
    return failed({
      kind: 'bad-response',
      detail: `its token service answers with HTTP ${answer.status}`,
    });
  const parsed = v.safeParse(tokenAnswer, parseJson(answer.body));
  const token = parsed.success ? (parsed.output.token ?? parsed.output.access_token) : undefined;
  // A header allows no other characters.
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token))
    return failed({ kind: 'bad-response', detail: 'its token service answers without a token' });
  return { ok: true, header: `Bearer ${token}` };
}

export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/**
 * Returns the realm if it is trustworthy. It must use https, or be this machine for a registry on
 * this machine. It must not have a private address for a registry on another host, nor a user in
 * its address.
 */
function trustedRealm(text: string | undefined, registry: URL): URL | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const realm = new URL(text);
  if (!/^https?:$/.test(realm.protocol) || realm.username !== '' || realm.password !== '')
    return undefined;
  if (realm.hostname === registry.hostname && realm.protocol === registry.protocol) return realm;
  if (isLoopback(registry.hostname) && isLoopback(realm.hostname)) return realm;
  if (realm.protocol !== 'https:' || isLoopback(realm.hostname) || isInnerAddress(realm.hostname))
    return undefined;
  return realm;
}

function basic(credential: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${credential.username}:${credential.password}`, 'utf8').toString('base64')}`;
}

function failed(failure: RegistryFailure): Authorization {
  return { ok: false, failure };
}

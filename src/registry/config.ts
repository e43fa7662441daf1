/** Finds the login for a registry in docker's config.json. Nothing here is ever printed. */
import * as v from 'valibot';
import type { Credential } from './auth.ts';
import { apiHost, dockerHub } from './reference.ts';

export type CredentialSource =
  | { readonly kind: 'none' }
  | { readonly kind: 'known'; readonly credential: Credential }
  /** Ask `docker-credential-<name>` for the login to `server`. If it has none, use `otherwise`. */
  | {
      readonly kind: 'helper';
      readonly name: string;
      readonly server: string;
      readonly otherwise: Credential | undefined;
    };

const authSchema = v.object({
  auth: v.optional(v.string()),
  username: v.optional(v.string()),
  password: v.optional(v.string()),
  identitytoken: v.optional(v.string()),
  registrytoken: v.optional(v.string()),
});
const configSchema = v.object({
  auths: v.optional(v.record(v.string(), v.nullable(authSchema))),
  credHelpers: v.optional(v.record(v.string(), v.string())),
  credsStore: v.optional(v.string()),
});
const helperSchema = v.object({ Username: v.string(), Secret: v.string() });

/** docker's key for Docker Hub, in `auths` and for helpers. */
const hubServer = 'https://index.docker.io/v1/';

/**
 * Looks up a registry like docker: first its specific helper, then the store, then the file. An
 * unreadable file has no logins.
 */
export function findCredential(configText: string | undefined, registry: string): CredentialSource {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), configSchema), configText ?? '{}');
  if (!parsed.success) return { kind: 'none' };
  const { auths = {}, credHelpers = {}, credsStore } = parsed.output;
  const otherwise = credentialIn(auths, registry);
  const ownHelper = Object.entries(credHelpers).find(([server]) =>
    sameServer(server, registry),
  )?.[1];
  const name = ownHelper ?? credsStore;
  // The name becomes part of a program name, so it must not be a path or an option.
  if (name !== undefined && /^[a-z0-9][a-z0-9-]*$/.test(name)) {
    return {
      kind: 'helper',
      name,
      server: registry === dockerHub ? hubServer : registry,
      otherwise,
    };
  }
  return otherwise === undefined ? { kind: 'none' } : { kind: 'known', credential: otherwise };
}

/** Parses the output of a helper; the user name `<token>` marks an identity token. */
export function readHelper(stdout: string): Credential | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), helperSchema), stdout);
  if (!parsed.success || parsed.output.Secret === '') return undefined;
  const { Username: username, Secret: secret } = parsed.output;
  return username === '<token>'
    ? { kind: 'identity-token', token: secret }
    : { kind: 'basic', username, password: secret };
}

function credentialIn(
  auths: Readonly<Record<string, v.InferOutput<typeof authSchema> | null>>,
  registry: string,
): Credential | undefined {
  const auth = Object.entries(auths).find(([server]) => sameServer(server, registry))?.[1];
  if (auth === undefined || auth === null) return undefined;
  if (auth.registrytoken) return { kind: 'bearer', token: auth.registrytoken };
  if (auth.identitytoken) return { kind: 'identity-token', token: auth.identitytoken };
  const [, username, password] =
    /^([^:]*):(.*)$/s.exec(
      Buffer.from(auth.auth ?? '', 'base64')
        .toString('utf8')
        .replace(/\0+$/, ''),
    ) ?? [];
  if (username !== undefined && password !== undefined && password !== '')
    return { kind: 'basic', username, password };
  return auth.username && auth.password
    ? { kind: 'basic', username: auth.username, password: auth.password }
    : undefined;
}

/** Keys may be a host, or an address with scheme and version: https://ghcr.io/v2/. */
function sameServer(server: string, registry: string): boolean {
  const host = server.replace(/^https?:\/\//, '').replace(/\/(?:v[12]\/?)?$/, '');
  if (registry === dockerHub)
    return ['docker.io', 'index.docker.io', apiHost(dockerHub)].includes(host);
  return host === registry;
}

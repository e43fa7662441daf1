/**
 * Implements the registry port over the network, the only place that connects to registries. Loaded
 * only when a digest has to be looked up, so that `--offline` and kept pins do not pay for it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createCache, noCache } from '../registry/cache.ts';
import { createClient } from '../registry/client.ts';
import { createCacheFolder } from './node-cache.ts';
import { readCredentials } from './node-credentials.ts';
import { createHttp } from './node-request.ts';
import type { Inspector, Registry } from './ports.ts';

export interface RegistryOptions {
  /** The environment variables for proxies, folders and similar settings. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `false` for `--no-cache`: neither read nor write the cache of the last hour's results. */
  readonly cache: boolean;
  readonly now: () => Date;
  /** The timeout for a whole exchange, including the body. */
  readonly timeoutMs?: number;
}

/**
 * Creates a client for the registries that this machine can reach, with the logins of docker's
 * config.json.
 */
export function createRegistry(options: RegistryOptions): Registry & Inspector {
  const { env, now } = options;
  return createClient({
    http: createHttp({ env, timeoutMs: options.timeoutMs ?? 10_000 }),
    credentials: readCredentials(env),
    cache: options.cache ? createCache(createCacheFolder(env), now) : noCache,
    pause: (milliseconds) => sleep(milliseconds),
  });
}

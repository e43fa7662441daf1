/**
 * The registry port over the network: the only place that speaks to registries.
 * Loaded only when a digest has to be looked up, so that `--offline` and kept pins cost nothing of
 * it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createCache, noCache } from '../registry/cache.ts';
import { createClient } from '../registry/client.ts';
import { createCacheFolder } from './node-cache.ts';
import { readCredentials } from './node-credentials.ts';
import { createHttp } from './node-request.ts';
import type { Inspector, Registry } from './ports.ts';

export interface RegistryOptions {
  /** Proxies, folders and their like are read from here. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `false` for `--no-cache`: neither read nor write what was resolved within the last hour. */
  readonly cache: boolean;
  readonly now: () => Date;
  /** For a whole exchange, the body included. */
  readonly timeoutMs?: number;
}

/**
 * The registries as they are reached from this machine, with the logins of docker's config.json.
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

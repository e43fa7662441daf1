/**
 * Caches resolved images in a store of texts: only names, digests, platforms, versions and times,
 * never a login.
 */
import * as v from 'valibot';
import type { Found } from './manifests.ts';
import { isDigest } from './reference.ts';
import type { ImageFacts } from './schema.ts';

/** The store of texts between runs. A store that fails behaves like an empty one. */
export interface TextStore {
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
}

/**
 * Keys are references in the familiar form: `golang:1.27` for a tag, `golang@sha256:…` for a
 * digest.
 */
export interface ResolutionCache {
  /** @returns the result if it is less than an hour old */
  fresh(name: string): Promise<Found | undefined>;
  /** @returns the last result, however old it is: the platforms of a digest do not change */
  seen(name: string): Promise<Found | undefined>;
  store(name: string, found: Found): Promise<void>;
}

const lifetimeMs = 60 * 60 * 1000;
const entrySchema = v.strictObject({
  image: v.string(),
  at: v.number(),
  digest: v.custom<Found['digest']>((it) => typeof it === 'string' && isDigest(it)),
  kind: v.picklist(['index', 'single']),
  platforms: v.nullable(v.array(v.string())),
  created: v.optional(v.string()),
  version: v.optional(v.string()),
});
type Entry = v.InferOutput<typeof entrySchema>;

export const noCache: ResolutionCache = {
  fresh: () => Promise.resolve(undefined),
  seen: () => Promise.resolve(undefined),
  store: () => Promise.resolve(),
};

export function createCache(store: TextStore, now: () => Date): ResolutionCache {
  return {
    fresh: async (name) => {
      const entry = await read(name);
      const age = entry === undefined ? Infinity : now().getTime() - entry.at;
      // A time in the future comes from a wrong clock.
      return entry !== undefined && age >= 0 && age < lifetimeMs ? toFound(entry) : undefined;
    },
    seen: async (name) => {
      const entry = await read(name);
      return entry && toFound(entry);
    },
    store: async (name, found) => {
      const before = await read(name);
      const platforms =
        found.platforms ?? (before?.digest === found.digest ? before.platforms : null);
      const entry: Entry = {
        image: name,
        at: now().getTime(),
        digest: found.digest,
        kind: found.kind,
        platforms: platforms === null ? null : [...platforms],
        ...factsOf(found),
      };
      await store.write(name, JSON.stringify(entry));
    },
  };

  async function read(name: string): Promise<Entry | undefined> {
    const text = await store.read(name);
    if (text === undefined) return undefined;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), entrySchema), text);
    return parsed.success && parsed.output.image === name ? parsed.output : undefined;
  }
}

function toFound(entry: Entry): Found {
  return {
    ok: true,
    digest: entry.digest,
    kind: entry.kind,
    platforms: entry.platforms,
    ...factsOf(entry),
  };
}

function factsOf({
  created,
  version,
}: {
  readonly created?: string | undefined;
  readonly version?: string | undefined;
}): ImageFacts {
  return {
    ...(created === undefined ? {} : { created }),
    ...(version === undefined ? {} : { version }),
  };
}

/** What was resolved lately, over a store of texts: only names, digests, platforms and the time, never anything of a login. */
import * as v from 'valibot';
import type { ImageRef } from '../types.ts';
import type { Found } from './manifests.ts';
import { formatReference, isDigest } from './reference.ts';

/** Where texts are kept between runs. A store that fails behaves like an empty one. */
export interface TextStore {
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
}

export interface ResolutionCache {
  /** What was found less than an hour ago. */
  fresh(ref: ImageRef): Promise<Found | undefined>;
  /** What was found last, however long ago: a digest's platforms do not change. */
  seen(ref: ImageRef): Promise<Found | undefined>;
  store(ref: ImageRef, found: Found): Promise<void>;
}

const lifetimeMs = 60 * 60 * 1000;
const entrySchema = v.strictObject({
  image: v.string(),
  at: v.number(),
  digest: v.custom<Found['digest']>((it) => typeof it === 'string' && isDigest(it)),
  kind: v.picklist(['index', 'single']),
  platforms: v.nullable(v.array(v.string())),
});
type Entry = v.InferOutput<typeof entrySchema>;

export const noCache: ResolutionCache = {
  fresh: () => Promise.resolve(undefined),
  seen: () => Promise.resolve(undefined),
  store: () => Promise.resolve(),
};

export function createCache(store: TextStore, now: () => Date): ResolutionCache {
  return {
    fresh: async (ref) => {
      const entry = await read(ref);
      const age = entry === undefined ? Infinity : now().getTime() - entry.at;
      // An entry from the future tells of a clock that was wrong.
      return entry !== undefined && age >= 0 && age < lifetimeMs ? toFound(entry) : undefined;
    },
    seen: async (ref) => {
      const entry = await read(ref);
      return entry && toFound(entry);
    },
    store: async (ref, found) => {
      const before = await read(ref);
      const platforms = found.platforms ?? (before?.digest === found.digest ? before.platforms : null);
      const entry: Entry = { image: nameOf(ref), at: now().getTime(), digest: found.digest, kind: found.kind, platforms: platforms === null ? null : [...platforms] };
      await store.write(nameOf(ref), JSON.stringify(entry));
    },
  };

  async function read(ref: ImageRef): Promise<Entry | undefined> {
    const text = await store.read(nameOf(ref));
    if (text === undefined) return undefined;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), entrySchema), text);
    return parsed.success && parsed.output.image === nameOf(ref) ? parsed.output : undefined;
  }
}

function toFound(entry: Entry): Found {
  return { ok: true, digest: entry.digest, kind: entry.kind, platforms: entry.platforms };
}

function nameOf(ref: ImageRef): string {
  return formatReference({ registry: ref.registry, repository: ref.repository, tag: ref.tag });
}

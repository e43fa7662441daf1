/** Image references in, index digests out: what the program knows as its registry port, over any HTTP function. */
import type { Inspection, Inspector, Registry, RegistryFailure, Resolution } from '../ports/ports.ts';
import type { Digest, ImageRef, PinnedRef } from '../types.ts';
import type { ResolutionCache } from './cache.ts';
import { type Http, dependable } from './http.ts';
import { type Lookup, findCreated, lookAt, readWhole } from './manifests.ts';
import { nearTags } from './near-tags.ts';
import { servesPlatform } from './platforms.ts';
import { formatReference } from './reference.ts';
import { type Credentials, openSession, remember } from './session.ts';

export interface ClientParts {
  readonly http: Http;
  readonly credentials: Credentials;
  readonly cache: ResolutionCache;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** A client for one run: equal questions are asked once. */
export function createClient(parts: ClientParts): Registry & Inspector {
  const request = openSession(dependable(parts.http, parts.pause), parts.credentials);
  const heads = new Map<string, Promise<Lookup>>();
  const wholes = new Map<string, Promise<Lookup>>();
  const created = remember((key: string) => findCreatedOf(key));
  const near = remember((key: string) => nearTags(request, splitKey(key)));

  return { resolve: (refs, platforms) => Promise.all(refs.map((ref) => resolveOne(ref, platforms))), inspect };

  async function resolveOne(ref: ImageRef, platforms: readonly string[]): Promise<Resolution> {
    const found = await (platforms.length === 0 ? once(heads, ref, head) : once(wholes, ref, whole));
    if (!found.ok) return { ok: false, failure: await withNear(ref, found.failure) };
    const missing = found.platforms === null ? [] : platforms.filter((it) => !servesPlatform(found.platforms ?? [], it));
    const single = found.kind === 'single';
    // A single platform is an answer only to those who ask for that one and no other.
    if (missing.length > 0 || (single && platforms.length !== 1)) {
      return { ok: false, failure: { kind: 'platform-missing', wanted: platforms, has: found.platforms ?? [], ...(single ? { single } : {}) } };
    }
    return { ok: true, digest: found.digest, platforms: found.platforms };
  }

  async function head(ref: ImageRef): Promise<Lookup> {
    const cached = await parts.cache.fresh(ref);
    if (cached !== undefined) return cached;
    return keep(ref, await lookAt(request, ref, ref.tag));
  }

  /**
   * Platforms stand in the body, and a GET by tag answers all at once. A digest never changes what it names, so that where
   * one was seen before for this tag, HEAD tells whether it still stands, and is free on Docker Hub.
   * When only pulls are rationed, the digest alone is better than nothing.
   */
  async function whole(ref: ImageRef): Promise<Lookup> {
    const cached = await parts.cache.fresh(ref);
    if (cached?.platforms) return cached;
    const seen = await parts.cache.seen(ref);
    if (seen?.platforms) {
      const now = await lookAt(request, ref, ref.tag);
      if (!now.ok || now.platforms !== null) return keep(ref, now);
      if (now.digest === seen.digest) return keep(ref, { ...now, platforms: seen.platforms });
    }
    const read = await readWhole(request, ref, ref.tag);
    if (read.ok || read.failure.kind !== 'rate-limited') return keep(ref, read);
    const now = await lookAt(request, ref, ref.tag);
    return now.ok ? now : read;
  }

  async function keep(ref: ImageRef, found: Lookup): Promise<Lookup> {
    if (found.ok) await parts.cache.store(ref, found);
    return found;
  }

  async function inspect(ref: PinnedRef, want: { readonly created: boolean }): Promise<Inspection> {
    const found = await lookAt(request, ref, ref.digest);
    if (!found.ok) return found;
    const date = found.created ?? (want.created && found.kind === 'index' ? await created(keyOf(ref, ref.digest)) : undefined);
    return { ok: true, kind: found.kind, ...(date === undefined ? {} : { created: date }) };
  }

  function findCreatedOf(key: string): Promise<string | undefined> {
    const { tag, ...repository } = splitKey(key);
    return findCreated(request, repository, tag as Digest);
  }

  async function withNear(ref: ImageRef, failure: RegistryFailure): Promise<RegistryFailure> {
    if (failure.kind !== 'not-found') return failure;
    const tags = await near(keyOf(ref, ref.tag));
    return tags.length === 0 ? failure : { kind: 'not-found', near: tags };
  }
}

function once(memory: Map<string, Promise<Lookup>>, ref: ImageRef, ask: (ref: ImageRef) => Promise<Lookup>): Promise<Lookup> {
  const key = formatReference({ registry: ref.registry, repository: ref.repository, tag: ref.tag });
  const known = memory.get(key) ?? ask(ref);
  memory.set(key, known);
  return known;
}

function keyOf(ref: ImageRef, last: string): string {
  return [ref.registry, ref.repository, last].join(' ');
}

function splitKey(key: string): ImageRef {
  const [registry = '', repository = '', tag = ''] = key.split(' ');
  return { registry, repository, tag };
}

/** Resolves image references to index digests, over any HTTP function: the registry port. */
import type {
  Inspection,
  Inspector,
  Registry,
  RegistryFailure,
  Resolution,
} from '../ports/ports.ts';
import type { ImageRef, PinnedRef } from '../types.ts';
import type { ResolutionCache } from './cache.ts';
import { type Http, dependable } from './http.ts';
import { type Lookup, lookAt, readWhole } from './manifests.ts';
import { nearTags } from './near-tags.ts';
import { servesPlatform } from './platforms.ts';
import { formatReference, formatRepository } from './reference.ts';
import { type Credentials, openSession } from './session.ts';

export interface ClientParts {
  readonly http: Http;
  readonly credentials: Credentials;
  readonly cache: ResolutionCache;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Creates a client for one run, which sends each query only once. */
export function createClient(parts: ClientParts): Registry & Inspector {
  const { cache } = parts;
  const request = openSession(dependable(parts.http, parts.pause), parts.credentials);
  const heads = new Map<string, Promise<Lookup>>();
  const completeLookups = new Map<string, Promise<Lookup>>();
  const near = new Map<string, Promise<readonly string[]>>();
  const details = new Map<string, Promise<Lookup>>();

  return {
    resolve: (refs, platforms) => Promise.all(refs.map((ref) => resolveOne(ref, platforms))),
    inspect,
  };

  async function resolveOne(ref: ImageRef, platforms: readonly string[]): Promise<Resolution> {
    const found = await (platforms.length === 0
      ? once(heads, nameOf(ref), () => head(ref))
      : once(completeLookups, nameOf(ref), () => whole(ref)));
    if (!found.ok) return { ok: false, failure: await withNear(ref, found.failure) };
    const has = found.platforms ?? [];
    const missing =
      found.platforms === null ? [] : platforms.filter((it) => !servesPlatform(has, it));
    const single = found.kind === 'single';
    // The manifest of a single platform is sufficient only if exactly that platform is requested.
    if (missing.length > 0 || (single && platforms.length !== 1)) {
      return {
        ok: false,
        failure: {
          kind: 'platform-missing',
          wanted: platforms,
          has,
          ...(single ? { single } : {}),
        },
      };
    }
    return { ok: true, digest: found.digest, platforms: found.platforms };
  }

  async function head(ref: ImageRef): Promise<Lookup> {
    const cached = await cache.fresh(nameOf(ref));
    if (cached !== undefined) return cached;
    return keep(ref, await lookAt(request, ref, ref.tag));
  }

  /**
   * Reads the platforms, which are in the body. A GET by tag returns everything at once. The
   * content of a digest never changes, so if the tag still has a known digest, HEAD is enough, and
   * it is free on Docker Hub. If only pulls are limited, the digest alone is better than nothing.
   */
  async function whole(ref: ImageRef): Promise<Lookup> {
    const cached = await cache.fresh(nameOf(ref));
    if (cached?.platforms) return cached;
    const seen = await cache.seen(nameOf(ref));
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
    if (found.ok) await cache.store(nameOf(ref), found);
    return found;
  }

  async function inspect(ref: PinnedRef, want: { readonly whole: boolean }): Promise<Inspection> {
    const name = `${formatRepository(ref)}@${ref.digest}`;
    if (want.whole) return once(details, name, () => readDetails(ref, name));
    return once(heads, name, () => lookAt(request, ref, ref.digest));
  }

  /**
   * The content of a digest never changes. If it is known, HEAD only checks that the digest still
   * exists.
   */
  async function readDetails(ref: PinnedRef, name: string): Promise<Lookup> {
    const seen = await cache.seen(name);
    if (seen?.platforms) {
      const here = await lookAt(request, ref, ref.digest);
      return here.ok ? seen : here;
    }
    const read = await readWhole(request, ref, ref.digest, { facts: true });
    if (read.ok) await cache.store(name, read);
    if (read.ok || read.failure.kind !== 'rate-limited') return read;
    const here = await lookAt(request, ref, ref.digest);
    return here.ok ? here : read;
  }

  async function withNear(ref: ImageRef, failure: RegistryFailure): Promise<RegistryFailure> {
    if (failure.kind !== 'not-found') return failure;
    const tags = await once(near, nameOf(ref), () => nearTags(request, ref));
    return tags.length === 0 ? failure : { kind: 'not-found', near: tags };
  }
}

function once<T>(memory: Map<string, Promise<T>>, name: string, ask: () => Promise<T>): Promise<T> {
  const answer = memory.get(name) ?? ask();
  memory.set(name, answer);
  return answer;
}

function nameOf(ref: ImageRef): string {
  return formatReference({ registry: ref.registry, repository: ref.repository, tag: ref.tag });
}

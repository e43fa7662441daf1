/** Reads the digest and the platforms of a tag or digest, and checks them against the bytes. */
import type { RegistryFailure } from '../ports/ports.ts';
import type { Digest, ImageRef } from '../types.ts';
import { isDigest } from './reference.ts';
import {
  type Child,
  type ImageFacts,
  type Manifest,
  acceptManifests,
  digestOf,
  mediaKindOf,
  readConfig,
  readManifest,
} from './schema.ts';
import type { RepositoryRequest } from './session.ts';

export type Repository = Pick<ImageRef, 'registry' | 'repository'>;

/** The content of a tag. `platforms` is `null` if only the headers were read. */
export interface Found extends ImageFacts {
  readonly ok: true;
  readonly digest: Digest;
  readonly kind: 'index' | 'single';
  readonly platforms: readonly string[] | null;
}

export type Lookup = Found | { readonly ok: false; readonly failure: RegistryFailure };

/** The limit that the distribution specification recommends to registries. */
const largestManifest = 4 * 1024 * 1024;

/**
 * Sends a HEAD request, which Docker Hub does not count as a pull. Sends a GET request if the
 * answer has no digest, or if its media type is not an index.
 */
export async function lookAt(
  request: RepositoryRequest,
  repository: Repository,
  reference: string,
): Promise<Lookup> {
  const answer = await request(repository, {
    method: 'HEAD',
    path: `/manifests/${reference}`,
    accept: acceptManifests,
    maxBytes: largestManifest,
  });
  if (!answer.ok) return answer;
  const kind = mediaKindOf(answer.headers['content-type']);
  const digest = answer.headers['docker-content-digest'] ?? '';
  // The platform of a single-platform manifest is only in its contents.
  if (kind !== 'index' || !isDigest(digest)) return readWhole(request, repository, reference);
  if (isDigest(reference) && reference !== digest)
    return mismatch(`asked for ${reference}, it names ${digest}`);
  return { ok: true, digest, kind, platforms: null };
}

/**
 * Reads the manifest with GET. The digest is the sha256 of the bytes. A header with another digest
 * is an error.
 * @param want with `facts`, also reads one image of an index if the index lacks the date or the
 *   version
 */
export async function readWhole(
  request: RepositoryRequest,
  repository: Repository,
  reference: string,
  want: { readonly facts: boolean } = { facts: false },
): Promise<Lookup> {
  const fetched = await fetchManifest(request, repository, reference);
  if (!fetched.ok) return fetched;
  const { manifest, digest } = fetched;
  if (manifest.kind === 'refused') return bad(manifest.why);
  if (manifest.kind === 'index') {
    const facts = want.facts ? await factsOf(request, repository, manifest.children) : {};
    return {
      ok: true,
      digest,
      kind: 'index',
      platforms: manifest.children.map((it) => it.platform),
      ...facts,
    };
  }
  const config = await fetchConfig(request, repository, manifest.config);
  return config.ok
    ? { ok: true, digest, kind: 'single', platforms: [config.platform], ...config.facts }
    : config;
}

/**
 * Reads one image of an index for all of them: they have the same version and were built within
 * days of each other.
 */
async function factsOf(
  request: RepositoryRequest,
  repository: Repository,
  children: readonly Child[],
): Promise<ImageFacts> {
  const child = children.find((it) => it.platform === 'linux/amd64') ?? children[0];
  if (child === undefined) return {};
  const needsVersion = /(?:^|\/)(?:golang|node|python)$/.test(repository.repository);
  if (child.facts.created !== undefined && (child.facts.version !== undefined || !needsVersion))
    return child.facts;
  const single = await fetchManifest(request, repository, child.digest);
  if (!single.ok || single.manifest.kind !== 'single') return child.facts;
  const config = await fetchConfig(request, repository, single.manifest.config);
  return config.ok ? { ...config.facts, ...child.facts } : child.facts;
}

type Fetched =
  | { readonly ok: true; readonly manifest: Manifest; readonly digest: Digest }
  | { readonly ok: false; readonly failure: RegistryFailure };

async function fetchManifest(
  request: RepositoryRequest,
  repository: Repository,
  reference: string,
): Promise<Fetched> {
  const answer = await request(repository, {
    method: 'GET',
    path: `/manifests/${reference}`,
    accept: acceptManifests,
    maxBytes: largestManifest,
  });
  if (!answer.ok) return answer;
  const digest = digestOf(answer.body);
  const named = answer.headers['docker-content-digest'];
  if (named !== undefined && isDigest(named) && named !== digest)
    return mismatch(`it names ${named}, its bytes are ${digest}`);
  if (isDigest(reference) && reference !== digest)
    return mismatch(`asked for ${reference}, its bytes are ${digest}`);
  return { ok: true, digest, manifest: readManifest(answer.body, answer.headers['content-type']) };
}

type Config =
  | { readonly ok: true; readonly platform: string; readonly facts: ImageFacts }
  | { readonly ok: false; readonly failure: RegistryFailure };

async function fetchConfig(
  request: RepositoryRequest,
  repository: Repository,
  digest: Digest,
): Promise<Config> {
  const answer = await request(repository, {
    method: 'GET',
    path: `/blobs/${digest}`,
    maxBytes: largestManifest,
  });
  if (!answer.ok) return answer;
  if (digestOf(answer.body) !== digest) return mismatch(`the config of the image is not ${digest}`);
  const config = readConfig(answer.body);
  return config === undefined
    ? bad('the config of the image names no platform')
    : { ok: true, ...config };
}

function mismatch(detail: string): { readonly ok: false; readonly failure: RegistryFailure } {
  return { ok: false, failure: { kind: 'digest-mismatch', detail } };
}

function bad(detail: string): { readonly ok: false; readonly failure: RegistryFailure } {
  return { ok: false, failure: { kind: 'bad-response', detail } };
}

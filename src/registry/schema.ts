/** Parses manifests: their kind and their contents. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Digest } from '../types.ts';
import { parseJson } from './auth.ts';
import { isDigest } from './reference.ts';

const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const oldTypes = [
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
];

/**
 * All four types. Without the index types, a registry answers with the manifest of one platform.
 */
export const acceptManifests = [...indexTypes, ...manifestTypes].join(', ');

export interface Child {
  readonly digest: Digest;
  /** `linux/amd64`, `linux/arm/v7`. */
  readonly platform: string;
  readonly facts: ImageFacts;
}

/** The facts that the config of an image records. */
export interface ImageFacts {
  /** The build date, ISO 8601. */
  readonly created?: string;
  /** The version of the main program: `1.27.2-alpine3.24`, `26.11.1`. */
  readonly version?: string;
}

export type Manifest =
  | { readonly kind: 'index'; readonly children: readonly Child[] }
  | { readonly kind: 'single'; readonly config: Digest }
  | { readonly kind: 'refused'; readonly why: string };

export type MediaKind = 'index' | 'single' | 'old' | 'unknown';

const platformSchema = v.object({
  os: v.string(),
  architecture: v.string(),
  variant: v.optional(v.string()),
});
const indexSchema = v.object({
  manifests: v.array(
    v.object({
      digest: v.string(),
      platform: v.optional(platformSchema),
      annotations: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
    }),
  ),
});
const manifestSchema = v.object({ config: v.object({ digest: v.string() }) });
const outerSchema = v.object({ schemaVersion: v.number(), mediaType: v.optional(v.string()) });
const configSchema = v.object({
  ...platformSchema.entries,
  created: v.optional(v.string()),
  config: v.optional(v.object({ Env: v.optional(v.nullable(v.array(v.string()))) })),
});

/** Returns the kind of manifest in a Content-Type header. */
export function mediaKindOf(contentType: string | undefined): MediaKind {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (indexTypes.includes(type)) return 'index';
  if (manifestTypes.includes(type)) return 'single';
  return oldTypes.includes(type) ? 'old' : 'unknown';
}

export function digestOf(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Parses an index or a manifest. If the body has a media type, the header must agree. */
export function readManifest(body: Uint8Array, contentType: string | undefined): Manifest {
  const json = parseJson(body);
  const outer = v.safeParse(outerSchema, json);
  if (!outer.success) return refused('it answers with something that is no manifest');
  const header = mediaKindOf(contentType);
  const inner = mediaKindOf(outer.output.mediaType);
  if (outer.output.schemaVersion === 1 || header === 'old' || inner === 'old')
    return refused('it has the image only in the old schema 1, which names no platforms');
  if (header !== 'unknown' && inner !== 'unknown' && header !== inner)
    return refused('header and body of its answer name different media types');

  const index = v.safeParse(indexSchema, json);
  const manifest = v.safeParse(manifestSchema, json);
  const kind = header === 'unknown' ? inner : header;
  if (index.success && !manifest.success && kind !== 'single')
    return { kind: 'index', children: childrenOf(index.output) };
  if (
    manifest.success &&
    !index.success &&
    kind !== 'index' &&
    isDigest(manifest.output.config.digest)
  )
    return { kind: 'single', config: manifest.output.config.digest };
  return refused('it answers with a manifest that is not what its media type says');
}

/**
 * Parses the config of an image, or returns `undefined` for anything else. The official language
 * images record their version in the environment.
 */
export function readConfig(
  body: Uint8Array,
): { readonly platform: string; readonly facts: ImageFacts } | undefined {
  const parsed = v.safeParse(configSchema, parseJson(body));
  if (!parsed.success) return undefined;
  const version = parsed.output.config?.Env?.map(
    (it) => /^(?:GOLANG|NODE|PYTHON)_VERSION=(\d[\w.]*)$/.exec(it)?.[1],
  ).find((it) => it !== undefined);
  return { platform: platformName(parsed.output), facts: factsOf(parsed.output.created, version) };
}

/**
 * Returns the images of an index, without attestations: those have the platform unknown/unknown.
 */
function childrenOf(index: v.InferOutput<typeof indexSchema>): readonly Child[] {
  const children: Child[] = [];
  for (const { digest, platform, annotations } of index.manifests) {
    if (platform === undefined || platform.os === 'unknown' || !isDigest(digest)) continue;
    children.push({
      digest,
      platform: platformName(platform),
      facts: factsOf(
        annotations?.['org.opencontainers.image.created'],
        annotations?.['org.opencontainers.image.version'],
      ),
    });
  }
  return children;
}

function platformName(platform: {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string | undefined;
}): string {
  const base = `${platform.os}/${platform.architecture}`;
  return platform.variant === undefined || platform.variant === ''
    ? base
    : `${base}/${platform.variant}`;
}

/** Dates of 1970 are ignored, because reproducible builds write them. */
function factsOf(created: unknown, version: unknown): ImageFacts {
  const dated = typeof created === 'string' && Date.parse(created) > Date.parse('1980-01-02');
  return { ...(dated ? { created } : {}), ...(typeof version === 'string' ? { version } : {}) };
}

function refused(why: string): Manifest {
  return { kind: 'refused', why };
}

/** Parses and prints image references: the grammar of github.com/distribution/reference. */
import type { Digest, ImageRef, PinnedRef } from '../types.ts';

export interface ParsedReference {
  readonly ok: true;
  readonly ref: ImageRef;
  /** Whether the text has a tag; `ref.tag` is `latest` otherwise. */
  readonly hasTag: boolean;
  readonly digest?: Digest;
}

export type Parsed = ParsedReference | { readonly ok: false; readonly why: string };

const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const domainComponent = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domain = new RegExp(
  `^(?:${domainComponent}(?:\\.${domainComponent})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`,
);
const repositoryPath = new RegExp(`^${component}(?:/${component})*$`);
const tagForm = /^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}$/;
const digestForm = /^sha256:[a-f0-9]{64}$/;
/** The limit of the reference library, which the distribution specification mentions as common. */
const longestName = 255;

export const dockerHub = 'docker.io';

/**
 * Parses a reference like `docker pull`: `golang:1.27` is docker.io/library/golang:1.27. Accepts
 * only sha256 digests.
 * @returns `why`, a sentence fragment, if it is not a reference
 */
export function parseReference(text: string): Parsed {
  const at = text.indexOf('@');
  const name = at === -1 ? text : text.slice(0, at);
  const digest = at === -1 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isDigest(digest)) {
    return refuse(
      `"${digest}" is not a sha256 digest: it needs sha256: and 64 hexadecimal digits in lower case`,
    );
  }
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  const path = colon === -1 ? name : name.slice(0, colon);
  const tag = colon === -1 ? undefined : name.slice(colon + 1);
  if (tag !== undefined && !tagForm.test(tag)) return refuse(`"${tag}" is not a tag`);
  if (/^[a-f0-9]{64}$/.test(path)) return refuse('it is an image id, not a name');

  const { registry, repository } = splitDomain(path);
  if (!domain.test(registry)) return refuse(`"${registry}" is not a registry`);
  if (!repositoryPath.test(repository)) {
    return refuse(
      repository === repository.toLowerCase()
        ? `"${repository}" is not a repository`
        : `"${repository}" has upper-case letters`,
    );
  }
  if (registry.length + 1 + repository.length > longestName)
    return refuse(`the name is longer than ${longestName} characters`);
  const ref = { registry, repository, tag: tag ?? 'latest' };
  return digest === undefined
    ? { ok: true, ref, hasTag: tag !== undefined }
    : { ok: true, ref, hasTag: tag !== undefined, digest };
}

/**
 * Returns the familiar form: `golang:1.27-alpine3.24@sha256:…` for docker.io/library, with the
 * registry for all others.
 */
export function formatReference(ref: ImageRef | PinnedRef): string {
  return `${formatRepository(ref)}:${ref.tag}${'digest' in ref ? `@${ref.digest}` : ''}`;
}

/**
 * Returns the familiar form without a tag: `golang`, `oven/bun`,
 * `gcr.io/distroless/static-debian13`.
 */
export function formatRepository(ref: Pick<ImageRef, 'registry' | 'repository'>): string {
  if (ref.registry !== dockerHub) return `${ref.registry}/${ref.repository}`;
  return ref.repository.replace(/^library\/(?=[^/]+$)/, '');
}

/** Whether two references have the same registry, repository and tag. Digests are ignored. */
export function sameImage(a: ImageRef, b: ImageRef): boolean {
  return a.registry === b.registry && a.repository === b.repository && a.tag === b.tag;
}

/** Returns the host that serves the API of a registry. */
export function apiHost(registry: string): string {
  return registry === dockerHub ? 'registry-1.docker.io' : registry;
}

export function isDigest(text: string): text is Digest {
  return digestForm.test(text);
}

/**
 * Splits a path into registry and repository. The first part is a registry if it has a dot or a
 * port, is localhost, or has upper-case letters (which repositories cannot have).
 */
function splitDomain(path: string): { readonly registry: string; readonly repository: string } {
  const slash = path.indexOf('/');
  const first = slash === -1 ? '' : path.slice(0, slash);
  const isDomain = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const named = isDomain ? first : dockerHub;
  const rest = isDomain ? path.slice(slash + 1) : path;
  const registry =
    named === 'index.docker.io' || named === 'registry-1.docker.io' ? dockerHub : named;
  return {
    registry,
    repository: registry === dockerHub && !rest.includes('/') ? `library/${rest}` : rest,
  };
}

function refuse(why: string): Parsed {
  return { ok: false, why };
}

/**
 * Parses mirrors (`--mirror docker.io=registry.example.com/hub`) and rewrites references to them.
 */
import type { ImageRef } from '../types.ts';
import { formatRepository, parseReference } from './reference.ts';

export interface Mirror {
  /** The registry that is mirrored. */
  readonly of: string;
  readonly registry: string;
  /** The prefix of repositories on the mirror, without slashes at either end. May be empty. */
  readonly prefix: string;
}

/** Parses `docker.io=registry.example.com/hub`; `why` is a sentence fragment. */
export function parseMirror(
  text: string,
): { readonly ok: true; readonly mirror: Mirror } | { readonly ok: false; readonly why: string } {
  const [of = '', to = '', ...rest] = text.split('=');
  if (of === '' || to === '' || rest.length > 0)
    return { ok: false, why: 'must have the form docker.io=registry.example.com/hub' };
  // A made-up repository turns both sides into references, so that the same grammar applies.
  const source = parseReference(`${of}/x`);
  if (!source.ok || source.ref.registry !== of)
    return { ok: false, why: `"${of}" is not a registry` };
  const target = parseReference(`${to.replace(/\/$/, '')}/x`);
  if (!target.ok) return { ok: false, why: target.why };
  if (
    formatRepository(target.ref) !== `${to.replace(/\/$/, '')}/x` ||
    target.ref.registry === 'docker.io'
  )
    return {
      ok: false,
      why: `"${to}" does not begin with a registry, such as registry.example.com`,
    };
  return {
    ok: true,
    mirror: {
      of,
      registry: target.ref.registry,
      prefix: target.ref.repository.replace(/\/?x$/, ''),
    },
  };
}

/**
 * Returns the reference on the mirror, or the same reference if the registry has no mirror.
 * `golang` on Docker Hub keeps its full name library/golang.
 */
export function onMirror(ref: ImageRef, mirrors: readonly Mirror[]): ImageRef {
  const mirror = mirrors.find((it) => it.of === ref.registry);
  if (mirror === undefined) return ref;
  return {
    registry: mirror.registry,
    repository: mirror.prefix === '' ? ref.repository : `${mirror.prefix}/${ref.repository}`,
    tag: ref.tag,
  };
}

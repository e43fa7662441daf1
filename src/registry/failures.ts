/** Describes a registry's failure: the reason, and the next step. */
import type { RegistryFailure } from '../ports/ports.ts';
import type { ImageRef } from '../types.ts';
import { servesPlatform } from './platforms.ts';
import { apiHost, formatReference, formatRepository } from './reference.ts';

export interface FailureText {
  /** Follows "golang:1.29: ", without a period. */
  readonly sentence: string;
  /** Complete sentences. */
  readonly next: string;
}

/** Describes why an image could not be resolved. */
export function describeFailure(ref: ImageRef, failure: RegistryFailure): FailureText {
  const host = apiHost(ref.registry);
  switch (failure.kind) {
    case 'not-found':
      return {
        sentence: `${host} has no tag ${ref.tag} of ${formatRepository(ref)}`,
        next:
          failure.near === undefined || failure.near.length === 0
            ? 'Check name and tag.'
            : `Did you mean ${failure.near.map((tag) => formatReference({ ...ref, tag })).join(' or ')}?`,
      };
    case 'unauthorized':
      return {
        sentence: `${host} refuses: ${failure.detail}`,
        next: `Check the name (registries say the same of images that do not exist), then log in: docker login${ref.registry === 'docker.io' ? '' : ` ${ref.registry}`}`,
      };
    case 'rate-limited':
      return {
        sentence: `${host} allows no more requests for now`,
        next: `Try again ${failure.retryAfterSeconds === undefined ? 'later' : `in ${duration(failure.retryAfterSeconds)}`}, or log in with docker login for a higher limit.`,
      };
    case 'offline':
      return offline(host, failure.cause, failure.detail);
    case 'bad-response':
      return {
        sentence: `the answer of ${host} cannot be used: ${failure.detail}`,
        next: 'Try again; if it stays so, look at the registry, or at the proxy or mirror in between.',
      };
    case 'platform-missing':
      return platformMissing(failure);
    case 'digest-mismatch':
      return {
        sentence: `the answer of ${host} contradicts itself: ${failure.detail}`,
        next: 'Nothing of it is used. Something on the way changes the answers: check proxy and mirror.',
      };
  }
}

function offline(
  host: string,
  cause: Extract<RegistryFailure, { kind: 'offline' }>['cause'],
  detail: string,
): FailureText {
  switch (cause) {
    case 'dns':
      return {
        sentence: `the name ${host} cannot be looked up (${detail})`,
        next: 'Check the name and the network connection; behind a proxy set HTTPS_PROXY.',
      };
    case 'refused':
      return {
        sentence: `${host} cannot be connected to (${detail})`,
        next: 'Check network and firewall; behind a proxy set HTTPS_PROXY.',
      };
    case 'timeout':
      return {
        sentence: `${host} does not answer in time (${detail})`,
        next: 'Try again; behind a proxy set HTTPS_PROXY.',
      };
    case 'tls':
      return {
        sentence: `the certificate of ${host} is not trusted (${detail})`,
        next: 'If a proxy or private registry has its own authority: NODE_EXTRA_CA_CERTS=/path/to/ca.pem',
      };
    case 'proxy':
      return {
        sentence: `the proxy on the way to ${host} fails (${detail})`,
        next: 'Check HTTPS_PROXY and NO_PROXY.',
      };
  }
}

function platformMissing(
  failure: Extract<RegistryFailure, { kind: 'platform-missing' }>,
): FailureText {
  const has = failure.has.join(', ') || 'none';
  if (failure.single === true) {
    return {
      sentence: `it is the image of a single platform (${has}), not an index of several`,
      next: `Choose a tag that is built for several platforms, or ask for this one alone: --platform ${failure.has[0] ?? 'linux/amd64'}`,
    };
  }
  const missing = failure.wanted.filter((it) => !servesPlatform(failure.has, it));
  const served = failure.wanted.filter((it) => servesPlatform(failure.has, it));
  return {
    sentence: `it is not built for ${missing.join(', ')} (only for ${has})`,
    next: `Choose another tag, or leave the platform out: --platform ${served.join(',') || failure.has[0] || 'linux/amd64'}`,
  };
}

function duration(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes`;
  return `${Math.round(seconds / 3600)} hours`;
}

/**
 * The tags of the official images in which programs are built. The release of the distribution is
 * part of the tag, so that a new digest never changes the C library.
 */
import { wasSupportedOn } from '../data/end-of-life.ts';
import type { ImageRef, SiteServer, ToolchainNeed } from '../types.ts';

/**
 * Alpine 3.24: released 2026-06-09, supported until 2028-06-01 (https://alpinelinux.org/releases/).
 */
export const alpineRelease = '3.24';

/**
 * Debian 13: the distribution under gcr.io/distroless/*-debian13 (glibc 2.41), supported until
 * 2028-08-09.
 */
const debianRelease = 'trixie';

/**
 * @param need the tools and version of the language.
 * @returns the official image on Alpine (musl). A runtime that had ended before that release has
 *   images on an older one only, and its tag names none.
 */
export function alpineToolchain(need: ToolchainNeed): ImageRef {
  if (need.name === 'bun') return bun(need, 'alpine');
  const runtime = { product: productOf[need.name], version: need.version };
  const hasImage = wasSupportedOn(runtime, { product: 'alpine', version: alpineRelease });
  return official(need, hasImage ? `alpine${alpineRelease}` : 'alpine');
}

/** The runtimes of the official images. */
const productOf = { golang: 'go', node: 'node', python: 'python' } as const;

/**
 * A static binary that serves files: https://static-web-server.net/. Options are stable within the
 * major version 2.
 */
export const staticWebServer: SiteServer = {
  kind: 'static-web-server',
  image: { registry: 'docker.io', repository: 'joseluisq/static-web-server', tag: '2' },
  program: '/static-web-server',
};

/**
 * @param need the tools and version of the language.
 * @returns the official image on Debian 13 (glibc). golang has no slim variant.
 */
export function debianToolchain(need: ToolchainNeed): ImageRef {
  switch (need.name) {
    case 'golang':
      return official(need, debianRelease);
    case 'node':
      return official(need, `${debianRelease}-slim`);
    case 'bun':
      return bun(need, 'slim');
    case 'python':
      return official(need, `slim-${debianRelease}`);
  }
}

/**
 * The image of Bun. Its tags do not name a release of the distribution.
 * https://hub.docker.com/r/oven/bun
 */
function bun(need: ToolchainNeed, variant: string): ImageRef {
  return { registry: 'docker.io', repository: 'oven/bun', tag: `${need.version}-${variant}` };
}

function official(need: ToolchainNeed, suffix: string): ImageRef {
  return {
    registry: 'docker.io',
    repository: `library/${need.name}`,
    tag: `${need.version}-${suffix}`,
  };
}

/**
 * Alpine Linux: musl, a shell and a package manager in the final image. Facts:
 * https://hub.docker.com/_/alpine
 */
import type { ImageRef, Offer, RuntimeNeed, ToolchainNeed } from '../types.ts';
import type { Base } from './base.ts';
import { alpineRelease, alpineToolchain, debianToolchain } from './toolchains.ts';

export const alpine: Base = {
  id: 'alpine',
  title: 'alpine',
  summary: 'small, with a shell and a package manager for debugging (musl)',
  hasShell: true,
  // nginx-unprivileged has Debian under other tags; a shell is in all of them.
  owns: (image) =>
    image !== null && /(?:^|\/)(?:alpine|nginx-unprivileged)$/.test(image.repository),
  runtime,
  // A site's files are the same wherever they are built, and more tools run on glibc.
  toolchain: (need: ToolchainNeed, runtimeNeed: RuntimeNeed): ImageRef =>
    runtimeNeed.kind === 'static-site' ? debianToolchain(need) : alpineToolchain(need),
};

function runtime(need: RuntimeNeed): Offer {
  if (need.only?.libc === 'glibc')
    return { ok: false, why: `${need.only.because}, and alpine has musl`, instead: 'distroless' };
  if (need.kind === 'static-site') return site;
  return {
    ok: true,
    image: { registry: 'docker.io', repository: 'library/alpine', tag: alpineRelease },
    interpreter: null,
    libc: 'musl',
    // ca-certificates-bundle is part of the base image; tzdata is not.
    brings: { certificates: true, timeZones: false, account: null, tmp: true },
  };
}

/**
 * nginx on Alpine, set up to run as any user: https://hub.docker.com/r/nginxinc/nginx-unprivileged
 * (its pid file and buffers are in /tmp).
 */
const site: Offer = {
  ok: true,
  image: { registry: 'docker.io', repository: 'nginxinc/nginx-unprivileged', tag: 'stable-alpine' },
  interpreter: null,
  libc: 'musl',
  brings: { certificates: true, timeZones: true, account: null, tmp: true },
  server: { kind: 'nginx' },
};

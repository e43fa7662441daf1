/**
 * Alpine Linux: musl, with a shell and a package manager in the final image.
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
  // Other tags of nginx-unprivileged are based on Debian. All of them have a shell.
  owns: (image) =>
    image !== null && /(?:^|\/)(?:alpine|nginx-unprivileged)$/.test(image.repository),
  runtime,
  // The files of a site do not depend on the build image, and more tools run on glibc.
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
    contents: { certificates: true, timeZones: false, mediaTypes: false, account: null, tmp: true },
    hasApk: true,
  };
}

/**
 * nginx on Alpine, configured to run as any user. Its pid file and buffers are in /tmp.
 * https://hub.docker.com/r/nginxinc/nginx-unprivileged
 */
const site: Offer = {
  ok: true,
  image: { registry: 'docker.io', repository: 'nginxinc/nginx-unprivileged', tag: 'stable-alpine' },
  interpreter: null,
  libc: 'musl',
  contents: { certificates: true, timeZones: true, mediaTypes: false, account: null, tmp: true },
  server: { kind: 'nginx' },
};

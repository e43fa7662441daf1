/** Alpine Linux: musl, a shell and a package manager in the final image. Facts: https://hub.docker.com/_/alpine */
import type { ImageRef, Offer, RuntimeNeed, ToolchainNeed } from '../types.ts';
import type { Base } from './base.ts';
import { alpineRelease, alpineToolchain } from './toolchains.ts';

export const alpine: Base = {
  id: 'alpine',
  title: 'alpine',
  summary: 'small, with a shell and a package manager for debugging (musl)',
  libc: 'musl',
  runtime,
  toolchain: (need: ToolchainNeed): ImageRef => alpineToolchain(need),
};

function runtime(need: RuntimeNeed): Offer {
  if (need.only?.libc === 'glibc') return { ok: false, why: `${need.only.because}, and alpine has musl`, instead: 'distroless' };
  return {
    ok: true,
    image: { registry: 'docker.io', repository: 'library/alpine', tag: alpineRelease },
    interpreter: null,
    hasShell: true,
    libc: 'musl',
    // ca-certificates-bundle is part of the base image; tzdata is not.
    brings: { certificates: true, timeZones: false, account: null, tmp: true },
  };
}

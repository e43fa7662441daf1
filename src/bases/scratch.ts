/**
 * The empty image: contains only what the Dockerfile copies. docs/bases.md explains how
 * interpreters run on it.
 */
import type { ImageRef, Offer, RuntimeNeed, ToolchainNeed } from '../types.ts';
import type { Base } from './base.ts';
import { alpineToolchain, debianToolchain, staticWebServer } from './toolchains.ts';

export const scratch: Base = {
  id: 'scratch',
  title: 'scratch',
  summary: 'the empty image: the program, its libraries, nothing else',
  hasShell: false,
  owns: (image) => image === null,
  runtime,
  toolchain(need: ToolchainNeed, runtimeNeed: RuntimeNeed): ImageRef {
    return isOneFile(runtimeNeed) ? alpineToolchain(need) : debianToolchain(need);
  },
};

function runtime(need: RuntimeNeed): Offer {
  if (need.kind === 'libc-binary' && need.shared)
    return {
      ok: false,
      why: `${need.shared.because}, and scratch has no libraries`,
      instead: 'distroless',
    };
  if (need.kind === 'libc-binary' && need.only?.libc === 'glibc')
    return {
      ok: false,
      why: `${need.only.because}, and on scratch a program is linked with musl`,
      instead: 'distroless',
    };
  if (need.kind === 'interpreter' && need.only?.libc === 'musl')
    return {
      ok: false,
      why: `${need.only.because}, and interpreters on scratch come with glibc`,
      instead: 'alpine',
    };
  return {
    ok: true,
    image: null,
    interpreter: null,
    libc: isOneFile(need) ? 'musl' : 'glibc',
    // A file server opens no connections and needs no time zones.
    contents: {
      certificates: need.kind === 'static-site',
      timeZones: need.kind === 'static-site',
      mediaTypes: false,
      account: null,
      tmp: false,
    },
    ...(need.kind === 'static-site' ? { server: staticWebServer } : {}),
  };
}

/** With musl, compiled C is linked into the program. glibc does not support that. */
function isOneFile(need: RuntimeNeed): boolean {
  return need.kind === 'static-binary' || need.kind === 'libc-binary';
}

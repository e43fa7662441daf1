/**
 * Distroless: Debian 13 packages without a shell or a package manager. For contents, users and tags
 * see https://github.com/GoogleContainerTools/distroless. Only the index digest pins an image.
 * `nonroot` is uid and gid 65532.
 */
import type { ImageRef, Offer, OfferOk, RuntimeNeed, ToolchainNeed } from '../types.ts';
import type { Base } from './base.ts';
import { alpineToolchain, debianToolchain, staticWebServer } from './toolchains.ts';

/** The major versions of Node for which there is an image. */
const nodeImages = ['22', '24', '26'];

export const distroless: Base = {
  id: 'distroless',
  title: 'distroless',
  summary: 'Debian libraries, certificates and time zones, no shell (glibc)',
  hasShell: false,
  owns: (image) => image !== null && /(?:^|[/-])distroless(?:[/-]|$)/.test(image.repository),
  runtime,
  toolchain(need: ToolchainNeed, runtimeNeed: RuntimeNeed): ImageRef {
    return runtimeNeed.kind === 'static-binary' ? alpineToolchain(need) : debianToolchain(need);
  },
};

function runtime(need: RuntimeNeed): Offer {
  if (need.only?.libc === 'musl')
    return { ok: false, why: `${need.only.because}, and distroless has glibc`, instead: 'alpine' };
  switch (need.kind) {
    case 'static-binary':
      return offer('static-debian13', null);
    case 'static-site':
      return { ...offer('static-debian13', null), server: staticWebServer };
    case 'libc-binary':
      return offer('cc-debian13', null);
    case 'interpreter':
      if (need.name === 'node' && nodeImages.includes(need.version))
        return offer(`nodejs${need.version}-debian13`, '/nodejs/bin/node');
      // python3-debian13 contains Debian's 3.13. For any other version, or an exact patch release,
      // the interpreter is copied.
      if (need.name === 'python' && need.version === '3.13')
        return offer('python3-debian13', '/usr/bin/python3.13');
      // The same applies to Bun: one binary that only needs the C library.
      return offer('cc-debian13', null);
  }
}

function offer(name: string, interpreter: string | null): OfferOk {
  return {
    ok: true,
    image: { registry: 'gcr.io', repository: `distroless/${name}`, tag: 'nonroot' },
    interpreter,
    libc: 'glibc',
    contents: {
      certificates: true,
      timeZones: true,
      mediaTypes: true,
      account: { uid: 65532, gid: 65532 },
      tmp: true,
    },
  };
}

/**
 * Distroless: Debian 13 packages without a shell or a package manager. Contents, users and tags:
 * https://github.com/GoogleContainerTools/distroless (the only way to pin is the index digest;
 * `nonroot` is uid and gid 65532).
 */
import type { ImageRef, Offer, OfferOk, RuntimeNeed, ToolchainNeed } from '../types.ts';
import type { Base } from './base.ts';
import { alpineToolchain, debianToolchain, staticWebServer } from './toolchains.ts';

/** The Node majors that have an image of their own. */
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
      // python3-debian13 is Debian's 3.13; any other version, or an exact patch, brings its own
      // interpreter.
      if (need.name === 'python' && need.version === '3.13')
        return offer('python3-debian13', '/usr/bin/python3.13');
      // The same for Bun: one binary that needs only the C library.
      return offer('cc-debian13', null);
  }
}

function offer(name: string, interpreter: string | null): OfferOk {
  return {
    ok: true,
    image: { registry: 'gcr.io', repository: `distroless/${name}`, tag: 'nonroot' },
    interpreter,
    libc: 'glibc',
    brings: { certificates: true, timeZones: true, account: { uid: 65532, gid: 65532 }, tmp: true },
  };
}

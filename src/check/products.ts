/** Reads the runtimes and distributions of an image from its name and tag. */
import {
  type Lifecycle,
  type Product,
  lifecycleOf,
  supportedVersions,
} from '../data/end-of-life.ts';
import { dockerHub } from '../registry/reference.ts';
import type { ImageRef } from '../types.ts';

export interface ImageProduct {
  readonly lifecycle: Lifecycle;
  /** The version to upgrade to; `null` if this is the newest supported one. */
  readonly upgrade: Lifecycle | null;
}

/**
 * Official images by name, on any registry that mirrors them. The version is before the first dash
 * of the tag.
 */
const officialProducts: Readonly<Record<string, Product>> = {
  golang: 'go',
  node: 'node',
  python: 'python',
  alpine: 'alpine',
  debian: 'debian',
};

/** The known parts of an image: `python:3.10-slim-bookworm` is Python 3.10 on Debian 12. */
export function productsIn(ref: ImageRef, today: Date): readonly ImageProduct[] {
  const parts =
    ref.registry === 'gcr.io' && ref.repository.startsWith('distroless/')
      ? distrolessParts(ref.repository)
      : officialParts(ref);
  const found: ImageProduct[] = [];
  for (const [product, version] of parts) {
    const lifecycle = lifecycleOf(product, version, today);
    if (lifecycle !== undefined) found.push({ lifecycle, upgrade: upgradeOf(lifecycle, today) });
  }
  return found;
}

type Part = readonly [Product, string];

function officialParts(ref: ImageRef): readonly Part[] {
  const [, name = ''] =
    /(?:^|\/)library\/([^/]+)$/.exec(ref.repository) ??
    (ref.registry === dockerHub ? [] : (/(?:^|\/)([^/]+)$/.exec(ref.repository) ?? []));
  const product = officialProducts[name];
  if (product === undefined) return [];
  const [version = '', ...variant] = ref.tag.split('-');
  const parts: Part[] = [[product, version]];
  for (const word of variant) {
    const alpine = /^alpine(\d+\.\d+)$/.exec(word)?.[1];
    if (alpine !== undefined) parts.push(['alpine', alpine]);
    else if (/^[a-z]+$/.test(word) && word !== 'slim' && word !== 'alpine')
      parts.push(['debian', word]);
  }
  return parts;
}

/**
 * `nodejs22-debian12` contains the version in its name. The Python of debian13 is 3.13, that of
 * debian12 is 3.11.
 */
function distrolessParts(repository: string): readonly Part[] {
  const [, name = '', suite = ''] = /^distroless\/(.+)-debian(\d+)$/.exec(repository) ?? [];
  if (suite === '') return [];
  const parts: Part[] = [['distroless', suite]];
  const node = /^nodejs(\d+)$/.exec(name)?.[1];
  if (node !== undefined) parts.push(['node', node]);
  const python: Record<string, string> = { '13': '3.13', '12': '3.11' };
  if (name === 'python3' && python[suite] !== undefined) parts.push(['python', python[suite]]);
  return parts;
}

/** The newest supported version. For Node.js, the newest with long-term support. */
function upgradeOf(lifecycle: Lifecycle, today: Date): Lifecycle | null {
  const supported = supportedVersions(lifecycle.product, today);
  const best =
    (lifecycle.product === 'node' ? supported.find((it) => it.lts) : undefined) ?? supported[0];
  return best === undefined ||
    best.version === lifecycle.version ||
    best.endOfLife <= lifecycle.endOfLife
    ? null
    : best;
}

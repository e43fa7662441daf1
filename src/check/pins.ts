/**
 * Checks each pinned image: does the digest still exist, is it current, does it have the platforms?
 */
import type { Inspection, Inspector, Registry } from '../ports/ports.ts';
import { describeFailure } from '../registry/failures.ts';
import { formatReference } from '../registry/reference.ts';
import type { Digest, ImageRef } from '../types.ts';
import type { Finding } from '../dockerfile/reference.ts';
import type { FileFindings } from '../update/rows.ts';
import { type ImageProduct, productsIn } from './products.ts';

/**
 * - `current`: the tag has this digest.
 * - `behind`: the tag has a newer image.
 * - `vanished`: the registry does not have the digest.
 * - `single`: the digest belongs to the image of one platform, not to the index.
 * - `disagrees`: the digest belongs to a different version than the tag.
 * - `invented`: a made-up digest.
 * - `malformed`: not a sha256 digest.
 * - `unpinned`: there is no digest.
 * - `unknown`: the digest could not be looked up.
 */
export type PinStatus =
  | 'current'
  | 'behind'
  | 'vanished'
  | 'single'
  | 'disagrees'
  | 'invented'
  | 'malformed'
  | 'unpinned'
  | 'unknown';

export interface CheckedPin {
  readonly path: string;
  readonly line: number;
  readonly role: string;
  readonly image: string;
  readonly digest: Digest | null;
  readonly status: PinStatus;
  readonly current: Digest | null;
  /** Days between the pinned image and the current image of the tag. */
  readonly daysBehind: number | null;
  readonly why?: string;
  readonly next?: string;
  readonly products: readonly ImageProduct[];
}

const dayMs = 86_400_000;

/** @param registry `null` for `--offline`. Only the text of the files is then checked. */
export function checkPins(
  files: readonly FileFindings[],
  registry: (Registry & Inspector) | null,
  today: Date,
): Promise<readonly CheckedPin[]> {
  return Promise.all(
    files.flatMap(({ path, findings }) =>
      findings
        .filter((it) => it.kind !== 'echo')
        .map((finding) => checkOne(path, finding, registry, today)),
    ),
  );
}

async function checkOne(
  path: string,
  finding: Exclude<Finding, { kind: 'echo' }>,
  registry: (Registry & Inspector) | null,
  today: Date,
): Promise<CheckedPin> {
  const place = { path, line: finding.line, role: finding.role, current: null, daysBehind: null };
  if (finding.kind === 'unpinnable') {
    const malformed = finding.text.includes('@') && !finding.text.includes('$');
    return {
      ...place,
      image: finding.text,
      digest: null,
      status: malformed ? 'malformed' : 'unpinned',
      why: finding.why,
      products: [],
    };
  }
  const { ref, digest, hasTag } = finding.parsed;
  const image = hasTag
    ? formatReference({ registry: ref.registry, repository: ref.repository, tag: ref.tag })
    : (finding.text.split('@')[0] ?? '');
  const row = {
    ...place,
    image,
    digest: digest ?? null,
    products: hasTag ? productsIn(ref, today) : [],
  };
  if (digest === undefined)
    return {
      ...row,
      status: 'unpinned',
      why: 'it has no digest',
      next: `Add one: create-secure-dockerfile update --pin ${path}`,
    };
  if (looksInvented(digest))
    return {
      ...row,
      status: 'invented',
      why: 'this digest is made up',
      next: updateCommand(path),
    };
  if (registry === null)
    return { ...row, status: 'unknown', why: 'nothing was looked up (--offline)' };
  return { ...row, ...(await lookUp(ref, digest, hasTag, registry, path)) };
}

type Outcome = Pick<CheckedPin, 'status'> &
  Partial<Pick<CheckedPin, 'current' | 'daysBehind' | 'why' | 'next'>>;

async function lookUp(
  ref: ImageRef,
  digest: Digest,
  hasTag: boolean,
  registry: Registry & Inspector,
  path: string,
): Promise<Outcome> {
  const pinned = await registry.inspect({ ...ref, digest }, { whole: true });
  if (!pinned.ok) {
    if (pinned.failure.kind === 'not-found')
      return {
        status: 'vanished',
        why: 'the digest is not in the registry (any more)',
        next: updateCommand(path),
      };
    const { sentence, next } = describeFailure(ref, pinned.failure);
    return { status: 'unknown', why: sentence, next };
  }
  if (hasTag && disagree(ref.tag, pinned)) {
    return {
      status: 'disagrees',
      why: `the digest belongs to version ${pinned.version}, but the tag is ${ref.tag}; builders use the digest`,
      next: `Choose one of the two; for the tag's digest: ${updateCommand(path)}`,
    };
  }
  if (!hasTag)
    return {
      status: 'current',
      why: 'it has no tag, so there is nothing to compare the digest with',
    };

  const [now] = await registry.resolve([ref], []);
  // A tag that names a single platform has no index to pin.
  if (
    now?.ok === false &&
    now.failure.kind === 'platform-missing' &&
    now.failure.single === true &&
    pinned.kind === 'single'
  ) {
    return {
      status: 'single',
      why: 'the tag names the image of a single platform, not an index',
      next: 'Choose a tag that is built for several platforms.',
    };
  }
  if (pinned.kind === 'single') {
    return {
      status: 'single',
      why:
        `the digest is the image of ${pinned.platforms?.[0] ?? 'one platform'} only, ` +
        'so other machines get the wrong image or none',
      next: updateCommand(path),
    };
  }
  if (now === undefined || !now.ok) {
    const { sentence, next } =
      now === undefined
        ? { sentence: 'there is no answer', next: 'Try again.' }
        : describeFailure(ref, now.failure);
    return { status: 'unknown', why: sentence, next };
  }
  if (now.digest === digest) return { status: 'current', current: digest };
  const newer = await registry.inspect({ ...ref, digest: now.digest }, { whole: true });
  return {
    status: 'behind',
    current: now.digest,
    daysBehind: daysBetween(pinned, newer),
    why: 'the tag names a newer image',
    next: updateCommand(path),
  };
}

/** Compares two versions as far as both are given: `1.27-alpine3.24` and `1.27.2` agree. */
function disagree(tag: string, pinned: Extract<Inspection, { ok: true }>): boolean {
  const said = /^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1]?.split('.');
  const is = /^v?(\d+(?:\.\d+)*)/.exec(pinned.version ?? '')?.[1]?.split('.');
  if (said === undefined || is === undefined) return false;
  return said.some((part, index) => is[index] !== undefined && is[index] !== part);
}

/**
 * Whether a digest is the digest of no bytes, or a pattern: a short repeated piece, or few
 * different digits.
 */
export function looksInvented(digest: Digest): boolean {
  const hex = digest.slice('sha256:'.length);
  const emptyDigest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const repeats = [1, 2, 4, 8, 16, 32].some(
    (length) => hex === hex.slice(0, length).repeat(64 / length),
  );
  return hex === emptyDigest || repeats || new Set(hex).size <= 6;
}

function daysBetween(older: Inspection, newer: Inspection): number | null {
  const times = [older, newer].map((it) => Date.parse((it.ok ? it.created : undefined) ?? ''));
  const days = Math.floor(((times[1] ?? NaN) - (times[0] ?? NaN)) / dayMs);
  return Number.isNaN(days) ? null : Math.max(0, days);
}

function updateCommand(path: string): string {
  return `Update it: create-secure-dockerfile update ${path}`;
}

/**
 * Step 4, pin: ImagePlan -> PinnedPlan. Only this stage asks the registry. An image without a
 * digest is an error, never an unpinned FROM.
 */
import { referencesInDockerfile } from './dockerfile/references.ts';
import { UserError } from './errors.ts';
import type { Registry, RegistryFailure } from './ports/ports.ts';
import { describeFailure } from './registry/failures.ts';
import { onMirror, parseMirror } from './registry/mirrors.ts';
import { formatReference } from './registry/reference.ts';
import { lookUpSnapshot, snapshotAge, snapshotDate } from './registry/snapshot.ts';
import type { Digest, ImagePlan, ImageRef, Note, Pin, PinnedPlan } from './types.ts';

export interface PinInput {
  readonly plan: ImagePlan;
  readonly registry: Registry;
  /**
   * The pins in the existing Dockerfile, by familiar name (`golang:1.27-alpine3.24`). See `pinsOf`.
   */
  readonly kept: ReadonlyMap<string, Digest>;
  readonly offline: boolean;
  /** `docker.io=registry.example.com/hub`. The Dockerfile then names the mirror. */
  readonly mirrors?: readonly string[];
  readonly today: Date;
}

/**
 * Pins every image of a plan: to the digest in the existing Dockerfile, or else from the registry
 * (all images at once), or else from the snapshot in this release. Where an exact version has no
 * image, the line of this version is pinned, with a warning.
 * @throws UserError E_UNPINNED with every image that has no digest in any of these
 */
export async function pinPlan(input: PinInput): Promise<PinnedPlan> {
  const { plan, registry, kept, offline, mirrors = [], today } = input;
  const parsed = mirrors.map((it) => parseMirror(it)).filter((it) => it.ok);
  const names = Object.entries(plan.images).map(([role, original]) => {
    const ref = onMirror(
      original,
      parsed.map((it) => it.mirror),
    );
    return { role, original, ref, name: formatReference(ref) };
  });
  const open = names.filter((it) => !kept.has(it.name));
  const resolutions =
    offline || open.length === 0
      ? []
      : await registry.resolve(
          open.map((it) => it.ref),
          plan.platforms,
        );

  const pins: Record<string, Pin> = {};
  const unpinned: Unpinned[] = [];
  const fromSnapshot: { ref: ImageRef; name: string; failure: RegistryFailure | null }[] = [];
  for (const { role, original, ref, name } of names) {
    const existing = kept.get(name);
    if (existing) {
      pins[role] = { ref: { ...ref, digest: existing }, source: 'kept' };
      continue;
    }
    const resolution = resolutions[open.findIndex((it) => it.role === role)];
    if (resolution?.ok) {
      pins[role] = { ref: { ...ref, digest: resolution.digest }, source: 'registry' };
      continue;
    }
    const failure = resolution?.failure ?? null;
    const bundled = failure === null || mayFallBack(failure) ? lookUpSnapshot(original) : undefined;
    if (bundled) {
      pins[role] = { ref: { ...ref, digest: bundled.digest }, source: 'snapshot' };
      if (!fromSnapshot.some((it) => it.name === name)) fromSnapshot.push({ ref, name, failure });
      continue;
    }
    const exists = failure !== null && failure.kind !== 'not-found' && !mayFallBack(failure);
    unpinned.push({ role, exists, image: name, ...reasonOf(ref, failure) });
  }
  const other = withLine(plan, unpinned);
  if (other) return pinPlan({ ...input, plan: other });
  if (unpinned.length > 0)
    throw new UserError({
      code: 'E_UNPINNED',
      images: unique(unpinned).map(({ image, why, next }) => ({ image, why, next })),
    });
  return { ...plan, pins, notes: [...plan.notes, ...snapshotNotes(fromSnapshot, today)] };
}

interface Unpinned {
  readonly role: string;
  readonly image: string;
  /** Whether the registry has an image of this name, and it cannot be used. */
  readonly exists: boolean;
  readonly why: string;
  readonly next: string;
}

/** @returns the plan with another tag for an image that does not exist; `undefined` without one. */
function withLine(plan: ImagePlan, unpinned: readonly Unpinned[]): ImagePlan | undefined {
  const missing = unpinned.find((it) => !it.exists && plan.instead?.[it.role]?.length);
  const [line, ...others] = (missing && plan.instead?.[missing.role]) ?? [];
  if (!missing || !line) return undefined;
  const notes = plan.notes.filter((it) => it.code !== 'pin/line-instead');
  return {
    ...plan,
    images: { ...plan.images, [missing.role]: line },
    instead: { ...plan.instead, [missing.role]: others },
    notes: [...notes, lineNote(missing, line)],
  };
}

function lineNote({ image, why }: Unpinned, line: ImageRef): Note {
  const version = /^\d+(?:\.\d+)*/.exec(line.tag)?.[0] ?? line.tag;
  return {
    code: 'pin/line-instead',
    level: 'warning',
    text: `${image}: ${why}; the image is ${formatReference(line)}, the newest release of ${version}`,
    hint: 'To build with exactly that version, name it with --runtime-version, and a --base that has an image of it.',
  };
}

/**
 * The snapshot replaces a registry that cannot be reached or temporarily refuses, but not one that
 * answers that the image does not exist.
 */
function mayFallBack(failure: RegistryFailure): boolean {
  return (
    failure.kind === 'offline' || failure.kind === 'rate-limited' || failure.kind === 'bad-response'
  );
}

function reasonOf(ref: ImageRef, failure: RegistryFailure | null): { why: string; next: string } {
  if (failure === null)
    return {
      why: `the snapshot of ${snapshotDate} does not have it`,
      next: 'Run it again without --offline.',
    };
  const { sentence, next } = describeFailure(ref, failure);
  return {
    why: mayFallBack(failure)
      ? `${sentence}; the snapshot of ${snapshotDate} does not have it either`
      : sentence,
    next,
  };
}

function snapshotNotes(
  used: readonly { ref: ImageRef; name: string; failure: RegistryFailure | null }[],
  today: Date,
): Note[] {
  if (used.length === 0) return [];
  const failed = used.find((it) => it.failure);
  const because = failed?.failure
    ? `${describeFailure(failed.ref, failed.failure).sentence}, so`
    : '--offline:';
  const images = used.map((it) => it.name).join(', ');
  const { days, old } = snapshotAge(today);
  const age = old
    ? `, which is ${days} days old: newer builds fix vulnerabilities that these images still have`
    : '';
  return [
    {
      level: 'warning',
      code: 'pin/from-snapshot',
      text: `${because} digests of ${images} come from the snapshot of ${snapshotDate}${age}`,
      hint: 'Run again with --update when the registry can be reached.',
    },
  ];
}

function unique<T extends { image: string }>(items: readonly T[]): T[] {
  return items.filter(
    (it, index) => items.findIndex((other) => other.image === it.image) === index,
  );
}

/**
 * Reads the pins of an existing Dockerfile, generated or not.
 * @returns digests by familiar name. References without a tag are left out.
 */
export function pinsOf(dockerfile: string): Map<string, Digest> {
  const pins = new Map<string, Digest>();
  for (const finding of referencesInDockerfile(dockerfile)) {
    if (finding.kind !== 'reference') continue;
    const { ref, digest, hasTag } = finding.parsed;
    if (digest !== undefined && hasTag) pins.set(formatReference(ref), digest);
  }
  return pins;
}

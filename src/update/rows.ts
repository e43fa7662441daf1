/** Decides what to do with each image: the table that `update` prints and acts on. */
import type { Inspector, Registry, RegistryFailure, Resolution } from '../ports/ports.ts';
import { describeFailure } from '../registry/failures.ts';
import { servesPlatform } from '../registry/platforms.ts';
import { formatReference } from '../registry/reference.ts';
import type { Digest, ImageRef } from '../types.ts';
import type { Finding, Reference } from '../dockerfile/reference.ts';

export interface FileFindings {
  readonly path: string;
  readonly findings: readonly Finding[];
}

/**
 * - `current`: pinned to the digest of its tag.
 * - `behind`: the tag now has another digest.
 * - `added`: it had no digest and gets one.
 * - `unpinned`: it has no digest, and --pin is not given.
 * - `held`: the index of the tag lacks a platform that the pinned one has.
 * - `skipped`: a digest cannot be written there.
 * - `failed`: the registry gave no usable answer.
 */
export type RowStatus = 'current' | 'behind' | 'added' | 'unpinned' | 'held' | 'skipped' | 'failed';

export interface Row {
  readonly path: string;
  readonly line: number;
  readonly role: string;
  /** The familiar name with its tag. For anything else, the text as written. */
  readonly image: string;
  readonly status: RowStatus;
  readonly old: Digest | null;
  readonly new: Digest | null;
  /** The build dates of the images, if they record them. */
  readonly oldCreated: string | null;
  readonly newCreated: string | null;
  /** The reason, for every row that is neither current nor changed. */
  readonly why?: string;
  readonly next?: string;
  /** A remark on a row that changes. */
  readonly note?: string;
}

export interface UpdateInput {
  readonly files: readonly FileFindings[];
  /** Add digests where there are none. */
  readonly pin: boolean;
  /**
   * Platforms that every index must have. Empty means linux/amd64 and linux/arm64, if the image has
   * them.
   */
  readonly platforms: readonly string[];
  readonly registry: Registry & Inspector;
}

const usualPlatforms = ['linux/amd64', 'linux/arm64'];

/** Looks up all images concurrently. Equal images cost one request. */
export function planUpdate(input: UpdateInput): Promise<readonly Row[]> {
  return Promise.all(
    input.files.flatMap(({ path, findings }) =>
      findings.filter((it) => it.kind !== 'echo').map((finding) => rowOf(path, finding, input)),
    ),
  );
}

/** Looks up the digest for a reference in the rows of its file. */
export function digestIn(
  rows: readonly Row[],
  path: string,
): (reference: Reference) => Digest | undefined {
  return (reference) => {
    const row = rows.find(
      (it) =>
        it.path === path &&
        it.line === reference.line &&
        it.image === nameOf(reference.parsed.ref) &&
        it.old === (reference.parsed.digest ?? null),
    );
    return row !== undefined && changes(row) ? (row.new ?? undefined) : undefined;
  };
}

export function changes(row: Row): boolean {
  return row.status === 'behind' || row.status === 'added';
}

async function rowOf(
  path: string,
  finding: Exclude<Finding, { kind: 'echo' }>,
  input: UpdateInput,
): Promise<Row> {
  const place = {
    path,
    line: finding.line,
    role: finding.role,
    old: null,
    new: null,
    oldCreated: null,
    newCreated: null,
  };
  if (finding.kind === 'unpinnable')
    return { ...place, image: finding.text, status: 'skipped', why: finding.why };

  const { ref, digest, hasTag } = finding.parsed;
  const row = { ...place, image: nameOf(ref), old: digest ?? null };
  if (digest === undefined && !input.pin)
    return { ...row, status: 'unpinned', why: 'it has no digest', next: 'Add one with --pin.' };
  if (digest !== undefined && !hasTag)
    return {
      ...row,
      image: finding.text.split('@')[0] ?? '',
      status: 'skipped',
      why: 'it has no tag, so there is nothing to compare the digest with',
    };

  const current = (await input.registry.resolve([ref], input.platforms))[0];
  if (current === undefined || !current.ok)
    return { ...row, status: 'failed', ...failureTexts(ref, current) };
  if (current.digest === digest) {
    const created = await createdOf(input.registry, ref, digest);
    return { ...row, status: 'current', new: digest, oldCreated: created, newCreated: created };
  }
  return changeOf(row, ref, digest, input);
}

/** Reads the whole index of a new digest before the digest moves. */
async function changeOf(
  row: Omit<Row, 'status'>,
  ref: ImageRef,
  old: Digest | undefined,
  input: UpdateInput,
): Promise<Row> {
  const wanted = input.platforms.length > 0 ? input.platforms : usualPlatforms;
  const before =
    old === undefined
      ? undefined
      : await input.registry.inspect({ ...ref, digest: old }, { whole: true });
  const oldCreated = before?.ok ? (before.created ?? null) : null;
  const vanished =
    before?.ok === false && before.failure.kind === 'not-found'
      ? { note: 'the registry no longer has the old digest' }
      : {};

  let found = (await input.registry.resolve([ref], wanted))[0];
  let lacks: readonly string[] = [];
  if (
    found?.ok === false &&
    found.failure.kind === 'platform-missing' &&
    found.failure.single !== true &&
    input.platforms.length === 0
  ) {
    const { has } = found.failure;
    lacks = usualPlatforms.filter((it) => !servesPlatform(has, it));
    const lost = lacks.filter((it) => before?.ok && servesPlatform(before.platforms ?? [], it));
    if (lost.length > 0)
      return {
        ...row,
        status: 'held',
        oldCreated,
        why: `the current index lacks ${lost.join(' and ')}, which the pinned one has`,
        next: 'It is probably still being published: try again later.',
      };
    found = (await input.registry.resolve([ref], has))[0];
  }
  if (found === undefined || !found.ok)
    return { ...row, status: 'failed', oldCreated, ...failureTexts(ref, found) };
  const note = lacks.length > 0 ? { note: `it is not built for ${lacks.join(' and ')}` } : vanished;
  return {
    ...row,
    status: old === undefined ? 'added' : 'behind',
    new: found.digest,
    oldCreated,
    newCreated: await createdOf(input.registry, ref, found.digest),
    ...note,
  };
}

async function createdOf(
  registry: Inspector,
  ref: ImageRef,
  digest: Digest,
): Promise<string | null> {
  const found = await registry.inspect({ ...ref, digest }, { whole: true });
  return found.ok ? (found.created ?? null) : null;
}

function failureTexts(
  ref: ImageRef,
  resolution: Resolution | undefined,
): { readonly why: string; readonly next: string } {
  const failure: RegistryFailure =
    resolution?.ok === false ? resolution.failure : { kind: 'not-found' };
  const { sentence, next } = describeFailure(ref, failure);
  return { why: sentence, next };
}

function nameOf(ref: ImageRef): string {
  return formatReference({ registry: ref.registry, repository: ref.repository, tag: ref.tag });
}

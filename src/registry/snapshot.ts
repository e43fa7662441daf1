/**
 * Looks up the digests that ship with this release, for `--offline` and for unreachable registries.
 */
import snapshot from '../data/snapshot.json' with { type: 'json' };
import type { Digest, ImageRef, PinnedRef } from '../types.ts';
import { formatReference, isDigest } from './reference.ts';

export interface SnapshotEntry {
  readonly digest: Digest;
  /**
   * The number of public files that have this digest for the tag. 0 if the digest comes from the
   * registry.
   */
  readonly sources: number;
  /**
   * The tag under which the digest was found, if it is another tag of the same image
   * (`3.12.15-alpine3.24` for `3.12-alpine3.24`).
   */
  readonly from?: string;
}

/** The date on which the digests were collected, `YYYY-MM-DD`. */
export const snapshotDate: string = snapshot.date;

/** After this many days the notice about the snapshot becomes a warning. */
const oldAfterDays = 60;

const entries: ReadonlyMap<
  string,
  { readonly digest: string; readonly sources: number; readonly from?: string }
> = new Map(Object.entries(snapshot.images));

/** @returns the digest of a tag, or `undefined` if the release has none */
export function lookUpSnapshot(ref: ImageRef): SnapshotEntry | undefined {
  const entry = entries.get(
    formatReference({ registry: ref.registry, repository: ref.repository, tag: ref.tag }),
  );
  if (entry === undefined || !isDigest(entry.digest)) return undefined;
  const { digest, sources, from } = entry;
  return from === undefined ? { digest, sources } : { digest, sources, from };
}

/** @returns the release (`1.27.2`) that a digest is known to have, by another tag of the image. */
export function releaseInSnapshot(ref: PinnedRef): string | undefined {
  return releasesOf(ref).find((it) => it.digest === ref.digest)?.release;
}

/** @returns the newest release of the same line (`1.27`) that the snapshot has. */
export function newestInSnapshot(ref: ImageRef, release: string): string | undefined {
  const line = release.split('.').slice(0, 2).join('.');
  return releasesOf(ref)
    .map((it) => it.release)
    .filter((it) => it.startsWith(`${line}.`))
    .sort((one, other) => Number(other.split('.')[2]) - Number(one.split('.')[2]))[0];
}

function releasesOf({
  registry,
  repository,
}: ImageRef): readonly { readonly digest: string; readonly release: string }[] {
  const name = formatReference({ registry, repository, tag: '' });
  return [...entries].flatMap(([key, { digest, from }]) => {
    const tags = key.startsWith(name) ? [key.slice(name.length), from ?? ''] : [];
    const release = tags.map((it) => /^\d+\.\d+\.\d+(?=-|$)/.exec(it)?.[0]).find((it) => it);
    return release === undefined ? [] : [{ digest, release }];
  });
}

/** Returns the age of the snapshot in whole days, and whether it is old enough for a warning. */
export function snapshotAge(today: Date): { readonly days: number; readonly old: boolean } {
  const days = Math.max(
    0,
    Math.floor((today.getTime() - Date.parse(`${snapshotDate}T00:00:00Z`)) / 86_400_000),
  );
  return { days, old: days > oldAfterDays };
}

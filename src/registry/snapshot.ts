/** A tag in, the digest that was bundled with this release out: what `--offline` and an unreachable registry fall back to. */
import snapshot from '../data/snapshot.json' with { type: 'json' };
import type { Digest, ImageRef } from '../types.ts';
import { formatReference, isDigest } from './reference.ts';

export interface SnapshotEntry {
  readonly digest: Digest;
  /** In how many files of public repositories this digest was seen for the tag; 0: the registry itself named it. */
  readonly sources: number;
  /** The tag under which it was seen, where that is another one of the same image (`3.12.15-alpine3.24` for `3.12-alpine3.24`). */
  readonly from?: string;
}

/** The day up to which the digests were collected, `YYYY-MM-DD`. */
export const snapshotDate: string = snapshot.date;

/** After this many days the notice about a pin from the snapshot turns into a warning. */
const oldAfterDays = 60;

const entries: ReadonlyMap<
  string,
  { readonly digest: string; readonly sources: number; readonly from?: string }
> = new Map(Object.entries(snapshot.images));

/** The bundled digest of a tag, or `undefined` if the release has none. */
export function lookUpSnapshot(ref: ImageRef): SnapshotEntry | undefined {
  const entry = entries.get(
    formatReference({ registry: ref.registry, repository: ref.repository, tag: ref.tag }),
  );
  if (entry === undefined || !isDigest(entry.digest)) return undefined;
  const { digest, sources, from } = entry;
  return from === undefined ? { digest, sources } : { digest, sources, from };
}

/** How old the snapshot is, in whole days, and whether that calls for a stronger notice. */
export function snapshotAge(today: Date): { readonly days: number; readonly old: boolean } {
  const days = Math.max(
    0,
    Math.floor((today.getTime() - Date.parse(`${snapshotDate}T00:00:00Z`)) / 86_400_000),
  );
  return { days, old: days > oldAfterDays };
}

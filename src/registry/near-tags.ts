/** Suggests existing tags for one that does not exist. */
import { distance } from 'fastest-levenshtein';
import * as v from 'valibot';
import type { ImageRef } from '../types.ts';
import { parseJson } from './auth.ts';
import type { RepositoryRequest } from './session.ts';

const tagList = v.object({ tags: v.nullable(v.array(v.string())) });
/** ECR rejects larger pages. */
const pageSize = 1000;
const mostPages = 5;
const mostSuggestions = 3;

/**
 * Returns at most three tags of the repository that resemble `ref.tag`, nearest first. Returns none
 * if the registry does not list them.
 */
export async function nearTags(
  request: RepositoryRequest,
  ref: ImageRef,
): Promise<readonly string[]> {
  const tags: string[] = [];
  let last: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const path = `/tags/list?n=${pageSize}${last === undefined ? '' : `&last=${encodeURIComponent(last)}`}`;
    const answer = await request(ref, { method: 'GET', path, maxBytes: 1024 * 1024 });
    if (!answer.ok) break;
    const parsed = v.safeParse(tagList, parseJson(answer.body));
    const found = parsed.success ? (parsed.output.tags ?? []) : [];
    tags.push(...found);
    last = found.at(-1);
    if (last === undefined || answer.headers.link === undefined) break;
  }
  return nearest(ref.tag, tags);
}

/**
 * Returns the tags with the fewest edits from `wanted`. A tag that needs more edits than half the
 * length of `wanted` (at least two) is not near.
 */
export function nearest(wanted: string, tags: readonly string[]): readonly string[] {
  return tags
    .filter((tag) => /^[\w][\w.-]{0,127}$/.test(tag))
    .map((tag) => ({ tag, edits: distance(wanted, tag) }))
    .filter(({ edits }) => edits <= Math.max(2, wanted.length / 2))
    .sort((a, b) => a.edits - b.edits || (a.tag < b.tag ? 1 : -1))
    .slice(0, mostSuggestions)
    .map(({ tag }) => tag);
}

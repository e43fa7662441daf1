/** Writes new digests into the text of a file and keeps every other character. */
import type { Digest } from '../types.ts';
import { type Finding, type Reference, withDigest } from '../dockerfile/reference.ts';

/** @returns the new digest of a reference, or `undefined` to keep the old one */
export type NewDigest = (reference: Reference) => Digest | undefined;

/**
 * Replaces digests. Echoes (labels that repeat a digest) change with the reference that has the
 * same old digest.
 */
export function rewrite(text: string, findings: readonly Finding[], newDigest: NewDigest): string {
  const moved = new Map<string, Digest>();
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  for (const finding of findings) {
    const digest = finding.kind === 'reference' ? newDigest(finding) : undefined;
    if (finding.kind !== 'reference' || digest === undefined || digest === finding.parsed.digest)
      continue;
    edits.push({ start: finding.start, end: finding.end, text: withDigest(finding, digest) });
    if (finding.parsed.digest !== undefined) moved.set(finding.parsed.digest, digest);
  }
  for (const finding of findings) {
    const digest = finding.kind === 'echo' ? moved.get(finding.text) : undefined;
    if (finding.kind === 'echo' && digest !== undefined)
      edits.push({ start: finding.start, end: finding.end, text: digest });
  }
  edits.sort((a, b) => a.start - b.start);

  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

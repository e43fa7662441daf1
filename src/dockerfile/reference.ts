/**
 * References to images with their exact places, for Dockerfiles, compose files and bake files.
 */
import { type ParsedReference, parseReference } from '../registry/reference.ts';

/** A reference to an image that is contiguous in the file. */
export interface Reference {
  readonly kind: 'reference';
  /** The place of the text, as offsets into the file. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** The construct that names it: `FROM`, `COPY --from`, `image`. */
  readonly role: string;
  readonly text: string;
  readonly parsed: ParsedReference;
}

/** The name of an image in a place where a digest cannot be written or moved. */
export interface Unpinnable {
  readonly kind: 'unpinnable';
  readonly line: number;
  readonly role: string;
  readonly text: string;
  /** A sentence fragment. */
  readonly why: string;
}

/** A digest that repeats the digest of a reference in the same file, and moves with it. */
export interface Echo {
  readonly kind: 'echo';
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export type Finding = Reference | Unpinnable | Echo;

/** Parses a text and its place as a reference. */
export function findingOf(place: {
  readonly start: number;
  readonly line: number;
  readonly role: string;
  readonly text: string;
}): Finding {
  const parsed = parseReference(place.text);
  if (!parsed.ok)
    return {
      kind: 'unpinnable',
      line: place.line,
      role: place.role,
      text: place.text,
      why: parsed.why,
    };
  return {
    kind: 'reference',
    start: place.start,
    end: place.start + place.text.length,
    line: place.line,
    role: place.role,
    text: place.text,
    parsed,
  };
}

const imageContext = 'docker-image://';

/**
 * Reads a value that passes an image to a build: a named context `docker-image://golang:1.27`, or a
 * reference with tag and digest, which cannot be anything else.
 * @returns `undefined` for any other value, such as `type=registry,ref=...` of a cache
 */
export function contextFinding(place: {
  readonly start: number;
  readonly line: number;
  readonly text: string;
}): Finding | undefined {
  if (!place.text.startsWith(imageContext)) {
    const finding = findingOf({ ...place, role: 'argument' });
    if (finding.kind !== 'reference') return undefined;
    return finding.parsed.hasTag && finding.parsed.digest !== undefined ? finding : undefined;
  }
  const text = place.text.slice(imageContext.length);
  if (text.includes('$'))
    return {
      kind: 'unpinnable',
      line: place.line,
      role: 'context',
      text,
      why: 'it is composed of variables; write the whole reference',
    };
  return findingOf({
    start: place.start + imageContext.length,
    line: place.line,
    role: 'context',
    text,
  });
}

/** The text of a reference with another digest. The name is not changed. */
export function withDigest(reference: Reference, digest: string): string {
  const name = reference.text.split('@')[0] ?? '';
  return `${name}${reference.parsed.hasTag ? '' : ':latest'}@${digest}`;
}

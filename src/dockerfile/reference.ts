/** What the readers of Dockerfiles, compose files and bake files have in common: references to images, with their exact places. */
import { type ParsedReference, parseReference } from '../registry/reference.ts';

/** A reference to an image that stands whole in the file. */
export interface Reference {
  readonly kind: 'reference';
  /** Where the text stands, as offsets into the file's text. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** What names it: `FROM`, `COPY --from`, `image`. */
  readonly role: string;
  readonly text: string;
  readonly parsed: ParsedReference;
}

/** Something that names an image, but not so that a digest could be put or moved there. */
export interface Unpinnable {
  readonly kind: 'unpinnable';
  readonly line: number;
  readonly role: string;
  readonly text: string;
  /** A sentence fragment. */
  readonly why: string;
}

/** A digest that repeats the one of a reference in the same file, and moves with it. */
export interface Echo {
  readonly kind: 'echo';
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export type Finding = Reference | Unpinnable | Echo;

/** Read `text`, which stands at `start`, as a reference. */
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
 * A value that hands an image to a build: a named context `docker-image://golang:1.27`, or a whole reference with tag and digest,
 * which can be nothing else. Anything else is `undefined`.
 */
export function contextFinding(place: {
  readonly start: number;
  readonly line: number;
  readonly text: string;
}): Finding | undefined {
  if (!place.text.startsWith(imageContext)) {
    return /^[^\s$]+:[^\s$/]+@sha256:[0-9a-f]{64}$/.test(place.text)
      ? findingOf({ ...place, role: 'argument' })
      : undefined;
  }
  const text = place.text.slice(imageContext.length);
  if (text.includes('$'))
    return {
      kind: 'unpinnable',
      line: place.line,
      role: 'context',
      text,
      why: 'it is put together from variables; write the whole reference',
    };
  return findingOf({
    start: place.start + imageContext.length,
    line: place.line,
    role: 'context',
    text,
  });
}

/** The same text with a digest put in or exchanged; the name stays as it was spelled. */
export function withDigest(reference: Reference, digest: string): string {
  const name = reference.text.split('@')[0] ?? '';
  return `${name}${reference.parsed.hasTag ? '' : ':latest'}@${digest}`;
}

/** Offsets of the first character of every line; lines end with LF, CR LF or CR. */
export function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\r|\n/g)) starts.push(end.index + end[0].length);
  return starts;
}

/** The line, counted from 1, on which an offset lies. */
export function lineAt(starts: readonly number[], offset: number): number {
  let line = starts.length;
  while (line > 1 && (starts[line - 1] ?? 0) > offset) line -= 1;
  return line;
}

/** Makes text from a project's files safe for the terminal and for one line of a message. */
import type { Evidence } from '../types.ts';

const unsafeCharacters = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;

/**
 * Escapes control characters other than line ends, so that text from a project's files can neither
 * control the terminal nor change the direction of text.
 */
export function printable(text: string): string {
  return text.replace(
    unsafeCharacters,
    (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const longest = 200;

/**
 * Quotes text from a project within a line. It cannot start a new line that looks like output of
 * this program, and it cannot fill the screen.
 */
export function withinLine(text: string): string {
  const line = printable(text).replace(/\r?\n/g, '\\n');
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Formats a place: `go.mod:3`, or `go.mod:3:1`. */
export function placeOf(evidence: Evidence): string {
  const { file, line, column } = evidence;
  return [file, line, column].filter((it) => it !== undefined).join(':');
}

/** How many places a line names: a workspace may have a hundred that say the same. */
const mostPlaces = 6;

/** Formats evidence within a line: `go.mod:3: go 1.26`, separated by semicolons. */
export function evidenceText(evidence: readonly Evidence[]): string {
  const shown = evidence
    .slice(0, mostPlaces)
    .map((it) => withinLine(`${placeOf(it)}: ${it.because}`))
    .join('; ');
  const others = evidence.length - mostPlaces;
  return others > 0 ? `${shown}; and ${others} more` : shown;
}

/** Text from a project's files, made fit for a terminal and for one line of a message. */
import type { Evidence } from '../types.ts';

const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;

/**
 * Nothing that a project's files say may steer the terminal, or turn the direction of text around:
 * control characters other than line ends are escaped.
 */
export function printable(text: string): string {
  return text.replace(steering, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const longest = 200;

/**
 * What a project says, quoted within a line: it cannot begin a line of its own that looks as if
 * this program said it, nor fill the screen.
 */
export function withinLine(text: string): string {
  const line = printable(text).replace(/\r?\n/g, '\\n');
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** `go.mod:3`, or `go.mod:3:1`. */
export function placeOf(evidence: Evidence): string {
  const { file, line, column } = evidence;
  return [file, line, column].filter((it) => it !== undefined).join(':');
}

/** `go.mod:3: go 1.26`, several with semicolons, within a line. */
export function evidenceText(evidence: readonly Evidence[]): string {
  return evidence.map((it) => withinLine(`${placeOf(it)}: ${it.because}`)).join('; ');
}

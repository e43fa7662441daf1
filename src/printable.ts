/** Text from a project's files, made fit for a terminal and for one line of a message. */

/** Nothing that a project's files say may steer the terminal: control characters other than line ends are escaped. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Prints a note as one text, so that a test compares its code, text and hint at once. */
import type { Note } from '../../src/types.ts';

export function printed(note: Note | undefined): string {
  if (note === undefined) return 'no note';
  const hint = note.hint === undefined ? '' : `\n${note.hint}`;
  return `${note.code ?? ''}: ${note.text}${hint}`;
}

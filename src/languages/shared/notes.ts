/** Joins notes that say the same. */
import type { Evidence, Note } from '../../types.ts';

/** @returns one note for those with the same words, with the places of all; in the first's place. */
export function joinedNotes(notes: readonly Note[]): Note[] {
  const found = new Map<string, Note>();
  for (const note of notes) {
    const key = JSON.stringify([note.code, note.text, note.hint]);
    const known = found.get(key);
    found.set(key, known ? { ...known, evidence: together(known, note) } : note);
  }
  return [...found.values()];
}

function together(...notes: readonly Note[]): readonly Evidence[] {
  const all = notes.flatMap((it) => it.evidence ?? []);
  return [...new Map(all.map((it) => [JSON.stringify(it), it])).values()];
}

/** Decides whether a guess is similar enough to suggest. */
import { distance } from 'fastest-levenshtein';

/** Whether a guess is worth suggesting: it has the same beginning or most of the same letters. */
export function alike(text: string, guess: string): boolean {
  const shorter = Math.min(text.length, guess.length);
  if (shorter >= 3 && (guess.startsWith(text) || text.startsWith(guess))) return true;
  return distance(text, guess) <= Math.max(2, Math.floor(guess.length / 3));
}

/** Decides whether a guess is close enough to suggest it. */
import { distance } from 'fastest-levenshtein';

/** Whether a guess is worth showing: it shares a beginning, or most of its letters. */
export function alike(text: string, guess: string): boolean {
  const shorter = Math.min(text.length, guess.length);
  if (shorter >= 3 && (guess.startsWith(text) || text.startsWith(guess))) return true;
  return distance(text, guess) <= Math.max(2, Math.floor(guess.length / 3));
}

/** Formats lists for sentences. */

/** @returns `a`, `a and b`, `a, b and 3 more`. */
export function firstTwo(words: readonly string[]): string {
  const [first = '', second, ...rest] = words;
  if (second === undefined) return first;
  return rest.length === 0
    ? `${first} and ${second}`
    : `${first}, ${second} and ${rest.length} more`;
}

/** @returns `a, b, c and 4 more`: as many as are asked for, and how many others there are. */
export function listed(words: readonly string[], atMost = 5): string {
  const shown = words.slice(0, atMost).join(', ');
  return words.length > atMost ? `${shown} and ${words.length - atMost} more` : shown;
}

/** @returns `a`, `a and b`, `a, b and c`. */
export function allOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** @returns `a`, `a or b`, `a, b or c`. */
export function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

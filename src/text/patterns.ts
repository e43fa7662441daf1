/** Escapes text for a regular expression. */

/**
 * @returns the text with nothing in it that a regular expression would read as more than itself.
 */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * @param wildcards what `*` and `?` stand for: in paths no `/`.
 * @returns the source of a regular expression.
 */
export function globPattern(
  glob: string,
  wildcards: { readonly star: string; readonly one: string },
): string {
  return glob
    .split(/([*?])/)
    .map((it) => ({ '*': wildcards.star, '?': wildcards.one })[it] ?? literal(it))
    .join('');
}

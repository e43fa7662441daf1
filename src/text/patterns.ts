/** Escapes text for a regular expression, and translates globs. */

/** @returns the text with every special character of regular expressions escaped. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * @param wildcards the regular expressions for `*` and `?`. In paths they do not match `/`.
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

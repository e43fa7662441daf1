/** Orders versions of Go and of modules. */

/**
 * @returns a negative number if `one` is older. A version without a patch number represents all of
 *   its patches, so it is never older than one of them.
 */
export function compareVersions(one: string, other: string): number {
  const left = one.split('.').map((it) => parseInt(it, 10));
  const right = other.split('.').map((it) => parseInt(it, 10));
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

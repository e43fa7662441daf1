/** Orders by named rules, so that the documentation can list what the code does. */

export interface Rule<T> {
  /** What fits, as a clause: "it listens". */
  readonly title: string;
  fits(it: T): boolean;
}

/**
 * @returns the items in a new order: the first rule that only one of two fits decides between them.
 *   Items that no rule distinguishes keep their order.
 */
export function orderedBy<T>(
  items: readonly T[],
  rules: readonly Rule<NoInfer<T>>[],
): readonly T[] {
  const rows = items.map((item) => ({ item, fits: rules.map((rule) => rule.fits(item)) }));
  return rows.toSorted((one, other) => compare(one.fits, other.fits)).map((it) => it.item);
}

function compare(ones: readonly boolean[], others: readonly boolean[]): number {
  const at = ones.findIndex((value, index) => value !== others[index]);
  return at === -1 ? 0 : Number(others[at]) - Number(ones[at]);
}

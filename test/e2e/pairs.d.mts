/** The types of pairs.mjs, for the test that imports it. */
export interface Pair {
  readonly base: string;
  readonly otherUser?: true;
  readonly version?: string;
}

export function pairsOf(
  expectation: { readonly bases: readonly string[]; readonly versions?: readonly string[] },
  place: number,
  cover: boolean,
): Pair[];

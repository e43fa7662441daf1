/**
 * What to build of one example, in the order in which it is built.
 *
 * The whole matrix takes each base as the default user, as another one, and with each further version of the language. The cover, for
 * each change, takes each base as the default user; the other user on one base, so that neighbours in the list have different ones; and
 * each version on one base. nightly.yml runs the whole matrix.
 *
 * @param {{ bases: readonly string[], versions?: readonly string[] }} expectation of its expect.json
 * @param {number} place of the example in the list
 * @param {boolean} cover
 * @returns {{ base: string, otherUser?: true, version?: string }[]}
 */
export function pairsOf({ bases, versions = [] }, place, cover) {
  const other = bases[place % bases.length];
  const versioned = bases[(place + 1) % bases.length];
  return bases.flatMap((base) => [
    { base },
    ...(!cover || base === other ? [{ base, otherUser: true }] : []),
    ...(!cover || base === versioned ? versions.map((version) => ({ base, version })) : []),
  ]);
}

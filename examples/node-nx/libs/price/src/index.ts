const cents = 199;

/** The price of some pieces, as a person reads it. */
export function price(pieces: number): string {
  return `€${((pieces * cents) / 100).toFixed(2)}`;
}

import currency from 'currency.js';

/** What `count` pieces cost, as a price tag says it. */
export function total(count: number, price: string): string {
  return currency(price).multiply(count).format({ symbol: '€' });
}

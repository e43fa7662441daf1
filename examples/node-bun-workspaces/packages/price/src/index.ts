export interface Item { readonly cents: number }
export function total(items: readonly Item[]): string { return (items.reduce((sum, it) => sum + it.cents, 0) / 100).toFixed(2); }

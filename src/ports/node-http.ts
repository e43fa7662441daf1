/** Placeholder until the registry client lands: every registry is out of reach. */
import type { Registry } from './ports.ts';

export function createRegistry(): Registry {
  return { resolve: (refs) => Promise.resolve(refs.map(() => ({ ok: false as const, failure: { kind: 'offline' as const, cause: 'refused' as const, detail: 'no client yet' } }))) };
}

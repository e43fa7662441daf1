/** The bases, in the order in which they are offered. A new one is a file beside these and a line here. */
import { alpine } from './alpine.ts';
import type { Base } from './base.ts';
import { distroless } from './distroless.ts';
import { scratch } from './scratch.ts';

export const bases: readonly Base[] = [distroless, scratch, alpine];

export const baseIds: readonly string[] = bases.map((base) => base.id);

/** @param id one of `baseIds` (the option table has checked it). */
export function baseOf(id: string): Base {
  const base = bases.find((it) => it.id === id);
  if (!base) throw new Error(`no base ${id}`);
  return base;
}

/**
 * The bases, in the order in which they are offered. To add one, add a file in this folder and a
 * line here.
 */
import type { ImageRef, Offer, RuntimeNeed } from '../types.ts';
import { alpine } from './alpine.ts';
import type { Base } from './base.ts';
import { distroless } from './distroless.ts';
import { scratch } from './scratch.ts';

export const bases: readonly Base[] = [distroless, scratch, alpine];

export const baseIds: readonly string[] = bases.map((base) => base.id);

/** @param id one of `baseIds`, which the option table has checked. */
export function baseOf(id: string): Base {
  const base = bases.find((it) => it.id === id);
  if (!base) throw new Error(`no base ${id}`);
  return base;
}

/**
 * @param packages packages of Alpine that the user asks for in the final image.
 * @returns what a base offers a program, or why it cannot run it, with a base that can. Code that
 *   starts a shell is no proof that the program needs one: the offer then has what it lacks.
 */
export function offerOf(base: Base, need: RuntimeNeed, packages: readonly string[] = []): Offer {
  const offer = base.runtime(need);
  if (offer.ok && packages.length > 0 && !hasApk(offer)) {
    const why = `packages (${packages.join(', ')}) are installed with apk, and this base has none`;
    const instead = bases.find((it) => hasApk(it.runtime(need)))?.id;
    return { ok: false, why, ...(instead === undefined ? {} : { instead }) };
  }
  if (!need.shell || base.hasShell || !offer.ok) return offer;
  const instead = bases.find((it) => it.hasShell && it.runtime(need).ok)?.id;
  const why = `${need.shell.because}, and ${base.title} has no shell`;
  return { ...offer, lacking: { why, ...(instead === undefined ? {} : { instead }) } };
}

function hasApk(offer: Offer): boolean {
  return offer.ok && offer.hasApk === true;
}

/** @returns the offer as `--strict` judges it: what some code lacks is a refusal. */
export function strictOffer(offer: Offer): Offer {
  return offer.ok && offer.lacking ? { ok: false, ...offer.lacking } : offer;
}

/**
 * @param image the image that a final stage starts from; `null` for the empty image.
 * @returns the base that the image belongs to; `undefined` for an unknown image.
 */
export function baseOfImage(image: ImageRef | null): Base | undefined {
  return bases.find((it) => it.owns(image));
}

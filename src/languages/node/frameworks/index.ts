/**
 * The frameworks, most specific first: many are built on Vite. A new one is a file beside these and
 * a line here.
 */
import { adonis } from './adonis.ts';
import { angular } from './angular.ts';
import { astro } from './astro.ts';
import type { Framework, FrameworkFacts, FrameworkInput } from './framework.ts';
import { next } from './next.ts';
import { nitro } from './nitro.ts';
import { qwik } from './qwik.ts';
import { reactRouter } from './react-router.ts';
import { sites } from './static-sites.ts';
import { svelteKit } from './sveltekit.ts';
import { waku } from './waku.ts';

export const frameworks: readonly Framework[] = [
  next,
  nitro,
  reactRouter,
  svelteKit,
  astro,
  angular,
  qwik,
  adonis,
  waku,
  sites,
];

/** @returns the facts of the first framework that recognises the package; `null`: none does. */
export async function detectFramework(input: FrameworkInput): Promise<FrameworkFacts | null> {
  for (const framework of frameworks) {
    const facts = await framework.detect(input);
    if (facts) return facts;
  }
  return null;
}

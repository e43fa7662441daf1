/**
 * The frameworks, most specific first, because many are built on Vite. To add one, add a file in
 * this folder and a line here.
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

/** @returns the facts of the first framework that recognizes the package; `null` if none does. */
export async function detectFramework(input: FrameworkInput): Promise<FrameworkFacts | null> {
  for (const framework of frameworks) {
    const facts = await framework.detect(input);
    if (facts) return facts;
  }
  return null;
}

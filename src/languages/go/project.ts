/**
 * What is loaded only for a Go project: what reads its sources is the largest part of the language.
 */
export { detectGo } from './detect.ts';
export { needsOfGo } from './needs.ts';
export { planGo } from './plan.ts';

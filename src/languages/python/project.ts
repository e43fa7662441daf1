/**
 * What is loaded only for a Python project: what reads its sources is the largest part of the
 * language.
 */
export { detect } from './detect/detect.ts';
export { needsOfPython } from './needs.ts';
export { planPython } from './plan/plan.ts';

/**
 * What is loaded only for a Node project: what reads its sources is the largest part of the
 * language.
 */
export { detectNode } from './detect/detect.ts';
export { needsOfNode } from './needs.ts';
export { planNode } from './plan/plan.ts';

/** What the branches of all languages have in common that never run in the image. */
import type { SyntaxNode } from '../../syntax/tree.ts';
import { alternatives, type Value } from './values.ts';

/**
 * @param isDead whether the child of a statement or expression never runs.
 * @returns whether a node is in such a child of something around it.
 */
export function isInBranch(
  node: SyntaxNode,
  isDead: (around: SyntaxNode, child: SyntaxNode) => boolean,
): boolean {
  for (let child = node, at = node.parent; at; child = at, at = at.parent)
    if (isDead(at, child)) return true;
  return false;
}

/** @returns whether a condition has this truth, and nothing that an operator sets changes it. */
export function isCertainly(value: Value, truth: boolean): boolean {
  const values = alternatives(value);
  return (
    values.length > 0 &&
    values.every((it) => it.kind === 'truth' && it.truth === truth && it.setting === undefined)
  );
}

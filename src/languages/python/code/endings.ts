/** Conditions on which the program ends: `if not TOKEN: raise ...`. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { isExpected } from './module.ts';

export interface Ending {
  readonly node: SyntaxNode;
  /** Without parentheses around it. */
  readonly condition: string;
}

const known = new WeakMap<SyntaxNode, readonly Ending[]>();

/** @returns the conditions in a node below which the program ends, and no handler catches that. */
export function endingsIn(node: SyntaxNode): readonly Ending[] {
  const found = known.get(node) ?? readEndings(node);
  known.set(node, found);
  return found;
}

function readEndings(node: SyntaxNode): readonly Ending[] {
  return node.all('if_statement').flatMap((it) => {
    if (!isEnd(it) || isExpected(it, /./)) return [];
    const condition = (it.field('condition')?.text ?? '').replace(/^\((.*)\)$/s, '$1');
    return [{ node: it, condition }];
  });
}

/** Whether what follows the condition ends the program. */
const isEnd = (test: SyntaxNode): boolean =>
  (test.field('consequence')?.parts ?? []).some(
    (it) =>
      it.type === 'raise_statement' ||
      (it.type === 'expression_statement' && /^(?:sys\.|os\._)?exit\(/.test(it.text)),
  );

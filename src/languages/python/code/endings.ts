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
  return node.all('if_statement', 'assert_statement').flatMap((it) => {
    if (it.type === 'assert_statement') return isExpected(it, /./) ? [] : [asserted(it)];
    if (!isEnd(it) || isExpected(it, /./)) return [];
    const condition = (it.field('condition')?.text ?? '').replace(/^\((.*)\)$/s, '$1');
    return [{ node: it, condition }];
  });
}

/** `assert TOKEN, "set it"` ends the program on the opposite of what it says. */
function asserted(node: SyntaxNode): Ending {
  const said = node.parts[0]?.text ?? '';
  const negated = said.replace(/^(.*)\s+is not None$/s, '$1 is None');
  return { node, condition: negated === said ? `not ${said}` : negated };
}

/** Whether what follows the condition ends the program. */
const isEnd = (test: SyntaxNode): boolean =>
  (test.field('consequence')?.parts ?? []).some(
    (it) =>
      it.type === 'raise_statement' ||
      (it.type === 'expression_statement' && /^(?:sys\.|os\._)?exit\(/.test(it.text)),
  );

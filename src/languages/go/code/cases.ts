/** Decides which case of a switch a call comes to. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { isInBranch } from '../../shared/branches.ts';
import { firstText, type Value } from '../../shared/values.ts';

type Evaluate = (node: SyntaxNode | undefined) => Value;

/**
 * @param evaluate gives the values that the call passes.
 * @returns whether a node is in a case for another value than the switch has, which is one text.
 *   https://go.dev/ref/spec#Expression_switches
 */
export function isInOtherCase(node: SyntaxNode, evaluate: Evaluate): boolean {
  return isInBranch(node, (at) => isOtherCase(at, evaluate));
}

function isOtherCase(at: SyntaxNode, evaluate: Evaluate): boolean {
  if (at.type !== 'expression_case' && at.type !== 'default_case') return false;
  const whole = at.parent;
  const chosen = textOf(whole?.field('value'), evaluate);
  if (whole?.type !== 'expression_switch_statement' || chosen === undefined) return false;
  const isFor = (it: SyntaxNode): boolean =>
    it.field('value')?.parts.some((label) => firstText(evaluate(label)) === chosen) ?? false;
  if (at.type === 'expression_case') return !isFor(at);
  return whole.parts.some((it) => it.type === 'expression_case' && isFor(it));
}

/** The only text that an expression can have; `undefined` where a setting may replace it. */
function textOf(node: SyntaxNode | undefined, evaluate: Evaluate): string | undefined {
  const value = node && evaluate(node);
  return value?.kind === 'text' && value.setting === undefined ? firstText(value) : undefined;
}

/** Decides whether every run of a program comes to a place of its code. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evaluator } from './evaluator.ts';
import { functionAround } from './locals.ts';
import { mentionsOf } from './mentions.ts';

const mostDepth = 8;
const functions = ['function_declaration', 'method_declaration', 'func_literal'];
const conditions = /^(?:for_statement|expression_case|type_case|communication_case|default_case)$/;

/** @returns whether no condition is between the start of the program and a call that listens. */
export function isAlways(evaluator: Evaluator, node: SyntaxNode): boolean {
  return listeningCalls(node).some((it) => isReached(evaluator, it, 0));
}

/** @returns whether the function of a call that listens goes on only when it ends. */
export function isWaiting(node: SyntaxNode): boolean {
  return listeningCalls(node).some((it) => !it.above('go_statement', 'func_literal'));
}

/** A literal counts by what is called on it: `srv := &http.Server{}` and `srv.ListenAndServe()`. */
function listeningCalls(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === 'call_expression') return [node];
  const name = node
    .above('short_var_declaration', 'call_expression', 'return_statement')
    ?.field('left')?.parts[0]?.text;
  const around = functionAround(node);
  if (name === undefined || !around) return [];
  return [...mentionsOf(around).calls.values()]
    .flat()
    .filter(
      (it) =>
        /^(?:ListenAndServe|Serve|Listen)/.test(it.field('function')?.field('field')?.text ?? '') &&
        it.field('function')?.field('operand')?.text === name,
    );
}

/**
 * @param depth how many calls were followed.
 * @returns whether every run of the program comes to a node.
 */
export function isReached(evaluator: Evaluator, node: SyntaxNode, depth: number): boolean {
  let below = node;
  for (let at = node.parent; at; below = at, at = at.parent) {
    if (conditions.test(at.type)) return false;
    if (at.type === 'if_statement' && /^(?:consequence|alternative)$/.test(below.fieldName ?? ''))
      return false;
    if (/^(?:block|statement_list)$/.test(at.type) && endsBefore(at, below)) return false;
    if (!functions.includes(at.type)) continue;
    if (at.type === 'func_literal' && isRun(at)) continue;
    return depth < mostDepth && isCalled(evaluator, at, depth);
  }
  return false;
}

/** A function that is called where it is written, or given to something that calls it. */
function isRun(literal: SyntaxNode): boolean {
  const { parent } = literal;
  if (parent?.type === 'call_expression') return literal.fieldName === 'function';
  return (
    parent?.type === 'argument_list' &&
    /(?:^|\.)(?:Go|Add|run|Run)$/.test(parent.parent?.field('function')?.text ?? '')
  );
}

function isCalled(evaluator: Evaluator, declaration: SyntaxNode, depth: number): boolean {
  const name = declaration.field('name')?.text;
  if (declaration.type === 'function_declaration' && /^(?:main|init)$/.test(name ?? ''))
    return name === 'init' || evaluator.code.packageOf(declaration).name === 'main';
  return evaluator
    .callsOf(declaration)
    .some(
      (it) => evaluator.types.calleeOf(it).kind === 'own' && isReached(evaluator, it, depth + 1),
    );
}

/** Whether a function may end before a statement, other than after an error. */
function endsBefore(block: SyntaxNode, statement: SyntaxNode): boolean {
  return block.parts
    .filter((it) => it.end <= statement.start && it.type === 'if_statement')
    .some(
      (it) =>
        !/\berr\b|Err\b/.test(it.field('condition')?.text ?? '') &&
        it
          .all('return_statement')
          .some((end) => end.above(...functions) === it.above(...functions)),
    );
}

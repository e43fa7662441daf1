/** Values of the arguments that a row of knowledge names. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Argument, Row } from '../../shared/knowledge.ts';
import type { Value } from '../../shared/values.ts';
import { argumentAt, argumentsOf } from './arguments.ts';
import type { Evaluator } from './evaluating.ts';

/** @returns the places of an argument, the first that is given counts. */
function placesOf(argument: Row['argument']): readonly Argument[] {
  if (argument === undefined) return [];
  return Array.isArray(argument) ? (argument as readonly Argument[]) : [argument as Argument];
}

/** @returns the node of an argument; `undefined` where none of its places is given. */
export function argumentNode(call: SyntaxNode, argument: Row['argument']): SyntaxNode | undefined {
  return placesOf(argument)
    .map((it) =>
      it === 'receiver' ? call.field('function')?.field('object') : argumentAt(call, it),
    )
    .find((it) => it !== undefined);
}

/** @returns the value of an argument, also from `**options`; `undefined` where it is absent. */
export function argumentValue(
  call: SyntaxNode,
  argument: Row['argument'],
  evaluator: Evaluator,
): Value | undefined {
  const node = argumentNode(call, argument);
  if (node) return evaluator.evaluate(node);
  for (const place of placesOf(argument)) {
    for (const record of typeof place === 'string' ? argumentsOf(call).records : []) {
      const options = evaluator.evaluate(record);
      const found = options.kind === 'record' ? options.entry(place as string) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

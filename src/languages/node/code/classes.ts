/** Classes of the project that extend others. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Value } from '../../shared/values.ts';
import { classTypes } from './bindings.ts';
import { type Evaluation, modulesNear } from './evaluation.ts';

/** The most classes that extend one and are followed. */
const mostClasses = 4;

/** @returns what a class extends: a class of the project, or that of a package; `undefined` for nothing. */
export function baseOf(class_: SyntaxNode, evaluation: Evaluation): Value | undefined {
  const heritage = class_.child('class_heritage');
  const above = heritage?.child('extends_clause')?.field('value') ?? heritage?.parts[0];
  return above && evaluation.evaluate(above);
}

/** @returns the classes that extend one directly, in its file and in those that load it. */
export function subclassesOf(class_: SyntaxNode, evaluation: Evaluation): readonly SyntaxNode[] {
  return modulesNear(class_, evaluation.program)
    .flatMap((it) => it.extending)
    .filter((it) => {
      const base = it === class_ ? undefined : baseOf(it, evaluation);
      return base?.kind === 'code' && base.node === class_;
    })
    .slice(0, mostClasses);
}

/** @returns the calls `super(...)` of a constructor. */
export function superCalls(maker: SyntaxNode, evaluation: Evaluation): readonly SyntaxNode[] {
  const class_ = maker.above(...classTypes);
  if (!class_) return [];
  return subclassesOf(class_, evaluation).flatMap((it) =>
    it
      .all('call_expression')
      .filter(
        (call) => call.field('function')?.type === 'super' && call.above(...classTypes) === it,
      ),
  );
}

/** What a call calls, by full names. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { alternatives, type Value } from '../../shared/values.ts';
import type { Evaluator } from './evaluating.ts';

/**
 * @returns full names: of an import, of a method behind what made its object
 *   (`flask.Flask().run`, `pathlib.Path().mkdir` for a path), of the class that a class of the
 *   project is derived from, or `?.name` for a method of what is not known.
 */
export function calledNames(call: SyntaxNode, evaluator: Evaluator): readonly string[] {
  const callee = call.field('function');
  if (!callee) return [];
  if (callee.type !== 'attribute') return names(evaluator.evaluate(callee), evaluator);
  const method = callee.field('attribute')?.text ?? '';
  const object = callee.field('object');
  if (method === '__init__' && /^super\(/.test(object?.text ?? '')) {
    const class_ = call.above('class_definition');
    const base = class_ && evaluator.foreignBase(class_);
    return base === undefined ? [] : [base];
  }
  const value = evaluator.evaluate(object);
  return [
    ...new Set(
      alternatives(value).flatMap((it): readonly string[] => {
        switch (it.kind) {
          case 'text':
            return [`pathlib.Path().${method}`];
          case 'unknown':
            return [`?.${method}`];
          case 'record':
            return names(it.entry(method) ?? it, evaluator, `?.${method}`);
          case 'foreign':
          case 'code':
            return names(evaluator.attribute(it, method, callee), evaluator, `?.${method}`);
          default:
            return [];
        }
      }),
    ),
  ];
}

/**
 * Classes that are derived from with a constructor whose arguments are those of a row: the example
 * in the documentation of gunicorn is copied everywhere.
 */
const constructed: readonly string[] = ['gunicorn.app.base.BaseApplication'];

function names(value: Value, evaluator: Evaluator, otherwise?: string): readonly string[] {
  return alternatives(value).flatMap((it): readonly string[] => {
    if (it.kind === 'foreign') return [it.name];
    if (it.kind === 'code' && it.node.type === 'class_definition') {
      const base = evaluator.foreignBase(it.node);
      if (base === undefined) return [];
      return constructed.includes(base) || !hasConstructor(it.node, evaluator) ? [base] : [];
    }
    return it.kind === 'unknown' && otherwise !== undefined ? [otherwise] : [];
  });
}

function hasConstructor(class_: SyntaxNode, evaluator: Evaluator): boolean {
  return evaluator
    .classesOf(class_)
    .some((it) => evaluator.moduleOf(it)?.namesOf(it).has('__init__') === true);
}

/** Operators and texts that are put together. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import {
  alternatives,
  choiceOf,
  concatenated,
  joinedPath,
  numberValue,
  placeOf,
  textValue,
  unknown,
  type Value,
} from '../../shared/values.ts';
import { withSetting } from './evaluating.ts';
import { stringParts } from './strings.ts';

type Evaluate = (node: SyntaxNode | undefined) => Value;

/** @returns a string, with the values of an f-string's parts. */
export function combinedText(node: SyntaxNode, evaluate: Evaluate): Value {
  const at = placeOf(node);
  if (node.type === 'concatenated_string') return concatenated(node.parts.map(evaluate), at);
  const parts = stringParts(node);
  if (parts.every((it) => typeof it === 'string')) return textValue(parts.join(''), at);
  return concatenated(
    parts.map((it) => (typeof it === 'string' ? textValue(it, at) : evaluate(it))),
    at,
  );
}

/** @returns the value of an operator. */
export function operated(node: SyntaxNode, evaluate: Evaluate): Value {
  const at = placeOf(node);
  const operator = node.field('operator')?.text ?? '';
  if (node.type === 'not_operator') {
    const value = evaluate(node.field('argument'));
    return value.kind === 'truth' ? { ...value, truth: !value.truth } : unknown(at);
  }
  if (node.type === 'comparison_operator') return unknown(at);
  if (node.type === 'unary_operator') {
    const value = evaluate(node.field('argument'));
    return value.kind === 'number' && operator === '-'
      ? { ...value, number: -value.number }
      : unknown(at);
  }
  const left = evaluate(node.field('left'));
  const right = evaluate(node.field('right'));
  if (operator === 'or') return either(left, right, node);
  if (operator === 'and') return left.kind === 'truth' && !left.truth ? left : right;
  return binary(operator, left, right, node);
}

/** `a or b`: what is false gives way; the setting of the left side replaces the right, too. */
function either(left: Value, right: Value, node: SyntaxNode): Value {
  const options = alternatives(left);
  const kept = options.filter(
    (it) =>
      it.kind !== 'unknown' &&
      it.kind !== 'nothing' &&
      !(it.kind === 'text' && it.pieces.join('') === '') &&
      !(it.kind === 'number' && it.number === 0) &&
      !(it.kind === 'truth' && !it.truth),
  );
  const setting = options.find((it) => it.setting)?.setting;
  return choiceOf([...kept, withSetting(right, setting)], placeOf(node));
}

function binary(operator: string, left: Value, right: Value, node: SyntaxNode): Value {
  const at = placeOf(node);
  const [one, other] = [alternatives(left)[0], alternatives(right)[0]];
  if (one?.kind === 'number' && other?.kind === 'number') {
    const number = calculated(operator, one.number, other.number);
    return number === undefined
      ? unknown(at)
      : withSetting(numberValue(number, at), one.setting ?? other.setting);
  }
  if (operator === '/') return joinedPath([left, right], at, true);
  if (operator === '+' && left.kind === 'list')
    return {
      ...left,
      items: [...left.items, ...(right.kind === 'list' ? right.items : [unknown(at)])],
    };
  if (operator === '+') return concatenated([left, right], at);
  if (operator === '%' && left.kind === 'text') return percent(left.pieces.join(''), right, node);
  if (operator === '|' && left.kind === 'record')
    return right.kind === 'record' ? merged(left, right) : left;
  return unknown(at);
}

type RecordValue = Extract<Value, { kind: 'record' }>;

function merged(left: RecordValue, right: RecordValue): Value {
  return {
    ...left,
    names: [...new Set([...left.names, ...right.names])],
    entry: (name) => right.entry(name) ?? left.entry(name),
  };
}

function calculated(operator: string, one: number, other: number): number | undefined {
  switch (operator) {
    case '+':
      return one + other;
    case '-':
      return one - other;
    case '*':
      return one * other;
    case '//':
      return other === 0 ? undefined : Math.floor(one / other);
    default:
      return undefined;
  }
}

/** `"%s:%d" % (host, port)`. */
function percent(format: string, right: Value, node: SyntaxNode): Value {
  const at = placeOf(node);
  const items = right.kind === 'list' ? right.items : [right];
  let index = 0;
  const parts = format.split(/(%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z%])/).map((it): Value => {
    if (!it.startsWith('%') || it.length < 2) return textValue(it, at);
    if (it === '%%') return textValue('%', at);
    const name = /^%\((\w+)\)/.exec(it)?.[1];
    if (name !== undefined)
      return (right.kind === 'record' ? right.entry(name) : undefined) ?? unknown(at);
    index += 1;
    return items[index - 1] ?? unknown(at);
  });
  return concatenated(parts, at);
}

/**
 * `"{}:{port}".format(host, port=port)`.
 * @param positional the arguments in order. @param named gives an argument by name.
 */
export function formatted(
  format: string,
  positional: readonly Value[],
  named: (name: string) => Value | undefined,
  node: SyntaxNode,
): Value {
  const at = placeOf(node);
  let index = 0;
  const parts = format.split(/(\{[^{}]*\})/).map((it): Value => {
    if (!it.startsWith('{')) return textValue(it, at);
    const name = /^\{(\w*)/.exec(it)?.[1] ?? '';
    if (name === '') {
      index += 1;
      return positional[index - 1] ?? unknown(at);
    }
    return (/^\d+$/.test(name) ? positional[Number(name)] : named(name)) ?? unknown(at);
  });
  return concatenated(parts, at);
}

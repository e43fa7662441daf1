/** Dictionaries that the code fills after it made them: `options["port"] = 80`, `options.update(port=80)`. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { choiceOf, placeOf, type Value } from '../../shared/values.ts';
import { argumentsOf } from './arguments.ts';
import type { Evaluator, Frame } from './evaluating.ts';
import type { PythonModule } from './module.ts';
import { literalText } from './strings.ts';

/**
 * @param made the statement that makes the dictionary and gives it a name.
 * @returns the dictionary with the entries that it gets later, in the same module.
 */
export function filled(
  value: Value,
  made: SyntaxNode,
  module: PythonModule,
  evaluator: Evaluator,
  frame: Frame | undefined,
): Value {
  const name = made.field('left')?.text ?? '';
  if (value.kind !== 'record' || value.type !== undefined || !/^\w+$/.test(name)) return value;
  if (!module.text.includes(`${name}[`) && !module.text.includes(`${name}.update(`)) return value;
  const { entry, at } = value;
  return {
    ...value,
    entry: (key) => {
      const before = entry(key);
      const given = givenTo(name, key, module).filter((it) => it.order > made.order);
      if (given.length === 0) return before;
      const values = given.map((it) => evaluator.evaluate(it, frame));
      const isCertain = given.some((it) => it.above(...branches) === made.above(...branches));
      return choiceOf(before && !isCertain ? [before, ...values] : values, at);
    },
  };
}

const branches = ['if_statement', 'try_statement', 'for_statement', 'function_definition'];

/** The nodes of what an entry of a dictionary is given. */
function givenTo(name: string, key: string, module: PythonModule): readonly SyntaxNode[] {
  const set = (module.root?.all('assignment') ?? []).flatMap((it) => {
    const left = it.field('left');
    const isEntry =
      left?.type === 'subscript' &&
      left.field('value')?.text === name &&
      literalText(left.field('subscript')) === key;
    return isEntry ? (it.field('right') ?? []) : [];
  });
  const updated = module.callsOf('update').flatMap((it) => {
    if (it.field('function')?.field('object')?.text !== name) return [];
    const { keywords, positional } = argumentsOf(it);
    const pairs = positional[0]?.type === 'dictionary' ? positional[0].parts : [];
    const pair = pairs.find((one) => literalText(one.field('key')) === key)?.field('value');
    return keywords.get(key) ?? pair ?? [];
  });
  return [...set, ...updated];
}

/** @returns the items of a dictionary in a loop: its keys, or pairs of them with their values. */
export function itemsOf(
  value: Extract<Value, { kind: 'record' }>,
  node: SyntaxNode,
  isPaired: boolean,
): readonly Value[] {
  const at = placeOf(node);
  return value.names.map((name): Value => {
    const key: Value = { kind: 'text', pieces: [name], at };
    const entry = isPaired ? value.entry(name) : undefined;
    return entry ? { kind: 'list', items: [key, entry], at } : key;
  });
}

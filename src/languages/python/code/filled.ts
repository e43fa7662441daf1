/**
 * Dictionaries that the code fills after it made them: `options["port"] = 80`, `options.update(port=80)`,
 * `options.setdefault("port", 80)`.
 */
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
  if (!/^\w+$/.test(name)) return value;
  const isLater = (it: SyntaxNode): boolean => it.order > made.order;
  const isCertain = (it: SyntaxNode): boolean => it.above(...branches) === made.above(...branches);
  return withEntries(value, { name, module, isLater, isCertain }, evaluator, frame);
}

/** @returns what `**options` of a function holds, with the entries that the function adds. */
export function filledIn(
  value: Value,
  name: string,
  owner: SyntaxNode,
  module: PythonModule,
  evaluator: Evaluator,
  frame: Frame | undefined,
): Value {
  const isLater = (it: SyntaxNode): boolean => it.start > owner.start && it.end <= owner.end;
  const isCertain = (it: SyntaxNode): boolean => it.above(...branches) === owner;
  return withEntries(value, { name, module, isLater, isCertain }, evaluator, frame);
}

interface Filling {
  /** The name of the dictionary. */
  readonly name: string;
  readonly module: PythonModule;
  /** Whether a place comes after the dictionary was made. */
  readonly isLater: (it: SyntaxNode) => boolean;
  /** Whether nothing decides if a place is come to. */
  readonly isCertain: (it: SyntaxNode) => boolean;
}

function withEntries(
  value: Value,
  { name, module, isLater, isCertain }: Filling,
  evaluator: Evaluator,
  frame: Frame | undefined,
): Value {
  if (value.kind !== 'record' || value.type !== undefined) return value;
  const ways = ['[', '.update(', '.setdefault('];
  if (!ways.some((it) => module.text.includes(`${name}${it}`))) return value;
  const { entry, at } = value;
  return {
    ...value,
    entry: (key) => {
      const given = givenTo(name, key, module).filter(isLater);
      const absent = defaultsOf(name, key, module).find(isLater);
      const before = entry(key) ?? (absent && evaluator.evaluate(absent, frame));
      if (given.length === 0) return before;
      const values = given.map((it) => evaluator.evaluate(it, frame));
      return choiceOf(before && !given.some(isCertain) ? [before, ...values] : values, at);
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

/** The nodes of what an entry gets where it has none: `options.setdefault("port", 80)`. */
function defaultsOf(name: string, key: string, module: PythonModule): readonly SyntaxNode[] {
  return module.callsOf('setdefault').flatMap((it) => {
    if (it.field('function')?.field('object')?.text !== name) return [];
    const [entry, value] = argumentsOf(it).positional;
    return literalText(entry) === key ? (value ?? []) : [];
  });
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

/** Values by key: viper and koanf. https://github.com/spf13/viper */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { literal } from '../../../text/patterns.ts';
import { firstText, placeOf, unknown, type Value } from '../../shared/values.ts';
import { withDefaults } from './defaults.ts';
import type { Evaluator } from './evaluator.ts';
import { flagNamed } from './flags.ts';
import { mentionsOf } from './mentions.ts';

const library = /^github\.com\/(?:spf13\/viper|knadh\/koanf)\./;

/** @returns the value of `viper.GetString("server.port")`; `undefined` for any other call. */
export function viperValue(
  evaluator: Evaluator,
  call: SyntaxNode,
  name: string,
  given: readonly SyntaxNode[],
): Value | undefined {
  if (!library.test(name) || !/\.(?:Get\w*|String|Int|Int64|MustString|MustInt)$/.test(name))
    return undefined;
  const key = firstText(evaluator.value(given[0]));
  return key === undefined ? undefined : keyValue(evaluator, key, placeOf(call));
}

/** @returns the value of a key: defaults, variables and flags bound to it, configuration files. */
export function keyValue(evaluator: Evaluator, key: string, at: ReturnType<typeof placeOf>): Value {
  const values = [
    ...evaluator.documents.values(key.split('.')),
    ...given(evaluator, 'SetDefault', key).flatMap(([, it]) =>
      it ? [evaluator.setBy({ key }, evaluator.value(it), placeOf(it))] : [],
    ),
  ];
  const bound = given(evaluator, 'BindEnv', key)[0];
  const prefix = calls(evaluator, 'SetEnvPrefix')[0]?.[0];
  const start = prefix ? `${firstText(evaluator.value(prefix))?.toUpperCase() ?? ''}_` : '';
  const automatic =
    (bound ?? calls(evaluator, 'AutomaticEnv')[0])
      ? `${start}${key.replace(/[.-]/g, '_').toUpperCase()}`
      : undefined;
  const variable = (bound?.[1] && firstText(evaluator.value(bound[1]))) ?? automatic;
  const flag = given(evaluator, 'BindPFlag', key)[0];
  const flagName = flag?.[1]?.all('interpreted_string_literal')[0]?.text.slice(1, -1);
  const all: Value[] = [...values, flagNamed(evaluator, flagName ?? key) ?? unknown(at)];
  const found = withDefaults(all, at);
  return variable === undefined ? found : evaluator.setBy({ variable }, found, at);
}

type Arguments = readonly SyntaxNode[];

const known = new WeakMap<Evaluator, Map<string, ReadonlyMap<string, readonly Arguments[]>>>();

/** The arguments of the calls of a method whose first argument is the key. */
function given(evaluator: Evaluator, method: string, key: string): readonly Arguments[] {
  const methods = known.get(evaluator) ?? new Map<string, ReadonlyMap<string, Arguments[]>>();
  known.set(evaluator, methods);
  const before = methods.get(method);
  if (before) return before.get(key.toLowerCase()) ?? [];
  const keys = new Map<string, Arguments[]>();
  // A key that needs itself to be read has none.
  methods.set(method, keys);
  for (const it of calls(evaluator, method)) {
    const name = it[0] && firstText(evaluator.value(it[0]))?.toLowerCase();
    if (name === undefined) continue;
    const all = keys.get(name) ?? [];
    keys.set(name, all);
    all.push(it);
  }
  return keys.get(key.toLowerCase()) ?? [];
}

/** The arguments of all calls of a method. */
function calls(evaluator: Evaluator, method: string): readonly Arguments[] {
  return evaluator.code
    .search(new RegExp(`\\.${literal(method)}\\(`))
    .flatMap((it) => evaluator.code.tree(it)?.root ?? [])
    .flatMap((root) => mentionsOf(root).calls.get(method) ?? [])
    .map((it) => it.field('arguments')?.parts ?? []);
}

/** @returns every default that a tree gives to a key. */
export function keysIn(evaluator: Evaluator, root: SyntaxNode): readonly Value[] {
  return (mentionsOf(root).calls.get('SetDefault') ?? []).flatMap((call) => {
    const [key, value] = call.field('arguments')?.parts ?? [];
    const name = key && firstText(evaluator.value(key));
    return name !== undefined && value
      ? [evaluator.setBy({ key: name }, evaluator.value(value), placeOf(call))]
      : [];
  });
}

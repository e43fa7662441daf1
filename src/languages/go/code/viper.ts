/** Values by key: viper, koanf and Beego. https://github.com/spf13/viper */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { firstText, placeOf, unknown, type Value } from '../../shared/values.ts';
import { withDefaults } from './defaults.ts';
import type { Bindings, Evaluator } from './evaluator.ts';
import { flagNamed } from './flags.ts';
import { mentionsOf } from './mentions.ts';

const library = /^github\.com\/(?:spf13\/viper|knadh\/koanf)\./;

/** @returns the value of `viper.GetString("server.port")`; `undefined` for any other call. */
export function viperValue(
  evaluator: Evaluator,
  call: SyntaxNode,
  name: string,
  given: Value,
): Value | undefined {
  if (!library.test(name) || !/\.(?:Get\w*|IsSet|String|Int|Int64|MustString|MustInt)$/.test(name))
    return undefined;
  const key = firstText(given);
  return key === undefined ? undefined : keyValue(evaluator, key, placeOf(call));
}

/**
 * `web.AppConfig.DefaultInt("httpport", 8080)` of Beego, which reads conf/app.conf:
 * https://github.com/beego/beego/tree/develop/core/config
 */
const beego =
  /^github\.com\/(?:astaxie\/beego|beego\/beego\/server\/web)\.(?:AppConfig\.(?:Default)?(?:String|Int|Int64))$/;

/** @returns the value of a key of Beego's configuration; `undefined` for any other call. */
export function beegoValue(
  evaluator: Evaluator,
  call: SyntaxNode,
  name: string,
  [given, otherwise]: readonly Value[],
): Value | undefined {
  const key = beego.test(name) && given ? firstText(given) : undefined;
  if (key === undefined) return undefined;
  const found = evaluator.documents.values([key]);
  const other = otherwise ? [otherwise] : [];
  return withDefaults(found.length > 0 ? found : other, placeOf(call));
}

/** @returns the value of a key: defaults, variables and flags bound to it, configuration files. */
export function keyValue(evaluator: Evaluator, key: string, at: ReturnType<typeof placeOf>): Value {
  const values = [
    ...evaluator.documents.values(key.split('.')),
    ...given(evaluator, 'SetDefault', key).flatMap(({ parts: [, it], bindings }) =>
      it ? [evaluator.setBy({ key }, evaluator.value(it, bindings), placeOf(it))] : [],
    ),
  ];
  values.push(...confmapValues(evaluator, key), ...nestedValues(evaluator, key));
  const bound = given(evaluator, 'BindEnv', key)[0];
  const prefix = calls(evaluator, 'SetEnvPrefix')[0]?.parts[0];
  const start = prefix ? `${firstText(evaluator.value(prefix))?.toUpperCase() ?? ''}_` : '';
  const automatic =
    (bound ?? calls(evaluator, 'AutomaticEnv')[0])
      ? `${start}${key.replace(/[.-]/g, '_').toUpperCase()}`
      : undefined;
  const named = bound?.parts[1];
  const variable = (named && firstText(evaluator.value(named, bound.bindings))) ?? automatic;
  const flag = given(evaluator, 'BindPFlag', key)[0];
  const flagName = flag?.parts[1]?.all('interpreted_string_literal')[0]?.text.slice(1, -1);
  const all: Value[] = [...values, flagNamed(evaluator, flagName ?? key) ?? unknown(at)];
  const found = withDefaults(all, at);
  return variable === undefined ? found : evaluator.setBy({ variable }, found, at);
}

/** The default in `viper.SetDefault("server", map[string]any{"port": 8080})`. */
function nestedValues(evaluator: Evaluator, key: string): readonly Value[] {
  const words = key.split('.');
  return words.slice(1).flatMap((_, index) => {
    const outer = words.slice(0, index + 1).join('.');
    return given(evaluator, 'SetDefault', outer).flatMap(({ parts: [, it], bindings }) => {
      let value = it && evaluator.value(it, bindings);
      for (const word of words.slice(index + 1))
        value = value?.kind === 'record' ? value.entry(word) : undefined;
      return it && value ? [evaluator.setBy({ key }, value, placeOf(it))] : [];
    });
  });
}

/** The default in `k.Load(confmap.Provider(map[string]any{"server.port": 8080}, "."), nil)`. */
function confmapValues(evaluator: Evaluator, key: string): readonly Value[] {
  return calls(evaluator, 'Provider').flatMap(({ parts: [map] }) =>
    (map?.field('body')?.parts ?? []).flatMap((it) => {
      const [name, value] = [it.field('key'), it.field('value')];
      const isIt = name && value && firstText(evaluator.value(name)) === key;
      return isIt ? [evaluator.setBy({ key }, evaluator.value(value), placeOf(value))] : [];
    }),
  );
}

/** The arguments of a call, in a function that is called with `bindings`. */
interface Arguments {
  readonly parts: readonly SyntaxNode[];
  readonly bindings?: Bindings;
}

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
  for (const it of calls(evaluator, method).flatMap((call) => resolved(evaluator, call))) {
    const name = keyOf(evaluator, it)?.toLowerCase();
    if (name === undefined) continue;
    const all = keys.get(name) ?? [];
    keys.set(name, all);
    all.push(it);
  }
  return keys.get(key.toLowerCase()) ?? [];
}

function keyOf(evaluator: Evaluator, { parts: [key], bindings }: Arguments): string | undefined {
  return key && firstText(evaluator.value(key, bindings));
}

/**
 * Follows a function that passes the key on to each of its calls: with
 * `func (k Key) setDefault(value any) { viper.SetDefault(string(k), value) }` they are the places
 * that have the keys.
 */
function resolved(evaluator: Evaluator, call: Arguments): readonly Arguments[] {
  const declaration = call.parts[0]?.above('function_declaration', 'method_declaration');
  if (!declaration || keyOf(evaluator, call) !== undefined) return [call];
  return evaluator.callsOf(declaration).map((outer) => ({
    parts: call.parts,
    bindings: {
      function: declaration,
      values: (outer.field('arguments')?.parts ?? []).map((it) => evaluator.value(it)),
      receiver: outer.field('function')?.field('operand'),
      outer: undefined,
      depth: 1,
    },
  }));
}

/** The arguments of all calls of a method. */
function calls(evaluator: Evaluator, method: string): readonly Arguments[] {
  return evaluator.code
    .methodCalls(method)
    .map((it) => ({ parts: it.field('arguments')?.parts ?? [] }));
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

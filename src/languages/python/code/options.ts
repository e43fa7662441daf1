/** Options of the command line: argparse, optparse, absl, tornado, click and typer. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import {
  alternatives,
  numberValue,
  placeOf,
  settable,
  type Setting,
  unknown,
  type Value,
} from '../../shared/values.ts';
import { argumentAt, argumentsOf, calledName } from './arguments.ts';
import type { Evaluator } from './evaluating.ts';
import type { Parameter, PythonModule } from './module.ts';
import { literalText } from './strings.ts';

/** Functions that define an option: the names of flags, or the name alone, come first. */
const definers =
  /^(?:add_argument|add_option|define|DEFINE_(?:integer|string|float|bool|boolean|enum))$/;

const byModule = new WeakMap<PythonModule, ReadonlyMap<string, SyntaxNode>>();

/** The options that a module defines, by name in the result. */
function optionsOf(module: PythonModule): ReadonlyMap<string, SyntaxNode> {
  const known = byModule.get(module);
  if (known) return known;
  const found = new Map<string, SyntaxNode>();
  byModule.set(module, found);
  if (!/add_argument|add_option|\bdefine\(|DEFINE_/.test(module.text)) return found;
  for (const call of module.calls) {
    if (!definers.test(calledName(call))) continue;
    const name = literalText(argumentAt(call, 'dest')) ?? nameOf(flagsOf(call));
    if (name !== undefined && !found.has(name)) found.set(name, call);
  }
  return found;
}

function flagsOf(call: SyntaxNode): readonly string[] {
  return argumentsOf(call).positional.flatMap((it) => literalText(it) ?? []);
}

/** `--listen-port` is `listen_port` in the result. */
function nameOf(flags: readonly string[]): string | undefined {
  const flag = flags.find((it) => it.startsWith('--')) ?? flags[0];
  return flag
    ?.replace(/\/--.*$/, '')
    .replace(/^-+/, '')
    .replaceAll('-', '_');
}

/** @returns the default of an option, by name in the result; `undefined` where none has it. */
export function optionNamed(
  name: string,
  use: SyntaxNode,
  evaluator: Evaluator,
): Value | undefined {
  const own = evaluator.moduleOf(use);
  const modules = [...(own ? [own] : []), ...evaluator.sources.modules.filter((it) => it !== own)];
  for (const module of modules) {
    const call = optionsOf(module).get(name);
    if (call) return defaultOf(call, evaluator, lateDefault(name, module));
  }
  return undefined;
}

/** `parser.set_defaults(port=8080)`. */
function lateDefault(name: string, module: PythonModule): SyntaxNode | undefined {
  return module
    .callsOf('set_defaults')
    .map((it) => argumentAt(it, name))
    .find((it) => it !== undefined);
}

function defaultOf(call: SyntaxNode, evaluator: Evaluator, late?: SyntaxNode): Value {
  const isAbsl = calledName(call).startsWith('DEFINE_');
  const flags = flagsOf(call);
  const flag = flags.find((it) => it.startsWith('--')) ?? flags[0] ?? '';
  const absent = late ?? argumentAt(call, 'default') ?? (isAbsl ? argumentAt(call, 1) : undefined);
  const environment = literalText(argumentAt(call, 'env_var') ?? argumentAt(call, 'envvar'));
  const setting: Setting = {
    flag: flag.startsWith('-') ? flag : `--${flag}`,
    ...(environment === undefined ? {} : { variable: environment }),
  };
  if (/^store_(?:true|false)$/.test(literalText(argumentAt(call, 'action')) ?? ''))
    return {
      kind: 'truth',
      truth: argumentAt(call, 'action')?.text.includes('false') === true,
      at: placeOf(call),
      setting,
    };
  const isNumber = argumentAt(call, 'type')?.text === 'int';
  const value = absent ? evaluator.evaluate(absent) : unknown(placeOf(call));
  return settable(isNumber ? asNumber(value) : value, setting);
}

function asNumber(value: Value): Value {
  if (value.kind !== 'text' || !/^\d+$/.test(value.pieces.join(''))) return value;
  const number = numberValue(Number(value.pieces.join('')), value.at);
  return value.setting ? settable(number, value.setting) : number;
}

/**
 * @returns the default of a parameter that is an option of click or typer; `undefined` for another.
 * https://click.palletsprojects.com/en/stable/options/ https://typer.tiangolo.com/tutorial/options/
 */
export function optionParameter(
  owner: SyntaxNode,
  parameter: Parameter,
  evaluator: Evaluator,
): Value | undefined {
  const decorators = decoratorsOf(owner);
  return (
    clickNamed(parameter.name, decorators, evaluator) ??
    typerDefault(parameter, decorators, evaluator)
  );
}

/** @returns the options of click that `def main(**options)` takes; `undefined` for another. */
export function optionsParameter(
  owner: SyntaxNode,
  { kind }: Parameter,
  evaluator: Evaluator,
): Value | undefined {
  if (kind !== 'record') return undefined;
  const decorators = decoratorsOf(owner);
  const names = decorators.flatMap((it) => clickOption(it)?.name ?? []);
  if (names.length === 0) return undefined;
  return {
    kind: 'record',
    at: placeOf(owner),
    names,
    entry: (name) => clickNamed(name, decorators, evaluator),
  };
}

function decoratorsOf(owner: SyntaxNode): readonly SyntaxNode[] {
  return owner.parent?.type === 'decorated_definition'
    ? owner.parent.children.filter((it) => it.type === 'decorator')
    : [];
}

function clickNamed(
  name: string,
  decorators: readonly SyntaxNode[],
  evaluator: Evaluator,
): Value | undefined {
  const found = decorators.map(clickOption).find((it) => it?.name === name);
  return found && clickDefault(found.call, found.flags, evaluator);
}

/** The option that a decorator of click defines. */
function clickOption(
  decorator: SyntaxNode,
): { call: SyntaxNode; flags: readonly string[]; name: string | undefined } | undefined {
  const call = decorator.parts[0];
  if (call?.type !== 'call' || !/^(?:.*_)?(?:option|argument)$/.test(calledName(call)))
    return undefined;
  const flags = flagsOf(call);
  return { call, flags, name: flags.find((it) => /^\w+$/.test(it)) ?? nameOf(flags) };
}

function clickDefault(call: SyntaxNode, flags: readonly string[], evaluator: Evaluator): Value {
  const variable = environmentOf(call, evaluator);
  const flag = flags.find((it) => it.startsWith('--')) ?? flags.find((it) => it.startsWith('-'));
  const absent = argumentAt(call, 'default');
  const value = absent ? called(evaluator.evaluate(absent), evaluator) : unknown(placeOf(call));
  return settable(asNumber(value), {
    ...(variable === undefined ? {} : { variable }),
    ...(flag === undefined ? {} : { flag }),
  });
}

/** A default can be a function. */
function called(value: Value, evaluator: Evaluator): Value {
  return value.kind === 'code' && value.node.type === 'lambda'
    ? evaluator.evaluate(value.node.field('body'))
    : value;
}

function environmentOf(call: SyntaxNode, evaluator: Evaluator): string | undefined {
  const node = argumentAt(call, 'envvar');
  if (!node) return undefined;
  const value = evaluator.evaluate(node);
  const first = alternatives(value.kind === 'list' ? (value.items[0] ?? value) : value)[0];
  return first?.kind === 'text' ? first.pieces.join('') : undefined;
}

function typerDefault(
  { name, type, absent }: Parameter,
  decorators: readonly SyntaxNode[],
  evaluator: Evaluator,
): Value | undefined {
  const isOption = (it: SyntaxNode): boolean =>
    it.type === 'call' && /^(?:Option|Argument|Parameter)$/.test(calledName(it));
  const inType = type?.text.includes('Annotated') ? type.all('call').find(isOption) : undefined;
  const inDefault = absent && isOption(absent) ? absent : undefined;
  const call = inType ?? inDefault;
  const isCommand = decorators.some((it) => /\.(?:command|callback)\b|^@command\b/.test(it.text));
  if (!call && !isCommand) return undefined;
  const flags = call ? flagsOf(call).filter((it) => it.startsWith('-')) : [];
  const variable = call && environmentOf(call, evaluator);
  const value = inDefault
    ? (argumentAt(inDefault, 'default') ?? argumentsOf(inDefault).positional[0])
    : absent;
  if (!value && !call) return undefined;
  const isOpen = !value || value.type === 'ellipsis';
  return settable(
    isOpen ? unknown(placeOf(value ?? (call as SyntaxNode))) : evaluator.evaluate(value),
    {
      flag: flags.find((it) => it.startsWith('--')) ?? `--${name.replaceAll('_', '-')}`,
      ...(variable === undefined ? {} : { variable }),
    },
  );
}

/** @returns the default of what `parse_args()`, `FLAGS` or tornado's `options` gives. */
export function optionOf(
  object: string,
  name: string,
  use: SyntaxNode,
  evaluator: Evaluator,
): Value | undefined {
  const isResult =
    /\.parse_(?:intermixed_)?args\(\)(?:\[0\])?$|\.parse_known_args\(\)(?:\[0\])?$|^absl\.flags\.FLAGS$|^tornado\.options\.options$/.test(
      object,
    );
  return isResult ? optionNamed(name, use, evaluator) : undefined;
}

/** @returns the default of `PORT = flags.DEFINE_integer("port", 8080, "")`, whose value is asked. */
export function definedOption(call: SyntaxNode, evaluator: Evaluator): Value {
  return defaultOf(call, evaluator);
}

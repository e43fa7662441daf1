/** Options of command lines, with their defaults: commander, yargs, cac. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import {
  firstText,
  placeOf,
  type Setting,
  settable,
  unknown,
  type Value,
} from '../../shared/values.ts';
import { argumentsOf, type Evaluation } from './evaluation.ts';

interface Option {
  readonly names: readonly string[];
  readonly value: Value;
}

/** @returns the options that the file of a call declares, as a record. */
export function optionsIn(evaluation: Evaluation, call: SyntaxNode): Value {
  const { calls } = evaluation.program.modules.get(call.file) ?? {};
  const of = (name: string): readonly SyntaxNode[] => calls?.get(name) ?? [];
  const all = (): readonly Option[] => [
    ...['option', 'requiredOption', 'options']
      .flatMap((it) => of(it))
      .flatMap((it) => declared(evaluation, it)),
    ...of('Option').flatMap((it) => built(evaluation, it)),
    ...of('options').flatMap((it) => several(evaluation, it)),
    ...of('default').flatMap((it) => single(evaluation, it)),
  ];
  return recordOf(all, call);
}

function recordOf(all: () => readonly Option[], at: SyntaxNode): Value {
  return {
    kind: 'record',
    names: [],
    entry: (name) => {
      const found = all().filter((it) => it.names.includes(name));
      return (found.find((it) => it.value.kind !== 'unknown') ?? found[0])?.value;
    },
    at: placeOf(at),
  };
}

/**
 * `defineCommand({ args: { port: { default: '3000' } }, run({ args }) { ... } })`:
 * https://github.com/unjs/citty
 *
 * @param owner a function.
 * @returns the parameter of `run`; `undefined` for any other function.
 */
export function commandContext(evaluation: Evaluation, owner: SyntaxNode): Value | undefined {
  const name = owner.field('name') ?? owner.parent?.field('key');
  const object = name?.text === 'run' ? owner.above('object') : undefined;
  const call = object?.parent?.parent;
  if (!object || call?.field('function')?.text !== 'defineCommand') return undefined;
  const command = evaluation.evaluate(object);
  const declared = command.kind === 'record' ? command.entry('args') : undefined;
  return (
    declared && {
      kind: 'record',
      names: ['args'],
      entry: (key) => (key === 'args' ? recordOf(() => listed(declared, call), call) : undefined),
      at: placeOf(call),
    }
  );
}

function argumentValues(evaluation: Evaluation, call: SyntaxNode): readonly Value[] {
  return argumentsOf(call).map((it) => evaluation.evaluate(it));
}

/** `-p, --listen-port <port>` is `listenPort`. */
function flagNames(text: string): { readonly names: readonly string[]; readonly flag: string } {
  const long = /--(?:no-)?([\w-]+)/.exec(text)?.[1] ?? /^-(\w)\b/.exec(text)?.[1] ?? text;
  const camel = long.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { names: [camel, long], flag: `--${long}` };
}

/** `option('-p, --port <port>', 'what', '3000')`, `options('port', { default: 3000 })`. */
function declared(evaluation: Evaluation, call: SyntaxNode): readonly Option[] {
  const [name, second, third, fourth] = argumentValues(evaluation, call);
  const text = name && firstText(name);
  if (text === undefined) return [];
  const { names, flag } = flagNames(text);
  const [settings] = [second, third].flatMap((it) => (it?.kind === 'record' ? [it] : []));
  const isParser = third?.kind === 'code' || third?.kind === 'foreign';
  const positional = isParser ? fourth : third;
  const fallback = settings ? settings.entry('default') : positional;
  const alias = settings && firstText(settings.entry('alias') ?? unknown(settings.at));
  const value = settable(fallback ?? unknown(placeOf(call)), { flag });
  return [{ names: alias === undefined ? names : [...names, alias], value }];
}

/** `new Option('-p, --port <port>').default(3000).env('PORT')`. */
function built(evaluation: Evaluation, call: SyntaxNode): readonly Option[] {
  const [name] = argumentValues(evaluation, call);
  const text = name && firstText(name);
  if (text === undefined) return [];
  const { names, flag } = flagNames(text);
  let value: Value = unknown(placeOf(call));
  let setting: Setting = { flag };
  for (
    let at = call.parent;
    at?.type === 'member_expression' || at?.type === 'call_expression';
    at = at.parent
  ) {
    if (at.type !== 'call_expression') continue;
    const method = at.field('function')?.field('property')?.text;
    const [argument] = argumentValues(evaluation, at);
    if (method === 'default' && argument) value = argument;
    const variable = method === 'env' && argument ? firstText(argument) : undefined;
    if (variable !== undefined) setting = { ...setting, variable };
  }
  return [{ names, value: settable(value, setting) }];
}

/** `options({ port: { default: 3000 } })`. */
function several(evaluation: Evaluation, call: SyntaxNode): readonly Option[] {
  const [record] = argumentValues(evaluation, call);
  return record ? listed(record, call) : [];
}

function listed(record: Value, at: SyntaxNode): readonly Option[] {
  if (record.kind !== 'record') return [];
  return record.names.flatMap((name) => {
    const option = record.entry(name);
    const fallback = option?.kind === 'record' ? option.entry('default') : undefined;
    const alias =
      option?.kind === 'record'
        ? firstText(option.entry('alias') ?? unknown(record.at))
        : undefined;
    const { names } = flagNames(name);
    const value = settable(fallback ?? unknown(placeOf(at)), { flag: `--${name}` });
    return [{ names: alias === undefined ? names : [...names, alias], value }];
  });
}

/** `default('port', 3000)`. */
function single(evaluation: Evaluation, call: SyntaxNode): readonly Option[] {
  const [name, value] = argumentValues(evaluation, call);
  const text = name && firstText(name);
  return text === undefined || !value
    ? []
    : [{ names: [text], value: settable(value, { flag: `--${text}` }) }];
}

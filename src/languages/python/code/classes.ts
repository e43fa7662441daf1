/** Fields of classes: dataclasses, attrs, pydantic and its settings, which variables replace. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { alternatives, placeOf, settable, unknown, type Value } from '../../shared/values.ts';
import { argumentAt, argumentsOf } from './arguments.ts';
import type { Evaluator } from './evaluating.ts';
import { literalText } from './strings.ts';

/** @returns whether the constructor takes the fields. */
export function isRecordClass(class_: SyntaxNode, evaluator: Evaluator): boolean {
  return !evaluator
    .classesOf(class_)
    .some((it) =>
      (it.field('body')?.parts ?? []).some(
        (part) =>
          (part.field('definition') ?? part).type === 'function_definition' &&
          (part.field('definition') ?? part).field('name')?.text === '__init__',
      ),
    );
}

/** @returns whether variables of the environment set the fields: pydantic-settings. */
export function isSettings(class_: SyntaxNode, evaluator: Evaluator): boolean {
  return evaluator
    .foreignBases(class_)
    .some((it) => /(?:^|\.)(?:BaseSettings|ServerSettings)$/.test(it));
}

/** A field of a class, as its body declares it. */
export interface Field {
  readonly name: string;
  readonly node: SyntaxNode;
  /** `undefined`: it has to be given. */
  readonly absent: SyntaxNode | undefined;
  /** The variable that replaces it; `undefined` for a class that is not settings. */
  readonly variable: string | undefined;
}

/** @returns the fields that the body of a class declares with a type. */
export function fieldsOf(class_: SyntaxNode): readonly SyntaxNode[] {
  return (class_.field('body')?.parts ?? []).flatMap((it) => {
    const assignment = it.type === 'expression_statement' ? it.parts[0] : undefined;
    return assignment?.type === 'assignment' && assignment.field('left')?.type === 'identifier'
      ? [assignment]
      : [];
  });
}

/**
 * @param class_ the class that declares it. @param made the class that is constructed.
 * @returns the default of a field, with the variable that replaces it.
 */
export function fieldOf(
  class_: SyntaxNode,
  made: SyntaxNode,
  name: string,
  evaluator: Evaluator,
): Value | undefined {
  const node = fieldsOf(class_).findLast((it) => it.field('left')?.text === name);
  if (!node) return undefined;
  const variable = isSettings(made, evaluator)
    ? variableOf(node, name, made, evaluator)
    : undefined;
  const value = defaultOf(node, evaluator);
  if (variable === undefined) return value;
  if (value.kind !== 'record') return settable(value, { variable });
  const border = configured('env_nested_delimiter', made, evaluator);
  return border === undefined ? value : nested(value, `${variable}${border}`);
}

/** The fields of a model in settings: `SERVER__PORT`. */
function nested(value: Extract<Value, { kind: 'record' }>, prefix: string): Value {
  return {
    ...value,
    entry: (name) => {
      const found = value.entry(name);
      return found && settable(found, { variable: `${prefix}${name}`.toUpperCase() });
    },
  };
}

/** Functions that describe a field, and do not give its value. */
const describers = /^(?:Field|field|ib|attrib|FieldInfo|PrivateAttr)$/;

function describerOf(node: SyntaxNode): SyntaxNode | undefined {
  const right = node.field('right');
  const callee = right?.type === 'call' ? right.field('function') : undefined;
  const name = (callee?.field('attribute') ?? callee)?.text ?? '';
  if (describers.test(name)) return right;
  return node
    .field('type')
    ?.all('call')
    .find((it) => it.field('function')?.text === 'Field');
}

function defaultOf(node: SyntaxNode, evaluator: Evaluator): Value {
  const right = node.field('right');
  const describer = describerOf(node);
  const at = placeOf(node);
  if (!describer || (right && describer !== right)) {
    return right && right.type !== 'ellipsis' ? evaluator.evaluate(right) : unknown(at);
  }
  const factory = argumentAt(describer, 'default_factory') ?? argumentAt(describer, 'factory');
  if (factory) return produced(evaluator.evaluate(factory), factory, evaluator);
  const value = argumentAt(describer, 'default') ?? argumentsOf(describer).positional[0];
  return value && value.type !== 'ellipsis' ? evaluator.evaluate(value) : unknown(at);
}

/** What a factory without arguments makes. */
function produced(value: Value, node: SyntaxNode, evaluator: Evaluator): Value {
  if (value.kind !== 'code') return unknown(placeOf(node));
  if (value.node.type === 'class_definition') return evaluator.instance(value.node, undefined);
  if (value.node.type === 'lambda') return evaluator.evaluate(value.node.field('body'));
  const returned = value.node
    .field('body')
    ?.all('return_statement')
    .find((it) => it.parts.length > 0);
  return returned ? evaluator.evaluate(returned.parts[0]) : unknown(placeOf(node));
}

/**
 * The variable of a field: its alias, or its name behind the prefix.
 * https://docs.pydantic.dev/latest/concepts/pydantic_settings/#environment-variable-names
 */
function variableOf(
  node: SyntaxNode,
  name: string,
  made: SyntaxNode,
  evaluator: Evaluator,
): string {
  const describer = describerOf(node);
  for (const key of ['validation_alias', 'alias', 'env']) {
    const alias = describer && argumentAt(describer, key);
    const text = alias && (literalText(alias) ?? alias.all('string').map(literalText)[0]);
    if (text !== undefined) return text;
  }
  return `${prefixOf(made, evaluator)}${name}`.toUpperCase();
}

function prefixOf(class_: SyntaxNode, evaluator: Evaluator): string {
  return configured('env_prefix', class_, evaluator) ?? '';
}

/** A text of `model_config = SettingsConfigDict(...)`, or of the class `Config`. */
function configured(option: string, class_: SyntaxNode, evaluator: Evaluator): string | undefined {
  for (const it of evaluator.classesOf(class_)) {
    const named = it
      .field('body')
      ?.all('keyword_argument', 'assignment', 'pair')
      .find((part) => {
        const name = part.field('name') ?? part.field('left') ?? part.field('key');
        return name?.text.replace(/["']/g, '') === option;
      });
    const node = named && (named.field('value') ?? named.field('right'));
    const value = node && alternatives(evaluator.evaluate(node))[0];
    if (value?.kind === 'text') return value.pieces.join('');
  }
  return undefined;
}

/** A field that has to be set, with its variable. */
interface DemandedField {
  readonly variable: string;
  readonly node: SyntaxNode;
}

/** @returns fields of settings without a default, with their variables. */
export function demandedFields(class_: SyntaxNode, evaluator: Evaluator): readonly DemandedField[] {
  const border = configured('env_nested_delimiter', class_, evaluator);
  return requiredFields(class_, evaluator).flatMap((it) =>
    demandedBy(it, variableOf(it, nameOf(it), class_, evaluator), border, evaluator),
  );
}

/** A field, or the fields without a default of the model that it is: `SERVER__TOKEN`. */
function demandedBy(
  node: SyntaxNode,
  variable: string,
  border: string | undefined,
  evaluator: Evaluator,
  depth = 0,
): readonly DemandedField[] {
  const model = border === undefined || depth > 3 ? undefined : modelOf(node, evaluator);
  const inner = (model ? requiredFields(model, evaluator) : []).flatMap((it) => {
    const name = `${variable}${border}${nameOf(it)}`.toUpperCase();
    return demandedBy(it, name, border, evaluator, depth + 1);
  });
  return inner.length > 0 ? inner : [{ variable, node }];
}

/** The class of the project that the type of a field names. */
function modelOf(node: SyntaxNode, evaluator: Evaluator): SyntaxNode | undefined {
  const type = node.field('type');
  return (type?.all('identifier') ?? [])
    .flatMap((it) => alternatives(evaluator.evaluate(it)))
    .flatMap((it) => (it.kind === 'code' && it.node.type === 'class_definition' ? it.node : []))[0];
}

const nameOf = (field: SyntaxNode): string => field.field('left')?.text ?? '';

/** The fields of a class and its bases that have to be given. */
function requiredFields(class_: SyntaxNode, evaluator: Evaluator): readonly SyntaxNode[] {
  const seen = new Set<string>();
  return evaluator.classesOf(class_).flatMap((it) =>
    fieldsOf(it).filter((node) => {
      const name = nameOf(node);
      if (seen.has(name)) return false;
      seen.add(name);
      return !hasDefault(node) && isField(node) && !/^_|^model_config$/.test(name);
    }),
  );
}

const isField = (node: SyntaxNode): boolean =>
  node.field('type') !== undefined && !/ClassVar/.test(node.field('type')?.text ?? '');

function hasDefault(node: SyntaxNode): boolean {
  const right = node.field('right');
  const describer = describerOf(node);
  if (!describer) return right !== undefined && right.type !== 'ellipsis';
  const [first] = argumentsOf(describer).positional;
  return (
    argumentAt(describer, 'default') !== undefined ||
    argumentAt(describer, 'default_factory') !== undefined ||
    (first !== undefined && first.type !== 'ellipsis') ||
    (right !== undefined && right !== describer)
  );
}

/** Finds the calls in a program that rows of knowledge describe, and the values of their arguments. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Argument, Row } from '../../shared/knowledge.ts';
import {
  alternatives,
  choiceOf,
  firstText,
  placeOf,
  possible,
  type Value,
} from '../../shared/values.ts';
import { literal } from '../../../text/patterns.ts';
import { declarationsIn, functionTypes } from './bindings.ts';
import { argumentsOf } from './evaluation.ts';
import type { Evaluator } from './evaluate.ts';
import { calledResult, lastName, type Module } from './module.ts';

/** A call that a row describes. */
export interface Match {
  readonly row: Row;
  readonly call: SyntaxNode;
  readonly receiver: Value | undefined;
}

/** The rows by the last name of what is called. */
export class Rows {
  readonly #byName = new Map<string, Row[]>();
  readonly #modules = new Map<string, Row[]>();
  readonly #sieve: RegExp;

  constructor(rows: readonly Row[]) {
    for (const row of rows) {
      const name = lastOf(row.call);
      const map = name === undefined ? this.#modules : this.#byName;
      const key = name ?? row.call;
      map.set(key, [...(map.get(key) ?? []), row]);
    }
    const names = [...this.#byName.keys()].map(literal).join('|');
    const dotted = rows.map((it) => it.call).filter((it) => /^[\w-]+\.(?:io|js)$/.test(it));
    const modules = [...this.#modules.keys(), ...dotted].map((it) =>
      literal(it.replace(/^node:|\(\)$/g, '')),
    );
    // A name in a comment, or one that is only a property, is no call.
    const called = String.raw`(?<![\w$])(?:${names})\s*(?:[(<)\x60]|\?\.|as\s|:\s*[\w$]+\s*[,}])`;
    const taken = String.raw`\.(?:${names})\s*[;,\n]`;
    const imported = String.raw`(?<!^import\s*(?:type\s*)?\{[^}]*\}\s*from\s*)["'](?:node:)?(?:${modules.join('|')})["']`;
    this.#sieve = new RegExp([called, taken, imported].join('|'), 'm');
  }

  /** Whether a text may have a call that a row describes. */
  mayMatch(text: string): boolean {
    return this.#sieve.test(text);
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** @returns the rows for a full name; those that hold for any receiver only if no other does. */
  of(name: string): readonly Row[] {
    const own = this.#modules.get(name) ?? [];
    const candidates = this.#byName.get(lastOf(name) ?? '') ?? [];
    const exact = candidates.filter((it) => namesOf(name).some((one) => fits(it.call, one)));
    if (exact.length + own.length > 0) return [...own, ...exact];
    return candidates.filter((it) => it.call === `*.${lastOf(name) ?? ''}`);
  }
}

/** The last part of a full name; `undefined` for a module: `express`, `@koa/router`. */
function lastOf(call: string): string | undefined {
  const path = call.replace(/^(?:@[^/]+\/)?[^/]*?(?=\.|\(|\/|$)/, '');
  const dot = call.lastIndexOf('.');
  if (dot === -1 || path === '') return undefined;
  const last = call.slice(dot + 1).replace(/\(\)$/, '');
  return /^[\w$]+$/.test(last) ? last : undefined;
}

/** Functions that another module has under the same name. */
function namesOf(name: string): readonly string[] {
  if (name.startsWith('node:fs.promises.')) return [name, `node:fs.${name.slice(17)}`];
  return name.startsWith('fs-extra.') ? [name, `node:fs.${name.slice(9)}`] : [name];
}

/** Whether a name is that of a row. Calls in between give the same object: `a().use().listen`. */
function fits(call: string, name: string): boolean {
  if (call === name) return true;
  const border = call.lastIndexOf('().');
  if (border === -1) return false;
  const [base, method] = [call.slice(0, border + 2), call.slice(border + 2)];
  if (!name.startsWith(base) || !name.endsWith(method)) return false;
  return /^(?:\.\w+\(\))*$/.test(name.slice(base.length, name.length - method.length));
}

/** @returns all calls in a module that rows describe, in source order. */
export function matchesIn(module: Module, rows: Rows, evaluator: Evaluator): readonly Match[] {
  if (!rows.mayMatch(module.text) || !module.root) return [];
  const imported = importedNames(module, evaluator);
  const calls = [...module.calls]
    .filter(([name]) => rows.has(name) || name === calledResult || imported.has(name))
    .flatMap(([, nodes]) => nodes)
    .sort((one, other) => one.start - other.start);
  return calls.flatMap((call) => matchesOf(call, rows, evaluator));
}

/**
 * Names that another module gives: they can be called by any name. What a file of the project declares
 * as a function or a class is its own, and needs no tree to say so.
 */
function importedNames(module: Module, { program }: Evaluator): ReadonlySet<string> {
  const all = module.root ? [...declarationsIn(module.root)] : [];
  return new Set(
    all
      .filter(([, it]) => {
        if (it.kind === 'import') {
          const target = program.resolve(module.file, it.from);
          const text = target === undefined ? undefined : program.modules.get(target)?.text;
          return text === undefined || !declares(text, it.name);
        }
        return (
          it.kind === 'variable' &&
          /\brequire\b|\bpromisify\b/.test(it.value?.text.slice(0, 120) ?? '')
        );
      })
      .map(([name]) => name),
  );
}

/** Whether a text exports a function or a class of this name. */
function declares(text: string, name: string): boolean {
  const declared = String.raw`(?:async\s+)?(?:function\b\s*\*?|(?:abstract\s+)?class\b)`;
  const whole =
    name === 'default'
      ? String.raw`^export\s+default\s+${declared}`
      : String.raw`^export\s+${declared}\s*${literal(name)}(?![\w$])`;
  return new RegExp(whole, 'm').test(text);
}

function matchesOf(call: SyntaxNode, rows: Rows, evaluator: Evaluator): readonly Match[] {
  const callee = unwrapped(call.field('function') ?? call.field('constructor'));
  if (!callee) return [];
  if (callee.type !== 'member_expression') {
    const value = evaluator.evaluate(callee);
    return alternatives(value)
      .flatMap((it) => (it.kind === 'foreign' ? rows.of(it.name) : []))
      .map((row) => ({ row, call, receiver: undefined }));
  }
  const [object, property] = [callee.field('object'), callee.field('property')];
  if (!object || !property) return [];
  const receiver = evaluator.evaluate(object);
  const found = alternatives(receiver).flatMap((it) => rows.of(nameOn(it, property.text)));
  return [...new Set(found)].map((row) => ({ row, call, receiver }));
}

function nameOn(receiver: Value, method: string): string {
  if (receiver.kind === 'foreign') return `${receiver.name}.${method}`;
  if (receiver.kind === 'record' && receiver.entry(method)?.kind === 'code') return '';
  const inherited = receiver.kind === 'record' ? receiver.entry(method) : undefined;
  return inherited?.kind === 'foreign' ? inherited.name : `?.${method}`;
}

function unwrapped(node: SyntaxNode | undefined): SyntaxNode | undefined {
  return node?.type === 'non_null_expression' || node?.type === 'parenthesized_expression'
    ? unwrapped(node.parts[0])
    : node;
}

/** The value of an argument with the expression that it has in the call. */
export interface Given {
  readonly value: Value;
  readonly node: SyntaxNode | undefined;
}

/** @returns the first argument of a row that the call gives; what is no text or number comes last. */
export function givenIn(
  match: Match,
  wanted: Row['argument'],
  evaluator: Evaluator,
): Given | undefined {
  if (wanted === undefined) return undefined;
  const list: readonly Argument[] = typeof wanted === 'object' ? wanted : [wanted];
  const found = list.flatMap((it) => argumentAt(match, it, evaluator) ?? []);
  return (
    found.find((it) => isReadable(it.value)) ??
    found.find((it) =>
      alternatives(it.value).every(({ kind }) => kind === 'unknown' || kind === 'foreign'),
    )
  );
}

function isReadable(value: Value): boolean {
  return possible(value).length > 0 || value.kind === 'list' || value.kind === 'code';
}

function argumentAt(
  { call, receiver }: Match,
  wanted: Argument,
  evaluator: Evaluator,
): Given | undefined {
  if (wanted === 'receiver') return receiver && { value: receiver, node: undefined };
  const nodes = argumentsOf(call);
  if (typeof wanted === 'number') {
    const node = nodes[wanted];
    return node && node.type !== 'spread_element'
      ? { value: evaluator.evaluate(node), node }
      : undefined;
  }
  for (const node of nodes) {
    if (functionTypes.includes(node.type)) continue;
    const records = alternatives(evaluator.evaluate(node)).filter((it) => it.kind === 'record');
    const values = records.flatMap(
      (it) => partOf(it, wanted, (one) => evaluator.result(one, [], node)) ?? [],
    );
    if (values.length > 0) return { value: choiceOf(values, placeOf(node)), node };
  }
  return undefined;
}

/**
 * Follows a path with dots; of a list, it goes into all items: `targets.options.destination`, and `*`
 * into all parts of a record: `appenders.*.filename`. A function on the way is called:
 * `useFactory.autoSchemaFile`.
 */
function partOf(
  value: Value,
  path: string,
  call: (code: Extract<Value, { kind: 'code' }>) => Value,
): Value | undefined {
  let at: Value | undefined = value;
  const keys = path.split('.');
  for (const [index, key] of keys.entries()) {
    const rest = keys.slice(index).join('.');
    if (at?.kind === 'list') return listOf(at, rest, call);
    if (at?.kind === 'code') at = call(at);
    const one: Value | undefined = at && alternatives(at).find((it) => it.kind === 'record');
    if (one?.kind !== 'record') return undefined;
    if (key === '*') {
      const items = one.names.flatMap((it) => one.entry(it) ?? []);
      return listOf({ kind: 'list', items, at: one.at }, keys.slice(index + 1).join('.'), call);
    }
    at = one.entry(key);
  }
  return at && at.kind !== 'nothing' ? at : undefined;
}

function listOf(
  list: Extract<Value, { kind: 'list' }>,
  path: string,
  call: Parameters<typeof partOf>[2],
): Value | undefined {
  const items = list.items.flatMap((it) => partOf(it, path, call) ?? []);
  return items.length > 0 ? { ...list, items } : undefined;
}

/** @returns whether the condition of a row holds. */
export function holds(match: Match, evaluator: Evaluator): boolean {
  const { only, unless } = match.row;
  if (unless !== undefined && argumentAt(match, unless, evaluator)) return false;
  if (!only) return true;
  const value = argumentAt(match, only.argument, evaluator)?.value;
  return value !== undefined && only.values.includes(firstText(value) ?? '');
}

/** @returns the texts that a function gives: what it returns, or hands to its last parameter. */
export function callbackValues(
  value: Value,
  evaluator: Evaluator,
  at: SyntaxNode,
): readonly Value[] {
  if (value.kind !== 'code') return [value];
  const parameters = value.node.field('parameters')?.parts ?? [];
  const done = parameters.at(-1)?.field('pattern')?.text ?? parameters.at(-1)?.text;
  const handed = value.node
    .all('call_expression')
    .filter((it) => done !== undefined && lastName(it.field('function')) === done)
    .flatMap((it) => argumentsOf(it).slice(1, 2))
    .map((it) => evaluator.evaluate(it));
  return handed.length > 0 ? handed : [evaluator.result(value, [], at)];
}

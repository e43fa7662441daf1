/** Finds the calls and literals of a program that the tables of knowledge name. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { literal } from '../../../text/patterns.ts';
import type { Argument, Row } from '../../shared/knowledge.ts';
import { unknown, placeOf, type Value } from '../../shared/values.ts';
import { type GoFile, oncePerFile } from '../packages.ts';
import type { Evaluator } from './evaluator.ts';
import { mentionsOf } from './mentions.ts';
import { isForOtherSystem } from './systems.ts';
import type { Callee } from './types.ts';

/** What is searched for: the call or literal, and the argument that has the value. */
export type Wanted = Pick<Row, 'call' | 'argument'>;

/** A place of the program to which a row applies. */
export interface Match<R extends Wanted = Row> {
  readonly row: R;
  /** The call, the composite literal, or the assignment to a field. */
  readonly node: SyntaxNode;
  /** `undefined` where the call has none of the row's arguments. */
  readonly value: Value | undefined;
  /** The node of the value. */
  readonly argument: SyntaxNode | undefined;
}

/** `net/http.Server{}` as its package, the names between, and the last name. */
interface Target {
  /** `*`: whatever it is called on, as long as that cannot be resolved. */
  readonly path: string;
  readonly isMethod: boolean;
  readonly isLiteral: boolean;
  readonly name: string;
}

function targetOf(call: string): Target {
  // Names such as go.rice have a dot.
  const dot = call.indexOf('.', call.lastIndexOf('/') + (/\/go\.[^/]*$/.test(call) ? 4 : 1));
  const path = call.slice(0, dot);
  const rest = call.slice(dot + 1);
  const isLiteral = rest.endsWith('{}');
  const names = (isLiteral ? rest.slice(0, -2) : rest).split('.');
  return { path, isMethod: names.length > 1, isLiteral, name: names.at(-1) ?? '' };
}

interface Known<R extends Wanted = Wanted> extends Target {
  readonly row: R;
}

/** @returns all matches, in the order of the files and of the rows. */
export function matchesOf<R extends Wanted>(
  evaluator: Evaluator,
  rows: readonly R[],
): readonly Match<R>[] {
  const { code } = evaluator;
  const table = tableOf(rows);
  const known = table.rows.filter(({ path }) => path === '*' || code.imports(path));
  if (known.length === 0) return [];
  const byName = new Map<string, Known<R>[]>();
  for (const it of known) byName.set(it.name, [...(byName.get(it.name) ?? []), it]);
  const fields = new Set(known.flatMap((it) => (it.isLiteral ? [String(it.row.argument)] : [])));
  return code.files.flatMap((file) => {
    const fits = (name: string): boolean =>
      fields.has(name) ||
      byName
        .get(name)
        ?.some(({ path, isMethod }) => isMethod || path === '*' || file.imports.has(path)) === true;
    const root = table.namesIn(file).some(fits) ? code.tree(file)?.root : undefined;
    return root ? inFile(evaluator, root, byName) : [];
  });
}

/** Rows that are searched for together, in whatever program. */
interface Table<R extends Wanted = Wanted> {
  readonly rows: readonly Known<R>[];
  /** @returns the names of the rows which a text calls, makes or sets. */
  readonly namesIn: (file: GoFile) => readonly string[];
}

const tables = new WeakMap<readonly Wanted[], Table>();

function tableOf<R extends Wanted>(rows: readonly R[]): Table<R> {
  const known = tables.get(rows) as Table<R> | undefined;
  if (known) return known;
  const targets = rows.map((row) => ({ ...targetOf(row.call), row }));
  const fields = targets.filter((it) => it.isLiteral).map(({ row }) => String(row.argument));
  const anyOf = (names: readonly string[]): string => [...new Set(names)].map(literal).join('|');
  const called = `(${anyOf(targets.map((it) => it.name))})\\s*[({]`;
  const set = fields.length > 0 ? `|(${anyOf(fields)})\\s*=` : '';
  // `var open = sql.Open` ends a line.
  const held = `=[ \\t]*\\w+\\.(${anyOf(targets.map((it) => it.name))})[ \\t]*$`;
  const expression = new RegExp(`\\.(?:${called}${set})|${held}`, 'gm');
  const namesIn = oncePerFile(({ text }) => [
    ...new Set([...text.matchAll(expression)].map((it) => it.slice(1).find((name) => name) ?? '')),
  ]);
  const table = { rows: targets, namesIn };
  tables.set(rows, table);
  return table;
}

function inFile<R extends Wanted>(
  evaluator: Evaluator,
  root: SyntaxNode,
  byName: ReadonlyMap<string, readonly Known<R>[]>,
): readonly Match<R>[] {
  const { calls, literals, elided, assigned, held } = mentionsOf(root);
  const found: Match<R>[] = [];
  const onLinux = (): readonly Match<R>[] =>
    found
      .filter(({ node }) => !isForOtherSystem(node, (it) => evaluator.value(it)))
      .toSorted((one, other) => one.node.start - other.node.start);
  for (const [name, nodes] of calls) {
    const known = byName.get(name)?.filter((it) => !it.isLiteral) ?? [];
    if (known.length > 0) for (const call of nodes) found.push(...ofCall(evaluator, call, known));
  }
  for (const [name, variables] of held) {
    const known = byName.get(name)?.filter((it) => !it.isLiteral) ?? [];
    if (known.length > 0)
      for (const it of variables) found.push(...ofVariable(evaluator, it, known));
  }
  const ofLiterals = [...byName.values()].flat().filter((it) => it.isLiteral);
  if (ofLiterals.length === 0) return onLinux();
  for (const node of [...literals, ...elided]) {
    const type =
      node.type === 'literal_value'
        ? evaluator.types.literalType(node)
        : evaluator.types.resolve(node.field('type'));
    if (type?.kind !== 'foreign') continue;
    const { path, name } = targetOf(type.name);
    for (const { row } of ofLiterals.filter((it) => it.path === path && it.name === name)) {
      const argument = fieldOf(node, row.argument);
      if (argument || row.argument === undefined)
        found.push({ row, node, argument, value: argument && evaluator.value(argument) });
    }
  }
  for (const { row, path } of ofLiterals)
    for (const { left, value } of assigned.get(String(row.argument)) ?? []) {
      const operand = left.field('operand');
      const type = operand && evaluator.types.typeOf(operand);
      if (type?.kind === 'foreign' && targetOf(type.name).path === path)
        found.push({ row, node: left, argument: value, value: evaluator.value(value) });
    }
  return onLinux();
}

function ofCall<R extends Wanted>(
  evaluator: Evaluator,
  call: SyntaxNode,
  known: readonly Known<R>[],
): readonly Match<R>[] {
  return ofCallee(evaluator.types.calleeOf(call), evaluator, call, known);
}

/** The calls of a variable that holds a function: `var open = sql.Open`, `open("sqlite", path)`. */
function ofVariable<R extends Wanted>(
  evaluator: Evaluator,
  variable: SyntaxNode,
  known: readonly Known<R>[],
): readonly Match<R>[] {
  const callee = evaluator.types.functionIn(variable.field('value')?.parts[0]);
  return evaluator.callsOf(variable).flatMap((it) => ofCallee(callee, evaluator, it, known));
}

function ofCallee<R extends Wanted>(
  callee: Callee,
  evaluator: Evaluator,
  call: SyntaxNode,
  known: readonly Known<R>[],
): readonly Match<R>[] {
  if (callee.kind === 'own') return [];
  const target = callee.kind === 'foreign' ? targetOf(callee.name) : undefined;
  return known
    .filter((it) =>
      target
        ? it.path === target.path && it.isMethod === target.isMethod
        : it.path === '*' && callee.kind === 'unresolved' && callee.isMethod,
    )
    .map(({ row }) => {
      const argument = argumentOf(call, row.argument);
      return { row, node: call, argument, value: argument && evaluator.value(argument) };
    });
}

function argumentOf(call: SyntaxNode, wanted: Wanted['argument']): SyntaxNode | undefined {
  const given = call.field('arguments')?.parts ?? [];
  for (const it of (Array.isArray(wanted) ? wanted : [wanted]) as readonly (
    Argument | undefined
  )[]) {
    const found = givenAs(it, call, given);
    if (found) return found;
  }
  return undefined;
}

function givenAs(
  wanted: Argument | undefined,
  call: SyntaxNode,
  given: readonly SyntaxNode[],
): SyntaxNode | undefined {
  if (typeof wanted === 'number') return given[wanted];
  if (wanted === 'receiver') return call.field('function')?.field('operand');
  return given.map((it) => fieldOf(it, wanted)).find((it) => it !== undefined);
}

/** @returns the value of a field in a composite literal. */
export function fieldOf(node: SyntaxNode, name: Wanted['argument']): SyntaxNode | undefined {
  const literalNode = node.type === 'unary_expression' ? node.field('operand') : node;
  const body = literalNode?.type === 'literal_value' ? literalNode : literalNode?.field('body');
  return body?.parts
    .find((it) => it.type === 'keyed_element' && it.field('key')?.text === name)
    ?.field('value');
}

/** @returns the value of a match, or unknown at its place. */
export function valueOf({ value, node }: Match<Wanted>): Value {
  return value ?? unknown(placeOf(node));
}

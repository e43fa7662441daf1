/** Finds what is assigned to the variables of a function. */
import type { SyntaxNode } from '../../../syntax/tree.ts';

/** One way in which a variable gets a value. */
export type Assignment =
  /** `index`: which result of a call. */
  | { readonly kind: 'value'; readonly node: SyntaxNode; readonly index: number }
  | { readonly kind: 'parameter'; readonly node: SyntaxNode; readonly index: number }
  /** What a method is called on. */
  | { readonly kind: 'receiver'; readonly node: SyntaxNode }
  | { readonly kind: 'range'; readonly node: SyntaxNode; readonly index: number }
  /** `&x` as an argument: flags and decoders. */
  | { readonly kind: 'pointer'; readonly node: SyntaxNode };

export interface Local {
  /** `false` for a variable of the package, which the function assigns to. */
  declared: boolean;
  /** The node of its type, where it is declared with one. */
  type: SyntaxNode | undefined;
  readonly assignments: Assignment[];
}

const known = new WeakMap<SyntaxNode, ReadonlyMap<string, Local>>();

const functions = ['function_declaration', 'method_declaration', 'func_literal'];

/** @returns the outermost function around a node. */
export function functionAround(node: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  for (let at = node.parent; at; at = at.parent) if (functions.includes(at.type)) found = at;
  return found;
}

/**
 * @param around the outermost function. Functions inside it share its names: Go rarely gives one
 *   name two meanings there.
 */
export function localsOf(around: SyntaxNode): ReadonlyMap<string, Local> {
  const found = known.get(around) ?? readLocals(around);
  known.set(around, found);
  return found;
}

function readLocals(around: SyntaxNode): ReadonlyMap<string, Local> {
  const locals = new Map<string, Local>();
  const local = (name: string): Local => {
    const it = locals.get(name) ?? { declared: false, type: undefined, assignments: [] };
    locals.set(name, it);
    return it;
  };
  for (const node of around.all(
    ...functions,
    'short_var_declaration',
    'assignment_statement',
    'var_spec',
    'const_spec',
    'range_clause',
    'unary_expression',
  )) {
    switch (node.type) {
      case 'short_var_declaration':
      case 'assignment_statement':
        addPairs(node, local, node.type === 'short_var_declaration');
        break;
      case 'var_spec':
      case 'const_spec':
        addSpec(node, local);
        break;
      case 'range_clause':
        node.field('left')?.parts.forEach((it, index) => {
          local(it.text).declared = true;
          local(it.text).assignments.push({ kind: 'range', node, index });
        });
        break;
      case 'unary_expression':
        if (node.field('operator')?.text === '&')
          local(node.field('operand')?.text ?? '').assignments.push({ kind: 'pointer', node });
        break;
      default:
        addParameters(node, local);
    }
  }
  return locals;
}

function addPairs(node: SyntaxNode, local: (name: string) => Local, declares: boolean): void {
  const left = node.field('left')?.parts ?? [];
  const right = node.field('right')?.parts ?? [];
  if (!declares && node.field('operator')?.text !== '=') return;
  left.forEach((it, index) => {
    const name = it.type === 'unary_expression' ? (it.field('operand')?.text ?? '') : it.text;
    const value = right.length === left.length ? right[index] : right[0];
    if (declares) local(name).declared = true;
    if (value)
      local(name).assignments.push({
        kind: 'value',
        node: value,
        index: right.length === left.length ? 0 : index,
      });
  });
}

function addSpec(node: SyntaxNode, local: (name: string) => Local): void {
  const values = node.field('value')?.parts ?? [];
  const names = node.fields('name').filter((it) => it.named);
  names.forEach((it, index) => {
    const found = local(it.text);
    found.declared = true;
    found.type ??= node.field('type');
    const value = values.length === names.length ? values[index] : values[0];
    if (value)
      found.assignments.push({
        kind: 'value',
        node: value,
        index: values.length === names.length ? 0 : index,
      });
  });
}

function addParameters(node: SyntaxNode, local: (name: string) => Local): void {
  const receiver = node.field('receiver')?.parts ?? [];
  for (const it of receiver) {
    declareTyped(it, local);
    const name = it.field('name')?.text;
    if (name !== undefined) local(name).assignments.push({ kind: 'receiver', node });
  }
  for (const it of node.field('result')?.parts ?? []) declareTyped(it, local);
  let index = 0;
  for (const parameter of node.field('parameters')?.parts ?? []) {
    declareTyped(parameter, local);
    const names = parameter.fields('name').filter((it) => it.named);
    for (const name of names) {
      local(name.text).assignments.push({ kind: 'parameter', node, index });
      index += 1;
    }
    if (names.length === 0) index += 1;
  }
}

function declareTyped(parameter: SyntaxNode, local: (name: string) => Local): void {
  for (const name of parameter.fields('name').filter((it) => it.named)) {
    local(name.text).declared = true;
    local(name.text).type ??= parameter.field('type');
  }
}

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
  /** Where the name means this variable, from its declaration on. */
  readonly scope: SyntaxNode;
  /** The statement or function that declares it. */
  readonly declaration: SyntaxNode;
  /** The node of its type, where it is declared with one. */
  type: SyntaxNode | undefined;
  readonly assignments: Assignment[];
}

const known = new WeakMap<SyntaxNode, ReadonlyMap<string, readonly Local[]>>();

/** The nodes of functions. */
export const functions = ['function_declaration', 'method_declaration', 'func_literal'];

/**
 * What limits the meaning of a name: https://go.dev/ref/spec#Declarations_and_scope. A variable that
 * `if`, `for` or `switch` declares is one of the whole statement.
 */
const scopes = [
  ...functions,
  'block',
  'if_statement',
  'for_statement',
  'expression_switch_statement',
  'type_switch_statement',
  'expression_case',
  'default_case',
  'type_case',
  'communication_case',
];

/** @returns the innermost function around a node. */
export const innermostFunction = (node: SyntaxNode): SyntaxNode | undefined =>
  node.above(...functions);

/** @returns the outermost function around a node. */
export function functionAround(node: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  for (let at = node.parent; at; at = at.parent) if (functions.includes(at.type)) found = at;
  return found;
}

/** @returns the variable of a function that a name refers to. */
export function localOf(name: SyntaxNode): Local | undefined {
  const around = functionAround(name);
  if (!around) return undefined;
  const locals = known.get(around) ?? readLocals(around);
  known.set(around, locals);
  return innermost(locals.get(name.text) ?? [], name);
}

function innermost(locals: readonly Local[], at: SyntaxNode): Local | undefined {
  return locals
    .filter(({ scope }) => scope.start <= at.start && at.end <= scope.end)
    .filter(({ declaration }) => isDeclared(declaration, at))
    .toSorted((one, other) => other.scope.start - one.scope.start)[0];
}

/** The right side of `config, err := config.Load()` means the package, and so does what is before. */
function isDeclared(declaration: SyntaxNode, at: SyntaxNode): boolean {
  if (at.start < declaration.start) return false;
  const right = declaration.field('right') ?? declaration.field('value');
  return !right || at.start < right.start || at.end > right.end;
}

/** The variables of a function and of those inside it, by name. */
class Locals {
  readonly found = new Map<string, Local[]>();

  /** @param at what declares it: a statement, or the function of a parameter. */
  declare(name: string, at: SyntaxNode): Local {
    const scope = functions.includes(at.type) ? at : (at.above(...scopes) ?? at);
    const all = this.found.get(name) ?? [];
    this.found.set(name, all);
    const there = all.find((it) => it.scope === scope);
    if (there) return there;
    const local = { scope, declaration: at, type: undefined, assignments: [] };
    all.push(local);
    return local;
  }

  /** @returns the variable that an assignment is to; `undefined` for one of the package. */
  assigned(name: string, at: SyntaxNode): Local | undefined {
    return innermost(this.found.get(name) ?? [], at);
  }
}

function readLocals(around: SyntaxNode): ReadonlyMap<string, readonly Local[]> {
  const locals = new Locals();
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
        addPairs(node, locals);
        break;
      case 'var_spec':
      case 'const_spec':
        addSpec(node, locals);
        break;
      case 'range_clause':
        node.field('left')?.parts.forEach((it, index) => {
          locals.declare(it.text, node).assignments.push({ kind: 'range', node, index });
        });
        break;
      case 'unary_expression':
        if (node.field('operator')?.text === '&')
          locals
            .assigned(node.field('operand')?.text ?? '', node)
            ?.assignments.push({ kind: 'pointer', node });
        break;
      default:
        addParameters(node, locals);
    }
  }
  return locals.found;
}

function addPairs(node: SyntaxNode, locals: Locals): void {
  const left = node.field('left')?.parts ?? [];
  const right = node.field('right')?.parts ?? [];
  const declares = node.type === 'short_var_declaration';
  if (!declares && node.field('operator')?.text !== '=') return;
  left.forEach((it, index) => {
    const name = it.type === 'unary_expression' ? (it.field('operand')?.text ?? '') : it.text;
    const value = right.length === left.length ? right[index] : right[0];
    // `s := s` is the same value for one turn of a loop.
    if (declares && value?.type === 'identifier' && value.text === name) return;
    const local = declares ? locals.declare(name, node) : locals.assigned(name, node);
    if (value)
      local?.assignments.push({
        kind: 'value',
        node: value,
        index: right.length === left.length ? 0 : index,
      });
  });
}

function addSpec(node: SyntaxNode, locals: Locals): void {
  const values = node.field('value')?.parts ?? [];
  const names = node.fields('name').filter((it) => it.named);
  names.forEach((it, index) => {
    const found = locals.declare(it.text, node);
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

/** @param node a function, which its parameters are variables of. */
function addParameters(node: SyntaxNode, locals: Locals): void {
  for (const it of node.field('receiver')?.parts ?? []) {
    declareTyped(it, node, locals);
    const name = it.field('name')?.text;
    if (name !== undefined) locals.declare(name, node).assignments.push({ kind: 'receiver', node });
  }
  for (const it of node.field('result')?.parts ?? []) declareTyped(it, node, locals);
  let index = 0;
  for (const parameter of node.field('parameters')?.parts ?? []) {
    declareTyped(parameter, node, locals);
    const names = parameter.fields('name').filter((it) => it.named);
    for (const name of names) {
      locals.declare(name.text, node).assignments.push({ kind: 'parameter', node, index });
      index += 1;
    }
    if (names.length === 0) index += 1;
  }
}

function declareTyped(parameter: SyntaxNode, around: SyntaxNode, locals: Locals): void {
  for (const name of parameter.fields('name').filter((it) => it.named))
    locals.declare(name.text, around).type ??= parameter.field('type');
}

/** Lists where a file assigns to names, takes their address, calls them or sets them as fields. */
import type { SyntaxNode } from '../../../syntax/tree.ts';

export interface Mentions {
  /** Assignments by the last part of the left side, with the value and its place in a tuple. */
  readonly assigned: ReadonlyMap<string, readonly Assigned[]>;
  /** `&x` and `&a.b` by the last part. */
  readonly pointers: ReadonlyMap<string, readonly SyntaxNode[]>;
  /** `Key: value` in composite literals, by key. */
  readonly keyed: ReadonlyMap<string, readonly SyntaxNode[]>;
  /** Calls by the last part of the function. */
  readonly calls: ReadonlyMap<string, readonly SyntaxNode[]>;
  readonly literals: readonly SyntaxNode[];
  /** Literals inside others without their type: the inner ones of `[]Route{{"a", 1}}`. */
  readonly elided: readonly SyntaxNode[];
  /** `a[key] = value`, by the last part of `a`. */
  readonly indexed: ReadonlyMap<string, readonly Assigned[]>;
  /** Variables of the package that hold what another name means, by its last part: `open = sql.Open`. */
  readonly held: ReadonlyMap<string, readonly SyntaxNode[]>;
}

export interface Assigned {
  readonly left: SyntaxNode;
  readonly value: SyntaxNode;
  readonly index: number;
}

const known = new WeakMap<SyntaxNode, Mentions>();

export function mentionsOf(root: SyntaxNode): Mentions {
  const found = known.get(root) ?? readMentions(root);
  known.set(root, found);
  return found;
}

function readMentions(root: SyntaxNode): Mentions {
  const assigned = new Map<string, Assigned[]>();
  const pointers = new Map<string, SyntaxNode[]>();
  const keyed = new Map<string, SyntaxNode[]>();
  const calls = new Map<string, SyntaxNode[]>();
  const literals: SyntaxNode[] = [];
  const elided: SyntaxNode[] = [];
  const indexed = new Map<string, Assigned[]>();
  const held = new Map<string, SyntaxNode[]>();
  for (const node of root.all(
    'assignment_statement',
    'unary_expression',
    'keyed_element',
    'call_expression',
    'composite_literal',
    'literal_value',
    'var_spec',
  )) {
    if (node.type === 'composite_literal') literals.push(node);
    else if (node.type === 'literal_value') {
      if (node.parent?.type !== 'composite_literal') elided.push(node);
    } else if (node.type === 'var_spec') addHeld(node, held);
    else if (node.type === 'keyed_element') add(keyed, node.field('key')?.text, node);
    else if (node.type === 'call_expression') add(calls, lastName(node.field('function')), node);
    else if (node.type === 'unary_expression') {
      if (node.field('operator')?.text === '&')
        add(pointers, lastName(node.field('operand')), node);
    } else addAssigned(node, assigned, indexed);
  }
  return { assigned, pointers, keyed, calls, literals, elided, indexed, held };
}

function addHeld(node: SyntaxNode, held: Map<string, SyntaxNode[]>): void {
  const [value, ...others] = node.field('value')?.parts ?? [];
  if (value?.type === 'selector_expression' && others.length === 0)
    add(held, lastName(value), node);
}

function addAssigned(
  node: SyntaxNode,
  assigned: Map<string, Assigned[]>,
  indexed: Map<string, Assigned[]>,
): void {
  if (node.field('operator')?.text !== '=') return;
  const left = node.field('left')?.parts ?? [];
  const right = node.field('right')?.parts ?? [];
  const paired = left.length === right.length;
  left.forEach((it, index) => {
    const value = paired ? right[index] : right[0];
    if (!value) return;
    const isIndexed = it.type === 'index_expression';
    const name = lastName(isIndexed ? it.field('operand') : it);
    add(isIndexed ? indexed : assigned, name, { left: it, value, index: paired ? 0 : index });
  });
}

function lastName(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'selector_expression') return node.field('field')?.text;
  if (node?.type === 'unary_expression') return lastName(node.field('operand'));
  if (node?.type === 'parenthesized_expression') return lastName(node.parts[0]);
  return node?.type === 'identifier' ? node.text : undefined;
}

function add<T>(map: Map<string, T[]>, name: string | undefined, value: T): void {
  if (name === undefined) return;
  const list = map.get(name);
  if (list) list.push(value);
  else map.set(name, [value]);
}

/** Finds what a name in a source means: the declaration that its scope sees. */
import type { SyntaxNode } from '../../../syntax/tree.ts';

/** One step from a value into a part of it, as a pattern takes it. */
export interface PatternStep {
  readonly key: string | number;
  /** The expression that counts where the part is absent. */
  readonly fallback?: SyntaxNode;
}

export type Binding =
  /** A variable with the declarator, or `undefined` for a bare `let x`. */
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly value: SyntaxNode | undefined;
      readonly steps: readonly PatternStep[];
      readonly scope: SyntaxNode;
      readonly isConstant: boolean;
      readonly type: SyntaxNode | undefined;
    }
  /** The variable of a loop over a list. */
  | {
      readonly kind: 'each';
      readonly list: SyntaxNode;
      readonly steps: readonly PatternStep[];
    }
  | {
      readonly kind: 'parameter';
      readonly name: string;
      readonly owner: SyntaxNode;
      readonly index: number;
      /** Whether it has this argument and all that follow: `...parts`. */
      readonly rest: boolean;
      readonly fallback: SyntaxNode | undefined;
      readonly steps: readonly PatternStep[];
      readonly type: SyntaxNode | undefined;
    }
  /** `name`: `default`, `*` for all, or the name that the other file exports. */
  | {
      readonly kind: 'import';
      readonly from: string;
      readonly name: string;
      readonly at: SyntaxNode;
    }
  /** A function or class. */
  | { readonly kind: 'code'; readonly node: SyntaxNode }
  | { readonly kind: 'enum'; readonly node: SyntaxNode }
  /** Declared, and only known when the program runs. */
  | { readonly kind: 'opaque' };

export const functionTypes: readonly string[] = [
  'function_declaration',
  'function_expression',
  'generator_function_declaration',
  'generator_function',
  'arrow_function',
  'method_definition',
];

export const classTypes: readonly string[] = [
  'class_declaration',
  'abstract_class_declaration',
  'class',
];

/** The most nodes between a name and its declaration: a hostile file nests deeper. */
const deepest = 400;

const scopes = new WeakMap<SyntaxNode, ReadonlyMap<string, Binding>>();

/** @returns the declaration of a name at a node; `undefined` for a global. */
export function bindingOf(name: string, at: SyntaxNode): Binding | undefined {
  let scope: SyntaxNode | undefined = at.parent;
  for (let steps = 0; scope && steps < deepest; steps += 1, scope = scope.parent) {
    const found = isScope(scope) ? declarationsIn(scope).get(name) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** @returns the declarations of the whole file. */
export function declarationsIn(scope: SyntaxNode): ReadonlyMap<string, Binding> {
  const known = scopes.get(scope);
  if (known) return known;
  const found = new Map<string, Binding>();
  scopes.set(scope, found);
  if (functionTypes.includes(scope.type)) addParameters(scope, found);
  else if (scope.type === 'for_in_statement') addLoop(scope, found);
  else if (scope.type === 'catch_clause') {
    const parameter = scope.field('parameter');
    for (const { name } of parameter ? namesIn(parameter) : []) found.set(name, { kind: 'opaque' });
  } else for (const statement of scope.parts) addStatement(statement, scope, found);
  return found;
}

function isScope({ type }: SyntaxNode): boolean {
  return (
    type === 'program' ||
    type === 'statement_block' ||
    type === 'switch_case' ||
    type === 'for_statement' ||
    type === 'for_in_statement' ||
    type === 'catch_clause' ||
    functionTypes.includes(type)
  );
}

function addStatement(node: SyntaxNode, scope: SyntaxNode, found: Map<string, Binding>): void {
  switch (node.type) {
    case 'export_statement': {
      const declaration = node.field('declaration') ?? node.field('value');
      if (declaration) addStatement(declaration, scope, found);
      return;
    }
    case 'ambient_declaration':
      return;
    case 'lexical_declaration':
    case 'variable_declaration':
      for (const it of node.parts.filter(({ type }) => type === 'variable_declarator'))
        addDeclarator(it, node.field('kind')?.text === 'const', scope, found);
      return;
    case 'import_statement':
      addImport(node, found);
      return;
    case 'enum_declaration':
      set(node, { kind: 'enum', node }, found);
      return;
    default:
      if (classTypes.includes(node.type) || functionTypes.includes(node.type))
        set(node, { kind: 'code', node }, found);
  }
}

function set(node: SyntaxNode, binding: Binding, found: Map<string, Binding>): void {
  const name = node.field('name')?.text;
  if (name !== undefined && !found.has(name)) found.set(name, binding);
}

function addDeclarator(
  node: SyntaxNode,
  isConstant: boolean,
  scope: SyntaxNode,
  found: Map<string, Binding>,
): void {
  const pattern = node.field('name');
  if (!pattern) return;
  const type = node.field('type');
  for (const { name, steps } of namesIn(pattern))
    found.set(name, {
      kind: 'variable',
      name,
      value: node.field('value'),
      steps,
      scope,
      isConstant,
      type: steps.length === 0 ? type : undefined,
    });
}

function addImport(node: SyntaxNode, found: Map<string, Binding>): void {
  const required = node.child('import_require_clause');
  const source = node.field('source') ?? required?.field('source');
  const from = source?.child('string_fragment')?.text;
  if (from === undefined || /^import\s+type\b/.test(node.text.slice(0, 20))) return;
  const add = (name: string | undefined, exported: string): void => {
    if (name !== undefined) found.set(name, { kind: 'import', from, name: exported, at: node });
  };
  add(required?.child('identifier')?.text, '*');
  const clause = node.child('import_clause');
  add(clause?.child('identifier')?.text, 'default');
  add(clause?.child('namespace_import')?.child('identifier')?.text, '*');
  for (const it of clause?.child('named_imports')?.parts ?? []) {
    const name = it.field('name')?.text;
    if (name !== undefined) add(it.field('alias')?.text ?? name, name);
  }
}

function addParameters(owner: SyntaxNode, found: Map<string, Binding>): void {
  const single = owner.field('parameter');
  const list = single ? [single] : (owner.field('parameters')?.parts ?? []);
  for (const [index, it] of list.entries()) {
    const pattern = it.field('pattern') ?? it;
    const rest = pattern.type === 'rest_pattern' ? pattern.parts[0] : undefined;
    for (const { name, steps } of namesIn(rest ?? pattern))
      found.set(name, {
        kind: 'parameter',
        name,
        owner,
        index,
        rest: rest !== undefined,
        fallback: it.field('value'),
        steps,
        type: steps.length === 0 ? it.field('type') : undefined,
      });
  }
}

function addLoop(node: SyntaxNode, found: Map<string, Binding>): void {
  const [left, list] = [node.field('left'), node.field('right')];
  if (!left || !list || !node.field('kind')) return;
  const isOf = node.field('operator')?.text === 'of';
  for (const { name, steps } of namesIn(left))
    found.set(name, isOf ? { kind: 'each', list, steps } : { kind: 'opaque' });
}

interface PatternName {
  readonly name: string;
  readonly steps: readonly PatternStep[];
}

/** @returns the names that a pattern declares, with the way from the whole value to each. */
export function namesIn(
  pattern: SyntaxNode,
  steps: readonly PatternStep[] = [],
  depth = 0,
): readonly PatternName[] {
  if (depth > 8) return [];
  switch (pattern.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      return [{ name: pattern.text, steps }];
    case 'object_pattern':
      return pattern.parts.flatMap((it) => inObject(it, steps, depth));
    case 'array_pattern':
      return pattern.parts.flatMap((it) =>
        namesIn(it, [...steps, { key: positionOf(it, pattern) }], depth + 1),
      );
    case 'assignment_pattern': {
      const [left, fallback] = [pattern.field('left'), pattern.field('right')];
      return left ? namesIn(left, withFallback(steps, fallback), depth + 1) : [];
    }
    default:
      return [];
  }
}

/** The position in an array: places that a pattern leaves out are commas only. */
function positionOf(part: SyntaxNode, pattern: SyntaxNode): number {
  let from = pattern.start;
  let commas = 0;
  for (const it of pattern.parts) {
    commas += pattern.tree.text.slice(from, it.start).split(',').length - 1;
    if (it === part) break;
    from = it.end;
  }
  return commas;
}

function inObject(
  it: SyntaxNode,
  steps: readonly PatternStep[],
  depth: number,
): readonly PatternName[] {
  if (it.type === 'shorthand_property_identifier_pattern')
    return [{ name: it.text, steps: [...steps, { key: it.text }] }];
  if (it.type === 'object_assignment_pattern') {
    const [left, fallback] = [it.field('left'), it.field('right')];
    if (!left) return [];
    const own = { key: left.text, ...(fallback ? { fallback } : {}) };
    return [{ name: left.text, steps: [...steps, own] }];
  }
  const [key, value] = [it.field('key'), it.field('value')];
  return it.type === 'pair_pattern' && key && value
    ? namesIn(value, [...steps, { key: keyText(key) }], depth + 1)
    : [];
}

function withFallback(
  steps: readonly PatternStep[],
  fallback: SyntaxNode | undefined,
): readonly PatternStep[] {
  const last = steps.at(-1);
  return last && fallback ? [...steps.slice(0, -1), { ...last, fallback }] : steps;
}

/** @returns the name of a property: `port`, `'port'`. A computed one is as it is written. */
export function keyText(key: SyntaxNode): string {
  return key.type === 'string' ? (key.child('string_fragment')?.text ?? '') : key.text;
}

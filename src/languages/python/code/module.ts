/**
 * A Python module as a tree, with the names that its scopes bind. Parsed when it is first asked for.
 * https://docs.python.org/3/reference/executionmodel.html#naming-and-binding
 */
import type { Parse } from '../../../syntax/parse.ts';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { hashOf, WordFilter } from '../../../text/word-filter.ts';
import { calledName } from './arguments.ts';

/** What gives a name its value. `node` is the statement, whose place orders the bindings. */
export type Binding = { readonly node: SyntaxNode; readonly isGlobal?: true } & (
  | { readonly kind: 'import'; readonly target: string }
  /** `path` has the positions in `a, (b, c) = ...`: `c` is `[1, 1]`. */
  | { readonly kind: 'value'; readonly value: SyntaxNode; readonly path: readonly number[] }
  /** One of the items of the value: a loop. */
  | { readonly kind: 'item'; readonly value: SyntaxNode; readonly path: readonly number[] }
  | { readonly kind: 'definition' }
  | { readonly kind: 'parameter'; readonly owner: SyntaxNode; readonly parameter: Parameter }
);

export interface Parameter {
  readonly name: string;
  /** Counted with `self`; -1 for one that only a keyword gives. */
  readonly index: number;
  readonly kind: 'plain' | 'list' | 'record';
  readonly type: SyntaxNode | undefined;
  readonly absent: SyntaxNode | undefined;
}

export type Names = ReadonlyMap<string, readonly Binding[]>;

const comprehensions = [
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
];

/** A tree that nests deeper was not written by a person, and is not read. */
const deepest = 1000;

export class PythonModule {
  /** Relative to the project. */
  readonly path: string;
  readonly text: string;
  readonly #parser: Parse;
  readonly #exported: readonly string[];
  #root: SyntaxNode | undefined;
  #isRead = false;
  readonly #scopes = new Map<SyntaxNode, Map<string, Binding[]>>();
  #calls: readonly SyntaxNode[] | undefined;
  #callsByName: ReadonlyMap<string, readonly SyntaxNode[]> | undefined;
  #words: WordFilter | undefined;
  readonly #stars: string[] = [];
  readonly #imported: { readonly target: string; readonly node: SyntaxNode }[] = [];

  /** @param exported full names that `from module import *` of a library may bring. */
  constructor(path: string, text: string, parse: Parse, exported: readonly string[] = []) {
    this.path = path;
    this.text = text;
    this.#parser = parse;
    this.#exported = exported;
  }

  /** Parses the text, unless it was. */
  parse(): void {
    if (this.#isRead) return;
    this.#isRead = true;
    const root = this.#parser(this.path, this.text)?.root;
    if (root && this.#bind(root)) this.#root = root;
  }

  /** @returns the tree; `undefined` for a text that no person wrote. */
  get root(): SyntaxNode | undefined {
    this.parse();
    return this.#root;
  }

  /** @returns the names that a scope binds. */
  namesOf(scope: SyntaxNode | undefined = this.root): Names {
    return (scope && this.#scopes.get(scope)) ?? new Map<string, Binding[]>();
  }

  /** @returns the modules of `from module import *`, by full names. */
  get stars(): readonly string[] {
    return this.root ? this.#stars : [];
  }

  /** @returns full names of all that is imported, with the statements. */
  get imported(): readonly { readonly target: string; readonly node: SyntaxNode }[] {
    return this.root ? this.#imported : [];
  }

  /** @returns whether it imports a module, or something of it. */
  imports(name: string): boolean {
    return this.imported.some(({ target }) => `${target}.`.startsWith(`${name}.`));
  }

  /** @returns the full name that a library exports to `from library import *`. */
  starred(name: string): string | undefined {
    return this.stars.map((it) => `${it}.${name}`).find((it) => this.#exported.includes(it));
  }

  /** @returns calls, in source order. */
  get calls(): readonly SyntaxNode[] {
    this.#calls ??= this.root?.all('call') ?? [];
    return this.#calls;
  }

  /**
   * @returns calls of what has this last name: `run` of `uvicorn.run(...)`. A text without the name is
   *   not parsed.
   */
  callsOf(name: string): readonly SyntaxNode[] {
    if (!this.words.mayHave(hashOf(name))) return [];
    this.#callsByName ??= byName(this.calls);
    return this.#callsByName.get(name) ?? [];
  }

  /** @returns the words that the text may have: a sieve before the tree. */
  get words(): WordFilter {
    this.#words ??= new WordFilter(this.text);
    return this.#words;
  }

  /** @returns the statement `if __name__ == "__main__":`. */
  get guard(): SyntaxNode | undefined {
    if (!this.text.includes('__main__')) return undefined;
    return this.root?.parts.find(isGuard);
  }

  /** Visits every node once and notes what binds a name, without recursion. */
  #bind(root: SyntaxNode): boolean {
    const open: { node: SyntaxNode; scope: SyntaxNode; depth: number }[] = [
      { node: root, scope: root, depth: 0 },
    ];
    this.#scopes.set(root, new Map());
    for (let at = open.pop(); at; at = open.pop()) {
      const { node, scope, depth } = at;
      if (depth > deepest) return false;
      this.#bindNode(node, scope);
      for (let index = node.children.length - 1; index >= 0; index -= 1) {
        const child = node.children[index] as SyntaxNode;
        open.push({ node: child, scope: isInner(node, child) ? node : scope, depth: depth + 1 });
      }
    }
    this.#bindGlobals(root);
    return true;
  }

  #add(scope: SyntaxNode, name: string, binding: Binding): void {
    const names = this.#scopes.get(scope) ?? new Map<string, Binding[]>();
    this.#scopes.set(scope, names);
    const known = names.get(name);
    if (known) known.push(binding);
    else names.set(name, [binding]);
  }

  #bindNode(node: SyntaxNode, scope: SyntaxNode): void {
    switch (node.type) {
      case 'import_statement':
      case 'import_from_statement':
        this.#bindImport(node, scope);
        break;
      case 'function_definition':
      case 'class_definition':
        this.#add(scope, node.field('name')?.text ?? '', { kind: 'definition', node });
        for (const parameter of parametersOf(node))
          this.#add(node, parameter.name, { kind: 'parameter', owner: node, parameter, node });
        break;
      case 'lambda':
        for (const parameter of parametersOf(node))
          this.#add(node, parameter.name, { kind: 'parameter', owner: node, parameter, node });
        break;
      case 'assignment':
      case 'named_expression':
        this.#bindTarget(
          node.field(node.type === 'assignment' ? 'left' : 'name'),
          node.field(node.type === 'assignment' ? 'right' : 'value'),
          { node, scope, kind: 'value', path: [] },
        );
        break;
      case 'for_statement':
      case 'for_in_clause':
        this.#bindTarget(node.field('left'), node.field('right'), {
          node,
          scope,
          kind: 'item',
          path: [],
        });
        break;
      case 'as_pattern':
        this.#bindTarget(node.field('alias')?.parts[0], node.parts[0], {
          node,
          scope,
          kind: 'value',
          path: [],
        });
        break;
    }
  }

  #bindTarget(
    target: SyntaxNode | undefined,
    value: SyntaxNode | undefined,
    to: {
      node: SyntaxNode;
      scope: SyntaxNode;
      kind: 'value' | 'item';
      path: readonly number[];
    },
  ): void {
    if (!target || !value) return;
    const { node, scope, kind, path } = to;
    if (target.type === 'identifier') {
      // `a = b = value`: the value is the innermost.
      let last = value;
      while (last.type === 'assignment' && last.field('right'))
        last = last.field('right') as SyntaxNode;
      this.#add(scope, target.text, { kind, node, value: last, path });
    } else if (['pattern_list', 'tuple_pattern', 'list_pattern'].includes(target.type)) {
      for (const [index, part] of target.parts.entries())
        this.#bindTarget(part, value, { ...to, path: [...path, index] });
    }
  }

  #bindImport(node: SyntaxNode, scope: SyntaxNode): void {
    const from = node.field('module_name');
    const base = from && absoluteModule(this.path, from.text.replace(/\s/g, ''));
    if (base !== undefined && node.child('wildcard_import')) {
      this.#stars.push(base);
      this.#imported.push({ target: base, node });
    }
    for (const part of node.fields('name')) {
      const name = (part.field('name') ?? part).text.replace(/\s/g, '');
      const alias = part.field('alias')?.text;
      const head = name.split('.')[0] ?? '';
      const full = base === undefined ? name : `${base}.${name}`;
      this.#imported.push({ target: full, node });
      // `import a.b` binds `a`; `import a.b as c` binds a.b.
      const isHead = base === undefined && alias === undefined;
      this.#add(scope, alias ?? (isHead ? head : name), {
        kind: 'import',
        target: isHead ? head : full,
        node,
      });
    }
  }

  /** `global name` in a function: what is assigned there is the module's. Outside one it says nothing. */
  #bindGlobals(root: SyntaxNode): void {
    if (!/\bglobal\s/.test(this.text)) return;
    for (const statement of root.all('global_statement')) {
      const scope = scopeOf(statement);
      if (scope === root) continue;
      for (const { text: name } of statement.parts)
        for (const binding of this.#scopes.get(scope)?.get(name) ?? [])
          this.#add(root, name, { ...binding, isGlobal: true });
    }
  }
}

function byName(calls: readonly SyntaxNode[]): ReadonlyMap<string, readonly SyntaxNode[]> {
  const found = new Map<string, SyntaxNode[]>();
  for (const call of calls) {
    const name = calledName(call);
    const known = found.get(name);
    if (known) known.push(call);
    else found.set(name, [call]);
  }
  return found;
}

/** @returns whether a node is `if __name__ == "__main__":`. */
export function isGuard(node: SyntaxNode): boolean {
  const condition = node.type === 'if_statement' ? (node.field('condition')?.text ?? '') : '';
  return condition.includes('__name__') && condition.includes('__main__');
}

/** Whether a child is evaluated in the scope that its parent makes. */
function isInner(parent: SyntaxNode, child: SyntaxNode): boolean {
  switch (parent.type) {
    case 'function_definition':
    case 'class_definition':
    case 'lambda':
      return child.fieldName === 'body';
    default:
      return comprehensions.includes(parent.type);
  }
}

/** @returns the scope in which a node is evaluated. */
export function scopeOf(node: SyntaxNode): SyntaxNode {
  let child = node;
  let at = node.parent;
  while (at) {
    if (isInner(at, child) || !at.parent) return at;
    child = at;
    at = at.parent;
  }
  return child;
}

/** @returns the parameters of a function or lambda. */
export function parametersOf(owner: SyntaxNode): readonly Parameter[] {
  const found: Parameter[] = [];
  let index = 0;
  let isKeyword = false;
  for (const part of owner.field('parameters')?.parts ?? []) {
    if (part.type === 'keyword_separator') isKeyword = true;
    const inner = part.type === 'typed_parameter' ? (part.parts[0] as SyntaxNode) : part;
    const kind = kindOf(inner.type);
    const name = part.field('name')?.text ?? (kind === 'plain' ? inner.text : inner.parts[0]?.text);
    if (name === undefined || !/^[\p{L}_]/u.test(name)) continue;
    found.push({
      name,
      index: isKeyword || kind !== 'plain' ? -1 : index,
      kind,
      type: part.field('type'),
      absent: part.field('value'),
    });
    if (kind === 'list') isKeyword = true;
    index += 1;
  }
  return found;
}

function kindOf(type: string): Parameter['kind'] {
  if (type === 'list_splat_pattern') return 'list';
  return type === 'dictionary_splat_pattern' ? 'record' : 'plain';
}

/** @returns the full name: `.factory` in `app/main.py` is `app.factory`. */
export function absoluteModule(path: string, name: string): string {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  if (dots === 0) return name;
  const folders = path.split('/').slice(0, -1);
  const kept = folders.slice(0, Math.max(0, folders.length - (dots - 1)));
  return [...kept, name.slice(dots)].filter((it) => it !== '').join('.');
}

/** Whether the last statement of a clause raises, or exits. */
function endsProgram(clause: SyntaxNode): boolean {
  const block = clause.parts.findLast((it) => it.type === 'block');
  const last = block?.parts.findLast((it) => it.type !== 'comment');
  if (last?.type === 'raise_statement') return true;
  const call = last?.type === 'expression_statement' ? last.parts[0] : undefined;
  const called = call?.type === 'call' ? call.field('function')?.text : undefined;
  return /^(?:sys\.exit|os\._exit|exit|quit)$/.test(called ?? '');
}

/**
 * Whether a node is in a `try` or a `with suppress(...)` that expects one of the exceptions, or any, and goes on. One that only
 * explains it, and ends the program all the same, does not.
 */
export function isExpected(node: SyntaxNode, exceptions: RegExp): boolean {
  let child = node;
  let at = node.parent;
  while (at) {
    if (
      child.fieldName === 'body' &&
      caughtBy(at).some((it) => it === 'any' || exceptions.test(it))
    )
      return true;
    child = at;
    at = at.parent;
  }
  return false;
}

/** The exceptions that a `try`, or a `with suppress(...)`, keeps from what is around it. */
function caughtBy(statement: SyntaxNode): readonly string[] {
  if (statement.type === 'with_statement')
    return statement
      .all('with_item')
      .filter((it) => it.above('with_statement') === statement)
      .flatMap((it) => /^(?:contextlib\.)?suppress\(([^()]*)\)$/.exec(it.text)?.[1] ?? [])
      .flatMap((it) => it.match(/[\w.]+/g) ?? []);
  if (statement.type !== 'try_statement') return [];
  return statement.children
    .filter((it) => it.type === 'except_clause' && !endsProgram(it))
    .flatMap((clause) => {
      const value = clause.field('value');
      const names = (value?.type === 'as_pattern' ? value.parts[0] : value)?.text;
      return names === undefined ? ['any'] : (names.match(/[\w.]+/g) ?? []);
    });
}

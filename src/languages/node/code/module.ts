/** A source of the program: its text, its tree (parsed when it is asked for), what it exports. */
import type { SyntaxNode, SyntaxTree } from '../../../syntax/tree.ts';
import type { Parse } from '../../../syntax/parse.ts';
import { classTypes, declarationsIn, keyText } from './bindings.ts';

/** What a name that a file exports means. */
export type Exported =
  | { readonly kind: 'expression'; readonly node: SyntaxNode }
  /** A declaration of the file. */
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'from'; readonly from: string; readonly name: string };

export interface Exports {
  readonly names: ReadonlyMap<string, Exported>;
  /** The files that `export *` names. */
  readonly stars: readonly string[];
  /** What `module.exports =` or `export =` gives. */
  readonly whole: SyntaxNode | undefined;
}

export class Module {
  readonly file: string;
  readonly text: string;
  readonly #parse: Parse;
  #tree: SyntaxTree | undefined | null = null;
  #exports: Exports | undefined;
  #calls: ReadonlyMap<string, readonly SyntaxNode[]> | undefined;
  #assignments: ReadonlyMap<string, readonly SyntaxNode[]> | undefined;
  #fillings: readonly SyntaxNode[] | undefined;
  #extending: readonly SyntaxNode[] | undefined;

  constructor(file: string, text: string, parse: Parse) {
    this.file = file;
    this.text = text;
    this.#parse = parse;
  }

  /** Parses the text, unless it was. */
  parse(): void {
    if (this.#tree === null) this.#tree = this.#parse(this.file, this.text);
  }

  /** The tree; `undefined` for a text that is too long to be written by hand. */
  get root(): SyntaxNode | undefined {
    this.parse();
    return this.#tree?.root;
  }

  get exports(): Exports {
    this.#exports ??= this.root
      ? exportsOf(this.root)
      : { names: new Map(), stars: [], whole: undefined };
    return this.#exports;
  }

  /** Calls and constructions by the last name of what is called: `listen` for `app.listen(1)`. */
  get calls(): ReadonlyMap<string, readonly SyntaxNode[]> {
    this.#calls ??= grouped(this.root?.all('call_expression', 'new_expression') ?? [], (it) =>
      lastName(it.field('function') ?? it.field('constructor')),
    );
    return this.#calls;
  }

  /** @returns the calls of a name. A text without the name is not parsed. */
  callsOf(name: string): readonly SyntaxNode[] {
    return this.text.includes(name) ? (this.calls.get(name) ?? []) : [];
  }

  /** Assignments by the last name of their target: `port` for `this.port = 1`. */
  get assignments(): ReadonlyMap<string, readonly SyntaxNode[]> {
    this.#assignments ??= grouped(
      this.root?.all('assignment_expression', 'augmented_assignment_expression') ?? [],
      (it) => lastName(it.field('left')),
    );
    return this.#assignments;
  }

  /** Calls that put records into another: `Object.assign(config, { port: 1 });`. A text without one is not parsed. */
  get fillings(): readonly SyntaxNode[] {
    this.#fillings ??= fills.test(this.text)
      ? [...this.calls]
          .filter(([name]) => filling.test(name))
          .flatMap(([, calls]) => calls)
          .filter((it) => it.parent?.type === 'expression_statement')
      : [];
    return this.#fillings;
  }

  /** Classes that extend others. A text without one is not parsed. */
  get extending(): readonly SyntaxNode[] {
    this.#extending ??= /\bextends\b/.test(this.text)
      ? (this.root?.all(...classTypes) ?? []).filter((it) => it.child('class_heritage'))
      : [];
    return this.#extending;
  }
}

const filling = /(?:[dD]efaults?|[aA]ssign|[mM]erge|[eE]xtend)\w*$/;
const fills = /(?:[dD]efaults?|[aA]ssign|[mM]erge|[eE]xtend)\w*\(\s*[\w$]+\s*,/;

/** The name under which calls of what another call gives are: `require('a')(b)`. */
export const calledResult = '()';

/** @returns `listen` for `app.listen`, `a().b` or `listen`. */
export function lastName(callee: SyntaxNode | undefined): string | undefined {
  if (callee?.type === 'identifier') return callee.text;
  if (callee?.type === 'import') return 'import';
  if (callee?.type === 'call_expression') return calledResult;
  if (callee?.type === 'member_expression') return callee.field('property')?.text;
  if (callee?.type === 'non_null_expression' || callee?.type === 'parenthesized_expression')
    return lastName(callee.parts[0]);
  return undefined;
}

function grouped(
  nodes: readonly SyntaxNode[],
  nameOf: (node: SyntaxNode) => string | undefined,
): ReadonlyMap<string, readonly SyntaxNode[]> {
  const groups = new Map<string, SyntaxNode[]>();
  for (const it of nodes) {
    const name = nameOf(it);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group) group.push(it);
    else groups.set(name, [it]);
  }
  return groups;
}

function exportsOf(root: SyntaxNode): Exports {
  const names = new Map<string, Exported>();
  const stars: string[] = [];
  let whole: SyntaxNode | undefined;
  for (const statement of root.parts) {
    if (statement.type === 'export_statement') {
      const equals =
        statement.parts.length === 1 && /^export\s*=/.test(statement.text.slice(0, 12));
      if (equals) whole = statement.parts[0];
      else addExport(statement, names, stars);
    }
  }
  for (const it of root.all('assignment_expression')) {
    const target = it.field('left')?.text ?? '';
    const node = it.field('right');
    if (!node || !/^(?:module\.)?exports\b/.test(target)) continue;
    if (target === 'module.exports') whole = lastAssigned(node);
    const name = /^(?:module\.)?exports\.([\w$]+)$/.exec(target)?.[1];
    if (name !== undefined && !isNothing(node)) names.set(name, { kind: 'expression', node });
  }
  return { names, stars, whole };
}

/** `module.exports = exports = createApp` gives createApp. */
function lastAssigned(node: SyntaxNode): SyntaxNode {
  const right = node.type === 'assignment_expression' ? node.field('right') : undefined;
  return right ? lastAssigned(right) : node;
}

/** Compilers write `exports.a = exports.b = void 0` in front. */
function isNothing(node: SyntaxNode): boolean {
  return node.type === 'assignment_expression' || node.text === 'void 0';
}

function addExport(node: SyntaxNode, names: Map<string, Exported>, stars: string[]): void {
  const from = node.field('source')?.child('string_fragment')?.text;
  const clause = node.child('export_clause');
  const declaration = node.field('declaration');
  const isDefault = /^(?:@[^\n]*\n\s*)*export\s+default\b/.test(node.text.slice(0, 400));
  const value = node.field('value');
  if (value) names.set('default', { kind: 'expression', node: value });
  else if (declaration && isDefault)
    names.set('default', { kind: 'expression', node: declaration });
  for (const it of clause?.parts ?? []) {
    const name = keyText(it.field('name') ?? it);
    const exported = keyText(it.field('alias') ?? it.field('name') ?? it);
    names.set(
      exported,
      from === undefined ? { kind: 'local', name } : { kind: 'from', from, name },
    );
  }
  if (declaration)
    for (const name of declaredIn(declaration)) names.set(name, { kind: 'local', name });
  if (from === undefined || clause) return;
  const space = node.child('namespace_export')?.child('identifier')?.text;
  if (space === undefined) stars.push(from);
  else names.set(space, { kind: 'from', from, name: '*' });
}

function declaredIn(declaration: SyntaxNode): readonly string[] {
  const all = declaration.above('program');
  if (!all) return [];
  const inside = [...declarationsIn(all)].filter(([, it]) => {
    if (it.kind === 'code' || it.kind === 'enum') return it.node === declaration;
    return it.kind === 'variable' && it.value !== undefined && isWithin(it.value, declaration);
  });
  return inside.map(([name]) => name);
}

function isWithin(node: SyntaxNode, whole: SyntaxNode): boolean {
  return node.start >= whole.start && node.end <= whole.end;
}

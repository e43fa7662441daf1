/** A source file as a tree: plain objects, so that nothing of the parser stays in memory. */

const noNodes: readonly SyntaxNode[] = [];

export class SyntaxTree {
  /** Relative to the project, for evidence. */
  readonly file: string;
  /** The source. */
  readonly text: string;
  readonly #lineStarts: readonly number[];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#lineStarts = startsOfLines(text);
  }

  /** All nodes in source order, the node of the whole file first. */
  readonly nodes: SyntaxNode[] = [];
  #byType: Map<string, SyntaxNode[]> | undefined;

  /** The node of the whole file. */
  get root(): SyntaxNode {
    return this.nodes[0] as SyntaxNode;
  }

  /** @returns the nodes of a type, in source order. */
  ofType(type: string): readonly SyntaxNode[] {
    this.#byType ??= byType(this.nodes);
    return this.#byType.get(type) ?? [];
  }

  /** @returns the line of an offset, counted from 1. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }
}

/** A node of the grammar; `type` and the names of fields are the grammar's own. */
export class SyntaxNode {
  /** The named nodes below, and those with a field (such as operators), in source order. */
  children: readonly SyntaxNode[] = noNodes;
  /** The place among the nodes of the tree, and the place after the last one below. */
  readonly order: number;
  after: number;

  readonly tree: SyntaxTree;
  readonly type: string;
  /** Whether it is a rule of the grammar, and no keyword or punctuation. */
  readonly named: boolean;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** Its field in the parent; `undefined` where the grammar names none. */
  readonly fieldName: string | undefined;
  readonly parent: SyntaxNode | undefined;

  constructor(
    tree: SyntaxTree,
    type: string,
    named: boolean,
    [start, end]: readonly [number, number],
    fieldName: string | undefined,
    parent: SyntaxNode | undefined,
  ) {
    this.order = tree.nodes.push(this) - 1;
    this.after = this.order + 1;
    this.tree = tree;
    this.type = type;
    this.named = named;
    this.start = start;
    this.end = end;
    this.fieldName = fieldName;
    this.parent = parent;
  }

  /** Adds the next node below. */
  append(child: SyntaxNode): void {
    if (this.children === noNodes) this.children = [child];
    else (this.children as SyntaxNode[]).push(child);
  }

  /** Called when all nodes below are there. */
  close(): void {
    this.after = this.tree.nodes.length;
  }

  get text(): string {
    return this.tree.text.slice(this.start, this.end);
  }

  get file(): string {
    return this.tree.file;
  }

  /** Counted from 1. */
  get line(): number {
    return this.tree.lineAt(this.start);
  }

  /** @returns the first child with a field. */
  field(name: string): SyntaxNode | undefined {
    return this.children.find((it) => it.fieldName === name);
  }

  /** @returns all children with a field. */
  fields(name: string): readonly SyntaxNode[] {
    return this.children.filter((it) => it.fieldName === name);
  }

  /** The children that are rules of the grammar, without comments. */
  get parts(): readonly SyntaxNode[] {
    return this.children.filter((it) => it.named && it.type !== 'comment');
  }

  /** @returns the first child of one of the types. */
  child(...types: readonly string[]): SyntaxNode | undefined {
    return this.children.find((it) => types.includes(it.type));
  }

  /** @returns the nearest node above of one of the types. */
  above(...types: readonly string[]): SyntaxNode | undefined {
    let at = this.parent;
    while (at && !types.includes(at.type)) at = at.parent;
    return at;
  }

  /** @returns this node and those below, of the types, in source order. */
  all(...types: readonly string[]): readonly SyntaxNode[] {
    const { tree, order, after } = this;
    if (after - order > fewNodes && types.length === 1)
      return between(tree.ofType(types[0] ?? ''), order, after);
    if (after - order > fewNodes)
      return types
        .flatMap((it) => between(tree.ofType(it), order, after))
        .sort((one, other) => one.order - other.order);
    const found: SyntaxNode[] = [];
    for (let at = order; at < after; at += 1) {
      const node = tree.nodes[at] as SyntaxNode;
      if (types.includes(node.type)) found.push(node);
    }
    return found;
  }
}

/** So few nodes are looked at one by one. */
const fewNodes = 50;

/** @returns the nodes of a sorted list from one place to another. */
function between(nodes: readonly SyntaxNode[], from: number, to: number): readonly SyntaxNode[] {
  return nodes.slice(indexOf(nodes, from), indexOf(nodes, to));
}

/** @returns the index of the first node of a sorted list that is not before a place. */
function indexOf(nodes: readonly SyntaxNode[], order: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] as SyntaxNode).order < order) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byType(nodes: readonly SyntaxNode[]): Map<string, SyntaxNode[]> {
  const found = new Map<string, SyntaxNode[]>();
  for (const node of nodes) {
    const known = found.get(node.type);
    if (known) known.push(node);
    else found.set(node.type, [node]);
  }
  return found;
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** A source file as a tree: plain objects, so that nothing of the parser stays in memory. */

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

  /** The node of the whole file. */
  root!: SyntaxNode;

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
  readonly children: SyntaxNode[] = [];

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
    this.tree = tree;
    this.type = type;
    this.named = named;
    this.start = start;
    this.end = end;
    this.fieldName = fieldName;
    this.parent = parent;
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
    const found: SyntaxNode[] = [];
    const open: SyntaxNode[] = [this];
    for (let node = open.pop(); node; node = open.pop()) {
      if (types.includes(node.type)) found.push(node);
      for (let at = node.children.length - 1; at >= 0; at -= 1)
        open.push(node.children[at] as SyntaxNode);
    }
    return found;
  }
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

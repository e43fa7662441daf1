/** Decides whether a function comes to one of some places, through the functions that it names. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evaluator } from './evaluator.ts';
import { functions } from './locals.ts';

/** The most functions that are looked into, the nearest first, for all questions together. */
const mostFunctions = 1_500;

export class Reach {
  readonly #evaluator: Evaluator;
  readonly #targets: readonly SyntaxNode[];
  readonly #named = new Map<SyntaxNode, readonly SyntaxNode[]>();

  constructor(evaluator: Evaluator, targets: readonly SyntaxNode[]) {
    this.#evaluator = evaluator;
    this.#targets = targets;
  }

  /** @param from a function, or an expression that names one. */
  comesTo(from: SyntaxNode): boolean {
    if (this.#targets.length === 0) return false;
    const seen = new Set([from]);
    for (const it of seen) {
      if (this.#has(it)) return true;
      for (const named of this.#namedIn(it)) seen.add(named);
    }
    return false;
  }

  #has(node: SyntaxNode): boolean {
    return this.#targets.some(
      (it) => it.file === node.file && node.start <= it.start && it.end <= node.end,
    );
  }

  /** The functions of the program that a node calls or hands on. */
  #namedIn(node: SyntaxNode): readonly SyntaxNode[] {
    const known = this.#named.get(node);
    if (known || this.#named.size >= mostFunctions) return known ?? [];
    const found = node
      .all('identifier', 'selector_expression')
      .filter((it) => it.fieldName !== 'field' && it.fieldName !== 'name')
      .flatMap((it) => this.#functionOf(it) ?? []);
    this.#named.set(node, found);
    return found;
  }

  #functionOf(name: SyntaxNode): SyntaxNode | undefined {
    const callee = this.#evaluator.types.functionIn(name);
    if (callee.kind !== 'own') return undefined;
    const { node } = callee;
    if (functions.includes(node.type)) return node;
    const [value] = node.type === 'var_spec' ? (node.field('value')?.parts ?? []) : [];
    return value?.type === 'func_literal' ? value : undefined;
  }
}

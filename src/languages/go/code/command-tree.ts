/** Finds which commands are parts of others: `run` of `shop server run`. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { literals, wordOf } from './commands.ts';
import type { Evaluator } from './evaluator.ts';
import { localOf } from './locals.ts';
import { fieldOf, matchesOf } from './rows.ts';

const mostDepth = 6;

/** Literals such as `&cobra.Command{}` that are commands, and how they belong together. */
export class CommandTree {
  readonly #evaluator: Evaluator;
  readonly #words = new Map<string, string | undefined>();
  readonly #parents = new Map<string, SyntaxNode>();
  readonly #roots = new Set<string>();

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
    const found = matchesOf(evaluator, literals);
    for (const { node, argument } of found)
      this.#words.set(keyOf(node), argument && wordOf(evaluator, argument));
    if (found.length < 2) return;
    for (const { node } of found)
      for (const it of lists.flatMap((name) => fieldOf(node, name) ?? []))
        this.#add(node, this.#literalsOf(it));
    for (const call of this.#evaluator.code.methodCalls('AddCommand')) {
      const [parent] = this.#literalsOf(call.field('function')?.field('operand'));
      const added = call.field('arguments')?.parts.flatMap((it) => this.#literalsOf(it)) ?? [];
      if (parent) this.#add(parent, added);
    }
    this.#findRoots(found.map(({ node }) => node));
  }

  /** @returns whether a literal is the program itself, which has the commands. */
  isRoot(node: SyntaxNode): boolean {
    return this.#roots.has(keyOf(node));
  }

  /** @returns the words of the commands that one is a part of, outermost first. */
  wordsAbove(node: SyntaxNode): readonly string[] {
    const words: string[] = [];
    const seen = new Set<string>();
    for (let at = this.#parents.get(keyOf(node)); at; at = this.#parents.get(keyOf(at))) {
      const word = this.#words.get(keyOf(at));
      if (seen.has(keyOf(at)) || this.isRoot(at) || word === undefined) break;
      seen.add(keyOf(at));
      words.unshift(word);
    }
    return words;
  }

  #add(parent: SyntaxNode, children: readonly SyntaxNode[]): void {
    for (const it of children)
      if (!this.#parents.has(keyOf(it))) this.#parents.set(keyOf(it), parent);
  }

  /** What is executed; else what has commands and belongs to none, unless an app has them all. */
  #findRoots(all: readonly SyntaxNode[]): void {
    const executed = ['Execute', 'ExecuteContext', 'ExecuteC', 'ExecuteContextC', 'Run']
      .flatMap((it) => this.#evaluator.code.methodCalls(it))
      .flatMap((it) => this.#literalsOf(it.field('function')?.field('operand')));
    const hasApp = matchesOf(this.#evaluator, apps).length > 0;
    const parents = new Set([...this.#parents.values()].map(keyOf));
    const found =
      executed.length > 0 || hasApp ? executed : all.filter((it) => parents.has(keyOf(it)));
    for (const it of found) if (!this.#parents.has(keyOf(it))) this.#roots.add(keyOf(it));
  }

  /** The commands that an expression can be: of a variable, of a list, of a function that makes one. */
  #literalsOf(node: SyntaxNode | undefined, depth = 0): readonly SyntaxNode[] {
    if (!node || depth > mostDepth) return [];
    if (this.#words.has(keyOf(node))) return [node];
    const all = (nodes: readonly (SyntaxNode | undefined)[]): readonly SyntaxNode[] =>
      nodes.flatMap((it) => this.#literalsOf(it, depth + 1));
    switch (node.type) {
      case 'unary_expression':
        return all([node.field('operand')]);
      case 'composite_literal':
        return all(node.field('body')?.parts ?? []);
      case 'literal_element':
      case 'parenthesized_expression':
        return all(node.parts.slice(0, 1));
      case 'call_expression': {
        const callee = this.#evaluator.types.calleeOf(node);
        return callee.kind === 'own' ? all(resultsOf(callee.node)) : [];
      }
      case 'identifier':
        return all(this.#assignedTo(node));
      case 'selector_expression':
        return all([this.#variableOf(node)]);
      default:
        return [];
    }
  }

  #assignedTo(name: SyntaxNode): readonly (SyntaxNode | undefined)[] {
    const local = localOf(name);
    if (!local) return [this.#valueOf(this.#evaluator.code.packageOf(name), name.text)];
    return local.assignments.flatMap((it) => {
      if (it.kind === 'value') return it.index === 0 ? it.node : [];
      const calls = it.kind === 'parameter' ? this.#evaluator.callsOf(it.node) : [];
      return calls.map((call) => call.field('arguments')?.parts['index' in it ? it.index : 0]);
    });
  }

  /** `cmd.Serve`, of a package of the project. */
  #variableOf(node: SyntaxNode): SyntaxNode | undefined {
    const operand = node.field('operand');
    const imported = operand && this.#evaluator.types.importOf(operand);
    return imported?.kind === 'own'
      ? this.#valueOf(imported.package, node.field('field')?.text ?? '')
      : undefined;
  }

  #valueOf(
    found: Parameters<Evaluator['code']['declaration']>[0],
    name: string,
  ): SyntaxNode | undefined {
    const spec = this.#evaluator.code.declaration(found, name);
    const index = spec
      ?.fields('name')
      .filter((it) => it.named)
      .findIndex((it) => it.text === name);
    return spec?.field('value')?.parts[index ?? 0];
  }
}

/** The fields of urfave/cli and ff with the parts of a command. */
const lists = ['Commands', 'Subcommands'];

/** What has commands and is none. */
const apps = [{ call: 'github.com/urfave/cli.App{}', argument: 'Commands' }];

const keyOf = ({ file, start, type }: SyntaxNode): string =>
  `${file}:${start}${type === 'literal_value' ? '{' : ''}`;

/** What the statements of a function return first, without those of functions inside it. */
function resultsOf(declaration: SyntaxNode): readonly (SyntaxNode | undefined)[] {
  return declaration
    .all('return_statement')
    .filter(
      (it) =>
        it.above('function_declaration', 'method_declaration', 'func_literal') === declaration,
    )
    .map((it) => (it.parts[0]?.type === 'expression_list' ? it.parts[0].parts[0] : it.parts[0]));
}

/** The arguments of a call. */
import type { SyntaxNode } from '../../../syntax/tree.ts';

export interface CallArguments {
  readonly positional: readonly SyntaxNode[];
  readonly keywords: ReadonlyMap<string, SyntaxNode>;
  /** `**options`. */
  readonly records: readonly SyntaxNode[];
  /** `*arguments`, and the number of arguments before it. */
  readonly list: { readonly node: SyntaxNode; readonly from: number } | undefined;
}

const known = new WeakMap<SyntaxNode, CallArguments>();

/** @returns the arguments of a `call` node. */
export function argumentsOf(call: SyntaxNode): CallArguments {
  const before = known.get(call);
  if (before) return before;
  const list = call.field('arguments');
  // A generator is the only argument without its own parentheses.
  const parts =
    list?.type === 'argument_list' ? list.parts : [list].filter((it) => it !== undefined);
  const positional: SyntaxNode[] = [];
  const keywords = new Map<string, SyntaxNode>();
  const records: SyntaxNode[] = [];
  let rest: CallArguments['list'];
  for (const part of parts) {
    const value = part.field('value');
    if (part.type === 'keyword_argument' && value)
      keywords.set(part.field('name')?.text ?? '', value);
    else if (part.type === 'dictionary_splat' && part.parts[0]) records.push(part.parts[0]);
    else if (part.type === 'list_splat' && part.parts[0])
      rest ??= { node: part.parts[0], from: positional.length };
    else if (!rest) positional.push(part);
  }
  const found = { positional, keywords, records, list: rest };
  known.set(call, found);
  return found;
}

/** @returns an argument by its position or its keyword. */
export function argumentAt(call: SyntaxNode, at: number | string): SyntaxNode | undefined {
  const { positional, keywords } = argumentsOf(call);
  return typeof at === 'number' ? positional[at] : keywords.get(at);
}

/** @returns the last name of what is called: `run` of `uvicorn.run(...)`. */
export function calledName(call: SyntaxNode): string {
  const callee = call.field('function');
  return (callee?.field('attribute') ?? callee)?.text ?? '';
}

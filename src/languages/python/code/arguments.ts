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

const argumentsByCall = new WeakMap<SyntaxNode, CallArguments>();

/** @returns the arguments of a `call` node. */
export function argumentsOf(call: SyntaxNode): CallArguments {
  const before = argumentsByCall.get(call);
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
  argumentsByCall.set(call, found);
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

/** Where a call takes a function that something else calls, and what it is called with. */
interface Handing {
  readonly target: readonly (number | string)[];
  /** The keywords of its arguments; otherwise they are those that follow it. */
  readonly given?: { readonly list: string; readonly record: string };
}

const inThread: Handing = { target: ['target', 1], given: { list: 'args', record: 'kwargs' } };

/**
 * https://docs.python.org/3/library/threading.html https://docs.python.org/3/library/multiprocessing.html
 * https://docs.python.org/3/library/functools.html#functools.partial
 * https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread
 * https://docs.python.org/3/library/concurrent.futures.html
 */
const handing: Readonly<Record<string, Handing>> = {
  Thread: inThread,
  Process: inThread,
  partial: { target: [0] },
  to_thread: { target: [0] },
  submit: { target: [0] },
  start_background_task: { target: [0] },
  run_in_executor: { target: [1] },
};

/** @returns the call that another makes: `app.run(port=80)` of `Thread(target=app.run, kwargs={"port": 80})`. */
export function handedCall(call: SyntaxNode): SyntaxNode | undefined {
  const name = calledName(call);
  const known = Object.hasOwn(handing, name) ? handing[name] : undefined;
  const target = known?.target.map((it) => argumentAt(call, it)).find((it) => it !== undefined);
  if (!known || target?.type !== 'attribute') return undefined;
  return callOf(target, call, argumentsOfHanded(call, known));
}

/** @returns a call that is written nowhere, in the place of another. */
export function callOf(target: SyntaxNode, at: SyntaxNode, given: CallArguments): SyntaxNode {
  const call = Object.create(at, {
    field: { value: (field: string) => (field === 'function' ? target : undefined) },
  }) as SyntaxNode;
  argumentsByCall.set(call, given);
  return call;
}

function argumentsOfHanded(call: SyntaxNode, { target: [at], given }: Handing): CallArguments {
  const all = argumentsOf(call);
  if (!given || typeof at === 'number')
    return { ...all, positional: all.positional.slice(Number(at) + 1) };
  const list = all.keywords.get(given.list);
  const record = all.keywords.get(given.record);
  return {
    positional: list && /^(?:tuple|list)$/.test(list.type) ? list.parts : [],
    keywords: new Map(),
    records: record ? [record] : [],
    list: undefined,
  };
}

/** Finds the calls that end a program: `panic`, `os.Exit`, and those of loggers. */
import type { SyntaxNode } from '../../../syntax/tree.ts';

const endings = /^panic$|^os\.Exit$|\.(?:Fatal|Panic)\w*$/;

/** @returns whether a function with a name ends the program. */
export const endsByName = (name: string): boolean => endings.test(name);

/** @returns the calls that end the program, in source order. */
export function endingCalls(node: SyntaxNode): readonly SyntaxNode[] {
  return node.all('call_expression').filter((it) => endsByName(it.field('function')?.text ?? ''));
}

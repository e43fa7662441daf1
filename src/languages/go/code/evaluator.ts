/** What the parts of the evaluator need of each other. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Place, Setting, Value } from '../../shared/values.ts';
import type { Documents } from './documents.ts';
import type { GoCode } from './program.ts';
import type { Types } from './types.ts';

/** The arguments of calls that are being followed. */
export interface Bindings {
  readonly function: SyntaxNode;
  readonly values: readonly Value[];
  /** What the method is called on; it is evaluated in `outer`. */
  readonly receiver: SyntaxNode | undefined;
  readonly outer: Bindings | undefined;
  readonly depth: number;
}

export interface Evaluator {
  readonly code: GoCode;
  readonly types: Types;
  /** The configuration files that the program reads. */
  readonly documents: Documents;
  /** Where settings are read, and their defaults, by `variable`, `flag` or `key`. */
  readonly settings: ReadonlyMap<string, { readonly at: Place; readonly value: Value }>;
  /** @param bindings the arguments of the functions around the node, where they are followed. */
  value(node: SyntaxNode | undefined, bindings?: Bindings): Value;
  /** @returns the calls of a function of the program. */
  callsOf(declaration: SyntaxNode): readonly SyntaxNode[];
  /** @returns a value that a setting replaces. */
  setBy(setting: Setting, value: Value, at: Place): Value;
}

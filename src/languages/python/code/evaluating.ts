/** What the parts of the evaluator need of each other. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import {
  alternatives,
  choiceOf,
  type Place,
  type Setting,
  settable,
  type Value,
} from '../../shared/values.ts';
import type { CallArguments } from './arguments.ts';
import type { PythonModule } from './module.ts';
import type { Sources } from './sources.ts';

/** A call that is followed: the parameters of `owner` have its arguments. */
export interface Frame {
  readonly owner: SyntaxNode;
  readonly arguments: CallArguments;
  /** The frame in which the arguments are evaluated. */
  readonly caller: Frame | undefined;
  /** What the method is called on. */
  readonly receiver: Value | undefined;
}

/** The call that made a value. */
export interface Origin {
  readonly call: SyntaxNode;
  readonly frame: Frame | undefined;
  /** What the method was called on. */
  readonly receiver: Value | undefined;
  /** The class of the project that was constructed. */
  readonly class?: SyntaxNode;
}

export interface Evaluator {
  readonly sources: Sources;
  /** Limits where calls of functions are looked for: the modules of one program. */
  within(modules: readonly PythonModule[]): void;
  /** @returns what an expression can be when the program starts. */
  evaluate(node: SyntaxNode | undefined, frame?: Frame): Value;
  /** @returns the value of an attribute. */
  attribute(object: Value, name: string, node: SyntaxNode): Value;
  /**
   * @returns the entry of what is spread in a dictionary or call, which may be made of itself:
   *   `options = dict(options)`, a function that passes its keywords on to itself.
   */
  spreadEntry(
    owner: SyntaxNode,
    spread: readonly SyntaxNode[],
    name: string,
    frame?: Frame,
  ): Value | undefined;
  /** @returns an item of a list or tuple. */
  item(value: Value, index: number, node: SyntaxNode): Value;
  /** @returns what a name means where it is used. */
  nameValue(name: string, use: SyntaxNode, frame?: Frame): Value;
  /** @returns what a module exports by a name. */
  exported(module: PythonModule, name: string, use: SyntaxNode): Value | undefined;
  /** @returns the call that made a value. */
  originOf(value: Value): Origin | undefined;
  /** @returns a foreign value that a call made. */
  made(name: string, origin: Origin): Value;
  moduleOf(node: SyntaxNode): PythonModule | undefined;
  /** @returns an object of a class; without a call, of any of its constructor's calls. */
  instance(
    class_: SyntaxNode,
    made: { readonly call: SyntaxNode; readonly frame: Frame | undefined } | undefined,
  ): Value;
  /** @returns a class and the classes of the project that it is derived from. */
  classesOf(class_: SyntaxNode): readonly SyntaxNode[];
  /** @returns full names of all foreign classes that it is derived from. */
  foreignBases(class_: SyntaxNode): readonly string[];
  /** @returns the one that decides how it behaves. */
  foreignBase(class_: SyntaxNode): string | undefined;
}

/** Applies a function to each alternative, and keeps the setting of the whole. */
export function mapped(value: Value, at: Place, change: (it: Value) => Value): Value {
  if (value.kind !== 'choice') return change(value);
  return choiceOf(alternatives(value).map(change), at);
}

/** @returns the value with the setting, where there is one. */
export function withSetting(value: Value, setting: Setting | undefined): Value {
  return setting ? settable(value, setting) : value;
}

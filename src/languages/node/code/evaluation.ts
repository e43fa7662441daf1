/** What the parts of the evaluator share: how they ask for values, and where paths begin. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Value } from '../../shared/values.ts';
import type { Module } from './module.ts';

/** The program as it is read: the sources from the entry on. */
export interface Program {
  /** The entries first, each followed by what it loads. */
  readonly modules: ReadonlyMap<string, Module>;
  /** The folder of the package, which is the working directory; `''` for the root. */
  readonly folder: string;
  /** The variables that the start command sets. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folders of sources that are compiled elsewhere: `__dirname` is then another. */
  readonly files: ReadonlySet<string>;
  /** Whether something is loaded that the sources do not name. */
  readonly isComplete: boolean;
  /** @returns the file of the project that a source loads; `undefined` for a package. */
  resolve(from: string, specifier: string): string | undefined;
  /** @returns the sources that load a file, nearest to the entry first. */
  importers(file: string): readonly Module[];
  /** @returns the content of a JSON or YAML file that the sources name. */
  data(file: string): unknown;
}

/** The arguments of the call that is followed, so that a function gives what this call gets. */
export interface Frame {
  readonly owner: SyntaxNode;
  /** By position; `undefined` where the call gives none. */
  readonly values: readonly Value[];
  readonly self?: Value | undefined;
  readonly above?: Frame | undefined;
}

/** How a foreign value came about: by a call, or a construction. */
export interface Made {
  readonly call: SyntaxNode;
  readonly frame: Frame | undefined;
  /** What the method was called on. */
  readonly receiver: Value | undefined;
  /** The full name of what was called. */
  readonly callee: string;
}

export interface Evaluation {
  readonly program: Program;
  evaluate(node: SyntaxNode, frame?: Frame): Value;
  /** @returns the elements of `...list`; `undefined` if that is not known. */
  spread(node: SyntaxNode, frame?: Frame): readonly Value[] | undefined;
  /** @returns a part of a value: `value.name`. */
  member(value: Value, name: string, at: SyntaxNode): Value;
  /** @returns what a project's function gives for these arguments. */
  result(code: Value, values: readonly Value[], at: SyntaxNode): Value;
  /** @returns the call that gave a foreign value. */
  made(value: Value): Made | undefined;
}

/**
 * Paths are texts that begin with one of these where only the image decides where they are. They
 * are absolute for every function of paths; `..` may leave them, up to four levels.
 */
const levels = 4;
const rootOf = (mark: string): string => `/${mark}`.repeat(levels);

/** The project, where a source names a path beside itself. */
export const sourceRoot = rootOf('\u0001');
/** The working directory. */
export const workingFolder = rootOf('\u0002');
export const homeFolder = rootOf('\u0003');

export interface PlacedPath {
  /** Without `./` in front: relative to the place, or absolute. */
  readonly path: string;
  readonly below: 'source' | 'working' | 'home' | undefined;
}

/** @returns a path without the marks above. */
export function placed(path: string): PlacedPath {
  for (const [mark, below] of [
    ['\u0001', 'source'],
    ['\u0002', 'working'],
    ['\u0003', 'home'],
  ] as const) {
    if (!path.startsWith(`/${mark}`)) continue;
    let rest = path;
    let kept = 0;
    while (rest === `/${mark}` || rest.startsWith(`/${mark}/`)) {
      rest = rest.slice(mark.length + 1);
      kept += 1;
    }
    // A folder that is joined to itself has more.
    const up = '../'.repeat(Math.max(0, levels - kept));
    return { path: `${up}${rest.replace(/^\/+/, '')}`.replace(/\/$/, ''), below };
  }
  return { path, below: undefined };
}

/** @returns the file of a node, and those that load it. */
export function modulesNear({ file }: SyntaxNode, program: Program): readonly Module[] {
  return [program.modules.get(file) ?? [], program.importers(file)].flat();
}

/** @returns the nodes of the arguments of a call. */
export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const list = call.field('arguments');
  return list?.type === 'arguments' ? list.parts : [];
}

/** Finds the modules that a program imports and that no file of the project has. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import { isExpected, isGuard, type PythonModule } from './module.ts';
import { type Entry, importTargets, isForTypes, modulesOf, type Sources } from './sources.ts';
import { isOfOtherSystem } from './systems.ts';

/** An import of a module that is not the project's. */
export interface ForeignImport {
  /** The first part of its name: `pkg_resources`, `google`. */
  readonly name: string;
  /** Whether it fails at the start of the program, or only in the code that has it. */
  readonly when: 'start' | 'call';
  readonly evidence: Evidence;
}

/** Exceptions by which a program goes on without a module. */
const missing = /^(?:ImportError|ModuleNotFoundError|Exception|BaseException)$/;

/**
 * @param reached the modules that the program can run.
 * @param isForeign whether a name is of interest. Only modules with such a name are parsed.
 * @returns the first import of each name that fails where nothing provides the module, at the start
 *   before others. An import that the program can do without is not among them.
 */
export function foreignImports(
  entry: Entry,
  reached: readonly PythonModule[],
  sources: Sources,
  isForeign: (name: string) => boolean,
): readonly ForeignImport[] {
  const found = reached.flatMap((module) => {
    if (isOfOtherSystem(module)) return [];
    const names = new Set(importTargets(module).map(headOf).filter(isForeign));
    if (names.size === 0) return [];
    return module.imported.flatMap(({ target, node }) => {
      const name = headOf(target);
      const placed = names.has(name) ? placeOf(node, module, entry) : null;
      return placed === null ? [] : [{ name, module, node, placed }];
    });
  });
  if (found.length === 0) return [];
  const started = loadedAtStart(entry, sources);
  const imports = found.map(({ name, module, node, placed }) => ({
    name,
    when: placed === 'top' && started.has(module) ? ('start' as const) : ('call' as const),
    evidence: { file: module.path, line: node.line, because: `imports ${name}` },
  }));
  const first = new Map<string, ForeignImport>();
  for (const it of imports)
    if (!first.has(it.name) || (it.when === 'start' && first.get(it.name)?.when === 'call'))
      first.set(it.name, it);
  return [...first.values()];
}

function headOf(target: string): string {
  return target.split('.')[0] ?? '';
}

/** Where an import is: run with its module, or later; `null` if the program can do without it. */
function placeOf(node: SyntaxNode, module: PythonModule, entry: Entry): 'top' | 'later' | null {
  if (isForTypes(node) || isExpected(node, missing)) return null;
  let place: 'top' | 'later' = 'top';
  for (let at = node.parent; at; at = at.parent) {
    // What an `except` or a condition guards is another way to the same end.
    if (at.type === 'except_clause') return null;
    if (at.type === 'else_clause' && isExpectedAbove(at)) return null;
    if (at.type === 'with_statement' && at.text.includes('suppress(')) return null;
    if (at.type === 'if_statement') {
      if (!isGuard(at)) return null;
      if (entry.main !== module) return null;
    }
    if (at.type === 'function_definition') place = 'later';
  }
  return place;
}

/** Whether a clause is the `else` of a `try` that only runs where an import before it succeeded. */
function isExpectedAbove({ parent }: SyntaxNode): boolean {
  const tried = parent?.type === 'try_statement' ? parent.field('body') : undefined;
  return tried?.parts.some((it) => /^import_/.test(it.type) && isExpected(it, missing)) === true;
}

/** The modules that run before the program does anything: no function has their imports. */
function loadedAtStart(entry: Entry, sources: Sources): ReadonlySet<PythonModule> {
  const loaded = new Set<PythonModule>(entry.main === 'any' ? [] : entry.modules);
  const open = [...loaded];
  for (let module = open.pop(); module; module = open.pop()) {
    const targets = module.imported
      .filter(({ node }) => placeOf(node, module, entry) === 'top')
      .map((it) => it.target);
    for (const found of modulesOf(targets, module, sources)) {
      if (loaded.has(found)) continue;
      loaded.add(found);
      open.push(found);
    }
  }
  return loaded;
}

/** Finds imports of packages that an install for production lacks: only devDependencies list them. */
import { listed } from '../../../text/lists.ts';
import type { Evidence, Note } from '../../../types.ts';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Module } from '../code/module.ts';
import { isBuiltin, packageOf } from '../code/names.ts';
import type { Program } from '../code/evaluation.ts';
import { type Manifest, productionDependencies, recordOf } from '../files/manifest.ts';

/** What may keep an import from running, such as `if (isDevelopment)`. */
const conditional = [
  'if_statement',
  'try_statement',
  'switch_statement',
  'ternary_expression',
  'binary_expression',
  'function_declaration',
  'function_expression',
  'arrow_function',
  'method_definition',
];

/** A package that the program loads and that only devDependencies list. */
export interface DevelopmentOnly {
  readonly name: string;
  readonly evidence: Evidence;
}

/**
 * @param program the sources that node loads as they are, the entry first.
 * @param others further manifests whose production dependencies are installed.
 * @param isInstalled whether the production install contains a package anyway.
 */
export function developmentOnly(
  { modules, resolve }: Pick<Program, 'modules' | 'resolve'>,
  manifest: Manifest,
  others: readonly Manifest[],
  isInstalled: (name: string) => boolean,
): DevelopmentOnly[] {
  const found = new Map<string, DevelopmentOnly>();
  const [entry] = modules.keys();
  const queue = new Set(entry === undefined ? [] : [entry]);
  for (const file of queue) {
    const module = modules.get(file);
    for (const { specifier, line } of module ? alwaysLoaded(module) : []) {
      const target = resolve(file, specifier);
      if (target !== undefined) {
        queue.add(target);
        continue;
      }
      const name = packageOf(specifier);
      const isMissing =
        !isBuiltin(specifier) &&
        name in manifest.devDependencies &&
        ![manifest, ...others].some((it) => isForProduction(it, name)) &&
        !isInstalled(name);
      if (isMissing && !found.has(name))
        found.set(name, { name, evidence: { file, line, because: `loads ${name}` } });
    }
  }
  return [...found.values()];
}

/** @param add the command that makes a package a production dependency, such as `npm install`. */
export function developmentOnlyNotes(loaded: readonly DevelopmentOnly[], add: string): Note[] {
  const names = loaded.map((it) => it.name);
  if (names.length === 0) return [];
  return [
    {
      code: 'node/development-dependency-loaded',
      level: 'warning',
      text: `the program loads ${listed(names)}, which only devDependencies list: the image contains all development dependencies`,
      hint: `Move ${names.length === 1 ? 'it' : 'them'} to dependencies: ${add} ${names.join(' ')}.`,
      evidence: loaded.map((it) => it.evidence),
    },
  ];
}

function isForProduction(manifest: Manifest, name: string): boolean {
  return (
    name in productionDependencies(manifest) || name in recordOf(manifest.all['peerDependencies'])
  );
}

interface Loaded {
  readonly specifier: string;
  readonly line: number;
}

/** The imports of a file that no condition keeps from running. */
function alwaysLoaded({ root, calls }: Module): readonly Loaded[] {
  const statements = (root?.all('import_statement', 'export_statement') ?? []).filter(
    (it) => !/^(?:import|export)\s+type\b/.test(it.text.slice(0, 20)),
  );
  const called = [...(calls.get('require') ?? []), ...(calls.get('import') ?? [])].filter(
    (it) => it.above(...conditional) === undefined,
  );
  return [
    ...statements.flatMap((it) => loaded(it, it.field('source'))),
    ...called.flatMap((it) => loaded(it, it.field('arguments')?.parts[0])),
  ];
}

function loaded({ line }: SyntaxNode, source: SyntaxNode | undefined): readonly Loaded[] {
  const specifier = source?.type === 'string' ? source.child('string_fragment')?.text : undefined;
  return specifier === undefined ? [] : [{ specifier, line }];
}

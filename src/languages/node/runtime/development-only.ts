/** Finds imports of packages that an install for production lacks: only devDependencies list them. */
import { listed } from '../../../text/lists.ts';
import type { Evidence, Note } from '../../../types.ts';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Module } from '../code/module.ts';
import { isBuiltin, packageOf } from '../code/names.ts';
import type { ReadProgram } from '../code/program.ts';
import { type Manifest, productionDependencies, recordOf } from '../files/manifest.ts';

/** What decides whether something runs, such as `if (isDevelopment)`. */
const branches = [
  'if_statement',
  'try_statement',
  'switch_statement',
  'ternary_expression',
  'binary_expression',
];

/** What may keep an import from running. */
const conditional = [
  ...branches,
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
 * @param program the sources whose imports the program has when it runs.
 * @param root the root of the workspace, whose development dependencies its packages find, too.
 * @param others further manifests whose production dependencies are installed.
 * @param isInstalled whether the production install contains a package anyway.
 */
export function developmentOnly(
  { entries, modules, resolve }: Pick<ReadProgram, 'entries' | 'modules' | 'resolve'>,
  manifest: Manifest,
  root: Manifest,
  others: readonly Manifest[],
  isInstalled: (name: string) => boolean,
): DevelopmentOnly[] {
  const found = new Map<string, DevelopmentOnly>();
  const queue = new Set(entries);
  for (const file of queue) {
    const module = modules.get(file);
    for (const { specifier, line, imported } of module ? alwaysLoaded(module) : []) {
      const target = resolve(file, specifier);
      if (target !== undefined) {
        queue.add(target);
        continue;
      }
      const name = packageOf(specifier);
      const isMissing =
        !isBuiltin(specifier) &&
        (name in manifest.devDependencies || name in root.devDependencies) &&
        ![manifest, ...others].some((it) => isForProduction(it, name)) &&
        !isInstalled(name);
      if (isMissing && !found.has(name) && !(module && isErased(module, imported)))
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
  /** The statement, if it is an import. */
  readonly imported?: SyntaxNode;
}

/** What a file loads without a condition: its imports, and what its libraries load by name. */
function alwaysLoaded(module: Module): readonly Loaded[] {
  const { root, calls } = module;
  const statements = (root?.all('import_statement', 'export_statement') ?? []).filter(
    (it) => !/^(?:import|export)\s+type\b/.test(it.text.slice(0, 20)),
  );
  const called = [...(calls.get('require') ?? []), ...(calls.get('import') ?? [])].filter(
    (it) => it.above(...conditional) === undefined,
  );
  return [
    ...statements.flatMap((it) =>
      loaded(it, it.field('source') ?? it.child('import_require_clause')?.field('source')).map(
        (one) => (it.type === 'import_statement' ? { ...one, imported: it } : one),
      ),
    ),
    ...called.flatMap((it) => loaded(it, it.field('arguments')?.parts[0])),
    ...loadedByName(module),
  ];
}

function loaded({ line }: SyntaxNode, source: SyntaxNode | undefined): readonly Loaded[] {
  const specifier = source?.type === 'string' ? source.child('string_fragment')?.text : undefined;
  return specifier === undefined ? [] : [{ specifier, line }];
}

/**
 * Packages that a library loads by a name in its options: a transport of pino, an engine of Express.
 * https://getpino.io/#/docs/transports, https://expressjs.com/en/guide/using-template-engines.html
 */
function loadedByName(module: Module): readonly Loaded[] {
  const { root, text } = module;
  const transports = /\btarget\b/.test(text) && /\btransport\b/.test(text);
  const targets = (transports ? (root?.all('pair') ?? []) : []).filter(
    (it) => it.field('key')?.text === 'target' && it.above('pair', 'arguments') !== undefined,
  );
  const engines = module.callsOf('set').flatMap((it) => {
    const [name, value] = it.field('arguments')?.parts ?? [];
    return name?.child('string_fragment')?.text === 'view engine' && value ? [value] : [];
  });
  return [...targets.map((it) => it.field('value')), ...engines].flatMap((it) =>
    it && it.above(...branches) === undefined ? loaded(it, it) : [],
  );
}

/** Whether a compiler removes an import: a source in TypeScript uses what it names as types only. */
function isErased({ file, root }: Module, imported: SyntaxNode | undefined): boolean {
  const clause = imported?.child('import_clause', 'import_require_clause');
  if (!root || !clause || !/\.[cm]?tsx?$/.test(file)) return false;
  const types = clause.all('import_specifier').filter((it) => /^type\s/.test(it.text));
  const names = clause
    .all('identifier')
    .filter((it) => !types.some((type) => type.all('identifier').includes(it)))
    .map((it) => it.text);
  return !root
    .all('identifier', 'shorthand_property_identifier')
    .some(
      (it) =>
        names.includes(it.text) &&
        it.above('import_statement', 'nested_type_identifier') === undefined,
    );
}

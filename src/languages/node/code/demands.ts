/** Variables that a program checks when it starts, in schemas and in conditions that end it. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Demand } from '../../shared/uses.ts';
import { possible, type Value } from '../../shared/values.ts';
import { functionTypes } from './bindings.ts';
import { neverRuns } from './branches.ts';
import { argumentsOf } from './evaluation.ts';
import type { Evaluator } from './evaluate.ts';
import type { Module } from './module.ts';
import { demandedFields } from './settings.ts';

const schemas = [
  'cleanEnv',
  'envsafe',
  'createEnv',
  'parse',
  'safeParse',
  'parseEnv',
  'validate',
  'validateSync',
];

/** What a schema checks. */
const environment =
  /\b(?:process|Bun|meta)\.env\b|["'](?:node:)?process["']|\bcleanEnv\b|\benvsafe\b/;

/** @returns the variables without which the program ends. */
export function* demandsIn(modules: Iterable<Module>, evaluator: Evaluator): Generator<Demand> {
  for (const module of modules) {
    const { text } = module;
    if (!/\benv\b/.test(text)) continue;
    if (environment.test(text))
      for (const call of schemas.flatMap((it) => module.callsOf(it)))
        yield* demandedFields(evaluator, call).map(({ name, node }) => demand(name, node));
    // Only a condition outside of functions counts, and that begins a line.
    if (!/(?:^|; ?)if\b/m.test(text) || !/\b(?:throw|exit)\b/.test(text)) continue;
    for (const node of module.root?.all('if_statement') ?? []) yield* checked(node, evaluator);
  }
}

function demand(
  variable: string,
  { file, line }: { readonly file: string; readonly line: number },
): Demand {
  return { variable, when: 'start', evidence: { file, line, because: 'demanded' } };
}

/** `if (!process.env.A || !process.env.B) throw ...`, outside of functions. */
function checked(node: SyntaxNode, evaluator: Evaluator): readonly Demand[] {
  const condition = node.field('condition');
  if (!condition || node.above(...functionTypes) || !ends(node.field('consequence'))) return [];
  // Whether the condition around it holds is not known.
  if (neverRuns(node, evaluator) || isNested(node)) return [];
  return negated(condition).flatMap((it) => {
    const value = evaluator.evaluate(it);
    const variable = value.setting?.variable;
    return variable === undefined || hasDefault(value) ? [] : [demand(variable, node)];
  });
}

/** Whether another condition decides, which is not that the program runs in production. */
function isNested(node: SyntaxNode): boolean {
  const outer = node.above('if_statement', 'switch_statement', 'ternary_expression');
  return outer !== undefined && !/\bproduction\b/i.test(outer.field('condition')?.text ?? '');
}

function hasDefault(value: Value): boolean {
  return possible(value).some((it) => it.complete);
}

/** What a condition negates, in all parts of an `||`. */
function negated(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === 'parenthesized_expression') return node.parts.flatMap(negated);
  if (node.type === 'binary_expression' && node.field('operator')?.text === '||')
    return [node.field('left'), node.field('right')].flatMap((it) => (it ? negated(it) : []));
  const argument = node.field('argument');
  return node.type === 'unary_expression' && node.field('operator')?.text === '!' && argument
    ? [argument]
    : [];
}

/** Whether a branch ends the program. */
function ends(branch: SyntaxNode | undefined): boolean {
  if (!branch) return false;
  const statements = branch.type === 'statement_block' ? branch.parts : [branch];
  return statements.some(
    (it) =>
      it.type === 'throw_statement' ||
      it
        .all('call_expression')
        .some(
          (call) => call.field('function')?.text === 'process.exit' && argumentsOf(call).length > 0,
        ),
  );
}

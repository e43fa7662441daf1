/** Finds the variables without which a program ends: tags of struct fields, and checks that end it. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Demand } from '../../shared/uses.ts';
import { possible } from '../../shared/values.ts';
import { isReached } from './always.ts';
import { endingCalls } from './endings.ts';
import type { Evaluator } from './evaluator.ts';
import { requiredVariable } from './field-settings.ts';
import { functionAround } from './locals.ts';

/** @returns a demand for each variable, at the first place that shows it. */
export function demandsIn(evaluator: Evaluator): readonly Demand[] {
  const found = new Map<string, Demand>();
  for (const it of [...tagged(evaluator), ...checked(evaluator)])
    if (!found.has(it.variable)) found.set(it.variable, it);
  return [...found.values()];
}

function demand(variable: string, { file, line }: SyntaxNode): Demand {
  const evidence = { file, line, because: `ends without ${variable}` };
  return { variable, when: 'start', evidence };
}

/** `Token string `env:"TOKEN,required"``. */
function tagged(evaluator: Evaluator): readonly Demand[] {
  const { code } = evaluator;
  const byName = code.imports('github.com/kelseyhightower/envconfig');
  const files = code
    .search(/[:,"`\s-](?:required|notEmpty)\b/)
    .filter(({ text }) => byName || /`[^`\n]*\b(?:env|envconfig|arg|conf):/.test(text));
  return files.flatMap((file) =>
    (code.tree(file)?.ofType('field_declaration') ?? []).flatMap((field) => {
      const variable = requiredVariable(evaluator, field);
      return variable === undefined ? [] : [demand(variable, field)];
    }),
  );
}

/** `if token := os.Getenv("TOKEN"); token == "" { log.Fatal(...) }`, where every run comes to it. */
function checked(evaluator: Evaluator): readonly Demand[] {
  const { code } = evaluator;
  return code.search(/\b(?:Getenv|LookupEnv)\(/).flatMap((file) =>
    (code.tree(file)?.ofType('if_statement') ?? []).flatMap((node): readonly Demand[] => {
      const subject = missing(node.field('condition'));
      const block = node.field('consequence');
      if (!subject || !block || !endsProgram(block)) return [];
      const call = lookedUp(node, subject);
      const [name] = call?.field('arguments')?.parts ?? [];
      if (!name) return [];
      return possible(evaluator.value(name))
        .filter((it) => it.complete && /^[A-Za-z_]\w*$/.test(it.text))
        .filter((it) => isReached(evaluator, callOf(evaluator, node, it.text) ?? node, 0))
        .map((it) => demand(it.text, node));
    }),
  );
}

/** @returns what a condition finds empty or absent: `token` of `token == ""`, `ok` of `!ok`. */
function missing(condition: SyntaxNode | undefined): SyntaxNode | undefined {
  const operator = condition?.field('operator')?.text;
  if (condition?.type === 'unary_expression' && operator === '!') return condition.field('operand');
  if (condition?.type !== 'binary_expression' || operator !== '==') return undefined;
  const [left, right] = [condition.field('left'), condition.field('right')];
  if (right?.text === '""') return left;
  return right?.text === '0' && left?.field('function')?.text === 'len'
    ? left.field('arguments')?.parts[0]
    : undefined;
}

function endsProgram(block: SyntaxNode): boolean {
  return endingCalls(block).some((it) => !it.above('func_literal'));
}

/** @returns the call of `os.Getenv` or `os.LookupEnv` that a condition is about. */
function lookedUp(statement: SyntaxNode, subject: SyntaxNode): SyntaxNode | undefined {
  const isLookUp = (it: SyntaxNode | undefined): boolean =>
    /^os\.(?:Getenv|LookupEnv)$/.test(it?.field('function')?.text ?? '');
  if (isLookUp(subject)) return subject;
  return functionAround(statement)
    ?.all('short_var_declaration', 'assignment_statement')
    .filter((it) => it.start < (statement.field('consequence')?.start ?? 0))
    .filter((it) => it.field('left')?.parts.some((one) => one.text === subject.text))
    .map((it) => it.field('right')?.parts[0])
    .findLast(isLookUp);
}

/** @returns the call of a function around a check that gives the name: `mustGetenv("TOKEN")`. */
function callOf(evaluator: Evaluator, statement: SyntaxNode, name: string): SyntaxNode | undefined {
  const around = functionAround(statement);
  return around && evaluator.callsOf(around).find((it) => it.text.includes(`"${name}"`));
}

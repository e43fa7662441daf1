/** Decides whether a failure somewhere in the program ends it. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { literal } from '../../../text/patterns.ts';
import { possible } from '../../shared/values.ts';
import { alwaysIn, isMain, isRunAlways } from './always.ts';
import { endingCalls, endsByName } from './endings.ts';
import type { Evaluator } from './evaluator.ts';
import { endsProgram, isFailure, returnsIn } from './failures.ts';
import { innermostFunction } from './locals.ts';

const mostDepth = 8;

/** What happens to the function around a failure. */
type Fate = 'ends' | 'returns' | undefined;

/** A failure that is followed. */
interface Failure {
  readonly evaluator: Evaluator;
  /** The variable that is missing: of the calls of `must(key)`, those with its name count. */
  readonly variable: string;
  readonly depth: number;
}

/** @returns whether every run of the program comes to a check, and ends where it fails. */
export function isFatalCheck(
  evaluator: Evaluator,
  check: SyntaxNode,
  block: SyntaxNode,
  variable: string,
): boolean {
  return isFatal({ evaluator, variable, depth: 0 }, check, fateOf(evaluator, block));
}

/** @returns whether every run comes to a call, and the program ends where it fails. */
export function isFatalCall(evaluator: Evaluator, call: SyntaxNode, variable: string): boolean {
  const failure = { evaluator, variable, depth: 0 };
  return isFatal(failure, call, fateOfCall(failure, call));
}

/** @returns what a block does: the cheap question, before it is asked who comes to it. */
export function fateOf(evaluator: Evaluator, block: SyntaxNode): Fate {
  if (endsProgram(block) || callsEnding(evaluator, block)) return 'ends';
  if (isFailure(block)) return 'returns';
  const isLeft = returnsIn(block).some((it) => it.parts.length === 0);
  const around = innermostFunction(block);
  return isLeft && around && isLastOfMain(evaluator, around) ? 'ends' : undefined;
}

/** Whether a block calls a function of the program that ends it: `usage()`, `die("no token")`. */
function callsEnding({ types }: Evaluator, block: SyntaxNode): boolean {
  return block.all('call_expression').some((it) => {
    if (innermostFunction(it) !== innermostFunction(block)) return false;
    const callee = types.calleeOf(it);
    const body = callee.kind === 'own' ? callee.node.field('body') : undefined;
    return body !== undefined && body.all('if_statement').length === 0 && endsProgram(body);
  });
}

/** Whether a function is `main`, or is called in its last statement. */
function isLastOfMain(evaluator: Evaluator, around: SyntaxNode): boolean {
  return isMain(evaluator, around) || evaluator.callsOf(around).some((it) => isLast(evaluator, it));
}

function isLast(evaluator: Evaluator, call: SyntaxNode): boolean {
  const around = innermostFunction(call);
  const list = around?.field('body');
  const last = list?.child('statement_list')?.parts.at(-1) ?? list?.parts.at(-1);
  const isWithin = last !== undefined && last.start <= call.start && call.end <= last.end;
  return isWithin && around !== undefined && isMain(evaluator, around) && last.type !== 'block';
}

function isFatal(failure: Failure, node: SyntaxNode, fate: Fate): boolean {
  const { evaluator } = failure;
  const around = fate && alwaysIn(evaluator, node);
  if (!around) return false;
  const calls = callsWith(failure, around);
  if (fate === 'ends')
    return calls.length === 0 || failure.depth > 0
      ? isRunAlways(evaluator, around)
      : calls.some((it) => isFatal({ ...failure, depth: 1 }, it, 'ends'));
  if (failure.depth >= mostDepth) return false;
  const outer = { ...failure, depth: failure.depth + 1 };
  const isReturned = innermostFunction(node) === around || around.type === 'source_file';
  if (!isReturned) return false;
  const own = calls.length > 0 ? calls : evaluator.callsOf(around);
  return (
    own.some((it) => isFatal(outer, it, fateOfCall(outer, it))) ||
    (evaluator.callsOf(around).length === 0 && isRunAlways(evaluator, around))
  );
}

/** The calls of a function with the name of the variable among their arguments. */
function callsWith({ evaluator, variable }: Failure, around: SyntaxNode): readonly SyntaxNode[] {
  if (around.type === 'source_file' || !around.field('parameters')?.parts.length) return [];
  return evaluator
    .callsOf(around)
    .filter((it) =>
      it
        .field('arguments')
        ?.parts.some((one) =>
          possible(evaluator.value(one)).some((text) => text.complete && text.text === variable),
        ),
    );
}

const statements = [
  'short_var_declaration',
  'assignment_statement',
  'var_spec',
  'if_statement',
  'return_statement',
  'expression_statement',
  'go_statement',
  'defer_statement',
];

/** What the caller does with the failure that a call returns. */
function fateOfCall({ evaluator }: Failure, call: SyntaxNode): Fate {
  if (isChecked(evaluator, call)) return 'ends';
  if (isLast(evaluator, call)) return 'ends';
  const holder = call.above(...statements, ...['func_literal', 'source_file']);
  switch (holder?.type) {
    case 'return_statement':
      return 'returns';
    case 'if_statement':
      return fateOfTest(evaluator, holder);
    case 'short_var_declaration':
    case 'assignment_statement':
    case 'var_spec':
      return fateOfVariable(evaluator, holder);
    default:
      return undefined;
  }
}

/** `log.Fatal(run())`, `os.Exit(run())`, `must(load())`, `cobra.CheckErr(run())` */
function isChecked(evaluator: Evaluator, call: SyntaxNode): boolean {
  const outer = call.parent?.type === 'argument_list' ? call.parent.parent : undefined;
  if (outer?.type !== 'call_expression') return false;
  const name = outer.field('function')?.text ?? '';
  if (endsByName(name) || /(?:^|\.)(?:CheckErr|Must\w*|must\w*)$/.test(name)) return true;
  const callee = evaluator.types.calleeOf(outer);
  const body = callee.kind === 'own' ? callee.node.field('body') : undefined;
  return body !== undefined && endsProgram(body);
}

function fateOfTest(evaluator: Evaluator, test: SyntaxNode): Fate {
  const block = test.field('consequence');
  return block && fateOf(evaluator, block);
}

/** The first statement behind one that is about its last variable: `if err != nil`, `check(err)`. */
function fateOfVariable(evaluator: Evaluator, statement: SyntaxNode): Fate {
  const { parent } = statement;
  if (parent?.type === 'if_statement') return fateOfTest(evaluator, parent);
  const names = statement.field('left')?.parts ?? statement.fields('name');
  const name = names.at(-1)?.text;
  const holder = statement.type === 'var_spec' ? statement.above('var_declaration') : statement;
  const around = holder?.parent?.parts ?? [];
  if (name === undefined || !holder || name === '_') return undefined;
  const mentioned = new RegExp(String.raw`\b${literal(name)}\b`);
  const next = around
    .slice(around.indexOf(holder) + 1)
    .find((it) => mentioned.test((it.field('condition') ?? it).text));
  if (next?.type === 'if_statement') return fateOfTest(evaluator, next);
  if (next?.type === 'return_statement') return 'returns';
  if (next?.type !== 'expression_statement') return undefined;
  const argument = next.all('identifier').find((it) => it.text === name);
  const isEnding = endingCalls(next).length > 0;
  return isEnding || (argument && isChecked(evaluator, argument)) ? 'ends' : undefined;
}

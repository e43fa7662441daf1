/** Decides whether every run of a program comes to a place of its code. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { literal } from '../../../text/patterns.ts';
import { alternatives, type Value } from '../../shared/values.ts';
import { isStartedEntry, isStartedMethod, isStartedWord } from './entries.ts';
import type { Evaluator } from './evaluator.ts';
import { isFailing } from './failures.ts';
import { functionAround, functions, innermostFunction } from './locals.ts';
import { mentionsOf } from './mentions.ts';

const mostDepth = 8;
const conditions = /^(?:for_statement|type_case|communication_case|default_case)$/;

/** @returns whether no condition is between the start of the program and a call that listens. */
export function isAlways(evaluator: Evaluator, node: SyntaxNode): boolean {
  return listeningCalls(node).some((it) => isReached(evaluator, it));
}

/** @returns whether the function of a call that listens goes on only when it ends. */
export function isWaiting(node: SyntaxNode): boolean {
  return listeningCalls(node).some((it) => !it.above('go_statement', 'func_literal'));
}

/**
 * A literal counts by what is called on it, `srv := &http.Server{}` and `srv.ListenAndServe()`, and
 * so does a field that is set: `srv.Addr = ":8080"`.
 */
function listeningCalls(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === 'call_expression') return [node];
  const name =
    node.type === 'selector_expression'
      ? node.field('operand')?.text
      : node.above('short_var_declaration', 'call_expression', 'return_statement')?.field('left')
          ?.parts[0]?.text;
  const around = functionAround(node);
  if (name === undefined || !around) return [];
  return [...mentionsOf(around).calls.values()]
    .flat()
    .filter(
      (it) =>
        /^(?:ListenAndServe|Serve|Listen)/.test(it.field('function')?.field('field')?.text ?? '') &&
        it.field('function')?.field('operand')?.text === name,
    );
}

/** @returns whether every run of the program comes to a node. */
export function isReached(evaluator: Evaluator, node: SyntaxNode, depth = 0): boolean {
  const around = alwaysIn(evaluator, node);
  return around !== undefined && isRunAlways(evaluator, around, depth);
}

/**
 * @param around what `alwaysIn` returns.
 * @param depth how many calls were followed.
 * @returns whether every run of the program comes to the beginning of a function.
 */
export function isRunAlways(evaluator: Evaluator, around: SyntaxNode, depth = 0): boolean {
  if (around.type === 'source_file' || isMain(evaluator, around)) return true;
  if (around.field('name')?.text === 'init' && around.type === 'function_declaration') return true;
  if (depth >= mostDepth) return false;
  const isCalled = evaluator
    .callsOf(around)
    .some(
      (it) => evaluator.types.calleeOf(it).kind === 'own' && isReached(evaluator, it, depth + 1),
    );
  return (
    isCalled ||
    isStartedMethod(evaluator, around) ||
    referencesTo(evaluator, around).some((it) => isRunByLibrary(evaluator, it))
  );
}

/** @returns whether a function is the one that is started. */
export function isMain({ code }: Evaluator, declaration: SyntaxNode): boolean {
  return (
    declaration.type === 'function_declaration' &&
    declaration.field('name')?.text === 'main' &&
    code.packageOf(declaration).name === 'main'
  );
}

/**
 * @returns the function whose every call comes to a node, past function literals that are run where
 *   they are written; the file for a variable of the package. `undefined` where a condition is
 *   between.
 */
export function alwaysIn(evaluator: Evaluator, node: SyntaxNode): SyntaxNode | undefined {
  let below = node;
  for (let at = node.parent; at; below = at, at = at.parent) {
    if (at.type === 'source_file') return at;
    if (conditions.test(at.type) && !isListed(evaluator, at)) return undefined;
    if (at.type === 'expression_case' && !isStartedCase(evaluator, at)) return undefined;
    if (at.type === 'if_statement' && isConditional(evaluator, at, below)) return undefined;
    if (/^(?:block|statement_list)$/.test(at.type) && endsBefore(evaluator, at, below))
      return undefined;
    if (functions.includes(at.type) && !isRun(at)) return at;
  }
  return undefined;
}

function isConditional(evaluator: Evaluator, test: SyntaxNode, below: SyntaxNode): boolean {
  if (below.fieldName === 'alternative') return !isOff(evaluator, test.field('condition'));
  return below.fieldName === 'consequence' && !isOn(evaluator, test.field('condition'));
}

/** A loop over what is written in the program: `for _, name := range []string{"A", "B"}`. */
function isListed(evaluator: Evaluator, loop: SyntaxNode): boolean {
  const over = loop.child('range_clause')?.field('right');
  if (!over) return false;
  return alternatives(evaluator.value(over)).some(
    (it) =>
      (it.kind === 'list' && it.items.length > 0) || (it.kind === 'record' && it.names.length > 0),
  );
}

/** `case "serve":` of the command that is started. */
function isStartedCase(evaluator: Evaluator, choice: SyntaxNode): boolean {
  const word = /^"([\w-]+)"/.exec(choice.field('value')?.text ?? '')?.[1];
  return word !== undefined && isStartedWord(evaluator, word);
}

/** A function that is called where it is written, or given to something that calls it. */
function isRun(literalNode: SyntaxNode): boolean {
  if (literalNode.type !== 'func_literal') return false;
  const { parent } = literalNode;
  if (parent?.type === 'call_expression') return literalNode.fieldName === 'function';
  return (
    parent?.type === 'argument_list' &&
    /(?:^|\.)(?:Go|Do|Add|run|Run)$/.test(parent.parent?.field('function')?.text ?? '')
  );
}

/**
 * @returns the places that hand a function on without a call: the literal itself, or its name as a
 *   value.
 */
function referencesTo(evaluator: Evaluator, declaration: SyntaxNode): readonly SyntaxNode[] {
  if (declaration.type === 'func_literal') return [declaration];
  const name = declaration.field('name')?.text;
  if (name === undefined) return [];
  const { code } = evaluator;
  const handedOn = String.raw`\b(?:\w*RunE?|Action|Exec|Before):\s*(?:(?:\w+\.)*\w+\()?(?:\w+\.)*${literal(name)}\b|\b(?:fx\.(?:Invoke|Provide)|OnInitialize)\([^{}]*\b${literal(name)}\b`;
  return code
    .mentioning(name, new RegExp(handedOn))
    .flatMap((file) => code.tree(file)?.root.all('identifier', 'field_identifier') ?? [])
    .filter((it) => it.text === name)
    .map((it) => (it.parent?.type === 'selector_expression' ? it.parent : it));
}

/** `RunE: run`, `Action: logged(run)`, `cobra.OnInitialize(read)`, and `fx.Invoke(run)`: https://pkg.go.dev/go.uber.org/fx */
function isRunByLibrary(evaluator: Evaluator, reference: SyntaxNode): boolean {
  const { parent } = reference;
  if (parent?.type === 'argument_list') {
    const call = parent.parent;
    const callee = call?.type === 'call_expression' ? evaluator.types.calleeOf(call) : undefined;
    if (call && callee?.kind === 'own') return isEntryOf(evaluator, call);
    return (
      callee?.kind === 'foreign' &&
      /^(?:go\.uber\.org\/fx\.(?:Invoke|Provide)|github\.com\/spf13\/cobra\.OnInitialize)$/.test(
        callee.name,
      )
    );
  }
  return isEntryOf(evaluator, reference);
}

/** Whether a value is what the command that is started runs: `Action: value`. */
function isEntryOf(evaluator: Evaluator, value: SyntaxNode): boolean {
  const element = value.above('keyed_element');
  return element?.field('value')?.start === value.start && isStartedEntry(evaluator, element);
}

/** Whether a function may end before a statement, other than by a failure. */
function endsBefore(evaluator: Evaluator, block: SyntaxNode, statement: SyntaxNode): boolean {
  return block.parts
    .filter((it) => it.end <= statement.start && it.type === 'if_statement')
    .filter((it) => !/\berr\b|Err\b/.test(it.field('condition')?.text ?? ''))
    .filter((it) => !isFailing(it.field('consequence')))
    .filter((it) => !isOff(evaluator, it.field('condition')))
    .some((it) =>
      it.all('return_statement').some((end) => innermostFunction(end) === innermostFunction(it)),
    );
}

/** Whether a condition holds only with arguments or variables: `*version`, `os.Getenv("FILE") != ""`. */
function isOff(evaluator: Evaluator, condition: SyntaxNode | undefined): boolean {
  if (!condition) return false;
  if (/\bos\.Args\b|\bflag\.N?Args?\(/.test(condition.text)) return true;
  const values = (node: SyntaxNode | undefined): readonly Value[] =>
    alternatives(evaluator.value(node));
  if (condition.type !== 'binary_expression') return values(condition).every(isFalse);
  const [left, right] = [condition.field('left'), condition.field('right')];
  switch (condition.field('operator')?.text) {
    case '||':
      return isOff(evaluator, left) && isOff(evaluator, right);
    case '&&':
      return isOff(evaluator, left) || isOff(evaluator, right);
    case '!=':
      return /^(?:""|``)$/.test(right?.text ?? '') && values(left).every(isUnset);
    case '==':
      return /^"[^"]/.test(right?.text ?? '') && values(left).every(isUnset);
    default:
      return false;
  }
}

/** Whether a condition holds without any setting: `addr != ""` where the address has a default. */
function isOn(evaluator: Evaluator, condition: SyntaxNode | undefined): boolean {
  if (!condition) return false;
  if (condition.type !== 'binary_expression')
    return alternatives(evaluator.value(condition)).every((it) => it.kind === 'truth' && it.truth);
  const [left, right] = [condition.field('left'), condition.field('right')];
  switch (condition.field('operator')?.text) {
    case '&&':
      return isOn(evaluator, left) && isOn(evaluator, right);
    case '||':
      return isOn(evaluator, left) || isOn(evaluator, right);
    case '!=':
    case '>':
      return /^(?:""|``|0)$/.test(right?.text ?? '') && isGiven(evaluator.value(left));
    default:
      return false;
  }
}

/** Whether all that a value can be is a text or a number, and not empty. */
const isGiven = (value: Value): boolean =>
  alternatives(value).every(
    (it) =>
      (it.kind === 'text' && it.pieces.some(Boolean)) || (it.kind === 'number' && it.number > 0),
  );

/** `false`, also as the default in a tag. */
const isFalse = (it: Value): boolean =>
  it.kind === 'truth' ? !it.truth : it.kind === 'text' && it.pieces.join('') === 'false';

/** A variable without a default. */
const isUnset = (it: Value): boolean =>
  it.setting?.variable !== undefined &&
  (it.kind === 'unknown' || (it.kind === 'text' && it.pieces.every((piece) => !piece)));

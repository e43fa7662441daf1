/**
 * Finds out whether settings are imported without a variable that they read. `os.getenv("X")` is
 * then None, and what happens to None decides.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { alternatives, type Value } from '../../shared/values.ts';
import { argumentAt, calledName } from '../code/arguments.ts';
import { getters, isAskedFor, returnsBefore } from '../code/environment.ts';
import type { Evaluator } from '../code/evaluating.ts';
import { parametersOf, type PythonModule } from '../code/module.ts';

/** Functions that do not accept None, by their last names. `bool` and `str` do. */
const refusesNone =
  /^(?:int|float|complex|Decimal|len|list|tuple|set|frozenset|sorted|iter|map|open|join|abspath|dirname|basename|expanduser|expandvars|realpath|Path|PurePath|PosixPath|loads|safe_load|literal_eval|strtobool|timedelta|UUID|b64decode|urlsafe_b64decode|fromisoformat|strptime|ip_address|ip_network|parse|urlsplit|import_module|import_string|from_url)$/;

/** Settings that Django itself refuses when they are empty. */
const refusedByDjango = ['SECRET_KEY'];

/**
 * @param read the expression that reads a variable.
 * @returns whether the module is imported without the variable. `false` for what raises an error by
 *   itself: `os.environ["X"]`, `env("X")` of a library.
 */
export function isOptional(read: SyntaxNode, module: PythonModule, evaluator: Evaluator): boolean {
  if (read.type === 'subscript') return isAskedFor(read);
  return givesNone(read, evaluator) && (hasDefault(read, evaluator) || !failsWithout(read, module));
}

/**
 * @returns whether a condition around a read does not hold without variables: it is off by default, or
 *   asks for this one: `if os.getenv("URL"): DATABASES = {"default": env.db("URL")}`.
 */
export function isSkipped(read: SyntaxNode, variable: string, evaluator: Evaluator): boolean {
  let child = read;
  for (let at = read.parent; at; child = at, at = at.parent) {
    const isBranch = at.type === 'if_statement' || at.type === 'elif_clause';
    const condition = isBranch ? at.field('condition') : undefined;
    if (!condition || child.fieldName !== 'consequence') continue;
    if (new RegExp(`["']${variable}["']`).test(condition.text))
      return !/\bnot\b/.test(condition.text) || /\bis not None\b/.test(condition.text);
    if (alternatives(evaluator.evaluate(condition)).every(isFalse)) return true;
  }
  return false;
}

function isFalse(value: Value): boolean {
  if (value.kind === 'truth') return !value.truth;
  if (value.kind === 'text') return value.pieces.join('') === '' && !value.pieces.includes(null);
  return value.kind === 'nothing' || (value.kind === 'number' && value.number === 0);
}

/** `flag("DEBUG", True)` of a function of the project with a parameter `default`. */
function hasDefault(call: SyntaxNode, evaluator: Evaluator): boolean {
  return alternatives(evaluator.evaluate(call.field('function'))).some((it) => {
    if (it.kind !== 'code' || it.node.type !== 'function_definition') return false;
    const parameter = parametersOf(it.node).find(({ name }) => /default|fallback/.test(name));
    const given = parameter && (argumentAt(call, parameter.name) ?? at(call, parameter.index));
    return given !== undefined && given.text !== 'None';
  });
}

function at(call: SyntaxNode, index: number): SyntaxNode | undefined {
  return index < 0 ? undefined : argumentAt(call, index);
}

/** Whether the expression is None where the variable is not set. */
function givesNone(read: SyntaxNode, evaluator: Evaluator): boolean {
  if (read.type !== 'call') return false;
  return alternatives(evaluator.evaluate(read.field('function'))).every((it) => {
    if (it.kind === 'foreign') return getters.test(it.name);
    if (it.kind !== 'code' || it.node.type !== 'function_definition') return false;
    const raises = it.node.all('raise_statement', 'assert_statement').length > 0;
    const demanded = it.node.all('subscript').filter((one) => /environ/.test(one.text));
    return !raises && demanded.every(isAskedFor);
  });
}

/**
 * Whether the code around an expression fails where it is None.
 *
 * @param module follows a name that the expression is assigned to; `null` follows none.
 */
function failsWithout(node: SyntaxNode, module: PythonModule | null): boolean {
  const { parent } = node;
  switch (parent?.type) {
    case 'parenthesized_expression':
      return failsWithout(parent, module);
    case 'boolean_operator':
      return !isReplaced(node, parent) && failsWithout(parent, module);
    case 'attribute':
      return parent.field('object') === node;
    case 'subscript':
      return parent.field('value') === node;
    case 'binary_operator':
      return /^[+/]$/.test(parent.field('operator')?.text ?? '');
    case 'comparison_operator':
      return parent.parts.at(-1) === node && parent.children.some((it) => it.type === 'in');
    case 'for_statement':
    case 'for_in_clause':
      return parent.field('right') === node;
    case 'argument_list':
      return parent.parent?.type === 'call' && refusesNone.test(calledName(parent.parent));
    case 'if_statement':
      return raisesIn(parent.child('else_clause'));
    case 'not_operator':
      return parent.parent?.type === 'if_statement' && raisesIn(parent.parent.field('consequence'));
    case 'assert_statement':
      return true;
    case 'assignment':
      return (
        module !== null && parent.field('right') === node && isAssignedAndFails(parent, module)
      );
    case 'named_expression':
      return failsWithout(parent, module);
    default:
      return false;
  }
}

/** `os.getenv("URL") or ""`. Another variable on the right may be None as well. */
function isReplaced(node: SyntaxNode, operator: SyntaxNode): boolean {
  const right = operator.field('right');
  return (
    operator.field('operator')?.text === 'or' &&
    right !== undefined &&
    right !== node &&
    !/environ|env\b|None/.test(right.text)
  );
}

/** `KEY = os.getenv("KEY")`, and whatever the module does with the name. */
function isAssignedAndFails(assignment: SyntaxNode, module: PythonModule): boolean {
  const name = assignment.field('left');
  if (name?.type !== 'identifier') return false;
  if (refusedByDjango.includes(name.text)) return true;
  const scope = assignment.above('function_definition') ?? module.root;
  return (scope?.all('identifier') ?? []).some(
    (it) =>
      it !== name &&
      it.text === name.text &&
      it.fieldName !== 'name' &&
      (isRefused(it) || (failsWithout(it, null) && !isGuarded(it))),
  );
}

/** `if KEY is None: raise ...`, `if not KEY: ...`. */
function isRefused(name: SyntaxNode): boolean {
  const test = name.above('if_statement');
  const condition = test?.field('condition');
  return (
    test !== undefined &&
    condition !== undefined &&
    condition.start <= name.start &&
    name.end <= condition.end &&
    /^not\b|\bnot\s+\w+$|\bis\s+None\b|==\s*None\b/.test(condition.text) &&
    raisesIn(test.field('consequence'))
  );
}

/** Whether a condition asks for the name before it is used, or ends the function without it. */
function isGuarded(name: SyntaxNode): boolean {
  const isWithout = (condition: string): boolean =>
    [`not ${name.text}`, `${name.text} is None`].includes(condition);
  for (let at = name.parent; at; at = at.parent) {
    if (at.type === 'block' && at.parts.some((it) => returnsBefore(it, name, isWithout)))
      return true;
    const test = testOf(at);
    if (test && (name.end <= test.start || test.end <= name.start) && test.text.includes(name.text))
      return true;
  }
  return false;
}

function testOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'conditional_expression') return node.parts[1];
  return node.field(node.type === 'boolean_operator' ? 'left' : 'condition');
}

/** @returns whether one side of a condition ends the program. */
export function raisesIn(side: SyntaxNode | undefined): boolean {
  return (
    side !== undefined &&
    (side.all('raise_statement').length > 0 ||
      side.all('call').some((it) => /^_?exit$/.test(calledName(it))))
  );
}

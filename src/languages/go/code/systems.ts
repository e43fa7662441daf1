/**
 * What Go code asks of the operating system, which is Linux in a container.
 * https://pkg.go.dev/runtime#GOOS
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { isCertainly, isInBranch } from '../../shared/branches.ts';
import { firstText, placeOf, type Value } from '../../shared/values.ts';

type Evaluate = (node: SyntaxNode | undefined) => Value;

/** A condition that may ask for the system: `isWindows`, `runtime.GOOS == "darwin"`. */
const asking = /GOOS|windows|win32|darwin|mac|linux|unix/i;

/**
 * @returns the truth of `runtime.GOOS == "windows"`, and of what is made of such comparisons;
 *   `undefined` for another expression.
 */
export function systemTruth(node: SyntaxNode, evaluate: Evaluate): Value | undefined {
  const truth = truthOf(node, evaluate);
  return truth === undefined ? undefined : { kind: 'truth', truth, at: placeOf(node) };
}

function truthOf(node: SyntaxNode, evaluate: Evaluate): boolean | undefined {
  const operator = node.field('operator')?.text;
  const known = (field: string): boolean | undefined => {
    const value = evaluate(node.field(field));
    return value.kind === 'truth' && value.setting === undefined ? value.truth : undefined;
  };
  switch (operator) {
    case '!': {
      const inner = known('operand');
      return inner === undefined ? undefined : !inner;
    }
    case '&&':
    case '||': {
      const decisive = operator === '||';
      const [left, right] = [known('left'), known('right')];
      if (left === decisive || right === decisive) return decisive;
      return left === undefined || right === undefined ? undefined : !decisive;
    }
    case '==':
    case '!=': {
      const name = comparedSystem(node, evaluate);
      return name === undefined ? undefined : (name === 'linux') === (operator === '==');
    }
    default:
      return undefined;
  }
}

/** @returns the text that one side compares with GOOS on the other. */
function comparedSystem(node: SyntaxNode, evaluate: Evaluate): string | undefined {
  const sides = [evaluate(node.field('left')), evaluate(node.field('right'))];
  const other = sides.find((it) => !isSystem(it));
  return other && sides.some(isSystem) ? firstText(other) : undefined;
}

const isSystem = (value: Value): boolean =>
  value.kind === 'foreign' && value.name === 'runtime.GOOS';

/** @returns whether a node runs only where the system is another than Linux. */
export function isForOtherSystem(node: SyntaxNode, evaluate: Evaluate): boolean {
  return isInBranch(node, (at, child) => isOtherBranch(at, child, evaluate));
}

function isOtherBranch(at: SyntaxNode, child: SyntaxNode, evaluate: Evaluate): boolean {
  if (at.type === 'if_statement') {
    const other = { consequence: false, alternative: true }[child.fieldName ?? ''];
    const condition = at.field('condition');
    if (other === undefined || !condition || !asking.test(condition.text)) return false;
    return isCertainly(evaluate(condition), other);
  }
  const labels = at.type === 'expression_case' ? at.field('value') : undefined;
  return labels !== undefined && labels !== child && areOthers(at, labels.parts, evaluate);
}

/** Whether no label of a case holds on Linux. */
function areOthers(at: SyntaxNode, labels: readonly SyntaxNode[], evaluate: Evaluate): boolean {
  const choice = at.above('expression_switch_statement')?.field('value');
  if (!choice)
    return labels.every((it) => asking.test(it.text) && isCertainly(evaluate(it), false));
  if (!asking.test(choice.text) || !isSystem(evaluate(choice))) return false;
  const names = labels.map((it) => firstText(evaluate(it)));
  return names.every((it) => it !== undefined && it !== 'linux');
}

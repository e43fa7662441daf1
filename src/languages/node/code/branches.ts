/**
 * Branches that never run in the image: it is Linux, and NODE_ENV is production.
 * https://nodejs.org/api/process.html#processplatform
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { isCertainly, isInBranch } from '../../shared/branches.ts';
import type { Evaluation } from './evaluation.ts';

/** What the members of Node's modules are on Linux. */
export const onLinux: Readonly<Record<string, string>> = {
  'node:process.platform': 'linux',
  'node:path.sep': '/',
  'node:path.delimiter': ':',
  'node:os.EOL': '\n',
};

/** A condition that may ask for the system or for NODE_ENV: `isWindows`, `process.env.NODE_ENV`. */
const asking = /platform|os\.type|win|mac|darwin|osx|linux|posix|unix|env|prod|dev/i;

/** @returns whether code runs only on another system than Linux, or only in development. */
export function neverRuns(node: SyntaxNode, evaluator: Evaluation): boolean {
  return isInBranch(node, (at, child) => isDeadBranch(at, child, evaluator));
}

function isDeadBranch(at: SyntaxNode, child: SyntaxNode, evaluator: Evaluation): boolean {
  switch (at.type) {
    case 'if_statement':
    case 'ternary_expression': {
      const dead = { consequence: false, alternative: true }[child.fieldName ?? ''];
      return dead !== undefined && isDecided(at.field('condition'), dead, evaluator);
    }
    case 'binary_expression': {
      const dead = { '&&': false, '||': true }[at.field('operator')?.text ?? ''];
      return (
        child.fieldName === 'right' &&
        dead !== undefined &&
        isDecided(at.field('left'), dead, evaluator)
      );
    }
    case 'switch_case':
      return isOtherCase(at, child, evaluator);
    default:
      return false;
  }
}

/** `case 'win32':` of `switch (process.platform)`, and the cases that fall into it. */
function isOtherCase(at: SyntaxNode, child: SyntaxNode, evaluator: Evaluation): boolean {
  const choice = at.above('switch_statement')?.field('value');
  if (!choice || child.fieldName === 'value' || !asking.test(choice.text)) return false;
  const given = evaluator.evaluate(choice);
  if (given.kind !== 'text' || given.setting !== undefined) return false;
  const labels = fallingInto(at).map((it) => it.field('value'));
  return labels.every((label) => {
    const named = label && evaluator.evaluate(label);
    return named?.kind === 'text' && named.pieces.join('') !== given.pieces.join('');
  });
}

/** @returns a case, and the empty ones right before it. */
function fallingInto(at: SyntaxNode): readonly SyntaxNode[] {
  const cases = at.parent?.parts ?? [];
  const found = [at];
  for (let index = cases.indexOf(at) - 1; index >= 0; index -= 1) {
    const before = cases[index];
    if (before?.type !== 'switch_case' || before.field('body')) break;
    found.push(before);
  }
  return found;
}

/** Whether a condition that asks for the system or NODE_ENV has the given truth in the image. */
function isDecided(
  condition: SyntaxNode | undefined,
  truth: boolean,
  evaluator: Evaluation,
): boolean {
  if (!condition || !asking.test(condition.text)) return false;
  return isCertainly(evaluator.evaluate(condition), truth);
}

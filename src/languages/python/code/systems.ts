/**
 * What Python code asks of the operating system, which is Linux in a container.
 * https://docs.python.org/3/library/sys.html#sys.platform
 * https://docs.python.org/3/library/os.html#os.name
 * https://docs.python.org/3/library/platform.html#platform.system
 */
import { posix } from 'node:path';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { isCertainly, isInBranch } from '../../shared/branches.ts';
import { placeOf, type Value } from '../../shared/values.ts';
import type { Evaluator } from './evaluating.ts';
import type { PythonModule } from './module.ts';
import { literalText } from './strings.ts';

type Evaluate = (node: SyntaxNode | undefined) => Value;

/** What these are on Linux. */
const onLinux: Readonly<Record<string, string>> = {
  'sys.platform': 'linux',
  'os.name': 'posix',
  'platform.system()': 'Linux',
  'platform.system().lower()': 'linux',
  'os.uname().sysname': 'Linux',
};

/** Names that the expressions above are compared with. */
const system =
  /^(?:win(?:dows|32)?|nt|cygwin|msys|darwin|mac(?:os)?|linux2?|posix|\w+bsd|sunos|java)$/i;

/** A condition that may ask for the system: `IS_WINDOWS`, `sys.platform == "win32"`. */
const asking = /platform|system|uname|os\.name|win|mac|darwin|osx|linux|posix|unix/i;

/**
 * @returns the truth of `sys.platform == "win32"`, `os.name in ("nt", "dos")`,
 *   `sys.platform.startswith("win")` and `sys.platform.endswith("win32")` on Linux; `undefined` for another expression.
 */
export function systemTruth(node: SyntaxNode, evaluate: Evaluate): Value | undefined {
  const truth = node.type === 'call' ? affixed(node, evaluate) : compared(node, evaluate);
  return truth === undefined ? undefined : { kind: 'truth', truth, at: placeOf(node) };
}

function compared(node: SyntaxNode, evaluate: Evaluate): boolean | undefined {
  const [left, right, ...others] = node.parts;
  if (node.type !== 'comparison_operator' || !left || !right || others.length > 0) return undefined;
  const names = namesIn(right);
  const given = names ? systemOf(evaluate(left)) : systemOf(evaluate(right));
  const [first] = names ?? namesIn(left) ?? [];
  if (first === undefined || given === undefined) return undefined;
  switch (node.field('operators')?.text) {
    case '==':
      return given === first;
    case '!=':
      return given !== first;
    case 'in':
      return names ? names.includes(given) : given.includes(first);
    case 'not in':
      return names ? !names.includes(given) : !given.includes(first);
    default:
      return undefined;
  }
}

function affixed(node: SyntaxNode, evaluate: Evaluate): boolean | undefined {
  const callee = node.field('function');
  const method = callee?.field('attribute')?.text ?? '';
  if (!callee || !/^(?:starts|ends)with$/.test(method)) return undefined;
  const names = namesIn(node.field('arguments')?.parts[0]);
  const given = names && systemOf(evaluate(callee.field('object')));
  if (given === undefined) return undefined;
  return names?.some((it) => (method === 'endswith' ? given.endsWith(it) : given.startsWith(it)));
}

/** @returns the names of systems in a text, or in a tuple, list or set of them. */
function namesIn(node: SyntaxNode | undefined): readonly string[] | undefined {
  if (!node) return undefined;
  const nodes = /^(?:tuple|list|set)$/.test(node.type) ? node.parts : [node];
  const names = nodes.map((it) => literalText(it) ?? '');
  return names.length > 0 && names.some((it) => system.test(it)) ? names : undefined;
}

function systemOf(value: Value): string | undefined {
  return value.kind === 'foreign' ? onLinux[value.name] : undefined;
}

/**
 * @returns whether a module is for another system, as its name shows: `macos.py`, and `windows.py` that
 *   uses what only Windows has.
 */
export function isOfOtherSystem({ path, text }: PythonModule): boolean {
  const name = posix.basename(path, '.py').replace(/^_/, '');
  if (/^(?:macos|osx|darwin)$/.test(name)) return true;
  return (
    /^win(?:dows|32)?$/.test(name) &&
    /\b(?:winreg|win32\w*|windll|WinDLL|msvcrt|pywintypes|pydivert)\b/.test(text)
  );
}

/** @returns whether a node runs only where the system is another than Linux. */
export function isForOtherSystem(node: SyntaxNode, evaluator: Evaluator): boolean {
  return isInBranch(node, (at, child) => isOtherBranch(at, child, evaluator));
}

function isOtherBranch(at: SyntaxNode, child: SyntaxNode, evaluator: Evaluator): boolean {
  switch (at.type) {
    case 'if_statement': {
      const conditions = [at, ...at.parts.filter((it) => it.type === 'elif_clause')];
      if (child.fieldName === 'consequence')
        return isDecided(at.field('condition'), false, evaluator);
      return conditions.some(
        (it) => it.start < child.start && isDecided(it.field('condition'), true, evaluator),
      );
    }
    case 'elif_clause':
      return (
        child.fieldName === 'consequence' && isDecided(at.field('condition'), false, evaluator)
      );
    case 'conditional_expression': {
      const [first, test, last] = at.parts;
      return (
        (child === first && isDecided(test, false, evaluator)) ||
        (child === last && isDecided(test, true, evaluator))
      );
    }
    default:
      return false;
  }
}

/** Whether a condition that asks for the system has the given truth on Linux. */
export function isDecided(
  condition: SyntaxNode | undefined,
  truth: boolean,
  evaluator: Evaluator,
): boolean {
  if (!condition || !asking.test(condition.text)) return false;
  return isCertainly(evaluator.evaluate(condition), truth);
}

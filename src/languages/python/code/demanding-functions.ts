/** Functions that end the program where the variable that they are given is missing: `require("TOKEN")`. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { firstText } from '../../shared/values.ts';
import { argumentAt } from './arguments.ts';
import { endingsIn } from './endings.ts';
import { isAskedFor, missingKey } from './environment.ts';
import type { Evaluator } from './evaluating.ts';
import { isExpected, type Parameter, parametersOf, type PythonModule } from './module.ts';

/** What an argument must be so that the function demands: `mandatory=True`, no default. */
interface Condition {
  readonly parameter: Parameter;
  readonly is: 'true' | 'false' | 'nothing';
}

export interface DemandingFunction {
  readonly name: string;
  readonly conditions: readonly Condition[];
  /** The parameter with the name of the variable. */
  readonly variable: Parameter;
  /** The expression that reads the variable. */
  readonly read: SyntaxNode;
}

const known = new WeakMap<PythonModule, readonly DemandingFunction[]>();

/** @returns the functions of a module that demand what they are given. */
export function demandingFunctions(module: PythonModule): readonly DemandingFunction[] {
  const found =
    known.get(module) ??
    (/environ|getenv/.test(module.text) ? functionsIn(module) : []).flatMap(
      (it) => demandingIn(it) ?? [],
    );
  known.set(module, found);
  return found;
}

/** @returns the functions that are no methods. */
const functionsIn = (module: PythonModule): readonly SyntaxNode[] =>
  (module.root?.all('function_definition') ?? []).filter(
    (it) => !it.above('function_definition', 'class_definition'),
  );

function demandingIn(node: SyntaxNode): DemandingFunction | undefined {
  const parameters = parametersOf(node);
  const name = node.field('name')?.text ?? '';
  const named = (it: SyntaxNode | undefined): Parameter | undefined =>
    parameters.find((one) => one.name === it?.text);
  for (const read of node.all('subscript')) {
    const variable = named(read.field('subscript'));
    const isRead = /^(?:os\.)?environ$/.test(read.field('value')?.text ?? '');
    if (variable && isRead && read.fieldName !== 'left' && !isCaught(read))
      return { name, variable, read, conditions: [] };
  }
  for (const read of node.all('call')) {
    const variable = named(argumentAt(read, 0));
    const isRead = /^(?:os\.)?(?:getenv|environ\.get)$/.test(read.field('function')?.text ?? '');
    if (!variable || !isRead || argumentAt(read, 1)) continue;
    const conditions = conditionsOf(node, read, parameters);
    if (conditions) return { name, variable, read, conditions };
  }
  return undefined;
}

/** Whether the absence is handled, or asked for before. */
const isCaught = (read: SyntaxNode): boolean => isExpected(read, missingKey) || isAskedFor(read);

/**
 * @returns what must hold so that the function ends the program where the variable is missing;
 *   `undefined` if it does not.
 */
function conditionsOf(
  node: SyntaxNode,
  read: SyntaxNode,
  parameters: readonly Parameter[],
): readonly Condition[] | undefined {
  const { parent } = read;
  const name = parent?.type === 'assignment' ? parent.field('left')?.text : undefined;
  const asked = name ?? read.text;
  for (const { condition } of endingsIn(node)) {
    const parts = condition.split(/\s+and\s+/);
    const isMissing = (it: string): boolean => [`not ${asked}`, `${asked} is None`].includes(it);
    if (!parts.some(isMissing)) continue;
    const others = parts.filter((it) => !isMissing(it));
    const conditions = others.flatMap((it) => conditionIn(it, parameters) ?? []);
    if (conditions.length === others.length) return conditions;
  }
  return undefined;
}

function conditionIn(text: string, parameters: readonly Parameter[]): Condition | undefined {
  const [, not, name, nothing] = /^(not )?(\w+)( is None)?$/.exec(text) ?? [];
  const parameter = parameters.find((it) => it.name === name);
  if (!parameter) return undefined;
  if (nothing) return { parameter, is: 'nothing' };
  return { parameter, is: not ? 'false' : 'true' };
}

/** @returns the variable that a call of such a function demands. */
export function demandedBy(
  call: SyntaxNode,
  { conditions, variable }: DemandingFunction,
  evaluator: Evaluator,
): string | undefined {
  const given = ({ name, index }: Parameter): SyntaxNode | undefined =>
    argumentAt(call, index) ?? argumentAt(call, name);
  const holds = conditions.every(({ parameter, is }) => {
    const text = (given(parameter) ?? parameter.absent)?.text ?? '';
    if (is === 'nothing') return text === 'None';
    return is === 'true' ? text === 'True' : /^(?:False|None|""|'')$/.test(text);
  });
  const name = firstText(evaluator.evaluate(given(variable)));
  return holds && name !== undefined && /^[A-Za-z_]\w*$/.test(name) ? name : undefined;
}

/**
 * Finds how a program checks its own health, because an image without a shell has no other tool for
 * it.
 */
import type { Evidence } from '../../types.ts';
import type { SyntaxNode } from '../../syntax/tree.ts';
import type { GoCode } from './code/program.ts';

export interface HealthcheckFacts {
  /** The argument that makes the program check itself: `--healthcheck`, `healthcheck`. */
  readonly argument: string;
  readonly evidence: Evidence;
}

/** @returns the first flag, subcommand or argument named healthcheck, or `undefined`. */
export function findHealthcheck(code: GoCode): HealthcheckFacts | undefined {
  for (const file of code.search(/"-{0,2}health-?check"/, 'health'))
    for (const text of code.tree(file)?.ofType('interpreted_string_literal') ?? []) {
      const argument = argumentOf(text);
      if (argument === undefined) continue;
      const because = 'the program checks its own health';
      return { argument, evidence: { file: text.file, line: text.line, because } };
    }
  return undefined;
}

/** @returns the argument for which a text is a flag's name, or is compared or named as one. */
function argumentOf(text: SyntaxNode): string | undefined {
  const [, value, bare] = /^"(-{0,2}(health-?check))"$/.exec(text.text) ?? [];
  const call = text.parent?.type === 'argument_list' ? text.parent.parent : undefined;
  if (call) {
    const isFlag = /^Bool(?:Var)?P?$/.test(call.field('function')?.field('field')?.text ?? '');
    return isFlag && bare !== undefined ? `--${bare}` : undefined;
  }
  const holder = text.above('keyed_element', 'binary_expression', 'expression_case', 'block');
  const isArgument =
    holder?.type === 'expression_case' ||
    (holder?.type === 'binary_expression' && holder.field('operator')?.text === '==') ||
    (holder?.type === 'keyed_element' && holder.field('key')?.text === 'Use');
  return isArgument ? value : undefined;
}

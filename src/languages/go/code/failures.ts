/**
 * Follows failures: what ends the program, and what a function returns to say that it failed, up to
 * the caller that ends the program because of it.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { literal } from '../../../text/patterns.ts';
import { endingCalls } from './endings.ts';
import { innermostFunction } from './locals.ts';

/** @returns the return statements that a block always comes to. */
export function returnsIn(block: SyntaxNode): readonly SyntaxNode[] {
  return block.all('return_statement').filter((it) => isPlainlyIn(it, block));
}

/** @returns whether a block always ends the program. */
export function endsProgram(block: SyntaxNode): boolean {
  return endingCalls(block).some((it) => isPlainlyIn(it, block));
}

const parts = /^(?:if_statement|for_statement|func_literal|\w+_case|go_statement)$/;

/** Whether a node is in a block, and in no condition, loop or function inside it. */
function isPlainlyIn(node: SyntaxNode, block: SyntaxNode): boolean {
  for (let at = node.parent; at && at !== block; at = at.parent)
    if (parts.test(at.type)) return false;
  return true;
}

/** @returns whether a block always ends its function with an error, or because something is missing. */
export function isFailing(block: SyntaxNode | undefined): boolean {
  const found = block ? returnsIn(block) : [];
  return (
    found.length > 0 &&
    found.every((it) =>
      it.parts.length === 0 ? isAboutMissing(block) : isError(it) || isStatus(it),
    )
  );
}

/** `if token == "" { log.Println("no token"); return }` */
function isAboutMissing(block: SyntaxNode | undefined): boolean {
  return /== ""|""\s*==|^!ok$|== 0/.test(block?.parent?.field('condition')?.text ?? '');
}

/** @returns whether a block returns an error, `false` or a status other than 0, or notes an error. */
export function isFailure(block: SyntaxNode): boolean {
  return (
    returnsIn(block).some(
      (it) => isError(it) || isStatus(it) || isFalse(it) || isNamedError(it, block),
    ) || isCollected(block)
  );
}

/** `if err != nil { return }` of a function whose last result is named: `(text string, err error)`. */
function isNamedError(returned: SyntaxNode, block: SyntaxNode): boolean {
  const around = innermostFunction(returned);
  const result = around?.field('result')?.parts.at(-1);
  const name = result?.fields('name').at(-1)?.text;
  if (returned.parts.length > 0 || name === undefined || lastResult(around) !== 'error')
    return false;
  const condition = block.parent?.field('condition')?.text ?? '';
  return new RegExp(String.raw`\b${literal(name)}\s*!=\s*nil\b`).test(condition);
}

function lastResult(around: SyntaxNode | undefined): string | undefined {
  const result = around?.field('result');
  if (result?.type !== 'parameter_list') return result?.text;
  return result.parts.at(-1)?.field('type')?.text;
}

const lastValue = (it: SyntaxNode): SyntaxNode | undefined => it.parts[0]?.parts.at(-1);

/** @returns whether a function returns an error here: `return "", errors.New("no TOKEN")`. */
export function isError(returned: SyntaxNode): boolean {
  if (lastResult(innermostFunction(returned)) !== 'error') return false;
  const last = lastValue(returned);
  if (!last || last.text === 'nil') return false;
  const isOnly = returned.parts[0]?.parts.length === 1;
  return !isOnly || last.type !== 'call_expression' || /err/i.test(last.text);
}

/** `return 1` of a function that `os.Exit(run())` calls. */
const isStatus = (returned: SyntaxNode): boolean =>
  lastResult(innermostFunction(returned)) === 'int' &&
  /^[1-9]\d*$/.test(lastValue(returned)?.text ?? '');

const isFalse = (returned: SyntaxNode): boolean =>
  lastResult(innermostFunction(returned)) === 'bool' && lastValue(returned)?.text === 'false';

/** `missing = append(missing, "TOKEN")` before `if len(missing) > 0 { return ... }`. */
function isCollected(block: SyntaxNode): boolean {
  return block.all('assignment_statement').some((it) => {
    const name = it.field('left')?.text ?? '';
    const value = it.field('right')?.text ?? '';
    const isAdded = new RegExp(
      String.raw`^(?:append|errors\.Join|multierr\.Append|multierror\.Append)\(${literal(name)}\b`,
    );
    return isAdded.test(value) && isReported(block, name);
  });
}

/** Whether a list of failures ends the function or the program later. */
function isReported(block: SyntaxNode, name: string): boolean {
  const around = innermostFunction(block);
  const later = (type: string): readonly SyntaxNode[] =>
    around?.all(type).filter((it) => it.start > block.end && innermostFunction(it) === around) ??
    [];
  const mentioned = new RegExp(String.raw`\b${literal(name)}\b`);
  return (
    later('return_statement').some((it) => mentioned.test(lastValue(it)?.text ?? '')) ||
    later('if_statement').some((it) => {
      const then = it.field('consequence');
      const isAbout = mentioned.test(it.field('condition')?.text ?? '');
      return isAbout && then !== undefined && (endsProgram(then) || isFailure(then));
    })
  );
}

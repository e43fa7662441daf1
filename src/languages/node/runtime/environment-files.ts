/**
 * Files of variables without which the program ends: `process.loadEnvFile()` throws where the file
 * is missing. The image has none of a developer's, so it gets empty ones.
 * https://nodejs.org/api/process.html#processloadenvfilepath
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { neverRuns } from '../code/branches.ts';
import { argumentsOf } from '../code/evaluation.ts';
import { pathsIn } from '../code/paths.ts';
import type { ReadProgram } from '../code/program.ts';

/** @returns the files that the program demands, relative to the package. */
export function environmentFiles({ evaluator, modules }: ReadProgram): readonly string[] {
  const calls = [...modules.values()].flatMap((it) => it.calls.get('loadEnvFile') ?? []);
  const found = calls
    .filter((it) => isDemanding(it) && !neverRuns(it, evaluator))
    .filter((it) => {
      const callee = it.field('function');
      const value = callee && evaluator.evaluate(callee);
      return value?.kind === 'foreign' && value.name === 'node:process.loadEnvFile';
    })
    .flatMap((it) => {
      const [path] = argumentsOf(it);
      if (!path) return ['.env'];
      return pathsIn(evaluator.evaluate(path), evaluator)
        .filter((one) => one.complete && one.below !== 'home' && !one.path.startsWith('/'))
        .map((one) => one.path);
    });
  return [...new Set(found)];
}

/** Whether the program ends without the file: nothing catches the error or asks for the file. */
function isDemanding(call: SyntaxNode): boolean {
  let child = call;
  for (let at = call.parent; at; at = at.parent) {
    if (at.type === 'try_statement' && child.fieldName === 'body' && at.field('handler'))
      return false;
    if (at.type === 'if_statement' && /exists|access|stat/i.test(at.field('condition')?.text ?? ''))
      return false;
    child = at;
  }
  return true;
}

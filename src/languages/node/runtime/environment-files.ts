/**
 * Files of variables without which the program ends: `process.loadEnvFile()` throws where the file
 * is missing, as a read of the file does, and some programs do so where dotenv reports an error.
 * The image has none of a developer's, so it gets empty ones.
 * https://nodejs.org/api/process.html#processloadenvfilepath
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { neverRuns } from '../code/branches.ts';
import { argumentsOf } from '../code/evaluation.ts';
import { pathsIn } from '../code/paths.ts';
import type { ReadProgram } from '../code/program.ts';
import type { Value } from '../../shared/values.ts';

/** @returns the files that the program demands, relative to the package. */
export function environmentFiles({ evaluator, modules }: ReadProgram): readonly string[] {
  const calls = (name: string): readonly SyntaxNode[] =>
    [...modules.values()].flatMap((it) => it.callsOf(name));
  const isCall = (call: SyntaxNode, full: string): boolean => {
    const callee = call.field('function');
    const value = callee && evaluator.evaluate(callee);
    return value?.kind === 'foreign' && value.name === full;
  };
  const pathOf = (argument: Value): readonly string[] =>
    pathsIn(argument, evaluator)
      .filter((it) => it.complete && it.below !== 'home' && !it.path.startsWith('/'))
      .map((it) => it.path);
  const checked = calls('config')
    .filter((it) => endsWithError(it) && isCall(it, 'dotenv.config') && !neverRuns(it, evaluator))
    .flatMap((it) => {
      const [options] = argumentsOf(it).map((one) => evaluator.evaluate(one));
      const path = options?.kind === 'record' ? options.entry('path') : undefined;
      return path ? pathOf(path) : ['.env'];
    });
  const demanding = (name: string, full: string): readonly SyntaxNode[] =>
    calls(name).filter((it) => isDemanding(it) && !neverRuns(it, evaluator) && isCall(it, full));
  const found = demanding('loadEnvFile', 'node:process.loadEnvFile').flatMap((it) => {
    const [path] = argumentsOf(it);
    return path ? pathOf(evaluator.evaluate(path)) : ['.env'];
  });
  // `dotenv.parse(fs.readFileSync('.env'))`
  const read = demanding('readFileSync', 'node:fs.readFileSync')
    .flatMap((it) => argumentsOf(it).slice(0, 1))
    .flatMap((it) => pathOf(evaluator.evaluate(it)))
    .filter((it) => /(?:^|\/)\.env(?:\.\w+)?$/.test(it));
  return [...new Set([...found, ...checked, ...read])];
}

/** `const found = dotenv.config(); if (found.error) throw found.error;` */
function endsWithError(call: SyntaxNode): boolean {
  const declared =
    call.parent?.type === 'variable_declarator' ? call.parent.field('name') : undefined;
  const name = declared?.type === 'object_pattern' ? 'error' : `${declared?.text ?? ''}.error`;
  if (!declared || !/^[\w$]+$|\berror\b/.test(declared.text)) return false;
  return (
    call
      .above('program')
      ?.all('if_statement')
      .some(
        (it) =>
          it.field('condition')?.text.replace(/^\(\s*|\s*\)$/g, '') === name &&
          /\bthrow\b|\bprocess\.exit\b/.test(it.field('consequence')?.text ?? ''),
      ) === true
  );
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

/**
 * Finds programs that serve an application in a thread, beside their own work: a bot that answers
 * the checks of its host. A server for the application alone would never start that work.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { literal } from '../../../text/patterns.ts';
import { argumentAt } from '../code/arguments.ts';
import { moduleName } from '../code/module-names.ts';
import type { PythonModule } from '../code/module.ts';
import type { Application } from '../frameworks/applications.ts';
import { variableOf } from '../frameworks/servers.ts';
import type { ProgramInput } from './input.ts';
import { findScripts } from './scripts.ts';

/** @returns the script that does the work; `undefined` where no thread serves the application. */
export function scriptBeside(
  { file, target }: Application,
  { modules, folder }: ProgramInput,
): PythonModule | undefined {
  const own = modules.find((it) => it.path === file);
  if (!own || target.factory || !servesInThread(own, variableOf(target))) return undefined;
  const name = moduleName(file);
  return findScripts(modules, folder).find((it) => it === own || it.imports(name));
}

/** `Thread(target=run).start()`, where `run` calls `app.run()`. */
function servesInThread(module: PythonModule, variable: string): boolean {
  const serves = new RegExp(
    `\\b${literal(variable)}\\.run\\b|\\b(?:serve|run|run_simple|WSGIServer|make_server)\\([^)]*\\b${literal(variable)}\\b`,
  );
  return module
    .callsOf('Thread')
    .flatMap((it) => argumentAt(it, 'target') ?? argumentAt(it, 1) ?? [])
    .some((it) => serves.test(bodyOf(it, module)));
}

/** The text of what a thread runs: that of a function of the module, or the expression itself. */
function bodyOf(run: SyntaxNode, { root }: PythonModule): string {
  const named = root?.all('function_definition').find((it) => it.field('name')?.text === run.text);
  return named?.field('body')?.text ?? run.text;
}

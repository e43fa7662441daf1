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
  if (!own || target.factory) return undefined;
  const variable = variableOf(target);
  const names = [moduleName(file), target.application.replace(/:.*/, '')];
  const scripts = findScripts(modules, folder).filter(
    (it) => it === own || names.some((name) => it.imports(name)),
  );
  if (servesInThread(own, variable)) return scripts[0];
  return scripts.find((it) => servesInThread(it, variable));
}

/** `Thread(target=run).start()`, where `run` calls `app.run()`. */
function servesInThread(module: PythonModule, variable: string): boolean {
  const serves = new RegExp(
    `\\b${literal(variable)}\\.run\\b|\\b(?:serve|run|run_simple|WSGIServer|make_server|create_server)\\([^)]*\\b${literal(variable)}\\b`,
  );
  return module
    .callsOf('Thread')
    .flatMap((it) => argumentAt(it, 'target') ?? argumentAt(it, 1) ?? [])
    .some((it) => bodiesOf(it, module).some((text) => serves.test(text)));
}

/**
 * The texts of what a thread runs: a function of the module, or else the expression itself and what
 * makes the server whose method it is (`server.run`).
 */
function bodiesOf(run: SyntaxNode, { root }: PythonModule): readonly string[] {
  const named = root?.all('function_definition').find((it) => it.field('name')?.text === run.text);
  if (named) return [named.field('body')?.text ?? ''];
  const object = run.field('object')?.text;
  const made = (root?.all('assignment') ?? []).filter((it) => it.field('left')?.text === object);
  return [run.text, ...made.map((it) => it.field('right')?.text ?? '')];
}

/** Finds the console scripts that a package declares, and which of them need arguments. */
import type { Evidence, Finding } from '../../../types.ts';
import { moduleName } from '../code/module-names.ts';
import type { ModuleFacts } from '../code/modules.ts';
import type { Pyproject } from '../files/pyproject.ts';
import { lineOf, tableAt } from '../files/toml.ts';

export interface ConsoleScript {
  readonly name: string;
  readonly evidence: Evidence;
  readonly start: Finding<readonly string[]>;
}

/**
 * [project.scripts] and [tool.poetry.scripts]:
 * https://packaging.python.org/en/latest/specifications/entry-points/
 */
export function consoleScripts(
  pyproject: Pyproject | null,
  modules: readonly ModuleFacts[],
): readonly ConsoleScript[] {
  if (!pyproject) return [];
  const declared = {
    ...tableAt(pyproject.table, 'tool', 'poetry', 'scripts'),
    ...tableAt(pyproject.table, 'project', 'scripts'),
  };
  return Object.entries(declared).flatMap(([name, target]) => {
    if (typeof target !== 'string') return [];
    const evidence: Evidence = {
      file: pyproject.file,
      line: lineOf(pyproject.text, `${name} =`),
      because: `declares the script ${name} = "${target}"`,
    };
    return [{ name, evidence, start: startOf(name, target, evidence, modules) }];
  });
}

function startOf(
  name: string,
  target: string,
  evidence: Evidence,
  modules: readonly ModuleFacts[],
): Finding<readonly string[]> {
  const wanted = (target.split(':')[0] ?? '').trim();
  const module = modules.find(
    (it) => moduleName(it.path) === wanted || moduleName(it.path).endsWith(`.${wanted}`),
  );
  const argument = module && requiredArgument(module);
  if (argument)
    return {
      kind: 'unknown',
      why: `${name} cannot run without arguments (${module.path}:${argument.line}: ${argument.because}); name them, for example --start "${name} ${argument.example}"`,
    };
  return { kind: 'suggested', value: [name], evidence: [evidence] };
}

/** The first required argument of argparse, click or typer. */
function requiredArgument(
  module: ModuleFacts,
): { line: number; because: string; example: string } | undefined {
  for (const call of module.calls) {
    const first = call.arguments[0];
    if (call.callee.endsWith('.add_subparsers'))
      return { line: call.line, because: 'it has subcommands', example: 'serve' };
    if (
      call.callee === 'click.group' ||
      (call.callee.endsWith('.command') && module.imports.get('typer'))
    ) {
      const commands = module.calls.filter((it) => it.callee.endsWith('.command')).length;
      if (call.callee === 'click.group' || commands > 1)
        return { line: call.line, because: 'it has subcommands', example: 'serve' };
    }
    const positional =
      (call.callee.endsWith('.add_argument') || call.callee === 'click.argument') &&
      first?.kind === 'string' &&
      !first.text.startsWith('-');
    const optional =
      call.arguments.some(
        (it, index) =>
          (it.text === 'default' || it.text === 'required') &&
          call.arguments[index + 1]?.text === '=',
      ) || call.arguments.some((it) => it.text === '?' || it.text === '*');
    if (positional && !optional)
      return {
        line: call.line,
        because: `it wants ${first.text}`,
        example: first.text.toUpperCase(),
      };
  }
  return undefined;
}

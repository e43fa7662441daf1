/** Finds the console scripts that a package declares, and which of them need arguments. */
import { literal } from '../../../text/patterns.ts';
import { joinCommand } from '../../../text/shell-words.ts';
import type { Evidence, Finding } from '../../../types.ts';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { likely } from '../../shared/findings.ts';
import { moduleName } from '../code/module-names.ts';
import { argumentAt, argumentsOf, calledName } from '../code/arguments.ts';
import type { PythonModule } from '../code/module.ts';
import { literalText } from '../code/strings.ts';
import type { Pyproject } from '../files/pyproject.ts';
import { lineOf, tableAt, textAt } from '../files/toml.ts';

export interface ConsoleScript {
  readonly name: string;
  readonly evidence: Evidence;
  readonly start: Finding<readonly string[]>;
  /** Where it listens, if its command says so. */
  readonly port: number | null;
  /** The module of the function that it calls. */
  readonly module: PythonModule | undefined;
}

/**
 * [project.scripts] and [tool.poetry.scripts]:
 * https://packaging.python.org/en/latest/specifications/entry-points/
 *
 * @param isBuilt whether the project can be installed, which makes the scripts. Else Python calls
 *   their functions in the sources.
 */
export function consoleScripts(
  pyproject: Pyproject | null,
  modules: readonly PythonModule[],
  isBuilt: boolean,
): readonly ConsoleScript[] {
  if (!pyproject) return [];
  const declared = {
    ...tableAt(pyproject.table, 'tool', 'poetry', 'scripts'),
    ...tableAt(pyproject.table, 'project', 'scripts'),
  };
  return Object.entries(declared).flatMap(([name, target]): readonly ConsoleScript[] => {
    if (typeof target !== 'string' || isElsewhere(target, pyproject, modules)) return [];
    const evidence: Evidence = {
      file: pyproject.file,
      line: lineOf(pyproject.text, `${name} =`),
      because: `declares the script ${name} = "${target}"`,
    };
    const module = moduleOf(target, modules);
    const words = isBuilt ? [name] : called(target, module);
    if (!words) return [];
    const script = { name, evidence, module };
    const group = module && flaskGroup(module);
    if (group) {
      const value = [...words, ...flaskRun];
      return [
        { ...script, start: { kind: 'suggested', value, evidence: [group] }, port: flaskPort },
      ];
    }
    const start: Finding<readonly string[]> = {
      kind: 'suggested',
      value: words,
      evidence: [evidence],
    };
    const defining = module && definingModule(target, module, modules);
    const named = (defining && startWithArguments(words, defining, modules)) ?? start;
    return [{ ...script, start: named, port: null }];
  });
}

const flaskPort = 8000;
const flaskRun = ['run', '--host', '0.0.0.0', '--port', String(flaskPort)];

/**
 * The commands of Flask with those of the project: `run` serves its application.
 * https://flask.palletsprojects.com/en/stable/cli/#custom-scripts
 */
function flaskGroup(module: PythonModule): Evidence | undefined {
  const found = module.imported.find(({ target }) => target === 'flask.cli.FlaskGroup');
  return found && { file: module.path, line: found.node.line, because: 'the commands of Flask' };
}

/** What runs a script without an install. */
function called(target: string, module: PythonModule | undefined): readonly string[] | undefined {
  if (isFile(target)) return ['python', target];
  const package_ = /^([\w.]+)\.__main__\s*:/.exec(target.trim())?.[1];
  if (package_ !== undefined && module?.guard) return ['python', '-m', package_];
  return module && calling(target);
}

/** A file that setup.py installs as a program, `bin/shop`, and no function of a module. */
function isFile(target: string): boolean {
  return target.includes('/') && !target.includes(':');
}

/** What the script of an installed package does: `shop.cli:main`. */
function calling(target: string): readonly string[] | undefined {
  const [, module, name] = /^([\w.]+)\s*:\s*([\w.]+)$/.exec(target.trim()) ?? [];
  if (module === undefined || name === undefined) return undefined;
  const [top = name] = name.split('.');
  return ['python', '-c', `import sys; from ${module} import ${top}; sys.exit(${name}())`];
}

/**
 * Whether no module of the project has the name of the package that a script calls: a release moves
 * the sources before it is built. A package can be renamed by its build, or be compiled.
 */
function isElsewhere(
  target: string,
  { table }: Pyproject,
  modules: readonly PythonModule[],
): boolean {
  const backend = textAt(tableAt(table, 'build-system'), 'build-backend') ?? 'setuptools';
  if (!/^setuptools\b/.test(backend)) return false;
  if (isFile(target)) return false;
  if ('package-dir' in tableAt(table, 'tool', 'setuptools')) return false;
  const [top = ''] = target.trim().split(/[.:]/);
  return !modules.some((it) => `/${it.path.replace(/\.py$/, '')}/`.includes(`/${top}/`));
}

function moduleOf(target: string, modules: readonly PythonModule[]): PythonModule | undefined {
  const [wanted = '', name = ''] = target.split(':').map((it) => it.trim());
  const named = (full: string): PythonModule | undefined =>
    modules.find((it) => moduleName(it.path) === full || moduleName(it.path).endsWith(`.${full}`));
  // `shop:main.run` can be a function of the module shop.main.
  const border = name.lastIndexOf('.');
  const below = border === -1 ? undefined : named(`${wanted}.${name.slice(0, border)}`);
  return below ?? named(wanted);
}

/** The module that defines the function: a package often imports it, `from .base import app`. */
function definingModule(
  target: string,
  module: PythonModule,
  modules: readonly PythonModule[],
): PythonModule {
  const names = target.split(':')[1]?.trim().split('.') ?? [];
  const name = names.find((it) => module.namesOf().has(it)) ?? names[0] ?? '';
  const isOwn =
    module
      .namesOf()
      .get(name)
      ?.some((it) => it.kind === 'definition') === true;
  const from = isOwn
    ? undefined
    : module.imported.find((it) => it.target.endsWith(`.${name}`))?.target;
  return (
    (from === undefined ? undefined : moduleOf(from.slice(0, -name.length - 1), modules)) ?? module
  );
}

/**
 * @param words the command that runs the module.
 * @param modules where its subcommands may be.
 * @returns the command with the subcommand that serves; `undefined` where it runs without arguments.
 */
export function startWithArguments(
  words: readonly string[],
  module: PythonModule,
  modules: readonly PythonModule[],
): Finding<readonly string[]> | undefined {
  const argument = requiredArgument(module) ?? endingWithout(module);
  if (!argument) return undefined;
  const serving =
    servingCommand([...subcommandsOf(module), ...comparedIn(module)], words) ??
    firstServing(besideOf(module, modules).flatMap(subcommandsOf)) ??
    [];
  const place = { file: module.path, line: argument.line, because: argument.because };
  const command = joinCommand(words);
  const example = serving.length > 0 ? serving.join(' ') : argument.example;
  return likely(
    [...words, ...serving],
    [place],
    `${command} cannot run without arguments: ${argument.because}; name them, for example --start "${command} ${example}", or after the name of the image`,
  );
}

/**
 * The modules that add subcommands: those that a module imports, those of a package that it imports
 * a name of, and those that import it.
 */
function besideOf(module: PythonModule, modules: readonly PythonModule[]): readonly PythonModule[] {
  const name = moduleName(module.path);
  const targets = module.imported.map((it) => it.target);
  return modules.filter((it) => {
    if (it === module || !/\badd_parser\(|\.command\b/.test(it.text)) return false;
    const own = moduleName(it.path);
    const package_ = own.slice(0, Math.max(0, own.lastIndexOf('.')));
    const ofPackage =
      package_ === '' ? /(?!)/ : new RegExp(`^${literal(package_)}\\.[a-zA-Z]\\w*$`);
    return (
      targets.some((target) => `${target}.`.startsWith(`${own}.`) || ofPackage.test(target)) ||
      it.imports(name)
    );
  });
}

/**
 * The module of the group of commands that a script calls and does not define itself:
 * `from shop.commands import cli`, and `cli()`.
 */
export function calledGroup(
  module: PythonModule,
  modules: readonly PythonModule[],
): PythonModule | undefined {
  const called = (module.guard?.all('call') ?? []).map(calledName);
  for (const { target } of module.imported) {
    const border = target.lastIndexOf('.');
    const name = target.slice(border + 1);
    const found = called.includes(name) ? moduleOf(target.slice(0, border), modules) : undefined;
    const isGroup = found
      ?.callsOf('group')
      .some((it) => isGroupOfCommands(it) && functionBelow(it) === name);
    if (isGroup) return found;
  }
  return undefined;
}

/** The words that call a command: `server start` is in a group. */
type Subcommand = readonly string[];

/**
 * A command that serves; or the one that is named like the program, as `flower` of flower is. Of
 * commands in groups, one whose group serves: `server start` before `scheduler start`.
 */
function servingCommand(
  commands: readonly Subcommand[],
  words: readonly string[],
): Subcommand | undefined {
  const single = commands.filter((it) => it.length === 1);
  const nested = commands.filter((it) => it.length > 1);
  return (
    firstServing(single) ??
    single.find(([name = '']) => words.includes(name)) ??
    firstServing(nested.filter(([group = '']) => serves.includes(group))) ??
    firstServing(nested)
  );
}

/** The first of the likeliest name. */
function firstServing(commands: readonly Subcommand[]): Subcommand | undefined {
  return serves
    .map((name) => commands.find((it) => it.at(-1) === name))
    .find((it) => it !== undefined);
}

/** Names of commands that serve, the likeliest first. */
const serves = [
  'serve',
  'server',
  'runserver',
  'run-server',
  'startserver',
  'start-server',
  'web',
  'webserver',
  'dashboard',
  'api',
  'start',
  'run',
  'up',
  'daemon',
  'worker',
  // https://modelcontextprotocol.io/specification/draft/basic/transports
  'streamable-http',
  'http',
  'sse',
  'stdio',
];

/**
 * The subcommands of argparse, click and typer: by their first argument, else by their function; or
 * the choices of an argument.
 */
function subcommandsOf(module: PythonModule): readonly Subcommand[] {
  return module.calls.flatMap((call) => {
    const name = calledName(call);
    if (name === 'add_argument' || name === 'argument') return choicesOf(call);
    if (name !== 'add_parser' && name !== 'command' && name !== 'add_command') return [];
    const own = nameOf(call, name);
    return own === undefined ? [] : [[...groupsAround(call, module), own]];
  });
}

/** `add_argument("command", choices=["serve", "migrate"])`, `argument("mode", type=Choice(["web"]))`. */
function choicesOf(call: SyntaxNode): readonly Subcommand[] {
  if (literalText(argumentAt(call, 0))?.startsWith('-') !== false) return [];
  const type = argumentAt(call, 'type');
  const list =
    argumentAt(call, 'choices') ??
    (type?.type === 'call' && calledName(type) === 'Choice' ? argumentAt(type, 0) : undefined);
  const items = /^(?:list|tuple|set)$/.test(list?.type ?? '') ? (list?.parts ?? []) : [];
  return items.flatMap((it) => {
    const text = literalText(it);
    return text === undefined ? [] : [[text]];
  });
}

function nameOf(call: SyntaxNode, called: string): string | undefined {
  const first = argumentAt(call, 0);
  const text = literalText(argumentAt(call, 'name')) ?? literalText(first);
  if (text !== undefined) return text;
  return called === 'add_command' && first?.type === 'identifier'
    ? first.text.replaceAll('_', '-')
    : functionBelow(call)?.replaceAll('_', '-');
}

/** @returns the command with options behind it; a subcommand gets those that it has. */
export function withOptions(
  start: Finding<readonly string[]>,
  options: readonly string[],
  modules: readonly PythonModule[],
): Finding<readonly string[]> {
  if (start.kind === 'suggested' || start.kind === 'found')
    return { ...start, value: [...start.value, ...options] };
  if (start.kind !== 'ambiguous') return start;
  const [likeliest, ...others] = start.candidates;
  if (!likeliest) return start;
  const command = likeliest.value.at(-1) ?? '';
  // Pairs of a flag and its value.
  const own = options.flatMap((flag, index) =>
    index % 2 === 0 && takesOption(command, flag, modules) ? [flag, options[index + 1] ?? ''] : [],
  );
  return {
    ...start,
    candidates: [{ ...likeliest, value: [...likeliest.value, ...own] }, ...others],
  };
}

/**
 * @returns whether a subcommand has an option: a decorator or a parameter of its function, or one that
 *   is added to its own parser.
 */
function takesOption(command: string, flag: string, modules: readonly PythonModule[]): boolean {
  const parameter = flag.replace(/^-+/, '').replaceAll('-', '_');
  return modules.some((it) => {
    if (!it.text.includes(flag) && !it.text.includes(parameter)) return false;
    const decorated = [...it.callsOf('command'), ...it.callsOf('option')].some((call) => {
      const around = call.above('decorated_definition');
      const named =
        around &&
        it.callsOf('command').filter((one) => one.above('decorated_definition') === around);
      if (!around || !named?.some((one) => nameOf(one, 'command') === command)) return false;
      const parameters = around.field('definition')?.field('parameters')?.text ?? '';
      const isTyper = new RegExp(`\\b${parameter}\\s*:[^,]*\\b(?:int|str)\\b`).test(parameters);
      return isFlagOf(call, flag) || (isTyper && it.imports('typer'));
    });
    const parsers = it
      .callsOf('add_parser')
      .filter((one) => literalText(argumentAt(one, 0)) === command)
      .map((one) =>
        one.parent?.type === 'assignment' ? one.parent.field('left')?.text : undefined,
      );
    const added = it
      .callsOf('add_argument')
      .some(
        (one) =>
          isFlagOf(one, flag) &&
          parsers.includes(one.field('function')?.field('object')?.text ?? ''),
      );
    return decorated || added;
  });
}

function isFlagOf(call: SyntaxNode, flag: string): boolean {
  return argumentsOf(call).positional.some((it) => literalText(it) === flag);
}

/** Groups in groups are rarely deeper. */
const mostGroups = 4;

/**
 * The groups that a command is in, outermost first: those of click by their decorator, those of
 * typer by `add_typer`.
 * https://click.palletsprojects.com/en/stable/commands-and-groups/
 * https://typer.tiangolo.com/tutorial/subcommands/nested-subcommands/
 */
function groupsAround(call: SyntaxNode, module: PythonModule, depth = 0): readonly string[] {
  const group = call.field('function')?.field('object')?.text;
  if (group === undefined || depth > mostGroups) return [];
  for (const it of [...module.callsOf('group'), ...module.callsOf('add_typer')]) {
    const isDecorator = calledName(it) === 'group';
    const named = isDecorator ? functionBelow(it) : argumentAt(it, 0)?.text;
    const name = isDecorator
      ? (literalText(argumentAt(it, 0)) ?? literalText(argumentAt(it, 'name')) ?? named)
      : literalText(argumentAt(it, 'name'));
    if (named !== group || name === undefined || isRoot(it)) continue;
    return [...groupsAround(it, module, depth + 1), name];
  }
  return [];
}

/** `@click.group()` is the program itself. */
function isRoot(call: SyntaxNode): boolean {
  const object = call.field('function')?.field('object')?.text;
  return object === undefined || object.endsWith('click');
}

/** The function that a decorator is for. Click and typer write its `_` as `-`. */
function functionBelow(call: SyntaxNode): string | undefined {
  return call.above('decorated_definition')?.field('definition')?.field('name')?.text;
}

/** Libraries whose groups have `add_command`. Bots have commands, too. */
const commandLibraries = ['click', 'typer', 'celery', 'flask_script'];

/** The first required argument of argparse, click or typer. */
function requiredArgument(
  module: PythonModule,
): { line: number; because: string; example: string } | undefined {
  const commands = module.calls.filter((it) => calledName(it) === 'command').length;
  const groups = module.imports('click') ? module.calls.filter(isGroupOfCommands) : [];
  // What its commands want does not matter to the program without one.
  if (groups.some((it) => isRoot(it) && argumentAt(it, 'invoke_without_command'))) return undefined;
  for (const call of module.calls) {
    const name = calledName(call);
    const { line } = call;
    const isGroup = groups.includes(call);
    if (
      (name === 'add_command' && commandLibraries.some((it) => module.imports(it))) ||
      name === 'add_subparsers' ||
      isGroup ||
      (name === 'command' && commands > 1 && module.imports('typer'))
    )
      return { line, because: 'it has subcommands', example: 'serve' };
    // Browsers have options, too: `options.add_argument("start-maximized")` of Selenium.
    if (/option/i.test(call.field('function')?.field('object')?.text ?? '')) continue;
    const isOption = name === 'add_argument' || (name === 'option' && module.imports('click'));
    const option = isOption ? requiredOption(call) : undefined;
    if (option !== undefined)
      return { line, because: `it wants ${option}`, example: `${option} VALUE` };
    if (name !== 'add_argument' && !(name === 'argument' && module.imports('click'))) continue;
    const first = literalText(argumentAt(call, 0));
    const { keywords } = argumentsOf(call);
    const count = keywords.get('nargs');
    const optional =
      keywords.has('default') ||
      keywords.has('required') ||
      /^(?:\?|\*)$/.test(literalText(count) ?? '') ||
      count?.text === '-1';
    if (first !== undefined && !first.startsWith('-') && !optional)
      return { line, because: `it wants ${first}`, example: first.toUpperCase() };
  }
  return undefined;
}

/** `@click.group()`, and no other method of that name: `match.group(1)`. */
function isGroupOfCommands(call: SyntaxNode): boolean {
  return calledName(call) === 'group' && call.parent?.type === 'decorator';
}

/** What a module compares its first argument with: `command = sys.argv[1]`, `command == "serve"`. */
function comparedIn({ text }: PythonModule): readonly Subcommand[] {
  if (!text.includes('sys.argv[1]')) return [];
  const names = [...text.matchAll(/^\s*(\w+)\s*=\s*sys\.argv\[1\]/gm)].map((it) => it[1] ?? '');
  const compared = new RegExp(
    `(?:sys\\.argv\\[1\\]|\\b(?:${['(?!)', ...names].join('|')}))(?:\\.lower\\(\\))?\\s*(?:==|in)\\s*([(\\[{]?["'][^)\\]}:\\n]*)`,
    'g',
  );
  return [...text.matchAll(compared)].flatMap((it) =>
    [...(it[1] ?? '').matchAll(/["']([\w-]+)["']/g)].map(([, name = '']) => [name]),
  );
}

/**
 * `if len(sys.argv) < 2:`, below which a script that is run ends; or the first argument is a command
 * that nothing asks for before it is read.
 */
function endingWithout(module: PythonModule): ReturnType<typeof requiredArgument> {
  if (!module.text.includes('sys.argv')) return undefined;
  const found = module.root?.all('if_statement').find((it) => {
    const last = it.field('consequence')?.parts.at(-1);
    const condition = it.field('condition')?.text ?? '';
    return (
      condition.split(' or ').some(asksForNone) &&
      last !== undefined &&
      /^(?:(?:sys\.)?exit\(|raise\b|\w*(?:usage|exit)\w*\()/.test(last.text) &&
      isRun(it, module)
    );
  });
  if (found) return { line: found.line, because: 'it ends without any', example: 'ARGUMENT' };
  const isAsked = /len\((?:sys\.)?argv|IndexError|argv\[1:/.test(module.text);
  const read = isAsked || comparedIn(module).length === 0 ? undefined : firstRead(module);
  return read && { line: read.line, because: 'it reads the first one', example: 'ARGUMENT' };
}

function firstRead(module: PythonModule): SyntaxNode | undefined {
  return module.root?.all('subscript').find((it) => {
    if (it.text !== 'sys.argv[1]' || it.above('try_statement')) return false;
    const around = it.above('if_statement');
    const condition = around?.field('condition');
    const isCondition = condition && condition.start <= it.start && it.start < condition.end;
    return isRun(around && isCondition ? around : it, module);
  });
}

/** Whether a condition holds where there is no argument: `sys.argv` has the name of the script. */
function asksForNone(condition: string): boolean {
  const [, operator = '', digits = ''] =
    /^\(?len\(sys\.argv\)\s*(<=?|==|!=)\s*(\d)\)?$/.exec(condition) ?? [];
  const number = Number(digits);
  if (operator === '<') return number > 1;
  if (operator === '<=') return number >= 1;
  return (operator === '==' && number === 1) || (operator === '!=' && number > 1);
}

/** Whether the statements of a script have a node, or the function that they begin with. */
function isRun(node: SyntaxNode, module: PythonModule): boolean {
  const owner = node.above('function_definition');
  if (!owner) return !node.above('class_definition') && !isAlternative(node);
  const name = owner.field('name')?.text ?? '';
  const begun = module.guard?.all('call') ?? [];
  return !owner.above('class_definition') && begun.some((it) => calledName(it) === name);
}

/** Whether another condition is asked first. */
function isAlternative(node: SyntaxNode): boolean {
  const around = node.above('if_statement');
  return around !== undefined && !/__name__/.test(around.field('condition')?.text ?? '');
}

/** `--uri` of `add_argument("--uri", required=True)`: nothing else gives it a value. */
function requiredOption(call: SyntaxNode): string | undefined {
  const { positional, keywords } = argumentsOf(call);
  const names = positional
    .flatMap((it) => literalText(it) ?? [])
    .filter((it) => it.startsWith('-'));
  const isGiven = ['default', 'envvar', 'prompt', 'action'].some((it) => keywords.has(it));
  return keywords.get('required')?.text === 'True' && !isGiven
    ? (names.find((it) => it.startsWith('--')) ?? names[0])
    : undefined;
}

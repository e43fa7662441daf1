/** Finds scripts that start a program: their name shows it, or they run as one. */
import { folderOf } from '../../../text/paths.ts';
import type { Evidence } from '../../../types.ts';
import { isTest, isVendored } from '../code/module-names.ts';
import type { PythonModule } from '../code/module.ts';
import { usesOf } from '../code/uses.ts';
import { plain, type Program } from '../program.ts';
import { standardModules } from '../runtime/import-names.ts';
import { calledGroup, startWithArguments, withOptions } from './console.ts';
import { packagesOf, type ProgramInput } from './input.ts';
import { debuggerNotes } from './debugger.ts';
import { listening } from './listening.ts';

/** Usual names of scripts that start a program. */
export const scriptNames = [
  'main.py',
  'app.py',
  'server.py',
  'run.py',
  'start.py',
  'bot.py',
  'worker.py',
  '__main__.py',
];

/**
 * @param name the name of the project: its package is run before scripts with other names.
 * @returns the scripts that the program may start with, by the names of files.
 */
export function findScripts(
  modules: readonly PythonModule[],
  folder: string,
  name?: string,
): readonly PythonModule[] {
  const runnable = runnableOf(modules);
  const package_ = name?.replace(/[-.]/g, '_');
  const places = [
    ...scriptNames,
    ...(package_ === undefined ? [] : [`${package_}/__main__.py`, `src/${package_}/__main__.py`]),
  ];
  for (const place of places) {
    const named = runnable.filter((it) => it.path === folder + place);
    if (named.length > 0) return named;
  }
  const top = runnable.filter(
    (it) => !it.path.slice(folder.length).includes('/') && it.path !== `${folder}setup.py`,
  );
  if (top.length > 0) return top;
  const only = onlyActing(modules, folder);
  if (only) return [only];
  const mains = runnable.filter(isMain);
  return mains.length > 0 ? mains : inFolders(runnable, folder);
}

/** @returns the scripts with a usual name in a folder below that of the project. */
export function scriptsBelow(
  modules: readonly PythonModule[],
  folder: string,
): readonly PythonModule[] {
  return inFolders(runnableOf(modules), folder);
}

/** The modules that do something when Python runs them; those of libraries only without others. */
function runnableOf(modules: readonly PythonModule[]): readonly PythonModule[] {
  const found = modules.filter(
    (it) => (it.guard !== undefined || isMain(it) || (hasUsualName(it) && acts(it))) && !builds(it),
  );
  const own = found.filter((it) => !isVendored(it.path));
  const working = own.filter((it) => !installs(it));
  return [working, own].find((it) => it.length > 0) ?? found;
}

/** Whether a script calls pip, and has nothing but the standard library: it prepares another. */
function installs({ text, imported }: PythonModule): boolean {
  return (
    /\bpip["']?\s*,?\s*["']?install\b/.test(text) &&
    imported.every(({ target }) => standardModules.has(target.split('.')[0] ?? ''))
  );
}

/** Python runs `__main__.py` and nothing imports it, whatever its statements are. */
function isMain({ path }: PythonModule): boolean {
  return path.endsWith('/__main__.py');
}

function hasUsualName({ path }: PythonModule): boolean {
  return scriptNames.includes(path.split('/').at(-1) ?? '');
}

/** The one module in the folder of the project that acts, of those that no other imports. */
function onlyActing(modules: readonly PythonModule[], folder: string): PythonModule | undefined {
  const acting = modules.filter(
    (it) =>
      !it.path.slice(folder.length).includes('/') &&
      !isTest(it.path) &&
      acts(it) &&
      !builds(it) &&
      !modules.some((other) => other !== it && imports(other, it)),
  );
  return acting.length === 1 ? acting[0] : undefined;
}

/** Whether a module describes a package for the tools that build it, whatever it is called. */
function builds(module: PythonModule): boolean {
  return (
    module.imported.some(({ target }) =>
      /^(?:setuptools|distutils\.core|cx_Freeze|py2exe|py2app|esky)(?:\.setup)?$/.test(target),
    ) && module.callsOf('setup').length > 0
  );
}

function imports(module: PythonModule, { path }: PythonModule): boolean {
  const name = path.split('/').at(-1)?.replace(/\.py$/, '') ?? '';
  return module.imported.some(({ target }) => target.split('.')[0] === name);
}

/** Scripts with a usual name in a folder below, as `bot/main.py`: those of the first name. */
function inFolders(runnable: readonly PythonModule[], folder: string): readonly PythonModule[] {
  const below = runnable.filter(
    (it) =>
      hasUsualName(it) && !isTest(it.path) && /^[^/]+\/[^/]+$/.test(it.path.slice(folder.length)),
  );
  for (const name of scriptNames) {
    const found = below.filter((it) => it.path.endsWith(`/${name}`));
    if (found.length > 0) return found;
  }
  return [];
}

/** Whether a script imports its own package, so that it has to be run as a part of it. */
function importsItsPackage({ path, imported }: PythonModule, folder: string): boolean {
  const name = folderOf(path).slice(folder.length).replaceAll('/', '.');
  return name !== '' && imported.some(({ target }) => target.startsWith(`${name}.`));
}

/** Statements that do nothing but define. */
const definitions = [
  'import_statement',
  'import_from_statement',
  'future_import_statement',
  'function_definition',
  'class_definition',
  'decorated_definition',
  'if_statement',
  'try_statement',
];

/** Whether a module does something when it is run, besides defining. */
function acts(module: PythonModule): boolean {
  return (module.root?.parts ?? []).some((it) => {
    if (definitions.includes(it.type)) return false;
    const inner = it.type === 'expression_statement' ? it.parts[0] : undefined;
    return inner === undefined ? true : inner.all('call').length > 0 && inner.type !== 'assignment';
  });
}

/** @param several whether the project has more than one, so that each has a name. */
export function scriptProgram(
  module: PythonModule,
  several: boolean,
  input: ProgramInput,
): Program {
  const evidence: Evidence = {
    file: module.path,
    line: module.guard?.line ?? 1,
    because: module.guard ? 'runs as a program (__name__ == "__main__")' : 'a script',
  };
  const { folder, evaluator } = input;
  const uses = usesOf({ modules: [module], main: module }, evaluator, packagesOf(input));
  const package_ =
    module.path.endsWith('/__main__.py') || importsItsPackage(module, folder)
      ? module.path.replace(/(?:\/__main__)?\.py$/, '')
      : null;
  const isBelowSource =
    module.path.startsWith(`${folder}src/`) && module.path.endsWith('/__main__.py');
  const source = isBelowSource ? `${folder}src` : null;
  const words =
    package_ === null
      ? ['python', module.path]
      : [
          'python',
          '-m',
          (source === null ? package_ : package_.slice(source.length + 1)).replaceAll('/', '.'),
        ];
  const { port, details, notes, options } = listening(
    uses,
    {
      file: module.path,
      because: 'nothing that listens was found',
    },
    input.modules,
  );
  return {
    name: several ? module.path.replace(/(?:\/__main__)?\.py$/, '').replaceAll('/', '-') : null,
    evidence: [evidence],
    notes: [...notes, ...debuggerNotes(module)],
    port,
    start: withOptions(
      startWithArguments(words, calledGroup(module, input.modules) ?? module, input.modules) ?? {
        kind: 'found',
        value: words,
        evidence: [evidence],
      },
      options,
      input.modules,
    ),
    details: { ...plain, ...details, paths: source === null ? [] : [source] },
    entry: { files: [module.path], main: module.path },
    uses,
  };
}

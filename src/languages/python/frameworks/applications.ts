/** Finds ASGI and WSGI applications in the code: `module:variable`, and the import folder. */
import type { Evidence } from '../../../types.ts';
import { type Framework, frameworks } from './frameworks.ts';
import type { ModuleFacts } from '../code/modules.ts';
import type { Target } from './servers.ts';
import { importPlace, moduleName } from '../code/module-names.ts';

export interface Application {
  readonly framework: Framework;
  readonly target: Target;
  /** A line that the code needs before a server can find the application. */
  readonly missing: string | null;
  /** The import folder, if it is not the project folder: `src`. */
  readonly path: string | null;
  readonly evidence: Evidence;
  readonly file: string;
}

/** Usual names of the file that starts a program, the most specific first. */
const entryNames = [
  'asgi',
  'wsgi',
  'main',
  'app',
  'application',
  'server',
  'run',
  'api',
  '__init__',
  '__main__',
];

/**
 * Variables that contain an application, and functions that return one. If a factory sets a
 * variable, the factory's framework counts.
 * @param fitting filters the applications that can be served, before names decide.
 * @returns only the likeliest; several if they are equally likely.
 */
export function findApplications(
  modules: readonly ModuleFacts[],
  fitting: (found: readonly Application[]) => readonly Application[],
): readonly Application[] {
  const found = fitting(modules.flatMap((it) => applicationsIn(it, modules)));
  if (found.length < 2) return found;
  const best = Math.min(...found.map(rankOf));
  const likely = found.filter((it) => rankOf(it) === best);
  // An application that another module in the same folder extends is the same program.
  const shallow = Math.min(...likely.map((it) => it.file.split('/').length));
  return likely.filter((it) => it.file.split('/').length === shallow);
}

function rankOf(it: Application): number {
  const name = (it.file.split('/').at(-1) ?? '').replace(/\.py$/, '');
  const place = entryNames.indexOf(name);
  return (it.target.factory ? 100 : 0) + (place === -1 ? entryNames.length : place);
}

function applicationsIn(module: ModuleFacts, modules: readonly ModuleFacts[]): Application[] {
  const place = importPlace(module, modules);
  const found: Application[] = [];
  for (const it of module.assignments) {
    const framework = frameworkOf(it.callee) ?? frameworkOfFactory(it.callee, module, modules);
    if (!framework) continue;
    const held =
      framework.attribute === undefined
        ? it.name
        : holderOf(`${it.name}.${framework.attribute}`, module);
    const missing =
      held === undefined
        ? `a line "${framework.attribute} = ${it.name}.${framework.attribute}" after ${module.path}:${it.line}`
        : null;
    found.push({
      framework,
      target: { application: `${place.name}:${held ?? it.name}`, factory: false },
      missing,
      path: place.path,
      file: module.path,
      evidence: {
        file: module.path,
        line: it.line,
        because: `${it.name} is a ${framework.title} application`,
      },
    });
  }
  if (found.length > 0) return found;
  for (const it of module.functions) {
    const framework = it.callable
      ? it.returns.map((name) => frameworkOf(name)).find((known) => known !== undefined)
      : undefined;
    if (framework)
      found.push({
        framework,
        target: { application: `${place.name}:${it.name}`, factory: true },
        missing: null,
        path: place.path,
        file: module.path,
        evidence: {
          file: module.path,
          line: it.line,
          because: `${it.name}() makes a ${framework.title} application`,
        },
      });
  }
  return found;
}

/** The variable that contains an attribute: `server = app.server`. */
function holderOf(attribute: string, module: ModuleFacts): string | undefined {
  return [...module.assignedTokens].find(
    ([, tokens]) => tokens.map((it) => it.text).join('') === attribute,
  )?.[0];
}

function frameworkOf(callee: string): Framework | undefined {
  return frameworks.find((it) => it.constructors.includes(callee));
}

/**
 * For `app = create_app()`, finds the framework of the value that create_app returns, in this
 * module or in the module that it is imported from.
 */
function frameworkOfFactory(
  callee: string,
  module: ModuleFacts,
  modules: readonly ModuleFacts[],
): Framework | undefined {
  const at = callee.lastIndexOf('.');
  const from =
    at === -1
      ? [module]
      : modules.filter((it) => {
          const name = moduleName(it.path);
          return name === callee.slice(0, at) || name.endsWith(`.${callee.slice(0, at)}`);
        });
  const made = from.flatMap((it) => it.functions).find((it) => it.name === callee.slice(at + 1));
  return made?.returns.map((it) => frameworkOf(it)).find((it) => it !== undefined);
}

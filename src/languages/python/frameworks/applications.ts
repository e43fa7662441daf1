/** Finds ASGI and WSGI applications in the code: `module:variable`, and the import folder. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import { alternatives, type Value } from '../../shared/values.ts';
import type { Evaluator } from '../code/evaluating.ts';
import { argumentsOf, calledName } from '../code/arguments.ts';
import { parametersOf, type PythonModule } from '../code/module.ts';
import { importPlace } from '../code/module-names.ts';
import { isGuarded } from '../code/sources.ts';
import { type Framework, frameworks, wrappers } from './frameworks.ts';
import type { Target } from './servers.ts';

export interface Application {
  readonly framework: Framework;
  readonly target: Target;
  /** A line that the code needs before a server can find the application. */
  readonly missing: string | null;
  /** The import folder, if it is not the project folder: `src`. */
  readonly path: string | null;
  readonly evidence: Evidence;
  readonly file: string;
  /** Whether it wraps another application, such as Channels around Django. */
  readonly wraps: boolean;
  /** Whether its script does a job with it and ends. */
  readonly works: boolean;
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
  modules: readonly PythonModule[],
  evaluator: Evaluator,
  fitting: (found: readonly Application[]) => readonly Application[],
): readonly Application[] {
  const candidates = modules.filter(mayMake);
  // Not all files of a large project are parsed, so those with the usual names come first.
  const made = new Map(
    candidates
      .toSorted((one, other) => placeOf(one.path) - placeOf(other.path))
      .map((it) => [it, applicationsIn(it, modules, evaluator)]),
  );
  const found = onceEach(fitting(candidates.flatMap((it) => made.get(it) ?? [])));
  if (found.length < 2) return found;
  const best = Math.min(...found.map(rankOf));
  const likely = found.filter((it) => rankOf(it) === best);
  // An application that another module in the same folder extends is the same program.
  const shallow = Math.min(...likely.map((it) => it.file.split('/').length));
  return likely.filter((it) => it.file.split('/').length === shallow);
}

/** A variable that is given its application twice, as on another system, is one. */
function onceEach(found: readonly Application[]): readonly Application[] {
  const isSame = (one: Application, other: Application): boolean =>
    one.file === other.file && one.target.application === other.target.application;
  return found.filter((it, index) => found.findIndex((other) => isSame(other, it)) === index);
}

/** A sieve by text: the class or function that makes an application, or a variable filled by a call. */
function mayMake(module: PythonModule): boolean {
  const { text } = module;
  const isNamed = makers.some(([library, name]) => text.includes(library) && name.test(text));
  return (isNamed || filled.test(text)) && !isMigration(module);
}

/**
 * The environment of Alembic makes the application to migrate its database, not to serve it.
 * https://alembic.sqlalchemy.org/en/latest/tutorial.html#the-migration-environment
 */
function isMigration(module: PythonModule): boolean {
  return (
    module.text.includes('alembic') && module.imported.some((it) => it.target === 'alembic.context')
  );
}

const makerNames = [
  ...frameworks.flatMap((it) => it.constructors),
  ...wrappers.flatMap((it) => it.names),
];

/** The classes and functions of each library: `App` alone is a name of many things. */
const makers = [...new Set(makerNames.map((it) => it.slice(0, it.indexOf('.'))))].map(
  (library): readonly [string, RegExp] => {
    const names = makerNames
      .filter((it) => it.startsWith(`${library}.`))
      .map((it) => it.slice(it.lastIndexOf('.') + 1));
    return [library, new RegExp(`\\b(?:${names.join('|')})\\b`)];
  },
);
const filled = /^\w*(?:app|api|server|application)\w*\s*(?::[^=\n]+)?=\s*[\w.]+\(/im;

function rankOf(it: Application): number {
  return kindOf(it) + placeOf(it.file) + (isOfWorker(it.file) || it.works ? 200 : 0);
}

/** The place of the name of a module among the usual ones. `asgi/__init__.py` is `asgi`. */
function placeOf(file: string): number {
  const place = entryNames.indexOf(nameOf(file));
  return place === -1 ? entryNames.length : place;
}

function nameOf(file: string): string {
  const module = file.replace(/\.py$/, '').replace(/((?:^|\/)[aw]sgi)\/__init__$/, '$1');
  return module.slice(module.lastIndexOf('/') + 1);
}

/** A worker makes an application for its tasks, which nothing serves. */
function isOfWorker(file: string): boolean {
  return /^(?:celery|tasks|workers?)(?:_|$)|_(?:celery|tasks|workers?)$/.test(nameOf(file));
}

/** What prepares an application that is served afterwards. */
const preparations =
  /^(?:create|init|setup|seed|upgrade|migrate|register|load)|^(?:app_context|push)$/;

/**
 * Whether a script makes an application for what it does in its context: a job of cron, which ends.
 * A usual name, a route or a server shows that it is served.
 * https://flask.palletsprojects.com/en/stable/appcontext/#manually-push-a-context
 */
function works(module: PythonModule): boolean {
  if (placeOf(module.path) < entryNames.length || !module.text.includes('.app_context()'))
    return false;
  if (/^@\w+\.|\.run\(|register_blueprint/m.test(module.text)) return false;
  const blocks = (module.root?.parts ?? []).filter(
    (it) => it.type === 'with_statement' && /^with\s+\w+\.app_context\(\)/.test(it.text),
  );
  return blocks.flatMap((it) => it.all('call')).some((it) => !preparations.test(calledName(it)));
}

/** What wraps an application of another module comes first, a factory last. */
function kindOf(it: Application): number {
  if (it.target.factory) return 100;
  return it.wraps ? -100 : 0;
}

function applicationsIn(
  module: PythonModule,
  modules: readonly PythonModule[],
  evaluator: Evaluator,
): Application[] {
  const variables = servedFirst(variablesIn(module, evaluator), module);
  const factories = variables.length > 0 ? [] : factoriesIn(module, evaluator);
  if (variables.length + factories.length === 0) return [];
  const place = importPlace(module, modules);
  const isJob = works(module);
  const found: Application[] = variables.map(({ name, node, framework, wraps }) => {
    const held =
      framework.attribute === undefined ? name : holderOf(`${name}.${framework.attribute}`, module);
    const missing =
      held === undefined
        ? `a line "${framework.attribute} = ${name}.${framework.attribute}" after ${module.path}:${node.line}`
        : null;
    return {
      framework,
      target: { application: `${place.name}:${held ?? name}`, factory: false },
      missing,
      path: place.path,
      file: module.path,
      wraps,
      works: isJob,
      evidence: {
        file: module.path,
        line: node.line,
        because: `${name} is a ${framework.title} application`,
      },
    };
  });
  if (found.length > 0) return found;
  return factories.map(({ name, node, framework }) => ({
    framework,
    target: { application: `${place.name}:${name}`, factory: true },
    missing: null,
    path: place.path,
    file: module.path,
    wraps: false,
    works: false,
    evidence: {
      file: module.path,
      line: node.line,
      because: `${name}() makes a ${framework.title} application`,
    },
  }));
}

interface Made {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly framework: Framework;
  readonly wraps: boolean;
}

/** Variables of the module that a call fills: the first of `app, routes = fast_app()`, too. */
function variablesIn(module: PythonModule, evaluator: Evaluator): readonly Made[] {
  const found: Made[] = [];
  const inside = new Set<string>();
  for (const [name, bindings] of module.namesOf())
    for (const it of bindings) {
      if (it.kind !== 'value' || it.value.type !== 'call' || it.isGlobal) continue;
      if (it.path.some((index) => index !== 0) || isGuarded(it.node)) continue;
      const value = evaluator.evaluate(it.value);
      const framework = frameworkOf(value, evaluator);
      if (framework) found.push({ name, node: it.node, framework, wraps: false });
      const wrapped = wrappedBy(it.value, value, evaluator);
      if (wrapped) {
        found.push({ name, node: it.node, ...wrapped });
        for (const inner of wrapped.names) inside.add(inner);
      }
    }
  const mounted = mountedIn(module);
  const outer = found.filter((it) => !mounted.includes(it.name));
  return (outer.length > 0 ? outer : found)
    .filter((it) => it.wraps || !inside.has(it.name))
    .toSorted((one, other) => one.node.start - other.node.start);
}

/**
 * Variables that another application of the module serves: `app.mount("/api", app=api)`, and
 * `Starlette(routes=[Mount("/api", api)])`.
 */
function mountedIn(module: PythonModule): readonly string[] {
  return [...module.callsOf('mount'), ...module.callsOf('Mount')].flatMap((it) => {
    const { positional, keywords } = argumentsOf(it);
    return [...positional, ...keywords.values()].flatMap((value) =>
      [value, ...value.all('identifier')].map(({ text }) => text),
    );
  });
}

/**
 * `application` of asgi.py or wsgi.py is what servers take, even where the code that makes it from
 * the other variables cannot be followed.
 * https://docs.djangoproject.com/en/stable/howto/deployment/asgi/#the-application-object
 */
function servedFirst(made: readonly Made[], module: PythonModule): readonly Made[] {
  const protocol = /(?:^|\/)([aw]sgi)(?:\/__init__)?\.py$/.exec(module.path)?.[1];
  if (protocol === undefined) return made;
  const [first] = made.length > 0 ? made : djangoIn(module, protocol);
  if (!first) return made;
  const served = made.filter((it) => it.name === 'application');
  if (served.length > 0) return served.slice(-1);
  const binding = module
    .namesOf()
    .get('application')
    ?.find((it) => it.kind === 'value' || it.kind === 'definition');
  const isOther = made.some((it) => it.wraps || it.name === 'app');
  if (!binding || (isOther && binding.kind !== 'definition')) return made;
  return [{ ...first, name: 'application', node: binding.node, wraps: true }];
}

/** What the calls in a module make that names the settings of Django. */
function djangoIn(module: PythonModule, protocol: string): readonly Made[] {
  const framework = frameworks.find((it) => it.title === 'Django' && it.protocol === protocol);
  const binding = module
    .namesOf()
    .get('application')
    ?.find((it) => it.kind === 'value' || it.kind === 'definition');
  return framework && binding && module.text.includes('DJANGO_SETTINGS_MODULE')
    ? [{ name: 'application', node: binding.node, framework, wraps: false }]
    : [];
}

/**
 * The application that a wrapping call makes: that of its argument, with the wrapper's protocol.
 * `names` are the variables in the arguments.
 */
function wrappedBy(
  call: SyntaxNode,
  value: Value,
  evaluator: Evaluator,
): { framework: Framework; wraps: boolean; names: readonly string[] } | undefined {
  const makers = alternatives(value).flatMap((it) => makersOf(it, evaluator));
  const wrapper =
    wrappers.find((it) => it.names.some((name) => makers.includes(name))) ??
    (isOwnWrapper(call, evaluator) ? { names: [], protocol: null, alone: null } : undefined);
  if (!wrapper) return undefined;
  const parts = call.field('arguments')?.all('identifier', 'attribute', 'call') ?? [];
  const inner = parts
    .map((it) => frameworkOf(evaluator.evaluate(it), evaluator))
    .find((it) => it !== undefined);
  const names = parts.filter((it) => it.type === 'identifier').map((it) => it.text);
  if (!inner)
    return wrapper.alone === null ? undefined : { framework: wrapper.alone, wraps: false, names };
  const { id, title, packageName, constructors } = inner;
  const protocol = wrapper.protocol ?? inner.protocol;
  const framework = { id, title, packageName, constructors, protocol };
  return { framework, wraps: true, names };
}

/** Whether a class of the project makes what a server calls: `class Trace: def __call__(...)`. */
function isOwnWrapper(call: SyntaxNode, evaluator: Evaluator): boolean {
  return alternatives(evaluator.evaluate(call.field('function'))).some(
    (it) =>
      it.kind === 'code' &&
      it.node.type === 'class_definition' &&
      it.node
        .all('function_definition')
        .some((method) => method.field('name')?.text === '__call__'),
  );
}

/** Functions that can be called without arguments. */
function factoriesIn(module: PythonModule, evaluator: Evaluator): readonly Made[] {
  return [...module.namesOf()].flatMap(([name, bindings]) =>
    bindings.flatMap((it): readonly Made[] => {
      if (it.kind !== 'definition' || it.node.type !== 'function_definition') return [];
      if (parametersOf(it.node).some((one) => one.kind === 'plain' && !one.absent)) return [];
      const returns = (it.node.field('body')?.all('return_statement') ?? []).filter(
        (one) => one.above('function_definition', 'lambda') === it.node && one.parts.length > 0,
      );
      const framework = returns
        .map((one) => frameworkOf(evaluator.evaluate(one.parts[0]), evaluator))
        .find((one) => one !== undefined);
      return framework ? [{ name, node: it.node, framework, wraps: false }] : [];
    }),
  );
}

/** The variable that contains an attribute: `server = app.server`. */
function holderOf(attribute: string, module: PythonModule): string | undefined {
  return [...module.namesOf()].find(([, bindings]) =>
    bindings.some((it) => it.kind === 'value' && it.value.text === attribute),
  )?.[0];
}

/** The framework that made a value, or from whose class its class is derived. */
function frameworkOf(value: Value, evaluator: Evaluator): Framework | undefined {
  const names = alternatives(value).flatMap((it) => makersOf(it, evaluator));
  return names
    .map((name) => frameworks.find((it) => it.constructors.includes(name)))
    .find((it) => it !== undefined);
}

function makersOf(value: Value, evaluator: Evaluator): readonly string[] {
  if (value.kind === 'foreign') return value.name.endsWith('()') ? [value.name.slice(0, -2)] : [];
  const class_ = value.kind === 'record' ? evaluator.originOf(value)?.class : undefined;
  return class_ ? evaluator.foreignBases(class_) : [];
}

/**
 * Gives each variable that settings demand a value that they accept: a number where the code
 * converts it to one, an address where it parses one. The values are used while the image is built.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { alternatives } from '../../shared/values.ts';
import { argumentAt, argumentsOf, calledName } from '../code/arguments.ts';
import { demandedFields, isSettings } from '../code/classes.ts';
import type { Evaluator } from '../code/evaluating.ts';
import type { PythonModule } from '../code/module.ts';
import { literalText } from '../code/strings.ts';
import { isOptional, isSkipped, raisesIn } from './optional-variables.ts';

export interface StandIn {
  readonly variable: string;
  readonly value: string;
}

/** Off, so that no settings for development are used. */
const off = '0';
const list = '[]';
const dictionary = '{}';
const database = 'sqlite://:memory:';
const postgres = 'postgres://build@localhost/build';
const address = 'http://localhost';

/**
 * What the functions that convert a text accept, by their last names: builtins, the standard
 * library, https://github.com/HBNetwork/python-decouple#the-cast-argument,
 * https://django-environ.readthedocs.io/en/latest/types.html,
 * https://github.com/sloria/environs#supported-types
 */
const conversions: readonly (readonly [RegExp, string])[] = [
  [/bool/i, off],
  [/^(?:int|float|Decimal|decimal|timedelta|Seconds)$/, '1'],
  [/^(?:json|loads|safe_load|literal_eval)$/, dictionary],
  [/^dict$/, 'build=build'],
  [/^(?:db|db_url|dj_db_url|dj_database_url)$/, database],
  [/^(?:cache|cache_url)$/, 'locmemcache://'],
  [/^dj_cache_url$/, 'locmem://'],
  [/^email_url$/, 'consolemail://'],
  [/^dj_email_url$/, 'console:'],
  [/^(?:search|search_url)$/, 'simple://'],
  [/^(?:channels|channels_url)$/, 'inmemory://'],
  [/^(?:url|urlparse|urlsplit)$/, 'http://localhost'],
  [/^(?:datetime|strptime)$/, '2000-01-01T00:00:00'],
  [/^(?:date|fromisoformat)$/, '2000-01-01'],
  [/^time$/, '00:00'],
  [/^uuid$/i, '00000000-0000-0000-0000-000000000000'],
  [/^log_level$/, 'INFO'],
  [/^ip_(?:address|network)$/, '127.0.0.1'],
  [/^(?:urlsafe_)?b64decode$/, 'YnVpbGQ='],
];

/**
 * What pydantic accepts, by the annotation of a field. It reads lists and dictionaries as JSON.
 * https://docs.pydantic.dev/latest/concepts/pydantic_settings/#parsing-environment-variable-values
 */
const annotations: readonly (readonly [RegExp, string])[] = [
  [/^(?:dict|Dict|Mapping|Json)\b/, dictionary],
  [/^(?:list|List|set|Set|tuple|Tuple|frozenset|FrozenSet|Sequence|Iterable)\b/, list],
  [/^(?:Strict)?[bB]ool\b/, off],
  [/^(?:int|float|Decimal|timedelta|con(?:int|float)|(?:Positive|NonNegative|Strict)\w+)\b/, '1'],
  [/^(?:Postgres|Cockroach)Dsn\b/, postgres],
  [/^(?:MySQL|MariaDB)Dsn\b/, 'mysql://build@localhost/build'],
  [/^RedisDsn\b/, 'redis://localhost'],
  [/^AmqpDsn\b/, 'amqp://localhost'],
  [/^(?:Any)?(?:Http|Https)?Url\b|^AnyWebsocketUrl\b/, address],
  [/^EmailStr\b/, 'build@example.com'],
  [/^UUID\d?\b/, '00000000-0000-0000-0000-000000000000'],
  [/^datetime\b/, '2000-01-01T00:00:00'],
  [/^date\b/, '2000-01-01'],
];

/** What Django itself accepts where nothing converts the text: by the name of the variable. */
const names: readonly (readonly [RegExp, string])[] = [
  // An empty one switches the library off, and it refuses other addresses.
  [/SENTRY/, ''],
  [/URL|DSN/, database],
  [/LOG_?LEVEL/, 'INFO'],
  [/^TZ$|TIME_?ZONE/, 'UTC'],
];

/**
 * Finds variables that are read without a default: `os.environ["X"]`, `os.getenv("X")`, `env("X")`
 * of django-environ, `config("X", cast=bool)` of decouple, fields of pydantic-settings. Variables that
 * the settings do without are left out: a made-up value can switch on what the build does not have.
 * @param settings the modules of settings.
 * @param modules all modules that the settings reach. Of those that are no settings, what only their
 *   functions read is left out.
 * @returns each variable once. Where one place converts it and another does not, the conversion
 *   decides.
 */
export function standInsIn(
  settings: readonly PythonModule[],
  modules: readonly PythonModule[],
  evaluator: Evaluator,
): readonly StandIn[] {
  const found = new Map<string, string | undefined>();
  const withClasses = modules.some((it) => /\b(?:BaseSettings|ServerSettings)\b/.test(it.text));
  for (const module of modules)
    for (const { variable, value } of [
      ...readsIn(module, evaluator, settings.includes(module)),
      ...(settings.includes(module) ? namedWhereItEnds(module) : []),
      ...(withClasses ? fieldsIn(module, evaluator) : []),
    ])
      found.set(variable, found.get(variable) ?? value);
  return [...found].map(([variable, value]) => ({
    variable,
    value: value ?? valueFor(names, variable) ?? 'build',
  }));
}

interface Read {
  readonly variable: string;
  /** `undefined`: any text will do. */
  readonly value: string | undefined;
}

/**
 * `if not DEBUG and SETUP.SECRET_KEY.startswith("auto"): exit("Set SHOP_SECRET_KEY")`: the message has
 * the variable of a setting in the condition, behind the prefix of the project.
 */
function namedWhereItEnds({ text, root }: PythonModule): readonly Read[] {
  if (!/\b(?:raise|exit)\b/.test(text)) return [];
  return (root?.all('if_statement') ?? []).flatMap((node) => {
    const body = node.field('consequence');
    const condition = node.field('condition');
    if (!condition || !raisesIn(body) || node.above('function_definition')) return [];
    const settings = condition.text.match(/\b[A-Z]\w*/g) ?? [];
    const messages = (body?.all('string_content') ?? []).map((it) => it.text).join(' ');
    return (messages.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? [])
      .filter((name) => settings.some((it) => name.endsWith(`_${it}`)))
      .map((variable) => ({ variable, value: undefined }));
  });
}

function valueFor(table: readonly (readonly [RegExp, string])[], text: string): string | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}

function readsIn(
  module: PythonModule,
  evaluator: Evaluator,
  withFunctions: boolean,
): readonly Read[] {
  if (!/environ|getenv|\benv\b|\bconfig\(/.test(module.text)) return [];
  const nodes = (module.root?.all('call', 'subscript') ?? []).filter((it) =>
    it.type === 'call' ? /env|config|^get$/i.test(it.field('function')?.text ?? '') : true,
  );
  return nodes.flatMap((it) => {
    if (!withFunctions && it.above('function_definition', 'lambda')) return [];
    const values = alternatives(evaluator.evaluate(it));
    const variable = values[0]?.kind === 'unknown' ? values[0].setting?.variable : undefined;
    const isRead = variable !== undefined && values.length === 1 && /^[A-Za-z_]\w*$/.test(variable);
    return isRead &&
      !isSkipped(it, variable, evaluator) &&
      !hasSchemeDefault(variable, module, evaluator) &&
      !isOptional(it, module, evaluator)
      ? [{ variable, value: convertedBy(it, variable, module, evaluator) }]
      : [];
  });
}

/** What the code that reads a variable accepts. */
function convertedBy(
  node: SyntaxNode,
  variable: string,
  module: PythonModule,
  evaluator: Evaluator,
): string | undefined {
  return (
    (node.type === 'call'
      ? (castOf(argumentAt(node, 'subcast')) ??
        castOf(argumentAt(node, 'cast') ?? argumentAt(node, 1)) ??
        methodOf(node, evaluator) ??
        castOf(schemeOf(variable, module)))
      : undefined) ?? wrappedBy(node)
  );
}

/** `env.int("X")`. The word is that of the library: `env.email` of django-environ is an address. */
function methodOf(call: SyntaxNode, evaluator: Evaluator): string | undefined {
  const callee = call.field('function');
  if (callee?.type !== 'attribute') return undefined;
  const method = calledName(call);
  if (method !== 'email') return valueFor(conversions, method);
  return alternatives(evaluator.evaluate(callee)).some(
    (it) => it.kind === 'foreign' && it.name.startsWith('environs.'),
  )
    ? 'build@example.com'
    : 'consolemail://';
}

/** `environ.Env(SIZE=(int, 100))`, also where another module has the scheme: `Env(**scheme)`. */
function hasSchemeDefault(variable: string, module: PythonModule, evaluator: Evaluator): boolean {
  const scheme = schemeOf(variable, module);
  if (scheme) return scheme.type === 'tuple' && scheme.parts.length > 1;
  return module.calls
    .filter((it) => environments.test(calledName(it)))
    .flatMap((it) => argumentsOf(it).records)
    .flatMap((it) => alternatives(evaluator.evaluate(it)))
    .some((it) => {
      const entry = it.kind === 'record' ? it.entry(variable) : undefined;
      return entry?.kind === 'list' && entry.items.length > 1;
    });
}

const environments = /^(?:FileAware)?Env$/;

/** `environ.Env(DEBUG=bool)`. */
function schemeOf(variable: string, module: PythonModule): SyntaxNode | undefined {
  const made = module.calls.find(
    (it) => environments.test(calledName(it)) && argumentAt(it, variable),
  );
  return made && argumentAt(made, variable);
}

/** `int`, `[int]`, `Csv(int)`, `Choices(["a", "b"])`, `lambda it: json.loads(it)`. */
function castOf(cast: SyntaxNode | undefined): string | undefined {
  if (!cast) return undefined;
  if (cast.type === 'identifier' || cast.type === 'attribute') return byName(cast);
  if (cast.type === 'call') {
    if (calledName(cast) === 'Choices')
      return cast
        .all('string')
        .map(literalText)
        .find((it) => it !== undefined);
    const { positional, keywords } = argumentsOf(cast);
    return castOf(positional[0] ?? keywords.get('cast'));
  }
  if (cast.type === 'list' || cast.type === 'tuple') return castOf(cast.parts.at(-1));
  if (cast.type === 'lambda') return firstOf(cast.all('call').map(conversionOf));
  return undefined;
}

/** The conversion that a function makes, by its last name. */
function byName(callee: SyntaxNode): string | undefined {
  if (/^dj_database_url\./.test(callee.text)) return database;
  return valueFor(conversions, (callee.field('attribute') ?? callee).text);
}

/** `int(...)`, and `map(int, ...)`. */
function conversionOf(call: SyntaxNode): string | undefined {
  const callee = call.field('function');
  if (callee?.text === 'map') return castOf(argumentAt(call, 0));
  return callee && byName(callee);
}

/**
 * `int(os.environ["X"])`, `[int(it) for it in os.environ["X"].split(",")]`. Of two, the inner one
 * reads the text; only `bool(int(...))` needs a number that is off.
 */
function wrappedBy(node: SyntaxNode): string | undefined {
  const found: (string | undefined)[] = [];
  for (
    let at = node.parent;
    at && !/statement|definition|^assignment$|^pair$|^lambda$/.test(at.type);
    at = at.parent
  ) {
    if (at.type === 'call') found.push(conversionOf(at));
    if (/comprehension|generator/.test(at.type))
      found.push(...(at.field('body')?.all('call') ?? []).map(conversionOf));
  }
  return found.includes(off) ? off : firstOf(found);
}

function firstOf(values: readonly (string | undefined)[]): string | undefined {
  return values.find((it) => it !== undefined);
}

/** The fields without a default of settings that the module makes. */
function fieldsIn(module: PythonModule, evaluator: Evaluator): readonly Read[] {
  return module.calls.flatMap((call) => {
    if (!/^[A-Z]\w*$/.test(calledName(call))) return [];
    return alternatives(evaluator.evaluate(call.field('function'))).flatMap((it) =>
      it.kind === 'code' && it.node.type === 'class_definition' && isSettings(it.node, evaluator)
        ? demandedFields(it.node, evaluator).map(({ variable, node }) => ({
            variable,
            value: typed(node.field('type'), variable, evaluator),
          }))
        : [],
    );
  });
}

/** By the annotation, or by what the class that it names derives from. */
function typed(
  type: SyntaxNode | undefined,
  variable: string,
  evaluator: Evaluator,
): string | undefined {
  const bases = (type?.all('identifier') ?? [])
    .flatMap((it) => alternatives(evaluator.evaluate(it)))
    .flatMap((it) =>
      it.kind === 'code' && it.node.type === 'class_definition'
        ? evaluator.foreignBases(it.node)
        : [],
    );
  const value = firstOf([type?.text ?? '', ...bases].map(annotated));
  // Any address will do for the field; what reads it next expects one of a database.
  return value === address && /DATABASE|(?:^|_)DB(?:_|$)/i.test(variable) ? postgres : value;
}

function annotated(type: string): string | undefined {
  const plain = type.replace(/^(?:typing\.)?(?:Optional|Annotated)\[/, '').replace(/^\w+\./, '');
  const literal = /^Literal\[["']([^"']*)["']/.exec(plain)?.[1];
  return literal ?? valueFor(annotations, plain);
}

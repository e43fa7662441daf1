/**
 * Settings that libraries read from variables, flags and files: schemas with defaults, options of
 * command lines, modules of configuration.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import {
  alternatives,
  choiceOf,
  firstText,
  placeOf,
  type Setting,
  settable,
  unknown,
  type Value,
} from '../../shared/values.ts';
import { joined } from '../../../text/paths.ts';
import { dataValue } from './data.ts';
import { argumentsOf, type Evaluation, type Made } from './evaluation.ts';
import { fileOf } from './functions.ts';
import { orElse } from './numbers.ts';
import { optionsIn } from './options.ts';

/** @returns the values of the arguments of a call. */
function valuesOf(evaluation: Evaluation, made: Made): readonly Value[] {
  return argumentsOf(made.call).map((it) => evaluation.evaluate(it, made.frame));
}

/** @returns what a call of a library of settings gives; `undefined` for any other call. */
export function settingCall(evaluation: Evaluation, made: Made): Value | undefined {
  const { callee } = made;
  for (const [pattern, give] of calls) if (pattern.test(callee)) return give(evaluation, made);
  return undefined;
}

type Give = (evaluation: Evaluation, made: Made) => Value | undefined;

/** The parsed environment as a record, from a schema and what is parsed. */
const parsedBy =
  (schemaAt: number, inputAt: number): Give =>
  (evaluation, made) => {
    const values = valuesOf(evaluation, made);
    const schema = values[schemaAt];
    return schema && schemaRecord(evaluation, schema, values[inputAt], made.call);
  };

/** `schema.parse(input)`: the schema is what the method is called on. */
const parsedByReceiver =
  (wrap?: string): Give =>
  (evaluation, made) => {
    if (!made.receiver) return undefined;
    const [input] = valuesOf(evaluation, made);
    const record = schemaRecord(evaluation, made.receiver, input, made.call);
    if (!record || wrap === undefined) return record;
    return {
      kind: 'record',
      names: [wrap],
      entry: (name) => (name === wrap ? record : undefined),
      at: placeOf(made.call),
    };
  };

const schemaOf = String.raw`^(?:zod(?:/v\d)?|joi|@hapi/joi|yup|@sinclair/typebox)\b.*\(\)`;

const calls: readonly (readonly [RegExp, Give])[] = [
  [
    new RegExp(String.raw`${schemaOf}\.(?:parse|parseAsync|cast|validateSync|validateAsync)$`),
    parsedByReceiver(),
  ],
  [new RegExp(String.raw`${schemaOf}\.safeParse(?:Async)?$`), parsedByReceiver('data')],
  [new RegExp(String.raw`${schemaOf}\.validate$`), parsedByReceiver('value')],
  [/^valibot(?:\.v)?\.parse$/, parsedBy(0, 1)],
  [/^(?:envalid\.(?:cleanEnv|customCleanEnv)|envsafe\.envsafe|znv\.parseEnv)$/, parsedBy(1, 0)],
  [/^envsafe\.envsafe$/, parsedBy(0, 1)],
  [/^@t3-oss\/env-\w+\.createEnv$/, (evaluation, made) => createdEnvironment(evaluation, made)],
  [
    /^env-var\.(?:\w+\(\)\.)*get\(\)(?:\.\w+\(\))*\.as\w+$/,
    (evaluation, made) => envVar(evaluation, made),
  ],
  [/^convict\(\)\.(?:get|getProperties)$/, (evaluation, made) => convict(evaluation, made)],
  [
    /^figue\.defineConfig$/,
    (evaluation, made) => {
      const [schema] = valuesOf(evaluation, made);
      return schema && wrapped('config', convictRecord(schema));
    },
  ],
  [/^config\.get$/, (evaluation, made) => configured(evaluation, made)],
  // https://feathersjs.com/api/configuration
  [/^@feathersjs\/.*\(\)\.get$/, (evaluation, made) => configured(evaluation, made)],
  [/^express\(\)\.get$/, (evaluation, made) => expressSetting(evaluation, made)],
  [/^nconf\.get$/, (evaluation, made) => nconf(evaluation, made)],
  [
    /^@nestjs\/config\.ConfigService\(\)\.get(?:OrThrow)?$/,
    (evaluation, made) => nest(evaluation, made),
  ],
  [/^@nestjs\/core\.NestFactory\.\w+\(\)\.get$/, (evaluation, made) => injected(evaluation, made)],
  [/^@nestjs\/config\.registerAs$/, (evaluation, made) => registered(evaluation, made)],
  [
    /^(?:yargs|yargs\/yargs|optimist)(?:\(\))?(?:\.\w+\(\))*\.parse(?:Sync|Async)?$/,
    (evaluation, made) => flags(evaluation, made),
  ],
  [/^commander\b.*\.(?:opts|optsWithGlobals)$/, (evaluation, made) => flags(evaluation, made)],
  [
    /^cac(?:\.cac)?\(\)(?:\.\w+\(\))*\.parse$/,
    (evaluation, made) => wrapped('options', flags(evaluation, made)),
  ],
  [/^rc$/, (evaluation, made) => rc(evaluation, made)],
  [/^env-schema(?:\.(?:envSchema|default))?$/, (evaluation, made) => jsonSchema(evaluation, made)],
  [/^lodash(?:-es)?(?:\.|\/)get$/, (evaluation, made) => lodashGet(evaluation, made)],
  [/^(?:minimist|yargs-parser|mri|getopts)$/, (evaluation, made) => minimist(evaluation, made)],
  [/^node:util\.parseArgs$/, (evaluation, made) => parseArgs(evaluation, made)],
  [/^meow$/, (evaluation, made) => meow(evaluation, made)],
  [
    /^(?!env-var\b)(?!.*\(\)\.\w+\(\)).*\.(?:get|getOrThrow|string|int|num|number)$/,
    (evaluation, made) => namedSetting(evaluation, made),
  ],
];

/** @returns a part of a foreign value that is a setting: `yargs(...).argv`. */
export function settingMember(
  evaluation: Evaluation,
  value: Extract<Value, { kind: 'foreign' }>,
  name: string,
  at: SyntaxNode,
): Value | undefined {
  if (/^(?:yargs|yargs\/yargs|optimist)\b/.test(value.name) && name === 'argv')
    return optionsIn(evaluation, at);
  if (/^(?:config|wild-config)$/.test(value.name) && !['get', 'has', 'util'].includes(name))
    return configuredAt(evaluation, name, at);
  if (/^fastify(?:\.\w+)?\(\)$/.test(value.name)) return fastifyEnvironment(evaluation, name);
  return undefined;
}

/** @returns what a library gives to a function that is handed to it: `.action((options) => ...)`. */
export function settingParameter(
  evaluation: Evaluation,
  call: SyntaxNode,
  method: string,
): Value | undefined {
  return ['action', 'command', 'handler'].includes(method)
    ? optionsIn(evaluation, call)
    : undefined;
}

function wrapped(key: string, value: Value | undefined): Value | undefined {
  return (
    value && {
      kind: 'record',
      names: [key],
      entry: (name) => (name === key ? value : undefined),
      at: value.at,
    }
  );
}

const flags: Give = (evaluation, made) => optionsIn(evaluation, made.call);

/** The calls of a chain, the last first: `z.number().min(1).default(3)`. */
export function chainOf(evaluation: Evaluation, value: Value): readonly Made[] {
  const chain: Made[] = [];
  let made = evaluation.made(value);
  while (made && chain.length < 24) {
    chain.push(made);
    made = made.receiver && evaluation.made(made.receiver);
  }
  return chain;
}

const defaulting = /\.(?:default|catch|prefault)$/;

/** The default of a field: a call `.default(x)`, an option `default`, or the second of `optional`. */
export function defaultOf(evaluation: Evaluation, field: Value): Value | undefined {
  for (const made of chainOf(evaluation, field)) {
    const [one, other] = valuesOf(evaluation, made);
    if (defaulting.test(made.callee))
      return one?.kind === 'code' ? evaluation.result(one, [], made.call) : one;
    if (/^valibot\b.*\.(?:optional|nullish|fallback)$/.test(made.callee)) return other;
    if (/\.preprocess$/.test(made.callee) && other) return defaultOf(evaluation, other);
    const option = one?.kind === 'record' ? one.entry('default') : undefined;
    if (option) return option;
  }
  return field.kind === 'record' ? (field.entry('default') ?? field.entry('defaults')) : undefined;
}

/** @returns the records of fields in a schema: `z.object({...}).extend({...})`. */
export function fieldsOf(evaluation: Evaluation, schema: Value): readonly Value[] {
  if (schema.kind === 'record') return [schema];
  return alternatives(schema).flatMap((it) =>
    chainOf(evaluation, it)
      .filter((made) =>
        /\.(?:object|strictObject|looseObject|extend|safeExtend|keys|append|merge|Object)$/.test(
          made.callee,
        ),
      )
      .flatMap((made) => valuesOf(evaluation, made).slice(0, 1))
      .flatMap((value) => (value.kind === 'foreign' ? fieldsOf(evaluation, value) : [value])),
  );
}

/** @returns what a schema makes of its input, with the defaults of the schema. */
function schemaRecord(
  evaluation: Evaluation,
  schema: Value,
  input: Value | undefined,
  at: SyntaxNode,
  depth = 0,
): Value | undefined {
  const records = fieldsOf(evaluation, schema).flatMap((it) => (it.kind === 'record' ? [it] : []));
  if (records.length === 0 || depth > 6) return undefined;
  return {
    kind: 'record',
    names: records.flatMap((it) => it.names),
    entry: (name) => {
      const field = records.flatMap((it) => it.entry(name) ?? [])[0];
      if (!field) return undefined;
      const given = input ? evaluation.member(input, name, at) : unknown(placeOf(at));
      const inner =
        field.kind === 'foreign' && /\.(?:object|Object)\(\)/.test(field.name)
          ? schemaRecord(evaluation, field, given, at, depth + 1)
          : undefined;
      if (inner) return inner;
      const fallback = defaultOf(evaluation, field);
      return fallback ? orElse(given, () => fallback, false) : given;
    },
    at: placeOf(at),
  };
}

/** https://env.t3.gg/docs/core */
function createdEnvironment(evaluation: Evaluation, made: Made): Value | undefined {
  const [options] = valuesOf(evaluation, made);
  if (options?.kind !== 'record') return undefined;
  const groups = ['server', 'client', 'shared'].flatMap((it) => options.entry(it) ?? []);
  const input = options.entry('runtimeEnv') ?? options.entry('runtimeEnvStrict');
  return {
    kind: 'record',
    names: groups.flatMap((it) => (it.kind === 'record' ? it.names : [])),
    entry: (name) => {
      for (const it of groups) {
        const record = schemaRecord(evaluation, it, input, made.call);
        const found = record?.kind === 'record' ? record.entry(name) : undefined;
        if (found) return found.kind === 'unknown' ? settable(found, { variable: name }) : found;
      }
      return undefined;
    },
    at: placeOf(made.call),
  };
}

/** `get('PORT').default('3000').asPortNumber()`. https://github.com/evanshortiss/env-var */
const envVar: Give = (evaluation, made) => {
  const chain = made.receiver ? chainOf(evaluation, made.receiver) : [];
  const get = chain.find((it) => /(?:^|\.)get$/.test(it.callee));
  const variable = get && firstText(valuesOf(evaluation, get)[0] ?? unknown(placeOf(made.call)));
  if (variable === undefined) return undefined;
  const set = chain.find((it) => it.callee.endsWith('.default'));
  const fallback = set && valuesOf(evaluation, set)[0];
  return settable(fallback ?? unknown(placeOf(made.call)), { variable });
};

/** `app.get('host')` after `app.set('host', ...)`. https://expressjs.com/en/api.html#app.set */
const expressSetting: Give = (evaluation, made) => {
  const [key, ...others] = argumentsOf(made.call);
  const name = /^["'`]([\w .-]+)["'`]$/.exec(key?.text ?? '')?.[1];
  if (name === undefined || others.length > 0) return undefined;
  const { modules } = evaluation.program;
  const own = modules.get(made.call.file);
  const setting = new RegExp(`\\.set\\(\\s*["'\`]${name}["'\`]\\s*,`);
  for (const module of [...(own ? [own] : []), ...modules.values()]) {
    if (!setting.test(module.text)) continue;
    const call = module.root
      ?.all('call_expression')
      .find((it) => setting.test(it.text) && argumentsOf(it)[0]?.text === key?.text);
    const value = call && argumentsOf(call)[1];
    if (value) return evaluation.evaluate(value);
  }
  return undefined;
};

/** https://github.com/mozilla/node-convict */
const convict: Give = (evaluation, made) => {
  const maker =
    made.receiver && chainOf(evaluation, made.receiver).find((it) => it.callee === 'convict');
  const schema = maker && valuesOf(evaluation, maker)[0];
  if (!schema) return undefined;
  const value = convictRecord(schema);
  const [key] = valuesOf(evaluation, made);
  const path = key && firstText(key);
  return path === undefined ? value : at(evaluation, value, path, made.call);
};

function convictRecord(schema: Value): Value {
  if (schema.kind !== 'record') return schema;
  // A group may have a setting of the name `env`.
  const isSetting = ['default', 'env'].some((it) => {
    const value = schema.names.includes(it) ? schema.entry(it) : undefined;
    return value !== undefined && value.kind !== 'record';
  });
  if (!isSetting)
    return {
      ...schema,
      entry: (name) => {
        const inner = schema.entry(name);
        return inner && convictRecord(inner);
      },
    };
  const variable = firstText(schema.entry('env') ?? unknown(schema.at));
  const flag = firstText(schema.entry('arg') ?? unknown(schema.at));
  const setting: Setting = {
    ...(variable === undefined ? {} : { variable }),
    ...(flag === undefined ? {} : { flag: `--${flag}` }),
  };
  const fallback = schema.entry('default') ?? unknown(schema.at);
  return variable === undefined && flag === undefined ? fallback : settable(fallback, setting);
}

/** Follows a key with dots: `server.port`. */
function at(evaluation: Evaluation, value: Value, path: string, node: SyntaxNode): Value {
  if (path === '') return value;
  return path.split(/[.:]/).reduce((whole, key) => evaluation.member(whole, key, node), value);
}

const configFormats = ['json', 'json5', 'yaml', 'yml', 'toml', 'js', 'cjs', 'ts'];

const configured: Give = (evaluation, made) => {
  const [key] = valuesOf(evaluation, made);
  const path = key && firstText(key);
  if (path === undefined) return undefined;
  return configuredAt(evaluation, path, made.call) ?? namedSetting(evaluation, made);
};

/**
 * What the files of the packages config and wild-config give: `server.port`.
 * https://github.com/node-config/node-config/wiki/Configuration-Files
 */
function configuredAt(evaluation: Evaluation, path: string, node: SyntaxNode): Value | undefined {
  const known = ['production', 'default']
    .flatMap((it) => configFiles(evaluation, it, node))
    .map((it) => at(evaluation, it, path, node))
    .filter((it) => it.kind !== 'unknown' && it.kind !== 'nothing');
  const [value] = known;
  const records = known.flatMap((it) => (it.kind === 'record' ? [it] : []));
  if (value?.kind === 'record')
    return {
      ...value,
      names: [...new Set(records.flatMap((it) => it.names))],
      entry: (name) => configuredAt(evaluation, `${path}.${name}`, node),
    };
  const variable = configFiles(evaluation, 'custom-environment-variables', node)
    .map((it) => at(evaluation, it, path, node))
    .flatMap((it) => firstText(it.kind === 'record' ? (it.entry('__name') ?? it) : it) ?? [])[0];
  if (!value && variable === undefined) return undefined;
  return settable(
    value ?? unknown(placeOf(node)),
    variable === undefined ? { key: path } : { variable },
  );
}

/** @returns whether a file of node-config, or a variable that it maps, sets a key. */
export function isConfigured(evaluation: Evaluation, path: string, node: SyntaxNode): boolean {
  return configuredAt(evaluation, path, node) !== undefined;
}

/** The files of a name in the folder config, in the formats that are read. */
function configFiles(evaluation: Evaluation, name: string, node: SyntaxNode): readonly Value[] {
  const folder = configFolder(evaluation);
  return configFormats.flatMap((it) => configFile(evaluation, `${folder}/${name}.${it}`, node));
}

/** The folder that NODE_CONFIG_DIR names, in the start script or in a source. */
function configFolder(evaluation: Evaluation): string {
  const { program } = evaluation;
  const [assigned] = assignedFolders(evaluation).flatMap(
    (it) => firstText(evaluation.evaluate(it)) ?? [],
  );
  const named = assigned ?? program.environment[folderVariable];
  return named === undefined ? joined(program.folder, 'config') : fileOf(named, program.folder);
}

const folderVariable = 'NODE_CONFIG_DIR';
const knownFolders = new WeakMap<Evaluation, readonly SyntaxNode[]>();

/** What the sources assign to the variable: they are searched once, not for each setting. */
function assignedFolders(evaluation: Evaluation): readonly SyntaxNode[] {
  const known = knownFolders.get(evaluation);
  if (known) return known;
  const found = [...evaluation.program.modules.values()]
    .filter((it) => it.text.includes(folderVariable))
    .flatMap((it) => it.assignments.get(folderVariable) ?? [])
    .flatMap((it) => it.field('right') ?? []);
  knownFolders.set(evaluation, found);
  return found;
}

function configFile(evaluation: Evaluation, file: string, node: SyntaxNode): readonly Value[] {
  const { program } = evaluation;
  const data = program.data(file);
  if (data !== undefined) return [dataValue(data, { file, line: 1 })];
  const { whole, names } = program.modules.get(file)?.exports ?? {};
  const exported = names?.get('default');
  const expression = whole ?? (exported?.kind === 'expression' ? exported.node : undefined);
  return expression && node ? [evaluation.evaluate(expression)] : [];
}

/** `nconf.defaults({ port: 3000 })`, anywhere in the program. */
const nconf: Give = (evaluation, made) => {
  const [key] = valuesOf(evaluation, made);
  const path = key && firstText(key);
  if (path === undefined) return undefined;
  const found = callsNamed(evaluation, 'defaults').flatMap((it) => {
    const [argument] = argumentsOf(it);
    return argument ? [at(evaluation, evaluation.evaluate(argument), path, it)] : [];
  });
  const [written] = nconfFiles(evaluation, path);
  return settable(written ?? choiceOf(found, placeOf(made.call)), {
    variable: path.replaceAll(':', '__'),
  });
};

/** `nconf.file({ file: 'settings.json' })`, which counts before defaults. */
function nconfFiles(evaluation: Evaluation, path: string): readonly Value[] {
  const { program } = evaluation;
  return callsNamed(evaluation, 'file').flatMap((call) =>
    argumentsOf(call)
      .map((it) => evaluation.evaluate(it))
      .flatMap((it) => firstText((it.kind === 'record' ? it.entry('file') : it) ?? it) ?? [])
      .flatMap((name) => {
        const file = fileOf(name, program.folder);
        const data = program.data(file);
        if (data === undefined) return [];
        const value = at(evaluation, dataValue(data, { file, line: 1 }), path, call);
        return value.kind === 'unknown' || value.kind === 'nothing' ? [] : [value];
      }),
  );
}

function callsNamed(evaluation: Evaluation, name: string): readonly SyntaxNode[] {
  return [...evaluation.program.modules.values()].flatMap((it) => it.callsOf(name));
}

/** `app.get(ConfigService)` gives an instance. */
const injected: Give = (evaluation, made) => {
  const [type] = valuesOf(evaluation, made);
  return type?.kind === 'foreign' ? { ...type, name: `${type.name}()` } : undefined;
};

/** `registerAs('app', () => ({ port: 3000 }))` gives a factory that is a function. */
const registered: Give = (evaluation, made) => {
  const [, factory] = valuesOf(evaluation, made);
  return factory;
};

/** https://docs.nestjs.com/techniques/configuration */
const nest: Give = (evaluation, made) => {
  const [key, fallback] = valuesOf(evaluation, made);
  const path = key && firstText(key);
  if (path === undefined) return undefined;
  const value =
    namespaced(evaluation, path, made.call) ??
    loaded(evaluation, path, made.call) ??
    validated(evaluation, path, made.call) ??
    unknown(placeOf(made.call));
  const own =
    value.setting || !/^[A-Z][A-Z0-9_]*$/.test(path) ? value : settable(value, { variable: path });
  return fallback && fallback.kind !== 'record' ? orElse(own, () => fallback, false) : own;
};

function namespaced(evaluation: Evaluation, path: string, node: SyntaxNode): Value | undefined {
  const [space = '', ...rest] = path.split('.');
  for (const it of callsNamed(evaluation, 'registerAs')) {
    const [name, factory] = argumentsOf(it).map((argument) => evaluation.evaluate(argument));
    if (!name || !factory || firstText(name) !== space) continue;
    return at(evaluation, evaluation.result(factory, [], node), rest.join('.'), node);
  }
  return undefined;
}

/** The functions in `ConfigModule.forRoot({ load: [configuration] })`. */
function loaded(evaluation: Evaluation, path: string, node: SyntaxNode): Value | undefined {
  for (const option of rootOptions(evaluation)) {
    const list = option.entry('load');
    for (const it of list?.kind === 'list' ? list.items : []) {
      const found = at(evaluation, evaluation.result(it, [], node), path, node);
      if (found.kind !== 'unknown' || found.setting) return found;
    }
  }
  return undefined;
}

function validated(evaluation: Evaluation, path: string, node: SyntaxNode): Value | undefined {
  for (const option of rootOptions(evaluation)) {
    const schema = option.entry('validationSchema');
    const record = schema && schemaRecord(evaluation, schema, undefined, node);
    const found = record?.kind === 'record' ? record.entry(path) : undefined;
    if (found && found.kind !== 'unknown') return found;
  }
  return undefined;
}

function rootOptions(
  evaluation: Evaluation,
): readonly Extract<Value, { readonly kind: 'record' }>[] {
  return callsNamed(evaluation, 'forRoot').flatMap((it) => {
    const [argument] = argumentsOf(it);
    const value = argument && evaluation.evaluate(argument);
    return value?.kind === 'record' ? [value] : [];
  });
}

/** `rc('shop', { port: 3000 })`: https://github.com/dominictarr/rc */
const rc: Give = (evaluation, made) => {
  const [name, defaults] = valuesOf(evaluation, made);
  const prefix = name && firstText(name);
  return prefix !== undefined && defaults?.kind === 'record'
    ? prefixed(defaults, `${prefix}_`)
    : undefined;
};

/** A record of which each value can be set by a variable; groups are joined by two underscores. */
function prefixed(record: Extract<Value, { kind: 'record' }>, prefix: string): Value {
  return {
    ...record,
    entry: (name) => {
      const value = record.entry(name);
      if (value?.kind === 'record') return prefixed(value, `${prefix}${name}__`);
      return value && settable(value, { variable: `${prefix}${name}` });
    },
  };
}

/** `envSchema({ schema })` with a JSON schema: https://github.com/fastify/env-schema */
const jsonSchema: Give = (evaluation, made) => {
  const [options] = valuesOf(evaluation, made);
  return options && schemaDefaults(options);
};

function schemaDefaults(options: Value): Value | undefined {
  const schema = options.kind === 'record' ? options.entry('schema') : undefined;
  const fields = schema?.kind === 'record' ? schema.entry('properties') : undefined;
  if (fields?.kind !== 'record') return undefined;
  return {
    ...fields,
    entry: (name) => {
      const field = fields.entry(name);
      const value = field?.kind === 'record' ? field.entry('default') : undefined;
      return field && settable(value ?? unknown(field.at), { variable: name });
    },
  };
}

/** `app.register(fastifyEnv, { schema })` gives `app.config`: https://github.com/fastify/fastify-env */
function fastifyEnvironment(evaluation: Evaluation, name: string): Value | undefined {
  for (const call of callsNamed(evaluation, 'register')) {
    const [plugin, options] = argumentsOf(call).map((it) => evaluation.evaluate(it));
    if (plugin?.kind !== 'foreign' || !/^(?:@fastify\/env|fastify-env)\b/.test(plugin.name))
      continue;
    const key = options?.kind === 'record' ? options.entry('confKey') : undefined;
    const property = (key && firstText(key)) ?? 'config';
    if (options && property === name) return schemaDefaults(options);
  }
  return undefined;
}

/** `_.get(config, 'http.port', 3000)`: https://lodash.com/docs/#get */
const lodashGet: Give = (evaluation, made) => {
  const [object, key, fallback] = valuesOf(evaluation, made);
  const path = key && firstText(key);
  if (!object || path === undefined) return undefined;
  const found = at(evaluation, object, path, made.call);
  return fallback ? orElse(found, () => fallback, false) : found;
};

/** https://github.com/minimistjs/minimist, and others that take `{ default: { port: 3000 } }` */
const minimist: Give = (evaluation, made) => {
  const [, options] = valuesOf(evaluation, made);
  const given = options?.kind === 'record' ? options.entry('default') : undefined;
  return {
    kind: 'record',
    names: given?.kind === 'record' ? given.names : [],
    entry: (name) => {
      const value = given?.kind === 'record' ? given.entry(name) : undefined;
      return settable(value ?? unknown(placeOf(made.call)), { flag: `--${name}` });
    },
    at: placeOf(made.call),
  };
};

/** https://nodejs.org/api/util.html#utilparseargsconfig */
const parseArgs: Give = (evaluation, made) =>
  wrapped('values', declaredFlags(evaluation, made, 0, 'options'));

/** https://github.com/sindresorhus/meow */
const meow: Give = (evaluation, made) =>
  wrapped('flags', declaredFlags(evaluation, made, 1, 'flags'));

function declaredFlags(
  evaluation: Evaluation,
  made: Made,
  index: number,
  key: string,
): Value | undefined {
  const options = valuesOf(evaluation, made)[index];
  const declared = options?.kind === 'record' ? options.entry(key) : undefined;
  if (declared?.kind !== 'record') return undefined;
  return {
    kind: 'record',
    names: declared.names,
    entry: (name) => {
      const option = declared.entry(name);
      const value = option?.kind === 'record' ? option.entry('default') : undefined;
      return settable(value ?? unknown(placeOf(made.call)), { flag: `--${name}` });
    },
    at: placeOf(made.call),
  };
}

/** `config.get('PORT', 3000)` or `env('PORT', 3000)` of any other library: a name in capitals is a variable. */
export const namedSetting: Give = (evaluation, made) => {
  const [key, fallback] = valuesOf(evaluation, made);
  const variable = key && firstText(key);
  if (variable === undefined || !/^[A-Z][A-Z0-9_]*$/.test(variable)) return undefined;
  return settable(fallback ?? unknown(placeOf(made.call)), { variable });
};

/** Variables that schemas demand of the environment: fields without a default, lists of what is required. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { firstText, type Value } from '../../shared/values.ts';
import { classTypes } from './bindings.ts';
import { argumentsOf, type Evaluation, type Program } from './evaluation.ts';
import type { Module } from './module.ts';
import { chainOf, defaultOf, fieldsOf } from './settings.ts';

export interface DemandedField {
  readonly name: string;
  readonly node: { readonly file: string; readonly line: number };
  /** A value that the schema accepts, where it says more than that there is one. */
  readonly sample?: string | undefined;
}

/** @returns what the schemas of a source demand. */
export function fieldsDemandedIn(evaluation: Evaluation, module: Module): readonly DemandedField[] {
  return [
    ...parsing.flatMap((it) => module.callsOf(it)).flatMap((it) => parsed(evaluation, it)),
    ...(module.text.includes('validationSchema') ? validatedIn(evaluation, module) : []),
    ...(jsonSchemas.test(module.text) ? requiredIn(evaluation, module) : []),
    ...(/["']class-validator["']/.test(module.text) ? decoratedIn(evaluation, module) : []),
  ];
}

/** Calls that compare the environment with a schema. */
const parsing = [
  'cleanEnv',
  'envsafe',
  'createEnv',
  'parse',
  'safeParse',
  'parseEnv',
  'validate',
  'validateSync',
];

/** Fields that may be absent without a default. */
const optional =
  /\.(?:[oO]ptional|nullish|nullable|exactOptional|default|catch|prefault|fallback|allow)$/;

function parsed(evaluation: Evaluation, call: SyntaxNode): readonly DemandedField[] {
  const values = argumentsOf(call).map((it) => evaluation.evaluate(it));
  const input = values.find((it) => it.kind === 'foreign' && it.name.endsWith('.env'));
  const options = values.find((it) => it.kind === 'record');
  // https://env.t3.gg: the server checks what browsers get, too.
  const groups = ['server', 'client', 'shared'].flatMap((it) => entryOf(options, it) ?? []);
  if (!input && groups.length === 0) return [];
  const object = call.field('function')?.field('object');
  const receiver = object && evaluation.evaluate(object);
  const schema = values.find((it) => it !== input) ?? receiver;
  if (groups.length === 0) return schema ? demandedOf(evaluation, schema) : [];
  return groups.flatMap((it) => demandedOf(evaluation, it));
}

function demandedOf(evaluation: Evaluation, schema: Value): readonly DemandedField[] {
  return fieldsOf(evaluation, schema).flatMap((it) =>
    it.kind === 'record'
      ? it.names.flatMap((name) => {
          const field = it.entry(name);
          return field && isDemanded(evaluation, field)
            ? [{ name, node: field.at, sample: sampleOf(evaluation, field) }]
            : [];
        })
      : [],
  );
}

/** A value for a variable that may be any text. */
export const anyText = 'stand-in-for-the-build-of-this-image';

const aNumber = '1';

/** What each check of zod, joi, yup, valibot or envalid accepts. */
const samples: readonly (readonly [RegExp, string])[] = [
  [/^(?:url|uri|httpUrl)$/, 'https://stand-in.invalid'],
  [/^email$/, 'stand-in@example.com'],
  [/^(?:uuid|guid|uuidv4)$/, '00000000-0000-4000-8000-000000000000'],
  [/^(?:number|num|int|port|bigint)$/, aNumber],
  [/^(?:boolean|bool|stringbool)$/, 'true'],
];

/** @returns a value for a field; `undefined` where any text is one. */
function sampleOf(evaluation: Evaluation, field: Value): string | undefined {
  const checks = chainOf(evaluation, field).map(({ callee, call }) => {
    const [first] = argumentsOf(call);
    return { name: /\w+$/.exec(callee)?.[0] ?? '', given: first && evaluation.evaluate(first) };
  });
  const given = (pattern: RegExp): Value | undefined =>
    checks.find((it) => pattern.test(it.name))?.given;
  const listed = given(/^(?:enum|nativeEnum|picklist|oneOf|valid)$/);
  const one = listed?.kind === 'list' ? listed.items[0] : (listed ?? given(/^literal$/));
  const chosen = one && firstText(one);
  if (chosen !== undefined) return chosen;
  const prefix = firstText(given(/^startsWith$/) ?? field) ?? '';
  const bound = given(/^(?:min|length|minLength)$/);
  const least = bound?.kind === 'number' ? bound.number : undefined;
  const known = samples.find(([name]) => checks.some((it) => name.test(it.name)))?.[1];
  if (known === aNumber) return least === undefined ? known : String(least);
  if (known !== undefined || (prefix === '' && least === undefined)) return known;
  return `${prefix}${anyText}`.padEnd(Math.min(least ?? 0, 200), 'x');
}

function isDemanded(evaluation: Evaluation, field: Value): boolean {
  if (field.kind !== 'foreign') return false;
  const chain = chainOf(evaluation, field);
  if (chain.some((it) => optional.test(it.callee))) return false;
  // Joi takes what is absent unless a field is required.
  if (/^(?:@hapi\/)?joi\b/.test(field.name) && !chain.some((it) => it.callee.endsWith('.required')))
    return false;
  return defaultOf(evaluation, field) === undefined;
}

/** `ConfigModule.forRoot({ validationSchema })`: https://docs.nestjs.com/techniques/configuration#schema-validation */
function validatedIn(evaluation: Evaluation, module: Module): readonly DemandedField[] {
  return module
    .callsOf('forRoot')
    .flatMap((it) => argumentsOf(it).slice(0, 1))
    .flatMap((it) => entryOf(evaluation.evaluate(it), 'validationSchema') ?? [])
    .flatMap((it) => demandedOf(evaluation, it));
}

/** Libraries that compare the environment with a JSON schema, in the source that names one. */
const jsonSchemas = /["'](?:@fastify\/env|fastify-env|env-schema)["']/;

/** `register(env, { schema })`, `envSchema({ schema })`, and the `autoConfig` of a plugin that is loaded by its folder. */
function requiredIn(evaluation: Evaluation, module: Module): readonly DemandedField[] {
  const calls = ['register', 'envSchema'].flatMap((it) => module.callsOf(it)).flatMap(argumentsOf);
  const configured = (module.root?.all('variable_declarator') ?? [])
    .filter((it) => it.field('name')?.text === 'autoConfig')
    .flatMap((it) => it.field('value') ?? []);
  return [...calls, ...configured].flatMap((it) => requiredBy(evaluation, evaluation.evaluate(it)));
}

/** What a JSON schema requires, and gives no default. */
function requiredBy(evaluation: Evaluation, options: Value): readonly DemandedField[] {
  const schema = entryOf(options, 'schema');
  if (schema?.kind === 'foreign') return demandedOf(evaluation, schema);
  const required = entryOf(schema, 'required');
  return (required?.kind === 'list' ? required.items : []).flatMap((it) => {
    const name = firstText(it);
    const field = name === undefined ? undefined : entryOf(entryOf(schema, 'properties'), name);
    return name === undefined || !field || entryOf(field, 'default') ? [] : [{ name, node: it.at }];
  });
}

function entryOf(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === 'record' ? value.entry(name) : undefined;
}

/** Decorators of class-validator with which a field may be absent. */
const mayBeAbsent = /@(?:IsOptional|ValidateIf|Allow)\(/;

/** A class whose fields are named as variables are, where the program validates what it makes of a record. */
function decoratedIn(evaluation: Evaluation, module: Module): readonly DemandedField[] {
  if (!validates(evaluation.program)) return [];
  return (module.root?.all(...classTypes) ?? []).flatMap((it) => fieldsOfClass(it));
}

const validating = new WeakMap<Program, boolean>();

/** Whether a program validates what it makes of a record. All its sources are searched, once. */
function validates(program: Program): boolean {
  const known =
    validating.get(program) ??
    [...program.modules.values()].some(
      ({ text }) => /\bvalidateSync\(/.test(text) && /\bplainTo(?:Class|Instance)\(/.test(text),
    );
  validating.set(program, known);
  return known;
}

function fieldsOfClass(node: SyntaxNode): readonly DemandedField[] {
  const fields = (node.field('body')?.parts ?? []).filter(
    (it) => it.type === 'public_field_definition',
  );
  return fields.flatMap((it) => {
    const name = it.field('name')?.text ?? '';
    const isDemanded =
      /^[A-Z][A-Z0-9_]*$/.test(name) &&
      it.field('value') === undefined &&
      /@Is\w+\(/.test(it.text) &&
      !mayBeAbsent.test(it.text) &&
      !/^[^:=]*\?\s*:/.test(it.text.slice(it.text.lastIndexOf(name)));
    return isDemanded ? [{ name, node: it }] : [];
  });
}

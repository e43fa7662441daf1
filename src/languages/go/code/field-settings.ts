/**
 * Reads the tags of struct fields, by which libraries fill them: caarlos0/env, envconfig, cleanenv,
 * kong, go-flags, go-arg, creasty/defaults, ardanlabs/conf, and keys of configuration files.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import {
  firstText,
  numberValue,
  placeOf,
  textValue,
  unknown,
  type Setting,
  type Value,
} from '../../shared/values.ts';
import type { Evaluator } from './evaluator.ts';
import { fieldOf } from './rows.ts';
import { keyValue } from './viper.ts';

/** @returns the values that tags give to a field, the strongest first. */
export function fieldSettings(
  evaluator: Evaluator,
  field: SyntaxNode,
  name: string,
  path: readonly SyntaxNode[],
): readonly Value[] {
  const above = path.slice(0, -1);
  const tagged = tagValue(
    evaluator,
    field,
    name,
    above.length > 0 ? above : around(evaluator, field),
  );
  const keys = [...above, field].map(keyOf);
  const isViper = evaluator.code.imports('github.com/spf13/viper');
  return [
    ...(tagged ? [tagged] : []),
    ...documented(evaluator, above, field),
    ...(isViper ? keyed(evaluator, keys, field) : []),
  ];
}

/**
 * What configuration files have for a field. A field above it without a tag may hold settings that
 * were read elsewhere, so that its name is no key: `server.config.CertPath`.
 */
function documented(
  { documents }: Evaluator,
  above: readonly SyntaxNode[],
  field: SyntaxNode,
): readonly Value[] {
  const found = documents.values([...above, field].map(keyOf));
  const first = above.findIndex((it) => it.field('tag') !== undefined);
  if (found.length > 0 || first === 0 || above.length === 0 || !field.field('tag')) return found;
  return documents.values([...(first === -1 ? [] : above.slice(first)), field].map(keyOf));
}

/** A field that viper fills: by the whole path of keys, or by its end. */
function keyed(evaluator: Evaluator, keys: readonly string[], field: SyntaxNode): readonly Value[] {
  const found = keyValue(evaluator, keys.join('.'), placeOf(field));
  return found.kind === 'unknown' && !found.setting ? [] : [found];
}

/**
 * @param above the fields of structs that the field is in, outermost first.
 * @returns the variable, flag and default of a tag; `undefined` where it has neither.
 */
export function tagValue(
  evaluator: Evaluator,
  field: SyntaxNode,
  name: string,
  given?: readonly SyntaxNode[],
): Value | undefined {
  const text = field.field('tag')?.text;
  if (text === undefined) return undefined;
  const tags = tagsOf(text.slice(1, -1));
  const at = placeOf(field);
  // Looking for them takes long, and most tags need none.
  const above = (): readonly SyntaxNode[] => given ?? around(evaluator, field);
  const written =
    tags.get('envDefault') ??
    tags.get('env-default') ??
    tags.get('default') ??
    /\bdefault=([^,]*)/.exec(tags.get('env') ?? '')?.[1] ??
    // https://pkg.go.dev/github.com/ardanlabs/conf/v3
    /(?:^|,)default:([^,]*)/.exec(tags.get('conf') ?? '')?.[1];
  const value = written === undefined ? unknown(at) : plainValue(written, at);
  const variable = variableOf(evaluator, field, tags, name, above);
  const flag = flagOfTag(evaluator, tags, name, above);
  const setting: Setting = {
    ...(variable === undefined ? {} : { variable }),
    ...(flag === undefined ? {} : { flag }),
  };
  if (Object.keys(setting).length === 0) return written === undefined ? undefined : value;
  return evaluator.setBy(setting, value, at);
}

/**
 * @returns the variable of a field that a library refuses to leave empty, and that has no default.
 *   https://github.com/caarlos0/env, https://github.com/ilyakaznacheev/cleanenv,
 *   https://github.com/kelseyhightower/envconfig, https://github.com/sethvargo/go-envconfig
 */
export function requiredVariable(evaluator: Evaluator, field: SyntaxNode): string | undefined {
  const tags = tagsOf(field.field('tag')?.text.slice(1, -1) ?? '');
  const isRequired =
    /,\s*(?:required|notEmpty)\b/.test(tags.get('env') ?? '') ||
    /\brequired\b/.test(`${tags.get('arg') ?? ''} ${tags.get('validate') ?? ''}`) ||
    ['true', ''].includes(tags.get('required') ?? 'no') ||
    tags.get('env-required') === 'true';
  if (!isRequired) return undefined;
  const above = around(evaluator, field);
  // A file that the program reads may have it.
  if (evaluator.documents.values([...above, field].map(keyOf)).length > 0) return undefined;
  const value = tagValue(evaluator, field, field.field('name')?.text ?? '', above);
  return value?.kind === 'unknown' ? value.setting?.variable : undefined;
}

function variableOf(
  evaluator: Evaluator,
  field: SyntaxNode,
  tags: ReadonlyMap<string, string>,
  name: string,
  above: () => readonly SyntaxNode[],
): string | undefined {
  if (evaluator.code.imports('github.com/kelseyhightower/envconfig'))
    return envconfigVariable(evaluator, tags, name, () => belowRoot(evaluator, field, above()));
  const said =
    tags.get('env')?.split(',')[0] ??
    tags.get('envconfig')?.split(',')[0] ??
    /\benv:(\w+)/.exec(`${tags.get('arg') ?? ''} ${tags.get('conf') ?? ''}`)?.[1];
  return said !== undefined && /^[A-Za-z]\w*$/.test(said)
    ? `${prefixOfOptions(evaluator)}${prefixOf(above())}${said}`
    : undefined;
}

/** The prefix of the call, the names of the structs above, and the name of the field. */
function envconfigVariable(
  evaluator: Evaluator,
  tags: ReadonlyMap<string, string>,
  name: string,
  above: () => readonly SyntaxNode[],
): string | undefined {
  if (!['envconfig', 'default', 'required', 'split_words'].some((it) => tags.has(it)))
    return undefined;
  const split =
    tags.get('split_words') === 'true'
      ? name.replace(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3_$2$4')
      : name;
  const outer = above()
    .map((it) => it.field('name')?.text)
    .filter((it) => it !== undefined);
  const tag = tags.get('envconfig');
  // A field of an inner struct is also read by its tag alone.
  if (tag !== undefined && outer.length > 0) return tag.toUpperCase();
  return [...envconfigPrefix(evaluator), ...outer, tag ?? split].join('_').toUpperCase();
}

/**
 * `env.ParseWithOptions(&settings, env.Options{Prefix: "SHOP_"})`, where all settings are parsed with
 * it: https://github.com/caarlos0/env
 */
function prefixOfOptions(evaluator: Evaluator): string {
  const { code } = evaluator;
  if (!code.imports('github.com/caarlos0/env')) return '';
  if (code.search(/\benv\.(?:Must)?Parse(?:As)?(?:\[\w+\])?\(/, 'env.').length > 0) return '';
  const prefixes = code
    .search(/\benv\.Options\{[^}]*\bPrefix:/, 'Prefix')
    .flatMap((it) => code.tree(it)?.ofType('composite_literal') ?? [])
    .filter((it) => it.field('type')?.text === 'env.Options')
    .flatMap((it) => fieldOf(it, 'Prefix') ?? []);
  const [prefix] = prefixes;
  return (prefix && prefixes.length === 1 && firstText(evaluator.value(prefix))) || '';
}

/** `envconfig.Process("shop", &settings)` */
function envconfigCalls({ code }: Evaluator): readonly SyntaxNode[] {
  return code
    .search(/\benvconfig\.(?:Must)?Process\(/, 'envconfig')
    .flatMap((it) => code.tree(it)?.ofType('call_expression') ?? [])
    .filter((it) => /^envconfig\.(?:Must)?Process$/.test(it.field('function')?.text ?? ''));
}

/** @returns the fields that are in the struct which is processed: what holds that gives no names. */
function belowRoot(
  evaluator: Evaluator,
  field: SyntaxNode,
  above: readonly SyntaxNode[],
): readonly SyntaxNode[] {
  const roots = envconfigCalls(evaluator).map((it) => {
    const given = it.field('arguments')?.parts[1];
    const operand = given?.type === 'unary_expression' ? given.field('operand') : given;
    const type = operand && evaluator.types.typeOf(operand);
    return type?.kind === 'named' ? type.spec : undefined;
  });
  const isRoot = (it: SyntaxNode): boolean => {
    const spec = it.above('type_spec');
    return spec !== undefined && roots.includes(spec);
  };
  const first = [...above, field].findIndex(isRoot);
  return first === -1 ? (pathFrom(evaluator, field, isRoot) ?? above) : above.slice(first);
}

/**
 * The fields between the struct that is processed and a field, where the program gets at it by
 * another way: `server.config.Addr` for `root.SMTP.Addr`.
 */
function pathFrom(
  evaluator: Evaluator,
  field: SyntaxNode,
  isRoot: (it: SyntaxNode) => boolean,
  depth = 0,
): readonly SyntaxNode[] | undefined {
  if (depth > mostOuter) return undefined;
  for (const it of holdersOf(evaluator, field)) {
    const outer = isRoot(it) ? [] : pathFrom(evaluator, it, isRoot, depth + 1);
    if (outer) return [...outer, it];
  }
  return undefined;
}

function envconfigPrefix(evaluator: Evaluator): readonly string[] {
  const prefix = envconfigCalls(evaluator)[0]?.field('arguments')?.parts[0];
  const text = prefix && firstText(evaluator.value(prefix));
  return text ? [text] : [];
}

function flagOfTag(
  evaluator: Evaluator,
  tags: ReadonlyMap<string, string>,
  name: string,
  above: () => readonly SyntaxNode[],
): string | undefined {
  const long = tags.get('long') ?? /--([\w-]+)/.exec(tags.get('arg') ?? '')?.[1];
  if (long !== undefined) return `--${prefixesOf(above(), 'namespace', '.')}${long}`;
  const isKong = evaluator.code.imports('github.com/alecthomas/kong') && !tags.has('cmd');
  if (!isKong || tags.has('arg')) return undefined;
  return `--${tags.get('name') ?? name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()}`;
}

/**
 * The fields whose structs a field is in, outermost first: those written around it, and the first one
 * that has the struct as its type, `DB DBConfig` for `type DBConfig struct`.
 */
function around(evaluator: Evaluator, field: SyntaxNode, depth = 0): readonly SyntaxNode[] {
  const outer = field.above('field_declaration') ?? holdersOf(evaluator, field)[0];
  return outer && depth < mostOuter ? [...around(evaluator, outer, depth + 1), outer] : [];
}

const mostOuter = 5;

/** The fields of the program whose type is the one that a field belongs to. */
function holdersOf({ code, types }: Evaluator, field: SyntaxNode): readonly SyntaxNode[] {
  const spec = field.above('type_spec');
  const name = spec?.field('name')?.text;
  if (!spec || name === undefined) return [];
  const held = new RegExp(String.raw`[\s*.]${name}\s*(?:\x60|[;}]|$)`, 'm');
  return code
    .mentioning(name, held)
    .flatMap((file) => code.tree(file)?.ofType('field_declaration') ?? [])
    .filter((it) => {
      const type = it.field('type');
      if (!type?.text.endsWith(name)) return false;
      const found = types.resolve(type);
      return found?.kind === 'named' && found.spec === spec;
    });
}

/**
 * The prefixes that the structs above give to the variables of their fields: caarlos0/env, cleanenv,
 * kong, and go-flags, which puts `_` behind them.
 */
function prefixOf(above: readonly SyntaxNode[]): string {
  const all = ['envPrefix', 'env-prefix', 'envprefix'].map((it) => prefixesOf(above, it, ''));
  return `${all.join('')}${prefixesOf(above, 'env-namespace', '_')}`;
}

function prefixesOf(above: readonly SyntaxNode[], tag: string, delimiter: string): string {
  return above
    .map((it) => tagsOf(it.field('tag')?.text.slice(1, -1) ?? '').get(tag))
    .map((it) => (it === undefined ? '' : `${it}${delimiter}`))
    .join('');
}

/** The name of a field in configuration files. */
function keyOf(field: SyntaxNode): string {
  const tags = tagsOf(field.field('tag')?.text.slice(1, -1) ?? '');
  for (const it of ['mapstructure', 'koanf', 'cfg', 'yaml', 'json', 'toml', 'ini']) {
    const key = tags.get(it)?.split(',')[0];
    if (key !== undefined && key !== '') return key;
  }
  return field.field('name')?.text ?? '';
}

/** https://pkg.go.dev/reflect#StructTag; kong also takes values without quotes. */
function tagsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/([\w.-]+):"((?:[^"\\]|\\.)*)"/g)].map((it) => [it[1] ?? '', it[2] ?? '']),
  );
}

function plainValue(text: string, at: ReturnType<typeof placeOf>): Value {
  return /^\d+$/.test(text) ? numberValue(Number(text), at) : textValue(text, at);
}

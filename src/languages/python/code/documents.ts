/** Values of configuration files that the project ships and the code loads. */
import {
  placeOf,
  settable,
  textValue,
  unknown,
  type Place,
  type Value,
} from '../../shared/values.ts';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evaluator } from './evaluating.ts';
import { possible } from '../../shared/values.ts';
import { sourcesPath } from './places.ts';

/** Functions that read a file of data, by full name. */
export const loaders =
  /^(?:yaml\.(?:safe_load|load|full_load|unsafe_load)|json\.loads?|orjson\.loads|ujson\.loads?|tomllib\.loads?|tomli\.loads?|tomlkit\.(?:load|parse)|toml\.loads?|omegaconf\.OmegaConf\.load|ruamel\.yaml\.(?:YAML\(\)\.load|safe_load|load)|pytoml\.loads?|json5\.loads?|anyconfig\.load|confuse\.load_yaml|hjson\.loads?|benedict\.benedict\.from_\w+)$/;

/**
 * The path of what is read: a path, an open file, or its text.
 * @returns `undefined` where it is not known.
 */
export function pathRead(value: Value, evaluator: Evaluator): string | undefined {
  const text = possible(value).find((it) => it.complete)?.text;
  if (text !== undefined) return text;
  let at: Value | undefined = value;
  for (let step = 0; at && step < 6; step += 1) {
    const origin = evaluator.originOf(at);
    if (!origin) return undefined;
    if (origin.receiver?.kind === 'text')
      return possible(origin.receiver).find((it) => it.complete)?.text;
    if (origin.receiver?.kind === 'foreign' && evaluator.originOf(origin.receiver)) {
      at = origin.receiver;
      continue;
    }
    const [first] = origin.call.field('arguments')?.parts ?? [];
    if (!first) return undefined;
    const value_ = evaluator.evaluate(first.field('value') ?? first, origin.frame);
    const path = possible(value_).find((it) => it.complete)?.text;
    if (path !== undefined) return path;
    at = value_;
  }
  return undefined;
}

/** @returns the data of a file of the project, by its path or, where it is the only one, its name. */
export function documentAt(
  path: string,
  evaluator: Evaluator,
): { path: string; data: unknown } | undefined {
  const { documents } = evaluator.sources;
  const plain = path.replace(new RegExp(`^${sourcesPath}/`), '').replace(/^\.\//, '');
  if (documents.has(plain)) return { path: plain, data: documents.get(plain) };
  const name = plain.split('/').at(-1) ?? '';
  const same = [...documents.keys()].filter((it) => it.split('/').at(-1) === name);
  const [only] = same;
  return only !== undefined && same.length === 1 && name !== ''
    ? { path: only, data: documents.get(only) }
    : undefined;
}

/** @returns data as a value, in which keys of the file replace the values. */
export function dataValue(data: unknown, at: Place, key = ''): Value {
  const setting = key === '' ? undefined : { key };
  const set = (value: Value): Value => (setting ? settable(value, setting) : value);
  if (typeof data === 'string') return set(textValue(data, at));
  if (typeof data === 'number') return set({ kind: 'number', number: data, at });
  if (typeof data === 'bigint') return set({ kind: 'number', number: Number(data), at });
  if (typeof data === 'boolean') return set({ kind: 'truth', truth: data, at });
  if (data === null) return { kind: 'nothing', at };
  if (Array.isArray(data))
    return {
      kind: 'list',
      at,
      items: data.slice(0, 50).map((it, index) => dataValue(it, at, `${key}[${index}]`)),
    };
  if (typeof data !== 'object') return unknown(at, setting);
  const table = data as Readonly<Record<string, unknown>>;
  return {
    kind: 'record',
    at,
    names: Object.keys(table),
    entry: (name) =>
      Object.hasOwn(table, name)
        ? dataValue(table[name], at, key === '' ? name : `${key}.${name}`)
        : undefined,
  };
}

/** @returns the file that a call of a loader reads, as a value. */
export function loadedDocument(
  argument: Value,
  call: SyntaxNode,
  evaluator: Evaluator,
): Value | undefined {
  const path = pathRead(argument, evaluator);
  const found = path === undefined ? undefined : documentAt(path, evaluator);
  return found && dataValue(found.data, { ...placeOf(call), file: found.path, line: 1 });
}

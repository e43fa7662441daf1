/** Values of JSON, YAML and TOML files. */
import { numberValue, type Place, textValue, type Value } from '../../shared/values.ts';

/** @returns the parsed content of a data file as a value. */
export function dataValue(data: unknown, at: Place): Value {
  if (typeof data === 'string') return textValue(data, at);
  if (typeof data === 'number') return numberValue(data, at);
  if (typeof data === 'boolean') return { kind: 'truth', truth: data, at };
  if (Array.isArray(data))
    return { kind: 'list', items: data.slice(0, 64).map((it) => dataValue(it, at)), at };
  if (typeof data !== 'object' || data === null) return { kind: 'nothing', at };
  const record = data as Readonly<Record<string, unknown>>;
  return {
    kind: 'record',
    names: Object.keys(record),
    entry: (name) => (Object.hasOwn(record, name) ? dataValue(record[name], at) : undefined),
    at,
  };
}

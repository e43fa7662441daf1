/** The configuration files that a program reads, by key. */
import { parse as parseToml } from 'smol-toml';
import { numberValue, textValue, type Value } from '../../shared/values.ts';
import { parseDocument } from '../../../text/yaml.ts';

export interface Documents {
  /** @returns the values at a key, without regard to case; the key may be below other keys. */
  values(key: readonly string[]): readonly Value[];
  /** @returns the values of all keys that match, in the order of the files. */
  named(key: RegExp): readonly Value[];
}

export const noDocuments: Documents = { values: () => [], named: () => [] };

const kinds = /\.(?:ya?ml|json|toml|ini|properties|conf|cfg)$/;

/** @returns whether a file can hold keys. */
export const isDocument = (path: string): boolean => kinds.test(path);

interface Entry {
  /** As it is written. */
  readonly key: string;
  /** Without regard to case, `_` and `-`. */
  readonly path: string;
  readonly value: string | number;
  readonly file: string;
  /** The text of the file. */
  readonly text: string;
}

/** The longest file that is looked into: one that people write. */
const longestDocument = 200_000;

/** @param files the text of each file by its path. */
export function documentsOf(files: ReadonlyMap<string, string>): Documents {
  const entries = [...files].flatMap(([file, text]) =>
    text.length > longestDocument ? [] : entriesOf(file, text),
  );
  return {
    values: (key) => {
      const wanted = plain(key.join('.'));
      const exact = entries.filter((it) => it.path === wanted);
      const found =
        exact.length > 0 ? exact : entries.filter((it) => it.path.endsWith(`.${wanted}`));
      return found.map((it) => valueOf(it, key.join('.')));
    },
    named: (key) =>
      entries
        .filter((it) => key.test(it.key))
        .map((it) => valueOf(it, it.key))
        .toSorted(
          ({ at: one }, { at: other }) =>
            one.file.localeCompare(other.file, 'en') || one.line - other.line,
        ),
  };
}

function valueOf(entry: Entry, key: string): Value {
  const { value, file } = entry;
  const at = { file, line: lineOf(entry) };
  const known = typeof value === 'number' ? numberValue(value, at) : textValue(value, at);
  return { ...known, setting: { key } };
}

/** Finds the line only for what is asked for: a file has thousands of entries. */
function lineOf({ key, value, text }: Entry): number {
  const name = key.split('.').at(-1) ?? '';
  const line = text.split('\n').findIndex((it) => it.includes(name) && it.includes(String(value)));
  return line + 1 || 1;
}

const plain = (key: string): string => key.toLowerCase().replace(/[_-]/g, '');

function entriesOf(file: string, text: string): readonly Entry[] {
  const entries: Entry[] = [];
  const add = (path: readonly string[], value: unknown): void => {
    if (typeof value !== 'string' && typeof value !== 'number') return;
    const key = path.join('.');
    entries.push({ key, path: plain(key), value, file, text });
  };
  const open: { path: readonly string[]; value: unknown }[] = [
    { path: [], value: parsed(file, text) },
  ];
  for (let it = open.pop(); it; it = open.pop()) {
    add(it.path, it.value);
    if (typeof it.value !== 'object' || it.value === null || it.path.length > 8) continue;
    for (const [key, value] of Object.entries(it.value))
      open.push({ path: [...it.path, key], value });
  }
  return entries;
}

function parsed(file: string, text: string): unknown {
  try {
    if (file.endsWith('.toml')) return parseToml(text);
    if (file.endsWith('.cfg')) return tomlOf(text) ?? linesOf(text);
    if (/\.(?:ini|properties|conf)$/.test(file)) return linesOf(text);
    return parseDocument(text).toJS() as unknown;
  } catch {
    return undefined;
  }
}

/** `config.cfg` may be TOML, or INI, which has texts without quotes. */
function tomlOf(text: string): unknown {
  try {
    return parseToml(text);
  } catch {
    return undefined;
  }
}

/** INI and properties: `[section]` and `key = value`. */
function linesOf(text: string): unknown {
  const result: Record<string, unknown> = {};
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\s*\[(.+)\]\s*$/.exec(line)?.[1];
    if (heading !== undefined) section = `${heading}.`;
    const pair = /^\s*([\w.-]+)\s*[=:]\s*"?([^"]*?)"?\s*$/.exec(line);
    if (pair?.[1] !== undefined && pair[2] !== undefined) {
      const value = pair[2];
      result[`${section}${pair[1]}`] = /^\d+$/.test(value) ? Number(value) : value;
    }
  }
  return result;
}

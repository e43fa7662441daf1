/** Reads TOML tables and the line numbers of their keys. https://toml.io/en/v1.0.0 */
import type { TomlError } from 'smol-toml';
import { conflictMark, type SyntaxProblem } from '../../../text/syntax-errors.ts';
import { lineAt } from '../../../text/lines.ts';

export type Table = { readonly [key: string]: unknown };

export interface ReadToml {
  /** Empty if the text is not valid TOML. */
  readonly table: Table;
  readonly error: SyntaxProblem | null;
}

/**
 * Caches results: a lock file can have megabytes, and is read both to validate it and for its
 * content.
 */
const read = new Map<string, ReadToml>();

/** Reads each text only once. */
export async function readToml(text: string): Promise<ReadToml> {
  const { parse, TomlError: Refusal } = await import('smol-toml');
  const known = read.get(text);
  if (known) return known;
  let result: ReadToml;
  try {
    result = { table: parse(text, { integersAsBigInt: 'asNeeded' }), error: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    result = { table: {}, error: conflictMark(text) ?? problemOf(error, text) };
  }
  read.set(text, result);
  return result;
}

/** The position and the reason of the parser, without its excerpt of the text. */
function problemOf({ line, column, message }: TomlError, text: string): SyntaxProblem {
  const [first = ''] = message.split('\n');
  const isLineEnd = (text.split('\n')[line - 1] ?? '').trimEnd().length < column;
  return {
    line,
    column,
    reason:
      isLineEnd && first.endsWith('illegal character in key')
        ? 'the line ends too early'
        : first.replace(/^Invalid TOML document: /, ''),
  };
}

/** @returns an empty table for invalid TOML, which `brokenPythonManifest` reports. */
export async function parseToml(text: string): Promise<Table> {
  return (await readToml(text)).table;
}

/** The table at a path (`tool`, `poetry`); empty if there is none. */
export function tableAt(table: Table, ...path: readonly string[]): Table {
  let here: unknown = table;
  for (const key of path) here = isTable(here) ? here[key] : undefined;
  return isTable(here) ? here : {};
}

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textAt(table: Table, key: string): string | undefined {
  const value = table[key];
  return typeof value === 'string' ? value : undefined;
}

export function textsAt(table: Table, key: string): readonly string[] {
  const value = table[key];
  return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : [];
}

export function tablesAt(table: Table, key: string): readonly Table[] {
  const value = table[key];
  return Array.isArray(value) ? value.filter(isTable) : [];
}

/**
 * Finds the line of a key below a heading, both as written in the file: `server = [` below
 * `[project.optional-dependencies]`. Without such a key, it is the line of the heading.
 */
export function lineOfKey(text: string, heading: string, key: string): number {
  const first = lineOf(text, heading);
  const at = text
    .split('\n')
    .slice(first)
    .findIndex((it) => it.replace(/["'\s]/g, '').match(/^([^=:]+)[=:]/)?.[1] === key);
  return at === -1 ? first : first + at + 1;
}

/** The first line that contains the text, counted from 1; 1 if no line does. */
export function lineOf(text: string, needle: string, from = 0): number {
  const at = text.indexOf(needle, from);
  return at === -1 ? 1 : lineAt(text, at);
}

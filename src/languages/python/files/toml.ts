/** Reads TOML tables and the lines of their keys. https://toml.io/en/v1.0.0 */
import type { TomlError } from 'smol-toml';
import { conflictMark, type SyntaxProblem } from '../../../text/syntax-errors.ts';
import { lineAt } from '../../../text/lines.ts';

export type Table = { readonly [key: string]: unknown };

export interface ReadToml {
  /** Empty where the text is no TOML. */
  readonly table: Table;
  readonly error: SyntaxProblem | null;
}

/** A lock file has megabytes, and is read to see whether it is sound, and for what it says. */
const read = new Map<string, ReadToml>();

/** Reads a text once, however often it is asked for. */
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

/** The place of the parser, and its reason without the excerpt of the text. */
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

/** @returns an empty table for text that is no TOML: `brokenPythonManifest` reports it. */
export async function parseToml(text: string): Promise<Table> {
  return (await readToml(text)).table;
}

/** The table at a path (`tool`, `poetry`), empty when there is none. */
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
 * The line of a key below a heading, both as they are written: `server = [` below
 * `[project.optional-dependencies]`. The heading's line where there is no such key.
 */
export function lineOfKey(text: string, heading: string, key: string): number {
  const first = lineOf(text, heading);
  const at = text
    .split('\n')
    .slice(first)
    .findIndex((it) => it.replace(/["'\s]/g, '').match(/^([^=:]+)[=:]/)?.[1] === key);
  return at === -1 ? first : first + at + 1;
}

/** The first line that has the text, counted from 1; 1 where none has it. */
export function lineOf(text: string, needle: string, from = 0): number {
  const at = text.indexOf(needle, from);
  return at === -1 ? 1 : lineAt(text, at);
}

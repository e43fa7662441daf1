/** Reads TOML tables and the lines of their keys. https://toml.io/en/v1.0.0 */
import { lineAt } from '../../../text/lines.ts';

export type Table = { readonly [key: string]: unknown };
/** @returns an empty table for text that is no TOML: the package manager will say so with its own words. */
export async function parseToml(text: string): Promise<Table> {
  const { parse } = await import('smol-toml');
  try {
    return parse(text);
  } catch {
    return {};
  }
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

/** The line of a key below a heading, both as they stand there: `server = [` below `[project.optional-dependencies]`. The heading's own where there is none. */
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

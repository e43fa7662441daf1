/** The text of pyproject.toml in; its tables, read with care for whatever stands in them, out. https://packaging.python.org/en/latest/specifications/pyproject-toml/ */
import type { ProjectReader } from '../../../ports/ports.ts';
import { readSetupFiles, type SetupFiles } from './setup-files.ts';

export type Table = { readonly [key: string]: unknown };

export interface Pyproject {
  /** Its name; setup.cfg or setup.py where those say what it leaves out. */
  readonly file: string;
  readonly text: string;
  readonly table: Table;
  /** Set where setuptools has to read the dependencies out. */
  readonly setup: SetupFiles | null;
}

export async function readPyproject(project: ProjectReader): Promise<Pyproject | null> {
  const text = await project.read('pyproject.toml');
  const written = text === undefined ? null : await parsePyproject(text);
  const own = written ? tableAt(written.table, 'project') : {};
  const complete =
    written &&
    ('project' in written.table || 'poetry' in tableAt(written.table, 'tool')) &&
    !textsAt(own, 'dynamic').includes('dependencies');
  if (complete) return written;
  const declared = await readSetupFiles(project, await project.files());
  if (!declared)
    return written && textsAt(own, 'dynamic').includes('dependencies')
      ? { ...written, setup: dynamicSetup(written, await project.files()) }
      : written;
  // What pyproject.toml says itself counts more.
  return {
    file: declared.file,
    text: declared.text,
    table: { ...written?.table, project: { ...declared.project, ...own } },
    setup: declared.setup,
  };
}

export async function parsePyproject(text: string, file = 'pyproject.toml'): Promise<Pyproject> {
  return { file, text, table: await parseToml(text), setup: null };
}

/** [tool.setuptools.dynamic]: https://setuptools.pypa.io/en/latest/userguide/pyproject_config.html#dynamic-metadata. Other build systems have ways of their own. */
function dynamicSetup({ table }: Pyproject, files: readonly string[]): SetupFiles | null {
  const dynamic = tableAt(table, 'tool', 'setuptools', 'dynamic');
  if (!('dependencies' in dynamic)) return null;
  const named = Object.values(dynamic).flatMap((it) =>
    isTable(it) ? [...textsAt(it, 'file'), textAt(it, 'file') ?? ''] : [],
  );
  return {
    manifests: ['pyproject.toml', ...named.filter((it) => files.includes(it))],
    needsSources: false,
    reading:
      'from setuptools.dist import Distribution; it = Distribution(); it.parse_config_files()',
  };
}

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
  return at === -1 ? 1 : text.slice(0, at).split('\n').length;
}

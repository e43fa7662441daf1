/**
 * Reads pyproject.toml, and setup.cfg or setup.py for what it does not contain.
 * https://packaging.python.org/en/latest/specifications/pyproject-toml/
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { filesOfAttributes, readSetupFiles, type SetupFiles } from './setup-files.ts';
import { isTable, parseToml, type Table, tableAt, textAt, textsAt } from './toml.ts';

export interface Pyproject {
  /** The file name: setup.cfg or setup.py if one of these declares the package. */
  readonly file: string;
  readonly text: string;
  readonly table: Table;
  /** Set if the dependencies can only be read with setuptools. */
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
      ? { ...written, setup: await dynamicSetup(written, project) }
      : written;
  // pyproject.toml takes precedence.
  return {
    file: declared.file,
    text: declared.text,
    table: { ...written?.table, project: { ...declared.project, ...own } },
    setup: declared.setup,
  };
}

/** @returns the name that the project gives itself. */
export function projectName(pyproject: Pyproject | null): string | undefined {
  if (!pyproject) return undefined;
  const { table } = pyproject;
  return (
    textAt(tableAt(table, 'project'), 'name') ?? textAt(tableAt(table, 'tool', 'poetry'), 'name')
  );
}

export async function parsePyproject(text: string, file = 'pyproject.toml'): Promise<Pyproject> {
  return { file, text, table: await parseToml(text), setup: null };
}

/**
 * [tool.setuptools.dynamic]:
 * https://setuptools.pypa.io/en/latest/userguide/pyproject_config.html#dynamic-metadata. Other
 * build systems differ.
 */
async function dynamicSetup(
  { table }: Pyproject,
  project: ProjectReader,
): Promise<SetupFiles | null> {
  const dynamic = tableAt(table, 'tool', 'setuptools', 'dynamic');
  if (!('dependencies' in dynamic)) return null;
  const files = await project.files();
  const tables = Object.values(dynamic).filter(isTable);
  const attributes = tables.map((it) => textAt(it, 'attr') ?? '');
  const named = [
    ...tables.flatMap((it) => [...textsAt(it, 'file'), textAt(it, 'file') ?? '']),
    ...(await filesOfAttributes(attributes, project, files)),
  ];
  return {
    manifests: ['pyproject.toml', ...new Set(named.filter((it) => files.includes(it)))],
    needsSources: false,
    reading:
      'from setuptools.dist import Distribution; it = Distribution(); it.parse_config_files()',
  };
}

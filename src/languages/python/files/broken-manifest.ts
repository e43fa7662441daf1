/**
 * Finds the first manifest or lock file of a Python project that its package manager would refuse.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { BrokenManifest, Overrides } from '../../language.ts';
import { isSample } from '../../shared/samples.ts';
import { jsonError, type SyntaxProblem } from '../../../text/syntax-errors.ts';
import { isTable, lineOf, lineOfKey, readToml, tableAt, textsAt, type Table } from './toml.ts';

/** Lock files, with the package manager that reads each and the command that regenerates it. */
const locks = [
  { file: 'uv.lock', manager: 'uv', command: 'uv lock' },
  { file: 'poetry.lock', manager: 'poetry', command: 'poetry lock' },
  { file: 'pdm.lock', manager: 'pdm', command: 'pdm lock' },
  { file: 'Pipfile', manager: 'pipenv', command: null },
  { file: 'Pipfile.lock', manager: 'pipenv', command: 'pipenv lock' },
  { file: 'pylock.toml', manager: 'uv', command: null },
] as const;

/**
 * Checks pyproject.toml, the manifests of uv workspace members, and the lock files in the root.
 * @param overrides if they name a package manager, the lock files of the others are not checked.
 */
export async function brokenPythonManifest(
  project: ProjectReader,
  overrides: Pick<Overrides, 'packageManager'>,
): Promise<BrokenManifest | null> {
  const hint = 'Correct the line, or restore the file from version control.';
  const text = await project.read('pyproject.toml');
  const root = text === undefined ? null : await readToml(text);
  if (root?.error) return { file: 'pyproject.toml', ...root.error, hint };
  const wrong = (await hasRequirements(project)) ? null : wrongValue(root?.table ?? {}, text ?? '');
  if (wrong) return { file: 'pyproject.toml', ...wrong, hint };
  for (const folder of await memberFolders(project, root?.table ?? {})) {
    const file = `${folder}/pyproject.toml`;
    const { error } = await readToml((await project.read(file)) ?? '');
    if (error) return { file, ...error, hint };
  }
  const files = await project.files();
  const isLocked = locks.some((it) => it.command !== null && files.includes(it.file));
  for (const { file, manager, command } of locks) {
    const { packageManager } = overrides;
    if (packageManager !== undefined && packageManager !== manager) continue;
    // Beside the lock file of a package manager it is an export, which nothing reads.
    if (file === 'pylock.toml' && isLocked) continue;
    const content = await project.read(file);
    const error = content === undefined ? null : await lockError(file, content);
    if (error)
      return {
        file,
        ...error,
        hint: command === null ? hint : `Remove ${file}, run "${command}" and commit ${file}.`,
      };
  }
  return null;
}

/** Whether pip installs a list of requirements, and does not read pyproject.toml. */
async function hasRequirements(project: ProjectReader): Promise<boolean> {
  return (await project.files()).some((it) => /^requirements(?:[-./].*)?\.(?:txt|lock)$/.test(it));
}

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((it) => typeof it === 'string');

/**
 * The values that an install reads of [project]:
 * https://packaging.python.org/en/latest/specifications/pyproject-toml/
 */
const values = [
  { key: 'name', isRight: (it: unknown) => typeof it === 'string', form: 'a text: "shop"' },
  {
    key: 'requires-python',
    isRight: (it: unknown) => typeof it === 'string',
    form: 'a text: ">=3.13"',
  },
  { key: 'dependencies', isRight: isTexts, form: 'a list of texts: ["flask>=3"]' },
  {
    key: 'optional-dependencies',
    isRight: (it: unknown) => isTable(it) && Object.values(it).every(isTexts),
    form: 'a table of lists: web = ["flask>=3"]',
  },
] as const;

/** A value that no package manager takes. pip would read a text as a list of its letters. */
function wrongValue(table: Table, text: string): SyntaxProblem | null {
  const own = tableAt(table, 'project');
  const found = values.find(({ key, isRight }) => key in own && !isRight(own[key]));
  if (!found) return null;
  const { line, column } = placeOf(text, found.key);
  return { line, column, reason: `${found.key} must be ${found.form}` };
}

/** Where [project] has a value: behind its key, or the heading of its table. */
function placeOf(text: string, key: string): { readonly line: number; readonly column: number } {
  const heading = `[project.${key}]`;
  if (text.includes(heading)) return { line: lineOf(text, heading), column: 1 };
  const line = lineOfKey(text, '[project]', key);
  const before = /^.*?=\s*/.exec(text.split('\n')[line - 1] ?? '')?.[0] ?? '';
  return { line, column: before.length + 1 };
}

async function lockError(file: string, text: string): Promise<SyntaxProblem | null> {
  return file === 'Pipfile.lock' ? jsonError(text) : (await readToml(text)).error;
}

/** https://docs.astral.sh/uv/concepts/projects/workspaces/ */
async function memberFolders(project: ProjectReader, table: Table): Promise<readonly string[]> {
  const workspace = tableAt(table, 'tool', 'uv', 'workspace');
  const members = textsAt(workspace, 'members');
  if (members.length === 0) return [];
  const { default: picomatch } = await import('picomatch');
  const isMember = picomatch([...members], { ignore: [...textsAt(workspace, 'exclude')] });
  return (await project.files())
    .filter((it) => it.endsWith('/pyproject.toml'))
    .map((it) => it.slice(0, -'/pyproject.toml'.length))
    .filter((it) => isMember(it) && !isSample(it));
}

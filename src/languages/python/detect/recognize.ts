/** Recognizes a Python project by its files, without reading its code. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence } from '../../../types.ts';
import type { Recognition } from '../../language.ts';
import { isTest } from '../code/module-names.ts';
import { readPyproject } from '../files/pyproject.ts';
import { lineOf, tableAt } from '../files/toml.ts';
import { managerIds, managerMarks } from '../package-managers/marks.ts';

const managers = managerIds.map((it) => managerMarks[it]);

/** pyproject.toml is missing here, because it may contain only settings of tools. */
const marks: readonly Evidence[] = [
  ...managers.filter((it) => it.lockFiles.length > 0).flatMap((it) => it.marks),
  { file: 'manage.py', because: 'a Django project' },
  ...managers.filter((it) => it.lockFiles.length === 0).flatMap((it) => it.marks),
];

/** @returns `null` if no file shows Python. */
export async function recognize(
  project: ProjectReader,
  otherMarks: readonly string[] = [],
): Promise<Recognition | null> {
  const files = await project.files();
  const evidence = marks.filter((it) => files.includes(it.file)).slice(0, 2);
  const pyproject = await readPyproject(project);
  if (pyproject && ('project' in pyproject.table || 'poetry' in tableAt(pyproject.table, 'tool')))
    evidence.unshift({
      file: pyproject.file,
      line: pyproject.file === 'pyproject.toml' ? lineOf(pyproject.text, '[') : 1,
      because: 'a Python project',
    });
  if (evidence.length > 0) {
    // Projects in other languages have requirements for documentation or hooks, but no Python code.
    const program = files.some((it) => it.endsWith('.py') && !isTest(it));
    return { role: program ? 'program' : 'tooling', evidence };
  }
  if (pyproject)
    return {
      role: 'tooling',
      evidence: [{ file: 'pyproject.toml', because: 'settings of tools, no [project]' }],
    };
  return recognizeScript(files, otherMarks);
}

/** A script without a manifest. Beside the manifest of another language it is only a tool. */
function recognizeScript(
  files: readonly string[],
  otherMarks: readonly string[],
): Recognition | null {
  const script = files.find((it) => it.endsWith('.py') && !it.includes('/'));
  if (script === undefined) return null;
  const others = otherMarks.some((it) => files.includes(it));
  return {
    role: others ? 'tooling' : 'program',
    evidence: [{ file: script, because: 'a Python script' }],
  };
}

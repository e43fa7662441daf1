/**
 * Finds the build backend of the project, so that it is installed before the sources are copied.
 * https://peps.python.org/pep-0517/
 */
import type { Pyproject } from '../files/pyproject.ts';
import { tableAt, textsAt } from '../files/toml.ts';

export interface BuildBackend {
  /**
   * Installed together with the dependencies, so that the build downloads nothing from an index.
   */
  readonly requires: readonly string[];
  /** Whether the version comes from version control, which is not in the build context. */
  readonly versionControl: boolean;
}

/**
 * Without a named backend, it is setuptools:
 * https://packaging.python.org/en/latest/specifications/pyproject-toml/#declaring-build-system-dependencies-the-build-system-table
 */
export function buildBackend(pyproject: Pyproject | null): BuildBackend | null {
  if (!pyproject || (!('project' in pyproject.table) && !('build-system' in pyproject.table)))
    return null;
  const named = textsAt(tableAt(pyproject.table, 'build-system'), 'requires');
  const requires = named.length > 0 ? named : ['setuptools>=61'];
  return {
    requires,
    versionControl: requires.some((it) =>
      /^(?:setuptools[-_]scm|hatch-vcs|versioningit|dunamai|pdm-backend.*scm)/i.test(it),
    ),
  };
}

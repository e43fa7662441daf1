/**
 * Installs what the project declares and its requirements file lacks: many projects name in setup.py
 * or pyproject.toml what they import, and in requirements.txt only what a deployment adds.
 */
import { firstTwo } from '../../../text/lists.ts';
import type { Package } from '../package.ts';
import type { Pyproject } from '../files/pyproject.ts';
import { tableAt, textsAt } from '../files/toml.ts';
import { type Declared, type Installation, withRequirements } from './installation.ts';
import { requiredIn } from './requirements.ts';

/** @returns the dependencies that the requirements files lack, also under the name of their wheels. */
export function declaredBeside(
  pyproject: Pyproject | null,
  listed: readonly Package[],
): readonly Declared[] {
  if (!pyproject) return [];
  const { file, text, table } = pyproject;
  const names = new Set(listed.map((it) => it.name.replace(/-binary$/, '')));
  return textsAt(tableAt(table, 'project'), 'dependencies').flatMap((written) => {
    const [found] = requiredIn([written], file, text);
    return found && !names.has(found.name.replace(/-binary$/, ''))
      ? [{ package: found, text: written }]
      : [];
  });
}

/**
 * @param isWanted whether the program imports what these packages bring and nothing else does. Then
 *   the requirements file is not all that it needs.
 */
export function withDeclared(
  installation: Installation,
  isWanted: (packages: readonly Package[]) => boolean,
): Installation {
  const { declared, evidence } = installation;
  const packages = declared.map((it) => it.package);
  const [first] = packages;
  if (!first || !isWanted(packages)) return installation;
  const list = evidence[0]?.file ?? '';
  return {
    ...withRequirements(
      installation,
      declared.map((it) => it.text),
    ),
    packages: [...installation.packages, ...packages],
    declared: [],
    notes: [
      ...installation.notes,
      {
        code: 'python/declared-added',
        level: 'warning',
        text: `${list} lacks ${firstTwo(packages.map((it) => it.name))}, which ${first.evidence.file} requires and the program imports: installed, too`,
        hint: `Add what is missing to ${list}, so that one list is complete.`,
        evidence: [first.evidence],
      },
    ],
  };
}

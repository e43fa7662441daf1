/** Decides which package manager installs the project: by lock file, then by settings, then pip. */
import type { Finding } from '../../../types.ts';
import { candidatesOf, decisive, type Claim, type Standing } from '../../shared/package-manager.ts';
import { withSsh } from './git-over-ssh.ts';
import { managers } from './index.ts';
import type { Installation } from './installation.ts';
import type { ManagerInput } from './manager.ts';
import { withCurrentIndex } from './old-index.ts';
import { withPipConfiguration } from './pip-configuration.ts';
import { withReplacedReleases } from './replaced-releases.ts';

export interface ManagerAnswer {
  readonly finding: Finding<string>;
  /** One for each package manager that could install the project. */
  readonly installations: readonly Installation[];
}

/** Reads the project with every package manager, and finds the one with the strongest claim. */
export async function choosePackageManager(
  input: Omit<ManagerInput, 'isProject'>,
): Promise<ManagerAnswer> {
  const isProject = declaresProject(input);
  const installations: Installation[] = [];
  for (const manager of managers) {
    const found = await manager.read({ ...input, isProject });
    if (!found) continue;
    const configured = manager.usesPip ? await withPipConfiguration(found, input.project) : found;
    const current = await withCurrentIndex(configured, input.project);
    const replaced = await withReplacedReleases(current, input.project);
    installations.push(await withSsh(replaced, input.project));
  }
  return { finding: managerFinding(decisive(installations)), installations };
}

/**
 * Finds the package manager of the project.
 *
 * @param claims the claims with the strongest standing. Several contradict each other.
 */
export function managerFinding(claims: readonly Claim[]): Finding<string> {
  const [first, second] = claims;
  if (!first) return { kind: 'suggested', value: 'pip', evidence: [] };
  if (!second) return { kind: 'found', value: first.manager, evidence: first.evidence };
  const names = claims.map((it) => it.manager).join(' and ');
  const reasons: Readonly<Record<Standing, string>> = {
    lock: `lock files of ${names}; only one of them can be installed`,
    settings: `settings of ${names}, and no lock file of either`,
    fallback: `${names} can install it, and no lock file names one`,
  };
  return { kind: 'ambiguous', candidates: candidatesOf(claims), why: reasons[first.standing] };
}

/** A script with inline metadata is a program only if nothing else declares packages. */
function declaresProject({ files, pyproject }: Pick<ManagerInput, 'files' | 'pyproject'>): boolean {
  const marks = managers.flatMap((it) => it.marks.map(({ file }) => file));
  return (
    (pyproject !== null && 'project' in pyproject.table) ||
    [...marks, 'setup.py', 'setup.cfg'].some((it) => files.includes(it))
  );
}

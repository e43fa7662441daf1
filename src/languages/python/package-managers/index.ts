/** The package managers, in the order in which they are offered. A new one is a file beside these and a line here. */
import type { Finding } from '../../../types.ts';
import type { Installation } from '../details.ts';
import { withPipConfiguration } from './pip-configuration.ts';
import type { ManagerInput, PackageManager } from './manager.ts';
import { pdm } from './pdm.ts';
import { pip } from './pip.ts';
import { pipenv } from './pipenv.ts';
import { poetry } from './poetry.ts';
import { uv } from './uv.ts';

export const managers: readonly PackageManager[] = [pip, uv, poetry, pdm, pipenv];

export function managerOf(id: string): PackageManager {
  return managers.find((it) => it.id === id) ?? pip;
}

export interface ManagerChoice {
  readonly finding: Finding<string>;
  readonly installations: readonly Installation[];
}

/** A lock file decides; requirements and a bare pyproject.toml count only where there is none. Two lock files contradict each other. */
export async function chooseManager(input: ManagerInput): Promise<ManagerChoice> {
  const installations: Installation[] = [];
  for (const manager of managers) {
    const found = await manager.read(input);
    if (found) installations.push(await withPipConfiguration(found, input.project));
  }
  const locked = installations.filter((it) => managerOf(it.manager).lockFile !== null);
  const deciding = locked.length > 0 ? locked : installations;
  const [first, second] = deciding;
  if (!first) return { finding: { kind: 'suggested', value: 'pip', evidence: [] }, installations };
  if (!second)
    return {
      finding: { kind: 'found', value: first.manager, evidence: first.evidence },
      installations,
    };
  const candidates = deciding.map((it) => ({ value: it.manager, evidence: it.evidence }));
  return {
    finding: {
      kind: 'ambiguous',
      candidates,
      why: `lock files of ${candidates.map((it) => it.value).join(' and ')}; only one can be what is installed`,
    },
    installations,
  };
}

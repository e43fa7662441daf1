/**
 * The package managers, in the order in which they are offered. To add one, add a file in this
 * folder, a line here, and its name and marks in marks.ts.
 */
import type { Manager } from './manager.ts';
import { pdm } from './pdm.ts';
import { pip } from './pip.ts';
import { pipenv } from './pipenv.ts';
import { poetry } from './poetry.ts';
import { uv } from './uv.ts';

export const managers: readonly Manager[] = [pip, uv, poetry, pdm, pipenv];

export function managerOf(id: string): Manager {
  return managers.find((it) => it.id === id) ?? pip;
}

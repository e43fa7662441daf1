/** The package managers. To add one, add a file in this folder and a line here; its name is in choices.ts. */
import { bun } from './bun.ts';
import type { Manager } from './manager.ts';
import { npm } from './npm.ts';
import { pnpm } from './pnpm.ts';
import { yarnBerry } from './yarn-berry.ts';
import { yarnClassic } from './yarn-classic.ts';

export const managers: readonly Manager[] = [npm, pnpm, yarnClassic, yarnBerry, bun];

export function managerOf(id: string): Manager {
  const manager = managers.find((it) => it.id === id);
  if (!manager) throw new Error(`no package manager ${id}`);
  return manager;
}

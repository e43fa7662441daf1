/** The package managers. A new one is a file beside these and a line here. */
import { bun } from './bun.ts';
import type { Manager } from './manager.ts';
import { npm } from './npm.ts';
import { pnpm } from './pnpm.ts';
import { yarnBerry } from './yarn-berry.ts';
import { yarnClassic } from './yarn-classic.ts';

export const managers: readonly Manager[] = [npm, pnpm, yarnClassic, yarnBerry, bun];

/** The values of `--package-manager`: both lines of Yarn share a name, and the project decides. */
export const managerChoices: readonly string[] = [...new Set(managers.map((it) => it.choice))];

export function managerOf(id: string): Manager {
  const manager = managers.find((it) => it.id === id);
  if (!manager) throw new Error(`no package manager ${id}`);
  return manager;
}

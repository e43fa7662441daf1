/**
 * The values of `--package-manager`, apart from the package managers, because every command loads
 * them. Both lines of Yarn share a name, and the project decides between them.
 */
export const managerChoices = ['npm', 'pnpm', 'yarn', 'bun'] as const;

export type ManagerChoice = (typeof managerChoices)[number];

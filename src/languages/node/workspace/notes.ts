/** Finds contradictions in a workspace before a build fails because of them. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence, Note } from '../../../types.ts';
import { lineAt } from '../../../text/lines.ts';
import type { WorkspaceContext } from '../details.ts';
import { isRecord, type Manifest, place, productionDependencies } from '../files/manifest.ts';
import type { Workspace } from './members.ts';

const lockFile =
  /^(.+)\/(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?)$/;

/**
 * Notes about lock files of single packages.
 * @param lock the lock file in the root; `null` if there is none.
 */
export function lockNotes(
  { members, evidence }: Workspace,
  files: readonly string[],
  lock: string | null,
): Note[] {
  const own = files.filter((it) =>
    members.some((member) => member.folder === lockFile.exec(it)?.[1]),
  );
  const [first] = own;
  if (first === undefined) return [];
  const places = own.map((file) => ({
    file,
    because: 'a lock file in a package of the workspace',
  }));
  if (lock !== null)
    return [
      {
        code: 'node/lock-file-of-member',
        level: 'warning',
        text: `${own.join(', ')}: not used, because ${lock} is the lock file of all packages of the workspace`,
        hint: own.length === 1 ? 'Delete it.' : 'Delete them.',
        evidence: places,
      },
    ];
  return [
    {
      code: 'node/workspace-lock-missing',
      level: 'warning',
      text: 'the workspace has no lock file at its root, and those of single packages are not used: two builds can install different versions',
      hint: `Install once at the root and commit its lock file; or remove the package from the workspace (${evidence.file}), and run this in its folder.`,
      evidence: places,
    },
  ];
}

/** Notes about workspace dependencies that no package of the workspace satisfies. */
export function memberNotes(
  { root, members, evidence }: Workspace,
  target: Manifest,
  { locals }: WorkspaceContext,
): Note[] {
  const names = new Set([root, ...members].map((it) => it.name));
  const notes: Note[] = [];
  for (const manifest of [target, ...locals.map((it) => it.manifest)]) {
    for (const [name, range] of Object.entries({
      ...manifest.devDependencies,
      ...productionDependencies(manifest),
    })) {
      if (!range.startsWith('workspace:') || names.has(name) || /^workspace:.+@/.test(range))
        continue;
      notes.push({
        code: 'node/workspace-package-missing',
        level: 'error',
        text: `it depends on ${name} (${range}), and no package of the workspace has that name`,
        hint: `Add its folder to the workspace (${evidence.file}), or correct the name.`,
        evidence: [place(manifest, [name], `${name}: ${range}`)],
      });
    }
  }
  return notes;
}

/** Says which front ends are in the image beside the program. */
export function servedNotes({ locals }: WorkspaceContext): Note[] {
  return locals.flatMap(({ manifest, build, served }): Note[] =>
    served && build
      ? [
          {
            code: 'node/front-end-of-workspace',
            level: 'info',
            text: `the program serves what ${manifest.folder} builds, which is built and copied, too`,
            evidence: [build.evidence],
          },
        ]
      : [],
  );
}

/**
 * pnpm copies injected packages during the install.
 * https://pnpm.io/settings#injectworkspacepackages
 * @returns where the project asks for that; empty if it does not.
 */
export async function injectedPackages(
  project: ProjectReader,
  target: Manifest,
  { locals }: WorkspaceContext,
): Promise<readonly Evidence[]> {
  const atRuntime = locals.filter((it) => it.ships !== null).map((it) => it.manifest);
  if (atRuntime.length === 0 || !(await project.files()).includes('pnpm-lock.yaml')) return [];
  const settings = [
    ['pnpm-workspace.yaml', /^injectWorkspacePackages:\s*true\b/m],
    ['.npmrc', /^inject-workspace-packages\s*=\s*true\b/m],
  ] as const;
  const found: Evidence[] = [];
  for (const [file, pattern] of settings) {
    const text = (await project.read(file)) ?? '';
    const match = pattern.exec(text);
    if (match) found.push({ file, line: lineAt(text, match.index), because: match[0] });
  }
  const own = isRecord(target.all['dependenciesMeta'])
    ? Object.entries(target.all['dependenciesMeta'])
    : [];
  for (const [name, meta] of own) {
    if (isRecord(meta) && meta['injected'] === true && atRuntime.some((it) => it.name === name))
      found.push(place(target, ['dependenciesMeta', name], `${name} is injected`));
  }
  return found;
}

/** @returns an error, unless the install can have the sources of packages that nothing builds. */
export function injectedNotes(injected: readonly Evidence[], isCopied: boolean): Note[] {
  if (injected.length === 0 || isCopied) return [];
  return [
    {
      code: 'node/injected-packages',
      level: 'error',
      text: 'it uses packages of the workspace as copies (injected), which pnpm makes before they are built',
      hint: 'Use links, which is what pnpm does without this setting; the image then has the same packages.',
      evidence: injected,
    },
  ];
}

/** What does not fit together in a workspace, before a build finds it out. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence, Note } from '../../../types.ts';
import { lineAt } from '../../../text/lines.ts';
import type { Surroundings } from '../details.ts';
import { isRecord, type Manifest, place, productionDependencies } from '../files/manifest.ts';
import type { Workspace } from './members.ts';

const lockFile =
  /^(.+)\/(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?)$/;

/** @param lock the one at the root, if there is one. */
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
        level: 'warning',
        text: `${own.join(', ')}: not used; the workspace has one lock file for all its packages, ${lock}: delete the other`,
        evidence: places,
      },
    ];
  return [
    {
      level: 'error',
      text: `the workspace has no lock file at its root, but packages of it have their own\nInstall once at the root and commit its lock file; or take the package out of the workspace (${evidence.file}), and run this in its folder.`,
      evidence: places,
    },
  ];
}

/** Dependencies that only the workspace could satisfy, and does not. */
export function memberNotes(
  { root, members, evidence }: Workspace,
  target: Manifest,
  { locals }: Surroundings,
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
        level: 'error',
        text: `it depends on ${name} (${range}), and no package of the workspace has that name\nAdd its folder to the workspace (${evidence.file}), or mend the name.`,
        evidence: [place(manifest, [name], `${name}: ${range}`)],
      });
    }
  }
  return notes;
}

/** pnpm copies what is injected when it installs, and at that time there is nothing but manifests. https://pnpm.io/settings#injectworkspacepackages */
export async function injectedNotes(
  project: ProjectReader,
  target: Manifest,
  { locals }: Surroundings,
): Promise<Note[]> {
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
  if (found.length === 0) return [];
  return [
    {
      level: 'error',
      text: 'it uses packages of the workspace as copies (injected), which pnpm makes before they are built\nUse links, which is what pnpm does without this setting; the image has the same packages then.',
      evidence: found,
    },
  ];
}

/**
 * What a program embeds in; the front end that makes it, where it is not in the repository, out: a package.json with a build script,
 * whose output `//go:embed` names and git ignores.
 */
import { supportedVersions } from '../../data/end-of-life.ts';
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence } from '../../types.ts';
import { folderOf } from '../../text/paths.ts';
import type { EmbedTarget } from './ignored.ts';

export interface Frontend {
  /** The folder of package.json, and that of what the build makes; relative to the project. */
  readonly folder: string;
  readonly output: string;
  /** What is copied before the installation. */
  readonly manifests: readonly string[];
  readonly install: string;
  readonly build: string;
  readonly cache: string;
  readonly nodeVersion: string;
  readonly evidence: Evidence;
}

interface Manager {
  readonly lock: string;
  readonly cache: string;
  readonly build: string;
  install(version: string | undefined): string;
}

const managers: readonly Manager[] = [
  {
    lock: 'package-lock.json',
    cache: '/root/.npm',
    build: 'npm run build',
    install: () => 'npm ci',
  },
  {
    lock: 'pnpm-lock.yaml',
    cache: '/root/.local/share/pnpm/store',
    build: 'pnpm run build',
    install: (version) =>
      `npm install --global pnpm@${version ?? '10'} && pnpm install --frozen-lockfile`,
  },
  {
    lock: 'yarn.lock',
    cache: '/usr/local/share/.cache/yarn',
    build: 'yarn run build',
    install: () => 'npm install --global yarn@1.22.22 && yarn install --frozen-lockfile',
  },
];

/** Package managers that no stage is written for: their file, and what they are called. */
const others: readonly (readonly [string, string])[] = [
  ['.yarnrc.yml', 'Yarn 2 or newer'],
  ['bun.lock', 'Bun'],
  ['bun.lockb', 'Bun'],
];

/** Why a front end that is there is not built. @returns `undefined`: there is none that could make what is embedded. */
export function otherManager(
  files: readonly string[],
  target: EmbedTarget,
): { readonly manifest: string; readonly name: string; readonly file: string } | undefined {
  for (const manifest of nearestFirst(
    files.filter((it) => it.endsWith('package.json')),
    target.path,
  )) {
    const folder = folderOf(manifest);
    const found = others
      .map(([file, name]) => ({ manifest, name, file: folder === '' ? file : `${folder}/${file}` }))
      .find((it) => files.includes(it.file));
    if (found) return found;
  }
  return undefined;
}

/** @returns `undefined` when everything that is embedded is in the repository, or nothing there says how it is made. */
export async function findFrontend(
  project: ProjectReader,
  targets: readonly EmbedTarget[],
  today: Date,
): Promise<Frontend | undefined> {
  const files = await project.files();
  const ignoring = await ignoredByGit(project);
  for (const target of targets) {
    if (target.found && !ignoring(target.path)) continue;
    for (const file of nearestFirst(
      files.filter((it) => it.endsWith('package.json')),
      target.path,
    )) {
      const frontend = await frontendIn(project, files, folderOf(file), target, today);
      if (frontend) return frontend;
    }
  }
  return undefined;
}

async function frontendIn(
  project: ProjectReader,
  files: readonly string[],
  folder: string,
  target: EmbedTarget,
  today: Date,
): Promise<Frontend | undefined> {
  const within = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
  const { scripts, packageManager } = parsed((await project.read(within('package.json'))) ?? '');
  const manager = managers.find((it) => files.includes(within(it.lock)));
  // WORKDIR expands variables and takes no quotes.
  if (!/^[\w./@+-]*$/.test(folder)) return undefined;
  if (scripts?.['build'] === undefined || !manager || files.includes(within('.yarnrc.yml')))
    return undefined;
  const pinned = /^\d+/.exec(
    ((await project.read(within('.nvmrc'))) ?? (await project.read('.nvmrc')) ?? '')
      .trim()
      .replace(/^v/, ''),
  )?.[0];
  const supported = supportedVersions('node', today);
  const nodeVersion =
    supported.find((it) => it.version === pinned)?.version ??
    supported.find((it) => it.lts)?.version ??
    '26';
  return {
    folder,
    output: target.path,
    nodeVersion,
    manifests: ['package.json', manager.lock, '.npmrc', 'pnpm-workspace.yaml']
      .map(within)
      .filter((it) => files.includes(it)),
    install: manager.install(/^pnpm@(\d+\.\d+\.\d+)/.exec(packageManager ?? '')?.[1]),
    build: manager.build,
    cache: manager.cache,
    evidence: target.evidence,
  };
}

/** Those that share most of their path with the target first. */
function nearestFirst(files: readonly string[], target: string): string[] {
  const shared = (file: string): number => {
    const folder = folderOf(file);
    return folder === '' || target.startsWith(`${folder}/`) ? folder.length + 1000 : 0;
  };
  return [...files].sort((one, other) => shared(other) - shared(one) || one.length - other.length);
}

function parsed(text: string): { scripts?: Record<string, string>; packageManager?: string } {
  try {
    return JSON.parse(text) as { scripts?: Record<string, string>; packageManager?: string };
  } catch {
    return {};
  }
}

/** The plain lines of .gitignore: names and paths, which is how outputs of builds are written there. https://git-scm.com/docs/gitignore */
async function ignoredByGit(project: ProjectReader): Promise<(path: string) => boolean> {
  const rules: { folder: string; pattern: string }[] = [];
  for (const file of (await project.files()).filter(
    (it) => it === '.gitignore' || it.endsWith('/.gitignore'),
  )) {
    for (const line of ((await project.read(file)) ?? '').split('\n')) {
      const pattern = line
        .trim()
        .replace(/^\*\*\//, '')
        .replace(/\/\*{0,2}$/, '');
      if (pattern !== '' && !/^[#!]/.test(pattern)) rules.push({ folder: folderOf(file), pattern });
    }
  }
  return (path) =>
    rules.some(({ folder, pattern }) => {
      if (folder !== '' && path !== folder && !path.startsWith(`${folder}/`)) return false;
      const inner = folder === '' ? path : path.slice(folder.length + 1);
      if (pattern.includes('/')) return `${inner}/`.startsWith(`${pattern.replace(/^\//, '')}/`);
      return inner.split('/').includes(pattern);
    });
}

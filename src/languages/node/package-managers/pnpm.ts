/**
 * pnpm: installed at an exact version, never through corepack (absent since Node 25).
 * https://pnpm.io/cli/install
 */
import { shellWord } from '../../../text/shell-words.ts';
import {
  type Install,
  installed,
  type Manager,
  type Member,
  type Target,
  whyLocked,
} from './manager.ts';

/** The store is a cache mount. Packages are copied from it, because it is another file system. */
const store = '/pnpm/store';
const caches = [store];

export const pnpm: Manager = {
  id: 'pnpm',
  choice: 'pnpm',
  title: 'pnpm',
  lockFiles: ['pnpm-lock.yaml'],
  configuration: ['pnpm-workspace.yaml', '.npmrc', '.pnpmfile.cjs', '.pnpmfile.mjs'],
  manifests: 'all',
  tool(install) {
    if (!install.version) return null;
    return {
      why: `pnpm ${install.version.exact}: ${install.version.why}.`,
      command: `npm install --global pnpm@${install.version.exact}`,
      caches: ['/root/.npm'],
    };
  },
  installAll(install, target) {
    return {
      why: whyLocked(
        install,
        'Installs exactly what the lock file lists, with the development dependencies that the build needs.',
      ),
      command: `pnpm${filter(target, true)} install ${frozen(install)} --store-dir=${store}`,
      caches,
    };
  },
  installProduction(install, target) {
    const command = `pnpm${filter(target)} install ${frozen(install)} --prod --store-dir=${store}`;
    return {
      why: whyLocked(
        install,
        'Installs exactly what the lock file lists, without development dependencies.',
      ),
      command,
      caches,
    };
  },
  prune(install, target) {
    // `pnpm prune` does not support workspaces. An install from the complete store needs no
    // network.
    const command = `CI=true pnpm${filter(target)} install ${frozen(install)} --prod --offline --ignore-scripts --store-dir=${store}`;
    return { why: 'Keeps only what runs in production.', command, caches };
  },
  run: (_install, script, member) => `pnpm${inside(member)} run ${script}`,
  execute: (_install, program, member) => `pnpm${inside(member)} exec ${program}`,
};

function frozen(install: Install): string {
  return install.lock === null || install.replaced.length > 0
    ? '--no-frozen-lockfile'
    : '--frozen-lockfile';
}

function inside(member: Member | null): string {
  return member?.folder ? ` --filter=${shellWord(selector(member))}` : '';
}

/**
 * Selects the package, the workspace packages that it needs, and the root, whose tools all packages
 * use.
 */
function filter(target: Target | null, builds = false): string {
  if (!target) return '';
  return [...installed(target, builds).map((it) => `${selector(it)}...`), '{.}']
    .map((it) => ` --filter=${shellWord(it)}`)
    .join('');
}

/** https://pnpm.io/filtering */
function selector(member: Member): string {
  return member.name ?? `{./${member.folder}}`;
}

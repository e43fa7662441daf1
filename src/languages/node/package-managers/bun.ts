/**
 * Bun as a package manager, installed from npm, for a program that runs on Node.
 * https://bun.sh/docs/cli/install
 */
import { shellWord } from '../../../text/shell-words.ts';
import {
  changesPackages,
  type Install,
  type Manager,
  type Member,
  type Target,
  whyLocked,
  withFormerTools,
} from './manager.ts';

const caches = ['/root/.bun/install/cache'];

export const bun: Manager = {
  id: 'bun',
  choice: 'bun',
  title: 'Bun',
  lockFiles: ['bun.lock', 'bun.lockb'],
  configuration: ['bunfig.toml', '.npmrc'],
  manifests: 'all',
  tool(install) {
    if (!install.version) return null;
    return {
      why: `Bun ${install.version.exact}: ${install.version.why}.`,
      command: `npm install --global bun@${install.version.exact}`,
      caches: ['/root/.npm'],
    };
  },
  installAll(install, target) {
    return {
      why: whyLocked(
        install,
        'Installs exactly what the lock file lists, with the development dependencies that the build needs.',
      ),
      command: `bun install${frozen(install)}${only(target, true)}`,
      caches,
    };
  },
  installProduction(install, target) {
    const command = `bun install${frozen(install)} --production${only(target)}`;
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
    // Install scripts run with development tools, which were moved to another folder.
    if (changesPackages(install))
      return {
        why: 'Keeps only what runs in production (Bun has no prune); install scripts change the packages once more.',
        command: withFormerTools('mv', `bun install${frozen(install)} --production${only(target)}`),
        caches,
      };
    return {
      why: 'Keeps only what runs in production (Bun has no prune).',
      command: `rm -rf node_modules && bun install${frozen(install)} --production --ignore-scripts${only(target)}`,
      caches,
    };
  },
  run: (_install, script, member) => `bun run${inside(member)} ${script}`,
  execute: (_install, program, member) =>
    member?.folder
      ? `cd ${shellWord(member.folder)} && bunx --no-install ${program}`
      : `bunx --no-install ${program}`,
};

function frozen(install: Install): string {
  return install.lock === null ? '' : ' --frozen-lockfile';
}

function inside(member: Member | null): string {
  return member?.folder ? ` --filter=${shellWord(`./${member.folder}`)}` : '';
}

/**
 * Selects the package and the workspace packages that it needs. The root manifest applies to all
 * packages.
 */
function only(target: Target | null, builds = false): string {
  if (!target) return '';
  return [target, ...target.needs, ...(builds ? target.beside : [])]
    .filter((it) => it.folder !== '')
    .map(inside)
    .join('');
}

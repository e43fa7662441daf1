/**
 * npm: included in the Node image. `npm ci` installs exactly the lock file or fails.
 * https://docs.npmjs.com/cli/commands/npm-ci
 */
import { shellWord } from '../../../text/shell-words.ts';
import { npmLocks } from '../files/lock-names.ts';
import { explained, ifDemanded } from './engines.ts';
import {
  type Install,
  installed,
  type Manager,
  type Member,
  type Target,
  whyLocked,
} from './manager.ts';

const caches = ['/root/.npm'];
const strict = ' --engine-strict=false';
const who = 'npm, with engine-strict in .npmrc,';

export const npm: Manager = {
  id: 'npm',
  choice: 'npm',
  title: 'npm',
  lockFiles: npmLocks,
  configuration: ['.npmrc'],
  manifests: 'all',
  tool(install) {
    if (!install.version) return null;
    return {
      why: `npm ${install.version.exact}: ${install.version.why}.`,
      command: `npm install --global npm@${install.version.exact}`,
      caches,
    };
  },
  installAll(install, target) {
    return {
      why: explained(
        install,
        who,
        whyLocked(
          install,
          'Installs exactly what the lock file lists, with the development dependencies that the build needs.',
        ),
      ),
      command: `npm ${verb(install)} --no-audit --no-fund${peers(install)}${ifDemanded(install, strict)}${only(target, true)}`,
      caches,
    };
  },
  installProduction(install, target) {
    const command = `npm ${verb(install)} --omit=dev --no-audit --no-fund${peers(install)}${ifDemanded(install, strict)}${only(target)}`;
    return {
      why: explained(
        install,
        who,
        whyLocked(
          install,
          'Installs exactly what the lock file lists, without development dependencies.',
        ),
      ),
      command,
      caches,
    };
  },
  prune(install, target) {
    return {
      why: explained(install, who, 'Keeps only what runs in production.'),
      command: `npm prune --omit=dev --ignore-scripts --no-audit --no-fund${peers(install)}${ifDemanded(install, strict)}${only(target)}`,
      caches,
    };
  },
  run: (_install, script, member) => `npm run ${script}${inside(member)}`,
  execute: (_install, program, member) =>
    member?.folder ? `npm exec --no${inside(member)} -- ${program}` : `npx --no-install ${program}`,
};

function peers(install: Install): string {
  return install.peers === null ? '' : ` ${install.peers}`;
}

/** npm 12 and later fetch from git repositories only with a flag. */
function verb(install: Install): string {
  const git =
    install.git.names.length > 0 && Number(install.version?.exact.split('.')[0]) >= 12
      ? ' --allow-git=all'
      : '';
  const [host, second] = install.mirrors;
  const mirror =
    host === undefined ? '' : ` --replace-registry-host=${second === undefined ? host : 'always'}`;
  const ci = install.lock !== null && install.replaced.length === 0 && !install.incomplete;
  return `${ci ? 'ci' : 'install'}${git}${mirror}`;
}

function inside(member: Member | null): string {
  return member?.folder ? ` --workspace=${shellWord(member.folder)}` : '';
}

/**
 * Selects packages. npm adds the workspace packages that they need. The root manifest applies to
 * all packages.
 */
function only(target: Target | null, builds = false): string {
  if (!target) return '';
  const chosen = installed(target, builds);
  return chosen.length === 0
    ? ' --workspaces=false'
    : `${chosen.map(inside).join('')} --include-workspace-root`;
}

/** npm: comes with Node. `npm ci` installs the lock file or fails. https://docs.npmjs.com/cli/commands/npm-ci */
import { type Install, type Manager, type Target, whyLocked } from './manager.ts';

const caches = ['/root/.npm'];

export const npm: Manager = {
  id: 'npm',
  choice: 'npm',
  title: 'npm',
  lockFiles: ['npm-shrinkwrap.json', 'package-lock.json'],
  configuration: ['.npmrc'],
  tool(install) {
    if (!install.version) return null;
    return { why: `npm ${install.version.exact}: ${install.version.why}.`, command: `npm install --global npm@${install.version.exact}`, caches };
  },
  installAll(install) {
    return { why: whyLocked(install, 'Exactly what the lock file says, development dependencies included: the build needs them.'), command: `npm ${verb(install)} --no-audit --no-fund`, caches };
  },
  installProduction(install, target) {
    const command = `npm ${verb(install)} --omit=dev --no-audit --no-fund${only(target)}`;
    return { why: whyLocked(install, 'Exactly what the lock file says, without development dependencies.'), command, caches };
  },
  prune(install, target) {
    return { why: 'Only what runs in production is left.', command: `npm prune --omit=dev --ignore-scripts --no-audit --no-fund${only(target)}`, caches };
  },
  run: (_install, script, target) => (target ? `npm run ${script} --workspace=${target.name}` : `npm run ${script}`),
  execute: (_install, program) => `npx --no-install ${program}`,
};

function verb(install: Install): string {
  return install.lock === null ? 'install' : 'ci';
}

function only(target: Target | null): string {
  return target ? ` --workspace=${target.name} --include-workspace-root` : '';
}

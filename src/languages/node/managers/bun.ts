/** Bun as a package manager: its npm package brings the program. The program it installs for runs on Node. https://bun.sh/docs/cli/install */
import { type Install, type Manager, whyLocked } from './manager.ts';

const caches = ['/root/.bun/install/cache'];

export const bun: Manager = {
  id: 'bun',
  choice: 'bun',
  title: 'Bun',
  lockFiles: ['bun.lock', 'bun.lockb'],
  configuration: ['bunfig.toml', '.npmrc'],
  tool(install) {
    if (!install.version) return null;
    return { why: `Bun ${install.version.exact}: ${install.version.why}.`, command: `npm install --global bun@${install.version.exact}`, caches: ['/root/.npm'] };
  },
  installAll(install) {
    return { why: whyLocked(install, 'Exactly what the lock file says, development dependencies included: the build needs them.'), command: `bun install${frozen(install)}`, caches };
  },
  installProduction(install) {
    const command = `bun install${frozen(install)} --production`;
    return { why: whyLocked(install, 'Exactly what the lock file says, without development dependencies.'), command, caches };
  },
  prune(install) {
    return { why: 'Only what runs in production is left (Bun has no prune).', command: `rm -rf node_modules && bun install${frozen(install)} --production --ignore-scripts`, caches };
  },
  run: (_install, script) => `bun run ${script}`,
  execute: (_install, program) => `bunx --no-install ${program}`,
};

function frozen(install: Install): string {
  return install.lock === null ? '' : ' --frozen-lockfile';
}

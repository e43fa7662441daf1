/**
 * Yarn 2 to 4: with node_modules, or Plug'n'Play, which keeps packages in archives.
 * https://yarnpkg.com/configuration/yarnrc#nodeLinker
 */
import { shellWord } from '../../../text/shell-words.ts';
import type { EnvironmentLine } from '../../language.ts';
import {
  changesPackages,
  type Install,
  type Manager,
  type Target,
  whyLocked,
  withFormerTools,
} from './manager.ts';
import { yarn, yarnIn } from './yarn.ts';

/** Installs into node_modules, for programs that cannot run from the archives of Plug'n'Play. */
export const plainFolders: EnvironmentLine = {
  name: 'YARN_NODE_LINKER',
  value: 'node-modules',
  why: "Installs plain folders instead of Plug'n'Play archives, so that no process needs a loader.",
};

const caches = ['/root/.yarn/berry/cache'];

export const yarnBerry: Manager = {
  id: 'yarn-berry',
  choice: 'yarn',
  title: 'Yarn',
  lockFiles: ['yarn.lock'],
  configuration: [
    '.yarnrc.yml',
    '.yarn/releases',
    '.yarn/plugins',
    '.yarn/patches',
    '.yarn/cache',
    '.yarn/constraints.pro',
    '.npmrc',
  ],
  manifests: 'all',
  tool(install) {
    if (!install.version || install.vendored !== null) return null;
    // Images up to Node 25 include Yarn 1 under the same name.
    const name = install.version.exact.startsWith('2.') ? 'yarn' : '@yarnpkg/cli-dist';
    const command = `npm install --global --force ${name}@${install.version.exact}`;
    return {
      why: `Yarn ${install.version.exact}: ${install.version.why}.`,
      command,
      caches: ['/root/.npm'],
    };
  },
  installAll(install) {
    const why = whyLocked(
      install,
      'Installs exactly what the lock file lists, with the development dependencies that the build needs.',
    );
    return {
      why,
      command: `${yarn(install)} install ${install.lock === null ? '--no-immutable' : '--immutable'}`,
      caches,
    };
  },
  installProduction(install, target) {
    return {
      why: 'Installs no development dependencies; "focus" has no --immutable, so the lock file is compared afterwards.',
      command: compared(install, focus(install, target)),
      caches,
    };
  },
  prune(install, target) {
    const why =
      'Keeps only what runs in production; "focus" has no --immutable, so the lock file is compared afterwards.';
    if (changesPackages(install) && install.linker === 'node-modules')
      return {
        why: `${why} Install scripts change the packages once more.`,
        command: compared(
          install,
          withFormerTools('cp -R', `YARN_ENABLE_SCRIPTS=false ${focus(install, target)}`),
        ),
        caches,
      };
    // Yarn would still run the scripts of the project:
    // https://yarnpkg.com/configuration/yarnrc#enableScripts
    const without =
      install.neededScripts.length === 0
        ? ''
        : `npm pkg delete${install.neededScripts.map((it) => ` scripts.${it}`).join('')} && `;
    return {
      why,
      command: `${without}${compared(install, `YARN_ENABLE_SCRIPTS=false ${focus(install, target)}`)}`,
      caches,
    };
  },
  run: (install, script, member) => `${yarnIn(install, member)} run ${script}`,
  execute: (install, name, member, ofRoot = false) =>
    `${yarnIn(install, member)} run ${ofRoot ? '--top-level ' : ''}${name}`,
};

/** Yarn adds the workspace packages that the package needs. */
function focus(install: Install, target: Target | null): string {
  return `${yarn(install)} workspaces focus ${target ? shellWord(target.name ?? '') : '--all'} --production`;
}

function compared(install: Install, command: string): string {
  return install.lock === null
    ? command
    : `cp ${install.lock} /tmp/locked && ${command} && cmp ${install.lock} /tmp/locked`;
}

/**
 * Yarn 1: not included in the images of Node 26 and later, so it is installed at an exact version.
 * https://classic.yarnpkg.com/lang/en/docs/cli/install/
 */
import { shellWord } from '../../../text/shell-words.ts';
import { explained, ifDemanded } from './engines.ts';
import { type Install, type Manager, whyLocked } from './manager.ts';
import { yarn, yarnIn } from './yarn.ts';

const folder = '/root/.cache/yarn';
/** Two concurrent installs would read each other's half-written archives. */
const caches = [`${folder},sharing=locked`];
/**
 * Yarn 1 compares its Node with `engines`, also of packages, which its lock file does not repeat: old ones
 * refuse every newer line. Only this flag makes it continue.
 */
const ignoreEngines = ' --ignore-engines';
/**
 * Yarn 1 also compares before every script. A variable also reaches the scripts that a script
 * starts.
 */
const ignoringEngines = 'YARN_IGNORE_ENGINES=true ';

export const yarnClassic: Manager = {
  id: 'yarn-classic',
  choice: 'yarn',
  title: 'Yarn 1',
  lockFiles: ['yarn.lock'],
  configuration: ['.yarnrc', '.npmrc'],
  // Without the manifests of other packages it does not install their dependencies. It has no
  // option for that.
  manifests: 'needed',
  tool(install) {
    if (!install.version || install.vendored !== null) return null;
    // Images up to Node 25 include a Yarn under the same name.
    return {
      why: `Yarn ${install.version.exact}: ${install.version.why}.`,
      command: `npm install --global --force yarn@${install.version.exact}`,
      caches: ['/root/.npm'],
    };
  },
  installAll(install) {
    const why = whyLocked(
      install,
      'Installs exactly what the lock file lists, with the development dependencies that the build needs.',
    );
    return {
      why: explainedAlways(install, why),
      command: `${fromRegistry(install)}${yarn(install)} install ${frozen(install)} --non-interactive${ignoreEngines} --cache-folder=${folder}`,
      caches,
    };
  },
  installProduction(install) {
    const command = `${fromRegistry(install)}${yarn(install)} install ${frozen(install)} --production --non-interactive${ignoreEngines} --cache-folder=${folder}`;
    return {
      why: explainedAlways(
        install,
        whyLocked(
          install,
          'Installs exactly what the lock file lists, without development dependencies.',
        ),
      ),
      command,
      caches,
    };
  },
  prune(install) {
    const command = `${yarn(install)} install ${frozen(install)} --production --ignore-scripts --prefer-offline --offline --non-interactive${ignoreEngines} --cache-folder=${folder}`;
    if (install.patches === null)
      return {
        why: explainedAlways(install, 'Keeps only what runs in production.'),
        command,
        caches,
      };
    // Yarn 1 treats changed files as damaged.
    const again = `mkdir /tmp/all && cp -R node_modules /tmp/all/ && ${command} && ${['node', '/tmp/all/node_modules/patch-package/index.js', ...install.patches.map(shellWord)].join(' ')}`;
    return {
      why: explainedAlways(
        install,
        'Keeps only what runs in production; Yarn 1 undoes patches when it removes the rest, so they are applied again.',
      ),
      command: again,
      caches,
    };
  },
  run: (install, script, member) =>
    `${ifDemanded(install, ignoringEngines)}${yarnIn(install, member)} run ${script}`,
  execute: (install, name, member) =>
    `${ifDemanded(install, ignoringEngines)}${yarnIn(install, member)} run ${name}`,
};

/** @returns the reason for an install, extended by why the flag is there. */
function explainedAlways(install: Install, why: string | null): string {
  return install.demands.length > 0
    ? explained(install, 'Yarn 1', why)
    : `${why ?? ''} Engines of old packages are ignored.`;
}

function frozen(install: Install): string {
  if (install.lock === null) return '--no-lockfile';
  return install.replaced.length > 0 ? '--pure-lockfile' : '--frozen-lockfile';
}

/** Yarn 1 has no option for it. */
function fromRegistry({ lock, mirrors }: Install): string {
  const changes = mirrors.map((it) => ` -e 's#https\\?://${it}/#https://registry.yarnpkg.com/#'`);
  return lock === null || mirrors.length === 0
    ? ''
    : `sed -i${changes.join('')} ${shellWord(lock)} && `;
}

/** Prepares the stage of an install: files to copy first, mounts, compilers. */
import { exportsOf, mountsOf } from '../../../dockerfile/build-secrets.ts';
import { listed } from '../../../text/lists.ts';
import { isWithin } from '../../../text/paths.ts';
import type { BuildSecret } from '../../../types.ts';
import type { Step } from '../../shared/package-manager.ts';
import { installSystemPackages } from '../../shared/system-packages.ts';
import type { ProjectDetails } from '../details.ts';
import type { GitDependencies } from '../package-managers/git-dependencies.ts';
import type { Install } from '../package-managers/manager.ts';
import type { NativePackages } from '../runtime/native.ts';
import type { MountedView, SystemView } from './view.ts';
import { chained } from './workspace.ts';

/** System packages to compile against. odbc loads its library even if its binary is prebuilt. */
const compiledAgainst: Readonly<
  Record<string, Readonly<Record<'glibc' | 'musl', readonly string[]>>>
> = {
  canvas: {
    glibc: [
      'pkg-config',
      'libcairo2-dev',
      'libpango1.0-dev',
      'libjpeg-dev',
      'libgif-dev',
      'librsvg2-dev',
    ],
    musl: ['pkgconf', 'cairo-dev', 'pango-dev', 'libjpeg-turbo-dev', 'giflib-dev', 'librsvg-dev'],
  },
  odbc: { glibc: ['unixodbc-dev'], musl: ['unixodbc-dev'] },
};

/**
 * node-gyp needs Python, make and a C++ compiler. Some packages also need the headers of a library.
 */
export function compilersOf(
  libc: 'glibc' | 'musl',
  { compiled, needsDistutils }: Pick<NativePackages, 'compiled' | 'needsDistutils'>,
): string {
  const setuptools = libc === 'musl' ? 'py3-setuptools' : 'python3-setuptools';
  return installSystemPackages(libc, [
    'python3',
    'make',
    'g++',
    // It has the distutils that Python had.
    ...(needsDistutils ? [setuptools] : []),
    ...compiled.flatMap((it) => compiledAgainst[it]?.[libc] ?? []),
  ]);
}

/** Prisma chooses its engine by the version of OpenSSL, and the slim image of Debian has none. */
export function opensslOf(libc: 'glibc' | 'musl'): string {
  return installSystemPackages(libc, ['openssl']);
}

export function gitOf(libc: 'glibc' | 'musl'): string {
  return installSystemPackages(libc, libc === 'musl' ? ['git'] : ['git', 'ca-certificates']);
}

/**
 * Installs git for packages from git repositories. Lock files contain SSH addresses for public
 * repositories, too. Without a key, these are only reachable over HTTPS.
 */
export function gitView(
  { names, ssh }: GitDependencies,
  libc: 'glibc' | 'musl',
): SystemView['git'] {
  const install = gitOf(libc);
  const https = ['ssh://git@github.com/', 'git@github.com:'].map(
    (it) => `git config --global --add url.https://github.com/.insteadOf ${it}`,
  );
  return {
    why: `Installs git, which fetches ${listed(names)}${ssh ? '. GitHub answers over HTTPS without a key' : ''}.`,
    commands: chained([install, ...(ssh ? https : [])]),
  };
}

/**
 * @returns one COPY for the files in the root, and one for each folder, because COPY does not keep
 *   folders.
 */
export function copiesOf(project: ProjectDetails, install: Install): string[][] {
  if (install.needsSources) return [['.', './']];
  const root = ['package.json', ...(install.lock === null ? [] : [install.lock])];
  const folders: string[][] = [];
  for (const path of install.configuration) {
    if (!project.files.includes(path)) folders.push([path, `./${path}/`]);
    else if (path.includes('/')) folders.push([path, `./${path.slice(0, path.lastIndexOf('/'))}/`]);
    else root.push(path);
  }
  // A folder that is a dependency, too, is there already.
  const whole = install.configuration.filter((it) => !project.files.includes(it));
  for (const member of install.members)
    if (!whole.some((it) => isWithin(member, it)))
      folders.push([`${member}/package.json`, `./${member}/`]);
  return [[...root, './'], ...folders];
}

/**
 * Adds download caches and secrets. A secret that is a variable is exported for this command only.
 */
export function mounted(step: Step, secrets: readonly BuildSecret[]): MountedView {
  const caches = step.caches.map((it) => `type=cache,target=${it}`);
  return {
    why: step.why ?? '',
    mounts: [...caches, ...mountsOf(secrets)],
    command: `${exportsOf(secrets)}${step.command}`,
  };
}

/** Prepares the stage of an install: files to copy first, mounts, compilers. */
import { exportsOf, mountsOf } from '../../../dockerfile/build-secrets.ts';
import { anyOf, listed } from '../../../text/lists.ts';
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

/** Packages of the system that the build stage needs, and why. */
interface SystemNeed {
  readonly why: string;
  readonly packages: readonly string[];
  /** Commands after the installation. */
  readonly then: readonly string[];
}

/** @returns one installation for everything that the build stage needs of the system. */
export function systemView(
  { native, install, usesEngine, readsGit }: SystemInput,
  libc: 'glibc' | 'musl',
): SystemView {
  const needs = [
    ...(native && native.compiled.length > 0 ? [compilersOf(native, libc)] : []),
    ...(usesEngine ? [openssl] : []),
    ...gitsOf(install?.git, readsGit, libc),
  ];
  if (needs.length === 0) return { system: null };
  const packages = needs.flatMap((it) => it.packages);
  return {
    system: {
      whys: needs.map((it) => it.why),
      commands: chained([installSystemPackages(libc, packages), ...needs.flatMap((it) => it.then)]),
    },
  };
}

export interface SystemInput {
  /** `null` where nothing is installed. */
  readonly native: Pick<NativePackages, 'compiled' | 'needsDistutils'> | null;
  /** `null` where nothing is installed. */
  readonly install: Pick<Install, 'git'> | null;
  /** Whether Prisma has an engine, which it chooses by the version of OpenSSL. */
  readonly usesEngine: boolean;
  /** Whether the build asks git for a commit or for dates. */
  readonly readsGit: boolean;
}

/**
 * node-gyp needs Python, make and a C++ compiler. Some packages also need the headers of a library.
 */
function compilersOf(
  { compiled, needsDistutils }: Pick<NativePackages, 'compiled' | 'needsDistutils'>,
  libc: 'glibc' | 'musl',
): SystemNeed {
  const setuptools = libc === 'musl' ? 'py3-setuptools' : 'python3-setuptools';
  return {
    why: `Installs a compiler, which ${anyOf(compiled)} may need. It stays in this stage.`,
    packages: [
      'python3',
      'make',
      'g++',
      // It has the distutils that Python had.
      ...(needsDistutils ? [setuptools] : []),
      ...compiled.flatMap((it) => compiledAgainst[it]?.[libc] ?? []),
    ],
    then: [],
  };
}

/** The slim image of Debian has no OpenSSL. */
const openssl: SystemNeed = {
  why: 'Installs OpenSSL: Prisma chooses its engine by the version.',
  packages: ['openssl'],
  then: [],
};

/**
 * Git for packages from git repositories, or for a build that asks for a commit or for dates. Lock
 * files contain SSH addresses for public repositories, too. Without a key, these are only reachable
 * over HTTPS.
 */
function gitsOf(
  dependencies: GitDependencies | undefined,
  readsGit: boolean,
  libc: 'glibc' | 'musl',
): SystemNeed[] {
  const packages = libc === 'musl' ? ['git'] : ['git', 'ca-certificates'];
  const { names, ssh } = dependencies ?? { names: [], ssh: false };
  if (names.length > 0)
    return [
      {
        why: `Installs git, which fetches ${listed(names)}${ssh ? '. GitHub answers over HTTPS without a key' : ''}.`,
        packages,
        then: ssh ? overHttps : [],
      },
    ];
  const why = 'Installs git, from which the build takes the commit or dates.';
  return readsGit ? [{ why, packages, then: [] }] : [];
}

const overHttps = ['ssh://git@github.com/', 'git@github.com:'].map(
  (it) => `git config --global --add url.https://github.com/.insteadOf ${it}`,
);

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

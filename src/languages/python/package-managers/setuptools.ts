/**
 * Installs setuptools where an old release of a package needs it and no list names it. Up to Python
 * 3.11, a virtual environment had it: https://docs.python.org/3.12/whatsnew/3.12.html#ensurepip
 */
import { isBefore, type Package } from '../package.ts';
import { type Installation, withRequirements } from './installation.ts';
import { managerOf } from './index.ts';

/**
 * Packages that import pkg_resources, up to the release that does not. They ask for any setuptools,
 * and get one without it. Tried on PyPI on 2026-11-29.
 */
const importers: Readonly<Record<string, string | null>> = {
  apscheduler: '3.10',
  'drf-yasg': '1.21.6',
  'face-recognition-models': null,
  fs: null,
  gunicorn: '21',
  pyramid: '2.1',
};

/** The last setuptools with pkg_resources: https://setuptools.pypa.io/en/latest/history.html */
const below = '82';
const requirement = `setuptools<${below}`;

/** @returns setuptools, in a release that has a module which the program imports. */
export function setuptoolsWithin(module: string, evidence: Package['evidence']): Package {
  const limit = module === 'setuptools' ? {} : { below };
  return { name: 'setuptools', version: null, ...limit, extras: [], wheels: null, evidence };
}

/** @returns the installation with setuptools, if pip installs and a package imports what it contains. */
export function withSetuptools(installation: Installation): Installation {
  const { packages } = installation;
  const evidence = packages.find(importsIt)?.evidence;
  if (!evidence || !canHaveSetuptools(installation)) return installation;
  return {
    ...withRequirements(installation, [requirement]),
    packages: [...packages, setuptoolsWithin('pkg_resources', evidence)],
    notes: [
      ...installation.notes,
      {
        code: 'python/setuptools-added',
        level: 'info',
        text: `${requirement} is installed, too: it has pkg_resources, and no list names it`,
        hint: `Add "${requirement}" to the packages of the project.`,
        evidence: [evidence],
      },
    ],
  };
}

/** @returns whether pip installs the packages, and what they are shows that it is not there. */
export function canHaveSetuptools({
  manager,
  packages,
  members,
  unread,
  steps,
}: Installation): boolean {
  return (
    managerOf(manager).usesPip &&
    members.length === 0 &&
    !unread &&
    !packages.some((it) => it.name === 'setuptools') &&
    steps.some((it) => it.installs === 'packages')
  );
}

function importsIt(it: Package): boolean {
  const release = importers[it.name];
  return release === null || (release !== undefined && isBefore(it, release));
}

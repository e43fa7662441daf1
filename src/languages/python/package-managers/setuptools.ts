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

/**
 * An import by the project is not enough: its packages are its own to name.
 * @returns the installation with setuptools, if pip installs and a package imports what it contains.
 */
export function withSetuptools(installation: Installation): Installation {
  const { manager, packages, members, unread } = installation;
  if (!managerOf(manager).usesPip || members.length > 0 || unread) return installation;
  // A list that asks for any later one gets one without it.
  const isLimited = ({ version, below: limit }: Package): boolean =>
    version !== null || limit !== undefined;
  const named = packages.filter((it) => it.name === 'setuptools');
  if (named.some((it) => manager !== 'pip' || isLimited(it))) return installation;
  const evidence = packages.find(importsIt)?.evidence;
  if (!evidence || !installation.steps.some((it) => it.installs === 'packages'))
    return installation;
  return {
    ...withRequirements(installation, [requirement]),
    packages: [
      ...packages,
      { name: 'setuptools', version: null, below, extras: [], wheels: null, evidence },
    ],
    notes: [
      ...installation.notes,
      {
        code: 'python/setuptools-added',
        level: 'info',
        text: `${requirement} is installed, too: it has pkg_resources, and no list ${named.length > 0 ? 'holds it back' : 'names it'}`,
        hint: `Add "${requirement}" to the packages of the project.`,
        evidence: [evidence],
      },
    ],
  };
}

function importsIt(it: Package): boolean {
  const release = importers[it.name];
  return release === null || (release !== undefined && isBefore(it, release));
}

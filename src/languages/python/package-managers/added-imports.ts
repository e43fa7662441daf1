/**
 * Installs well-known packages that the program imports at its start and no list names. They were
 * there once: an older release of a listed package required them, or the image of the maintainers has
 * them.
 */
import { listed } from '../../../text/lists.ts';
import type { Package } from '../package.ts';
import { type Installation, isResolvedByPip, withRequirements } from './installation.ts';
import { managerOf } from './index.ts';

/**
 * @param added well-known packages, with the imports that end the program at its start without them.
 * @returns the installation with them, if pip resolves it. A lock file stays as it is.
 */
export function withImported(installation: Installation, added: readonly Package[]): Installation {
  const { manager, packages, git, evidence } = installation;
  const [place] = evidence;
  // A repository without a name can provide anything.
  if (added.length === 0 || !place || git || !isResolvedByPip(installation)) return installation;
  const names = added.map((it) => it.name);
  return {
    ...withRequirements(installation, names),
    packages: [...packages, ...added],
    notes: [
      ...installation.notes,
      {
        code: 'python/imports-added',
        level: 'warning',
        text: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} installed, too: the program imports ${names.length === 1 ? 'it' : 'them'} at its start, and no list names ${names.length === 1 ? 'it' : 'them'}`,
        hint: `Add ${names[0] ?? ''} to the packages of the project (${managerOf(manager).add(names[0] ?? '', place.file)}).`,
        evidence: added.slice(0, 3).map((it) => it.evidence),
      },
    ],
  };
}

/**
 * Holds back what an old release requires without an upper limit. Where a list pins the one and not
 * the other, pip installs the newest, and the program ends at its first import.
 */
import { firstTwo } from '../../../text/lists.ts';
import { isBefore, type Package } from '../files/package.ts';
import { type Installation, withRequirements } from './installation.ts';

/** Releases of a package that do not work with the newest of another one. */
export interface Companion {
  readonly package: string;
  /** The first release that does; `null` where none does yet. */
  readonly before: string | null;
  /** The first that does not. */
  readonly since?: string;
  /** The extra by which it requires the other one, if it is not always. */
  readonly extra?: string;
  readonly needs: string;
  /** The first release of the other one that it does not work with. */
  readonly below: string;
}

/** The strictest of two rows for the same package comes first. */
export const companions: readonly Companion[] = [
  // https://werkzeug.palletsprojects.com/en/stable/changes/#version-2-1-0: names that Flask 1 imports
  { package: 'flask', before: '2', needs: 'werkzeug', below: '2.1' },
  // https://werkzeug.palletsprojects.com/en/stable/changes/#version-3-0-0: url_quote, url_decode
  { package: 'flask', before: '2.3', needs: 'werkzeug', below: '3' },
  { package: 'flask-login', before: '0.6.3', needs: 'werkzeug', below: '3' },
  // https://jinja.palletsprojects.com/en/stable/changes/#version-3-1-0: escape and Markup
  { package: 'flask', before: '2', needs: 'jinja2', below: '3.1' },
  // https://itsdangerous.palletsprojects.com/en/stable/changes/#version-2-1-0: json
  { package: 'flask', before: '2', needs: 'itsdangerous', below: '2.1' },
  // https://markupsafe.palletsprojects.com/en/stable/changes/#version-2-1-0: soft_unicode
  { package: 'jinja2', before: '3', needs: 'markupsafe', below: '2.1' },
  // https://flask-sqlalchemy.readthedocs.io/en/stable/changes/: sqlalchemy.__all__
  { package: 'flask-sqlalchemy', before: '3', needs: 'sqlalchemy', below: '2' },
  // https://github.com/openai/openai-python/blob/main/CHANGELOG.md: the argument proxies of httpx
  { package: 'openai', since: '1', before: '1.55.3', needs: 'httpx', below: '0.28' },
  // https://numpy.org/doc/stable/release/2.0.0-notes.html: what was compiled with numpy 1
  { package: 'pandas', before: '2.2.2', needs: 'numpy', below: '2' },
  { package: 'scikit-learn', before: '1.4.2', needs: 'numpy', below: '2' },
  { package: 'opencv-python', before: '4.10.0.84', needs: 'numpy', below: '2' },
  { package: 'opencv-python-headless', before: '4.10.0.84', needs: 'numpy', below: '2' },
  // https://github.com/pyca/bcrypt#changelog: passlib tries a password of more than 72 bytes
  { package: 'passlib', extra: 'bcrypt', before: null, needs: 'bcrypt', below: '5' },
];

/** @returns the installation with limits for what its pinned packages require, if pip resolves it. */
export function withCompanions(installation: Installation): Installation {
  const { manager, standing, packages, members, unread, steps } = installation;
  const isLocked = steps.some((it) => it.command.some((line) => /--require-hashes/.test(line)));
  if (manager !== 'pip' || standing === 'lock' || isLocked || members.length > 0 || unread)
    return installation;
  const held = companions.flatMap((it) => {
    const found = packages.find((one) => isOld(one, it));
    return found && isOpen(it, packages) ? [{ ...it, evidence: found.evidence }] : [];
  });
  const added = held.filter(
    (it, index) => held.findIndex((other) => other.needs === it.needs) === index,
  );
  if (added.length === 0 || !steps.some((it) => it.installs === 'packages')) return installation;
  const requirements = added.map((it) => `${it.needs}<${it.below}`);
  return {
    ...withRequirements(installation, requirements),
    packages: [
      ...packages,
      ...added.map(({ needs, below, evidence }) => ({
        name: needs,
        version: null,
        below,
        extras: [],
        wheels: null,
        evidence,
      })),
    ],
    notes: [
      ...installation.notes,
      {
        code: 'python/companions-added',
        level: 'info',
        text: `${firstTwo(requirements)} ${added.length === 1 ? 'is' : 'are'} required, too: newer releases do not work with ${firstTwo([...new Set(added.map((it) => it.package))])} as pinned here`,
        hint: `Update what is pinned, or add ${requirements.map((it) => `"${it}"`).join(', ')} to the packages of the project.`,
        evidence: added.map((it) => it.evidence),
      },
    ],
  };
}

function isOld(it: Package, row: Companion): boolean {
  if (it.name !== row.package) return false;
  if (row.extra !== undefined && !it.extras.includes(row.extra)) return false;
  if (row.before === null) return true;
  return isBefore(it, row.before) && (row.since === undefined || !isBefore(it, row.since));
}

/** Whether no list limits it, and none asks for what a newer release brings. */
function isOpen({ needs }: Companion, packages: readonly Package[]): boolean {
  const isNew = packages.some(
    (it) =>
      needs === 'werkzeug' && it.name === 'flask' && it.version !== null && !isBefore(it, '2.3'),
  );
  return (
    !isNew &&
    packages.every((it) => it.name !== needs || (it.version === null && it.below === undefined))
  );
}

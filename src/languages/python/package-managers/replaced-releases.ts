/**
 * Puts a newer release in the place of a pinned one that no supported Python compiles: its sources
 * use what the C interface lost with Python 3.11. The interface of the newer one is the same.
 * https://docs.python.org/3.11/whatsnew/3.11.html#porting-to-python-3-11
 */
import { firstTwo } from '../../../text/lists.ts';
import { shellWord } from '../../../text/shell-words.ts';
import type { ProjectReader } from '../../../ports/ports.ts';
import { isBefore, type Package } from '../package.ts';
import { allows } from '../versions.ts';
import { managerOf } from './index.ts';
import { type Installation, requirementsPath, withRequirements } from './installation.ts';

interface Replacement {
  /** The oldest release that the newer one is like; others have limits for what is older. */
  readonly since?: string;
  /** The first release that Python 3.11 compiles. */
  readonly first: string;
  /** The one that is installed. */
  readonly by: string;
}

/**
 * Seen to fail with Python 3.11: aiohttp 3.8.1, cffi 1.14.0, frozenlist 1.3.0, greenlet 1.1.2, lxml 4.6.3, psycopg2
 * 2.8.5, typed-ast 1.4.2, uvloop 0.16.0, yarl 1.7.2. Which release is the first that compiles is from their changelogs.
 */
export const replacements: Readonly<Record<string, Replacement>> = {
  // discord.py 1 and what is locked for it need 3.7.
  aiohttp: { since: '3.8', first: '3.8.2', by: '3.8.6' },
  cffi: { first: '1.15.1', by: '1.15.1' },
  frozenlist: { first: '1.3.1', by: '1.3.3' },
  greenlet: { first: '1.1.3', by: '1.1.3.post0' },
  lxml: { first: '4.9.0', by: '4.9.4' },
  psycopg2: { first: '2.9', by: '2.9.11' },
  'psycopg2-binary': { first: '2.9', by: '2.9.11' },
  'typed-ast': { first: '1.5.5', by: '1.5.5' },
  uvloop: { first: '0.17.0', by: '0.17.0' },
  yarl: { first: '1.8.0', by: '1.8.2' },
};

/** The oldest Python with which they fail. */
const line = '3.11';

/** @returns the installation, if pip installs, without the lines of old releases. */
export async function withReplacedReleases(
  installation: Installation,
  project: ProjectReader,
): Promise<Installation> {
  const { manager, manifests, steps, packages, notes, versionRules = [] } = installation;
  const isOlder = versionRules.some((it) => !it.exact && !allows(it.specifier, line));
  if (!managerOf(manager).usesPip || isOlder) return installation;
  const texts = await Promise.all(
    manifests.map(async (file) => ({ file, text: (await project.read(file)) ?? '' })),
  );
  const old = packages.filter((it) => {
    const row = replacements[it.name];
    const isOld =
      row &&
      it.version !== null &&
      isBefore(it, row.first) &&
      (row.since === undefined || !isBefore(it, row.since));
    return isOld && (manager !== 'pip' || isPlain(it, texts));
  });
  const [first] = old;
  if (!first) return installation;
  // The others export a list.
  const lists = manager === 'pip' ? listsOf(old, texts) : [requirementsPath];
  const lines = old.map((it) => ` -e '/^${pattern(it.name)} *(\\[|==)/d'`).join('');
  // A line may go on in the next ones, with its hashes.
  const change = `sed -i -E -e ':a' -e '/\\\\$/{N;s/\\\\\\n//;ba' -e '}'${lines} ${lists.map(shellWord).join(' ')}`;
  const pins = old.map((it) => `${it.name}==${byOf(it)}`);
  const changed: Installation = {
    ...installation,
    packages: packages.map((it) =>
      old.includes(it) ? { ...it, version: byOf(it), wheels: null } : it,
    ),
    steps: steps.map((it) =>
      it.installs === 'packages' ? { ...it, before: [...it.before, change] } : it,
    ),
    notes: [
      ...notes,
      {
        code: 'python/releases-replaced',
        level: 'warning',
        text: `no supported Python compiles ${firstTwo(old.map((it) => `${it.name} ${it.version ?? ''}`))}: the image has ${firstTwo(pins)} in ${old.length === 1 ? 'its' : 'their'} place`,
        hint: 'Pin the same, and try the program with it.',
        evidence: old.map((it) => it.evidence),
      },
    ],
  };
  return withRequirements(changed, pins);
}

const byOf = ({ name, version }: Package): string | null => replacements[name]?.by ?? version;

type Text = { readonly file: string; readonly text: string };

/** Whether a list pins it for every system and Python, in small letters. */
function isPlain(it: Package, texts: readonly Text[]): boolean {
  const isMarked = new RegExp(`^${pattern(it.name)}\\b[^\\n#]*;`, 'm');
  return listsOf([it], texts).length > 0 && !texts.some(({ text }) => isMarked.test(text));
}

function listsOf(old: readonly Package[], texts: readonly Text[]): readonly string[] {
  const names = old.map((it) => pattern(it.name)).join('|');
  const pinned = new RegExp(`^(?:${names}) *(?:\\[|==)`, 'm');
  return texts.filter(({ text }) => pinned.test(text)).map((it) => it.file);
}

/** However the name is written. */
function pattern(name: string): string {
  return name.replaceAll('-', '[-_.]');
}

/**
 * Finds translations that nobody has compiled: programs read .mo files, which are often ignored by
 * git and made before a release.
 * https://docs.python.org/3/library/gettext.html
 */
import { folderOf } from '../../../text/paths.ts';
import type { Note } from '../../../types.ts';
import { isTest } from '../code/module-names.ts';
import type { Package } from '../files/package.ts';

/** Packages that read them, with the command that compiles them. */
const readers: readonly { readonly packageName: string; readonly command: string }[] = [
  { packageName: 'django', command: 'python manage.py compilemessages' },
  { packageName: 'flask-babel', command: 'pybabel compile -d translations' },
  { packageName: 'quart-babel', command: 'pybabel compile -d translations' },
  { packageName: 'babel', command: 'pybabel compile -d locale' },
];

/** @returns a warning where catalogs have no compiled file beside them, and something reads those. */
export function translationNotes(
  files: readonly string[],
  packages: readonly Package[],
): readonly Note[] {
  const reader = readers.find(({ packageName }) => packages.some((it) => it.name === packageName));
  const catalogs = files.filter((it) => /\/LC_MESSAGES\/[^/]+\.po$/.test(it) && !isTest(it));
  const missing = catalogs.filter((it) => !files.includes(it.replace(/\.po$/, '.mo')));
  const [first] = missing;
  if (!reader || first === undefined) return [];
  const languages = new Set(missing.map((it) => folderOf(folderOf(it))));
  return [
    {
      code: 'python/translations-missing',
      level: 'warning',
      text: `the translations of ${languages.size === 1 ? 'a language' : `${languages.size} languages`} are not compiled, so the image has none of them: there is no .mo file beside ${first}`,
      hint: `Run ${reader.command} before the build (it needs gettext), or commit the .mo files.`,
      evidence: [{ file: first, because: 'a catalog without its compiled file' }],
    },
  ];
}

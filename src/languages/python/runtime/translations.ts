/**
 * Finds translations that nobody has compiled: programs read .mo files, which are often ignored by
 * git and made before a release.
 * https://docs.python.org/3/library/gettext.html
 */
import { folderOf } from '../../../text/paths.ts';
import type { Evidence, Note } from '../../../types.ts';
import { isTest } from '../code/module-names.ts';
import type { Package } from '../package.ts';

/** Packages that read them. */
const readers = ['django', 'flask-babel', 'quart-babel', 'babel'];

/** Catalogs that the build compiles. */
export interface Translations {
  /** How many languages they have. */
  readonly languages: number;
  readonly evidence: Evidence;
}

/** @returns the catalogs without a compiled file beside them; `undefined` where nothing reads those. */
export function uncompiledTranslations(
  files: readonly string[],
  packages: readonly Package[],
): Translations | undefined {
  const catalogs = files.filter((it) => /\/LC_MESSAGES\/[^/]+\.po$/.test(it) && !isTest(it));
  const uncompiled = catalogs.filter((it) => !files.includes(it.replace(/\.po$/, '.mo')));
  const [first] = uncompiled;
  if (first === undefined || !packages.some((it) => readers.includes(it.name))) return undefined;
  return {
    languages: new Set(uncompiled.map((it) => folderOf(folderOf(it)))).size,
    evidence: { file: first, because: 'a catalog without its compiled file' },
  };
}

/** @returns what the build does with the catalogs. */
export function translationNotes(found: Translations | undefined): readonly Note[] {
  if (!found) return [];
  const { languages, evidence } = found;
  return [
    {
      code: 'python/translations-compiled',
      level: 'info',
      text: `the build compiles the translations of ${languages === 1 ? 'a language that has' : `${languages} languages that have`} no .mo file`,
      evidence: [evidence],
    },
  ];
}

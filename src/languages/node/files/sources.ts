/** Reads the source files of the program, without tests, declarations and build output. */
import type { ProjectReader } from '../../../ports/ports.ts';

export interface Source {
  readonly file: string;
  readonly text: string;
}

const code = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro)$/;
const excluded =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|e2e|spec|cypress|fixtures|examples?|docs?|bench(?:marks?)?|scripts|dist|build|out|public|static|stories|themes)\/|(?:^|\/)(?:[Gg]ulpfile|[Gg]runtfile|karma|Jakefile)[\w.-]*$|\.(?:test|spec|stories|e2e-spec|bench|config|setup)\.|\.d\.[cm]?ts$|\.min\.js$|\.pnp\.|^\./;
/** The maximum number of files that are read for a program. */
export const mostSources = 400;

/**
 * @param folder the folder of the package; `''` for the root.
 * @param entry the file that comes first, in any folder.
 */
export async function readSources(
  project: ProjectReader,
  folder: string,
  entry: string | null,
): Promise<Source[]> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const files = (await project.files()).filter(
    (it) => it.startsWith(prefix) && code.test(it) && !excluded.test(it.slice(prefix.length)),
  );
  const ordered = entry === null ? files : [entry, ...files.filter((it) => it !== entry)];
  const found: Source[] = [];
  for (const file of ordered.slice(0, mostSources)) {
    const source = await readSource(project, file);
    if (source) found.push(source);
  }
  return found;
}

/** @returns `null` if the file does not exist, or is so long that it must be generated. */
export async function readSource(project: ProjectReader, file: string): Promise<Source | null> {
  const text = await project.read(file);
  return text !== undefined && text.length < 400_000 ? { file, text: withoutComments(text) } : null;
}

export function isSource(file: string): boolean {
  return code.test(file);
}

/**
 * Replaces comments with blanks, so that line numbers do not change. A `//` in a string (`http://`)
 * is kept.
 */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (it) => it.replace(/[^\n]/g, ' '))
    .replace(
      /(^|[\s;{}(,])\/\/[^\n]*/g,
      (it, before: string) => before + ' '.repeat(it.length - before.length),
    );
}

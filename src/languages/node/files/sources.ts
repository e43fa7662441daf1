/** The program's own source files, without tests, declarations and what a build wrote. */
import type { ProjectReader } from '../../../ports/ports.ts';

export interface Source {
  readonly file: string;
  readonly text: string;
}

const code = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro)$/;
const notTheProgram =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|e2e|spec|cypress|fixtures|examples?|docs?|bench(?:marks?)?|scripts|dist|build|out|public|static|stories|themes)\/|(?:^|\/)(?:[Gg]ulpfile|[Gg]runtfile|karma|Jakefile)[\w.-]*$|\.(?:test|spec|stories|e2e-spec|bench|config|setup)\.|\.d\.[cm]?ts$|\.min\.js$|\.pnp\.|^\./;
/** A program with more than that is not read whole. */
export const mostSources = 400;

/** @param folder of the package: `''` for the root. @param entry comes first, wherever it lies. */
export async function readSources(
  project: ProjectReader,
  folder: string,
  entry: string | null,
): Promise<Source[]> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const files = (await project.files()).filter(
    (it) => it.startsWith(prefix) && code.test(it) && !notTheProgram.test(it.slice(prefix.length)),
  );
  const ordered = entry === null ? files : [entry, ...files.filter((it) => it !== entry)];
  const found: Source[] = [];
  for (const file of ordered.slice(0, mostSources)) {
    const source = await readSource(project, file);
    if (source) found.push(source);
  }
  return found;
}

/** @returns `null` where there is no such file, or one that a program wrote. */
export async function readSource(project: ProjectReader, file: string): Promise<Source | null> {
  const text = await project.read(file);
  return text !== undefined && text.length < 400_000 ? { file, text: withoutComments(text) } : null;
}

export function isSource(file: string): boolean {
  return code.test(file);
}

/** Comments become blanks, so that lines keep their numbers; a `//` in a text (`http://`) stays. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (it) => it.replace(/[^\n]/g, ' '))
    .replace(
      /(^|[\s;{}(,])\/\/[^\n]*/g,
      (it, before: string) => before + ' '.repeat(it.length - before.length),
    );
}

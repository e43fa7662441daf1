/** The program's own source files, without tests, declarations and what a build wrote. */
import type { ProjectReader } from '../../ports/ports.ts';

export interface Source {
  readonly file: string;
  readonly text: string;
}

const code = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro)$/;
const notTheProgram = /(?:^|\/)(?:tests?|__tests__|__mocks__|e2e|spec|cypress|fixtures|examples?|docs?|bench(?:marks?)?|scripts|dist|build|out|public|static|stories)\/|\.(?:test|spec|stories|e2e-spec|bench|config|setup)\.|\.d\.[cm]?ts$|\.min\.js$|\.pnp\.|^\./;
const mostFiles = 400;

/** @param folder of the package: `''` for the root. @param entry comes first, wherever it lies. */
export async function readSources(project: ProjectReader, folder: string, entry: string | null): Promise<Source[]> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const files = (await project.files()).filter((it) => it.startsWith(prefix) && code.test(it) && !notTheProgram.test(it.slice(prefix.length)));
  const ordered = entry === null ? files : [entry, ...files.filter((it) => it !== entry)];
  const found: Source[] = [];
  for (const file of ordered.slice(0, mostFiles)) {
    const text = await project.read(file);
    if (text !== undefined && text.length < 400_000) found.push({ file, text: withoutComments(text) });
  }
  return found;
}

/** Comments become blanks, so that lines keep their numbers; a `//` in a text (`http://`) stays. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (it) => it.replace(/[^\n]/g, ' '))
    .replace(/(^|[\s;{}(,])\/\/[^\n]*/g, (it, before: string) => before + ' '.repeat(it.length - before.length));
}

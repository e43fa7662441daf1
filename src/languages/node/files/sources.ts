/** Lists the source files of a package, without tests, declarations and build output. */
import type { ProjectReader } from '../../../ports/ports.ts';

const code = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const excluded =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|e2e|spec|cypress|fixtures|examples?|docs?|bench(?:marks?)?|scripts|dist|build|out|public|static|stories|themes|remix\.init)\/|(?:^|\/)(?:[Gg]ulpfile|[Gg]runtfile|karma|Jakefile)[\w.-]*$|\.(?:test|spec|stories|e2e-spec|bench|config|setup)\.|\.d\.[cm]?ts$|\.min\.js$|\.pnp\.|^\./;

/** Folders with tests, in the root of a package: they stay out of the build context. */
export const testFolders: readonly string[] = [
  'test',
  'tests',
  '__tests__',
  'e2e',
  'cypress',
  'playwright',
];

/** Folders whose scripts are for browsers, unless the program names one of them as its own. */
export const forBrowsers = /(?:^|\/)(?:static|public|assets|www|htdocs|public_html)(?:\/|$)/;

/** Folders for data, in which scripts are what users wrote, unless the program names one of them as its own. */
export const forData = /(?:^|\/)(?:data|storage|uploads)(?:\/|$)/;

/** The most files that are listed for a folder. */
export const mostSources = 400;

/** @param folder `''` for the root. */
export async function sourcesIn(
  project: ProjectReader,
  folder: string,
): Promise<readonly string[]> {
  const prefix = folder === '' ? '' : `${folder}/`;
  return (await project.files())
    .filter(
      (it) => it.startsWith(prefix) && code.test(it) && !excluded.test(it.slice(prefix.length)),
    )
    .slice(0, mostSources);
}

/**
 * @returns whether Node loads a file as code. Without an extension it does: `bin/www`.
 *   https://nodejs.org/api/packages.html#extensionless-files
 */
export function isSource(file: string): boolean {
  return (code.test(file) || /(?:^|\/)[\w-]+$/.test(file)) && !/\.d\.[cm]?ts$/.test(file);
}

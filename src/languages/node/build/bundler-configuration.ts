/** Reads where the configuration file of a bundler says that its output goes. */
import type { ProjectReader } from '../../../ports/ports.ts';

/** Files of a bundler's configuration in a folder. */
async function configurations(
  project: ProjectReader,
  folder: string,
  program: string,
): Promise<string[]> {
  const names = (await project.files()).filter(
    (it) =>
      it.startsWith(folder === '' ? '' : `${folder}/`) &&
      new RegExp(`^${program}\\.(?:config\\.)?(?:[cm]?[jt]s|json)$`).test(
        it.slice(folder === '' ? 0 : folder.length + 1),
      ),
  );
  return Promise.all(names.map(async (it) => (await project.read(it)) ?? ''));
}

/** The name of the one file that a bundler's own configuration says; not one that is made of names of entries (`[name].js`). */
export async function configuredFile(
  project: ProjectReader,
  folder: string,
  program: string,
  output: string,
): Promise<string | undefined> {
  for (const text of await configurations(project, folder, program)) {
    const file = /\bfile\s*:\s*["'`]([\w./-]+\.[cm]?js)["'`]/.exec(text)?.[1];
    const name = /\bfilename\s*:\s*["'`]([\w./-]+\.[cm]?js)["'`]/.exec(text)?.[1];
    if (file !== undefined || name !== undefined) return file ?? `${output}/${name ?? ''}`;
  }
  return undefined;
}

/** outDir in a bundler's own configuration, where it is written as a plain text. @returns it as seen from the folder. */
export async function configuredFolder(
  project: ProjectReader,
  folder: string,
  program: string,
): Promise<string | undefined> {
  for (const text of await configurations(project, folder, program)) {
    const written =
      /\b(?:outDir|dir|outdir)\s*:\s*["'`]([\w./-]+)["'`]/.exec(text)?.[1] ??
      /\bpath\s*:\s*(?:[\w$]+\.|require\([^)]*\)\.)?(?:resolve|join)\([^)]*["'`]([\w./-]+)["'`]\s*\)/.exec(
        text,
      )?.[1];
    const file = /\bfile\s*:\s*["'`]([\w./-]+)\/[^/"'`]+["'`]/.exec(text)?.[1];
    if (written !== undefined || file !== undefined) return written ?? file;
  }
  return undefined;
}

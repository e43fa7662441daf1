/** Reads the output path from the configuration file of a bundler. */
import { posix } from 'node:path';
import { isWithin } from '../../../text/paths.ts';
import type { ProjectReader } from '../../../ports/ports.ts';
import { withoutComments } from '../files/comments.ts';

/** @returns the texts of the configuration files of a bundler in a folder. */
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
  return Promise.all(names.map(async (it) => withoutComments((await project.read(it)) ?? '')));
}

/**
 * @returns the one file that the configuration names. Names with placeholders (`[name].js`) do not
 *   count.
 */
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

/**
 * @returns the output folder that the configuration names as a string literal, relative to the
 *   folder.
 */
export async function configuredFolder(
  project: ProjectReader,
  folder: string,
  program: string,
): Promise<string | undefined> {
  for (const text of await configurations(project, folder, program)) {
    const written =
      commonFolder(
        [...text.matchAll(/\b(?:outDir|dir|outdir)\s*:\s*["'`]([\w./-]+)["'`]/g)].map(
          (it) => it[1] ?? '',
        ),
      ) ??
      /\bpath\s*:\s*(?:[\w$]+\.|require\([^)]*\)\.)?(?:resolve|join)\([^)]*["'`]([\w./-]+)["'`]\s*\)/.exec(
        text,
      )?.[1];
    const file = /\bfile\s*:\s*["'`]([\w./-]+)\/[^/"'`]+["'`]/.exec(text)?.[1];
    if (written !== undefined || file !== undefined) return written ?? file;
  }
  return undefined;
}

/** The folder that holds the outputs of all parts of a configuration: the first one's, if none does. */
function commonFolder(folders: readonly string[]): string | undefined {
  const [first, ...others] = folders.map((it) => posix.normalize(it));
  if (first === undefined) return undefined;
  let shared = first;
  while (shared !== '.' && !others.every((it) => isWithin(it, shared)))
    shared = posix.dirname(shared);
  return shared === '.' ? first : shared;
}

/** Writes the reports of verify: any path that the user names. */
import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { reasonOf } from './file-errors.ts';
import type { ReportFiles } from './ports.ts';

export function reportFiles(): ReportFiles {
  return {
    async demandWritable(path) {
      await refusing(path, async () => {
        const here = await stat(path).catch(() => undefined);
        if (here?.isDirectory() === true) throw new Error('a folder has that name');
        await access(here === undefined ? await folderAbove(path) : path, constants.W_OK);
      });
    },
    async write(path, text) {
      await refusing(path, async () => {
        await mkdir(dirname(resolve(path)), { recursive: true });
        await writeFile(path, text);
      });
    },
    pathOf(folder, path) {
      const found = relative('.', resolve(folder, path));
      return found.startsWith('..') || resolve(found) === found ? null : found.split(sep).join('/');
    },
  };
}

/** The nearest folder above a path that is there. What is missing below it can be made. */
async function folderAbove(path: string): Promise<string> {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (found?.isDirectory() === true) return folder;
    if (found !== undefined) throw new Error(`${folder} is not a folder`);
  }
}

async function refusing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = reasonOf(error, { ENOTDIR: 'a part of the path is not a folder' });
    throw new UserError({
      code: 'E_FILE',
      path,
      reason: `the report cannot be written (${reason})`,
    });
  }
}

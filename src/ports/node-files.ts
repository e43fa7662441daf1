/** Changes files in place. Bytes that are not changed are kept, and so are permissions. */
import { randomBytes } from 'node:crypto';
import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { projectReader } from './node.ts';
import type { FileEditor } from './ports.ts';
import { reasonOf } from './file-errors.ts';

const missing = { ENOENT: 'there is no such file' };

/** Larger files are not Dockerfiles. */
const mostBytes = 4 * 1024 * 1024;

export function fileEditor(): FileEditor {
  return {
    async kindOf(path) {
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) return 'missing';
      return found.isDirectory() ? 'folder' : 'file';
    },
    async filesBelow(folder) {
      const paths = await projectReader(resolve(folder)).files();
      return paths.map((path) => join(folder, path));
    },
    async read(path) {
      try {
        const bytes = await readFile(path);
        if (bytes.length > mostBytes) throw new Error('it is larger than 4 MB');
        return bytes;
      } catch (error) {
        throw new UserError({
          code: 'E_FILE',
          path,
          reason: `cannot be read (${reasonOf(error, missing)})`,
        });
      }
    },
    async replace(files) {
      const drafts: { readonly draft: string; readonly target: string; readonly path: string }[] =
        [];
      try {
        for (const { path, bytes } of files) {
          // Keep the link and replace its target.
          const target = await realpath(path);
          const draft = join(dirname(target), `.${randomBytes(6).toString('hex')}.tmp`);
          drafts.push({ draft, target, path });
          await writeFile(draft, bytes, { flag: 'wx' });
          await chmod(draft, (await stat(target)).mode & 0o7777);
        }
        for (const { draft, target } of drafts) await rename(draft, target);
      } catch (error) {
        for (const { draft } of drafts) await rm(draft, { force: true });
        throw new UserError({
          code: 'E_FILE',
          path: drafts.at(-1)?.path ?? files[0]?.path ?? '',
          reason: `cannot be written (${reasonOf(error, missing)})`,
        });
      }
    },
  };
}

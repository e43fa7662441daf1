/** Says why a file could not be read or written, as a sentence fragment. */

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EISDIR: 'a folder has that name',
};

/** @returns the code of an error of the system: `ENOENT`; `''` for another error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** @param more reasons for further codes, where the caller knows what they mean. */
export function reasonOf(error: unknown, more: Readonly<Record<string, string>> = {}): string {
  const code = codeOf(error);
  return more[code] ?? reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

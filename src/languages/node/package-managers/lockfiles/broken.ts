/** Detects a lock file that cannot be read, because it is empty or contains merge conflicts. */
import type { Problem } from '../../../../errors.ts';
import { lineAt } from '../../../../text/lines.ts';
import { jsonError } from '../../../../text/syntax-errors.ts';
import type { LockFile } from './outdated.ts';

/** @returns the problem to report; `null` if the lock file can be read. */
export async function brokenLock({ file, text, manager }: LockFile): Promise<Problem | null> {
  // git writes this line if two sides changed the same lines.
  const conflict = /^<{7} /m.exec(text);
  if (conflict) {
    return {
      code: 'E_PROJECT',
      file,
      line: lineAt(text, conflict.index),
      reason:
        'it contains the markers of a merge conflict (<<<<<<<), so it is not clear which version to install',
      hint: `Take one side ("git checkout --theirs ${file}"), run "${manager.choice} install" and commit ${file}.`,
    };
  }
  if (manager.id !== 'npm') return null;
  const error = await jsonError(text);
  return (
    error && {
      code: 'E_PROJECT',
      file,
      ...error,
      reason: `${error.reason}: "npm ci" refuses it`,
      hint: `Remove ${file}, run "npm install" and commit ${file}.`,
    }
  );
}

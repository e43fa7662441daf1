/** The text of a lock file in, what nobody can read in it out: half a merge, or nothing at all. */
import type { Problem } from '../../../../errors.ts';
import { lineAt } from '../../../../text/lines.ts';
import type { LockFile } from './outdated.ts';

/** @returns the problem to report, `null` where the lock file can be read. */
export function brokenLock({ file, text, manager }: LockFile): Problem | null {
  // What git writes where two sides changed the same lines.
  const conflict = /^<{7} /m.exec(text);
  if (conflict) {
    return {
      code: 'E_PROJECT',
      file,
      line: lineAt(text, conflict.index),
      reason:
        'it has the conflict markers of a merge (<<<<<<<): which of the two versions to install is not decided',
      hint: `Take one side ("git checkout --theirs ${file}"), run "${manager.choice} install" and commit ${file}.`,
    };
  }
  if (manager.id !== 'npm') return null;
  const reason = text.trim() === '' ? 'it is empty' : unreadable(text);
  return reason === null
    ? null
    : {
        code: 'E_PROJECT',
        file,
        line: 1,
        reason: `${reason}: "npm ci" refuses it`,
        hint: `Remove ${file}, run "npm install" and commit ${file}.`,
      };
}

function unreadable(text: string): string | null {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return null;
  } catch (error) {
    return `it is no JSON (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Dependencies that no supported Node compiles or runs, and that the image replaces. */
import type { Note } from '../../../types.ts';
import { shellWord } from '../../../text/shell-words.ts';
import type { Step } from '../../shared/package-manager.ts';
import type { Manifest } from '../files/manifest.ts';
import type { LockFile } from './lockfiles/outdated.ts';
import type { Replacement } from './manager.ts';
import { oldGulp } from './old-gulp.ts';
import { oldSass } from './old-sass.ts';

/** @param lock the lock file of a package manager; `undefined` if it has none. */
export function replacementsOf(
  manifest: Manifest,
  manager: string,
  lock: LockFile | undefined,
): readonly Replacement[] {
  return [oldSass, oldGulp].flatMap((it) => it(manifest, manager, lock) ?? []);
}

export function replacedNote({ note, evidence }: Replacement): Note {
  return { code: 'node/dependency-replaced', level: 'warning', ...note, evidence: [evidence] };
}

/** @returns the step that changes package.json, before the install; `null` if nothing is replaced. */
export function replacing(
  replaced: readonly Replacement[],
): (Step & { readonly why: string }) | null {
  if (replaced.length === 0) return null;
  return {
    why: replaced.map((it) => it.why).join(' '),
    command: `npm pkg set ${replaced.map(({ key, by }) => shellWord(`${key}=${by}`)).join(' ')}`,
    caches: [],
  };
}

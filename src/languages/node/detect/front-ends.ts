/**
 * Finds front ends in folders beside a program, with a package.json of their own and no workspace,
 * whose output the program serves and that no script builds.
 */
import { posix } from 'node:path';
import type { ProjectReader } from '../../../ports/ports.ts';
import { isBelow, isWithin, joined, overlap } from '../../../text/paths.ts';
import { shellWord } from '../../../text/shell-words.ts';
import type { Note } from '../../../types.ts';
import type { PathUse } from '../../shared/uses.ts';
import type { Build } from '../build/output.ts';
import type { FrontEndBeside } from '../details.ts';
import { type Manifest, readManifest } from '../files/manifest.ts';
import { scriptsOf } from '../files/script-files.ts';
import { detectFramework } from '../frameworks/index.ts';
import { installScripts } from '../package-managers/install-scripts.ts';

export interface FrontEndsBeside {
  readonly built: readonly FrontEndBeside[];
  readonly notes: readonly Note[];
}

const otherLocks = ['pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];

/** The most folders that are looked at. */
const mostFolders = 12;

/** @param reads what the program reads and serves. */
export async function frontEndsBeside(
  project: ProjectReader,
  manifest: Manifest,
  build: Build | null,
  reads: readonly PathUse[],
): Promise<FrontEndsBeside> {
  const files = await project.files();
  const missing = servedWithout(manifest, reads, files);
  if (missing.length === 0) return { built: [], notes: [] };
  const texts = [...installScripts, build?.script ?? '']
    .flatMap((it) => scriptsOf(manifest, it))
    .map((it) => manifest.scripts[it] ?? '');
  const built: FrontEndBeside[] = [];
  const notes: Note[] = [];
  for (const folder of foldersBeside(manifest.folder, files)) {
    const isMentioned = texts.some((it) => it.includes(posix.basename(folder)));
    const read = isMentioned ? null : await readManifest(project, folder);
    if (!read?.ok || !('build' in read.manifest.scripts)) continue;
    const site = await detectFramework({ project, manifest: read.manifest, files });
    if (site?.kind !== 'site') continue;
    const output = posix.join(folder, site.folder);
    const served = missing.find((it) => overlap(it.path, output));
    if (!served) {
      notes.push(missingNote(missing[0], folder, output));
      continue;
    }
    const hasLock = (names: readonly string[]): boolean =>
      names.some((it) => files.includes(joined(folder, it)));
    if (hasLock(otherLocks)) notes.push(missingNote(served, folder, output));
    else built.push({ folder, output, command: commandOf(folder, hasLock(['package-lock.json'])) });
  }
  return { built, notes: built.length > 0 ? [] : notes.slice(0, 1) };
}

/** The development packages are for the build, whatever NODE_ENV says. */
function commandOf(folder: string, isLocked: boolean): string {
  const at = `--prefix ${shellWord(folder)}`;
  return `npm ${isLocked ? 'ci' : 'install'} ${at} --include=dev --no-audit --no-fund && npm run build ${at}`;
}

/** Folders that are served and of which the project has nothing. */
function servedWithout(
  { folder }: Manifest,
  reads: readonly PathUse[],
  files: readonly string[],
): readonly PathUse[] {
  return reads
    .filter((it) => it.purpose === 'served' && it.below !== 'home' && !it.path.startsWith('/'))
    .map((it) => ({
      ...it,
      path: it.below === 'program' ? posix.normalize(it.path) : posix.join(folder, it.path),
    }))
    .map((it) => ({ ...it, path: it.path.replace(/\/$/, '') }))
    .filter(({ path }) => path !== '.' && !path.startsWith('..'))
    .filter(({ path }) => !files.some((it) => it === path || isBelow(it, path)));
}

function foldersBeside(folder: string, files: readonly string[]): readonly string[] {
  return files
    .filter(
      (it) => posix.basename(it) === 'package.json' && isWithin(it, folder === '' ? it : folder),
    )
    .map((it) => posix.dirname(it))
    .filter((it) => it !== '.' && it !== folder && !it.includes('node_modules'))
    .filter((it) => it.split('/').length <= (folder === '' ? 0 : folder.split('/').length) + 2)
    .slice(0, mostFolders);
}

function missingNote(served: PathUse | undefined, folder: string, output: string): Note {
  const path = served?.path ?? '';
  return {
    code: 'node/front-end-not-built',
    level: 'warning',
    text: `the program serves ${path}, which is not in the project, and no script builds the front end in ${folder} (to ${output})`,
    hint: `Build it in the script "build", and copy ${output} to where the program serves it.`,
    evidence: served ? [served.evidence] : [],
  };
}

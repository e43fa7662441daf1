/**
 * Finds front ends in folders beside a program, with a package.json of their own and no workspace,
 * whose output the program serves and that no script builds.
 */
import { posix } from 'node:path';
import type { ProjectReader } from '../../../ports/ports.ts';
import { folderOf, isInFolder, isWithin, joined, overlap, seenFrom } from '../../../text/paths.ts';
import { shellWord } from '../../../text/shell-words.ts';
import type { Note } from '../../../types.ts';
import type { PathUse } from '../../shared/uses.ts';
import type { Build } from '../build/output.ts';
import { type Manifest, readManifest } from '../files/manifest.ts';
import { textsOfScript } from '../files/script-files.ts';
import { detectFramework } from '../frameworks/index.ts';
import { otherLocks } from '../files/lock-names.ts';
import { installCommand, type PackageBeside } from '../package-managers/beside.ts';
import { installScripts } from '../package-managers/install-scripts.ts';

/** A script that builds in another folder: `cd client && npm run build`, `npm run build --prefix client`. */
const buildsIn =
  /\bcd (?:\.\/)?(?<first>[\w-]+)\/? && (?:npm|pnpm|yarn)(?: run)? (?!ci\b|i\b|install\b)|\b(?:npm|pnpm|yarn)\b[^&|;]*?(?:--prefix|-C|--cwd|--dir)[= ](?:\.\/)?(?<second>[\w-]+)/g;

/**
 * Front ends that a script builds, and whose packages no script installs.
 *
 * @param texts the scripts that run when the image is built.
 * @returns the commands that install them.
 */
function installsBeside(
  { folder: own }: Manifest,
  texts: readonly string[],
  files: readonly string[],
): readonly PackageBeside[] {
  const found = new Set(
    texts.flatMap((it) =>
      [...it.matchAll(buildsIn)].flatMap(
        ({ groups }) => groups?.['first'] ?? groups?.['second'] ?? [],
      ),
    ),
  );
  return [...found].flatMap((name) => {
    const folder = joined(own, name);
    const has = (file: string): boolean => files.includes(joined(folder, file));
    const installs = new RegExp(
      String.raw`\bcd (?:\./)?${name}/? && (?:npm|pnpm|yarn)(?: (?:ci|i|install)\b| *(?:&&|$))|\b(?:ci|i|install)\b[^&|;]*[= ](?:\./)?${name}\b|[= ](?:\./)?${name}/? (?:ci|i|install)\b`,
    );
    const isInstalled = texts.some((it) => installs.test(it));
    if (!has('package.json') || isInstalled || otherLocks.some(has)) return [];
    return [{ folder, command: developmentInstall(folder, files) }];
  });
}

export interface FrontEndsBeside {
  /** Front ends that a script builds: only their install is missing. */
  readonly installed: readonly PackageBeside[];
  /** Front ends that no script builds: the command installs and builds them. */
  readonly built: readonly PackageBeside[];
  /** What the builds of all front ends fill, and the program serves. */
  readonly outputs: readonly string[];
  readonly notes: readonly Note[];
}

/** The most folders that are looked at, and how far below the package. */
const mostFolders = 12;
const deepest = 2;

/** @param reads what the program reads and serves. */
export async function frontEndsBeside(
  project: ProjectReader,
  manifest: Manifest,
  build: Build | null,
  reads: readonly PathUse[],
): Promise<FrontEndsBeside> {
  const files = await project.files();
  const missing = servedWithout(manifest, reads, files);
  const texts = [...installScripts, build?.script ?? ''].flatMap((it) =>
    textsOfScript(manifest, it),
  );
  const installed = installsBeside(manifest, texts, files);
  const [first] = missing;
  if (!first) return { installed, built: [], outputs: [], notes: [] };
  const found: FrontEnd[] = [];
  for (const folder of foldersBeside(manifest.folder, files)) {
    const output = await outputOf(project, folder, files);
    if (output === null) continue;
    const isBuilt = texts.some((it) => it.includes(posix.basename(folder)));
    const isForNpm = !otherLocks.some((it) => files.includes(joined(folder, it)));
    const served = missing.find((it) => overlap(it.path, output));
    found.push({ folder, output, isBuilt, canBeBuilt: isBuilt || isForNpm, served });
  }
  const served = found.filter((it) => it.served !== undefined && it.canBeBuilt);
  if (served.length > 0)
    return {
      installed,
      built: served
        .filter((it) => !it.isBuilt)
        .map(({ folder }) => ({ folder, command: buildCommand(folder, files) })),
      outputs: served.map((it) => it.output),
      notes: [],
    };
  const [only, ...others] = found;
  const places = missing.filter(({ path }) => isForPages.test(posix.basename(path)));
  const [place] = places;
  const isClear = others.length === 0 && places.every((it) => it.path === place?.path);
  if (only?.canBeBuilt && place && isClear) return { installed, ...copiedTo(place, only, files) };
  return {
    installed,
    built: [],
    outputs: [],
    notes: only ? [missingNote(only.served ?? first, only)] : [],
  };
}

interface FrontEnd {
  readonly folder: string;
  /** What its build fills. */
  readonly output: string;
  /** Whether a script of the program builds it. */
  readonly isBuilt: boolean;
  readonly canBeBuilt: boolean;
  /** Where the program serves the output as it is. */
  readonly served: PathUse | undefined;
}

/** Folders from which programs serve pages, in contrast to those for files of users. */
const isForPages = /^(?:public|static|dist|build|www|web(?:root)?|html|client|front-?end|ui)$/;

/** The only front end, for the only folder with pages that is missing: else the program serves none. */
function copiedTo(
  { path, evidence }: PathUse,
  { folder, output, isBuilt }: FrontEnd,
  files: readonly string[],
): Omit<FrontEndsBeside, 'installed'> {
  const copy = `mkdir -p ${shellWord(path)} && cp -R ${shellWord(`${output}/.`)} ${shellWord(path)}`;
  const command = isBuilt ? copy : `${buildCommand(folder, files)} && ${copy}`;
  return {
    built: [{ folder, command }],
    outputs: [path],
    notes: [
      {
        code: 'node/front-end-copied',
        level: 'info',
        text: `the program serves ${path}, which the project does not have: the image has there what the front end in ${folder} builds`,
        evidence: [evidence],
      },
    ],
  };
}

/** @returns what the build of a front end fills; `null` for a package that is none. */
async function outputOf(
  project: ProjectReader,
  folder: string,
  files: readonly string[],
): Promise<string | null> {
  const read = await readManifest(project, folder);
  if (!read?.ok || !('build' in read.manifest.scripts)) return null;
  const site = await detectFramework({ project, manifest: read.manifest, files });
  return site?.kind === 'site' ? posix.join(folder, site.folder) : null;
}

function buildCommand(folder: string, files: readonly string[]): string {
  return `${developmentInstall(folder, files)} && npm run build --prefix ${shellWord(folder)}`;
}

/** The development packages are for the build, whatever NODE_ENV says. */
function developmentInstall(folder: string, files: readonly string[]): string {
  const isLocked = files.includes(joined(folder, 'package-lock.json'));
  return installCommand(folder, isLocked, '--include=dev');
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
    .filter(({ path }) => !files.some((it) => isWithin(it, path)));
}

function foldersBeside(folder: string, files: readonly string[]): readonly string[] {
  return files
    .filter((it) => posix.basename(it) === 'package.json' && isInFolder(it, folder))
    .map((it) => folderOf(it))
    .filter((it) => it !== '' && it !== folder && !it.includes('node_modules'))
    .filter((it) => seenFrom(folder, it).split('/').length <= deepest)
    .slice(0, mostFolders);
}

function missingNote({ path, evidence }: PathUse, { folder, output, isBuilt }: FrontEnd): Note {
  const what = isBuilt
    ? `no script copies ${output} there`
    : `no script builds the front end in ${folder} (to ${output})`;
  return {
    code: 'node/front-end-not-built',
    level: 'warning',
    text: `the program serves ${path}, which is not in the project, and ${what}`,
    hint: `Build it in the script "build", and copy ${output} to where the program serves it.`,
    evidence: [evidence],
  };
}

/**
 * Lists what a program needs that the build of a front end may make: files that it embeds, and
 * folders that it serves or reads when it runs.
 */
import { basename } from 'node:path/posix';
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence, Note } from '../../types.ts';
import { folderOf, isBelow, isWithin, joined, resolveFolder, seenFrom } from '../../text/paths.ts';
import {
  buildTexts,
  findFrontend,
  type Frontend,
  type FrontendFacts,
  type FrontendTarget,
  namesPath,
} from '../frontend.ts';
import { ignoredByGit, ignoredPaths } from '../shared/git-ignored.ts';
import type { PathUse, Uses } from '../shared/uses.ts';
import { type Embedded, type EmbedTarget, isLeftOut } from './ignored.ts';
import { ownBuilds } from './own-builds.ts';
import type { Places } from './runtime-files.ts';

/** A front end, and where the program finds it. */
export interface GoFrontend extends Frontend {
  /**
   * The path that the program uses when it runs, relative to its working directory; `undefined` if
   * the files are compiled into the program.
   */
  readonly servedAt: string | undefined;
  /** What the build fills and the build context leaves out. */
  readonly leftOut: readonly string[];
}

export interface GoFrontendFacts {
  readonly frontend: GoFrontend | undefined;
  /** The embed target whose front end cannot be installed. The note gives the reason. */
  readonly refused: EmbedTarget | undefined;
  readonly notes: readonly Note[];
}

/** Files beside others, or a folder that is not there. */
interface OtherTarget extends FrontendTarget {
  /** What git ignores, which is the target itself or a file in it. */
  readonly ignored: string;
  readonly servedAt: string | undefined;
  /** Whether the program serves it to browsers. */
  readonly isServed: boolean;
}

interface Search {
  readonly project: ProjectReader;
  readonly embedded: Embedded;
  readonly uses: Pick<Uses, 'reads' | 'writes'>;
  readonly places: Places;
  /** Decides which versions of Node are supported. */
  readonly today: Date;
}

/** Finds the front end that a program embeds, or else the one that it serves. */
export async function frontendOf(search: Search): Promise<GoFrontendFacts> {
  const { project, embedded, places, today } = search;
  const ownBuild = await ownBuilds(project);
  const common = { project, today, isLeftOut, ownBuild, language: 'go' as const };
  const missing = embedded.targets.filter((it) => !it.found);
  const whole = await findFrontend({
    ...common,
    targets: embedded.targets,
    nameOf: (it) => `//go:embed ${it.pattern}`,
    purpose: 'builds what is embedded',
    // Several patterns may name parts of one output.
    whole: new Set(missing.map((it) => it.path)).size > 1,
    level: 'error',
    isLikely: () => true,
  });
  const ignoring = await ignoredByGit(project);
  const isKept = (path: string): boolean =>
    places.files.some((it) => isWithin(it, path) && ignoring(it) === undefined);
  if (whole.frontend) {
    const { output, built } = whole.frontend;
    const leftOut = [...new Set([output, built])].filter((it) => !isKept(it));
    return { ...whole, frontend: { ...whole.frontend, servedAt: undefined, leftOut } };
  }
  if (whole.refused) return { ...whole, frontend: undefined };
  const folders = places.files.filter((it) => /(?:^|\/)package\.json$/.test(it)).map(folderOf);
  if (folders.length === 0) return { ...whole, frontend: undefined };
  const targets = await otherTargets(search, isKept);
  const builds = await buildTexts(project, folders);
  const found = await findFrontend({
    ...common,
    targets,
    nameOf: (it) => it.path,
    purpose: 'builds what the program needs',
    whole: true,
    level: 'warning',
    isLikely: ({ path, ignored, isServed }, { folder, filled }) => {
      if (isBelow(folder, path) || (folder !== '' && folder === path)) return false;
      const isIgnored = ignoring(ignored) !== undefined;
      if (filled !== undefined && (isWithin(ignored, filled) || isWithin(filled, path)))
        return true;
      if (filled !== undefined)
        return isServed && (isIgnored || basename(filled) === basename(path));
      // A bundler names the folder of the files that it writes: `outdir: "assets/static"`.
      const named = [ignored, ...(path.includes('/') ? [path] : [])];
      const isNamed = named.some((it) => namesPath(builds.get(folder), seenFrom(folder, it)));
      return isNamed || (isServed && isIgnored && (folder === '' || isBelow(path, folder)));
    },
  });
  return servedFrom(found, targets, isKept);
}

function servedFrom(
  { frontend, notes }: FrontendFacts<OtherTarget>,
  targets: readonly OtherTarget[],
  isKept: (path: string) => boolean,
): GoFrontendFacts {
  const target = targets.find((it) => it.evidence === frontend?.evidence);
  if (!frontend || !target) return { frontend: undefined, refused: undefined, notes };
  // The build may fill the folder around the one that the program names.
  const inner = target.path.slice(frontend.output.length);
  const servedAt = target.servedAt?.slice(0, target.servedAt.length - inner.length);
  const leftOut = [...new Set([frontend.output, frontend.built])].filter((it) => !isKept(it));
  return {
    frontend: { ...frontend, servedAt, leftOut },
    refused: undefined,
    notes,
  };
}

async function otherTargets(
  { project, embedded, uses: { reads, writes }, places }: Search,
  isKept: (path: string) => boolean,
): Promise<readonly OtherTarget[]> {
  const named = reads.flatMap((it) => namedFolders(it, places));
  const written = writes.map((it) => it.path.replace(/\/$/, ''));
  const isWritten = ({ servedAt }: OtherTarget): boolean =>
    servedAt !== undefined && written.some((it) => it !== '' && isWithin(it, servedAt));
  const missing = named.filter((it) => !isKept(it.path));
  const kept = named.filter((it) => isKept(it.path));
  const parts = [...embeddedFolders(embedded), ...kept];
  return [
    ...(await ignoredParts(project, parts)),
    ...missing.toSorted((one, other) => one.path.length - other.path.length),
  ].filter((it) => !isWritten(it));
}

function embeddedFolders({ targets }: Embedded): readonly OtherTarget[] {
  return targets
    .filter((it) => it.found)
    .map(({ path, evidence }) => ({
      path,
      ignored: path,
      found: true,
      evidence,
      servedAt: undefined,
      isServed: true,
    }));
}

/** The folder that a program reads, or the folder of the file, from where it may be started. */
function namedFolders(
  { path, kind, below, purpose, evidence }: PathUse,
  { folders, modules }: Places,
): OtherTarget[] {
  if (below !== undefined || path.startsWith('/')) return [];
  const folder = kind === 'folder' ? path.replace(/\/$/, '') : folderOf(path);
  if (folder === '' || /^\.*$/.test(basename(folder))) return [];
  const module = modules.find((it) => isBelow(folder, it.path));
  const places = module
    ? [joined(module.folder, folder.slice(module.path.length))]
    : folders.map((start) => resolveFolder(start, folder));
  return places.flatMap((resolved) => {
    return resolved === undefined || resolved === ''
      ? []
      : [
          {
            path: resolved,
            ignored: resolved,
            found: false,
            evidence: { ...evidence },
            servedAt: folder,
            isServed: purpose === 'served',
          },
        ];
  });
}

/** What git ignores inside a folder that is in the repository: `static/app.css` in `static`. */
async function ignoredParts(
  project: ProjectReader,
  folders: readonly OtherTarget[],
): Promise<readonly OtherTarget[]> {
  const found: OtherTarget[] = [];
  for (const whole of folders)
    for (const ignored of await ignoredPaths(project, whole.path)) {
      // Files beside it are made, too.
      const path = /\.\w+$/.test(ignored) ? folderOf(ignored) : ignored;
      const evidence: Evidence = { ...whole.evidence };
      const inner = path.slice(whole.path.length);
      const servedAt = whole.servedAt === undefined ? undefined : `${whole.servedAt}${inner}`;
      found.push({ path, ignored, found: false, evidence, servedAt, isServed: false });
    }
  return found;
}

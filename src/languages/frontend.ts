/**
 * The one way from another language to Node: finds the front end whose files a program embeds,
 * serves or collects but that are not in the repository, and how it is installed and built. A front
 * end is a package.json with a build script whose output git ignores. It is not in shared/, which
 * does not know any language.
 */
import { exportsOf, mountsOf } from '../dockerfile/build-secrets.ts';
import { UserError, type Problem } from '../errors.ts';
import type { ProjectReader } from '../ports/ports.ts';
import type { BuildSecret, Evidence, Note } from '../types.ts';
import { shellWord } from '../text/shell-words.ts';
import { folderOf, isInFolder, isWithin, overlap } from '../text/paths.ts';
import { literal } from '../text/patterns.ts';
import { placeOf } from '../text/printable.ts';
import type { FrontendInstall } from './node/package-managers/frontend.ts';
import { ignoredByGit } from './shared/git-ignored.ts';
import type { Step } from './shared/package-manager.ts';

/** A path that a program needs and a front end may make. */
export interface FrontendTarget {
  readonly path: string;
  /** Whether the project has files there. */
  readonly found: boolean;
  readonly evidence: Evidence;
}

/** What a language knows of its front ends. */
export interface FrontendSearch<Target extends FrontendTarget> {
  readonly project: ProjectReader;
  /** In the order in which they are tried. */
  readonly targets: readonly Target[];
  /** Decides which versions of Node are supported. */
  readonly today: Date;
  /** Whether the build context leaves a file out, unless it is listed as kept. */
  readonly isLeftOut: (path: string) => boolean;
  /** Prefixes the codes of notes: `go`. */
  readonly language: 'go' | 'python';
  /** What the project's own commands build in a folder for a path, where they move it there. */
  readonly ownBuild?: (
    folder: string,
    wanted: string,
  ) =>
    | { readonly script: string; readonly folder: string; readonly finish: readonly string[] }
    | undefined;
  /** Names a target in a message: `//go:embed dist`. */
  readonly nameOf: (target: Target) => string;
  /** Says what the front end is for, in evidence: `builds what is embedded`. */
  readonly purpose: string;
  /** Whether all that the build fills is copied, where a target is only a part of it. */
  readonly whole: boolean;
  /** The level of the note for a front end that cannot be installed. */
  readonly level: Note['level'];
  /**
   * Whether a target that nothing but its place connects with a package.json is built by it. `filled`
   * is the folder that the build script fills, where that is known.
   */
  readonly isLikely: (
    target: Target,
    place: { folder: string; filled: string | undefined },
  ) => boolean;
}

/** All paths are relative to the project. */
export interface Frontend {
  /** The folder of package.json. */
  readonly folder: string;
  /** The folder that the program needs. */
  readonly output: string;
  /** The folder that the build script fills. It is copied to `output`. */
  readonly built: string;
  /** The script of package.json that builds it; `null` where the packages themselves are read. */
  readonly script: string | null;
  readonly install: FrontendInstall;
  /**
   * COPY lines for the files that the install reads: paths in the project, then the target in
   * `folder`.
   */
  readonly copies: readonly (readonly string[])[];
  /**
   * Files that the install reads and that the build context would otherwise leave out:
   * certificates.
   */
  readonly kept: readonly string[];
  /** Files that contain a token. They are mounted as secrets and are not in the build context. */
  readonly withTokens: readonly string[];
  readonly evidence: Evidence;
}

export interface FrontendFacts<Target extends FrontendTarget = FrontendTarget> {
  readonly frontend: Frontend | undefined;
  /** The target whose front end cannot be installed. The note gives the reason. */
  readonly refused: Target | undefined;
  readonly notes: readonly Note[];
}

/** Finds the first target that a front end of the project builds, and that front end. */
export async function findFrontend<Target extends FrontendTarget>(
  search: FrontendSearch<Target>,
): Promise<FrontendFacts<Target>> {
  const { project, targets, today, isLikely } = search;
  const files = await project.files();
  const ignoring = await ignoredByGit(project);
  const folders = files.filter((it) => /(?:^|\/)package\.json$/.test(it)).map(folderOf);
  let refused: FrontendFacts<Target> | undefined;
  // What is built comes before what is only installed.
  const isInstalled = (it: Target): boolean => packagesFolder.test(it.path);
  const ordered = [...targets.filter((it) => !isInstalled(it)), ...targets.filter(isInstalled)];
  for (const target of ordered) {
    if (target.found && !ignoring(target.path)) continue;
    if (isInstalled(target)) {
      const found = await installedFor(target, search, files);
      if (found) return found;
      continue;
    }
    const unlocked: Place[] = [];
    for (const folder of nearestFirst(folders, target.path)) {
      // WORKDIR expands variables and takes no quotes.
      if (!/^[\w./@+-]*$/.test(folder)) continue;
      const { buildOutput, frontendInstall } = await import('./node/frontend.ts');
      const own = search.ownBuild?.(folder, target.path);
      const { script, folder: filled } = own ?? (await buildOutput(project, folder, target.path));
      if (!isLikely(target, { folder, filled })) continue;
      const answer = await frontendInstall({ project, folder, script, today });
      if (answer?.ok === false) {
        refused ??= refusal(answer.problem, target, search);
        // It may be the wrong package.json, unless its folder contains the target.
        if (isInFolder(target.path, folder)) return refused;
      }
      if (!answer?.ok) continue;
      const place = { folder, script, filled, finish: own?.finish };
      if (answer.frontend.lock !== null)
        return foundIn(place, target, answer.frontend, { files, search });
      // Without a lock file it may be a package of a workspace, which is built from the root.
      const fills = filled !== undefined && overlap(filled, target.path);
      if (fills || isInFolder(target.path, folder)) unlocked.push(place);
    }
    const member = await inWorkspace(search, unlocked, folders);
    if (member) return foundIn(member.place, target, member.install, { files, search });
  }
  return refused ?? { frontend: undefined, refused: undefined, notes: [] };
}

/** The folder of packages in a path: `theme/node_modules` of `theme/node_modules/bootstrap/dist`. */
const packagesFolder = /^(.*\/)?node_modules(?=\/|$)/;

/**
 * Finds the package.json whose packages a program reads, as static files of Django that are in
 * node_modules: an install is enough.
 */
async function installedFor<Target extends FrontendTarget>(
  target: Target,
  search: FrontendSearch<Target>,
  files: readonly string[],
): Promise<FrontendFacts<Target> | undefined> {
  const [path = ''] = packagesFolder.exec(target.path) ?? [];
  const folder = folderOf(path);
  const { project, today } = search;
  const { frontendInstall } = await import('./node/frontend.ts');
  const reads = search.targets.flatMap((it) => {
    const inner = it.path === path ? '' : it.path.slice(path.length + 1);
    return isWithin(it.path, path) ? [/^(?:@[^/]+\/)?[^/]*/.exec(inner)?.[0] ?? ''] : [];
  });
  const answer = await frontendInstall({ project, folder, script: null, reads, today });
  if (!answer) return undefined;
  if (!answer.ok) return refusal(answer.problem, target, search);
  const place = { folder, script: null, filled: undefined };
  return foundIn(place, { ...target, path }, answer.frontend, { files, search });
}

/**
 * Finds the workspace that installs a package which builds the target, where the root of the
 * workspace has no script that builds it.
 *
 * @param packages those without a lock file, the likeliest first.
 */
async function inWorkspace<Target extends FrontendTarget>(
  { project, today }: FrontendSearch<Target>,
  packages: readonly Place[],
  folders: readonly string[],
): Promise<{ readonly place: Place; readonly install: FrontendInstall } | undefined> {
  const { frontendInstall } = await import('./node/frontend.ts');
  for (const { folder, script, filled } of packages.slice(0, mostMembers)) {
    const above = folders.filter((it) => it !== folder && isInFolder(folder, it));
    for (const root of above.toSorted((one, other) => other.length - one.length)) {
      const member = root === '' ? folder : folder.slice(root.length + 1);
      const answer = await frontendInstall({ project, folder: root, script, member, today });
      if (answer?.ok && answer.frontend.lock !== null)
        return { place: { folder: root, script, filled }, install: answer.frontend };
    }
  }
  return undefined;
}

/** The most packages of a workspace that are looked for in those above them. */
const mostMembers = 30;

/** The folder that is installed, the script that builds, and the folder that it fills. */
interface Place {
  readonly folder: string;
  readonly script: string | null;
  readonly filled: string | undefined;
  /** Commands after the script, in the same folder. */
  readonly finish?: readonly string[] | undefined;
}

function foundIn<Target extends FrontendTarget>(
  { folder, script, filled, finish = [] }: Place,
  target: Target,
  install: FrontendInstall,
  {
    files,
    search: { isLeftOut, language, whole },
  }: { readonly files: readonly string[]; readonly search: FrontendSearch<Target> },
): FrontendFacts<Target> {
  const withTokens = install.secrets.flatMap((it) =>
    it.kind === 'file' && files.includes(it.source) ? [it.source] : [],
  );
  const output =
    whole && filled !== undefined && isWithin(target.path, filled) ? filled : target.path;
  const frontend: Frontend = {
    folder,
    output,
    built: builtFor(output, filled),
    script,
    install: finished(install, finish),
    copies: copiesOf(folder, install.reads, files),
    kept: install.reads.filter((it) => isLeftOut(it) && !withTokens.includes(it)),
    withTokens,
    evidence: target.evidence,
  };
  const manifest = folder === '' ? 'package.json' : `${folder}/package.json`;
  return {
    frontend,
    refused: undefined,
    notes: [
      ...install.notes,
      {
        code: `${language}/frontend-built`,
        level: 'info',
        text:
          script === null
            ? `${output} is installed in a separate stage, from ${manifest} with ${install.title}`
            : `${output} is built in a separate stage, by the ${script} script of ${manifest} with ${install.title}`,
        evidence: [target.evidence],
      },
    ],
  };
}

function finished(install: FrontendInstall, commands: readonly string[]): FrontendInstall {
  const { build } = install;
  if (build === null || commands.length === 0) return install;
  return { ...install, build: { ...build, command: [build.command, ...commands].join(' && ') } };
}

/**
 * A build that fills a folder around the needed one, or inside it, needs no copy to another place.
 */
function builtFor(needed: string, filled: string | undefined): string {
  const isApart = filled !== undefined && !isWithin(needed, filled) && !isWithin(filled, needed);
  return isApart ? filled : needed;
}

/** COPY keeps the names of files, but not of their folders. */
function copiesOf(
  folder: string,
  reads: readonly string[],
  files: readonly string[],
): readonly (readonly string[])[] {
  const beside: string[] = [];
  const others: string[][] = [];
  for (const path of reads) {
    const inner = folder === '' ? path : path.slice(folder.length + 1);
    if (path === folder || path === '.') others.push([path, './']);
    else if (!files.includes(path)) others.push([path, `./${inner}/`]);
    else if (inner.includes('/')) others.push([path, `./${folderOf(inner)}/`]);
    else beside.push(path);
  }
  return [...(beside.length > 0 ? [[...beside, './']] : []), ...others];
}

function refusal<Target extends FrontendTarget>(
  problem: Problem,
  target: Target,
  { language, level, nameOf, purpose }: FrontendSearch<Target>,
): FrontendFacts<Target> {
  const isPlaced = problem.code === 'E_PROJECT';
  const file = (isPlaced ? problem.file : undefined) ?? target.evidence.file;
  const line = isPlaced ? problem.line : undefined;
  return {
    frontend: undefined,
    refused: target,
    notes: [
      {
        code: `${language}/frontend-not-installable`,
        level,
        text: `${nameOf(target)} needs a front end that cannot be installed: ${isPlaced ? problem.reason : new UserError(problem).message}`,
        ...(isPlaced ? { hint: problem.hint } : {}),
        evidence: [
          { file, ...(line === undefined ? {} : { line }), because: purpose },
          target.evidence,
        ],
      },
    ],
  };
}

/** Folders of front ends that no program embeds or serves. */
const forReaders =
  /(?:^|\/)(?:docs?|documentation|website|examples?|e2e|tests?|benchmarks?)(?:\/|$)/;

/**
 * Sorts folders that contain the target first, innermost first. The others follow, shortest first,
 * and those of documentation and tests last.
 */
function nearestFirst(folders: readonly string[], target: string): string[] {
  const depth = (folder: string): number => {
    if (isInFolder(target, folder)) return folder.length + 1000;
    return forReaders.test(folder) ? -1 : 0;
  };
  return [...folders].sort((one, other) => depth(other) - depth(one) || one.length - other.length);
}

/** Between two parts of a path: `join("..", "static")`. */
const betweenParts = /(["'`])\s*,\s*\1/g;

/**
 * Reads what says where a build writes, where its output is not known.
 * @returns the scripts and configurations of each folder with a package.json, as one text. Paths that
 *   are joined from parts are in it as a whole, too.
 */
export async function buildTexts(
  project: ProjectReader,
  folders: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const files = await project.files();
  const texts = new Map<string, string>();
  for (const folder of folders) {
    const read = files.filter(
      (it) =>
        folderOf(it) === folder &&
        /(?:^|\/)(?:package\.json|(?:vite|webpack|rollup|gulp|esbuild|vue|build|Grunt)[\w.-]*\.[cm]?[jt]s)$/.test(
          it,
        ),
    );
    const found = await Promise.all(read.map((it) => project.read(it)));
    const text = found.join('\n');
    texts.set(folder, `${text}\n${text.replace(betweenParts, '/')}`);
  }
  return texts;
}

/**
 * @param text what `buildTexts` has of a folder.
 * @param path relative to that folder.
 * @returns whether the text names the path. A word such as `shop` can also be the name of a package,
 *   so that it counts only by itself.
 */
export function namesPath(text: string | undefined, path: string): boolean {
  const named = literal(path);
  const pattern = path.includes('/')
    ? `(?<![\\w@.-])(?:\\./)?${named}(?![\\w.-])`
    : `["'\`](?:\\./)?${named}/?["'\`]|(?<![\\w@.-])(?:\\./)?${named}/`;
  return text !== undefined && new RegExp(pattern).test(text);
}

/** The values that templates/partials/frontend.hbs reads: the stage that builds the front end. */
export type FrontendView = {
  /** What the front end is, with the place of the line that needs it. */
  readonly why: string;
  /** The working directory. */
  readonly place: string;
  readonly tool: StepView | null;
  readonly environment: readonly {
    readonly name: string;
    readonly value: string;
    readonly why: string;
  }[];
  readonly copies: readonly (readonly string[])[];
  readonly install: readonly StepView[];
  /** `null` where the install needs all of them, so they are there before it. */
  readonly sources: readonly string[] | null;
  /** `null` where the install makes all that is needed. */
  readonly build: StepView | null;
  /** COPY from this stage into the build stage. */
  readonly output: readonly string[];
};

export type StepView = {
  readonly why: string;
  readonly mounts: readonly string[];
  readonly command: string;
};

/**
 * Keeps the project's folder structure in the stage, because a build may write outside its folder.
 *
 * @param purpose describes the front end, for the comment above its stage.
 */
export function frontendView(
  { folder, output, built, install, copies, evidence }: Frontend,
  purpose: string,
): FrontendView {
  const { tool, environment, secrets, buildSecrets, build } = install;
  const sources = [folder === '' ? '.' : folder, './'];
  const isCopied = copies.some((it) => it.join('\0') === sources.join('\0'));
  return {
    why: `${purpose} (${placeOf(evidence)})`,
    place: folder === '' ? '/src' : `/src/${folder}`,
    tool: tool ? stepView(tool, secrets) : null,
    environment: environment.map((it) => ({ ...it })),
    copies,
    install: install.install.map((it) => stepView(it, secrets)),
    sources: isCopied || !build ? null : sources,
    build:
      build &&
      stepView(
        { ...build, command: `${folderAround(built, folder)}${build.command}` },
        buildSecrets,
      ),
    output: [`/src/${built}`, `./${output}`],
  };
}

/** Commands of a build rarely make more than the last folder of a path outside of their own. */
function folderAround(built: string, folder: string): string {
  const around = folderOf(built);
  return around === '' || isInFolder(built, folder) ? '' : `mkdir -p /src/${shellWord(around)} && `;
}

/** Exports secrets that are variables for this command only. */
function stepView({ why, command, caches }: Step, secrets: readonly BuildSecret[]): StepView {
  return {
    why: why ?? '',
    mounts: [...caches.map((it) => `type=cache,target=${it}`), ...mountsOf(secrets)],
    command: `${exportsOf(secrets)}${command}`,
  };
}

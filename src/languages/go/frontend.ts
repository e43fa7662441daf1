/**
 * Finds the front end that a program embeds if the embedded files are not in the repository: a
 * package.json with a build script, and a build output that `//go:embed` names and git ignores.
 */
import { UserError, type Problem } from '../../errors.ts';
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence, Note } from '../../types.ts';
import { folderOf, isWithin } from '../../text/paths.ts';
import { buildOutput, frontendInstall, type FrontendInstall } from '../frontend.ts';
import { ignoredByGit } from './git-ignored.ts';
import { isLeftOut, type EmbedTarget } from './ignored.ts';

/** All paths are relative to the project. */
export interface Frontend {
  /** The folder of package.json. */
  readonly folder: string;
  /** The folder that the program embeds. */
  readonly output: string;
  /** The folder that the build script fills. It is copied to `output`. */
  readonly built: string;
  /** The script of package.json that builds it. */
  readonly script: string;
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

export interface FrontendFacts {
  readonly frontend: Frontend | undefined;
  /** The embed target whose front end cannot be installed. The note gives the reason. */
  readonly refused: EmbedTarget | undefined;
  readonly notes: readonly Note[];
}

const none: FrontendFacts = { frontend: undefined, refused: undefined, notes: [] };

/**
 * @param targets the embed targets of the program.
 * @param today decides which versions of Node are supported.
 */
export async function findFrontend(
  project: ProjectReader,
  targets: readonly EmbedTarget[],
  today: Date,
): Promise<FrontendFacts> {
  const files = await project.files();
  const ignoring = await ignoredByGit(project);
  const manifests = files.filter((it) => it === 'package.json' || it.endsWith('/package.json'));
  let refused: FrontendFacts | undefined;
  for (const target of targets) {
    if (target.found && !ignoring(target.path)) continue;
    for (const folder of nearestFirst(manifests.map(folderOf), target.path)) {
      // WORKDIR expands variables and takes no quotes.
      if (!/^[\w./@+-]*$/.test(folder)) continue;
      const { script, folder: filled } = await buildOutput(project, folder, target.path);
      const answer = await frontendInstall({ project, folder, script, today });
      if (answer?.ok === false) {
        refused ??= refusal(answer.problem, target);
        // It may be the wrong package.json, unless its folder contains the target.
        if (holds(folder, target.path)) return refused;
      }
      // Without a lock file it may be a package of a workspace, which is built from the root.
      if (answer?.ok && answer.frontend.lock !== null)
        return foundIn({ folder, script, filled }, target, answer.frontend, files);
    }
  }
  return refused ?? none;
}

function foundIn(
  { folder, script, filled }: { folder: string; script: string; filled: string | undefined },
  target: EmbedTarget,
  install: FrontendInstall,
  files: readonly string[],
): FrontendFacts {
  const withTokens = install.secrets.flatMap((it) =>
    it.kind === 'file' && files.includes(it.source) ? [it.source] : [],
  );
  const frontend: Frontend = {
    folder,
    output: target.path,
    built: builtFor(target.path, filled),
    script,
    install,
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
        code: 'go/frontend-built',
        level: 'info',
        text: `${target.path} is built in a separate stage, by the ${script} script of ${manifest} with ${install.title}`,
        evidence: [target.evidence],
      },
    ],
  };
}

/**
 * A build that fills a folder around the embedded one, or inside it, needs no copy to another place.
 */
function builtFor(embedded: string, filled: string | undefined): string {
  const isApart =
    filled !== undefined && !isWithin(embedded, filled) && !isWithin(filled, embedded);
  return isApart ? filled : embedded;
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

function refusal(problem: Problem, target: EmbedTarget): FrontendFacts {
  const isPlaced = problem.code === 'E_PROJECT';
  const file = (isPlaced ? problem.file : undefined) ?? target.evidence.file;
  const line = isPlaced ? problem.line : undefined;
  return {
    frontend: undefined,
    refused: target,
    notes: [
      {
        code: 'go/frontend-not-installable',
        level: 'error',
        text: `//go:embed ${target.pattern} needs a front end that cannot be installed: ${isPlaced ? problem.reason : new UserError(problem).message}`,
        ...(isPlaced ? { hint: problem.hint } : {}),
        evidence: [
          { file, ...(line === undefined ? {} : { line }), because: 'builds what is embedded' },
          target.evidence,
        ],
      },
    ],
  };
}

function holds(folder: string, path: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/**
 * Sorts folders that contain the target first, innermost first. The others follow, shortest first.
 */
function nearestFirst(folders: readonly string[], target: string): string[] {
  const depth = (folder: string): number => (holds(folder, target) ? folder.length + 1000 : 0);
  return [...folders].sort((one, other) => depth(other) - depth(one) || one.length - other.length);
}

/**
 * Finds the front end whose build output the program serves, reads or collects, and which git
 * ignores, so that only a build makes it.
 */
import { posix } from 'node:path';
import type { ProjectReader } from '../../../ports/ports.ts';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import { folderOf, isBelow, isWithin, seenFrom } from '../../../text/paths.ts';
import {
  buildTexts,
  findFrontend,
  type Frontend,
  type FrontendFacts,
  type FrontendTarget,
  namesPath,
} from '../../frontend.ts';
import { ignoredByGit, ignoreLines } from '../../shared/git-ignored.ts';
import { commonIgnores, ignoredBy } from '../../shared/ignore-list.ts';
import type { PathUse, Uses } from '../../shared/uses.ts';
import { alternatives, type Value } from '../../shared/values.ts';
import type { Evaluator } from '../code/evaluating.ts';
import { isTest } from '../code/module-names.ts';
import { pathsOf } from '../code/path-uses.ts';
import { literalText } from '../code/strings.ts';

/** https://docs.djangoproject.com/en/stable/ref/settings/#staticfiles-dirs */
const settings = /^(?:STATICFILES_DIRS|DIRS)$/;

/** https://flask.palletsprojects.com/en/stable/api/#flask.Flask */
const keywords = /^(?:static_folder|template_folder)$/;

export interface PythonFrontend extends Pick<FrontendFacts, 'notes'> {
  readonly frontend: Frontend | undefined;
  /** What the front end fills and git ignores: it stays out of the build context. */
  readonly outputs: readonly string[];
}

/**
 * @param uses what the programs of the project use.
 * @param today decides which versions of Node are supported.
 */
export async function frontendOf(
  project: ProjectReader,
  evaluator: Evaluator,
  uses: readonly Uses[],
  today: Date,
): Promise<PythonFrontend> {
  const files = await project.files();
  const manifests = files.filter((it) => /(?:^|\/)package\.json$/.test(it));
  if (manifests.length === 0) return { frontend: undefined, outputs: [], notes: [] };
  // A program may edit the page that a build makes, such as its <base>.
  const written = uses
    .flatMap((it) => it.writes.map((one) => one.path.replace(/\/$/, '')))
    .filter((it) => !/\/index\.html?$/.test(it));
  const ignoring = await ignoredByGit(project);
  const isKept = (path: string): boolean =>
    files.some((it) => isBelow(it, path) && ignoring(it) === undefined);
  const folders = manifests.map(folderOf);
  const builds = await buildTexts(project, folders);
  const named = [...uses.flatMap((it) => it.reads), ...settingUses(evaluator)].flatMap((it) =>
    targetOf(it, files),
  );
  const assets = await ignoredFolders(project);
  const mentioned = [...assets, ...usualOutputs(folders, ignoring)].flatMap((it) =>
    mentionOf(it, evaluator, files),
  );
  const targets = [
    ...[...named.toSorted(outermostFirst), ...mentioned].filter((it) => !isKept(it.path)),
    ...assets.filter((it) => /(?:^|\/)(?:static|templates)(?:\/|$)/.test(it.path)),
  ];
  const { frontend, notes } = await findFrontend({
    project,
    targets: targets.filter((it) => !written.some((one) => isWithin(one, it.path))),
    today,
    isLeftOut: ignoredBy(commonIgnores.flatMap((it) => it.patterns)),
    language: 'python',
    nameOf: (it) => it.path,
    purpose: 'builds what the program reads',
    whole: true,
    level: 'warning',
    isLikely: ({ path }, { folder, filled }) => {
      if (isBelow(folder, path)) return false;
      if (filled !== undefined) return isWithin(path, filled) || isWithin(filled, path);
      // A build whose output is not known fills what it names, or what git ignores below it.
      const isNamed = namesPath(builds.get(folder), seenFrom(folder, path));
      return isNamed || (ignoring(path) !== undefined && (folder === '' || isBelow(path, folder)));
    },
  });
  const outputs = frontend ? [...new Set([frontend.output, frontend.built])] : [];
  return { frontend, outputs: outputs.filter((it) => ignoring(it) !== undefined), notes };
}

function outermostFirst(one: FrontendTarget, other: FrontendTarget): number {
  return one.path.length - other.path.length;
}

/** A path that is read in the project: the folder, or the folder of the file. */
function targetOf(
  { path, kind, below, evidence }: PathUse,
  files: readonly string[],
): FrontendTarget[] {
  if (below || path.startsWith('/') || path === '' || path === '.') return [];
  const folder = kind === 'folder' ? path.replace(/\/$/, '') : posix.dirname(path);
  if (folder === '.' || files.includes(folder)) return [];
  return [{ path: folder, found: files.some((it) => isBelow(it, folder)), evidence }];
}

/** Folders that settings of Django and the arguments of Flask name. */
function settingUses(evaluator: Evaluator): readonly PathUse[] {
  return evaluator.sources.modules
    .filter((it) => !isTest(it.path) && /\bDIRS\b|STATICFILES_DIRS|_folder\b/.test(it.text))
    .flatMap((module) => [
      ...['assignment', 'augmented_assignment']
        .flatMap((type) => module.root?.all(type) ?? [])
        .flatMap((it) =>
          settings.test(it.field('left')?.text ?? '')
            ? foldersIn(it.field('right'), '', evaluator)
            : [],
        ),
      ...(module.root?.all('pair') ?? []).flatMap((it) =>
        settings.test(literalText(it.field('key')) ?? '')
          ? foldersIn(it.field('value'), '', evaluator)
          : [],
      ),
      ...(module.root?.all('keyword_argument') ?? []).flatMap((it) =>
        keywords.test(it.field('name')?.text ?? '')
          ? foldersIn(it.field('value'), posix.dirname(module.path), evaluator)
          : [],
      ),
    ]);
}

/** @param start the folder that relative paths begin at. */
function foldersIn(
  node: SyntaxNode | undefined,
  start: string,
  evaluator: Evaluator,
): readonly PathUse[] {
  if (!node) return [];
  const evidence = { file: node.file, line: node.line, because: 'names a folder with files' };
  return itemsOf(evaluator.evaluate(node)).flatMap((it) =>
    pathsOf(it, { kind: 'folder', evidence, isCertain: false }).flatMap((one) =>
      one.complete ? [{ ...one, path: inFolder(start, one.path) }] : [],
    ),
  );
}

function inFolder(start: string, path: string): string {
  return path.startsWith('/') ? path : posix.join(start, path);
}

/** The items of lists, however deep: `("prefix", folder)` is an item, too. */
function itemsOf(value: Value): readonly Value[] {
  return alternatives(value).flatMap((it) =>
    it.kind === 'list' ? it.items.flatMap(itemsOf) : [it],
  );
}

/** The folders that .gitignore names, or that have ignored files in them. */
async function ignoredFolders(project: ProjectReader): Promise<readonly FrontendTarget[]> {
  return (await ignoreLines(project)).flatMap(({ text, file, line }): FrontendTarget[] => {
    const asset = assetIn(text);
    if (asset === undefined) return [];
    const evidence = { file, line, because: `git ignores ${text}` };
    return [{ path: posix.join(folderOf(file), asset), found: false, evidence }];
  });
}

/** The usual output folders of builds, as far as git ignores them. */
function usualOutputs(
  folders: readonly string[],
  ignoring: (path: string) => Evidence | undefined,
): readonly FrontendTarget[] {
  return folders
    .filter((it) => it !== '')
    .flatMap((folder) => ['dist', 'build', 'out'].map((it) => `${folder}/${it}`))
    .flatMap((path) => {
      const evidence = ignoring(path);
      return evidence ? [{ path, found: false, evidence }] : [];
    });
}

/**
 * A line of the program with the path of an ignored folder in it, unless git keeps a folder of that
 * path beside the program.
 */
function mentionOf(
  { path }: FrontendTarget,
  { sources }: Evaluator,
  files: readonly string[],
): readonly FrontendTarget[] {
  if (files.some((it) => it.includes(`/${path}/`))) return [];
  const pattern = new RegExp(`["'/]${path.replace(/[.+]/g, '\\$&')}["'/]`);
  for (const module of sources.modules.filter((it) => !isTest(it.path))) {
    const at = module.text.search(pattern);
    if (at === -1) continue;
    const line = module.text.slice(0, at).split('\n').length;
    return [{ path, found: false, evidence: { file: module.path, line, because: 'names it' } }];
  }
  return [];
}

/** The folder that a line of .gitignore names, without wildcards: a file is in its folder. */
function assetIn(line: string): string | undefined {
  if (!/^\/?[\w@.-]+\/./.test(line)) return undefined;
  const path = line.replace(/^\//, '').replace(/\/\**$/, '');
  const plain = /^[\w@./-]*$/.test(path) && posix.extname(path) === '' ? path : posix.dirname(path);
  return /^[\w@./-]+$/.test(plain) && plain !== '.' ? plain : undefined;
}

/**
 * Decides how to install and build a front end that a program in another language embeds: with the
 * package manager, the version and the steps that a Node project in the same folder would get.
 */
import type { Problem } from '../../../errors.ts';
import { supportedVersions } from '../../../data/end-of-life.ts';
import type { ProjectReader } from '../../../ports/ports.ts';
import type { BuildSecret, Finding, Note } from '../../../types.ts';
import type { EnvironmentLine } from '../../language.ts';
import { firstOf } from '../../shared/findings.ts';
import type { Step } from '../../shared/package-manager.ts';
import { joined } from '../../../text/paths.ts';
import { joinCommand } from '../../../text/shell-words.ts';
import { pnpmSettings } from '../files/documents.ts';
import { type Manifest, parseManifest } from '../files/manifest.ts';
import { chooseVersion } from '../version/choose.ts';
import { hashesWithMd4, md4 } from '../build/old-webpack.ts';
import { withoutWorkers, workersFail } from '../build/old-workers.ts';
import { withoutBrowsers } from './browser-downloads.ts';
import { choosePackageManager } from './choose.ts';
import { unmet } from './engines.ts';
import { managerOf } from './index.ts';
import { deleteScripts, onlyForDevelopers } from './install-scripts.ts';
import { type Install, secretsToRun } from './manager.ts';
import { replacing } from './replacements.ts';
import { plainFolders } from './yarn-berry.ts';

export interface FrontendInput {
  readonly project: ProjectReader;
  /** The folder of the front end's package.json; `''` for the root. */
  readonly folder: string;
  /** The script of package.json that builds it; `null` where a program reads the packages themselves. */
  readonly script: string | null;
  /** The packages that are read where there is no script; `''`: the folder of all. */
  readonly reads?: readonly string[];
  /** The package of the workspace in `folder` that has the script, relative to `folder`. */
  readonly member?: string;
  /** Decides which versions of Node are supported. */
  readonly today: Date;
}

/** All paths are relative to the project. */
export interface FrontendInstall {
  /** `npm`, `pnpm`, `Yarn 1`, `Yarn`, `Bun`. */
  readonly title: string;
  /** The version of Node in the stage that builds it, as image tags name it: `26`. */
  readonly nodeVersion: string;
  /** `null` if there is none, so that two builds can install different versions. */
  readonly lock: string | null;
  /** Files and folders to copy before the install; a folder is copied as itself. */
  readonly reads: readonly string[];
  /** Variables that the stage sets before the steps. */
  readonly environment: readonly EnvironmentLine[];
  /** Installs the exact version of the package manager; `null` if the Node image includes it. */
  readonly tool: Step | null;
  /** Steps that need the files in `reads`. They run in this order, in `folder`. */
  readonly install: readonly Step[];
  /** The build step. It needs the sources and runs in `folder`. `null`: the packages are all. */
  readonly build: Step | null;
  /** The secrets that the install steps mount, and those that the build mounts. */
  readonly secrets: readonly BuildSecret[];
  readonly buildSecrets: readonly BuildSecret[];
  readonly notes: readonly Note[];
}

export type FrontendAnswer =
  | { readonly ok: true; readonly frontend: FrontendInstall }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Resolves how a front end is installed and built.
 *
 * @returns the steps, or the problem that makes the install fail: a package.json that is not valid
 *   JSON, or a lock file that does not match package.json. Of several lock files, the likeliest that
 *   matches is taken. `undefined` if the folder has no package.json with that script, or no workspace
 *   where a member of one is asked for.
 */
export async function frontendInstall({
  project,
  folder,
  script,
  reads = [],
  member,
  today,
}: FrontendInput): Promise<FrontendAnswer | undefined> {
  const inside = projectIn(project, folder);
  const text = await inside.read('package.json');
  if (text === undefined) return undefined;
  const parsed = parseManifest('', text);
  if (!parsed.ok)
    return refused(folder, {
      code: 'E_PROJECT',
      file: 'package.json',
      reason: parsed.evidence.because,
      hint: 'Correct package.json: npm, pnpm, Yarn and Bun refuse it, too.',
    });
  const { manifest } = parsed;
  const isWorkspace = await hasMembers(inside, manifest);
  const isMissing = script !== null && !(script in manifest.scripts);
  if (member === undefined ? isMissing : !isWorkspace) return undefined;
  const { finding, installs, notes } = await choosePackageManager(inside, manifest, []);
  if (finding.kind === 'unknown')
    return refused(folder, {
      code: 'E_PROJECT',
      file: 'package.json',
      reason: finding.why,
      hint: packageManagerHint,
    });
  const value = firstOf(finding)?.value ?? '';
  const chosen = installs[value];
  if (!chosen) throw new Error(`no install for ${value}`);
  const problem = chosen.outdated ?? chosen.forbidden;
  if (problem) return refused(folder, problem);
  const manager = managerOf(chosen.manager);
  const version = await versionFor(project, inside, manifest, today);
  const install = unmet(chosen.install, version.nodeVersion);
  const within = (path: string): string => joined(folder, path);
  return {
    ok: true,
    frontend: {
      title: manager.title,
      nodeVersion: version.nodeVersion,
      lock: install.lock === null ? null : within(install.lock),
      reads: readBy(install, isWorkspace).map((it) => within(it) || '.'),
      environment: [
        ...(install.linker === null ? [] : [plainFolders]),
        ...withoutBrowsers(manifest),
        ...(script === null ? [] : await forOldBuilds(inside, manifest, install.lock)),
      ],
      tool: manager.tool(install),
      install: [
        scriptsRemoved(install.developmentScripts),
        replacing(install.replaced),
        isForProduction(reads, manifest)
          ? manager.installProduction(install, null)
          : manager.installAll(install, null),
      ].filter((it) => it !== null),
      build:
        script === null
          ? null
          : {
              why: null,
              command: `${member === undefined ? '' : `cd ${member} && `}${manager.run(install, joinCommand([script]), null)}`,
              caches: [],
            },
      secrets: install.secrets.map((it) =>
        it.kind === 'file' ? { ...it, source: within(it.source) } : it,
      ),
      buildSecrets: secretsToRun(manager, install),
      notes: [...notes, ...unclear(finding, manager.title), ...version.notes].map((it) => ({
        ...it,
        evidence: (it.evidence ?? []).map((seen) => ({ ...seen, file: within(seen.file) })),
      })),
    },
  };
}

/** What the locked releases of a build need to run on a Node of today. */
async function forOldBuilds(
  project: ProjectReader,
  manifest: Manifest,
  lock: string | null,
): Promise<readonly EnvironmentLine[]> {
  const text = lock === null ? '' : ((await project.read(lock)) ?? '');
  return [
    ...(hashesWithMd4(lock, text, [manifest]) ? [md4] : []),
    ...(workersFail(lock, text) ? [withoutWorkers] : []),
  ];
}

/** Whether the packages that are read are there without those for development. */
function isForProduction(reads: readonly string[], { dependencies }: Manifest): boolean {
  const names = Object.keys(dependencies);
  return (
    reads.length > 0 && reads.every((it) => (it === '' ? names.length > 0 : names.includes(it)))
  );
}

const packageManagerHint =
  'Name one of npm, pnpm, yarn and bun with its exact version in "packageManager", and keep only its lock file.';

/** A warning where several package managers could install the front end. */
function unclear(finding: Finding<unknown>, title: string): readonly Note[] {
  return finding.kind === 'ambiguous'
    ? [
        {
          code: 'node/frontend-package-manager-unclear',
          level: 'warning',
          text: `the front end is installed with ${title}: ${finding.why}`,
          hint: packageManagerHint,
          evidence: [{ file: 'package.json', because: 'the front end' }],
        },
      ]
    : [];
}

/**
 * Chooses the version of Node as for a project in that folder. If the folder names no version, the
 * version files and workflows in the root of the project count.
 */
async function versionFor(
  project: ProjectReader,
  inside: ProjectReader,
  manifest: Manifest,
  today: Date,
): Promise<{ readonly nodeVersion: string; readonly notes: readonly Note[] }> {
  const own = (await chooseVersion(inside, manifest, today)).finding;
  const { finding } =
    own.kind === 'suggested' ? await chooseVersion(project, manifest, today) : { finding: own };
  if (finding.kind === 'found' || finding.kind === 'suggested')
    return { nodeVersion: finding.value, notes: [] };
  const nodeVersion = supportedVersions('node', today).find((it) => it.lts)?.version ?? '26';
  return {
    nodeVersion,
    notes: [
      {
        code: 'node/frontend-version-unclear',
        level: 'warning',
        text: `the front end is built with Node ${nodeVersion}: ${finding.why}`,
        evidence: [{ file: 'package.json', because: 'the front end' }],
      },
    ],
  };
}

/**
 * @returns the files that the install reads, relative to the folder of package.json; `''` for
 *   everything.
 */
function readBy(install: Install, isWorkspace: boolean): readonly string[] {
  if (install.needsSources || isWorkspace) return [''];
  return [
    'package.json',
    ...(install.lock === null ? [] : [install.lock]),
    ...install.configuration,
  ];
}

/** Whether the install reads the manifests of other packages, too. */
async function hasMembers(project: ProjectReader, manifest: Manifest): Promise<boolean> {
  return manifest.workspaces.length > 0 || (await pnpmSettings(project))['packages'] !== undefined;
}

function scriptsRemoved(scripts: readonly string[]): Step | null {
  if (scripts.length === 0) return null;
  return { why: onlyForDevelopers, command: deleteScripts('npm', scripts), caches: [] };
}

function refused(folder: string, problem: Problem): FrontendAnswer {
  return {
    ok: false,
    problem:
      'file' in problem && problem.file !== undefined
        ? { ...problem, file: joined(folder, problem.file) }
        : problem,
  };
}

/** Returns the project as seen from one of its folders. */
function projectIn(project: ProjectReader, folder: string): ProjectReader {
  if (folder === '') return project;
  const prefix = `${folder}/`;
  return {
    root: `${project.root}/${folder}`,
    files: async () =>
      (await project.files())
        .filter((it) => it.startsWith(prefix))
        .map((it) => it.slice(prefix.length)),
    filesBelow: async (inner) =>
      (await project.filesBelow(joined(folder, inner))).map((it) => it.slice(prefix.length)),
    read: (path) => project.read(joined(folder, path)),
    above: (name) => project.above(name),
  };
}

/**
 * Adds a workspace to the plan of one of its packages: further manifests, builds and folders for
 * the image.
 */
import { joinCommand, shellWord } from '../../../text/shell-words.ts';
import type { EnvironmentLine } from '../../language.ts';
import type { Build } from '../build/output.ts';
import type { ClientGeneration, ServiceDetails, WorkspaceContext } from '../details.ts';
import type { Ships } from '../runtime/ships.ts';
import {
  deleteScripts,
  onlyForDevelopers,
  setScripts,
} from '../package-managers/install-scripts.ts';
import type { Install, Manager } from '../package-managers/manager.ts';
import { dependsOn, type Manifest } from '../files/manifest.ts';
import { isBelow, joined } from '../../../text/paths.ts';
import type { ChainedCommand, ManifestsView } from './view.ts';

/** A package in the image: the one that runs, or one that it depends on. */
export interface Shipped {
  readonly folder: string;
  readonly ships: Ships;
}

/** @returns the install of one package of a workspace. */
export function installFor(
  install: Install,
  manager: Manager,
  workspace: WorkspaceContext | null,
): Install {
  if (!workspace) return install;
  const needed = [workspace.target, ...workspace.target.needs, ...workspace.target.beside]
    .map((it) => it.folder)
    .filter((it) => it !== '');
  const { lifecycle } = workspace;
  return {
    ...install,
    configuration: [...install.configuration, ...lifecycle.configuration],
    members:
      manager.manifests === 'needed'
        ? install.members.filter((it) => needed.includes(it))
        : install.members,
    prunes: install.prunes || lifecycle.prunes,
    needsSources: install.needsSources || lifecycle.needsSources,
  };
}

/**
 * Workspace packages to copy into the image. Packages that are bundled into another one are not
 * copied.
 */
export function shippedPackages(
  { manifest, ships, workspace, compilerSettings }: ServiceDetails,
  withPackages: boolean,
): Shipped[] {
  const own = { folder: manifest.folder, ships };
  // What tsconfig.json of the package extends is usually in the root.
  const outside =
    ships.kind === 'all' ? compilerSettings.filter((it) => !isInside(it, manifest.folder)) : [];
  // If all files of the root are copied, that includes the other packages.
  const whole = manifest.folder === '' && ships.kind === 'all';
  const locals = whole
    ? []
    : (workspace?.locals ?? []).filter((it) => withPackages || it.served === true);
  return [
    own,
    ...(outside.length > 0
      ? [{ folder: '', ships: { kind: 'listed' as const, paths: outside } }]
      : []),
    ...locals.flatMap((it) =>
      it.ships === null ? [] : [{ folder: it.manifest.folder, ships: it.ships }],
    ),
  ];
}

function isInside(path: string, folder: string): boolean {
  return folder === '' || isBelow(path, folder);
}

/** Removes scripts that an install must not run from each manifest. */
export function hooksOf(
  install: Install,
  workspace: WorkspaceContext | null,
  tool: 'npm' | 'bun',
): ManifestsView['hooks'] {
  const members = (workspace?.scripts ?? []).filter((it) => install.members.includes(it.folder));
  const all = [{ folder: '', scripts: install.developmentScripts }, ...members].filter(
    (it) => it.scripts.length > 0,
  );
  if (all.length === 0) return null;
  const commands = all.flatMap(({ folder, scripts }) => {
    const editor = manifestEditor(tool, folder);
    const called = scripts.filter((it) => folder !== '' && isCalled(it, workspace));
    const others = scripts.filter((it) => !called.includes(it));
    return [
      ...(called.length > 0
        ? [
            setScripts(
              editor,
              called.map((name) => ({ name, text: 'true' })),
            ),
          ]
        : []),
      ...(others.length > 0 ? [deleteScripts(editor, others)] : []),
    ];
  });
  const why =
    members.length === 0
      ? onlyForDevelopers
      : "Removes install scripts that set up a developer's machine, or build from sources that are copied later.";
  return { why, commands: chained(commands) };
}

/** Whether a script of the root names a script of a package that it runs, and fails without it. */
function isCalled(script: string, workspace: WorkspaceContext | null): boolean {
  const calls = new RegExp(String.raw`\b(?:workspace|--filter|-F|-w)\b.*\s${script}(?!\S)`);
  return Object.values(workspace?.root.scripts ?? {}).some((it) => calls.test(it));
}

/** The program that edits the package.json of a folder. */
function manifestEditor(tool: 'npm' | 'bun', folder: string): string {
  return tool === 'npm'
    ? `npm${folder === '' ? '' : ` --prefix=${shellWord(folder)}`}`
    : `bun${folder === '' ? '' : ` --cwd=${shellWord(folder)}`} pm`;
}

/** Takes commands for a database out of the scripts of the builds. */
export function rewriteCommands(
  { build, manifest, workspace }: ServiceDetails,
  tool: 'npm' | 'bun',
): string[] {
  return [...(workspace?.locals ?? []), { build, manifest }].flatMap((it) => {
    const scripts = it.build?.withoutDatabase?.scripts ?? [];
    return scripts.length > 0
      ? [setScripts(manifestEditor(tool, it.manifest.folder), scripts)]
      : [];
  });
}

/**
 * Collects the packages of several folders. Most are in the root. A package that needs another
 * version has that version in its own folder.
 */
export function collectCommand({ target, locals }: WorkspaceContext): string {
  const folders = [
    '.',
    target.folder,
    ...locals.filter((it) => it.ships !== null && !it.served).map((it) => it.manifest.folder),
  ].filter((it) => it !== '');
  return `for folder in ${folders.map(shellWord).join(' ')}; do mkdir -p "/modules/$folder"; if [ -d "$folder/node_modules" ]; then mv "$folder/node_modules" "/modules/$folder/"; fi; done`;
}

/** Chains the commands of one RUN. Each except the last continues on the next line. */
export function chained(commands: readonly string[]): ChainedCommand[] {
  return commands.map((command, index) => ({
    lead: index === 0 ? '' : ' && ',
    command,
    end: index < commands.length - 1 ? ' \\' : '',
  }));
}

/**
 * Builds the packages that the package needs first: with the task runner of the workspace, or each
 * with its build script.
 */
export function buildCommands(
  {
    build,
    manifest,
    workspace,
    beside,
    frontEnds,
    installedBeside,
    clientGeneration,
  }: ServiceDetails,
  manager: Manager,
  install: Install,
): string[] {
  const first = [
    ...(clientGeneration ? [generationCommand(clientGeneration, workspace, manager, install)] : []),
    ...(build ? installedBeside.map((it) => it.command) : []),
  ];
  const last = [...frontEnds.map((it) => it.command), ...(beside ? [beside.command] : [])];
  const task = taskOf({ build, manifest, workspace });
  if (task) {
    const run = (it: NonNullable<Build['task']>): string =>
      manager.execute(install, it.runner.command(shellWord(it.name)), null);
    const served = (workspace?.locals ?? []).flatMap((it) => {
      if (!it.served || !it.build) return [];
      const other = taskOf({ ...it, workspace });
      return [
        other ? run(other) : buildCommand(it.build, it.manifest, workspace, manager, install),
      ];
    });
    return [...first, run(task), ...served, ...last];
  }
  const before = (workspace?.locals ?? []).flatMap((it) =>
    it.build ? [buildCommand(it.build, it.manifest, workspace, manager, install)] : [],
  );
  return [
    ...first,
    ...before,
    ...(build ? [buildCommand(build, manifest, workspace, manager, install)] : []),
    ...last,
  ];
}

/**
 * Finds the task of the workspace's task runner. Task runners build packages by name, with the same
 * script.
 */
function taskOf({
  build,
  manifest,
  workspace,
}: Pick<ServiceDetails, 'build' | 'manifest' | 'workspace'>): Build['task'] | null {
  // Without a task runner, the packages that it needs are built one by one.
  if (workspace && !workspace.runner) return null;
  if (build?.task) return build.task;
  return build?.script === 'build' && manifest.name !== null && workspace?.runner
    ? { runner: workspace.runner, name: manifest.name }
    : null;
}

/** @returns the variables that the task runners of its builds need. */
export function buildSettings({ build, manifest, workspace }: ServiceDetails): EnvironmentLine[] {
  const tasks = [
    taskOf({ build, manifest, workspace }),
    build?.task,
    ...(workspace?.locals ?? []).map((it) => it.build?.task),
  ];
  return [...new Set(tasks.flatMap((it) => it?.runner.environment ?? []))];
}

function generationCommand(
  { manifest, script, command }: ClientGeneration,
  workspace: WorkspaceContext | null,
  manager: Manager,
  install: Install,
): string {
  const member = workspace ? { name: manifest.name, folder: manifest.folder } : null;
  return script === null
    ? manager.execute(install, command, member)
    : manager.run(install, joinCommand([script]), member);
}

function buildCommand(
  build: Build,
  manifest: Manifest,
  workspace: WorkspaceContext | null,
  manager: Manager,
  install: Install,
): string {
  const member = workspace ? { name: manifest.name, folder: manifest.folder } : null;
  if (build.task)
    return manager.execute(install, build.task.runner.command(shellWord(build.task.name)), null);
  return build.script === null
    ? manager.execute(
        install,
        build.settings === undefined ? 'tsc' : `tsc --build ${shellWord(build.settings)}`,
        member,
        workspace !== null && !dependsOn(manifest, 'typescript'),
      )
    : manager.run(install, joinCommand([build.script]), member);
}

/**
 * Lists the paths that do not belong in the image, in folders that are copied completely.
 *
 * @param installed whether packages are there, too.
 */
export function leftoversOf(
  packages: readonly Shipped[],
  workspace: WorkspaceContext | null,
  files: readonly string[],
  installed: boolean,
): string[] {
  return packages
    .filter((it) => it.ships.kind === 'all')
    .flatMap(({ folder }) => {
      const inside =
        folder === ''
          ? files
          : files
              .filter((it) => it.startsWith(`${folder}/`))
              .map((it) => it.slice(folder.length + 1));
      // The root contains the rest of the workspace.
      const rest =
        folder === '' && workspace
          ? [
              ...workspace.others,
              ...(installed
                ? workspace.locals.map((it) => `${it.manifest.folder}/node_modules`)
                : []),
            ]
          : [];
      return [
        ...(installed ? ['node_modules'] : []),
        ...inside.filter((it) => unshipped.test(it)),
        ...rest,
      ].map((it) => joined(folder, it));
    });
}

/**
 * Lock files and the configuration of package managers, compilers and linters. Nothing reads them
 * at run time.
 */
const unshipped =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?|bunfig\.toml|\.npmrc|\.yarnrc(?:\.yml)?|\.nvmrc|\.node-version|\.tool-versions|\.prettierrc.*|\.eslintrc.*|eslint\.config\.[cm]?[jt]s|tsconfig(?:\.\w+)?\.json)$/;

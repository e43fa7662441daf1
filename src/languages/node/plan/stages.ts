/** Plans the stages of the Dockerfile. One function decides what each stage prints. */
import { posix } from 'node:path';
import type { EnvironmentLine } from '../../language.ts';
import { allOf } from '../../../text/lists.ts';
import { joinCommand } from '../../../text/shell-words.ts';
import { isWithin, joined, outermost, overlap } from '../../../text/paths.ts';
import type { Step } from '../../shared/package-manager.ts';
import { librariesView } from '../../shared/shared-libraries.ts';
import type { NodePlanInput, ProjectDetails, ServiceDetails } from '../details.ts';
import { productionDependencies } from '../files/manifest.ts';
import { dependencyServer } from '../frameworks/servers.ts';
import { withoutBrowsers } from '../package-managers/browser-downloads.ts';
import { replacing } from '../package-managers/replacements.ts';
import { sitePort } from '../frameworks/site-port.ts';
import {
  type Install,
  type Manager,
  secretsToRun,
  type Target,
} from '../package-managers/manager.ts';
import { installedBeside } from '../build/build.ts';
import { md4 } from '../build/old-webpack.ts';
import { withoutWorkers } from '../build/old-workers.ts';
import { interpreterOf, type InterpreterSetup } from '../runtime/interpreters.ts';
import type { WrittenLink } from '../runtime/writable.ts';
import { copiesOf, mounted, systemView } from './install.ts';
import type { Layout } from './packages.ts';
import { siteConfiguration, siteFolder, siteRoot } from './site.ts';
import type {
  BuildView,
  CopyView,
  FinalView,
  ManifestsView,
  NodeDockerfile,
  PackagesView,
  RootfsView,
  ShippingView,
  SystemView,
} from './view.ts';
import {
  buildCommands,
  buildSettings,
  chained,
  collectCommand,
  hooksOf,
  leftoversOf,
  rewriteCommands,
  type Shipped,
  shippedPackages,
} from './workspace.ts';

export interface StagesInput {
  readonly plan: NodePlanInput;
  readonly project: ProjectDetails;
  readonly details: ServiceDetails;
  readonly manager: Manager;
  readonly install: Install;
  readonly layout: Layout;
}

/** Values that several stages depend on. */
interface Shape extends StagesInput {
  readonly interpreter: InterpreterSetup;
  /** Whether anything is installed. */
  readonly installs: boolean;
  /** Whether installed packages are copied into the image, from a stage called "dependencies". */
  readonly shipsPackages: boolean;
  /**
   * Whether they are the result of pruning, and not of an install without development dependencies.
   */
  readonly prunes: boolean;
  /** The commands of the build. */
  readonly builds: readonly string[];
  /** Whether the interpreter is copied, because the base has none. */
  readonly copiesInterpreter: boolean;
  /** A folder in the build stage where the framework's build puts the packages. */
  readonly bundle: string | null;
  /** The packages of the project that are in the image; empty for a site. */
  readonly packages: readonly Shipped[];
  /** Folders in the image that the program writes to. */
  readonly writable: readonly string[];
  /** Files of the program that are links to writable places. */
  readonly links: readonly WrittenLink[];
}

export function dockerfileView(input: StagesInput): NodeDockerfile {
  const shape = shapeOf(input);
  return {
    ...systemOf(shape),
    ...manifestsView(shape),
    ...packagesView(shape),
    ...buildView(shape),
    ...shippingView(shape),
    ...rootfsView(shape),
    ...finalView(shape),
  };
}

/** @returns the paths of the project that the image has; `null` if it has all that is not removed. */
export function copiedFiles(input: StagesInput): readonly string[] | null {
  const shape = shapeOf(input);
  const { site } = input.details;
  if (shape.packages.some((it) => it.folder === '' && it.ships.kind === 'all')) return null;
  return [
    ...(site ? [inImage(input.details, site.folder)] : []),
    ...shape.packages.flatMap(copiesFrom).map((it) => it.from.replace(/\/$/, '')),
  ].map((it) => it.slice('/app/'.length));
}

/** @returns what the build removes before it copies the program. */
export function removedFiles(input: StagesInput): readonly string[] {
  return leftovers(shapeOf(input));
}

function shapeOf(input: StagesInput): Shape {
  const { plan, project, details, manager, install } = input;
  const { site } = details;
  const installs = project.hasDependencies;
  const bundle = details.framework?.bundle ?? null;
  const links = details.links.filter(
    ({ path }) => !plan.shipping.ship.some((it) => overlap(it, path)),
  );
  const shipsPackages =
    installs && site === null && bundle === null && needsPackages(project, details);
  return {
    ...input,
    interpreter: interpreterOf(details.interpreter),
    installs,
    shipsPackages,
    prunes:
      shipsPackages &&
      (install.prunes || details.clientGeneration?.isInstalled === true) &&
      details.loadsDevelopment.length === 0,
    builds: [
      ...rewriteCommands(details, editorOf(input)),
      ...buildCommands(details, manager, install),
    ],
    copiesInterpreter: plan.offer.interpreter === null && site === null,
    bundle: bundle === null ? null : inImage(details, bundle),
    packages: site
      ? []
      : shippedPackages(details, shipsPackages).map((it) =>
          without([...plan.shipping.leaveOut, ...links.map(({ path }) => path)], it),
        ),
    writable: [...details.writable, ...plan.choices.writable.value],
    links,
  };
}

/** What is removed before anything is copied: nothing names it any more. */
function without(removed: readonly string[], { folder, ships }: Shipped): Shipped {
  const isThere = (path: string): boolean => {
    const inProject = joined(folder, path);
    return !removed.some((it) => isWithin(inProject, it));
  };
  switch (ships.kind) {
    case 'all':
      return { folder, ships };
    case 'listed':
      return { folder, ships: { ...ships, paths: ships.paths.filter(isThere) } };
    case 'copies':
      return {
        folder,
        ships: { ...ships, copies: ships.copies.filter((it) => isThere(it.from)) },
      };
  }
}

/**
 * Whether packages are needed: the root of a workspace may have dependencies for all of its
 * packages.
 */
function needsPackages(project: ProjectDetails, details: ServiceDetails): boolean {
  return (
    details.hasProductionDependencies ||
    details.loadsDevelopment.length > 0 ||
    (details.workspace !== null && Object.keys(productionDependencies(project.manifest)).length > 0)
  );
}

/** @returns the path of a package file in the image and in the build stage. */
function inImage({ manifest }: ServiceDetails, path: string): string {
  return `/${joined('app', joined(manifest.folder, path))}`;
}

function systemOf({ plan, project, details, install, installs }: Shape): SystemView {
  return systemView(
    {
      native: installs ? project.native : null,
      install: installs ? install : null,
      usesEngine: details.prisma?.engine ?? false,
      readsGit: details.readsGit,
    },
    details.site ? 'glibc' : plan.offer.libc,
  );
}

/** What edits package.json: the image of Bun has no npm. */
function editorOf({ manager, details }: StagesInput): 'npm' | 'bun' {
  const onBun = manager.id === 'bun' && interpreterOf(details.interpreter).name === 'bun';
  return onBun ? 'bun' : 'npm';
}

function manifestsView(shape: Shape): ManifestsView {
  if (!shape.installs)
    return { tool: null, variables: [], manifests: null, hooks: null, replaced: null };
  const { project, details, manager, install, layout, interpreter } = shape;
  // The Bun image includes Bun.
  const tool = manager.id === interpreter.name ? null : manager.tool(install);
  return {
    tool: tool && mounted(tool, install.secrets),
    variables: [...(layout.environment ? [layout.environment] : []), ...browsersOf(shape)].map(
      (it) => ({ ...it }),
    ),
    manifests: {
      why: install.needsSources
        ? 'Copies all sources: a script that the install runs reads them.'
        : 'Copies only the files that the install reads: a source change does not reinstall the dependencies.',
      copies: copiesOf(project, install),
    },
    hooks: hooksOf(install, details.workspace, editorOf(shape)),
    replaced: replacing(install.replaced),
  };
}

/** Tests start a browser, and so may the program: but no base has what a browser needs. */
function browsersOf({ project, details }: Shape): readonly EnvironmentLine[] {
  const { workspace } = details;
  const all = [
    project.manifest,
    details.manifest,
    ...(workspace?.locals ?? []).map((it) => it.manifest),
  ].map(withoutBrowsers);
  const names = all.flatMap((it) => it.map(({ name }) => name));
  return all.flat().filter(({ name }, index) => names.indexOf(name) === index);
}

function packagesView({
  details,
  manager,
  install,
  layout,
  shipsPackages,
  prunes,
}: Shape): PackagesView {
  if (!shipsPackages) return { production: null, pruned: null, plugAndPlay: false };
  const { workspace } = details;
  const target = workspace?.target ?? null;
  const step = prunes
    ? manager.prune(install, target)
    : installedStep(details, manager, install, target);
  const { command, ...rest } = mounted(step, install.secrets);
  const collect = workspace ? [collectCommand(workspace)] : [];
  const packages = { ...rest, commands: chained([command, ...collect]) };
  return {
    production: prunes ? null : packages,
    pruned: prunes ? packages : null,
    plugAndPlay: layout.kind === 'plug-and-play',
  };
}

/** Only names are known to be loaded, and no package manager installs some of a section. */
function installedStep(
  { loadsDevelopment }: ServiceDetails,
  manager: Manager,
  install: Install,
  target: Target | null,
): Step {
  if (loadsDevelopment.length === 0) return manager.installProduction(install, target);
  const names = allOf(loadsDevelopment.slice(0, 3));
  return {
    ...manager.installAll(install, target),
    why: `Development dependencies included: the program loads ${names} when it runs.`,
  };
}

/** What the configuration of a bundler asks for. */
const productionBuild: EnvironmentLine = {
  name: 'NODE_ENV',
  value: 'production',
  why: 'The configuration of the build asks whether it is for production.',
};

function buildView(shape: Shape): BuildView {
  const { project, details, manager, install, installs, prunes, builds } = shape;
  const target = details.workspace?.target ?? null;
  const facts = details.framework ?? details.site;
  return {
    install: installsAll({ installs, prunes, builds })
      ? mounted(withStandIns(manager.installAll(install, target), details), install.secrets)
      : null,
    buildEnvironment: [
      ...buildSettings(details),
      ...(facts?.buildEnvironment ?? []),
      ...(details.skippedValidation && builds.length > 0 ? [details.skippedValidation] : []),
      ...(project.hashesWithMd4 && builds.length > 0 ? [md4] : []),
      ...(project.workersFail && builds.length > 0 ? [withoutWorkers] : []),
      ...(details.build?.asksForProduction && builds.length > 0 ? [productionBuild] : []),
    ].map((it) => ({ ...it })),
    buildArguments:
      details.buildArguments.length > 0 && builds.length > 0
        ? { names: details.buildArguments.map((it) => it.name + (it.isDemanded ? '=""' : '')) }
        : null,
    build: builds.length > 0 ? commandsView(details, manager, install, builds) : null,
  };
}

/** Whether the build stage has all packages, including development packages. */
function installsAll({
  installs,
  prunes,
  builds,
}: Pick<Shape, 'installs' | 'prunes' | 'builds'>): boolean {
  return installs && (builds.length > 0 || prunes);
}

function commandsView(
  details: ServiceDetails,
  manager: Manager,
  install: Install,
  builds: readonly string[],
): BuildView['build'] {
  const cache = (details.framework ?? details.site)?.buildCache ?? null;
  const [first = '', ...others] = [
    ...standIns(details, 'build'),
    ...builds,
    ...foldersMade(details),
  ];
  const caches = cache === null ? [] : [buildCacheMount(details, cache)];
  const { mounts, command } = mounted(
    { why: null, command: first, caches },
    secretsToRun(manager, install),
  );
  return {
    why: standInsBecause(details),
    mounts,
    commands: chained([command, ...others]),
  };
}

/**
 * A builder shares a cache mount with every build that names the same id, which is the path by
 * default: another project would write to this database at the same time, and Turbopack ends with
 * "Failed to open database". So the id has the name of the package, and a second build of the same
 * package waits. (Buildah does not know "private".)
 * https://docs.docker.com/reference/dockerfile/#run---mounttypecache
 */
function buildCacheMount(details: ServiceDetails, folder: string): string {
  const name = (details.manifest.name ?? 'app').replace(/[^\w@./-]/g, '-');
  return `${inImage(details, folder)},id=${name}/${folder},sharing=locked`;
}

type BuildWhy = NonNullable<BuildView['build']>['why'];

const whyStandIns =
  'Placeholders for this command alone: prisma.config cannot be read without them, ' +
  'and generating the client connects to nothing.';

/** Returns at most one command: a copy of a folder that is not there ends the build. */
function foldersMade({ framework, manifest }: ServiceDetails): string[] {
  const folders = (framework?.mayBeMissing ?? []).map((it) => joined(manifest.folder, it));
  return folders.length > 0 ? [`mkdir -p ${joinCommand(folders)}`] : [];
}

/** Returns at most one command. Not ENV: the names of some look like secrets, which builders warn of. */
function standIns({ prisma, standIns: more }: ServiceDetails, step: 'install' | 'build'): string[] {
  const known = new Map<string, string>();
  for (const { name, value, isArgument } of step === 'build' ? more : [])
    known.set(name, isArgument ? `"\${${name}:-${value}}"` : joinCommand([value]));
  for (const { name, value } of prisma?.demanded ?? []) known.set(name, joinCommand([value]));
  const values = [...known].map(([name, value]) => `${name}=${value}`);
  return values.length > 0 ? [`export ${values.join(' ')}`] : [];
}

function standInsBecause({
  prisma,
  standIns: more,
  framework,
  clientGeneration,
}: ServiceDetails): BuildWhy {
  const why = [
    ...(clientGeneration
      ? ['Neither the install nor the build generates the Prisma client, so it is the first step.']
      : []),
    ...((prisma?.demanded ?? []).length > 0 ? [whyStandIns] : []),
    ...(more.length > 0
      ? [
          `The build of ${framework?.title ?? 'the framework'} loads sources that demand these: placeholders for this command alone.`,
        ]
      : []),
  ];
  return why.length > 0 ? { text: why.join(' ') } : null;
}

/** An install script of the project may generate the client, too. */
function withStandIns(step: Step, details: ServiceDetails): Step {
  const generates = ['preinstall', 'install', 'postinstall', 'prepare'].some((it) =>
    /\bprisma\s+generate\b/.test(details.manifest.scripts[it] ?? ''),
  );
  return generates
    ? { ...step, command: [...standIns(details, 'install'), step.command].join(' && ') }
    : step;
}

function shippingView(shape: Shape): ShippingView {
  const { plan, details, packages, writable } = shape;
  const { uid, gid } = plan.choices;
  const { site, manifest } = details;
  const { leaveOut } = plan.shipping;
  const left = leftovers(shape);
  const owned = ownedPaths(writable, [...packages.flatMap(copiesFrom), ...askedCopies(shape)]);
  const asked = askedCopies(shape).map((it) => it.from.slice('/app/'.length));
  return {
    // Lock files and settings of tools, which only the build reads, and packages, which come from
    // another stage.
    unshipped: left.length > 0 ? { paths: left } : null,
    leftOut: leaveOut.length > 0 ? { paths: leaveOut } : null,
    readable: {
      paths: [
        ...(site ? [joined(manifest.folder, site.folder)] : packages.flatMap(readablePaths)),
        ...asked,
      ],
    },
    owned: owned.length > 0 ? { paths: owned, user: `${uid.value}:${gid.value}` } : null,
  };
}

function leftovers(shape: Shape): string[] {
  const { plan, project, details, layout, interpreter, packages } = shape;
  const shipsWhole = packages.some((it) => it.folder === '' && it.ships.kind === 'all');
  const server = dependencyServer(details.given ?? plan.choices.start.value);
  const read = [
    ...(server?.reads ?? []).map((it) => joined(details.manifest.folder, it)),
    ...details.compilerSettings,
  ];
  const all = [
    ...leftoversOf(packages, details.workspace, project.files, installsAll(shape)),
    ...layout.left(shipsWhole),
    ...(details.readsGit && shipsWhole ? ['.git'] : []),
    ...shape.links.map(({ path }) => path).filter((it) => project.files.includes(it)),
    ...(shipsWhole
      ? [...details.frontEnds, ...details.installedBeside].map((it) => `${it.folder}/node_modules`)
      : []),
    ...(shipsWhole && details.build?.script
      ? installedBeside(details.manifest, details.build.script)
          .filter((it) => it !== details.beside?.folder)
          .map((it) => `${it}/node_modules`)
      : []),
  ];
  return [...new Set(all)].filter(
    (it) =>
      !(interpreter.name === 'bun' && readByBun.test(it)) &&
      !read.includes(it) &&
      !plan.shipping.ship.some((path) => overlap(it, path)),
  );
}

/** Bun compiles sources when it loads them, and reads its settings from these files. */
const readByBun = /(?:^|\/)(?:bunfig\.toml|tsconfig(?:\.\w+)?\.json)$/;

/** What the user ships and no folder of the image has anyway. A site serves it. */
function askedCopies({ plan, details: { site }, packages }: Shape): CopyView[] {
  const all = packages.flatMap(copiesFrom).map((it) => it.from.replace(/\/$/, ''));
  return outermost(plan.shipping.ship)
    .map((path) => ({
      from: `/app/${path}`,
      to: site ? `${siteFolder(site)}/${path}` : `/app/${path}`,
    }))
    .filter(({ from }) => !all.some((it) => isWithin(from, it)));
}

function copiesFrom({ folder, ships }: Shipped): CopyView[] {
  const at = (path: string): string => `/${joined('app', joined(folder, path))}`;
  switch (ships.kind) {
    case 'all':
      return [{ from: `${at('')}/`, to: `${at('')}/` }];
    case 'listed':
      return ships.paths.map((it) => ({ from: at(it), to: at(it) }));
    case 'copies':
      return ships.copies.map((it) =>
        /^(?:\.\.\/)*$/.test(it.to)
          ? { from: `${at(it.from)}/`, to: `${at(it.to)}/` }
          : { from: at(it.from), to: at(it.to) },
      );
  }
}

/**
 * Writable folders that are part of the copied files. The copy would replace the empty folders of
 * the final stage, including their owner.
 */
function ownedPaths(writable: readonly string[], ships: readonly CopyView[]): string[] {
  return writable.flatMap((path) => {
    const ship = ships.find(({ to }) => `${path}/`.startsWith(`${to.replace(/\/$/, '')}/`));
    return ship
      ? [`${ship.from.replace(/\/$/, '')}${path.slice(ship.to.replace(/\/$/, '').length)}`]
      : [];
  });
}

function readablePaths({ folder, ships }: Shipped): string[] {
  const inFolder = (path: string): string => joined(folder, path) || '.';
  switch (ships.kind) {
    case 'all':
      return [inFolder('')];
    case 'listed':
      return ships.paths.map(inFolder);
    case 'copies':
      return ships.copies.map((it) => inFolder(it.from));
  }
}

/**
 * Folder names of prebuildify: https://github.com/prebuild/prebuildify. For musl there is
 * `linuxmusl-x64`, or `linux-x64` with both kinds in it.
 */
const otherSystems = ['darwin', 'win32', 'android', 'ios', 'freebsd'];

function rootfsView(shape: Shape): RootfsView {
  const { plan, details, shipsPackages, bundle, interpreter, copiesInterpreter, links } = shape;
  const { offer, choices } = plan;
  const { site } = details;
  const scanned = scannedFolders(shape);
  const needed = needsRootfs(shape);
  return {
    // The stage with the packages collects their libraries, so that a change in the sources does
    // not repeat it.
    rootfsWithPackages: needed && shipsPackages,
    rootfsBeforeSources: needed && !shipsPackages && bundle === null,
    rootfsAfterBuild: needed && !shipsPackages && bundle !== null,
    interpreter: copiesInterpreter ? { path: interpreter.program } : null,
    stop: stopView(shape),
    environmentFiles: demandsFiles(shape)
      ? { paths: details.environmentFiles.map((it) => `/rootfs/app/${it}`) }
      : null,
    links: linksView(links.filter((it) => isTemporary(it.target))),
    kept: linksView(links.filter((it) => !isTemporary(it.target))),
    // Prisma chooses the OpenSSL to load by distribution at run time, too.
    release: (details.prisma?.engine ?? false) && offer.image === null,
    foreign: scanned.length > 0 ? foreignView(scanned, offer.libc) : null,
    libraries: needsLibraries(shape)
      ? librariesView(
          { files: copiesInterpreter ? [interpreter.program] : [], folders: scanned, addons: true },
          offer,
        )
      : null,
    site:
      site && offer.server
        ? siteConfiguration(site, offer.server, choices.port.value ?? sitePort)
        : null,
  };
}

/**
 * Folders with native modules. distroless includes the libraries for node itself, but modules may
 * need others.
 */
function scannedFolders(shape: Shape): string[] {
  const { project, details, layout, shipsPackages, bundle, copiesInterpreter } = shape;
  if (project.native.loaded.length === 0 && !copiesInterpreter) return [];
  const natives = details.workspace ? '/modules' : layout.natives;
  return [...(shipsPackages ? [natives] : []), ...(bundle === null ? [] : [bundle])];
}

function needsLibraries(shape: Shape): boolean {
  if (shape.details.site) return false;
  return shape.copiesInterpreter || scannedFolders(shape).length > 0;
}

function needsRootfs(shape: Shape): boolean {
  const { plan, details, writable } = shape;
  const { account, tmp } = plan.offer.contents;
  const { uid, gid } = plan.choices;
  const hasUser = account?.uid === uid.value && account.gid === gid.value;
  return (
    needsLibraries(shape) ||
    demandsFiles(shape) ||
    shape.links.length > 0 ||
    details.site !== null ||
    !tmp ||
    writable.length > 0 ||
    !hasUser
  );
}

const demandsFiles = ({ details }: Shape): boolean => details.environmentFiles.length > 0;

const isTemporary = (path: string): boolean => isWithin(path, '/tmp');

function linksView(links: readonly WrittenLink[]): RootfsView['links'] {
  if (links.length === 0) return null;
  const pairs = links.map(({ path, target }) => ({ path: `/rootfs/app/${path}`, target }));
  return { folders: [...new Set(pairs.map((it) => posix.dirname(it.path)))], pairs };
}

/**
 * The file that handles SIGTERM, for an interpreter that cannot load it directly from ENTRYPOINT.
 */
function stopView({ details, interpreter, copiesInterpreter }: Shape): RootfsView['stop'] {
  const { file } = interpreter.stop;
  if (!file || !copiesInterpreter || details.handler !== null) return null;
  const folder = file.path.slice(0, file.path.lastIndexOf('/'));
  return { folder, file: file.path, text: file.text };
}

function foreignView(folders: readonly string[], libc: 'glibc' | 'musl'): RootfsView['foreign'] {
  return libc === 'glibc'
    ? { folders, pattern: '*.musl.node', prebuilds: [...otherSystems, 'linuxmusl'] }
    : { folders, pattern: '*.glibc.node', prebuilds: otherSystems };
}

function finalView(shape: Shape): FinalView {
  const { plan, details, layout, shipsPackages, prunes, packages } = shape;
  const { offer } = plan;
  const { site, workspace } = details;
  const copies = site
    ? [{ from: `${inImage(details, site.folder)}/`, to: `${siteFolder(site)}/` }]
    : packages.flatMap(copiesFrom);
  const stage = prunes ? 'program' : 'build';
  const modules = workspace ? { from: '/modules/', to: '/app/' } : { ...layout.copy };
  return {
    base: offer.image !== null && (needsLibraries(shape) || plan.choices.packages !== undefined),
    server: offer.server?.kind === 'static-web-server' ? { program: offer.server.program } : null,
    rootfs: needsRootfs(shape) ? { stage: shipsPackages ? 'dependencies' : 'build' } : null,
    modules: shipsPackages ? modules : null,
    ships: copies.map((it) => ({ stage, ...it })),
    asked: askedCopies(shape).map(({ from, to }) => ({ stage, paths: [from, to] })),
    workingDirectory: site ? siteRoot : inImage(details, ''),
  };
}

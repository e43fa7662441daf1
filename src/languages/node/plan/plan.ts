/** Facts and choices in, everything that the Node template prints out. */
import { UserError } from '../../../errors.ts';
import type { View } from '../../../types.ts';
import { joinCommand } from '../../../text/shell-words.ts';
import type { LanguagePlan, PlanInput } from '../../language.ts';
import type { Step } from '../../shared/package-manager.ts';
import { librariesView } from '../../shared/shared-libraries.ts';
import {
  type ProjectDetails,
  projectDetails,
  type ServiceDetails,
  serviceDetails,
} from '../details.ts';
import { ignoreView } from './ignore.ts';
import { interpreterOf } from '../runtime/interpreters.ts';
import { unmet } from '../package-managers/engines.ts';
import { managerOf } from '../package-managers/index.ts';
import { type Install, type Manager, secretsToRun } from '../package-managers/manager.ts';
import { productionDependencies } from '../files/manifest.ts';
import { siteConfiguration, siteFolder, siteRoot, siteRuntime } from './site.ts';
import { sitePort } from '../frameworks/site-port.ts';
import { type Layout, layoutOf } from './packages.ts';
import { compilersOf, copiesOf, gitView, mounted, opensslOf } from './install.ts';
import { runtimeOf } from './runtime.ts';
import {
  buildCommands,
  buildSettings,
  chained,
  collectCommand,
  hooksOf,
  installFor,
  leftoversOf,
  type Shipped,
  shippedPackages,
} from './workspace.ts';
import { dependencyServer } from '../frameworks/servers.ts';
import { joined } from '../../../text/paths.ts';

export function planNode(input: PlanInput): LanguagePlan {
  const { facts, service, choices, offer } = input;
  const project = projectDetails(facts);
  const details = serviceDetails(service);
  const chosen = project.installs[choices.packageManager.value];
  if (!chosen) throw new Error(`no install for ${choices.packageManager.value}`);
  const manager = managerOf(chosen.manager);
  const refusal = chosen.outdated ?? chosen.forbidden;
  if (refusal && project.hasDependencies) throw new UserError(refusal);
  refuseOtherManager(project, details, manager, chosen.install);
  const layout = layoutOf(chosen.install, service, choices.start.value, project.files);
  const { site } = details;
  const { server } = offer;
  const port = choices.port.value ?? sitePort;
  return {
    images: server?.kind === 'static-web-server' ? { server: server.image } : {},
    targets: [
      {
        runtime:
          site && server
            ? siteRuntime(site, server, port)
            : runtimeOf(
                input,
                details,
                offer.interpreter ?? interpreterOf(details.interpreter).program,
                project.hasDependencies ? layout.flags : [],
              ),
        program: {},
      },
    ],
    project: projectView(
      input,
      project,
      details,
      manager,
      installFor(unmet(chosen.install, choices.runtimeVersion.value), manager, details.workspace),
      layout,
    ),
    ignore: ignoreView(project, details),
    secrets: project.hasDependencies ? chosen.install.secrets : [],
    notes: [],
  };
}

function projectView(
  { offer, choices }: PlanInput,
  project: ProjectDetails,
  details: ServiceDetails,
  manager: Manager,
  install: Install,
  layout: Layout,
): View {
  const { site, framework, workspace } = details;
  const target = workspace?.target ?? null;
  const folder = details.manifest.folder;
  const at = (path: string): string => `/${joined('app', joined(folder, path))}`;
  const installs = project.hasDependencies;
  const needsPackages =
    details.hasProductionDependencies ||
    (workspace !== null && Object.keys(productionDependencies(project.manifest)).length > 0);
  const production =
    installs && needsPackages && site === null && (framework?.bundle ?? null) === null;
  const prunes = production && install.prunes;
  const interpreter = interpreterOf(details.interpreter);
  const builds = buildCommands(details, manager, install);
  // Bun's image has Bun.
  const tool = installs && manager.id !== interpreter.name ? manager.tool(install) : null;
  const installAll =
    installs && (builds.length > 0 || prunes)
      ? mounted(withStandIns(manager.installAll(install, target), details), install.secrets)
      : null;
  const productionStep = prunes
    ? manager.prune(install, target)
    : manager.installProduction(install, target);
  const { command, ...packagesStep } = mounted(productionStep, install.secrets);
  const packageFolders = workspace ? { from: '/modules/', to: '/app/' } : { ...layout.copy };
  const packagesView = {
    ...packagesStep,
    commands: chained([command, ...(workspace ? [collectCommand(workspace)] : [])]),
  };

  // distroless has what node itself needs; extension modules may need more.
  const copiesInterpreter = offer.interpreter === null && site === null;
  const stop = copiesInterpreter && details.handler === null ? interpreter.stop.file : null;
  const bundle = framework?.bundle ?? null;
  const bundled = bundle === null ? [] : [at(bundle)];
  const scanned =
    project.native.loaded.length > 0 || copiesInterpreter
      ? [...(production ? [workspace ? '/modules' : layout.natives] : []), ...bundled]
      : [];
  const libraries = site === null && (copiesInterpreter || scanned.length > 0);
  const lands = libraries && offer.image !== null;

  const { account, tmp } = offer.brings;
  const writable = [...details.writable, ...choices.writable.value];
  const needsRootfs =
    libraries ||
    site !== null ||
    !tmp ||
    writable.length > 0 ||
    account?.uid !== choices.uid.value ||
    account.gid !== choices.gid.value;
  const stage = production ? 'dependencies' : 'build';
  const late = bundled.length > 0;
  const packages = site ? [] : shippedPackages(details, production);
  const read = dependencyServer(choices.start.value)?.reads?.map((it) => joined(folder, it)) ?? [];
  const left = [
    ...leftoversOf(packages, workspace, project.files, installAll !== null),
    ...layout.left(packages.some((it) => it.folder === '' && it.ships.kind === 'all')),
  ].filter((it) => !(interpreter.name === 'bun' && readByBun.test(it)) && !read.includes(it));
  const source = prunes ? 'program' : 'build';
  return {
    git:
      installs && install.git.names.length > 0
        ? gitView(install.git, site ? 'glibc' : offer.libc)
        : null,
    compilers:
      installs && project.native.compiled.length > 0
        ? {
            packages: project.native.compiled.join(', '),
            install: compilersOf(site ? 'glibc' : offer.libc, project.native.compiled),
          }
        : null,
    openssl: details.prisma?.engine ? { install: opensslOf(offer.libc) } : null,
    tool: tool ? mounted(tool, install.secrets) : null,
    layout: installs && layout.environment ? { ...layout.environment } : null,
    plugAndPlay: production && layout.kind === 'plug-and-play' ? { folder: '/pnp' } : null,
    plain: installs ? null : { stage: 'build' },
    manifests: installs ? { copies: copiesOf(project, install) } : null,
    hooks: installs
      ? hooksOf(
          install,
          workspace,
          manager.id === 'bun' && interpreter.name === 'bun' ? 'bun' : 'npm',
        )
      : null,
    production: production && !prunes ? packagesView : null,
    pruned: prunes ? packagesView : null,
    install: installAll,
    buildEnvironment: [
      ...buildSettings(details),
      ...((framework ?? site)?.buildEnvironment ?? []),
    ].map((it) => ({ ...it })),
    build: builds.length > 0 ? buildView(details, manager, install, builds, at) : null,
    // Lock files and settings of tools, which only the build reads; and packages, which come from a stage of their own.
    unshipped: left.length > 0 ? { paths: left } : null,
    readable: { paths: site ? [joined(folder, site.folder)] : packages.flatMap(readablePaths) },
    owned: ownedPaths(writable, packages.flatMap(copiesFrom), choices),
    rootfs: needsRootfs ? { stage } : null,
    // The stage in which the packages lie collects their libraries: sources that change leave it alone.
    earlyRootfs: needsRootfs && !production && !late ? { stage } : null,
    lateRootfs: needsRootfs && production ? { stage } : null,
    builtRootfs: needsRootfs && !production && late ? { stage } : null,
    // Which distribution it is decides where Prisma looks for OpenSSL when it runs, too.
    release: details.prisma?.engine && offer.image === null ? { path: '/etc/os-release' } : null,
    interpreter: copiesInterpreter ? { path: interpreter.program } : null,
    stop: stop
      ? { folder: stop.path.slice(0, stop.path.lastIndexOf('/')), file: stop.path, text: stop.text }
      : null,
    foreign:
      scanned.length > 0
        ? {
            folders: scanned,
            pattern: offer.libc === 'glibc' ? '*.musl.node' : '*.glibc.node',
            prebuilds: [...otherSystems, ...(offer.libc === 'glibc' ? ['linuxmusl'] : [])],
          }
        : null,
    libraries: libraries
      ? librariesView(
          { files: copiesInterpreter ? [interpreter.program] : [], folders: scanned },
          offer,
        )
      : null,
    base: lands ? { stage: 'base' } : null,
    direct: lands ? null : { from: 'runtime' },
    modules: production ? packageFolders : null,
    server: offer.server?.kind === 'static-web-server' ? { program: offer.server.program } : null,
    site:
      site && offer.server
        ? siteConfiguration(site, offer.server, choices.port.value ?? sitePort)
        : null,
    ships: (site
      ? [{ from: `${at(site.folder)}/`, to: `${siteFolder(site)}/` }]
      : packages.flatMap(copiesFrom)
    ).map((it) => ({ stage: source, ...it })),
    workingDirectory: site ? siteRoot : at(''),
  };
}

/** As prebuildify names folders: https://github.com/prebuild/prebuildify. For musl there is `linuxmusl-x64`, or `linux-x64` with both kinds in it. */
const otherSystems = ['darwin', 'win32', 'android', 'ios', 'freebsd'];

const whyStandIns =
  'prisma.config cannot be read without these, and generating the client connects to nothing: stand-ins, for this command alone.';

/** At most one command. */
function standIns({ prisma }: ServiceDetails): string[] {
  const values = prisma?.demanded.map(({ name, value }) => `${name}=${joinCommand([value])}`) ?? [];
  return values.length > 0 ? [`export ${values.join(' ')}`] : [];
}

/** An install script of the project generates the client, too. */
function withStandIns(step: Step, details: ServiceDetails): Step {
  const generates = ['preinstall', 'install', 'postinstall', 'prepare'].some((it) =>
    /\bprisma\s+generate\b/.test(details.manifest.scripts[it] ?? ''),
  );
  return generates ? { ...step, command: [...standIns(details), step.command].join(' && ') } : step;
}

/** Bun compiles sources when it loads them, by the settings in these. */
const readByBun = /(?:^|\/)(?:bunfig\.toml|tsconfig(?:\.\w+)?\.json)$/;

/** Bun's image has Bun to install packages with, and nothing else. */
function refuseOtherManager(
  project: ProjectDetails,
  details: ServiceDetails,
  manager: Manager,
  install: Install,
): void {
  if (details.interpreter !== 'bun' || manager.id === 'bun' || !project.hasDependencies) return;
  const lock = install.lock ?? `the lock file of ${manager.title}`;
  throw new UserError({
    code: 'E_PROJECT',
    file: install.lock ?? details.manifest.file,
    reason: `the program runs on Bun, and ${manager.title} installs its packages: Bun's image has no ${manager.title}`,
    hint: `Run "bun install", which takes the versions over from ${lock}; commit bun.lock and remove ${lock}.`,
  });
}

function copiesFrom({ folder, ships }: Shipped): { from: string; to: string }[] {
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

/** Writable folders inside what ships: the copy would replace the empty ones of the final stage, owner and all. */
function ownedPaths(
  writable: readonly string[],
  ships: readonly { readonly from: string; readonly to: string }[],
  { uid, gid }: PlanInput['choices'],
): View | null {
  const inBuild = writable.flatMap((path) => {
    const ship = ships.find(({ to }) => `${path}/`.startsWith(`${to.replace(/\/$/, '')}/`));
    return ship
      ? [`${ship.from.replace(/\/$/, '')}${path.slice(ship.to.replace(/\/$/, '').length)}`]
      : [];
  });
  return inBuild.length > 0 ? { paths: inBuild, user: `${uid.value}:${gid.value}` } : null;
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

function buildView(
  details: ServiceDetails,
  manager: Manager,
  install: Install,
  builds: readonly string[],
  at: (path: string) => string,
): View {
  const cache = (details.framework ?? details.site)?.buildCache ?? null;
  const [first = '', ...others] = [...standIns(details), ...builds];
  const step = { why: null, command: first, caches: cache === null ? [] : [at(cache)] };
  const { mounts = [], command } = mounted(step, secretsToRun(manager, install));
  return {
    mounts,
    why: standIns(details).length > 0 ? { text: whyStandIns } : null,
    commands: chained([command, ...others]),
  };
}

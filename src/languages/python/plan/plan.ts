/** Plans the image of a Python program: an interpreter, a virtual environment, the sources. */
import { posix } from 'node:path';
import type { PythonPlanInput } from '../details.ts';
import type { ImageContents, Libc } from '../../../types.ts';
import { frontendView } from '../../frontend.ts';
import type { LanguagePlan } from '../../language.ts';
import { distinctSecrets } from '../../shared/secrets.ts';
import { librariesView } from '../../shared/shared-libraries.ts';
import { installSystemPackages } from '../../shared/system-packages.ts';
import { isWithin, outermost, overlap } from '../../../text/paths.ts';
import { shellWord } from '../../../text/shell-words.ts';
import { isTest as isForTests } from '../code/module-names.ts';
import { sourcesPath } from '../code/places.ts';
import { installationOf, packagesOf, type PythonProject, type PythonService } from '../details.ts';
import type { BuildBackend } from '../package-managers/build-backend.ts';
import {
  environmentPath,
  type Installation,
  type Member,
} from '../package-managers/installation.ts';
import { type SystemPackage, systemPackages } from '../runtime/system-packages.ts';
import { keptFolder } from '../../shared/writable.ts';
import type { Interpreter } from './command.ts';
import { compilersFor, fallbackCompilers, hasOldReleases } from './compilers.ts';
import { localStepsView, scriptView, secretsOf, stepsView, toolMounts } from './install.ts';
import { emptyFolders, isLeftOut, keptFiles, unread } from './ignore.ts';
import { runtimeOf } from './runtime.ts';
import { isInSources, seededFolders, unshippedFiles } from './sources.ts';
import type { PythonDockerfile, PythonDockerignore } from './view.ts';

/** Values that the parts of the plan share. */
interface Context {
  readonly input: PythonPlanInput;
  readonly project: PythonProject;
  readonly details: PythonService;
  /** `undefined` if nothing is installed. */
  readonly installation: Installation | undefined;
  /** The workspace member that contains the program. */
  readonly member: Member | undefined;
  /** The build backend of the project; `null` if the program runs from its sources. */
  readonly backend: BuildBackend | null;
  /**
   * Whether the program is a script that the package declares. The image then contains no sources.
   */
  readonly isScript: boolean;
  /** Whether there is a virtual environment. */
  readonly installs: boolean;
  /** The file name of the interpreter: `python3.14`. */
  readonly python: string;
}

/** @returns the image, and everything that templates/python prints. */
export function planPython(input: PythonPlanInput): LanguagePlan {
  const context = contextOf(input);
  const { installation, installs, member, project } = context;
  const { frontend } = project;
  const tool = installs ? installation?.tool : null;
  return {
    images: tool ? { tool: tool.image } : {},
    ...(frontend
      ? { toolchains: { frontend: { name: 'node', version: frontend.install.nodeVersion } } }
      : {}),
    targets: [{ runtime: runtimeOf(input, interpreterOf(context)), program: {} }],
    project: dockerfileView(context),
    ignore: ignoreView(context),
    secrets: distinctSecrets([
      ...(installs ? secretsOf(installation, member) : []),
      ...(frontend ? [...frontend.install.secrets, ...frontend.install.buildSecrets] : []),
    ]),
    contents: contentsOf(context),
    // A package is built from what is there. Otherwise the build may read what the image lacks.
    unbuilt: context.isScript ? input.shipping.leaveOut : [],
    notes: [],
  };
}

function contextOf(input: PythonPlanInput): Context {
  const { facts, service, choices } = input;
  const manager = choices.packageManager.value;
  const installation = installationOf(facts, manager);
  const project = facts.details;
  const details = service.details;
  // The project is installed as a package only if that is necessary: for a script that it declares,
  // for its metadata, or for files that only its build makes.
  const isScript =
    project.backend !== null && project.scripts.includes(choices.start.value[0] ?? '');
  const demanded = project.backend?.demanded === true && details.member === null;
  const backend = isScript || project.readsMetadata || demanded ? project.backend : null;
  return {
    input,
    project,
    details,
    installation,
    member: installation?.members.find((it) => it.name === details.member),
    backend,
    isScript,
    installs:
      packagesOf(facts, manager, service.name).length > 0 ||
      installation?.unread === true ||
      backend !== null ||
      installation?.needsSources === true,
    python: `python${choices.runtimeVersion.value.split('.').slice(0, 2).join('.')}`,
  };
}

/** The path of the interpreter in the image, whether the base includes it or it is copied. */
function locationOf({ input, python }: Context): string {
  return input.offer.interpreter ?? `/usr/local/bin/${python}`;
}

function interpreterOf(context: Context): Interpreter {
  const { facts, service, choices } = context.input;
  const packages = packagesOf(facts, choices.packageManager.value, service.name);
  return context.installs
    ? {
        path: `${environmentPath}/bin/python`,
        scripts: `${environmentPath}/bin`,
        environment: environmentPath,
        packages,
      }
    : { path: locationOf(context), scripts: '/usr/local/bin', environment: null, packages };
}

function dockerfileView(context: Context): PythonDockerfile {
  const { input, project, installs, isScript, python, details } = context;
  const { offer } = input;
  const system = systemView(details, offer);
  const copied = offer.interpreter === null;
  const roots = librariesRoots(context, system !== null);
  const libraries =
    roots.length > 0 ? librariesView({ files: [], folders: roots, addons: false }, offer) : null;
  const baseStage =
    offer.image !== null && (libraries !== null || input.choices.packages !== undefined);
  const installed = installView(context);
  const locales = localesView(details, offer.libc);
  const ownRootfs = copied || libraries !== null || locales !== null;
  return {
    ...installed,
    frontend: project.frontend
      ? frontendView(project.frontend, 'Builds the front end that the program serves')
      : null,
    system,
    lookedUp: lookedUpView(details, offer),
    linked: linkedView(details, offer.libc),
    locales,
    backend: backendView(context),
    environment: installs ? environmentPath : null,
    interpreter: copied ? python : null,
    retarget: installs && !copied ? { interpreter: locationOf(context), name: python } : null,
    translations: project.compilesTranslations && !isScript ? { tool: catalogTool } : null,
    collect: collectView(details, installs ? `${environmentPath}/bin/python` : 'python3'),
    libraries,
    // What is installed with the sources may load libraries, too.
    librariesFirst: context.backend === null && installed.localSteps.length === 0,
    baseStage,
    noBaseStage: !baseStage,
    ownRootfs,
    noOwnRootfs: !ownRootfs,
    ...(isScript ? packageView(context) : sourcesView(context)),
  };
}

/** Compiles catalogs without gettext: https://pypi.org/project/polib/ */
const catalogTool = 'polib==1.2.0';

/** The folders with programs and modules that load shared libraries. */
function librariesRoots({ input, installs }: Context, system: boolean): readonly string[] {
  return [
    ...(input.offer.interpreter === null ? ['/rootfs/usr/local'] : []),
    ...(system ? ['/rootfs/usr/bin', '/rootfs/usr/lib'] : []),
    ...(installs ? [environmentPath] : []),
  ];
}

function installView(
  context: Context,
): Pick<PythonDockerfile, 'script' | 'compilers' | 'tool' | 'steps' | 'localSteps'> {
  const { input, installation, installs, member } = context;
  const { facts, service, choices, offer } = input;
  const packages = packagesOf(facts, choices.packageManager.value, service.name);
  const compilers = compilersFor(
    packages,
    choices.runtimeVersion.value.split('.').slice(0, 2).join('.'),
    offer.libc,
    {
      git: installation?.git === true,
      ssh: installation?.secrets.some((it) => it.kind === 'ssh') === true,
      own: context.backend?.compiles === true,
    },
  );
  if (!installation || !installs)
    return { script: null, compilers, tool: null, steps: [], localSteps: [] };
  const { tool } = installation;
  return {
    script: scriptView(member),
    compilers,
    tool: tool && { source: tool.source, target: tool.target },
    steps: stepsView(installation, member, {
      compilers: fallbackCompilers(packages, offer.libc),
      old: hasOldReleases(packages, choices.runtimeVersion.value),
      version: choices.runtimeVersion.value,
    }),
    localSteps: localStepsView(installation, member),
  };
}

function backendView({
  backend,
  installation,
  member,
  isScript,
  details,
}: Context): PythonDockerfile['backend'] {
  if (!backend) return null;
  return {
    requires: [...backend.requires.filter((it) => it !== 'wheel'), 'wheel'],
    alone: (member?.steps ?? installation?.steps ?? []).length === 0,
    listing: backend.listing === null ? null : { command: backend.listing },
    preparation: backend.preparation,
    generated:
      backend.generates && !isScript
        ? `${sourcesPath}/${details.paths.includes('src') ? 'src/' : ''}`
        : null,
    mounts: toolMounts(installation, member),
  };
}

type SourcesView = Pick<
  PythonDockerfile,
  'sources' | 'working' | 'links' | 'seeded' | 'unshipped' | 'leftOut' | 'shipped'
>;

function sourcesView({ input, project, details, installation, member }: Context): SourcesView {
  const { uid, gid } = input.choices;
  const seeded = seededFolders(writableOf(input, details), project, details);
  return {
    sources: sourcesPath,
    working: null,
    // One reason comments all the links below it.
    links: details.links.map((it, index) => ({
      ...it,
      why: details.links[index - 1]?.why === it.why ? null : it.why,
    })),
    seeded: seeded.length > 0 ? { paths: seeded, user: `${uid.value}:${gid.value}` } : null,
    unshipped: removedFiles({ input, project, installation, member, details }),
    leftOut: pathsOrNull(input.shipping.leaveOut),
    shipped: null,
  };
}

/** What is removed before the sources are copied, but for what the program or the user wants. */
function removedFiles({
  input: { shipping },
  project,
  installation,
  member,
  details,
}: Pick<Context, 'input' | 'project' | 'installation' | 'member' | 'details'>): readonly string[] {
  const { ship, leaveOut } = shipping;
  return unshippedFiles(project, installation, member).filter(
    (it) =>
      !details.reads.includes(it) &&
      !ship.some((path) => overlap(it, path)) &&
      !leaveOut.some((path) => isWithin(it, path)),
  );
}

function pathsOrNull(paths: readonly string[]): { readonly paths: readonly string[] } | null {
  return paths.length > 0 ? { paths } : null;
}

/** Which files of the project are in the image. */
function contentsOf(context: Context): ImageContents {
  const { details, isScript } = context;
  const removed = isScript ? [] : removedFiles(context);
  return {
    only: isScript ? startPaths(context) : null,
    leftOut: [
      { why: 'tests', patterns: unread.filter((it) => isTest.test(it)) },
      { why: 'caches, and settings of tools', patterns: unread.filter((it) => !isTest.test(it)) },
      { why: 'written by the program', patterns: details.leftOut.map((it) => `/${it}`) },
      { why: 'for people, or for the install', patterns: removed.map((it) => `/${it}`) },
      {
        why: 'mounted as secrets',
        patterns: withLoginOf(context).map((it) => `/${it}`),
      },
    ],
    kept: keptOf(context),
  };
}

const isTest = /test|\.[tn]ox|noxfile|hypothesis|cov/;

/**
 * The sources of a project that is installed in the virtual environment. The image has no other
 * file of it.
 */
function packageView(context: Context): SourcesView {
  const { input, details } = context;
  const writes = writableOf(input, details).some(isInSources);
  const named = startPaths(context);
  const ship = outermost([...input.shipping.ship, ...named]);
  const why =
    named.length === 0
      ? 'Files from --ship.'
      : `Files that the start command names${input.shipping.ship.length > 0 ? ', and those from --ship' : ''}.`;
  const working = writes ? sourcesPath : placeOf(details.links);
  return {
    sources: null,
    working: ship.length > 0 ? null : working,
    links: [],
    seeded: null,
    unshipped: [],
    leftOut: null,
    shipped:
      ship.length > 0
        ? {
            why,
            folder: sourcesPath,
            copies: ship.map((it) => [`${sourcesPath}/${it}`, `${sourcesPath}/${it}`]),
          }
        : null,
  };
}

/** Files and folders of the project that are words of the start command: `./configs/config.yaml`. */
function startPaths({ input, project }: Context): readonly string[] {
  const [, ...words] = input.choices.start.value;
  const shipped = project.files.filter((it) => !isLeftOut(it));
  return words
    .map((it) => it.replace(/^--?[\w-]+=/, ''))
    .filter((it) => /[/.]/.test(it))
    .map((it) => posix.normalize(it).replace(/\/$/, ''))
    .filter((it) => shipped.some((file) => isWithin(file, it)));
}

/** The folder of files that a package writes to its working directory; data goes before logs. */
function placeOf(links: PythonService['links']): string | null {
  const folders = links.map((it) => posix.dirname(it.to));
  return folders.find((it) => it === keptFolder) ?? folders[0] ?? null;
}

function writableOf({ choices }: PythonPlanInput, details: PythonService): readonly string[] {
  return [...details.writable, ...choices.writable.value];
}

function withLoginOf({ installation, project }: Context): readonly string[] {
  return [...(installation?.withLogin ?? []), ...(project.frontend?.withTokens ?? [])];
}

/** What the program reads, and what the install of the front end reads. */
function keptOf({ details, project }: Context): readonly string[] {
  const held = emptyFolders(project.files).filter(
    (it) => !details.leftOut.some((path) => isWithin(it, path)),
  );
  // A copy of certifi brings the authorities that it trusts: data of a package is part of it.
  const data = project.certificates.filter(
    (it) => project.files.includes(it.replace(/[^/]*$/, '__init__.py')) && !isForTests(it),
  );
  const read = keptFiles([...details.reads, ...held, ...data], project.certificates);
  return [...new Set([...read, ...(project.frontend?.kept ?? [])])].toSorted();
}

function ignoreView(context: Context): PythonDockerignore {
  const { details, project } = context;
  const kept = keptOf(context);
  return {
    unread,
    outputs: project.frontendOutputs,
    withLogin: withLoginOf(context),
    written: details.leftOut,
    kept: kept.length > 0 ? kept : null,
  };
}

/**
 * @param interpreter that of the virtual environment, which also reads the `.pth` files of packages.
 *   It is a link to the one of the build image until the end of the stage.
 */
function collectView({ collect }: PythonService, interpreter: string): PythonDockerfile['collect'] {
  if (!collect) return null;
  const variables = collect.variables.map(
    ({ variable, value }) => `${variable}=${shellWord(value)} `,
  );
  if (collect.settings !== null) variables.unshift(`DJANGO_SETTINGS_MODULE=${collect.settings} `);
  return {
    variables: variables.join(''),
    hasPlaceholders: collect.variables.length > 0,
    interpreter,
    program: `${collect.folder === '' ? '' : `${collect.folder}/`}manage.py`,
  };
}

/**
 * Programs and libraries that are started or loaded by name. Nothing links them, so their files are
 * listed explicitly. The loader finds the libraries that these files need.
 */
function systemView(
  { system }: PythonService,
  { libc }: PythonPlanInput['offer'],
): PythonDockerfile['system'] {
  const needed = neededPackages(system).filter((it) => it.files.length > 0);
  if (needed.length === 0) return null;
  return {
    ...installation(needed, libc),
    files: [...new Set(needed.flatMap((it) => it.files))],
  };
}

/** What find_library needs to find what was copied. */
function lookedUpView(
  { system }: PythonService,
  { libc, image }: PythonPlanInput['offer'],
): PythonDockerfile['lookedUp'] {
  if (libc !== 'glibc' || !neededPackages(system).some((it) => it.lookedUp)) return null;
  return { link: image === null ? ' && cp -P /sbin /rootfs/' : '' };
}

/** Libraries that modules are linked against: the loader finds their files. */
function linkedView({ system }: PythonService, libc: Libc): PythonDockerfile['linked'] {
  const needed = neededPackages(system).filter((it) => it.files.length === 0);
  return needed.length === 0 ? null : installation(needed, libc);
}

/**
 * The locales, made from Debian's definitions: a locale with warnings is written, too, and the exit
 * code is not 0. musl accepts every name, and has no translations.
 */
function localesView({ locales }: PythonService, libc: Libc): PythonDockerfile['locales'] {
  if (locales.length === 0 || libc === 'musl') return null;
  const folder = '/rootfs/usr/lib/locale';
  return {
    install: `${installSystemPackages(libc, ['locales'])} && mkdir -p ${folder}`,
    made: locales.map(({ name, definition, charset }) => {
      const path = `${folder}/${name}`;
      return `{ localedef -c -i ${definition} -f ${charset} ${path} || test -d ${path}; }`;
    }),
  };
}

function neededPackages({ packages }: PythonService['system']): readonly SystemPackage[] {
  return systemPackages.filter((it) => packages.includes(it.title));
}

function installation(
  packages: readonly SystemPackage[],
  libc: Libc,
): { title: string; install: string } {
  const names = new Set(packages.map((it) => (libc === 'musl' ? it.alpine : it.debian)));
  return {
    title: packages.map((it) => it.title).join(', '),
    install: installSystemPackages(libc, [...names]),
  };
}

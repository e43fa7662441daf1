/** Facts and choices in, everything that the Node template prints out. */
import type { View } from '../../types.ts';
import { joinCommand } from '../../words.ts';
import type { EnvironmentLine, LanguagePlan, PlanInput, RuntimePlan } from '../language.ts';
import { librariesView } from '../libraries.ts';
import { type ProjectDetails, projectDetails, type ServiceDetails, serviceDetails } from './details.ts';
import { ignoreView } from './ignore.ts';
import { managerOf } from './managers/index.ts';
import type { Install, Manager, Secret, Step } from './managers/manager.ts';
import { stopPreload } from './signals.ts';
import { resolveWords } from './start/resolve.ts';

/** Where the interpreter lies in the official images, and where it is copied to. */
const nodeProgram = '/usr/local/bin/node';

export function planNode(input: PlanInput): LanguagePlan {
  const { facts, service, choices, offer } = input;
  const project = projectDetails(facts);
  const details = serviceDetails(service);
  const chosen = project.installs[choices.packageManager.value];
  if (!chosen) throw new Error(`no install for ${choices.packageManager.value}`);
  const manager = managerOf(chosen.manager);
  const interpreter = offer.interpreter ?? nodeProgram;
  return {
    images: {},
    runtime: runtimeOf(input, details, interpreter),
    project: projectView(input, project, details, manager, chosen.install),
    ignore: ignoreView(project, details),
    notes: [],
  };
}

function projectView({ offer, choices }: PlanInput, project: ProjectDetails, details: ServiceDetails, manager: Manager, install: Install): View {
  const { build, ships } = details;
  const installs = project.hasDependencies;
  const production = installs && details.hasProductionDependencies;
  const prunes = production && install.prunes;
  const run = (step: Step): View => mounted(step, install.secrets);
  const tool = installs ? manager.tool(install) : null;
  const dependencies = prunes ? manager.prune(install, details.target) : manager.installProduction(install, details.target);
  const native = project.native.loaded.length > 0;
  // distroless has what node itself needs; extension modules may need more.
  const libraries = offer.interpreter === null || native;
  const { account, tmp } = offer.brings;
  const writable = [...details.writable, ...choices.writable.value];
  const needsRootfs = libraries || !tmp || writable.length > 0 || account?.uid !== choices.uid.value || account.gid !== choices.gid.value;
  const stage = production ? 'dependencies' : 'build';
  const installAll = installs && (build !== null || prunes) ? run(manager.installAll(install)) : null;
  const left = [...(installAll ? ['node_modules'] : []), ...project.files.filter((it) => unshipped.test(it))];
  const roots = [...(offer.interpreter === null ? [nodeProgram] : []), ...(production ? ['/app/node_modules'] : [])];
  return {
    compilers: installs && project.native.compiled.length > 0 ? { packages: project.native.compiled.join(', '), install: compilersOf(offer.libc) } : null,
    tool: tool ? run(tool) : null,
    // Berry links packages through a loader unless told otherwise.
    linker: manager.id === 'yarn-berry' && installs ? { name: 'YARN_NODE_LINKER', value: 'node-modules' } : null,
    plain: installs ? null : { stage: 'build' },
    manifests: installs ? { copies: copiesOf(project, install) } : null,
    hooks: installs && install.developmentScripts.length > 0 ? { command: `npm pkg delete ${install.developmentScripts.map((it) => `scripts.${it}`).join(' ')}` } : null,
    production: production && !prunes ? run(dependencies) : null,
    pruned: prunes ? run(dependencies) : null,
    install: installAll,
    build: build ? { command: build.script === null ? manager.execute(install, 'tsc') : manager.run(install, joinCommand([build.script]), details.target) } : null,
    // Lock files and settings of tools, which only the build reads; and packages, which come from a stage of their own.
    unshipped: ships.kind === 'all' && left.length > 0 ? { paths: left } : null,
    readable: { paths: ships.kind === 'all' ? ['.'] : ships.paths },
    rootfs: needsRootfs ? { stage } : null,
    // The stage in which the packages lie collects their libraries: sources that change leave it alone.
    earlyRootfs: needsRootfs && !production ? { stage } : null,
    lateRootfs: needsRootfs && production ? { stage } : null,
    interpreter: offer.interpreter === null ? { path: nodeProgram } : null,
    foreign: production && libraries ? { pattern: offer.libc === 'glibc' ? '*.musl.node' : '*.glibc.node' } : null,
    libraries: libraries && roots.length > 0 ? librariesView(roots, offer) : null,
    base: libraries && roots.length > 0 && offer.image !== null ? { stage: 'base' } : null,
    direct: libraries && roots.length > 0 && offer.image !== null ? null : { from: 'runtime' },
    modules: production ? { path: '/app/node_modules' } : null,
    ships: ships.kind === 'all' ? [{ stage: prunes ? 'program' : 'build', from: '/app/', to: '/app/' }] : ships.paths.map((it) => ({ stage: prunes ? 'program' : 'build', from: `/app/${it}`, to: `/app/${it}` })),
  };
}

/** Lock files and the configuration of package managers, compilers and bundlers: nothing reads them at run time. */
const unshipped = /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?|bunfig\.toml|\.npmrc|\.yarnrc(?:\.yml)?|\.nvmrc|\.node-version|\.tool-versions|\.prettierrc.*|\.eslintrc.*|eslint\.config\.[cm]?[jt]s|tsconfig(?:\.\w+)?\.json)$/;

/** node-gyp needs Python, make and a C++ compiler. */
function compilersOf(libc: 'glibc' | 'musl'): string {
  if (libc === 'musl') return 'apk add --no-cache python3 make g++';
  return 'apt-get update && apt-get install --yes --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*';
}

/** One COPY for what lies at the root, and one for each folder: COPY does not keep folders by itself. */
function copiesOf(project: ProjectDetails, install: Install): string[][] {
  if (install.needsSources) return [['.', './']];
  const root = ['package.json', ...(install.lock === null ? [] : [install.lock])];
  const folders: string[][] = [];
  for (const path of install.configuration) {
    if (!project.files.includes(path)) folders.push([path, `./${path}/`]);
    else if (path.includes('/')) folders.push([path, `./${path.slice(0, path.lastIndexOf('/'))}/`]);
    else root.push(path);
  }
  for (const member of install.members) folders.push([`${member}/package.json`, `./${member}/`]);
  return [[...root, './'], ...folders];
}

/** Download caches and secrets; a secret that is a variable is read into it for this command alone. */
function mounted(step: Step, secrets: readonly Secret[]): View {
  const caches = step.caches.map((it) => `type=cache,target=${it}`);
  const files = secrets.map((it) => `type=secret,id=${it.id}${it.kind === 'file' ? `,target=${it.target}` : ''},required=true`);
  const variables = secrets.filter((it) => it.kind === 'variable').map((it) => `export ${it.id}="$(cat /run/secrets/${it.id})" && `);
  return { why: step.why ?? '', mounts: [...caches, ...files], command: `${variables.join('')}${step.command}` };
}

function runtimeOf({ choices }: PlanInput, details: ServiceDetails, interpreter: string): RuntimePlan {
  const { program, rest } = splitStart(choices.start.value, details);
  const port = choices.port.value;
  const environment: EnvironmentLine[] = [
    { name: 'NODE_ENV', value: 'production', why: 'Frameworks and libraries leave out what only development needs.' },
    ...details.environment,
    ...(port !== null && details.portVariable !== null ? [{ name: details.portVariable, value: String(port), why: 'The program listens where this says.' }] : []),
  ];
  const preload = details.handler === null && program[0] !== '-e' ? ['--import', stopPreload] : [];
  return {
    entrypoint: [interpreter, ...preload, ...program],
    arguments: rest,
    environment,
    writable: details.writable,
    ownCertificates: true,
    ...(preload.length === 0 ? {} : { entrypointWhy: 'Process 1 is not ended by SIGTERM unless it handles it, and this program does not: the preload ends it, so that "docker stop" need not wait and kill.' }),
    ...(port === null ? {} : { healthcheck: healthcheck(interpreter, details.portVariable, port) }),
  };
}

/** `node FLAGS FILE` is the program, what follows its default arguments. */
function splitStart(words: readonly string[], details: ServiceDetails): { program: readonly string[]; rest: readonly string[] } {
  const resolved = resolveWords({ manifest: details.manifest, binary: () => undefined }, words);
  const plain = resolved.kind === 'node' ? resolved.words : words;
  const inner = plain[0] === 'node' ? plain.slice(1) : plain;
  const withValue = ['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions', '--title'];
  for (let index = 0; index < inner.length; index += 1) {
    const word = inner[index] ?? '';
    if (withValue.includes(word)) index += 1;
    else if (!word.startsWith('-')) return { program: inner.slice(0, index + 1), rest: inner.slice(index + 1) };
  }
  return { program: inner, rest: [] };
}

/** Any answer below 500 is one; `redirect: 'manual'`, because where a redirect leads is not in this container. */
function healthcheck(interpreter: string, variable: string | null, port: number): { command: readonly string[]; why: string } {
  const where = variable === null ? `'http://127.0.0.1:${port}/'` : `'http://127.0.0.1:'+(process.env.${variable}||${port})+'/'`;
  const script = `fetch(${where},{redirect:'manual'}).then(r=>process.exit(r.status<500?0:1),()=>process.exit(1))`;
  return { command: [interpreter, '-e', script], why: 'Asks the program itself, without a shell or curl: any answer below 500 is a healthy one.' };
}

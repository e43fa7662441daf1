/** Plans one program of the file: its compilation and its final stage. */
import { basename } from 'node:path/posix';
import { UserError } from '../../errors.ts';
import { placeOf } from '../../text/printable.ts';
import type { Choices, Shipping } from '../../types.ts';
import type { EnvironmentLine, RuntimePlan, TargetPlan } from '../language.ts';
import { isBelow, isWithin, outermost } from '../../text/paths.ts';
import type { CgoFacts } from './cgo.ts';
import type { GoPlanInput, GoService } from './details.ts';
import { privateModulesOf } from './download.ts';
import { filesFolder, inImage } from './runtime-files.ts';
import type { GoProgram } from './view.ts';
import { setByImage } from './listening.ts';

/**
 * @param compilesC whether the build stage runs on the requested platform because one of its
 *   programs needs cgo. Then nothing is cross-compiled in it.
 */
export function targetOf(input: GoPlanInput, compilesC: boolean): TargetPlan {
  const binary = binaryOf(input);
  return {
    runtime: runtimeOf(input, binary),
    program: programView(input, binary, compilesC),
  };
}

/** A program that finds files beside its own is in their folder. */
function binaryOf({ service, shipping }: GoPlanInput): string {
  const name = fileNameOf(service.name);
  const copies = detectedCopies(service.details, shipping);
  const isBeside =
    copies.some((it) => it.besideProgram) && !copies.some((it) => isWithin(it.to, name));
  return `${isBeside ? filesFolder : '/usr/local/bin'}/${name}`;
}

function runtimeOf({ service, choices, shipping }: GoPlanInput, binary: string): RuntimePlan {
  const details = service.details;
  const { healthcheck, stopSignal, runFiles } = details;
  const detected = service.port.kind === 'found' ? service.port.value : null;
  return {
    ...startOf(startWords(choices, detected), service.name, binary),
    environment: [
      ...details.releaseMode,
      ...portEnvironment(details, choices.port.value, detected),
      ...hostEnvironment(details),
      ...dataEnvironment(details, shipping),
    ],
    ...(healthcheck
      ? {
          healthcheck: {
            command: [binary, healthcheck.argument],
            why: `The program checks its own health (${healthcheck.evidence.file}:${healthcheck.evidence.line}).`,
          },
        }
      : {}),
    ...(stopSignal ? { stopSignal } : {}),
    writable: runFiles.writes.map((it) => inImage(it.path)),
  };
}

function programView(input: GoPlanInput, binary: string, compilesC: boolean): GoProgram {
  const { facts, service, choices, offer } = input;
  const details = service.details;
  const { cgo } = details;
  // musl and the C++ library are linked into the program, which then runs on any final image. glibc
  // is not designed for static linking: it still loads libraries at run time.
  const isStatic = cgo !== undefined && offer.libc === 'musl' && !cgo.plugins;
  const tags = [
    ...((choices.languageOptions['tags']?.value as readonly string[] | undefined) ??
      details.build.tags),
    ...(isStatic ? ['netgo', 'osusergo', ...cgo.muslTags] : []),
    ...(offer.contents.timeZones ? [] : ['timetzdata']),
  ];
  const version = versionOf(input);
  // With a secret, modules are kept in a layer instead of a cache.
  const hasModuleCache = facts.details.manifests.downloadIn.length > 0 && !privateModulesOf(input);
  return {
    version: version ? { value: version.value, why: version.why } : null,
    linked: cgo ? linkedText(isStatic) : null,
    timeZones: !offer.contents.timeZones,
    mediaTypes: offer.contents.mediaTypes ? [] : details.mediaTypes,
    variables: details.environmentFiles.length > 0,
    environmentFiles: details.environmentFiles
      .filter(({ variables }) => variables.length === 0)
      .map((it) => variablesFile(it.path)),
    namedVariables: namedVariablesView(details),
    bare: bareView(details, input.shipping),
    links: linksView(details.runFiles),
    caches: [...(hasModuleCache ? ['/go/pkg/mod'] : []), '/root/.cache/go-build'],
    environment: [
      cgo
        ? `CGO_ENABLED=1${offer.libc === 'musl' ? flagsOf(cgo) : ''}`
        : `CGO_ENABLED=0${compilesC ? '' : crossCompiling(choices.platform.value)}`,
      // The build context has no go.work either, unless another .dockerignore is used.
      ...(facts.details.manifests.withoutWorkspace ? ['GOWORK=off'] : []),
      ...variablesOf(input),
    ].join(' '),
    flags: [
      ...(details.buildFolder === '' ? [] : ['-C', details.buildFolder]),
      ...(tags.length > 0 ? [`-tags=${[...new Set(tags)].join(',')}`] : []),
      ...details.build.flags,
    ],
    linker: [
      '-s',
      '-w',
      ...(version ? [`-X=${version.name}=$VERSION`] : []),
      ...(isStatic ? ['-linkmode=external', '-extldflags=-static'] : []),
    ].join(' '),
    package: packageOf(details),
    binary,
    files: filesView(details, input.shipping),
    served: servedCopy(details),
  };
}

const variablesFile = (path: string): string => `/out/variables/${path}`;

function namedVariablesView({ environmentFiles }: GoService): GoProgram['namedVariables'] {
  const files = environmentFiles
    .filter(({ variables }) => variables.length > 0)
    .map(({ path, variables }) => ({
      file: variablesFile(path),
      text: variables.map((it) => `${it}=\\n`).join(''),
    }));
  return files.length === 0 ? null : { files };
}

/** A variable that is given replaces the one of the project's own build. */
function variablesOf({ service, choices }: GoPlanInput): readonly string[] {
  const given = (choices.languageOptions['goEnv']?.value ?? []) as readonly string[];
  const names = new Set(given.map((it) => it.split('=')[0]));
  const own = service.details.build.environment.filter((it) => !names.has(it.split('=')[0]));
  return [...own, ...given];
}

/** Keeps the flags that the go command sets by itself: https://pkg.go.dev/cmd/cgo */
function flagsOf({ muslFlags }: CgoFacts): string {
  return muslFlags.length === 0 ? '' : ` CGO_CFLAGS="-O2 -g ${muslFlags.join(' ')}"`;
}

function linkedText(isStatic: boolean): string {
  return isStatic
    ? 'Links the C library into the program.'
    : 'Links to the C library of this image; the final image has the same one.';
}

/** @returns what the program reads, without what the user leaves out and what a stage builds. */
export function detectedCopies(
  { runFiles, frontend }: GoService,
  { leaveOut }: Shipping,
): GoService['runFiles']['copies'] {
  const missing = [...leaveOut, ...(frontend?.leftOut ?? [])];
  return runFiles.copies.filter(({ from }) => !missing.some((it) => isWithin(from, it)));
}

/**
 * @returns the files and folders of the final stage. What the user ships has the same path below
 *   the working directory as in the project.
 */
export function copiesOf(
  service: GoService,
  shipping: Shipping,
): readonly { readonly from: string; readonly to: string }[] {
  const detected = detectedCopies(service, shipping);
  const asked = outermost(shipping.ship).filter(
    (path) =>
      !detected.some(({ from, to }) => from === to && (path === from || isBelow(path, from))),
  );
  return [...detected, ...asked.map((it) => ({ from: it, to: it }))];
}

function filesView(service: GoService, shipping: Shipping): GoProgram['files'] {
  const copies = copiesOf(service, shipping);
  const { writes, mounted } = service.runFiles;
  const found = foundFiles(service, shipping);
  const isNeeded = found.length > 0 || mounted.length > 0;
  if (!isNeeded && writes.every((it) => it.path.startsWith('/'))) return null;
  return {
    folder: filesFolder,
    // Where the base sets USER, WORKDIR would create the folder for that user, who could then replace
    // the files in it.
    why: isNeeded
      ? whyThere(found)
      : 'The program writes to relative paths, which start in this folder.',
    copies: copies.map((it) => [it.from, inImage(it.to)]),
  };
}

/** @param found where the files are in the image. */
function whyThere(found: readonly string[]): string {
  const isBeside = found.some((it) => !isBelow(it, filesFolder));
  const where = isBeside ? 'by paths that start in' : 'in';
  return `The program finds these files ${where} its working directory. COPY makes the folder, so that it belongs to root.`;
}

/** The places in the image of what the program finds by relative paths. */
function foundFiles(service: GoService, shipping: Shipping): readonly string[] {
  const { frontend, environmentFiles } = service;
  return [
    ...copiesOf(service, shipping).map((it) => it.to),
    ...(frontend?.servedAt === undefined ? [] : [frontend.servedAt]),
    ...environmentFiles.map((it) => it.path),
  ].map(inImage);
}

/** Why the working directory is made, where no file is in it. */
function bareView(service: GoService, shipping: Shipping): GoProgram['bare'] {
  const found = foundFiles(service, shipping);
  if (found.some((it) => isBelow(it, filesFolder))) return null;
  if (found.length > 0) return 'Makes the working directory, beside which the files are.';
  return service.runFiles.mounted.length > 0
    ? 'Makes the working directory, for a file that the container is given.'
    : null;
}

function linksView({ links }: GoService['runFiles']): GoProgram['links'] {
  return links.length === 0
    ? null
    : { pairs: links.map(({ path, to }) => ({ target: to, path: `/out/links/${path}` })) };
}

function servedCopy({ frontend }: GoService): GoProgram['served'] {
  return frontend?.servedAt === undefined
    ? null
    : [`/src/${frontend.built}`, inImage(frontend.servedAt)];
}

/** Returns a safe file name for COPY, because a folder can have any name. */
function fileNameOf(service: string): string {
  const name = basename(service);
  return /^\w[\w.+-]*$/.test(name) ? name : 'app';
}

/** Only 32-bit ARM has variants: `v6`, `v7`. https://go.dev/wiki/GoArm */
export function hasArm(platforms: readonly string[]): boolean {
  return platforms.some((it) => it.startsWith('linux/arm/'));
}

function crossCompiling(platforms: readonly string[]): string {
  return ` GOOS=$TARGETOS GOARCH=$TARGETARCH${hasArm(platforms) ? ' GOARM=${TARGETVARIANT#v}' : ''}`;
}

/**
 * Returns the variable into which the build argument VERSION is linked: the one from the option,
 * otherwise the detected one.
 */
function versionOf({
  service,
  choices,
}: GoPlanInput): { name: string; value: string; why: string } | null {
  const { version } = service.details;
  const given = choices.languageOptions['versionVar']?.value as string | undefined;
  const example = 'docker build --build-arg VERSION=1.2.3 sets the version of the program';
  if (given !== undefined)
    return {
      name: given,
      value: version?.name === given ? version.value : 'development',
      why: `${example}.`,
    };
  return version
    ? {
        name: version.name,
        value: version.value,
        why: `${example} (${version.evidence.file}:${version.evidence.line}).`,
      }
    : null;
}

/** Gives the flag with the detected address the chosen port; a start command of the user is final. */
function startWords({ start, port }: Choices, detected: number | null): readonly string[] {
  if (start.origin !== 'fact' || detected === null || port.value === null) return start.value;
  const ending = `=:${detected}`;
  return start.value.map((it) =>
    it.startsWith('-') && it.endsWith(ending)
      ? `${it.slice(0, -ending.length)}=:${port.value}`
      : it,
  );
}

/**
 * Returns the start command for the image: the path of the program and its default arguments.
 *
 * @throws UserError E_BAD_VALUE if the command begins with `go`, which the image does not have.
 */
function startOf(
  words: readonly string[],
  name: string,
  binary: string,
): Pick<RuntimePlan, 'entrypoint' | 'arguments'> {
  const [program = name, ...rest] = words;
  if (program === 'go')
    throw new UserError({
      code: 'E_BAD_VALUE',
      where: `--start ${words.join(' ')}`,
      reason: `the image has the compiled program and not the go command; write ${name}, and its arguments after it`,
    });
  if (program === name) return { entrypoint: [binary], arguments: rest };
  if (program.startsWith('-')) return { entrypoint: [binary], arguments: words };
  const isOwn = basename(program) === basename(binary) && !program.startsWith('/');
  return { entrypoint: [isOwn ? binary : program], arguments: rest };
}

/** Names the folder of a program that finds its data by a variable. */
function dataEnvironment(service: GoService, shipping: Shipping): EnvironmentLine[] {
  const data = detectedCopies(service, shipping).find((it) => it.variable !== undefined);
  if (data?.variable === undefined) return [];
  return [
    {
      name: data.variable,
      value: inImage(data.to),
      why: `Names the folder of the files that the program reads (${placeOf(data.evidence)}).`,
    },
  ];
}

/**
 * Sets the chosen port in the variable that the program reads, if it would otherwise use another
 * port.
 */
function portEnvironment(
  { variables, defaultPorts }: GoService,
  port: number | null,
  detected: number | null,
): EnvironmentLine[] {
  const listen = setByImage(variables, defaultPorts, port, detected);
  const name = listen?.setting?.variable;
  if (!listen || name === undefined) return [];
  return [
    {
      name,
      value: listen.holds === 'port' ? String(port) : `:${port}`,
      why: `Sets the port that the program listens on (${placeOf(listen.evidence)}).`,
    },
  ];
}

/** Makes a program reachable that listens on this machine alone unless a variable says otherwise. */
function hostEnvironment({ local }: GoService): EnvironmentLine[] {
  const name = local?.hostSetting?.variable;
  return local && name !== undefined
    ? [
        {
          name,
          value: '0.0.0.0',
          why: `Makes the program listen on all addresses (${placeOf(local.evidence)}).`,
        },
      ]
    : [];
}

/** Returns the package argument of `go build`, relative to the folder in which it runs. */
function packageOf({ folder, buildFolder }: GoService): string {
  const inner = buildFolder === '' ? folder : folder.slice(buildFolder.length + 1);
  return inner === '' ? '.' : `./${inner}`;
}

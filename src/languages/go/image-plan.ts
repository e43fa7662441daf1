/** Facts and choices in; what the Go templates print out. */
import { basename } from 'node:path/posix';
import { UserError } from '../../errors.ts';
import type { EnvironmentLine, LanguagePlan, PlanInput, RuntimePlan } from '../language.ts';
import type { Note, View } from '../../types.ts';
import { shellWord } from '../../words.ts';
import type { CgoFacts } from './cgo.ts';
import type { Frontend } from './frontend.ts';
import { projectDetailsOf, serviceDetailsOf, type GoService } from './facts.ts';
import type { Manifests } from './manifests.ts';

export function planGo({ facts, service, choices, offer }: PlanInput): LanguagePlan {
  const { manifests, ignored } = projectDetailsOf(facts);
  const details = serviceDetailsOf(service);
  const { cgo } = details;
  const binary = `/usr/local/bin/${fileNameOf(service.name)}`;
  // With musl the C library goes into the program, and that of C++ with it: whatever the final image has fits. glibc is not made for that.
  const isStatic = cgo !== undefined && offer.libc === 'musl';
  const tags = [...(isStatic ? ['netgo', 'osusergo', ...cgo.muslTags] : []), ...(offer.brings.timeZones ? [] : ['timetzdata'])];
  const version = versionOf(details, choices.extra['versionVar']?.value as string | undefined);
  return {
    images: details.frontend ? { frontend: { registry: 'docker.io', repository: 'library/node', tag: `${details.frontend.nodeVersion}-alpine3.24` } } : {},
    runtime: {
      ...startOf(choices.start.value, service.name, binary),
      environment: portEnvironment(details, choices.port.value, service.port.kind === 'found' ? service.port.value : null),
      ...(details.healthcheck ? { healthcheck: { command: [binary, details.healthcheck.argument], why: `The program checks itself (${details.healthcheck.evidence.file}:${details.healthcheck.evidence.line}).` } } : {}),
      ...(details.stopSignal ? { stopSignal: details.stopSignal } : {}),
      writable: details.runFiles.writes.map((it) => `/app/${it.path}`),
    },
    project: {
      static: cgo ? null : { platform: ['TARGETOS', 'TARGETARCH', ...(hasArm(choices.platform.value) ? ['TARGETVARIANT'] : [])].join(' ') },
      cgo: cgo ? cgoView(cgo, isStatic) : null,
      version: version ? { value: version.value, why: version.why } : null,
      linker: ['-s', '-w', ...(version ? [`-X=${version.name}=$VERSION`] : []), ...(isStatic ? ['-linkmode=external', '-extldflags=-static'] : [])].join(' '),
      frontend: details.frontend ? frontendView(details.frontend) : null,
      download: downloadOf(manifests),
      caches: [...(manifests.downloadIn.length > 0 ? ['/go/pkg/mod'] : []), '/root/.cache/go-build'],
      timeZones: offer.brings.timeZones ? null : { tag: 'timetzdata' },
      environment: environmentOf(cgo !== undefined, choices.platform.value),
      flags: [...(details.buildFolder === '' ? [] : ['-C', details.buildFolder]), ...(tags.length > 0 ? [`-tags=${tags.join(',')}`] : [])],
      package: packageOf(details),
      binary,
      files: filesView(details),
    },
    ignore: { outputs: [...ignored.outputs, ...(details.frontend ? [`/${details.frontend.output}`] : [])], kept: details.embedded.kept.length > 0 ? { paths: details.embedded.kept } : null },
    notes: copyNotes(details),
  };
}

/** The stage has the folders of the project, so that a build may write beside its own. */
function frontendView({ folder, output, manifests, install, build, cache, evidence }: Frontend): View {
  const place = folder === '' ? '/src' : `/src/${folder}`;
  return { place, manifests: [...manifests, './'], install, cache, build, sources: [folder === '' ? '.' : folder, './'], output: [`/src/${output}`, `./${output}`], why: `${evidence.file}:${evidence.line}` };
}

function filesView({ runFiles: { copies, writes } }: GoService): View | null {
  if (copies.length + writes.length === 0) return null;
  return { folder: '/app', copies: copies.map((it) => [it.from, `/app/${it.to}`]) };
}

function copyNotes({ runFiles: { copies } }: GoService): Note[] {
  return copies.map((it) => ({ level: 'info', text: `${it.from} is read at run time and copied to /app/${it.to}`, evidence: [it.evidence] }));
}

/** The program's name as a file: a folder can have any name, but not every name can stand in COPY without meaning something else. */
function fileNameOf(service: string): string {
  const name = basename(service);
  return /^\w[\w.+-]*$/.test(name) ? name : 'app';
}

/** Variants are those of 32-bit ARM: `v6`, `v7`. https://go.dev/wiki/GoArm */
function hasArm(platforms: readonly string[]): boolean {
  return platforms.some((it) => it.startsWith('linux/arm/'));
}

function environmentOf(cgo: boolean, platforms: readonly string[]): string {
  if (cgo) return 'CGO_ENABLED=1';
  return `CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH${hasArm(platforms) ? ' GOARM=${TARGETVARIANT#v}' : ''}`;
}

/** The variable that the build argument VERSION is linked into: the one given, else the one found. */
function versionOf({ version }: GoService, given: string | undefined): { name: string; value: string; why: string } | null {
  const example = 'docker build --build-arg VERSION=1.2.3 says which version this is';
  if (given !== undefined) return { name: given, value: version?.name === given ? version.value : 'development', why: `${example}.` };
  return version ? { name: version.name, value: version.value, why: `${example} (${version.evidence.file}:${version.evidence.line}).` } : null;
}

function cgoView(cgo: CgoFacts, isStatic: boolean): View {
  return {
    compiler: isStatic ? { packages: cgo.plusPlus ? 'g++ musl-dev' : 'gcc musl-dev' } : null,
    linked: isStatic ? 'The C library is linked into the program.' : 'Linked against the C library of this image, which is the one of the final image.',
  };
}

/** The start command as the image runs it: the program by its path, and its default arguments. */
function startOf(words: readonly string[], name: string, binary: string): Pick<RuntimePlan, 'entrypoint' | 'arguments'> {
  const [program = name, ...rest] = words;
  if (program === 'go') throw new UserError({ code: 'E_BAD_VALUE', where: `--start ${words.join(' ')}`, reason: `the image has the compiled program and not the go command; write ${name}, and its arguments after it` });
  if (program === name) return { entrypoint: [binary], arguments: rest };
  if (program.startsWith('-')) return { entrypoint: [binary], arguments: words };
  const isOwn = basename(program) === basename(binary) && !program.startsWith('/');
  return { entrypoint: [isOwn ? binary : program], arguments: rest };
}

/** The port that was chosen is handed to a program that asks for one and would take another. */
function portEnvironment({ variable }: GoService, port: number | null, detected: number | null): EnvironmentLine[] {
  if (!variable?.variable || port === null || (port === variable.port && variable.host === undefined) || (port === detected && variable.port !== undefined && !isLocal(variable.host))) return [];
  return [{ name: variable.variable, value: variable.holds === 'port' ? String(port) : `:${port}`, why: `Read by the program (${variable.evidence.file}:${variable.evidence.line}).` }];
}

function isLocal(host: string | undefined): boolean {
  return host === 'localhost' || host?.startsWith('127.') === true;
}

/** The package as `go build` takes it, seen from the folder in which it runs. */
function packageOf({ folder, buildFolder }: GoService): string {
  const inner = buildFolder === '' ? folder : folder.slice(buildFolder.length + 1);
  return inner === '' ? '.' : `./${inner}`;
}

function downloadOf({ copies, downloadIn }: Manifests): View | null {
  if (downloadIn.length === 0) return null;
  return {
    copies: copies.map((it) => [...it.files, it.to]),
    command: downloadIn.map((folder) => (folder === '' ? 'go mod download' : `go -C ${shellWord(folder)} mod download`)).join(' && '),
  };
}

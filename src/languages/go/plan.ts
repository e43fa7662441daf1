/** Facts and choices in; what the Go templates print out: a build stage that all programs of the file share, and for each what compiles it and what it runs with. */
import { basename } from 'node:path/posix';
import { UserError } from '../../errors.ts';
import type { EnvironmentLine, LanguagePlan, RuntimePlan, TargetPlan } from '../language.ts';
import type { BuildSecret, Note, View } from '../../types.ts';
import { exportsOf, mountsOf } from '../../dockerfile/build-secrets.ts';
import type { Step } from '../shared/package-manager.ts';
import { unreadByBuilds } from './ignored.ts';
import { isLoopback } from '../../text/hosts.ts';
import { downloadView, privateNote } from './download.ts';
import type { Frontend } from './frontend.ts';
import type { GoPlanInput, GoService } from './detect.ts';
import { givenPrivateModules, type PrivateModules } from './private-modules.ts';

export function planGo(inputs: readonly [GoPlanInput, ...GoPlanInput[]]): LanguagePlan {
  const [{ facts, choices, offer }] = inputs;
  const { manifests, ignored } = facts.details;
  const all = inputs.map((it) => it.service.details);
  const modules = privateModulesOf(inputs[0]);
  const frontend = onlyFrontend(inputs);
  const compiled = all.flatMap((it) => (it.cgo ? [it.cgo] : []));
  // golang's Alpine variant has no git; Debian's, which only glibc needs, has it.
  const download = downloadView(manifests, modules, compiled.length === 0 || offer.libc === 'musl');
  const kept = [
    ...new Set([...all.flatMap((it) => it.embedded.kept), ...(frontend?.kept ?? [])]),
  ].sort();
  return {
    images: {},
    ...(frontend
      ? { toolchains: { frontend: { name: 'node', version: frontend.install.nodeVersion } } }
      : {}),
    targets: inputs.map((it) => targetOf(it, compiled.length > 0)),
    project: {
      static:
        compiled.length > 0
          ? null
          : {
              platform: [
                'TARGETOS',
                'TARGETARCH',
                ...(hasArm(choices.platform.value) ? ['TARGETVARIANT'] : []),
              ].join(' '),
            },
      cgo:
        compiled.length > 0
          ? {
              compiler:
                offer.libc === 'musl'
                  ? {
                      packages: compiled.some((it) => it.plusPlus)
                        ? 'g++ musl-dev'
                        : 'gcc musl-dev',
                    }
                  : null,
            }
          : null,
      frontend: frontend ? frontendView(frontend) : null,
      download,
    },
    ignore: {
      unread: unreadByBuilds,
      outputs: [...ignored.outputs, ...(frontend ? [`/${frontend.output}`] : [])],
      tokens: frontend?.withTokens ?? [],
      kept: kept.length > 0 ? { paths: kept } : null,
    },
    secrets: distinctSecrets([
      ...(modules ? [modules.secret] : []),
      ...(frontend ? [...frontend.install.secrets, ...frontend.install.buildSecrets] : []),
    ]),
    notes: [...all.flatMap(copyNotes), ...(modules ? [privateNote(modules)] : [])],
  };
}

/** The front end may need what the modules need, and its build what its install needs. */
function distinctSecrets(secrets: readonly BuildSecret[]): readonly BuildSecret[] {
  const key = (it: BuildSecret): string => (it.kind === 'ssh' ? it.kind : it.id);
  return [...new Map(secrets.map((it) => [key(it), it])).values()];
}

/** What an option says of private modules, else what the project does. */
function privateModulesOf({ facts, choices }: GoPlanInput): PrivateModules | undefined {
  const { manifests, privateModules } = facts.details;
  const said = choices.languageOptions['privateModules']?.value as readonly string[] | undefined;
  if (manifests.downloadIn.length === 0) return undefined;
  return said ? givenPrivateModules(said, privateModules) : privateModules;
}

/** @param onTarget whether the build stage runs on the platform that is asked for, because one of its programs needs cgo: then nothing is cross-compiled in it. */
function targetOf(input: GoPlanInput, onTarget: boolean): TargetPlan {
  const { facts, service, choices, offer } = input;
  const { manifests } = facts.details;
  const details = service.details;
  const { cgo } = details;
  const binary = `/usr/local/bin/${fileNameOf(service.name)}`;
  // With musl the C library goes into the program, and that of C++ with it: whatever the final image has fits. glibc is not made for that.
  const isStatic = cgo !== undefined && offer.libc === 'musl';
  const tags = [
    ...(isStatic ? ['netgo', 'osusergo', ...cgo.muslTags] : []),
    ...(offer.brings.timeZones ? [] : ['timetzdata']),
  ];
  const version = versionOf(input);
  return {
    runtime: {
      ...startOf(choices.start.value, service.name, binary),
      environment: portEnvironment(
        details,
        choices.port.value,
        service.port.kind === 'found' ? service.port.value : null,
      ),
      ...(details.healthcheck
        ? {
            healthcheck: {
              command: [binary, details.healthcheck.argument],
              why: `The program checks itself (${details.healthcheck.evidence.file}:${details.healthcheck.evidence.line}).`,
            },
          }
        : {}),
      ...(details.stopSignal ? { stopSignal: details.stopSignal } : {}),
      writable: details.runFiles.writes.map((it) => `/app/${it.path}`),
    },
    program: {
      version: version ? { value: version.value, why: version.why } : null,
      linked: cgo
        ? {
            text: isStatic
              ? 'The C library is linked into the program.'
              : 'Linked against the C library of this image, which is the one of the final image.',
          }
        : null,
      linker: [
        '-s',
        '-w',
        ...(version ? [`-X=${version.name}=$VERSION`] : []),
        ...(isStatic ? ['-linkmode=external', '-extldflags=-static'] : []),
      ].join(' '),
      caches: [
        ...(manifests.downloadIn.length > 0 && !privateModulesOf(input) ? ['/go/pkg/mod'] : []),
        '/root/.cache/go-build',
      ],
      timeZones: offer.brings.timeZones ? null : { tag: 'timetzdata' },
      environment: cgo
        ? 'CGO_ENABLED=1'
        : `CGO_ENABLED=0${onTarget ? '' : crossCompiling(choices.platform.value)}`,
      flags: [
        ...(details.buildFolder === '' ? [] : ['-C', details.buildFolder]),
        ...(tags.length > 0 ? [`-tags=${tags.join(',')}`] : []),
      ],
      package: packageOf(details),
      binary,
      files: filesView(details),
    },
  };
}

/** @throws UserError E_PROJECT where programs embed different front ends: a file has one stage for one. */
function onlyFrontend(inputs: readonly GoPlanInput[]): Frontend | undefined {
  const found = inputs.flatMap(({ service }) => {
    const { frontend } = service.details;
    return frontend ? [{ frontend, name: service.name }] : [];
  });
  const [first] = found;
  const other = found.find((it) => it.frontend.output !== first?.frontend.output);
  if (first && other) {
    throw new UserError({
      code: 'E_PROJECT',
      file: other.frontend.evidence.file,
      ...(other.frontend.evidence.line === undefined ? {} : { line: other.frontend.evidence.line }),
      reason: `${first.name} embeds ${first.frontend.output}, ${other.name} embeds ${other.frontend.output}, and one Dockerfile builds one front end`,
      hint: `Write one of them to a file of its own: --service ${other.name} --output ${other.name}.Dockerfile`,
    });
  }
  return first?.frontend;
}

/** The stage has the folders of the project, because a build may write beside its own folder. */
function frontendView({ folder, output, install, copies, evidence }: Frontend): View {
  const { tool, environment, secrets, buildSecrets, build } = install;
  return {
    place: folder === '' ? '/src' : `/src/${folder}`,
    tool: tool ? stepView(tool, secrets) : null,
    environment: environment ? { ...environment } : null,
    copies,
    install: install.install.map((it) => stepView(it, secrets)),
    build: stepView(build, buildSecrets),
    sources: [folder === '' ? '.' : folder, './'],
    output: [`/src/${output}`, `./${output}`],
    why: `${evidence.file}:${evidence.line}`,
  };
}

/** A secret that is a variable is exported for this command alone. */
function stepView({ why, command, caches }: Step, secrets: readonly BuildSecret[]): View {
  return {
    why: why ?? '',
    mounts: [...caches.map((it) => `type=cache,target=${it}`), ...mountsOf(secrets)],
    command: `${exportsOf(secrets)}${command}`,
  };
}

function filesView({ runFiles: { copies, writes } }: GoService): View | null {
  if (copies.length + writes.length === 0) return null;
  return { folder: '/app', copies: copies.map((it) => [it.from, `/app/${it.to}`]) };
}

function copyNotes({ runFiles: { copies } }: GoService): Note[] {
  return copies.map((it) => ({
    level: 'info',
    text: `${it.from} is read at run time and copied to /app/${it.to}`,
    evidence: [it.evidence],
  }));
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

function crossCompiling(platforms: readonly string[]): string {
  return ` GOOS=$TARGETOS GOARCH=$TARGETARCH${hasArm(platforms) ? ' GOARM=${TARGETVARIANT#v}' : ''}`;
}

/** The variable that the build argument VERSION is linked into: the one given, else the one found. */
function versionOf({
  service,
  choices,
}: GoPlanInput): { name: string; value: string; why: string } | null {
  const { version } = service.details;
  const given = choices.languageOptions['versionVar']?.value as string | undefined;
  const example = 'docker build --build-arg VERSION=1.2.3 says which version this is';
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

/** The start command as the image runs it: the program by its path, and its default arguments. */
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

/** The port that was chosen is handed to a program that asks for one and would take another. */
function portEnvironment(
  { variables }: GoService,
  port: number | null,
  detected: number | null,
): EnvironmentLine[] {
  // Of several, the one that is about this port: another would then listen on the same.
  const variable =
    variables.find((it) => it.port === port) ??
    variables.find((it) => it.variable === 'PORT') ??
    variables[0];
  if (
    !variable?.variable ||
    port === null ||
    (port === variable.port && variable.host === undefined) ||
    (port === detected &&
      variable.port !== undefined &&
      !(variable.host !== undefined && isLoopback(variable.host)))
  )
    return [];
  return [
    {
      name: variable.variable,
      value: variable.holds === 'port' ? String(port) : `:${port}`,
      why: `Read by the program (${variable.evidence.file}:${variable.evidence.line}).`,
    },
  ];
}

/** The package as `go build` takes it, seen from the folder in which it runs. */
function packageOf({ folder, buildFolder }: GoService): string {
  const inner = buildFolder === '' ? folder : folder.slice(buildFolder.length + 1);
  return inner === '' ? '.' : `./${inner}`;
}

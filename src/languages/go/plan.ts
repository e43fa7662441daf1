/**
 * Plans a Dockerfile for Go: a build stage shared by all programs of the file, a stage for an
 * embedded front end, and for each program the compilation and the final stage.
 */
import { UserError } from '../../errors.ts';
import type { Note, Shipping } from '../../types.ts';
import { frontendView } from '../frontend.ts';
import type { LanguagePlan } from '../language.ts';
import { isWithin } from '../../text/paths.ts';
import { placeOf } from '../../text/printable.ts';
import { distinctSecrets } from '../shared/secrets.ts';
import type { GoPlanInput, GoService } from './details.ts';
import { downloadView, privateModulesOf, privateNote } from './download.ts';
import type { GoFrontend } from './front-end-targets.ts';
import { unreadByBuilds } from './ignored.ts';
import { inImage } from './runtime-files.ts';
import { copiesOf, detectedCopies, hasArm, targetOf } from './target.ts';
import type { GoDockerfile, GoIgnore } from './view.ts';

/**
 * @param inputs one for each program of the file. The first is the default target of `docker
 *   build`.
 * @throws UserError E_PROJECT if the programs embed different front ends, E_BAD_VALUE if the start
 *   command begins with `go`, or for what the build needs and the user leaves out.
 */
export function planGo(inputs: readonly [GoPlanInput, ...GoPlanInput[]]): LanguagePlan {
  const [input] = inputs;
  const { manifests, ignored } = input.facts.details;
  const services = inputs.map((it) => it.service.details);
  const modules = privateModulesOf(input);
  refuseNeeded(services, input.shipping.leaveOut);
  const frontend = onlyFrontend(inputs);
  const cgo = services.flatMap((it) => it.cgo ?? []);
  const isMusl = input.offer.libc === 'musl';
  const project: GoDockerfile = {
    crossCompiled: cgo.length > 0 ? null : platformArguments(input.choices.platform.value),
    cgo: cgo.length > 0,
    compiler: cgo.length > 0 && isMusl ? compilerOf(cgo.some((it) => it.plusPlus)) : null,
    frontend: frontend ? frontendView(frontend, purposeOf(frontend)) : null,
    generated: generatedView(services, manifests.downloadIn.length > 0 && !modules),
    embedded: frontend && services.some(embedsFrontend) ? frontendOutput(frontend) : null,
    // The Alpine variant of golang has no git. The Debian variant, used only for glibc, has it.
    download: downloadView(manifests, modules, cgo.length === 0 || isMusl),
    module: manifests.made ?? null,
  };
  const ignore: GoIgnore = {
    unread: unreadByBuilds,
    outputs: [...ignored.outputs, ...(frontend?.leftOut.map((it) => `/${it}`) ?? [])],
    workspace: manifests.withoutWorkspace ? ['go.work', 'go.work.sum'] : [],
    tokens: frontend?.withTokens ?? [],
    kept: [
      ...new Set([...services.flatMap((it) => it.embedded.kept), ...(frontend?.kept ?? [])]),
    ].sort(),
  };
  return {
    images: {},
    ...(frontend
      ? { toolchains: { frontend: { name: 'node', version: frontend.install.nodeVersion } } }
      : {}),
    targets: inputs.map((it) => targetOf(it, cgo.length > 0)),
    project,
    ignore,
    ...(input.facts.details.minimum ? { minimum: input.facts.details.minimum } : {}),
    secrets: distinctSecrets([
      ...(modules ? [modules.secret] : []),
      ...(frontend ? [...frontend.install.secrets, ...frontend.install.buildSecrets] : []),
    ]),
    contents: {
      only: services.flatMap((it) => copiesOf(it, input.shipping).map((copy) => copy.from)),
      leftOut: [
        { why: 'tests, and settings of tools', patterns: ignore.unread },
        { why: 'made by builds', patterns: ignore.outputs },
        { why: 'mounted as secrets', patterns: ignore.tokens.map((it) => `/${it}`) },
      ],
      kept: ignore.kept,
    },
    // No final stage copies from a folder in which something is missing.
    unbuilt: input.shipping.leaveOut,
    notes: [
      ...services.flatMap((it) => copyNotes(it, input.shipping)),
      ...(modules ? [privateNote(modules)] : []),
    ],
  };
}

/**
 * @throws UserError E_BAD_VALUE for what the compiler reads: without it, the build would fail.
 */
function refuseNeeded(services: readonly GoService[], leaveOut: readonly string[]): void {
  const within = (path: string): string | undefined => leaveOut.find((it) => isWithin(path, it));
  for (const { folder, embedded } of services) {
    const needed = [
      { path: `${folder === '' ? '' : `${folder}/`}main package`, because: 'the program is in it' },
      ...embedded.targets.map(({ path, evidence: { file, line } }) => ({
        path,
        because: `${file}:${line} embeds it`,
      })),
    ].find((it) => within(it.path) !== undefined);
    if (!needed) continue;
    throw new UserError({
      code: 'E_BAD_VALUE',
      where: `--leave-out ${within(needed.path)}`,
      reason: `the build needs it: ${needed.because}`,
    });
  }
}

/** https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
function platformArguments(platforms: readonly string[]): string {
  return `TARGETOS TARGETARCH${hasArm(platforms) ? ' TARGETVARIANT' : ''}`;
}

function compilerOf(plusPlus: boolean): string {
  return plusPlus ? 'g++ musl-dev' : 'gcc musl-dev';
}

function generatedView(
  services: readonly GoService[],
  hasModuleCache: boolean,
): GoDockerfile['generated'] {
  const found = new Map(services.flatMap((it) => it.generated.map((one) => [one.command, one])));
  const caches = [...(hasModuleCache ? ['/go/pkg/mod'] : []), '/root/.cache/go-build'];
  return [...found.values()].map(({ command, made, creates, evidence }) =>
    creates === undefined
      ? {
          why: `Generates ${made}, which is not in the repository (${placeOf(evidence)}).`,
          caches,
          command,
        }
      : {
          why: `The program embeds ${made}, which is not in the repository: an empty file lets it compile (${placeOf(evidence)}).`,
          caches: [],
          command,
        },
  );
}

function embedsFrontend({ frontend }: GoService): boolean {
  return frontend !== undefined && frontend.servedAt === undefined;
}

/** @returns COPY from the stage of the front end into the stage that compiles. */
function frontendOutput({ output, built }: GoFrontend): readonly string[] {
  return [`/src/${built}`, `./${output}`];
}

function needOf({ name, frontend }: { name: string; frontend: GoFrontend }): string {
  return `${name} ${frontend.servedAt === undefined ? 'embeds' : 'serves'} ${frontend.output}`;
}

function purposeOf({ servedAt }: GoFrontend): string {
  return `Builds the front end that the program ${servedAt === undefined ? 'embeds' : 'serves'}`;
}

/**
 * @throws UserError E_PROJECT if the programs embed different front ends, because a Dockerfile has
 *   only one stage for a front end.
 */
function onlyFrontend(inputs: readonly GoPlanInput[]): GoFrontend | undefined {
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
      reason: `${needOf(first)}, ${needOf(other)}, and one Dockerfile builds one front end`,
      hint: `Write one of them to another file: --service ${other.name} --output ${other.name}.Dockerfile`,
    });
  }
  return first?.frontend;
}

function copyNotes(service: GoService, shipping: Shipping): Note[] {
  return detectedCopies(service, shipping).map((it) => ({
    code: 'go/runtime-file-copied',
    level: 'info',
    text: `${it.from} is read at run time and copied to ${inImage(it.to)}${it.bySource ? ', because the program knows its source files by the path of the module (-trimpath) and looks from its working directory' : ''}`,
    evidence: [it.evidence],
  }));
}

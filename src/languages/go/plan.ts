/**
 * Plans a Dockerfile for Go: a build stage shared by all programs of the file, a stage for an
 * embedded front end, and for each program the compilation and the final stage.
 */
import { exportsOf, mountsOf } from '../../dockerfile/build-secrets.ts';
import { UserError } from '../../errors.ts';
import type { BuildSecret, Note } from '../../types.ts';
import type { LanguagePlan } from '../language.ts';
import type { Step } from '../shared/package-manager.ts';
import type { GoPlanInput, GoService } from './details.ts';
import { downloadView, privateModulesOf, privateNote } from './download.ts';
import type { Frontend } from './frontend.ts';
import { unreadByBuilds } from './ignored.ts';
import { hasArm, targetOf } from './target.ts';
import type { FrontendView, GoDockerfile, GoIgnore, StepView } from './view.ts';

/**
 * @param inputs one for each program of the file. The first is the default target of `docker
 *   build`.
 * @throws UserError E_PROJECT if the programs embed different front ends, E_BAD_VALUE if the start
 *   command begins with `go`.
 */
export function planGo(inputs: readonly [GoPlanInput, ...GoPlanInput[]]): LanguagePlan {
  const [input] = inputs;
  const { manifests, ignored } = input.facts.details;
  const services = inputs.map((it) => it.service.details);
  const modules = privateModulesOf(input);
  const frontend = onlyFrontend(inputs);
  const cgo = services.flatMap((it) => it.cgo ?? []);
  const isMusl = input.offer.libc === 'musl';
  const project: GoDockerfile = {
    crossCompiled: cgo.length > 0 ? null : platformArguments(input.choices.platform.value),
    cgo: cgo.length > 0,
    compiler: cgo.length > 0 && isMusl ? compilerOf(cgo.some((it) => it.plusPlus)) : null,
    frontend: frontend ? frontendView(frontend) : null,
    // The Alpine variant of golang has no git. The Debian variant, used only for glibc, has it.
    download: downloadView(manifests, modules, cgo.length === 0 || isMusl),
  };
  const ignore: GoIgnore = {
    unread: unreadByBuilds,
    outputs: [...ignored.outputs, ...(frontend ? [`/${frontend.output}`] : [])],
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
    secrets: distinctSecrets([
      ...(modules ? [modules.secret] : []),
      ...(frontend ? [...frontend.install.secrets, ...frontend.install.buildSecrets] : []),
    ]),
    notes: [...services.flatMap(copyNotes), ...(modules ? [privateNote(modules)] : [])],
  };
}

/** Removes duplicates: modules and front end, or install and build, may need the same secret. */
function distinctSecrets(secrets: readonly BuildSecret[]): readonly BuildSecret[] {
  const key = (it: BuildSecret): string => (it.kind === 'ssh' ? it.kind : it.id);
  return [...new Map(secrets.map((it) => [key(it), it])).values()];
}

/** https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
function platformArguments(platforms: readonly string[]): string {
  return `TARGETOS TARGETARCH${hasArm(platforms) ? ' TARGETVARIANT' : ''}`;
}

function compilerOf(plusPlus: boolean): string {
  return plusPlus ? 'g++ musl-dev' : 'gcc musl-dev';
}

/**
 * @throws UserError E_PROJECT if the programs embed different front ends, because a Dockerfile has
 *   only one stage for a front end.
 */
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
      hint: `Write one of them to another file: --service ${other.name} --output ${other.name}.Dockerfile`,
    });
  }
  return first?.frontend;
}

/**
 * Keeps the project's folder structure in the stage, because a build may write outside its folder.
 */
function frontendView({ folder, output, install, copies, evidence }: Frontend): FrontendView {
  const { tool, environment, secrets, buildSecrets, build } = install;
  return {
    why: `${evidence.file}:${evidence.line}`,
    place: folder === '' ? '/src' : `/src/${folder}`,
    tool: tool ? stepView(tool, secrets) : null,
    environment: environment ? { ...environment } : null,
    copies,
    install: install.install.map((it) => stepView(it, secrets)),
    sources: [folder === '' ? '.' : folder, './'],
    build: stepView(build, buildSecrets),
    output: [`/src/${output}`, `./${output}`],
  };
}

/** Exports secrets that are variables for this command only. */
function stepView({ why, command, caches }: Step, secrets: readonly BuildSecret[]): StepView {
  return {
    why: why ?? '',
    mounts: [...caches.map((it) => `type=cache,target=${it}`), ...mountsOf(secrets)],
    command: `${exportsOf(secrets)}${command}`,
  };
}

function copyNotes({ runFiles: { copies } }: GoService): Note[] {
  return copies.map((it) => ({
    code: 'go/runtime-file-copied',
    level: 'info',
    text: `${it.from} is read at run time and copied to /app/${it.to}`,
    evidence: [it.evidence],
  }));
}

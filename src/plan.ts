/**
 * Step 3, plan: turns facts and choices into an ImagePlan with tags and without digests. Pure.
 * Decides what the final stages of all languages have in common.
 */
import { posix } from 'node:path';
import { baseOf, offerOf } from './bases/index.ts';
import { alpineToolchain } from './bases/toolchains.ts';
import type { Chosen, Program } from './choose.ts';
import { exposedPorts, portName } from './choose/port-answers.ts';
import { UserError } from './errors.ts';
import { languageOf } from './languages/index.ts';
import type { PlanInput, RuntimePlan, TargetPlan } from './languages/language.ts';
import { needsOf } from './languages/needs.ts';
import { volumesFor } from './languages/shared/writable.ts';
import { contentsOf, ignoresOf, secretNotes } from './plan/shipping.ts';
import { buildStage, stageNames } from './dockerfile/stage-names.ts';
import { joinCommand } from './text/shell-words.ts';
import type {
  Choice,
  Choices,
  ImagePlan,
  ImageRef,
  Note,
  OfferOk,
  Shipping,
  Target,
  ToolchainNeed,
  View,
} from './types.ts';

/**
 * @param shipping what the user puts into the image, or keeps out of it.
 * @throws UserError E_PAIR_REFUSED if the base cannot run a program, E_BAD_VALUE if a start command
 *   is a shell, E_PROJECT if the language's plan finds the project broken.
 */
export async function planImage(
  { facts, programs }: Pick<Chosen, 'facts' | 'programs'>,
  shipping: Shipping = { ship: [], shipsFolder: false, leaveOut: [] },
): Promise<ImagePlan> {
  const [first, ...others] = programs;
  const { choices } = first;
  const language = languageOf(choices.language.value);
  const base = baseOf(choices.base.value);
  const needs = await needsOf(
    language,
    facts,
    programs.map((it) => it.choices),
  );
  const offer = offerOf(base, needs.runtime, choices.packages?.value);
  if (!offer.ok) {
    throw new UserError({
      code: 'E_PAIR_REFUSED',
      pair: `${language.title} on ${base.title}`,
      why: offer.why,
      ...(offer.instead ? { instead: offer.instead } : {}),
    });
  }
  if (needs.runtime.kind === 'interpreter' || !base.hasShell)
    for (const { choices: own } of programs) refuseShell(own.start);
  const inputOf = (program: Program): PlanInput => ({ facts, ...program, offer, shipping });
  const own = await language.plan([inputOf(first), ...others.map(inputOf)]);
  const images: Record<string, ImageRef> = {
    build: base.toolchain(needs.toolchain, needs.runtime),
  };
  if (offer.image) images['runtime'] = offer.image;

  const names = stageNames(programs.map((it) => it.service.name));
  const parts = programs.map((program, index) =>
    partOf(program, own.targets[index], names[index] ?? null),
  );
  const writable = [...new Set(parts.flatMap((it) => it.writable))];
  const rootfs = rootfsView(
    own.targets.every((it) => it.runtime.ownCertificates)
      ? { ...offer, contents: { ...offer.contents, certificates: true } }
      : offer,
    choices,
    parts,
  );
  const view: View = {
    language: { id: language.id, title: language.title, version: choices.runtimeVersion.value },
    base: { id: base.id, title: base.title },
    // Docker builds the last stage by default.
    targets: [...parts.slice(1), ...parts.slice(0, 1)].map((it, index) =>
      targetView(it, rootfs, index === parts.length - 1),
    ),
    rootfs,
    packages: choices.packages ? { names: choices.packages.value } : null,
    project: own.project,
    ignore: { ...own.ignore, ...ignoresOf(shipping, own.unbuilt) },
  };
  const targetOf = ({ service }: Program, index: number): Target => ({
    service: service.name,
    stage: names[index] ?? null,
  });
  return {
    language: language.id,
    base: base.id,
    targets: [targetOf(first, 0), ...others.map((it, index) => targetOf(it, index + 1))],
    images: { ...images, ...own.images, ...toolchainImages(own.toolchains ?? {}) },
    ...insteadOf(choices, (version) =>
      base.toolchain({ ...needs.toolchain, version }, needs.runtime),
    ),
    ...(own.minimum ? { minimum: own.minimum } : {}),
    platforms: choices.platform.value,
    view,
    writable,
    secrets: own.secrets ?? [],
    contents: contentsOf(own.contents, shipping),
    notes: [
      ...secretNotes(shipping),
      ...programs.flatMap((it) => portNotes(it.choices)),
      ...lackingNotes(offer),
      ...own.notes,
    ],
  };
}

/**
 * A shell is not where ENTRYPOINT looks for it: the final image has none, or the interpreter takes
 * `sh` for the file to run.
 */
function refuseShell({ value, origin }: Choice<readonly string[]>): void {
  const program = posix.basename(value[0] ?? '');
  if (origin === 'fact' || !/^(?:ba|da|a|z)?sh$/.test(program)) return;
  throw new UserError({
    code: 'E_BAD_VALUE',
    where: origin === 'preset' ? 'start in the preset' : '--start',
    reason: `"${joinCommand(value)}" starts a shell, which the image does not have; name the program itself, such as "node server.js"`,
  });
}

/**
 * A version that a flag or a preset gives is meant as it is. A file of the project may name a patch
 * release that was never built on the newest release of the distribution.
 */
function insteadOf(
  { runtimeVersion: { value, origin } }: Choices,
  image: (version: string) => ImageRef,
): Pick<ImagePlan, 'instead'> {
  const [major, minor, patch] = value.split('.');
  if (origin !== 'fact' || major === undefined || patch === undefined) return {};
  return { instead: { build: [image(`${major}.${minor}`), image(major)] } };
}

/** The plan for one program. */
interface Part extends Program {
  readonly own: TargetPlan;
  readonly stage: string | null;
  /** The volumes. */
  readonly writable: readonly string[];
  /** The volumes, and the folders in them that the program writes to. */
  readonly folders: readonly string[];
  /** The folder in which the build stage prepares the folders that only this program writes to. */
  readonly prepared: string;
}

function partOf(program: Program, own: TargetPlan | undefined, stage: string | null): Part {
  if (!own) throw new Error(`no plan for ${program.service.name}`);
  const found = own.runtime.writable;
  const writable = [...new Set([...volumesFor(found), ...program.choices.writable.value])];
  return {
    ...program,
    own,
    stage,
    writable,
    folders: [...new Set([...writable, ...found])],
    prepared: stage === null ? '/rootfs' : `/rootfs-${stage}`,
  };
}

function targetView(
  { service, choices, own, stage, writable, prepared }: Part,
  rootfs: RootfsView,
  isDefault: boolean,
): View {
  const { runtime } = own;
  const ports = exposedPorts(choices);
  // Folders to copy from the build stage onto the base.
  const copied = [
    ...(rootfs.copied ? [rootfs.copied] : []),
    ...(stage !== null && writable.length > 0 ? [{ from: `${prepared}/` }] : []),
  ];
  return {
    service: service.name,
    stage:
      stage === null
        ? null
        : {
            name: stage,
            how: isDefault
              ? `docker build builds this target, with or without --target ${stage}.`
              : `docker build --target ${stage}`,
          },
    builtIn: stage === null ? 'build' : buildStage(stage),
    rootfs: copied,
    program: own.program,
    runtime: {
      user: `${choices.uid.value}:${choices.gid.value}`,
      // Lists are printed in exec form. An empty CMD prints no line.
      entrypoint: runtime.entrypoint,
      entrypointWhy: runtime.entrypointWhy ?? [],
      arguments: runtime.arguments.length > 0 ? { words: runtime.arguments } : null,
      exposed: ports.length === 0 ? null : { ports: ports.map(portName).join(' ') },
      stopSignal: givenStopSignal(choices) ?? runtime.stopSignal ?? null,
      healthcheck: healthcheckView(
        choices,
        givenHealthcheck(choices, service.name, runtime.entrypoint) ?? runtime.healthcheck,
      ),
      environment: [...runtime.environment, ...givenCaches(choices, runtime)].map((it) => ({
        ...it,
      })),
      writable: writable.length > 0 ? { paths: writable } : null,
    },
  };
}

/** The caches that the user names, but for those that have a place already. */
function givenCaches({ cache }: Choices, { environment }: RuntimePlan): RuntimePlan['environment'] {
  return [...new Set(cache?.value)]
    .filter((name) => !environment.some((it) => it.name === name))
    .map((name) => ({
      name,
      value: `/tmp/${name.toLowerCase()}`,
      why: 'Where the program keeps a cache: the image itself can only be read.',
    }));
}

function givenStopSignal({ stopSignal }: Choices): RuntimePlan['stopSignal'] {
  if (stopSignal === undefined) return undefined;
  return { signal: stopSignal.value, why: 'The signal that the program handles to end.' };
}

function healthcheckView({ startPeriod }: Choices, check: RuntimePlan['healthcheck']): View | null {
  if (check === undefined) return null;
  return { ...check, startPeriod: startPeriod ? { seconds: startPeriod.value } : null };
}

/**
 * Returns the health check from `--healthcheck-command`. A command that begins with the program's
 * name runs it the same way as ENTRYPOINT.
 */
function givenHealthcheck(
  { healthcheckCommand }: Choices,
  name: string,
  entrypoint: readonly string[],
): RuntimePlan['healthcheck'] {
  if (!healthcheckCommand) return undefined;
  const words = healthcheckCommand.value;
  const own = words[0] === name || words[0] === `./${name}`;
  return { command: own ? [...entrypoint, ...words.slice(1)] : words, why: 'Run without a shell.' };
}

type RootfsView = View & { readonly copied: View | null };

/**
 * Plans the files that the base lacks and that the build stage prepares under /rootfs. `copied` is
 * null if the base lacks nothing that all programs need.
 */
function rootfsView(offer: OfferOk, choices: Choices, parts: readonly Part[]): RootfsView {
  const uid = choices.uid.value;
  const gid = choices.gid.value;
  const existing = offer.contents.account;
  const account = existing?.uid === uid && existing.gid === gid ? null : { uid, gid };
  const tmp = offer.contents.tmp ? null : { mode: '1777' };
  const certificates = offer.contents.certificates
    ? null
    : { path: '/etc/ssl/certs/ca-certificates.crt' };
  const timeZones = offer.contents.timeZones ? null : { path: '/usr/share/zoneinfo' };
  const shared = parts.filter((it) => it.stage === null).flatMap((it) => it.writable);
  const needed = account ?? tmp ?? certificates ?? shared[0] ?? null;
  const writable = parts.flatMap((part) => part.folders.map((path) => `${part.prepared}${path}`));
  return {
    copied: needed === null ? null : { from: '/rootfs/' },
    account,
    tmp,
    certificates,
    timeZones,
    writable: writable.length > 0 ? { folders: writable, uid, gid } : null,
  };
}

function toolchainImages(needs: Readonly<Record<string, ToolchainNeed>>): Record<string, ImageRef> {
  return Object.fromEntries(
    Object.entries(needs).map(([name, need]) => [name, alpineToolchain(need)]),
  );
}

function lackingNotes({ lacking }: OfferOk): Note[] {
  if (!lacking) return [];
  const { why, instead } = lacking;
  return [
    {
      code: 'plan/no-shell',
      level: 'warning',
      text: `${why}: that code fails there, and the rest of the program runs`,
      hint:
        instead === undefined
          ? 'Start the program without a shell, as a list of words.'
          : `Start the program without a shell, as a list of words, or take --base ${instead}.`,
    },
  ];
}

function portNotes(choices: Choices): Note[] {
  return exposedPorts(choices)
    .filter((it) => it.number < 1024)
    .map((it) => ({
      code: 'plan/privileged-port',
      level: 'warning',
      text: `port ${portName(it)} is below 1024: a user that is not root may bind it under Docker, but not under every Kubernetes runtime`,
      hint: 'Prefer a port above 1023.',
    }));
}

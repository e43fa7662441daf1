/** 3 plan: facts and choices -> ImagePlan (tags, no digests). Pure. What all languages share in the final stage is decided here. */
import { baseOf } from './bases/index.ts';
import { UserError } from './errors.ts';
import { languageOf } from './languages/index.ts';
import type { RuntimePlan } from './languages/language.ts';
import type { Chosen } from './choose.ts';
import type { Choices, ImagePlan, ImageRef, Note, OfferOk, View } from './types.ts';

/**
 * @throws UserError E_PAIR_REFUSED when the base cannot carry the program, E_PROJECT when the language's plan finds the project broken.
 */
export function planImage({ facts, service, choices }: Pick<Chosen, 'facts' | 'service' | 'choices'>): ImagePlan {
  const language = languageOf(choices.language.value);
  const base = baseOf(choices.base.value);
  const needs = language.needs(facts, choices);
  const offer = base.runtime(needs.runtime);
  if (!offer.ok) {
    throw new UserError({ code: 'E_PAIR_REFUSED', pair: `${language.title} on ${base.title}`, why: offer.why, ...(offer.instead ? { instead: offer.instead } : {}) });
  }
  const own = language.plan({ facts, service, choices, offer });
  const images: Record<string, ImageRef> = { build: base.toolchain(needs.toolchain, needs.runtime) };
  if (offer.image) images['runtime'] = offer.image;
  const uid = choices.uid.value;
  const gid = choices.gid.value;
  const port = choices.port.value;
  const writable = [...new Set([...own.runtime.writable, ...choices.writable.value])];

  const view: View = {
    language: { id: language.id, title: language.title, version: choices.runtimeVersion.value },
    base: { id: base.id, title: base.title },
    service: { name: service.name },
    runtime: {
      user: `${uid}:${gid}`,
      // Lists are printed in exec form; an empty CMD prints no line.
      entrypoint: own.runtime.entrypoint,
      entrypointWhy: own.runtime.entrypointWhy === undefined ? null : { text: own.runtime.entrypointWhy },
      arguments: own.runtime.arguments.length > 0 ? { words: own.runtime.arguments } : null,
      port: port === null ? null : { number: port },
      stopSignal: own.runtime.stopSignal ?? null,
      healthcheck: givenHealthcheck(choices.extra, service.name, own.runtime.entrypoint) ?? own.runtime.healthcheck ?? null,
      environment: own.runtime.environment.map((it) => ({ ...it })),
      writable: writable.length > 0 ? { paths: writable } : null,
    },
    rootfs: rootfsView(own.runtime.ownCertificates ? { ...offer, brings: { ...offer.brings, certificates: true } } : offer, uid, gid, writable),
    project: own.project,
    ignore: own.ignore,
  };
  return {
    language: language.id,
    base: base.id,
    service: service.name,
    images: { ...images, ...own.images },
    platforms: choices.platform.value,
    view,
    writable,
    secrets: own.secrets ?? [],
    notes: [...portNotes(port), ...own.notes],
  };
}

/** `--healthcheck-command`: a command that begins with the program's name runs it as ENTRYPOINT does. */
function givenHealthcheck(extra: Choices['extra'], name: string, entrypoint: readonly string[]): RuntimePlan['healthcheck'] {
  const words = extra['healthcheckCommand']?.value as readonly string[] | undefined;
  if (!words) return undefined;
  const own = words[0] === name || words[0] === `./${name}`;
  return { command: own ? [...entrypoint, ...words.slice(1)] : words, why: 'Run without a shell.' };
}

/** What the base lacks and the build stage prepares under /rootfs; `copied` is null where it lacks nothing. */
function rootfsView(offer: OfferOk, uid: number, gid: number, writable: readonly string[]): View {
  const brought = offer.brings.account;
  const account = brought?.uid === uid && brought.gid === gid ? null : { uid, gid };
  const tmp = offer.brings.tmp ? null : { mode: '1777' };
  const certificates = offer.brings.certificates ? null : { path: '/etc/ssl/certs/ca-certificates.crt' };
  const timeZones = offer.brings.timeZones ? null : { path: '/usr/share/zoneinfo' };
  const needed = account ?? tmp ?? certificates ?? writable[0] ?? null;
  return { copied: needed === null ? null : { from: '/rootfs/' }, account, tmp, certificates, timeZones, writable: writable.map((path) => ({ path, uid, gid })) };
}

function portNotes(port: number | null): Note[] {
  if (port === null || port >= 1024) return [];
  return [{ level: 'warning', text: `port ${port} is below 1024: a user that is not root may bind it under Docker, but not under every Kubernetes runtime; prefer a port above 1023` }];
}

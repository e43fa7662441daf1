/** Judges the files, the settings and the history of the image. */
import type { Base } from '../bases/base.ts';
import { baseOfImage } from '../bases/index.ts';
import type { DockerfileFacts } from '../dockerfile/facts.ts';
import { parseReference } from '../registry/reference.ts';
import type { Account } from './account.ts';
import {
  packageManagersIn,
  privilegedIn,
  shellsIn,
  writableIn,
  writablePrograms,
} from './file-checks.ts';
import type { FileFacts } from './files.ts';
import type { LayerFacts } from './layers.ts';
import type { ImageFacts } from './image.ts';
import { listed, plainLine } from './plain-text.ts';
import { titles, type PromiseId, type Verdict } from './report.ts';
import {
  secretsInCommand,
  secretsInLabels,
  secretsInVariables,
  secretsInWords,
  withoutRepeats,
} from './secrets.ts';

/**
 * The base of the final stage: one of the known bases, another image, or an image that a variable
 * hides.
 */
export type FinalBase =
  | { readonly kind: 'known'; readonly base: Base }
  | { readonly kind: 'other'; readonly name: string }
  | { readonly kind: 'hidden' };

/**
 * Finds the base. If a variable hides the image, uses the label that names it.
 *
 * @param built an image that was built elsewhere, which counts as its own base; `null` otherwise.
 */
export function finalBase(
  dockerfile: DockerfileFacts,
  image: ImageFacts,
  built: string | null,
): FinalBase {
  const label = image.labels.find(([name]) => name === 'org.opencontainers.image.base.name')?.[1];
  const name = dockerfile.base ?? label ?? '';
  if (name === '') return built === null ? { kind: 'hidden' } : { kind: 'other', name: built };
  const parsed = name === 'scratch' ? null : parseReference(name);
  const base = parsed?.ok === false ? undefined : baseOfImage(parsed?.ref ?? null);
  return base === undefined ? { kind: 'other', name } : { kind: 'known', base };
}

/** Whether everybody knows what the layers of the base hold: it is no image of a company or a user. */
export function isPublicBase(under: FinalBase): boolean {
  if (under.kind !== 'other') return under.kind === 'known';
  const parsed = parseReference(under.name);
  return (
    parsed.ok && parsed.ref.registry === 'docker.io' && parsed.ref.repository.startsWith('library/')
  );
}

/**
 * Judges the promises about shells and package managers. They do not apply to a base that has a
 * shell by design. For an image of an unknown base, they are kept if its files contain neither.
 * Otherwise they are not judged, because the image may be meant to have them.
 */
export function judgeTools(files: FileFacts | string, under: FinalBase): Verdict[] {
  if (under.kind === 'known' && under.base.hasShell) return [];
  return [
    judgeTool('no-shell', shellsIn, shellHint, files, under),
    judgeTool('no-package-manager', packageManagersIn, packageManagerHint, files, under),
  ];
}

const shellHint =
  'Copy only the program and what it needs into the final stage; a distroless tag with "debug" in it has a shell.';
const packageManagerHint =
  'Install in the build stage and copy only the result; make virtual environments --without-pip.';

function judgeTool(
  id: 'no-shell' | 'no-package-manager',
  findIn: (entries: FileFacts['entries']) => string[],
  hint: string,
  files: FileFacts | string,
  under: FinalBase,
): Verdict {
  const promise = { id, title: titles[id] };
  if (typeof files === 'string') return { ...promise, kept: null, detail: files };
  if (under.kind === 'hidden')
    return {
      ...promise,
      kept: null,
      detail:
        'a variable hides the base image of the final stage, and no label org.opencontainers.image.base.name names it',
    };
  const found = findIn(files.entries);
  if (found.length === 0) return { ...promise, kept: true, detail: '' };
  if (under.kind === 'other')
    return {
      ...promise,
      kept: null,
      detail: `${listed(found)}: whether ${plainLine(under.name)} is meant to have it is not known`,
    };
  return { ...promise, kept: false, detail: listed(found), hint };
}

export function judgeSetuid(files: FileFacts | string): Verdict {
  const base = { id: 'no-setuid', title: titles['no-setuid'] } as const;
  if (typeof files === 'string') return { ...base, kept: null, detail: files };
  const found = privilegedIn(files.entries);
  if (found.length === 0) return { ...base, kept: true, detail: '' };
  return {
    ...base,
    kept: false,
    detail: listed(found),
    hint:
      'Leave them out, or remove the bits before they are copied: RUN chmod a-s FILE ' +
      '(setcap -r FILE for capabilities).',
  };
}

export interface Places {
  /** Places declared with VOLUME, --writable or the preset. */
  readonly declared: readonly string[];
  /** Undeclared places that the program wrote to. The broken promise `read-only` names them. */
  readonly needed: readonly string[];
}

export function judgeWritable(
  files: FileFacts | string,
  account: Account | null,
  image: Pick<ImageFacts, 'environment' | 'entrypoint' | 'cmd' | 'workingDirectory'>,
  places: Places,
): Verdict {
  const { environment, entrypoint, cmd, workingDirectory } = image;
  const base = { id: 'no-writable', title: titles['no-writable'] } as const;
  if (typeof files === 'string') return { ...base, kept: null, detail: files };
  if (account === null)
    return { ...base, kept: null, detail: 'the user is not in /etc/passwd of the image' };
  if (account.uid === 0)
    return { ...base, kept: null, detail: 'root can write everywhere', because: 'user' };
  const homes = [account.home, environment.find(([name]) => name === 'HOME')?.[1]].flatMap((it) =>
    it === undefined || it === null ? [] : [it],
  );
  const programs = writablePrograms(
    files.entries,
    account,
    places.declared,
    [...entrypoint, ...cmd],
    workingDirectory,
  );
  if (programs.length > 0)
    return {
      ...base,
      kept: false,
      detail: `${account.uid}:${account.gid} can replace ${listed(programs)}, which the image starts`,
      hint: 'Put the program outside of the places that it writes to (VOLUME, --writable).',
    };
  const found = writableIn(files.entries, account, places.declared, homes);
  if (found.length === 0) return { ...base, kept: true, detail: '' };
  const unexplained = writableIn(
    files.entries,
    account,
    [...places.declared, ...places.needed],
    homes,
  );
  if (unexplained.length === 0)
    return { ...base, kept: null, detail: `only ${listed(found)}`, because: 'read-only' };
  return {
    ...base,
    kept: false,
    detail: `${account.uid}:${account.gid} can write ${listed(unexplained)}`,
    hint:
      'Let root own files that are only read (COPY without --chown, modes without group and other write: ' +
      '--chmod=755).\n' +
      `If the program must write there, declare it: --writable ${unexplained[0]}, ` +
      `in the preset: writable: [${unexplained[0]}]`,
  };
}

/** @param known the values of build secrets */
export function judgeSecrets(
  image: ImageFacts,
  files: FileFacts | string,
  layers: LayerFacts | string | null,
  known: readonly string[],
): Verdict[] {
  const inEnvironment = secretsInVariables(image.environment, known);
  const { history, entrypoint, cmd, healthcheck, labels } = image;
  // The history of an image that another tool made does not show its settings.
  const others = [
    ...history.flatMap((it) => secretsInCommand(it, known)),
    ...secretsInWords('ENTRYPOINT', [...entrypoint, ...cmd], known),
    ...secretsInWords('HEALTHCHECK', healthcheck?.command ?? [], known),
    ...secretsInLabels(labels, known),
  ];
  // An ENV line is also in the history, but each fault is reported once. Layers repeat the build
  // arguments before them.
  const inHistory = withoutRepeats(
    others,
    inEnvironment.map((it) => it.value),
  );
  return [
    verdict(
      'no-secret-in-environment',
      titles['no-secret-in-environment'],
      inEnvironment.map((it) => it.shown),
      'Anyone who can pull the image can read it. Revoke it, and pass it at run time ' +
        '(docker run --env-file) or as a mounted file.',
    ),
    verdict(
      'no-secret-in-history',
      titles['no-secret-in-history'],
      inHistory.map((it) => it.shown),
      'docker history shows it to anyone who can pull the image. Revoke it, and use ' +
        'RUN --mount=type=secret instead of ARG and of values in commands.',
    ),
    judgeSecretFiles(files, layers),
  ];
}

const heldSecret = '(holds the value of a build secret)';

function judgeSecretFiles(files: FileFacts | string, layers: LayerFacts | string | null): Verdict {
  const id = 'no-secret-in-files';
  if (typeof files === 'string') return { id, title: titles[id], kept: null, detail: files };
  const shown = [...files.credentials, ...files.leaks.map((it) => `${it} ${heldSecret}`)];
  const below = typeof layers === 'string' || layers === null ? [] : hiddenIn(layers, files);
  if (shown.length + below.length === 0 && typeof layers === 'string')
    return { id, title: titles[id], kept: null, detail: layers };
  return verdict(
    id,
    titles[id],
    [...shown, ...below],
    'Revoke what was in it, and list it in .dockerignore so that it does not get into the build context.' +
      (below.length === 0
        ? ''
        : ' A RUN that deletes it leaves it in the layer below: copy only what is needed from a build stage.'),
  );
}

/** What a layer holds, but the file system of the image no longer shows. */
function hiddenIn(layers: LayerFacts, files: FileFacts): string[] {
  const hidden = (all: readonly string[], seen: readonly string[]): string[] =>
    all.filter((it) => !seen.includes(it)).map((it) => `${it}, which a later layer hides`);
  return [
    ...hidden(layers.credentials, files.credentials),
    ...hidden(layers.leaks, files.leaks).map((it) => `${it} ${heldSecret}`),
  ];
}

function verdict(id: PromiseId, title: string, found: readonly string[], hint: string): Verdict {
  if (found.length === 0) return { id, title, kept: true, detail: '' };
  return { id, title, kept: false, detail: listed(found.map(plainLine)), hint };
}

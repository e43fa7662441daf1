/** Judges what lies in the image and in its settings and history. In: facts. Out: verdicts. */
import type { Account } from './account.ts';
import type { DockerfileFacts } from '../dockerfile/facts.ts';
import { packageManagersIn, privilegedIn, shellsIn, writableIn } from './file-checks.ts';
import type { FileFacts } from './files.ts';
import type { ImageFacts } from './image.ts';
import { listed, plainLine } from './plain-text.ts';
import { titles, type PromiseId, type Verdict } from './report.ts';
import { secretsInCommand, secretsInVariables } from './secrets.ts';

/**
 * Whether the final stage stands on an image that has no shell by design: scratch, or a distroless one.
 * Any other base (alpine, debian) brings its shell and package manager along, and the two promises are not made for it.
 * @returns `null`: the Dockerfile does not say, and no label does
 */
export function isShellLessBase(dockerfile: DockerfileFacts, image: ImageFacts): boolean | null {
  const label = image.labels.find(([name]) => name === 'org.opencontainers.image.base.name')?.[1];
  const base = dockerfile.base ?? label;
  if (base === undefined || base === '') return null;
  return base === 'scratch' || /(?:^|[/-])distroless(?:[/:@-]|$)/.test(base);
}

/** The promises about shell and package manager; none for a base that brings them along. */
export function judgeTools(files: FileFacts | string, shellLess: boolean | null): Verdict[] {
  if (shellLess === false) return [];
  const shell = { id: 'no-shell', title: titles['no-shell'] } as const;
  const manager = { id: 'no-package-manager', title: titles['no-package-manager'] } as const;
  const why = unreadable(files, shellLess);
  if (typeof files === 'string' || why !== null)
    return [shell, manager].map((it) => ({ ...it, kept: null, detail: why ?? '' }));
  const shells = shellsIn(files.entries);
  const managers = packageManagersIn(files.entries);
  return [
    shells.length === 0
      ? { ...shell, kept: true, detail: '' }
      : {
          ...shell,
          kept: false,
          detail: listed(shells),
          hint: 'Copy only the program and what it needs into the final stage; a distroless tag with "debug" in it has a shell.',
        },
    managers.length === 0
      ? { ...manager, kept: true, detail: '' }
      : {
          ...manager,
          kept: false,
          detail: listed(managers),
          hint: 'Install in the build stage and copy only the result; make virtual environments --without-pip.',
        },
  ];
}

function unreadable(files: FileFacts | string, shellLess: boolean | null): string | null {
  if (typeof files === 'string') return files;
  return shellLess === null
    ? 'a variable hides the base image of the final stage, and no label org.opencontainers.image.base.name names it'
    : null;
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
    hint: 'Leave them out, or take the bits away before they are copied: RUN chmod a-s FILE (setcap -r FILE for capabilities).',
  };
}

export interface Places {
  /** Declared with VOLUME, --writable or the preset. */
  readonly declared: readonly string[];
  /** Undeclared places that the program was seen to need: the broken promise `read-only` names them. */
  readonly needed: readonly string[];
}

export function judgeWritable(
  files: FileFacts | string,
  account: Account | null,
  environment: ImageFacts['environment'],
  places: Places,
): Verdict {
  const base = { id: 'no-writable', title: titles['no-writable'] } as const;
  if (typeof files === 'string') return { ...base, kept: null, detail: files };
  if (account === null)
    return { ...base, kept: null, detail: 'the user is not in /etc/passwd of the image' };
  if (account.uid === 0)
    return { ...base, kept: null, detail: 'root can write everywhere', because: 'user' };
  const homes = [account.home, environment.find(([name]) => name === 'HOME')?.[1]].flatMap((it) =>
    it === undefined || it === null ? [] : [it],
  );
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
    hint: `Let root own what is only read (COPY without --chown, modes without group and other write: --chmod=755).\nIf the program must write there, declare it: --writable ${unexplained[0]}, in the preset: writable: [${unexplained[0]}]`,
  };
}

/** @param known values of build secrets */
export function judgeSecrets(
  image: ImageFacts,
  files: FileFacts | string,
  known: readonly string[],
): Verdict[] {
  const inEnvironment = secretsInVariables(image.environment, known);
  const told = new Set(inEnvironment.map((it) => it.value));
  const steps = image.history.flatMap((it) => secretsInCommand(it, known));
  // An ENV line is in the history too: a fault is named once. Layers repeat the build arguments before them.
  const inHistory = [...new Set(steps.filter((it) => !told.has(it.value)).map((it) => it.shown))];
  return [
    verdict(
      'no-secret-in-environment',
      titles['no-secret-in-environment'],
      inEnvironment.map((it) => it.shown),
      'Whoever can pull the image can read it. Revoke it, and give it at run time (docker run --env-file) or as a mounted file.',
    ),
    verdict(
      'no-secret-in-history',
      titles['no-secret-in-history'],
      inHistory,
      'docker history shows it to whoever can pull the image. Revoke it, and use RUN --mount=type=secret instead of ARG and of values in commands.',
    ),
    typeof files === 'string'
      ? { id: 'no-secret-in-files', title: titles['no-secret-in-files'], kept: null, detail: files }
      : verdict(
          'no-secret-in-files',
          titles['no-secret-in-files'],
          [
            ...files.credentials,
            ...files.leaks.map((it) => `${it} (holds the value of a build secret)`),
          ],
          'Revoke what was in it, and list it in .dockerignore so that it does not get into the build context.',
        ),
  ];
}

function verdict(id: PromiseId, title: string, found: readonly string[], hint: string): Verdict {
  if (found.length === 0) return { id, title, kept: true, detail: '' };
  return { id, title, kept: false, detail: listed(found.map(plainLine)), hint };
}

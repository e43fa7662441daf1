/** Builds the arguments of `docker create` that the user and the image require. */
import type { Account } from './account.ts';
import { canWrite, withoutSlash } from './file-checks.ts';
import type { FileFacts } from './files.ts';
import type { ImageFacts } from './image.ts';
import type { VerifyInput } from './input.ts';

/** @returns variables, the platform and the declared places. The hardening is in run.ts. */
export function createArguments(
  input: VerifyInput,
  account: Account | null,
  files: FileFacts | string,
  image: ImageFacts,
  engine: string,
): string[] {
  const places = input.writable
    .map(withoutSlash)
    .filter((it) => it !== '/tmp' && !image.volumes.map(withoutSlash).includes(it));
  return [
    ...settings(input, engine),
    ...(input.network === null ? [] : ['--network', input.network]),
    ...input.addHosts.flatMap((it) => ['--add-host', it]),
    ...places.flatMap((it) => placeArguments(it, account, files, engine)),
  ];
}

/** The limits, the variables of the program, and the platform. */
export function settings(input: VerifyInput, engine: string): string[] {
  const { env, envFile, platform } = input;
  return [
    ...limits(input, engine),
    ...env.flatMap((it) => ['--env', it]),
    ...(envFile === null ? [] : ['--env-file', envFile]),
    ...(platform === null ? [] : ['--platform', platform]),
  ];
}

/** No usual program needs more to start and to answer; a leak or a fork bomb ends here. */
const mostMemory = '2g';
const mostProcesses = '1024';

/**
 * Limits what a program can take from this machine. Rootless Podman cannot always limit, and then
 * refuses to start: there only what the user demands is passed.
 */
function limits({ memory, cpus }: VerifyInput, engine: string): string[] {
  const most = memory ?? (engine === 'docker' ? mostMemory : null);
  return [
    ...(engine === 'docker' ? ['--pids-limit', mostProcesses] : []),
    ...(most === null ? [] : ['--memory', most]),
    ...(cpus === null ? [] : ['--cpus', cpus]),
  ];
}

/**
 * A folder of the image that the user may write to becomes a volume, which keeps its content and
 * owner. Any other place becomes a tmpfs that belongs to the user.
 */
function placeArguments(
  path: string,
  account: Account | null,
  files: FileFacts | string,
  engine: string,
): string[] {
  const entry = typeof files === 'string' ? undefined : files.entries.get(path);
  if (entry?.kind === 'directory' && account !== null && canWrite(entry, account))
    return ['--mount', `type=volume,dst=${path}`];
  // Podman has no owner for a tmpfs, which every user may write to by default.
  const isOwned = account !== null && engine === 'docker';
  const owner = isOwned ? `:uid=${account.uid},gid=${account.gid},mode=0700` : '';
  return ['--tmpfs', `${path}${owner}`];
}

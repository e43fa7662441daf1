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
): string[] {
  const places = input.writable
    .map(withoutSlash)
    .filter((it) => it !== '/tmp' && !image.volumes.map(withoutSlash).includes(it));
  return [
    ...input.env.flatMap((it) => ['--env', it]),
    ...(input.envFile === null ? [] : ['--env-file', input.envFile]),
    ...(input.platform === null ? [] : ['--platform', input.platform]),
    ...places.flatMap((it) => placeArguments(it, account, files)),
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
): string[] {
  const entry = typeof files === 'string' ? undefined : files.entries.get(path);
  if (entry?.kind === 'directory' && account !== null && canWrite(entry, account))
    return ['--mount', `type=volume,dst=${path}`];
  return [
    '--tmpfs',
    account === null ? path : `${path}:uid=${account.uid},gid=${account.gid},mode=0700`,
  ];
}

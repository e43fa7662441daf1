/** The size of the image that another Dockerfile makes of the same project. */
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import type { Host, Output } from '../ports/ports.ts';
import { buildImage, inspectImage } from './build.ts';
import { type Created, nameImage, type VerifyInput } from './input.ts';
import type { Compared } from './report.ts';
import type { Tools } from './run.ts';

/** @throws UserError E_FILE if the Dockerfile of --compare does not exist. */
export async function demandCompared(input: VerifyInput, host: Host): Promise<void> {
  const { directory, compare } = input;
  if (compare !== null && (await host.read(resolve(directory, compare))) === undefined)
    throw new UserError({
      code: 'E_FILE',
      path: compare,
      reason: `there is no such file in ${directory} (--compare)`,
    });
}

/**
 * Builds the Dockerfile of --compare with the same context, build arguments and secrets, and up to its last
 * stage. Starts nothing of it, and does not judge it.
 * @returns `null` without --compare. A build that fails has no size, and is no fault of the image that is judged.
 */
export async function compareSize(
  input: VerifyInput,
  created: Created,
  tools: Tools,
  out: Output,
): Promise<Compared | null> {
  const { directory, compare } = input;
  if (compare === null) return null;
  out.say(`Building ${compare} to compare its size ...`);
  const other: Created = { ...created, image: nameImage(created, 'compared') };
  const failure = await buildImage(
    { ...input, target: null },
    resolve(directory, compare),
    other,
    tools,
  );
  tools.progress.end();
  if (failure === null)
    return { dockerfile: compare, size: (await inspectImage(other.image, tools.engine)).size };
  out.say(`Cannot compare with ${compare}: ${failure.detail}`);
  return { dockerfile: compare, size: null };
}

/** The size of the image that another Dockerfile makes of the same project. */
import { resolve } from 'node:path';
import type { Output } from '../ports/ports.ts';
import { buildImage, inspectImage } from './build.ts';
import { type Created, nameImage, type VerifyInput } from './input.ts';
import type { Compared } from './report.ts';
import type { Tools } from './run.ts';

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

/** Compares the release that a project demands with the one in the image that builds it. */
import semver from 'semver';
import { UserError } from '../errors.ts';
import type { Inspector } from '../ports/ports.ts';
import type { Pin, PinnedPlan } from '../types.ts';
import { formatReference } from './reference.ts';
import { releaseInSnapshot, newestInSnapshot } from './snapshot.ts';

/**
 * The compiler refuses the project at the end of a long build, or at once; here it costs nothing.
 * The registry is asked only for a release that is newer than the snapshot.
 *
 * @param inspector absent if no registry may be asked.
 * @throws UserError E_PROJECT if the image is known to be older than the project demands.
 */
export async function refuseOlder(
  { minimum, pins }: Pick<PinnedPlan, 'minimum' | 'pins'>,
  inspector: Partial<Inspector> | undefined,
): Promise<void> {
  const pin = pins['build'];
  if (!minimum || !pin) return;
  const { title, version, evidence } = minimum;
  const release = await releaseOf(pin, version, inspector);
  if (release === undefined || semver.gte(release, version)) return;
  const { registry, repository, tag } = pin.ref;
  const image = formatReference({ registry, repository, tag });
  throw new UserError({
    code: 'E_PROJECT',
    file: evidence.file,
    ...(evidence.line === undefined ? {} : { line: evidence.line }),
    reason: `the project needs ${title} ${version} or newer, and ${image} has ${title} ${release}: the build would end at once`,
    hint: `If there is a newer image, take it with --update. Otherwise lower the version that ${evidence.file} demands.`,
  });
}

async function releaseOf(
  { ref, source }: Pin,
  wanted: string,
  inspector: Partial<Inspector> | undefined,
): Promise<string | undefined> {
  const known = releaseInSnapshot(ref);
  if (known !== undefined) return known;
  const newest = newestInSnapshot(ref, wanted);
  const isNew = newest === undefined || semver.gt(wanted, newest);
  if (source === 'snapshot' || (source === 'registry' && !isNew)) return undefined;
  const found = await inspector?.inspect?.(ref, { whole: true });
  const version = found?.ok ? /^\d+\.\d+\.\d+/.exec(found.version ?? '')?.[0] : undefined;
  return version;
}

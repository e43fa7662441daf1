/** Compares the release that a project demands with the one in the image that builds it. */
import semver from 'semver';
import { UserError } from '../errors.ts';
import type { Inspector, Registry } from '../ports/ports.ts';
import type { Evidence, Pin, PinnedPlan } from '../types.ts';
import { formatReference } from './reference.ts';
import { releaseInSnapshot, newestInSnapshot } from './snapshot.ts';

/**
 * The compiler refuses the project at the end of a long build, or at once; here it costs nothing.
 * The registry is asked only for a release that is newer than the snapshot: what the image says, and
 * where it says nothing, whether there is an image of that release.
 *
 * @param registry absent if no registry may be asked.
 * @throws UserError E_PROJECT if the image is known to be older than the project demands, or no image
 *   has that release.
 */
export async function refuseOlder(
  { minimum, pins }: Pick<PinnedPlan, 'minimum' | 'pins'>,
  registry: (Partial<Inspector> & Registry) | undefined,
): Promise<void> {
  const pin = pins['build'];
  if (!minimum || !pin) return;
  const { title, version, evidence } = minimum;
  if (isAboveLine(pin.ref.tag, version)) return;
  const needs = `the project needs ${title} ${version} or newer`;
  const image = ({ registry, repository, tag }: Pin['ref']): string =>
    formatReference({ registry, repository, tag });
  const { release, isAsked } = await releaseOf(pin, version, registry);
  if (release !== undefined && semver.lt(release, version))
    throw tooNew(
      evidence,
      `${needs}, and ${image(pin.ref)} has ${title} ${release}: the build would end at once`,
      `If there is a newer image, take it with --update. Otherwise lower the version that ${evidence.file} demands.`,
    );
  if (release !== undefined || !isAsked || registry === undefined) return;
  const exact = { ...pin.ref, tag: version };
  const [resolution] = await registry.resolve([exact], []);
  if (resolution?.ok === false && resolution.failure.kind === 'not-found')
    throw tooNew(
      evidence,
      `${needs}, and there is no image ${image(exact)}: the build would end at once`,
      `Lower the version that ${evidence.file} demands to one that was released.`,
    );
}

function tooNew({ file, line }: Evidence, reason: string, hint: string): UserError {
  const place = line === undefined ? { file } : { file, line };
  return new UserError({ code: 'E_PROJECT', ...place, reason, hint });
}

/** Whether a tag names a later line than that of a release: `1.27-alpine` has everything of 1.24. */
function isAboveLine(tag: string, version: string): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(tag) ?? [];
  if (major === undefined) return false;
  return semver.gt(`${major}.${minor}.0`, `${semver.major(version)}.${semver.minor(version)}.0`);
}

interface Release {
  /** `undefined` if unknown. */
  readonly release: string | undefined;
  /** Whether the registry was asked for it. */
  readonly isAsked: boolean;
}

async function releaseOf(
  { ref, source }: Pin,
  wanted: string,
  inspector: Partial<Inspector> | undefined,
): Promise<Release> {
  const known = releaseInSnapshot(ref);
  if (known !== undefined) return { release: known, isAsked: false };
  const newest = newestInSnapshot(ref, wanted);
  const isNew = newest === undefined || semver.gt(wanted, newest);
  if (source === 'snapshot' || (source === 'registry' && !isNew))
    return { release: undefined, isAsked: false };
  const found = await inspector?.inspect?.(ref, { whole: true });
  const version = found?.ok ? /^\d+\.\d+\.\d+/.exec(found.version ?? '')?.[0] : undefined;
  return { release: version, isAsked: true };
}

/**
 * The last Python that releases of a package run on. Their metadata rarely has an upper limit, so
 * they install on every later version, and fail there.
 */
import { isBefore, type Package } from './files/package.ts';

interface LastPython {
  /** The first release that runs on a later Python. */
  readonly below: string;
  /** The last Python that the releases before it run on. */
  readonly until: string;
}

/** From the oldest release. */
const lastPythons: Readonly<Record<string, readonly LastPython[]>> = {
  // https://docs.djangoproject.com/en/dev/faq/install/#what-python-version-can-i-use-with-django
  django: [
    { below: '1.11', until: '3.5' },
    { below: '2.2', until: '3.7' },
    { below: '3.2', until: '3.9' },
    { below: '4.1', until: '3.10' },
    { below: '4.2', until: '3.11' },
    { below: '5.1', until: '3.12' },
    { below: '5.2', until: '3.13' },
  ],
  // Models that refer to themselves: https://github.com/pydantic/pydantic/releases/tag/v1.10.16
  pydantic: [
    { below: '1.10.16', until: '3.11' },
    { below: '2', until: '3.13' },
  ],
};

/**
 * @returns the last Python that a package runs on; `undefined` if no limit is known. A range has
 *   the limit of its newest release.
 */
export function lastPythonOf(it: Package): string | undefined {
  return lastPythons[it.name]?.find(({ below }) => isBefore(it, below))?.until;
}

/** Compares versions of Node with the ranges that projects name. */
import semver from 'semver';

/**
 * The code names of the Node LTS lines, as used in .nvmrc files.
 * https://github.com/nodejs/Release#release-schedule
 */
export const ltsNames: Readonly<Record<string, number>> = {
  argon: 4,
  boron: 6,
  carbon: 8,
  dubnium: 10,
  erbium: 12,
  fermium: 14,
  gallium: 16,
  hydrogen: 18,
  iron: 20,
  jod: 22,
  krypton: 24,
  lithium: 26,
};

/**
 * @param version the version of an image: `22` is the newest release of that line at build time.
 * @returns whether the range certainly includes it.
 */
export function admitsNewest(range: string, version: string): boolean {
  const [major, minor = '999999', patch = '999999'] = version.split('.');
  return (
    semver.validRange(range) === null || semver.satisfies(`${major ?? ''}.${minor}.${patch}`, range)
  );
}

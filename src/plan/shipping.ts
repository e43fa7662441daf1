/** What `--ship` and `--leave-out` change in every language: the build context and the notes. */
import {
  commonIgnores,
  isSecret,
  otherPatterns,
  secretPatterns,
} from '../languages/shared/ignore-list.ts';
import type { ImageContents, Note, Shipping, View } from '../types.ts';

/**
 * The last pattern that matches decides. So the secrets come after a folder that is shipped, where
 * they stay out, and before a secret that is named itself.
 *
 * @param unbuilt what is left out and the build does not need.
 * @returns the parts of the ignore file that are the same in every language.
 */
export function ignoresOf({ ship, shipsFolder }: Shipping, unbuilt: readonly string[]): View {
  const [secrets, ...others] = commonIgnores.map((it) => ({ ...it }));
  const lines = [
    ...ship.filter((it) => !isSecret(it)).map((it) => `!/${escaped(it)}`),
    ...unbuilt.map((it) => `/${escaped(it)}`),
  ];
  const named = ship.filter((it) => isSecret(it)).map((it) => `!/${escaped(it)}`);
  return {
    common: shipsFolder || secrets === undefined ? others : [secrets, ...others],
    asked: lines.length > 0 ? { lines } : null,
    secrets: shipsFolder && secrets !== undefined ? secrets : null,
    named: named.length > 0 ? { lines: named } : null,
  };
}

/** A name is no pattern. https://pkg.go.dev/path/filepath#Match */
function escaped(path: string): string {
  return path.replace(/[\\*?[\]]/g, '\\$&');
}

/** @returns what a language ships, with what the user asked for. */
export function contentsOf(own: ImageContents, { ship, leaveOut }: Shipping): ImageContents {
  const patterns = leaveOut.map((it) => `/${it}`);
  return {
    only: own.only && [...new Set([...own.only, ...ship])].sort(),
    leftOut: [
      ...(leaveOut.length > 0 ? [{ why: 'as asked', patterns, always: true as const }] : []),
      { why: 'secrets', patterns: secretPatterns, always: true },
      ...own.leftOut.filter((it) => it.patterns.length > 0),
      { why: 'for version control, editors and images', patterns: otherPatterns },
    ],
    kept: [...own.kept, ...ship],
  };
}

/** A secret in an image is everybody's who can pull it. */
export function secretNotes({ ship }: Shipping): Note[] {
  return ship
    .filter((it) => isSecret(it))
    .map((it) => ({
      code: 'plan/ships-secret',
      level: 'warning',
      text: `${it} looks like a secret, and --ship puts it into the image: whoever can pull the image can read it`,
      hint: 'Mount it when the container runs instead: docker run --volume, or a secret of Kubernetes.',
    }));
}

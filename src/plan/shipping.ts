/** What `--ship` and `--leave-out` change in every language: the build context and the notes. */
import { isSecret, otherPatterns, secretPatterns } from '../languages/shared/ignore-list.ts';
import type { ImageContents, Note, Shipping, View } from '../types.ts';

/**
 * Of a folder that is shipped, the secrets stay out: only a file that is named itself comes in.
 *
 * @param unbuilt what is left out and the build does not need.
 * @returns the lines of the ignore file; `null` if there are none.
 */
export function askedIgnores(
  { ship, shipsFolder }: Shipping,
  unbuilt: readonly string[],
): View | null {
  const named = ship.filter((it) => isSecret(it));
  const others = ship.filter((it) => !isSecret(it));
  const lines = [
    ...others.map((it) => `!/${escaped(it)}`),
    ...(shipsFolder ? secretPatterns : []),
    ...named.map((it) => `!/${escaped(it)}`),
    ...unbuilt.map((it) => `/${escaped(it)}`),
  ];
  return lines.length > 0 ? { lines } : null;
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

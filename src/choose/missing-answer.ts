/** Describes a missing answer, with the flag that provides it. */
import type { MissingAnswer } from '../errors.ts';
import { flagOf, type OptionKey } from '../options.ts';
import { evidenceText, placeOf, withinLine } from '../text/printable.ts';
import type { Finding } from '../types.ts';

/**
 * @param also values that the flag accepts in addition to the candidates.
 * @param taken what `--yes` would take, besides a suggestion.
 */
export function missingAnswer<T>(
  key: OptionKey,
  finding: Finding<T>,
  toText: (value: T) => string,
  also: readonly string[] = [],
  taken?: string,
): MissingAnswer {
  const flag = flagOf(key);
  const proposal = taken === undefined ? {} : { proposal: taken };
  switch (finding.kind) {
    case 'ambiguous':
      return {
        flag,
        candidates: [...finding.candidates.map((it) => toText(it.value)), ...also],
        why: `${finding.why}: ${finding.candidates.map((it) => `${toText(it.value)} (${it.evidence.map((seen) => withinLine(placeOf(seen))).join(', ') || 'no reason given'})`).join('; ')}`,
        ...proposal,
      };
    case 'unknown':
      return { flag, candidates: [], why: finding.why, ...proposal };
    case 'found':
    case 'suggested':
      return {
        flag,
        candidates: [toText(finding.value)],
        why: evidenceText(finding.evidence) || 'the default',
        proposal: toText(finding.value),
      };
  }
}

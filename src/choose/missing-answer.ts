/** Describes a missing answer, with the flag that provides it. */
import type { MissingAnswer } from '../errors.ts';
import { flagOf, type OptionKey } from '../options.ts';
import { evidenceText, placeOf, withinLine } from '../text/printable.ts';
import type { Finding } from '../types.ts';

/** @param also values that the flag accepts in addition to the candidates. */
export function missingAnswer<T>(
  key: OptionKey,
  finding: Finding<T>,
  toText: (value: T) => string,
  also: readonly string[] = [],
): MissingAnswer {
  const flag = flagOf(key);
  switch (finding.kind) {
    case 'ambiguous':
      return {
        flag,
        candidates: [...finding.candidates.map((it) => toText(it.value)), ...also],
        why: `${finding.why}: ${finding.candidates.map((it) => `${toText(it.value)} (${it.evidence.map((seen) => withinLine(placeOf(seen))).join(', ') || 'no reason given'})`).join('; ')}`,
      };
    case 'unknown':
      return { flag, candidates: [], why: finding.why };
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

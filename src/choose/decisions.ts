/** What `--yes` decides where the project shows several answers, or none. */
import { flagOf, type OptionKey } from '../options.ts';
import { evidenceText } from '../text/printable.ts';
import { joinCommand } from '../text/shell-words.ts';
import type { Choice, Decision, Note } from '../types.ts';

/**
 * @param choice the first of several.
 * @param why what the finding says about them.
 * @param format a value as the flag takes it.
 */
export function decisionOf<T>(
  option: OptionKey,
  { value, evidence, others = [] }: Choice<T>,
  why: string,
  format: (value: T) => string,
  service?: string,
): Decision {
  return {
    option,
    ...(service === undefined ? {} : { service }),
    value: format(value),
    evidence,
    others: others.map((it) => ({ value: format(it.value), evidence: it.evidence })),
    why,
  };
}

/** @returns a warning with the flags that take another answer. */
export function decisionNote({ option, service, value, evidence, others, why }: Decision): Note {
  const flag = `--${flagOf(option as OptionKey)}`;
  const flags = others.map((it) => {
    const seen = evidenceText(it.evidence.slice(0, 1));
    return `${joinCommand([flag, it.value])}${seen === '' ? '' : ` (${seen})`}`;
  });
  return {
    code: `choose/${flagOf(option as OptionKey)}-of-several`,
    level: 'warning',
    text: `${service === undefined ? '' : `${service}: `}${why}; ${value} is ${flags.length > 0 ? 'the likeliest' : 'taken'}`,
    hint: `Take another with ${flags.join(', or ') || flag}.`,
    evidence: evidence.slice(0, 1),
  };
}

/** @returns a warning that nothing is known about what an image can lack. */
export function goesWithout(option: OptionKey, why: string, service?: string): Note {
  const flag = `--${flagOf(option)}`;
  return {
    code: `choose/no-${flagOf(option)}`,
    level: 'warning',
    text: `${service ?? 'the image'} has no ${flagOf(option)}: ${why}`,
    hint: `Give it with ${flag}, or ${flag} none if there is none.`,
  };
}

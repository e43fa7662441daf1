/** Picks the value of one option: from a flag, the preset, the facts, or an answer. */
import type { MissingAnswer } from '../errors.ts';
import { firstOf } from '../languages/shared/findings.ts';
import type { OptionKey, Values } from '../options.ts';
import type { Prompter, Question } from '../ports/ports.ts';
import type { Choice, Decision, Finding, Note } from '../types.ts';
import { decisionOf, goesWithout } from './decisions.ts';
import { missingAnswer } from './missing-answer.ts';

export interface PickerInput {
  readonly flags: Values;
  readonly preset: Values;
  readonly prompter: Prompter;
}

export interface Asking<T> {
  readonly question: (finding: Finding<T>) => Question;
  /** Converts an answer to a value. Without it, the answer is the value. */
  readonly parse?: (answer: string) => T;
  /** Formats a value as a user would type it. */
  readonly format?: (value: T) => string;
  /** Values that the flag accepts in addition to the candidates of the finding. */
  readonly also?: readonly string[];
  /** What an image has where nothing is known; absent: it cannot be made without an answer. */
  readonly without?: T;
}

export interface Picker {
  /** Whether the picker may ask questions. */
  readonly interactive: boolean;
  /** Whether what is unsure is refused. */
  readonly strict: boolean;
  /** Options that could not be picked without a question. They are reported together. */
  readonly missing: readonly MissingAnswer[];
  /** What `--yes` took of several answers. */
  readonly decisions: readonly Decision[];
  /** What `--yes` goes without. */
  readonly notes: readonly Note[];
  /** What flags and preset give; a flag beats the preset. */
  given<T>(key: OptionKey): Choice<T> | undefined;
  /**
   * @returns `undefined` if there is no terminal to ask in. The option is then added to `missing`.
   */
  pick<T>(
    key: OptionKey,
    finding: Finding<T>,
    asking: Asking<NoInfer<T>>,
  ): Promise<Choice<T> | undefined>;
  /**
   * What `--yes` answers itself: it takes a suggestion and the likeliest of several answers, and goes
   * without what an image can lack. With `--strict` only the suggestion.
   * @param service the program, where a file has several.
   */
  settle<T>(
    key: OptionKey,
    finding: Finding<T>,
    asking: Pick<Asking<NoInfer<T>>, 'format' | 'without'>,
    service?: string,
  ): Choice<T> | undefined;
  ask(question: Question): Promise<string>;
}

/**
 * Flags, then preset, then certain facts. With `--yes` then suggestions, and the first of several
 * answers; without it they are asked about.
 */
export function createPicker({ flags, preset, prompter }: PickerInput): Picker {
  const missing: MissingAnswer[] = [];
  const decisions: Decision[] = [];
  const notes: Note[] = [];
  const yes = flags.yes === true;
  const strict = (flags.strict ?? preset.strict) === true;
  const interactive = prompter.interactive && !yes;

  function given<T>(key: OptionKey): Choice<T> | undefined {
    const origin = flags[key] === undefined ? 'preset' : 'flag';
    const value = flags[key] ?? preset[key];
    if (value === undefined) return undefined;
    return { value: value as T, origin, evidence: [] };
  }

  function settle<T>(
    key: OptionKey,
    finding: Finding<T>,
    { format = String, without }: Pick<Asking<T>, 'format' | 'without'>,
    service?: string,
  ): Choice<T> | undefined {
    if (finding.kind === 'found') return choiceOfFinding(finding);
    if (!yes) return undefined;
    if (finding.kind === 'suggested') return choiceOfFinding(finding);
    if (strict) return undefined;
    if (finding.kind === 'unknown') {
      if (without === undefined) return undefined;
      notes.push(goesWithout(key, finding.why, service));
      return byDefault(without);
    }
    const [first, ...others] = finding.candidates;
    if (!first) return undefined;
    const choice = { ...first, origin: 'fact' as const, others };
    decisions.push(decisionOf(key, choice, finding.why, format, service));
    return choice;
  }

  async function pick<T>(
    key: OptionKey,
    finding: Finding<T>,
    asking: Asking<T>,
  ): Promise<Choice<T> | undefined> {
    const { question, parse = (answer) => answer as T, format = String, also = [] } = asking;
    const choice = given<T>(key) ?? settle(key, finding, asking);
    if (choice) return choice;
    if (interactive)
      return {
        value: parse(await prompter.ask(question(finding))),
        origin: 'answer',
        evidence: [],
      };
    missing.push(missingAnswer(key, finding, format, also, takenByYes(finding, asking)));
    return undefined;
  }

  function takenByYes<T>(
    finding: Finding<T>,
    { format = String, without }: Pick<Asking<T>, 'format' | 'without'>,
  ): string | undefined {
    if (strict) return undefined;
    if (finding.kind === 'unknown') return without === undefined ? undefined : format(without);
    const first = firstOf(finding);
    return first && format(first.value);
  }

  return {
    interactive,
    strict,
    missing,
    decisions,
    notes,
    given,
    settle,
    pick,
    ask: (question) => prompter.ask(question),
  };
}

/**
 * @returns the choice that a finding gives without a question: a fact, or a default without proof.
 */
export function choiceOfFinding<T>({
  kind,
  value,
  evidence,
}: Extract<Finding<T>, { readonly value: T }>): Choice<T> {
  const proved = kind === 'found' || evidence.length > 0;
  return { value, origin: proved ? 'fact' : 'default', evidence };
}

/** A value that the program chose. */
export function byDefault<T>(value: T): Choice<T> {
  return { value, origin: 'default', evidence: [] };
}

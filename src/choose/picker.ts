/** Picks the value of one option: from a flag, the preset, the facts, or an answer. */
import type { MissingAnswer } from '../errors.ts';
import type { OptionKey, Values } from '../options.ts';
import type { Prompter, Question } from '../ports/ports.ts';
import type { Choice, Finding } from '../types.ts';
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
}

export interface Picker {
  /** Whether the picker may ask questions. */
  readonly interactive: boolean;
  /** Options that could not be picked without a question. They are reported together. */
  readonly missing: readonly MissingAnswer[];
  /** The value from flags or preset; flags take precedence. The port `none` is `null`. */
  given<T>(key: OptionKey): Choice<T> | undefined;
  /**
   * @returns `undefined` if there is no terminal to ask in. The option is then added to `missing`.
   */
  pick<T>(
    key: OptionKey,
    finding: Finding<T>,
    asking: Asking<NoInfer<T>>,
  ): Promise<Choice<T> | undefined>;
  ask(question: Question): Promise<string>;
}

/**
 * Uses flags first, then the preset, then certain facts. Takes suggestions with `--yes`, and
 * otherwise asks about them.
 */
export function createPicker({ flags, preset, prompter }: PickerInput): Picker {
  const missing: MissingAnswer[] = [];
  const yes = flags.yes === true;
  const interactive = prompter.interactive && !yes;

  function given<T>(key: OptionKey): Choice<T> | undefined {
    const origin = flags[key] === undefined ? 'preset' : 'flag';
    const value = flags[key] ?? preset[key];
    if (value === undefined) return undefined;
    const parsed = key === 'port' && value === 'none' ? null : value;
    return { value: parsed as T, origin, evidence: [] };
  }

  async function pick<T>(
    key: OptionKey,
    finding: Finding<T>,
    { question, parse = (answer) => answer as T, format = String, also = [] }: Asking<T>,
  ): Promise<Choice<T> | undefined> {
    const choice = given<T>(key);
    if (choice) return choice;
    if (finding.kind === 'found' || (finding.kind === 'suggested' && yes))
      return choiceOfFinding(finding);
    if (interactive)
      return {
        value: parse(await prompter.ask(question(finding))),
        origin: 'answer',
        evidence: [],
      };
    missing.push(missingAnswer(key, finding, format, also));
    return undefined;
  }

  return { interactive, missing, given, pick, ask: (question) => prompter.ask(question) };
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

/** The questions: how each is asked, what it offers, and how the answer becomes a value. */
import * as v from 'valibot';
import { bases, baseOf, offerOf, strictOffer } from '../bases/index.ts';
import { UserError } from '../errors.ts';
import { languages } from '../languages/index.ts';
import type { ChoicesBeforeBase, Language } from '../languages/language.ts';
import { needsOf } from '../languages/needs.ts';
import { optionTable, type OptionKey } from '../options.ts';
import type { SelectChoice } from '../ports/ports.ts';
import { evidenceText } from '../text/printable.ts';
import { joinCommand, splitCommand } from '../text/shell-words.ts';
import type {
  Choice,
  Choices,
  Detected,
  Evidence,
  Finding,
  Offer,
  ProjectFacts,
  ServiceFacts,
} from '../types.ts';
import type { Picker } from './picker.ts';
import { portsOf, portText, type PortAnswer } from './port-answers.ts';
import { type Run, runsOf } from './runs.ts';
import { allServices, primaryServices } from './services.ts';

/**
 * The id of `nonroot` on distroless. The other bases use it, too, so that changing the base does
 * not change ownership.
 */
const defaultId = 65532;

type Picked<T> = Promise<Choice<T> | undefined>;

export function pickLanguage(picker: Picker, { language, projects }: Detected): Picked<string> {
  return picker.pick('language', language, {
    question: (finding) => ({
      kind: 'select',
      name: 'language',
      message: 'Language',
      choices: proposedFirst(
        finding,
        languages.filter((it) => projects[it.id]).map((it) => ({ value: it.id, title: it.title })),
      ),
    }),
  });
}

export function pickPackageManager(
  picker: Picker,
  language: Language,
  facts: ProjectFacts,
): Picked<string> {
  return picker.pick('packageManager', facts.packageManager, {
    question: (finding) => ({
      kind: 'select',
      name: 'packageManager',
      message: 'Package manager',
      choices: proposedFirst(
        finding,
        language.packageManagers.map((it) => ({ value: it, title: it })),
      ),
    }),
  });
}

/** @returns the names of the chosen services, or `all`. */
export function pickServices(
  picker: Picker,
  language: Language,
  facts: ProjectFacts,
): Picked<readonly string[]> {
  const acceptsAll = language.multipleServices && primaryServices(facts).length > 1;
  const all = {
    value: allServices,
    title: 'all of them',
    hint: 'one Dockerfile with a target for each',
  };
  const services = facts.services.map((it) => ({
    value: it.name,
    title: it.name,
    ...hintOf(it.evidence),
  }));
  return picker.pick('service', listOf(facts.service), {
    question: () => ({
      kind: 'select',
      name: 'service',
      message: 'Which program',
      choices: [...proposedFirst(facts.service, services), ...(acceptsAll ? [all] : [])],
    }),
    parse: (answer) => [answer],
    format: (names) => names.join(','),
    also: acceptsAll ? [allServices] : [],
  });
}

export function pickRuntimeVersion(
  picker: Picker,
  language: Language,
  facts: ProjectFacts,
  today: Date,
): Picked<string> {
  return picker.pick('runtimeVersion', facts.runtimeVersion, {
    question: (finding) => ({
      kind: 'select',
      name: 'runtimeVersion',
      message: `${language.title} version`,
      choices: proposedFirst(
        finding,
        language.versions(today).map((it) => ({ value: it.value, title: it.value, hint: it.hint })),
      ),
    }),
  });
}

/**
 * @param beforeBase the choices for each service. Empty if some are missing, so that it is not yet
 *   known which bases are possible.
 * @throws UserError E_PAIR_REFUSED for a base that cannot run the program.
 */
export async function pickBase(
  picker: Picker,
  language: Language,
  facts: ProjectFacts,
  beforeBase: readonly ChoicesBeforeBase[],
): Picked<string> {
  const offers = new Map<string, Offer>();
  if (beforeBase.length > 0) {
    const needs = await needsOf(language, facts, beforeBase);
    const packages = picker.given<readonly string[]>('packages')?.value;
    for (const base of bases) {
      const offer = offerOf(base, needs.runtime, packages);
      offers.set(base.id, picker.strict ? strictOffer(offer) : offer);
    }
  }
  const preferred = preferredBase(offers);
  const finding: Finding<string> = preferred
    ? { kind: 'suggested', value: preferred, evidence: [] }
    : { kind: 'unknown', why: 'no base can run this program' };
  const choice = await picker.pick('base', finding, {
    question: () => ({
      kind: 'select',
      name: 'base',
      message: 'Base of the final image',
      ...(preferred ? { default: preferred } : {}),
      choices: bases.map((base) => {
        const offer = offers.get(base.id);
        return {
          value: base.id,
          title: base.title,
          hint: base.summary,
          ...(offer && !offer.ok ? { disabled: offer.why } : {}),
        };
      }),
    }),
  });
  const offer = choice && offers.get(choice.value);
  if (offer && !offer.ok)
    throw new UserError({
      code: 'E_PAIR_REFUSED',
      pair: `${language.title} on ${baseOf(choice.value).title}`,
      why: offer.why,
      ...(offer.instead ? { instead: offer.instead } : {}),
    });
  return choice;
}

/** The first base that lacks nothing, or else the first that can run the program. */
function preferredBase(offers: ReadonlyMap<string, Offer>): string | undefined {
  const able = bases.filter((base) => offers.get(base.id)?.ok !== false);
  const complete = able.find((base) => {
    const offer = offers.get(base.id);
    return !offer?.ok || !offer.lacking;
  });
  return (complete ?? able[0])?.id;
}

/**
 * Options and answers apply to a single service. If several share a file, each runs as the project
 * defines.
 */
export async function pickRuns(
  picker: Picker,
  services: readonly [ServiceFacts, ...ServiceFacts[]],
): Promise<readonly [Run, ...Run[]] | undefined> {
  const [service, ...others] = services;
  if (others.length > 0) return runsOf(services, picker);
  const start = await picker.pick('start', service.start, {
    question: (finding) => ({
      kind: 'input',
      name: 'start',
      message: `Start command${seenText(finding, joinCommand)}`,
      ...defaultOf(finding, joinCommand),
      check: checkCommand,
    }),
    parse: wordsOf,
    format: joinCommand,
  });
  const format = (it: PortAnswer): string => portText(it, service.otherPorts);
  const port = await picker.pick<PortAnswer>('port', service.port, {
    question: (finding) => ({
      kind: 'input',
      name: 'port',
      message: `Which port does it listen on? ("none" if it has no port; several: 8080,5353/udp)${seenText(finding, portText)}`,
      ...defaultOf(finding, format),
      check: (text) => checkOption('port', numberOf(text)),
    }),
    format,
    without: null,
  });
  return start && port ? [{ service, start, ...portsOf(port, service.otherPorts) }] : undefined;
}

/** @param like the id of the other kind. A group id without a user id, or the reverse, is rare. */
export async function pickId(
  picker: Picker,
  key: 'uid' | 'gid',
  message: string,
  like?: Choice<number>,
): Promise<Choice<number>> {
  const given = picker.given<number>(key);
  if (given) return given;
  const value = like && like.origin !== 'default' ? like.value : defaultId;
  if (!picker.interactive) return { value, origin: 'default', evidence: [] };
  const answer = await picker.ask({
    kind: 'input',
    name: key,
    message,
    default: String(value),
    check: (text) => checkOption(key, numberOf(text)),
  });
  return { value: Number(answer), origin: 'answer', evidence: [] };
}

/** Asks only after other questions, because without answers there is nothing new to save. */
export async function askSavePreset(
  picker: Picker,
  savePreset: boolean | undefined,
  choices: Choices,
): Promise<boolean> {
  if (savePreset !== undefined) return savePreset;
  const answered = Object.values(choices).some((it) => 'origin' in it && it.origin === 'answer');
  if (!answered || !picker.interactive) return false;
  const answer = await picker.ask({
    kind: 'confirm',
    name: 'savePreset',
    message: 'Save these answers to secure-dockerfile.yaml, for the next run and for your team?',
    default: true,
  });
  return answer === 'yes';
}

// ---- what is offered

/** The rows of a list: the proposals of the finding first, then all others. */
function proposedFirst(
  finding: Finding<string>,
  all: readonly SelectChoice[],
): readonly SelectChoice[] {
  if (finding.kind !== 'suggested' && finding.kind !== 'ambiguous') return all;
  const proposed = finding.kind === 'suggested' ? [finding] : finding.candidates;
  const rows = proposed.map(({ value, evidence }) => ({
    ...(all.find((row) => row.value === value) ?? { value, title: value }),
    ...hintOf(evidence),
  }));
  return [...rows, ...all.filter((row) => !rows.some((it) => it.value === row.value))];
}

function hintOf(evidence: readonly Evidence[]): { hint?: string } {
  return evidence.length > 0 ? { hint: evidenceText(evidence.slice(0, 1)) } : {};
}

function defaultOf<T>(finding: Finding<T>, format: (value: T) => string): { default?: string } {
  if ('value' in finding) return { default: format(finding.value) };
  const [first] = finding.kind === 'ambiguous' ? finding.candidates : [];
  return first ? { default: format(first.value) } : {};
}

/** The reasons for the default and the other answers, in brackets after a question. */
function seenText<T>(finding: Finding<T>, format: (value: T) => string): string {
  if (finding.kind !== 'ambiguous') return '';
  const rows = finding.candidates.map(
    (it) => `${format(it.value)}: ${evidenceText(it.evidence.slice(0, 1))}`,
  );
  return ` (${rows.join('; ')})`;
}

/** Converts a finding about one value to a finding about a list with one value. */
function listOf(finding: Finding<string>): Finding<readonly string[]> {
  switch (finding.kind) {
    case 'found':
    case 'suggested':
      return { ...finding, value: [finding.value] };
    case 'ambiguous':
      return {
        ...finding,
        candidates: finding.candidates.map((it) => ({ ...it, value: [it.value] })),
      };
    case 'unknown':
      return finding;
  }
}

// ---- what is typed

function checkOption(key: OptionKey, value: unknown): string | null {
  const option = optionTable.find((it) => it.key === key);
  const result = option && v.safeParse(option.schema as v.GenericSchema, value);
  return !result || result.success ? null : `It ${result.issues[0].message}.`;
}

function checkCommand(text: string): string | null {
  const split = splitCommand(text);
  return split.ok
    ? checkOption('start', split.words)
    : `It is run without a shell, but ${split.why}.`;
}

function wordsOf(text: string): readonly string[] {
  const split = splitCommand(text);
  return split.ok ? split.words : [];
}

function numberOf(text: string): unknown {
  return /^\d+$/.test(text.trim()) ? Number(text) : text.trim();
}

/**
 * 2 choose: flags > preset > answers > facts > defaults -> Choices. Asks only for what is still missing, in a terminal only;
 * without one, everything that is missing is reported at once with the flags that would answer it.
 */
import { baseOf, bases, offerOf } from './bases/index.ts';
import { UserError, type MissingAnswer } from './errors.ts';
import { languageOf, languages } from './languages/index.ts';
import type { ChoicesBeforeBase, Language } from './languages/language.ts';
import { missingAnswer } from './choose/missing-answer.ts';
import { flagOf, type Option, optionTable, type OptionKey, type Values } from './options.ts';
import { needsOf } from './languages/needs.ts';
import type { Prompter, Question, SelectChoice } from './ports/ports.ts';
import type {
  Choice,
  Choices,
  Detected,
  Evidence,
  Finding,
  Offer,
  ProjectFacts,
  ServiceFacts,
} from './types.ts';
import { evidenceText } from './text/printable.ts';
import { runsOf, type Run } from './choose/runs.ts';
import { allServices, properServices, servicesOf } from './choose/services.ts';
import { joinCommand, splitCommand } from './text/shell-words.ts';
import * as v from 'valibot';

/** Distroless' `nonroot`: also what the two other bases use, so that a change of base changes no ownership. */
const defaultId = 65532;
const defaultPlatforms = ['linux/amd64', 'linux/arm64'];

export interface ChooseInput {
  readonly detected: Detected;
  readonly flags: Values;
  readonly preset: Values;
  readonly prompter: Prompter;
  readonly today: Date;
}

/** A program and what was decided for it. */
export interface Program {
  readonly service: ServiceFacts;
  readonly choices: Choices;
}

export interface Chosen {
  readonly facts: ProjectFacts;
  /** One program, or several that share a file; their choices differ in service, start and port only. The first is built by default. */
  readonly programs: readonly [Program, ...Program[]];
  /** The programs as they were named: to be named so again. */
  readonly services: Choice<readonly string[]>;
  /** Whether a preset is to be saved. */
  readonly savePreset: boolean;
}

/**
 * @throws UserError E_MISSING_ANSWERS (no terminal), E_PAIR_REFUSED (a base given that cannot work), E_BAD_VALUE (a service that is not there),
 *   E_PROJECT (the project itself is broken: an error among the notes). Cancelled on Ctrl-C.
 */
export async function choose(input: ChooseInput): Promise<Chosen> {
  const picker = createPicker(input);
  const { pick, missing } = picker;

  const languageChoice = await pick('language', input.detected.language, (finding) => ({
    kind: 'select',
    name: 'language',
    message: 'Language',
    choices: choicesOf(
      finding,
      languages
        .map((it) => ({ value: it.id, title: it.title }))
        .filter((it) => input.detected.projects[it.value]),
    ),
  }));
  const facts = languageChoice && input.detected.projects[languageChoice.value];
  if (!languageChoice || !facts) throw new UserError({ code: 'E_MISSING_ANSWERS', missing });
  const language = languageOf(languageChoice.value);
  refuseForeign(language, input.flags);
  if ('problem' in facts) throw new UserError(facts.problem);
  refuseBroken(facts.notes);

  const packageManager = await pick('packageManager', facts.packageManager, (finding) => ({
    kind: 'select',
    name: 'packageManager',
    message: 'Package manager',
    choices: choicesOf(
      finding,
      language.packageManagers.map((it) => ({ value: it, title: it })),
    ),
  }));
  checkPackageManager(language, packageManager);
  const multipleServices = language.multipleServices && properServices(facts).length > 1;
  const named = await pick<readonly string[]>(
    'service',
    asList(facts.service),
    () => ({
      kind: 'select',
      name: 'service',
      message: 'Which program',
      choices: [
        ...choicesOf(
          facts.service,
          facts.services.map((it) => ({ value: it.name, title: it.name, ...hint(it.evidence) })),
        ),
        ...(multipleServices
          ? [
              {
                value: allServices,
                title: 'all of them',
                hint: 'one Dockerfile with a target for each',
              },
            ]
          : []),
      ],
    }),
    (answer) => [answer],
    (names) => names.join(','),
    multipleServices ? [allServices] : [],
  );
  const services = named && servicesOf(facts, language, named);
  for (const service of services ?? []) refuseBroken(service.notes);
  const runtimeVersion = await pick('runtimeVersion', facts.runtimeVersion, (finding) => ({
    kind: 'select',
    name: 'runtimeVersion',
    message: `${language.title} version`,
    choices: choicesOf(
      finding,
      language
        .versions(input.today)
        .map((it) => ({ value: it.value, title: it.value, hint: it.hint })),
    ),
  }));

  const choiceOf = (service: ServiceFacts): Choice<string> => ({
    value: service.name,
    origin: named?.origin ?? 'default',
    evidence: named?.origin === 'fact' ? named.evidence : [],
  });
  const beforeBase: readonly ChoicesBeforeBase[] =
    packageManager && runtimeVersion
      ? (services ?? []).map((it) => ({
          language: languageChoice,
          packageManager,
          service: choiceOf(it),
          runtimeVersion,
        }))
      : [];
  const base = await pickBase(picker, language, facts, beforeBase);
  const runs = services && (await pickRuns(picker, services));
  const uid = await pickId(picker, 'uid', 'User id');
  const gid = await pickId(picker, 'gid', 'Group id', uid);
  if (missing.length > 0 || !packageManager || !named || !runs || !runtimeVersion || !base)
    throw new UserError({ code: 'E_MISSING_ANSWERS', missing });

  const shared = {
    language: languageChoice,
    packageManager,
    runtimeVersion,
    base,
    uid,
    gid,
    platform: picker.given<readonly string[]>('platform') ?? byDefault(defaultPlatforms),
    writable: picker.given<readonly string[]>('writable') ?? byDefault<readonly string[]>([]),
    languageOptions: languageOptionsOf(picker),
  };
  const [first, ...others] = runs;
  const programOf = ({ service, start, port }: Run): Program => ({
    service,
    choices: { ...shared, service: choiceOf(service), start, port },
  });
  const programs: Chosen['programs'] = [programOf(first), ...others.map(programOf)];
  return {
    facts,
    programs,
    services: named,
    savePreset: await askSavePreset(input, programs[0].choices),
  };
}

/** Options and answers are about one program; of several that share a file, each is run as the project says. */
async function pickRuns(
  picker: Picker,
  services: readonly [ServiceFacts, ...ServiceFacts[]],
): Promise<readonly [Run, ...Run[]] | undefined> {
  const [first, ...others] = services;
  if (others.length > 0) return runsOf(services, picker.given);
  const start = await picker.pick(
    'start',
    first.start,
    (finding) => ({
      kind: 'input',
      name: 'start',
      message: 'Start command',
      ...defaultOf(finding, joinCommand),
      check: checkCommand,
    }),
    (answer) => wordsOf(answer),
    joinCommand,
  );
  const port = await picker.pick(
    'port',
    first.port,
    (finding) => ({
      kind: 'input',
      name: 'port',
      message: 'Port it listens on (none for a program without one)',
      ...defaultOf(finding, portText),
      check: (text) => checkOption('port', portOf(text)),
    }),
    (answer) => (portOf(answer) === 'none' ? null : Number(answer)),
    portText,
  );
  return start && port !== undefined ? [{ service: first, start, port }] : undefined;
}

function byDefault<T>(value: T): Choice<T> {
  return { value, origin: 'default', evidence: [] };
}

/** The same about a list of one. */
function asList(finding: Finding<string>): Finding<readonly string[]> {
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

/** What is never asked: only flags and presets say it. */
function languageOptionsOf(picker: Picker): Choices['languageOptions'] {
  const options: Record<string, Choice<unknown>> = {};
  for (const key of [
    'healthcheckCommand',
    'versionVar',
    'privateModules',
    'extras',
    'groups',
  ] as const) {
    const said = picker.given<unknown>(key);
    if (said) options[key] = said;
  }
  return options;
}

// ---- one question --------------------------------------------------------------------------------

function createPicker(input: ChooseInput) {
  const { flags, preset, prompter } = input;
  const missing: MissingAnswer[] = [];
  const yes = flags.yes === true;

  /** What flags and preset say: flags first. `none` as a port is null. */
  function given<T>(key: OptionKey): Choice<T> | undefined {
    for (const [values, origin] of [
      [flags, 'flag'],
      [preset, 'preset'],
    ] as const) {
      const value = values[key];
      if (value !== undefined)
        return {
          value: (key === 'port' && value === 'none' ? null : value) as T,
          origin,
          evidence: [],
        };
    }
    return undefined;
  }

  async function pick<T>(
    key: OptionKey,
    finding: Finding<T>,
    question: (finding: Finding<T>) => Question,
    ofAnswer: (answer: string) => T = (answer) => answer as T,
    toText: (value: T) => string = String,
    also: readonly string[] = [],
  ): Promise<Choice<T> | undefined> {
    const said = given<T>(key);
    if (said) return said;
    if (finding.kind === 'found')
      return { value: finding.value, origin: 'fact', evidence: finding.evidence };
    if (finding.kind === 'suggested' && yes)
      return {
        value: finding.value,
        origin: finding.evidence.length > 0 ? 'fact' : 'default',
        evidence: finding.evidence,
      };
    if (prompter.interactive && !yes)
      return {
        value: ofAnswer(await prompter.ask(question(finding))),
        origin: 'answer',
        evidence: [],
      };
    missing.push(missingAnswer(key, finding, toText, also));
    return undefined;
  }
  return {
    given,
    pick,
    missing,
    interactive: prompter.interactive && !yes,
    ask: (it: Question) => prompter.ask(it),
  };
}

type Picker = ReturnType<typeof createPicker>;

function hint(evidence: readonly Evidence[]): { hint?: string } {
  return evidence.length > 0 ? { hint: evidenceText(evidence.slice(0, 1)) } : {};
}

/** The rows of a list: what the finding proposes first, then all others. */
function choicesOf(
  finding: Finding<string>,
  all: readonly SelectChoice[],
): readonly SelectChoice[] {
  if (finding.kind !== 'suggested' && finding.kind !== 'ambiguous') return all;
  const proposed =
    finding.kind === 'suggested'
      ? [{ value: finding.value, evidence: finding.evidence }]
      : finding.candidates;
  const rows = proposed.map((it) => ({
    ...(all.find((row) => row.value === it.value) ?? { value: it.value, title: it.value }),
    ...hint(it.evidence),
  }));
  return [...rows, ...all.filter((row) => !rows.some((it) => it.value === row.value))];
}

function defaultOf<T>(finding: Finding<T>, toText: (value: T) => string): { default?: string } {
  return finding.kind === 'suggested' || finding.kind === 'found'
    ? { default: toText(finding.value) }
    : {};
}

// ---- the questions that need more than that --------------------------------------------------------

async function pickBase(
  picker: Picker,
  language: Language,
  facts: ProjectFacts,
  beforeBase: readonly ChoicesBeforeBase[],
): Promise<Choice<string> | undefined> {
  const offers = new Map<string, Offer>();
  if (beforeBase.length > 0) {
    const needs = needsOf(language, facts, beforeBase);
    for (const base of bases) offers.set(base.id, offerOf(base, needs.runtime));
  }
  const preferred = bases.find((base) => offers.get(base.id)?.ok !== false)?.id;
  const finding: Finding<string> = preferred
    ? { kind: 'suggested', value: preferred, evidence: [] }
    : { kind: 'unknown', why: 'no base can carry this program' };
  const choice = await picker.pick('base', finding, () => ({
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
  }));
  if (!choice) return undefined;
  const offer = offers.get(choice.value);
  if (offer && !offer.ok) {
    throw new UserError({
      code: 'E_PAIR_REFUSED',
      pair: `${language.title} on ${baseOf(choice.value).title}`,
      why: offer.why,
      ...(offer.instead ? { instead: offer.instead } : {}),
    });
  }
  return choice;
}

async function pickId(
  picker: Picker,
  key: 'uid' | 'gid',
  message: string,
  like?: Choice<number>,
): Promise<Choice<number>> {
  const said = picker.given<number>(key);
  if (said) return said;
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

async function askSavePreset(input: ChooseInput, choices: Choices): Promise<boolean> {
  if (input.flags.savePreset !== undefined) return input.flags.savePreset;
  const answered = Object.values(choices).some((it) => 'origin' in it && it.origin === 'answer');
  if (!answered || !input.prompter.interactive || input.flags.yes) return false;
  return (
    (await input.prompter.ask({
      kind: 'confirm',
      name: 'savePreset',
      message: 'Save these answers to secure-dockerfile.yaml, for the next run and for your team?',
      default: true,
    })) === 'yes'
  );
}

// ---- checks --------------------------------------------------------------------------------------

function checkPackageManager(language: Language, choice: Choice<string> | undefined): void {
  if (choice && !language.packageManagers.includes(choice.value)) {
    throw new UserError({
      code: 'E_BAD_VALUE',
      where: `--package-manager ${choice.value}`,
      reason: `is not one for ${language.title}: ${language.packageManagers.join(', ')}`,
    });
  }
}

/** A flag is meant for this project; a preset may be shared by projects in several languages, and says nothing to the others. */
function refuseForeign(language: Language, flags: Values): void {
  const foreign = (optionTable as readonly Option[]).find(
    (it) =>
      it.only !== undefined && it.only !== language.id && flags[it.key as OptionKey] !== undefined,
  );
  if (foreign?.only === undefined) return;
  throw new UserError({
    code: 'E_BAD_VALUE',
    where: `--${flagOf(foreign.key)}`,
    reason: `is for ${languageOf(foreign.only).title} projects, and this one is ${language.title}`,
  });
}

function refuseBroken(notes: ProjectFacts['notes']): void {
  const broken = notes.find((it) => it.level === 'error');
  if (!broken) return;
  // Notes that have no hint yet have it after a line end.
  const [reason = broken.text, ...rest] = broken.text.split('\n');
  const evidence = broken.evidence?.[0];
  throw new UserError({
    code: 'E_PROJECT',
    reason,
    hint: broken.hint ?? rest.join('\n'),
    ...(evidence
      ? {
          file: evidence.file,
          ...(evidence.line === undefined ? {} : { line: evidence.line }),
          ...(evidence.column === undefined ? {} : { column: evidence.column }),
        }
      : {}),
  });
}

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

function portText(port: number | null): string {
  return port === null ? 'none' : String(port);
}

function portOf(text: string): unknown {
  return text.trim() === 'none' ? 'none' : numberOf(text);
}

function numberOf(text: string): unknown {
  return /^\d+$/.test(text.trim()) ? Number(text) : text;
}

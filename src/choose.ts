/**
 * Step 2, choose: flags > preset > answers > facts > defaults -> Choices. Asks only for missing
 * answers, and only in a terminal. Without one, reports all missing answers together, with the
 * flags that provide them.
 */
import { decisionNote } from './choose/decisions.ts';
import { createPicker, byDefault, type Picker } from './choose/picker.ts';
import {
  askSavePreset,
  pickBase,
  pickId,
  pickLanguage,
  pickPackageManager,
  pickRuns,
  pickRuntimeVersion,
  pickServices,
} from './choose/questions.ts';
import { exposedPorts, portText } from './choose/port-answers.ts';
import type { Run } from './choose/runs.ts';
import { servicesOf } from './choose/services.ts';
import { UserError } from './errors.ts';
import { languageOf } from './languages/index.ts';
import type { Language } from './languages/language.ts';
import { flagOf, type Option, optionTable, type OptionKey, type Values } from './options.ts';
import type { Prompter } from './ports/ports.ts';
import type {
  Choice,
  Choices,
  Decision,
  Detected,
  Note,
  ProjectFacts,
  ServiceFacts,
} from './types.ts';

const defaultPlatforms = ['linux/amd64', 'linux/arm64'];

export interface ChooseInput {
  readonly detected: Detected;
  readonly flags: Values;
  readonly preset: Values;
  readonly prompter: Prompter;
  readonly today: Date;
}

/** A service with its choices. */
export interface Program {
  readonly service: ServiceFacts;
  readonly choices: Choices;
}

export interface Chosen {
  readonly facts: ProjectFacts;
  /**
   * One program, or several that share a file. Their choices differ only in service, start and
   * port. The first is built by default.
   */
  readonly programs: readonly [Program, ...Program[]];
  /** Every option with a value, by key, as given by a flag or a preset. */
  readonly options: Readonly<Record<string, Choice<unknown>>>;
  /** What `--yes` took of several answers. */
  readonly decisions: readonly Decision[];
  /** Warnings about these, and about what the image goes without. */
  readonly notes: readonly Note[];
  /** Whether to save a preset. */
  readonly savePreset: boolean;
}

/**
 * @throws UserError E_MISSING_ANSWERS without a terminal, E_PAIR_REFUSED for a base that cannot run
 *   the program, E_BAD_VALUE for a service that does not exist or a flag of another language,
 *   E_PROJECT for an error among the notes. Cancelled on Ctrl-C.
 */
export async function choose(input: ChooseInput): Promise<Chosen> {
  const picker = createPicker(input);
  const languageChoice = await pickLanguage(picker, input.detected);
  const facts = languageChoice && input.detected.projects[languageChoice.value];
  if (!languageChoice || !facts) throw missingAnswers(picker);
  const language = languageOf(languageChoice.value);
  refuseForeign(language, input.flags);
  if ('problem' in facts) throw new UserError(facts.problem);
  refuseBroken(facts.notes);

  const packageManager = await pickPackageManager(picker, language, facts);
  checkPackageManager(language, packageManager);
  const names = await pickServices(picker, language, facts);
  const services = names && servicesOf(facts, language, names);
  for (const service of services ?? []) refuseBroken(service.notes);
  const runtimeVersion = await pickRuntimeVersion(picker, language, facts, input.today);
  const beforeBase =
    packageManager && services && runtimeVersion
      ? services.map((it) => ({
          language: languageChoice,
          packageManager,
          service: serviceChoice(it, names),
          runtimeVersion,
        }))
      : [];
  const base = await pickBase(picker, language, facts, beforeBase);
  const runs = services && (await pickRuns(picker, services));
  const uid = await pickId(picker, 'uid', 'User id');
  const gid = await pickId(picker, 'gid', 'Group id', uid);
  if (picker.missing.length > 0 || !packageManager || !names || !runs || !runtimeVersion || !base)
    throw missingAnswers(picker);

  const healthcheckCommand = picker.given<readonly string[]>('healthcheckCommand');
  const startPeriod = picker.given<number>('startPeriod');
  const stopSignal = picker.given<string>('stopSignal');
  const cache = picker.given<readonly string[]>('cache');
  const packages = picker.given<readonly string[]>('packages');
  const shared = {
    language: languageChoice,
    packageManager,
    runtimeVersion,
    base,
    uid,
    gid,
    platform: picker.given<readonly string[]>('platform') ?? byDefault(defaultPlatforms),
    writable: picker.given<readonly string[]>('writable') ?? byDefault<readonly string[]>([]),
    ...(healthcheckCommand ? { healthcheckCommand } : {}),
    ...(startPeriod ? { startPeriod } : {}),
    ...(stopSignal ? { stopSignal } : {}),
    ...(cache ? { cache } : {}),
    ...(packages ? { packages } : {}),
    languageOptions: givenOptions(picker, (it) => it.only === language.id),
  };
  const programOf = ({ service, ...run }: Run): Program => ({
    service,
    choices: { ...shared, service: serviceChoice(service, names), ...run },
  });
  const [first, ...others] = runs;
  const programs: Chosen['programs'] = [programOf(first), ...others.map(programOf)];
  const { choices } = programs[0];
  const { languageOptions, otherPorts, ...ofAnyLanguage } = choices;
  return {
    facts,
    programs,
    options: {
      ...givenOptions(picker, (it) => it.inPreset || it.repeated === true),
      ...languageOptions,
      ...ofAnyLanguage,
      service: names,
      port: {
        ...choices.port,
        value: otherPorts ? portText(null, exposedPorts(choices)) : (choices.port.value ?? 'none'),
      },
    },
    decisions: picker.decisions,
    notes: [...picker.decisions.map(decisionNote), ...picker.notes],
    savePreset: await askSavePreset(picker, input.flags.savePreset, choices),
  };
}

/**
 * Returns the choice for one service. The evidence for a single service does not apply to several.
 */
function serviceChoice({ name }: ServiceFacts, names: Choice<readonly string[]>): Choice<string> {
  const { origin, evidence } = names;
  return { value: name, origin, evidence: origin === 'fact' ? evidence : [] };
}

/** The values that flags and preset give for some options of the table. */
function givenOptions(
  picker: Picker,
  isSelected: (option: Option) => boolean,
): Readonly<Record<string, Choice<unknown>>> {
  const options: Record<string, Choice<unknown>> = {};
  for (const option of (optionTable as readonly Option[]).filter(isSelected)) {
    const choice = picker.given<unknown>(option.key as OptionKey);
    if (choice) options[option.key] = choice;
  }
  return options;
}

function missingAnswers({ missing }: Picker): UserError {
  return new UserError({ code: 'E_MISSING_ANSWERS', missing });
}

function checkPackageManager(language: Language, choice: Choice<string> | undefined): void {
  if (!choice || language.packageManagers.includes(choice.value)) return;
  throw new UserError({
    code: 'E_BAD_VALUE',
    where: `--package-manager ${choice.value}`,
    reason: `is not a package manager for ${language.title}: ${language.packageManagers.join(', ')}`,
  });
}

/**
 * A flag is meant for this project. A preset may be shared by projects in several languages, so
 * options for other languages are ignored there.
 */
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

function refuseBroken(notes: readonly Note[]): void {
  const broken = notes.find((it) => it.level === 'error');
  if (!broken) return;
  const evidence = broken.evidence?.[0];
  throw new UserError({
    code: 'E_PROJECT',
    reason: broken.text,
    hint: broken.hint ?? '',
    ...(evidence
      ? {
          file: evidence.file,
          ...(evidence.line === undefined ? {} : { line: evidence.line }),
          ...(evidence.column === undefined ? {} : { column: evidence.column }),
        }
      : {}),
  });
}

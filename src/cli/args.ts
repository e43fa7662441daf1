/**
 * Parses the arguments of a command strictly: an unknown flag, a bad value and a repeated flag are
 * errors that name the flag. The parser is the one from yargs. Because yargs itself loads slowly,
 * only `--help` (help.ts) loads it.
 */
import { closest } from 'fastest-levenshtein';
import * as v from 'valibot';
import parse from 'yargs-parser';
import { UserError } from '../errors.ts';
import { flagOf, type Option } from '../options.ts';
import { splitCommand } from '../text/shell-words.ts';
import { alike } from '../text/suggest.ts';

/** The arguments that a command accepts. */
export interface CommandShape {
  /** The name as typed. The main command has an empty name. */
  readonly name: string;
  readonly describe: string;
  readonly options: readonly Option[];
  /** The positional arguments, for the usage line: `[directory]`, `[files...]`. */
  readonly positional: string;
  /** The maximum number of positional arguments. */
  readonly positionals: number;
}

export interface ParsedArguments {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
  readonly help: boolean;
  readonly version: boolean;
}

/**
 * @param argv the arguments after the name of the command.
 * @throws UserError E_UNKNOWN_FLAG, E_REPEATED_FLAG, E_BAD_VALUE, E_USAGE.
 */
export function parseArguments(argv: readonly string[], command: CommandShape): ParsedArguments {
  const switches = command.options.filter((it) => it.kind === 'switch').map((it) => flagOf(it.key));
  const texts = command.options.filter((it) => it.kind !== 'switch').map((it) => flagOf(it.key));
  const alias: Record<string, string> = { h: 'help', v: 'version' };
  for (const option of command.options) if (option.alias) alias[option.alias] = flagOf(option.key);
  const withAliases = (flags: readonly string[]): string[] => [
    ...flags,
    ...Object.keys(alias).filter((it) => flags.includes(alias[it] ?? '')),
  ];

  const parsed = parse([...argv], {
    string: withAliases(texts),
    boolean: withAliases([...switches, 'help', 'version']),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'duplicate-arguments-array': true,
      'flatten-duplicate-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'short-option-groups': false,
    },
  });
  // Aliases are resolved here, because the parser would report a flag under both names.
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parsed)) {
    if (name === '_') continue;
    const flag = alias[name] ?? name;
    // Repeating --help or --version is harmless.
    if (flag in given && flag !== 'help' && flag !== 'version')
      throw new UserError({ code: 'E_REPEATED_FLAG', flag });
    given[flag] = value;
  }

  checkSwitches(argv, command.options);

  const known = [...texts, ...switches, 'help', 'version'];
  for (const flag of Object.keys(given)) {
    if (!known.includes(flag)) {
      const guess = closest(flag, known);
      throw new UserError({
        code: 'E_UNKNOWN_FLAG',
        flag,
        ...(alike(flag, guess) ? { near: guess } : {}),
        ...(command.name ? { where: command.name } : {}),
      });
    }
  }
  const values: Record<string, unknown> = {};
  for (const option of command.options) {
    const raw = given[flagOf(option.key)];
    if (raw !== undefined) values[option.key] = valueOfFlag(option, raw);
  }
  const positionals = parsed._.map(String);
  if (positionals.length > command.positionals) {
    const extra = positionals[command.positionals];
    throw new UserError({
      code: 'E_USAGE',
      reason: `Unexpected argument ${extra}.`,
      hint: `Usage: create-secure-dockerfile ${[command.name, command.positional, '[options]'].filter(Boolean).join(' ')}`,
    });
  }
  return {
    values,
    positionals,
    help: isOn(given['help']),
    version: isOn(given['version']),
  };
}

function isOn(given: unknown): boolean {
  return given !== undefined && given !== false;
}

/** Refuses `--yes --yes` and `--yes=maybe`, which the parser accepts silently. */
function checkSwitches(argv: readonly string[], options: readonly Option[]): void {
  for (const option of options.filter((it) => it.kind === 'switch')) {
    const flag = flagOf(option.key);
    if (argv.some((it) => it.startsWith(`--${flag}=`)))
      throw new UserError({ code: 'E_BAD_VALUE', where: `--${flag}`, reason: 'takes no value' });
    if (argv.filter((it) => it === `--${flag}` || it === `-${option.alias ?? flag}`).length > 1)
      throw new UserError({ code: 'E_REPEATED_FLAG', flag });
  }
}

function valueOfFlag(option: Option, raw: unknown): unknown {
  const flag = flagOf(option.key);
  if (option.kind === 'switch') {
    if (typeof raw !== 'boolean') throw new UserError({ code: 'E_REPEATED_FLAG', flag });
    return raw;
  }
  const texts = (Array.isArray(raw) ? raw : [raw]).map(String);
  if (texts.length > 1 && option.kind !== 'list' && option.kind !== 'items')
    throw new UserError({ code: 'E_REPEATED_FLAG', flag });
  if (texts.some((text) => text === ''))
    throw new UserError({
      code: 'E_BAD_VALUE',
      where: `--${flag}`,
      reason: `needs a value: --${flag} ${option.placeholder ?? 'VALUE'}`,
    });
  const value = coerce(option, texts);
  const result = v.safeParse(option.schema, value);
  if (!result.success) {
    const shown = texts.join(',');
    throw new UserError({
      code: 'E_BAD_VALUE',
      where: `--${flag} ${shown}`,
      reason: result.issues[0].message,
      ...nearChoice(option, shown),
    });
  }
  return result.output;
}

function coerce(option: Option, texts: readonly string[]): unknown {
  const text = texts[0] ?? '';
  switch (option.kind) {
    case 'integer':
    case 'ports':
      return /^-?\d+$/.test(text) ? Number(text) : text;
    case 'list':
      return texts.flatMap((it) => it.split(','));
    case 'items':
      return texts;
    case 'command': {
      const split = splitCommand(text);
      if (!split.ok)
        throw new UserError({
          code: 'E_BAD_VALUE',
          where: `--${flagOf(option.key)} ${JSON.stringify(text)}`,
          reason: `is run without a shell, but ${split.why}`,
        });
      return split.words;
    }
    case 'text':
    case 'version':
    case 'switch':
      return text;
  }
}

/** The most similar of an option's fixed values, if it has any and one is similar enough. */
export function nearChoice(option: Option, text: string): { near?: string } {
  const choices =
    'options' in option.schema && Array.isArray(option.schema.options)
      ? option.schema.options.filter((it) => typeof it === 'string')
      : [];
  if (choices.length === 0) return {};
  const guess = closest(text, choices);
  return alike(text, guess) ? { near: guess } : {};
}

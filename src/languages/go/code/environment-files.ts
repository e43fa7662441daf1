/**
 * Files of variables without which the program ends: `godotenv.Load()` gives an error where the
 * file is missing, and many programs stop at it. The image has none of a developer's, so it gets
 * empty ones. https://pkg.go.dev/github.com/joho/godotenv
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { joined } from '../../../text/paths.ts';
import type { PathUse } from '../../shared/uses.ts';
import { firstText, placeOf } from '../../shared/values.ts';
import { endingCalls } from './endings.ts';
import type { Evaluator } from './evaluator.ts';
import { innermostFunction } from './locals.ts';
import { hasVariables, pathsOf } from './paths.ts';
import type { Match } from './rows.ts';

const readers =
  /^github\.com\/(?:joho\/godotenv\.(?:Load|Overload|Read)|subosito\/gotenv\.(?:Load|OverLoad)|ilyakaznacheev\/cleanenv\.ReadConfig)$/;
/** Ends the program by itself: https://pkg.go.dev/github.com/subosito/gotenv#Must */
const must = 'github.com/subosito/gotenv.Must';
const viper = 'github.com/spf13/viper.SetConfigFile';

/** A file of variables without which the program ends. */
export interface EnvironmentFile extends PathUse {
  /** The names that it has to have, because the program asks the environment for no others. */
  readonly variables: readonly string[];
  /** Set where the program takes nothing from the environment itself. */
  readonly isOnlySource?: true;
}

/** @returns the files that the program demands, by paths from its working directory. */
export function environmentFiles(
  evaluator: Evaluator,
  matches: readonly Match[],
): readonly EnvironmentFile[] {
  const isViper = viperDemands(evaluator);
  const ofViper = matches.filter(({ row }) => isViper && row.call === viper);
  const others = matches.filter(
    ({ row: { call }, node }) => call === must || (readers.test(call) && isDemanding(node)),
  );
  const files = (all: readonly Match[]): readonly PathUse[] =>
    all.flatMap((it) => pathsOf(evaluator, it));
  const named = isViper ? namedFiles(evaluator) : [];
  const variables = isViper ? namesOfFields(evaluator) : [];
  const only = asksEnvironment(evaluator) ? {} : { isOnlySource: true as const };
  return [
    ...[...files(ofViper), ...named].map((it) => ({ ...it, variables, ...only })),
    ...files(others).map((it) => ({ ...it, variables: [] })),
  ].filter(isOwn);
}

/** Whether viper looks into the environment, or the program does so by itself. */
function asksEnvironment({ code }: Evaluator): boolean {
  const asks = ['AutomaticEnv', 'BindEnv', 'MustBindEnv', 'Getenv', 'LookupEnv'];
  return asks.some((it) => code.methodCalls(it).length > 0);
}

/** `viper.SetConfigName("app")` and `viper.SetConfigType("env")`: the file app.env. */
function namedFiles(evaluator: Evaluator): readonly PathUse[] {
  const [folder = ''] = evaluator.code
    .methodCalls('AddConfigPath')
    .flatMap((it) => firstText(evaluator.value(it.field('arguments')?.parts[0])) ?? [])
    .filter((it) => !it.startsWith('/'))
    .map((it) => it.replace(/^\.\/?/, ''))
    .toSorted((one, other) => Number(one !== '') - Number(other !== ''));
  return evaluator.code.methodCalls('SetConfigName').flatMap((call) => {
    const name = firstText(evaluator.value(call.field('arguments')?.parts[0]));
    if (name === undefined || !hasVariables(evaluator.code.fileOf(call))) return [];
    const path = joined(folder, /\.env$/.test(name) ? name : `${name}.env`);
    const evidence = { ...placeOf(call), because: `reads ${path}` };
    return [{ path, kind: 'file', complete: true, evidence }];
  });
}

/**
 * The fields that viper fills: it asks the environment for the keys that it knows, and the file is
 * where it knows them from. https://github.com/spf13/viper/issues/761
 */
function namesOfFields(evaluator: Evaluator): readonly string[] {
  const { code } = evaluator;
  const isFilled = ['Unmarshal', 'AutomaticEnv'].every(
    (it) => evaluator.code.methodCalls(it).length > 0,
  );
  if (!isFilled) return [];
  // An empty value in the file would take the place of a default.
  const others = ['SetDefault', 'BindEnv']
    .flatMap((it) => evaluator.code.methodCalls(it))
    .map((it) => firstText(evaluator.value(it.field('arguments')?.parts[0]))?.toUpperCase());
  const tags = code
    .search(/`[^`\n]*\bmapstructure:"/, 'mapstructure:')
    .flatMap((file) => code.tree(file)?.ofType('field_declaration') ?? [])
    .map((it) => /\bmapstructure:"(\w+)/.exec(it.field('tag')?.text ?? '')?.[1]?.toUpperCase());
  return [...new Set(tags.filter((it) => it !== undefined && !others.includes(it)))].flatMap(
    (it) => it ?? [],
  );
}

/** Whether a path is that of variables, and in the working directory. */
function isOwn({ path, complete, below }: PathUse): boolean {
  const isNear = complete && below === undefined && !/^(?:\/|\.\.\/)/.test(path);
  return isNear && /(?:^|\/)[^/]*\.env(?:\.[^/]*)?$/.test(path);
}

function viperDemands(evaluator: Evaluator): boolean {
  const isUsed = evaluator.code.imports('github.com/spf13/viper');
  return isUsed && evaluator.code.methodCalls('ReadInConfig').some(isDemanding);
}

/** Whether the error of a call ends the program, or is handed to the caller. */
function isDemanding(call: SyntaxNode): boolean {
  const holder = call.above(
    'short_var_declaration',
    'assignment_statement',
    'if_statement',
    'return_statement',
    'expression_statement',
  );
  if (!holder || isGuarded(holder)) return false;
  if (holder.type === 'return_statement') return true;
  // `must(godotenv.Load())`
  if (holder.type === 'expression_statement') return call.parent?.type === 'argument_list';
  const test = holder.type === 'if_statement' ? holder : testOf(holder);
  return test !== undefined && ends(test);
}

/** The `if` whose initializer a statement is, or that follows it. */
function testOf(statement: SyntaxNode): SyntaxNode | undefined {
  const around = statement.parent;
  if (around?.type === 'if_statement') return around;
  const next = around?.parts[around.parts.indexOf(statement) + 1];
  return next?.type === 'if_statement' ? next : undefined;
}

function ends(test: SyntaxNode): boolean {
  if (/NotExist/.test(test.text)) return false;
  return (
    endingCalls(test).length > 0 ||
    test.all('return_statement').some((it) => /\berr/i.test(it.text) || isOfNamedResults(it))
  );
}

/** `return` of `func load() (c Config, err error)`. */
const isOfNamedResults = (statement: SyntaxNode): boolean =>
  statement.parts.length === 0 && innermostFunction(statement)?.field('result') !== undefined;

/** Whether the program asks for the file before. */
function isGuarded(statement: SyntaxNode): boolean {
  const test = statement.above('if_statement');
  if (!test) return false;
  const asks = /Stat\(|[eE]xist/.test(
    `${test.field('initializer')?.text ?? ''} ${test.field('condition')?.text ?? ''}`,
  );
  return asks || isGuarded(test);
}

/**
 * Files of variables without which the program ends: `godotenv.Load()` gives an error where the
 * file is missing, and many programs stop at it. The image has none of a developer's, so it gets
 * empty ones. https://pkg.go.dev/github.com/joho/godotenv
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { PathUse } from '../../shared/uses.ts';
import { endingCalls } from './endings.ts';
import type { Evaluator } from './evaluator.ts';
import { mentionsOf } from './mentions.ts';
import { pathsOf } from './paths.ts';
import type { Match } from './rows.ts';

const readers =
  /^github\.com\/(?:joho\/godotenv\.(?:Load|Overload|Read)|subosito\/gotenv\.(?:Load|OverLoad)|ilyakaznacheev\/cleanenv\.ReadConfig)$/;
/** Ends the program by itself: https://pkg.go.dev/github.com/subosito/gotenv#Must */
const must = 'github.com/subosito/gotenv.Must';
const viper = 'github.com/spf13/viper.SetConfigFile';

/** @returns the files that the program demands, by paths from its working directory. */
export function environmentFiles(
  evaluator: Evaluator,
  matches: readonly Match[],
): readonly PathUse[] {
  const found = matches.filter(({ row: { call }, node }) =>
    call === viper
      ? viperDemands(evaluator)
      : call === must || (readers.test(call) && isDemanding(node)),
  );
  return found.flatMap((it) => pathsOf(evaluator, it)).filter(isOwn);
}

/** Whether a path is that of variables, and in the working directory. */
function isOwn({ path, complete, below }: PathUse): boolean {
  const isNear = complete && below === undefined && !/^(?:\/|\.\.\/)/.test(path);
  return isNear && /(?:^|\/)[^/]*\.env(?:\.[^/]*)?$/.test(path);
}

function viperDemands({ code }: Evaluator): boolean {
  return code
    .search(/\.ReadInConfig\(/)
    .flatMap((it) => code.tree(it)?.root ?? [])
    .flatMap((root) => mentionsOf(root).calls.get('ReadInConfig') ?? [])
    .some(isDemanding);
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
    test.all('return_statement').some((it) => /\berr/i.test(it.text))
  );
}

/** Whether the program asks for the file before. */
function isGuarded(statement: SyntaxNode): boolean {
  const test = statement.above('if_statement');
  if (!test) return false;
  const asks = /Stat\(|[eE]xist/.test(
    `${test.field('initializer')?.text ?? ''} ${test.field('condition')?.text ?? ''}`,
  );
  return asks || isGuarded(test);
}

/** Decides which functions of a library for command lines run when the program is started. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { literal } from '../../../text/patterns.ts';
import { firstText } from '../../shared/values.ts';
import { servingWords } from './commands.ts';
import type { Evaluator } from './evaluator.ts';
import { fieldOf } from './rows.ts';
import { startedIn } from './started.ts';

/** Fields of cobra, urfave/cli and ff that hold what a command runs. */
const runs = /^(?:RunE?|Action|Exec)$/;
const isCommand =
  /^github\.com\/(?:spf13\/cobra|urfave\/cli|peterbourgon\/ff(?:\/ffcli)?)\.(?:Command|App)$/;
/** What runs before a command, whichever it is. */
const runsFirst = /^(?:PersistentPreRunE?|Before)$/;

/** The words of all commands, the one that is started first where it is known. */
function words(evaluator: Evaluator): readonly string[] {
  const { all, started } = startedIn(evaluator);
  return [...new Set([...(started ? [started] : []), ...all].map((it) => it.word))];
}

/** @returns whether a command is the one that a server is started with. */
export function isStartedWord(evaluator: Evaluator, word: string): boolean {
  const found = words(evaluator);
  const { started } = startedIn(evaluator);
  return word === (started?.word ?? servingWords.find((it) => found.includes(it)) ?? found[0]);
}

/** @returns the literal that a field is one of, also where its type is left out. */
export function literalAround(element: SyntaxNode): SyntaxNode | undefined {
  const body = element.parent;
  return body?.parent?.type === 'composite_literal' ? body.parent : body;
}

const isSame = (one: SyntaxNode, other: SyntaxNode): boolean =>
  one.file === other.file && one.start === other.start;

/** @returns whether a field such as `RunE: run` is one of the command that is started. */
export function isStartedEntry(evaluator: Evaluator, element: SyntaxNode): boolean {
  const key = element.field('key')?.text ?? '';
  const command = literalAround(element);
  if (command === undefined || !(runs.test(key) || runsFirst.test(key))) return false;
  const type = evaluator.types.resolve(command.field('type'));
  if (command.field('type') && !(type?.kind === 'foreign' && isCommand.test(type.name)))
    return false;
  return runsFirst.test(key) || isStartedCommand(evaluator, command);
}

/** @returns whether a literal such as `&cli.Command{Name: "serve"}` is the command that is started. */
export function isStartedCommand(evaluator: Evaluator, command: SyntaxNode): boolean {
  const { started } = startedIn(evaluator);
  if (started && /_(?:literal|value)$/.test(started.node.type))
    return isSame(started.node, command);
  const found = words(evaluator);
  const name = fieldOf(command, 'Use') ?? fieldOf(command, 'Name');
  const word = name && firstText(evaluator.value(name))?.split(' ')[0];
  if (word === undefined || found.length < 2) return true;
  return found.some((it) => servingWords.includes(it))
    ? isStartedWord(evaluator, word)
    : isRoot(evaluator, command);
}

/** @returns whether a method is what kong calls: `func (c *ServeCmd) Run() error`. */
export function isStartedMethod(evaluator: Evaluator, method: SyntaxNode): boolean {
  if (method.type !== 'method_declaration' || !evaluator.code.imports('github.com/alecthomas/kong'))
    return false;
  const name = method.field('name')?.text ?? '';
  const type = method.field('receiver')?.all('type_identifier')[0]?.text ?? '';
  const word = type.replace(/(?:Cmd|Command)$/i, '').toLowerCase();
  return name === 'Run' && (words(evaluator).length < 2 || isStartedWord(evaluator, word));
}

/** The command that has the others: `root.Execute()`, or the app of urfave/cli. */
function isRoot({ code }: Evaluator, command: SyntaxNode): boolean {
  if (/\bApp$/.test(command.field('type')?.text ?? '')) return true;
  const list = command.above('keyed_element')?.field('key')?.text;
  if (list !== undefined && /^(?:Subc|C)ommands$/.test(list)) return false;
  const holder = command.above('short_var_declaration', 'assignment_statement', 'var_spec');
  const name = (holder?.field('left') ?? holder?.field('name'))?.text;
  const executed = new RegExp(String.raw`\b${literal(name ?? '')}\.(?:Execute|Run)\w*\(`);
  return name !== undefined && code.search(executed).length > 0;
}

/** Chooses the command of a program that serves: by the name of the command, and by the code that it reaches. */
import { knowledge } from '../knowledge/index.ts';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { CommandTree } from './command-tree.ts';
import { type Command, commandsOf, runOf, servingWords } from './commands.ts';
import type { Evaluator } from './evaluator.ts';
import type { GoCode } from './program.ts';
import { Reach } from './reach.ts';
import { matchesOf } from './rows.ts';

export interface Commands {
  readonly all: readonly Command[];
  /** Those that come to a call that listens. */
  readonly listening: ReadonlySet<Command>;
  /** The one that is likely to serve. */
  readonly started: Command | undefined;
  /** What is written behind the name of the program: `server run`. */
  readonly words: readonly string[];
}

const none: Commands = { all: [], listening: new Set(), started: undefined, words: [] };

const known = new WeakMap<GoCode, Commands>();

/** @returns the commands of a program, and the one that is likely to serve. */
export function startedIn(evaluator: Evaluator): Commands {
  const before = known.get(evaluator.code);
  if (before) return before;
  // What is asked while the commands are being found has no commands.
  known.set(evaluator.code, none);
  const all = commandsOf(evaluator);
  const found = all.length === 0 ? none : chosenOf(evaluator, all);
  known.set(evaluator.code, found);
  return found;
}

const rows = knowledge.filter((it) => it.means.startsWith('listens-'));

function chosenOf(evaluator: Evaluator, all: readonly Command[]): Commands {
  const tree = new CommandTree(evaluator);
  const reach = new Reach(
    evaluator,
    matchesOf(evaluator, rows).map(({ node }) => node),
  );
  const listening = new Set(
    all.filter((it) => runsOf(evaluator, it).some((node) => reach.comesTo(node))),
  );
  const parts = all.filter(({ node }) => !tree.isRoot(node));
  // A program that serves without a command is started so, unless one is named for it.
  const isServing = all.some((it) => tree.isRoot(it.node) && listening.has(it));
  const words = isServing ? servingWords.slice(0, 1) : servingWords;
  const pathOf = ({ node, word }: Command): readonly string[] => [...tree.wordsAbove(node), word];
  const seen = parts.filter((it) => listening.has(it));
  const started =
    nearest(seen, words, pathOf) ??
    likeliest(parts, words) ??
    (isServing ? undefined : only(seen.filter(({ word }) => !forAMoment.test(word))));
  return { all, listening, started, words: started ? pathOf(started) : [] };
}

/** What a command runs: its function, or the case of a `switch`. */
function runsOf({ types, code }: Evaluator, { node }: Command): readonly SyntaxNode[] {
  if (node.type === 'expression_case') return [node];
  if (node.type !== 'field_declaration') return runOf(node);
  const type = types.resolve(node.field('type'));
  const name = type?.kind === 'named' ? (type.spec.field('name')?.text ?? '') : '';
  const method = type?.kind === 'named' && code.method(code.packageOf(type.spec), name, 'Run');
  return method ? [method] : [];
}

/** Commands that may listen for a moment, and serve nobody: the browser comes back to `login`. */
const forAMoment = /^(?:log-?in|auth\w*|test|bench\w*|client|connect|dev\w*|debug|version|help)$/;

const only = <T>(all: readonly T[]): T | undefined => (all.length === 1 ? all[0] : undefined);

/** The command that has the likeliest name, or is a part of one: `run` of `server run`. */
function nearest(
  all: readonly Command[],
  words: readonly string[],
  pathOf: (it: Command) => readonly string[],
): Command | undefined {
  for (const word of words) {
    const found = all.filter((it) => pathOf(it).includes(word));
    const shortest = Math.min(...found.map((it) => pathOf(it).length));
    const [first, ...others] = found.filter((it) => pathOf(it).length === shortest);
    if (first) return others.length === 0 ? first : undefined;
  }
  return undefined;
}

/** The command with the likeliest name. Where two have that name, both may be parts of other commands. */
function likeliest(commands: readonly Command[], words: readonly string[]): Command | undefined {
  const all = commands.filter((it) => words.includes(it.word));
  const word = words.find((name) => all.some((it) => it.word === name));
  const server = only(all.filter((it) => it.word === word));
  if (server === undefined) return undefined;
  // A word such as `run` in another file may be that of a part: `tunnel run`.
  const isClear = all.length === 1 || /^serve/.test(server.word);
  return isClear || all.every((it) => it.evidence.file === server.evidence.file)
    ? server
    : undefined;
}

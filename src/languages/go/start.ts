/**
 * Finds the arguments that make a program serve: a subcommand, and a flag that replaces an address
 * on localhost.
 */
import type { Evidence, Finding } from '../../types.ts';
import type { Listen } from '../shared/uses.ts';
import { firstText } from '../shared/values.ts';
import type { SyntaxNode } from '../../syntax/tree.ts';
import { noDocuments } from './code/documents.ts';
import { GoEvaluator } from './code/evaluate.ts';
import type { GoCode } from './code/program.ts';
import { fieldOf, matchesOf } from './code/rows.ts';
import { Types } from './code/types.ts';

/** The likeliest first: `start` may start what `run` keeps in the foreground. */
const serving = ['serve', 'server', 'web', 'api', 'http', 'listen', 'daemon', 'run', 'start'];

/**
 * @param local the setting with a default address that cannot be reached from outside a container.
 */
export function findStart(
  code: GoCode,
  name: string,
  main: Evidence,
  local: Listen | undefined,
): Finding<readonly string[]> {
  const subcommand = servingSubcommand(code, name);
  const word = flagFor(local);
  const flag =
    local && word !== undefined
      ? {
          word,
          evidence: {
            ...local.evidence,
            because: `${local.evidence.because}, which nothing outside the container can reach`,
          },
        }
      : undefined;
  if (!subcommand && !flag) return { kind: 'found', value: [name], evidence: [main] };
  return {
    kind: 'suggested',
    value: [name, ...(subcommand ? [subcommand.word] : []), ...(flag ? [flag.word] : [])],
    evidence: [...(subcommand ? [subcommand.evidence] : []), ...(flag ? [flag.evidence] : [])],
  };
}

/** A flag that holds a port alone leaves the address as it is. The image sets variables instead. */
function flagFor(local: Listen | undefined): string | undefined {
  const { setting, hostSetting, holds, port } = local ?? {};
  if (hostSetting?.flag !== undefined) return `${hostSetting.flag}=0.0.0.0`;
  if ((hostSetting ?? setting)?.variable !== undefined) return undefined;
  return setting?.flag !== undefined && port !== undefined && holds !== 'port'
    ? `${setting.flag}=:${port}`
    : undefined;
}

/** Commands of libraries for command lines, with the field that has their name. */
const commands = [
  { call: 'github.com/spf13/cobra.Command{}', argument: 'Use' },
  { call: 'github.com/urfave/cli.Command{}', argument: 'Name' },
];

interface Command {
  readonly word: string;
  readonly evidence: Evidence;
}

/**
 * Returns the command of cobra, urfave/cli or kong with the likeliest name such as `serve`, unless a
 * command with the name of the program itself runs something. Where two have that name, both may be
 * parts of other commands.
 */
function servingSubcommand(code: GoCode, name: string): Command | undefined {
  const evaluator = new GoEvaluator(code, new Types(code), noDocuments);
  const found = [
    ...matchesOf(evaluator, commands).flatMap((match) =>
      commandOf(evaluator, match.node, match.argument),
    ),
    ...inLists(evaluator),
  ];
  if (found.some((it) => it.word === name)) return undefined;
  const all = [...found, ...taggedCommands(code)].filter((it) => serving.includes(it.word));
  const word = serving.find((name) => all.some((it) => it.word === name));
  const servers = all.filter((it) => it.word === word);
  const [server] = servers;
  if (server === undefined || servers.length > 1) return undefined;
  // A word such as `run` in another file may be that of a part: `tunnel run`.
  const isClear = all.length === 1 || /^serve/.test(server.word);
  return isClear || all.every((it) => it.evidence.file === server.evidence.file)
    ? server
    : undefined;
}

function commandOf(
  evaluator: GoEvaluator,
  node: SyntaxNode,
  named: SyntaxNode | undefined,
): readonly Command[] {
  const word = named && firstText(evaluator.value(named))?.split(' ')[0];
  const runs = ['Run', 'RunE', 'Action'].some((it) => {
    const value = fieldOf(node, it);
    return value !== undefined && !printsHelp.test(value.text);
  });
  return word && runs ? [{ word, evidence: evidenceOf(node, word) }] : [];
}

/** A function that only prints how the program is used: `{ cmd.Help(); os.Exit(2) }`. */
const printsHelp =
  /^func\([^)]*\)[^{]*\{\s*(?:_ = |return )?\w+\.(?:Help|Usage|ShowAppHelp|ShowAppHelpAndExit)\([^)]*\)[^{}]{0,60}\}$/;

function evidenceOf({ file, line }: SyntaxNode, word: string): Evidence {
  return { file, line, because: `the command ${word} serves` };
}

/** A list leaves out the type of its items: `[]*cli.Command{{Name: "serve", Action: serve}}`. */
function inLists(evaluator: GoEvaluator): readonly Command[] {
  return evaluator.code.search(/\[\]\*?\w+\.Command\s*\{/, 'Command').flatMap((file) => {
    const lists = evaluator.code.tree(file)?.ofType('composite_literal') ?? [];
    return lists.flatMap((list) => {
      const type = evaluator.types.resolve(list.field('type')?.field('element'));
      const isList = type?.kind === 'foreign' && type.name === 'github.com/urfave/cli.Command';
      const items = isList ? (list.field('body')?.parts ?? []) : [];
      return items
        .flatMap((it) => (it.type === 'literal_element' ? it.parts : [it]))
        .filter((it) => it.type === 'literal_value')
        .flatMap((it) => commandOf(evaluator, it, fieldOf(it, 'Name')));
    });
  });
}

/**
 * Commands of kong are fields with a tag. One of them can be the default.
 * https://pkg.go.dev/github.com/alecthomas/kong
 */
function taggedCommands(code: GoCode): readonly Command[] {
  if (!code.imports('github.com/alecthomas/kong')) return [];
  const fields = code
    .search(/\bcmd(?::"|[ `])/, 'cmd')
    .flatMap((file) => code.tree(file)?.ofType('field_declaration') ?? [])
    .filter((it) => /[`\s]cmd(?::"|[\s`])/.test(it.field('tag')?.text ?? ''));
  const hasDefault = (struct: SyntaxNode | undefined): boolean =>
    fields.some(
      (it) =>
        it.parent?.start === struct?.start &&
        it.file === struct?.file &&
        /\bdefault:"(?:1|withargs)"/.test(it.field('tag')?.text ?? ''),
    );
  return fields.flatMap((it): readonly Command[] => {
    if (hasDefault(it.parent)) return [];
    const given = /\bname:"([^"]+)"/.exec(it.field('tag')?.text ?? '')?.[1];
    const word = given ?? it.field('name')?.text.toLowerCase();
    return word === undefined ? [] : [{ word, evidence: evidenceOf(it, word) }];
  });
}

/**
 * Finds the commands of a program: of libraries for command lines, and of a `switch` over its
 * first argument.
 */
import type { Evidence } from '../../../types.ts';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { firstText } from '../../shared/values.ts';
import type { Evaluator } from './evaluator.ts';
import { localOf } from './locals.ts';
import type { GoCode } from './program.ts';
import { fieldOf, matchesOf } from './rows.ts';

/** Names of commands that serve, the likeliest first: `start` may start what `run` keeps in the foreground. */
export const servingWords: readonly string[] = [
  'serve',
  'server',
  'web',
  'api',
  'http',
  'listen',
  'daemon',
  'run',
  'start',
];

/** A command that runs something. */
export interface Command {
  readonly word: string;
  /** The literal, call or field that declares it. */
  readonly node: SyntaxNode;
  readonly evidence: Evidence;
}

/** @returns the commands of a program; none where a library runs one of them by default. */
export function commandsOf(evaluator: Evaluator): readonly Command[] {
  return [
    ...matchesOf(evaluator, literals).flatMap(({ node, argument }) =>
      ofLiteral(evaluator, node, argument),
    ),
    ...ofCalls(evaluator),
    ...tags.flatMap((it) => ofTags(evaluator.code, it)),
    ...inFactories(evaluator),
    ...ofMethods(evaluator),
    ...ofSwitches(evaluator),
  ];
}

/** Commands that are literals, with the field that has their name. */
export const literals = [
  { call: 'github.com/spf13/cobra.Command{}', argument: 'Use' },
  { call: 'github.com/urfave/cli.Command{}', argument: 'Name' },
  { call: 'github.com/peterbourgon/ff/ffcli.Command{}', argument: 'Name' },
  { call: 'github.com/peterbourgon/ff.Command{}', argument: 'Name' },
];

function ofLiteral(
  evaluator: Evaluator,
  node: SyntaxNode,
  named: SyntaxNode | undefined,
): readonly Command[] {
  const word = named && wordOf(evaluator, named);
  return word && runOf(node).some((it) => !printsHelp.test(it.text)) ? [commandAt(node, word)] : [];
}

/** @returns the word that a command is called by: `serve` of `serve [flags]`. */
export const wordOf = (evaluator: Evaluator, named: SyntaxNode): string | undefined =>
  firstText(evaluator.value(named))?.split(' ')[0];

/** @returns what a command that is a literal runs. */
export const runOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  ['Run', 'RunE', 'Action', 'Exec'].flatMap((it) => fieldOf(node, it) ?? []);

/** A function that only prints, such as how the program is used: `{ cmd.Help(); os.Exit(2) }`. */
const printsHelp =
  /^func\([^)]*\)[^{]*\{(?:\s*(?:_ = |return )?(?:fmt\.F?[Pp]rint\w*|\w+\.(?:Help|Usage|ShowAppHelp|ShowAppHelpAndExit|Print\w*)|os\.Exit)\((?:[^()"`]|"(?:[^"\\]|\\.)*"|`[^`]*`|\([^()]*\))*\);?)+\s*(?:return nil\s*)?\}$/;

function commandAt(node: SyntaxNode, word: string): Command {
  const { file, line } = node;
  return { word, node, evidence: { file, line, because: `the command ${word} serves` } };
}

/** Commands that calls add, with the argument that has their name. */
const calls = [
  { call: 'github.com/alecthomas/kingpin.Command', argument: 0 },
  { call: 'github.com/alecthomas/kingpin.Application.Command', argument: 0 },
  { call: 'gopkg.in/alecthomas/kingpin.Command', argument: 0 },
  { call: 'gopkg.in/alecthomas/kingpin.Application.Command', argument: 0 },
  { call: 'github.com/jessevdk/go-flags.Parser.AddCommand', argument: 0 },
];

/** A chain on a command of kingpin can make it the default: `app.Command("run", "").Default()`. */
function ofCalls(evaluator: Evaluator): readonly Command[] {
  const found = matchesOf(evaluator, calls);
  const hasDefault = found.some(({ node }) => /^\.Default\(\)/.test(textBehind(node)));
  if (hasDefault) return [];
  return found.flatMap(({ node, argument }) => {
    const word = argument && firstText(evaluator.value(argument));
    return word === undefined ? [] : [commandAt(node, word)];
  });
}

function textBehind(node: SyntaxNode): string {
  const around = node.above('expression_statement', 'short_var_declaration', 'var_spec');
  return around?.text.slice(node.start + node.text.length - around.start) ?? '';
}

/** A library whose commands are fields of a struct with a tag. */
interface TagLibrary {
  readonly path: string;
  /** Matches the tag of a command. The group is its name, instead of the field's. */
  readonly tag: RegExp;
  /** Matches the tag of the command that is run without any. */
  readonly ofDefault?: RegExp;
  /** Matches what gives the name in another part of the tag. */
  readonly name?: RegExp;
}

const tags: readonly TagLibrary[] = [
  // https://pkg.go.dev/github.com/alecthomas/kong
  {
    path: 'github.com/alecthomas/kong',
    tag: /[`\s]cmd(?::"|[\s`])/,
    ofDefault: /\bdefault:"(?:1|withargs)"/,
    name: /\bname:"([^"]+)"/,
  },
  // https://pkg.go.dev/github.com/jessevdk/go-flags
  { path: 'github.com/jessevdk/go-flags', tag: /[`\s]command:"([^"]+)"/ },
  // https://pkg.go.dev/github.com/alexflint/go-arg
  { path: 'github.com/alexflint/go-arg', tag: /[`\s]arg:"(?:[^"]*,)?subcommand(?::([\w-]+))?/ },
];

function ofTags(code: GoCode, library: TagLibrary): readonly Command[] {
  if (!code.imports(library.path)) return [];
  const tagOf = (field: SyntaxNode): string => field.field('tag')?.text ?? '';
  const fields = code
    .search(library.tag)
    .flatMap((file) => code.tree(file)?.ofType('field_declaration') ?? [])
    .filter((it) => library.tag.test(tagOf(it)));
  const hasDefault = (struct: SyntaxNode | undefined): boolean =>
    fields.some(
      (it) =>
        it.parent?.start === struct?.start &&
        it.file === struct?.file &&
        library.ofDefault?.test(tagOf(it)),
    );
  return fields.flatMap((it): readonly Command[] => {
    if (hasDefault(it.parent)) return [];
    const given = library.name?.exec(tagOf(it))?.[1] ?? library.tag.exec(tagOf(it))?.[1];
    const word = given ?? it.field('name')?.text.toLowerCase();
    return word === undefined ? [] : [commandAt(it, word)];
  });
}

/** `map[string]cli.CommandFactory{"server": ...}`: https://pkg.go.dev/github.com/hashicorp/cli */
function inFactories({ code, types }: Evaluator): readonly Command[] {
  return code.search(/\]\w+\.CommandFactory\s*\{/, 'CommandFactory').flatMap((file) =>
    (code.tree(file)?.ofType('composite_literal') ?? [])
      .filter((it) => {
        const type = types.resolve(it.field('type')?.field('value'));
        return (
          type?.kind === 'foreign' &&
          /^github\.com\/(?:hashicorp|mitchellh)\/cli\.CommandFactory$/.test(type.name)
        );
      })
      .flatMap((it) => it.field('body')?.parts ?? [])
      .flatMap((it) => {
        const word = /^"([\w-]+)"$/.exec(it.field('key')?.text ?? '')?.[1];
        return word === undefined ? [] : [commandAt(it, word)];
      }),
  );
}

/** `func (*serve) Name() string { return "serve" }`: https://pkg.go.dev/github.com/google/subcommands */
function ofMethods({ code }: Evaluator): readonly Command[] {
  if (!code.imports('github.com/google/subcommands')) return [];
  return code.search(/\) Name\(\) string\b/, ' Name(').flatMap((file) =>
    (code.tree(file)?.ofType('method_declaration') ?? []).flatMap((it) => {
      if (it.field('name')?.text !== 'Name') return [];
      const word = /^\{\s*return "([\w-]+)"\s*\}$/.exec(it.field('body')?.text ?? '')?.[1];
      return word === undefined ? [] : [commandAt(it, word)];
    }),
  );
}

/** What the first argument of a program is called. */
const firstArgument = /^(?:os\.Args\[1\]|flag\.Arg\(0\))$/;

/** `switch os.Args[1] { case "serve": ... }` in the package that is started. */
function ofSwitches({ code }: Evaluator): readonly Command[] {
  return code.search(/\bos\.Args\[1|\bflag\.Args?\(/).flatMap((file) => {
    if (file.package.name !== 'main') return [];
    const switches = code.tree(file)?.ofType('expression_switch_statement') ?? [];
    return switches.filter((it) => isFirstArgument(it.field('value'))).flatMap(ofCases);
  });
}

/** `start` beside `stop` speaks to the service manager of the system, and serves nothing. */
function ofCases(choice: SyntaxNode): readonly Command[] {
  const found = choice.parts.flatMap((it) => {
    const label = it.type === 'expression_case' ? it.field('value')?.text : undefined;
    const word = /^"([\w-]+)"/.exec(label ?? '')?.[1];
    return word === undefined ? [] : [commandAt(it, word)];
  });
  return found.some(({ word }) => word === 'stop' || word === 'uninstall') ? [] : found;
}

/** `os.Args[1]`, the first of `flag.Args()`, or a variable of the same function that has it. */
function isFirstArgument(value: SyntaxNode | undefined): boolean {
  if (!value) return false;
  if (firstArgument.test(value.text)) return true;
  const list = /^\w+\[0\]$/.test(value.text) ? value.field('operand') : undefined;
  if (list) return isArguments(list);
  return (
    value.type === 'identifier' &&
    valuesOf(value).some((it) => it.type !== 'identifier' && isFirstArgument(it))
  );
}

/** Whether a variable holds the arguments: it is assigned them, or it is a parameter for them. */
function isArguments(list: SyntaxNode): boolean {
  return (
    localOf(list)?.assignments.some((it) => it.kind === 'parameter') === true ||
    valuesOf(list).some((it) => /^(?:os\.Args\[1:\]|flag\.Args\(\))$/.test(it.text))
  );
}

/** What a variable is assigned, where that is no other result of a call. */
function valuesOf(variable: SyntaxNode): readonly SyntaxNode[] {
  return (localOf(variable)?.assignments ?? []).flatMap((it) =>
    it.kind === 'value' && it.index === 0 ? it.node : [],
  );
}

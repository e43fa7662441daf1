/**
 * Finds the arguments that make a program serve where its start command lacks them: the command of a
 * program that does nothing without one, and a flag that replaces an address on localhost. For
 * example: `node bin/server.js start --host=0.0.0.0`.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence, Finding } from '../../../types.ts';
import { firstText, type Value } from '../../shared/values.ts';
import { argumentsOf } from '../code/evaluation.ts';
import type { Evaluator } from '../code/evaluate.ts';
import type { LocalHost } from '../code/listens.ts';
import type { Module } from '../code/module.ts';
import type { ReadProgram } from '../code/program.ts';
import { entryOf } from '../start/entry.ts';
import type { StartFacts } from '../start/program.ts';

/** A command that a program declares. */
interface Command {
  /** Its name and its other names. */
  readonly words: readonly string[];
  /** Whether it runs where the command line names none. */
  readonly isDefault: boolean;
  readonly at: SyntaxNode;
}

/** Names of commands that serve, the likeliest first. */
const serving = ['serve', 'server', 'start', 'daemon', 'web', 'api', 'http', 'listen', 'run', 'up'];

/** Libraries for command lines, and the functions by which they declare a command. */
const libraries: readonly { readonly name: string; readonly calls: readonly string[] }[] = [
  { name: 'yargs', calls: ['command'] },
  { name: 'commander', calls: ['command', 'Command'] },
  { name: 'cac', calls: ['command'] },
  { name: 'sade', calls: ['command'] },
  { name: 'cleye', calls: ['command', 'cli'] },
  { name: 'citty', calls: ['defineCommand'] },
];

/** Names that a library of command lines has in files that are handed it. */
const handedOn = /^(?:program|cli|prog|yargs|parser|root)$/i;

/** A command that is added where the command line is empty: `process.argv.push('start')`. */
const addsCommand = /\bprocess\.argv\.(?:push|splice)\b|\bprocess\.argv\s*=/;

/** @returns the start command with the arguments that it lacks; `undefined` where it lacks none. */
export function startThatServes(
  { start, words, framework, site, server }: StartFacts,
  program: ReadProgram | null,
  local: readonly LocalHost[],
): Finding<readonly string[]> | undefined {
  const { finding } = start;
  const entry = entryOf(words);
  if (!program || framework || site || server || entry === null) return undefined;
  if (finding.kind !== 'found' && finding.kind !== 'suggested') return undefined;
  const behind = words.slice(words.indexOf(entry) + 1);
  const command = behind.every((it) => it.startsWith('-')) ? servingCommand(program) : undefined;
  const flag = hostFlag(local, behind);
  const added = [command, flag].filter((it) => it !== undefined);
  if (added.length === 0) return undefined;
  return {
    kind: 'suggested',
    value: [
      ...words.slice(0, words.length - behind.length),
      ...(command ? [command.word] : []),
      ...behind,
      ...(flag ? [flag.word] : []),
    ],
    evidence: [...finding.evidence, ...added.map((it) => it.evidence)],
  };
}

/** A word of a start command, with the place that shows that it is needed. */
interface Added {
  readonly word: string;
  readonly evidence: Evidence;
}

/** Returns the flag that makes the program listen on all addresses; variables are set elsewhere. */
function hostFlag(local: readonly LocalHost[], given: readonly string[]): Added | undefined {
  const found = local.find((it) => it.variable === undefined && it.flag !== undefined);
  if (found?.flag === undefined) return undefined;
  const { flag, address, at } = found;
  if (given.some((it) => it === flag || it.startsWith(`${flag}=`))) return undefined;
  const because = `listens on ${address} by default, which nothing outside the container can reach`;
  return { word: `${flag}=0.0.0.0`, evidence: { ...at, because } };
}

/** Returns the likeliest command; `undefined` where the program runs without a command, too. */
function servingCommand({ evaluator, modules }: ReadProgram): Added | undefined {
  const all = [...modules.values()];
  const used = libraries.filter(({ name }) => all.some((it) => loads(it, name)));
  if (all.some((it) => addsCommand.test(it.text))) return undefined;
  const declared = all.flatMap((it) => commandsIn(it, used, evaluator));
  const runsWithout =
    declared.some((it) => it.isDefault) ||
    (used.some((it) => it.name === 'commander') && all.some(actsByItself));
  if (runsWithout) return undefined;
  const commands = declared.length > 0 ? declared : all.flatMap(casesIn);
  const word = serving.find((it) => commands.some(({ words }) => words.includes(it)));
  const found = commands.find((it) => word !== undefined && it.words.includes(word));
  if (!found || word === undefined) return undefined;
  const { file, line } = found.at;
  return { word, evidence: { file, line, because: `the command ${word} serves` } };
}

function loads({ text }: Module, name: string): boolean {
  return new RegExp(
    String.raw`(?:\bfrom|\brequire\s*\(|\bimport\s*\()\s*["']${name}(?:/[\w/.-]+)?["']`,
  ).test(text);
}

function commandsIn(
  module: Module,
  used: typeof libraries,
  evaluator: Evaluator,
): readonly Command[] {
  const isLoaded = used.some(({ name }) => loads(module, name));
  return [...new Set(used.flatMap((it) => it.calls))]
    .flatMap((it) => module.callsOf(it))
    .filter((it) => isLoaded || handedOn.test(rootOf(it).text))
    .flatMap((it) => declaredBy(it, evaluator));
}

/** The first object of a chain: `program` of `program.command('a').action(b).command('c')`. */
function rootOf(node: SyntaxNode): SyntaxNode {
  const inner = node.field('function') ?? node.field('object') ?? node.field('constructor');
  return inner ? rootOf(inner) : node;
}

/**
 * `command('serve [port]', 'Serves')`, `command(['serve', '$0'])`, `command({ name: 'serve' })`,
 * `defineCommand({ subCommands: { serve } })`.
 */
function declaredBy(at: SyntaxNode, evaluator: Evaluator): readonly Command[] {
  const [first, ...others] = argumentsOf(at).map((it) => evaluator.evaluate(it));
  if (!first) return [];
  const nested = first.kind === 'record' ? first.entry('subCommands') : undefined;
  if (first.kind === 'record' && nested?.kind === 'record') {
    const isDefault = first.names.includes('run');
    return nested.names.map((it) => ({ words: [it], isDefault, at }));
  }
  const usages = textsIn(first);
  const words = usages.map((it) => it.trim().split(/\s+/)[0] ?? '');
  const isDefault =
    words.some((it) => /^(?:\$0|\*|[[<].*|)$/.test(it)) ||
    [first, ...others].some((it) => isTrue(it, 'isDefault') || isTrue(it, 'default'));
  return usages.length > 0 ? [{ words, isDefault, at }] : [];
}

function textsIn(value: Value | undefined): readonly string[] {
  if (!value) return [];
  if (value.kind === 'list') return value.items.flatMap(textsIn);
  if (value.kind === 'record')
    return ['command', 'name', 'aliases'].flatMap((it) => textsIn(value.entry(it)));
  const text = firstText(value);
  return text === undefined ? [] : [text];
}

function isTrue(value: Value, name: string): boolean {
  const entry = value.kind === 'record' ? value.entry(name) : undefined;
  return entry?.kind === 'truth' && entry.truth;
}

/** Whether commander's program itself has an action: `program.option(...).action(main)`. */
function actsByItself({ calls }: Module): boolean {
  return (calls.get('action') ?? []).some((it) => {
    const chain = it.field('function')?.text ?? '';
    return handedOn.test(rootOf(it).text) && !/\.(?:command|addCommand)\s*\(/.test(chain);
  });
}

/** What follows the name of a script on its command line, where nothing replaces it. */
const firstArgument = /^\(?(?:process\.argv\[2]|process\.argv\.at\(2\)|\w+\._\[0])\)?$/;

/**
 * `switch (process.argv[2]) { case 'serve': ...; default: usage() }`, where the default only explains
 * the command line.
 */
function casesIn(module: Module): readonly Command[] {
  const { text } = module;
  if (!/\bswitch\b/.test(text) || !/\bargv\b|\b_\[0\]/.test(text)) return [];
  const { root } = module;
  if (root === undefined) return [];
  return root.all('switch_statement').flatMap((it) => {
    const parts = it.field('body')?.parts ?? [];
    const fallback = parts.find(({ type }) => type === 'switch_default');
    const explains = /\b(?:usage|help)\b|process\.exit\(1\)/i.test(fallback?.text ?? '');
    if (!explains || !isFirstArgument(it.field('value'), root)) return [];
    return parts.flatMap((part) => {
      const word = /^["']([\w:-]+)["']$/.exec(part.field('value')?.text ?? '')?.[1];
      return word === undefined ? [] : [{ words: [word], isDefault: false, at: part }];
    });
  });
}

function isFirstArgument(value: SyntaxNode | undefined, root: SyntaxNode): boolean {
  const named = value?.type === 'parenthesized_expression' ? value.parts[0] : value;
  if (!named) return false;
  if (firstArgument.test(named.text)) return true;
  return root.all('variable_declarator').some((it) => {
    const [name, given] = [it.field('name'), it.field('value')?.text ?? ''];
    if (name?.text === named.text) return firstArgument.test(given);
    // `const [command] = process.argv.slice(2)`
    return (
      name?.type === 'array_pattern' &&
      name.parts[0]?.text === named.text &&
      /^process\.argv\.slice\(2\)$/.test(given)
    );
  });
}

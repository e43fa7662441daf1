/**
 * Reads the definitions of flags: flag, pflag and cobra, kingpin, urfave/cli. Attributes of log
 * lines look alike (`slog.String("port", value)`), so the package or the shape of the call decides.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { firstText, placeOf, settable, unknown, type Value } from '../../shared/values.ts';
import { literal } from '../../../text/patterns.ts';
import type { Evaluator } from './evaluator.ts';
import { mentionsOf } from './mentions.ts';

/** `flag.String`, `flags.StringVarP`: https://pkg.go.dev/flag and https://pkg.go.dev/github.com/spf13/pflag */
const definition =
  /^(?:String|Int|Int32|Int64|Uint|Uint16|Uint32|Uint64|Bool|IP|TextVar|StringSlice|StringArray)(Var)?(P)?$/;
const libraries = /^(?:flag|github\.com\/(?:spf13\/(?:pflag|cobra)|namsral\/flag|jnovack\/flag))\./;
const urfave = /^github\.com\/urfave\/cli\./;
const kingpin = /^(?:github\.com|gopkg\.in)\/alecthomas\/kingpin\./;

/** `flags.StringVar(&address, 'a', "addr", ":8080", "")`: https://pkg.go.dev/github.com/peterbourgon/ff/v4 */
const ff = /^github\.com\/peterbourgon\/ff\.(?:NewFlagSet\(\)|FlagSet)\./;
const ffDefinition = /^(?:String|Int|Uint|Uint64|Value)(Var)?(Long)?$/;

function ffFlag(evaluator: Evaluator, call: SyntaxNode, method: string): Value | undefined {
  const form = ffDefinition.exec(method);
  if (!form) return undefined;
  const [, into, long] = form;
  const given = call.field('arguments')?.parts ?? [];
  const [name, value] = given.slice((into ? 1 : 0) + (long ? 0 : 1));
  return name && value ? flagValue(evaluator, call, name, evaluator.value(value)) : undefined;
}

/** @returns what a call sets through `&x`, its argument; `undefined` where it is no flag. */
export function flagInto(evaluator: Evaluator, pointer: SyntaxNode): Value | undefined {
  const call = pointer.parent?.parent;
  if (pointer.parent?.type === 'argument_list' && call?.type === 'call_expression')
    return flagOf(evaluator, call);
  const element = pointer.parent?.parent;
  return element?.type === 'keyed_element' && element.field('key')?.text === 'Destination'
    ? flagOfLiteral(evaluator, element.parent?.parent)
    : undefined;
}

/** @returns the default of the flag that a call defines; `undefined` for any other call. */
export function flagOf(evaluator: Evaluator, call: SyntaxNode): Value | undefined {
  const callee = evaluator.types.calleeOf(call);
  const method = call.field('function')?.field('field')?.text ?? '';
  if (callee.kind === 'own') return undefined;
  if (callee.kind === 'foreign' && kingpin.test(callee.name)) return kingpinFlag(evaluator, call);
  if (callee.kind === 'foreign' && ff.test(callee.name)) return ffFlag(evaluator, call, method);
  const form = definition.exec(method);
  if (!form) return chained(evaluator, call);
  if (callee.kind === 'foreign' && !libraries.test(callee.name)) return undefined;
  const [, into, letter] = form;
  const given = call.field('arguments')?.parts ?? [];
  const count = 3 + (into ? 1 : 0) + (letter ? 1 : 0);
  if (given.length !== count) return undefined;
  const [name, ...rest] = into ? given.slice(1) : given;
  const value = rest[letter ? 1 : 0];
  return name && value ? flagValue(evaluator, call, name, evaluator.value(value)) : undefined;
}

function flagValue(
  evaluator: Evaluator,
  at: SyntaxNode,
  name: SyntaxNode,
  value: Value,
): Value | undefined {
  // urfave/cli v1 has all names of a flag in one: "addr, a".
  const given = firstText(evaluator.value(name))?.split(',')[0];
  if (given === undefined || !/^[\w.-]+$/.test(given)) return undefined;
  const prefix = prefixOfFlags(evaluator);
  const variable = prefix === undefined ? {} : { variable: nameOfVariable(prefix, given) };
  return evaluator.setBy({ flag: `--${given}`, ...variable }, value, placeOf(at));
}

const nameOfVariable = (prefix: string, flag: string): string =>
  `${prefix}${flag}`.replace(/[-./]/g, '_').toUpperCase();

const prefixes = new WeakMap<Evaluator, string | undefined>();

/**
 * @returns how the variables begin that a library reads for every flag; `undefined` where it reads
 *   none. https://pkg.go.dev/github.com/peterbourgon/ff/v3, https://pkg.go.dev/github.com/namsral/flag
 */
function prefixOfFlags(evaluator: Evaluator): string | undefined {
  if (!prefixes.has(evaluator)) prefixes.set(evaluator, findPrefix(evaluator));
  return prefixes.get(evaluator);
}

function findPrefix(evaluator: Evaluator): string | undefined {
  const { code } = evaluator;
  if (['namsral', 'jnovack'].some((it) => code.imports(`github.com/${it}/flag`))) return '';
  const kingpinName = /\bkingpin\.New\("([\w-]+)"/;
  if (code.search(/\.DefaultEnvars\(\)/, 'DefaultEnvars').length > 0) {
    const [app] = code.search(kingpinName).flatMap(({ text }) => kingpinName.exec(text)?.[1] ?? []);
    return app && `${app}_`;
  }
  if (!code.imports('github.com/peterbourgon/ff')) return undefined;
  const call = /\bff\.WithEnvVar(?:Prefix\("(\w+)"\)|NoPrefix\(\)|s\(\))/;
  const [file] = code.search(call);
  const found = file && call.exec(file.text);
  if (!found) return undefined;
  return found[1] === undefined ? '' : `${found[1]}_`;
}

/** Follows a chain down to `Flag(name, help)`: https://pkg.go.dev/github.com/alecthomas/kingpin/v2 */
function kingpinFlag(evaluator: Evaluator, call: SyntaxNode): Value | undefined {
  let value: Value = unknown(placeOf(call));
  let variable: string | undefined;
  for (let at: SyntaxNode | undefined = call; at?.type === 'call_expression';) {
    const called: SyntaxNode | undefined = at.field('function');
    const name = called?.field('field')?.text;
    const argument = at.field('arguments')?.parts[0];
    if (name === 'Default') value = evaluator.value(argument);
    if (name === 'Envar') variable = firstText(evaluator.value(argument));
    if (name === 'Flag' && argument) {
      const found = flagValue(evaluator, at, argument, value);
      return found && variable !== undefined ? settable(found, { variable }) : found;
    }
    at = called?.field('operand');
  }
  return undefined;
}

/** A chain of kingpin on an application that is not resolved. */
function chained(evaluator: Evaluator, call: SyntaxNode): Value | undefined {
  return /\.(?:Flag|Default)\(/.test(call.text.slice(0, 500)) && /\.\w+\(\)$/.test(call.text)
    ? kingpinFlag(evaluator, call)
    : undefined;
}

/** `&cli.StringFlag{Name: "addr", Value: ":8080", EnvVars: []string{"ADDR"}}`: https://cli.urfave.org */
export function flagOfLiteral(
  evaluator: Evaluator,
  node: SyntaxNode | undefined,
): Value | undefined {
  if (node?.type !== 'composite_literal') return undefined;
  const type = evaluator.types.resolve(node.field('type'));
  const isFlag =
    type?.kind === 'foreign'
      ? urfave.test(type.name)
      : /\.\w+Flag$/.test(node.field('type')?.text ?? '');
  if (!isFlag) return undefined;
  const field = (name: string): SyntaxNode | undefined =>
    node
      .field('body')
      ?.parts.find((it) => it.type === 'keyed_element' && it.field('key')?.text === name)
      ?.field('value');
  const name = field('Name');
  const value = field('Value');
  const found =
    name &&
    flagValue(evaluator, node, name, value ? evaluator.value(value) : unknown(placeOf(node)));
  const variables = field('EnvVars') ?? field('Sources') ?? field('EnvVar');
  const variable = variables?.all('interpreted_string_literal')[0]?.text.slice(1, -1).split(',')[0];
  return found && variable !== undefined ? settable(found, { variable }) : found;
}

/** The most characters of a text that names a flag. */
const longestName = 80;

/** @returns the default of the flag with a name, wherever the program defines it. */
export function flagNamed(evaluator: Evaluator, name: string): Value | undefined {
  for (const file of evaluator.code.search(new RegExp(`["\\s,]${literal(name)}[",]`))) {
    const root = evaluator.code.tree(file)?.root;
    for (const node of (root && namesIn(root).get(name)) ?? []) {
      const call = node.above('call_expression');
      const found =
        (call && flagOf(evaluator, outermostCall(call))) ??
        flagOfLiteral(evaluator, node.above('composite_literal'));
      if (found) return found;
    }
  }
  return undefined;
}

const known = new WeakMap<SyntaxNode, ReadonlyMap<string, readonly SyntaxNode[]>>();

/** Texts of a file that may name a flag, by each name in them. */
function namesIn(root: SyntaxNode): ReadonlyMap<string, readonly SyntaxNode[]> {
  const before = known.get(root);
  if (before) return before;
  const names = new Map<string, SyntaxNode[]>();
  for (const node of root.all('interpreted_string_literal')) {
    if (node.end - node.start > longestName) continue;
    for (const name of node.text.slice(1, -1).split(/,\s*/)) {
      const nodes = names.get(name) ?? [];
      names.set(name, nodes);
      nodes.push(node);
    }
  }
  known.set(root, names);
  return names;
}

/** @returns the whole chain of `app.Flag("x", "").Default("y").String()`. */
export function outermostCall(call: SyntaxNode): SyntaxNode {
  let at = call;
  while (at.parent?.type === 'selector_expression' && at.parent.parent?.type === 'call_expression')
    at = at.parent.parent;
  return at;
}

/** @returns every flag that the tree defines, with its value. */
export function flagsIn(evaluator: Evaluator, root: SyntaxNode): readonly Value[] {
  const { calls, literals } = mentionsOf(root);
  const found = [...calls].flatMap(([name, nodes]) =>
    definition.test(name) || name === 'Flag'
      ? nodes.map((it) => flagOf(evaluator, outermostCall(it)))
      : [],
  );
  return [...found, ...literals.map((it) => flagOfLiteral(evaluator, it))].filter(
    (it) => it !== undefined,
  );
}

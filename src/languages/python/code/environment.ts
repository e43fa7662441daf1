/** Variables of the environment, and the libraries that read them. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import {
  alternatives,
  numberValue,
  placeOf,
  settable,
  unknown,
  type Value,
} from '../../shared/values.ts';
import { argumentAt, argumentsOf, calledName } from './arguments.ts';
import type { Evaluator, Frame } from './evaluating.ts';
import type { PythonModule } from './module.ts';
import type { Sources } from './sources.ts';
import { literalText } from './strings.ts';

/** `os.environ.get`, and what reads the environment like it. */
export const getters =
  /^(?:os\.(?:environ\.(?:get|setdefault|pop)|getenv)|dotenv\.dotenv_values\(\)\.get|environ\.get)$/;

/** What `os.environ["NAME"]` raises where the variable is missing, and what catches that, too. */
export const missingKey = /^(?:KeyError|LookupError|Exception|BaseException)$/;

/**
 * Libraries whose call gives a variable: https://django-environ.readthedocs.io/,
 * https://github.com/sloria/environs, https://github.com/HBNetwork/python-decouple,
 * https://www.starlette.io/config/
 */
const readers =
  /^(?:environ\.(?:Env|FileAwareEnv)\(\)(?:\.\w+)?|environs\.(?:Env|EnvReader|FileAwareEnv)\(\)(?:\.\w+)?|environs\.env(?:\.\w+)?|decouple\.config|decouple\.(?:Config|AutoConfig)\(\)|starlette\.config\.Config\(\)|prettyconf\.config|prettyconf\.Configuration\(\)|envparse\.env(?:\.\w+)?|envparse\.Env\(\)(?:\.\w+)?|config\.config)$/;

/** Methods of django-environ that read a variable without its name. */
const namedByLibrary: Readonly<Record<string, string>> = {
  db: 'DATABASE_URL',
  db_url: 'DATABASE_URL',
  cache: 'CACHE_URL',
  cache_url: 'CACHE_URL',
  email: 'EMAIL_URL',
  email_url: 'EMAIL_URL',
  search: 'SEARCH_URL',
  search_url: 'SEARCH_URL',
  channels: 'CHANNELS_URL',
  channels_url: 'CHANNELS_URL',
};

const noReader =
  /\.(?:read_env|seal|read_envfile|add_parser|parser_for|prefixed|dump|Env|validate|contains)$/;

/** @returns the value of a call that reads a variable; `undefined` for another call. */
export function variableRead(
  name: string,
  call: SyntaxNode,
  frame: Frame | undefined,
  evaluator: Evaluator,
  scheme?: SyntaxNode,
): Value | undefined {
  const isGetter = getters.test(name);
  if (!isGetter && (!readers.test(name) || noReader.test(name))) return undefined;
  const written = argumentAt(call, 0) ?? argumentAt(call, 'key') ?? argumentAt(call, 'var');
  const variable = written ? textOf(written, frame, evaluator) : unwritten(name);
  if (variable === undefined) {
    const absent = absentOf(call, isGetter);
    return absent ? evaluator.evaluate(absent, frame) : unknown(placeOf(call));
  }
  const full = `${prefixAt(call)}${variable}`;
  const absent = absentOf(call, isGetter) ?? schemeDefault(scheme, variable);
  const value = absent
    ? evaluator.evaluate(absent, frame)
    : (setElsewhere(full, call, evaluator) ?? unknown(placeOf(call)));
  const isNumber = /\.int$/.test(name) || argumentAt(call, 'cast')?.text === 'int';
  return settable(isNumber ? number(value) : value, { variable: full });
}

/** `env.db()`. */
function unwritten(name: string): string | undefined {
  const method = /^environ\.(?:FileAware)?Env\(\)\.(\w+)$/.exec(name)?.[1];
  return method === undefined ? undefined : namedByLibrary[method];
}

/**
 * @param read `os.environ[key]`.
 * @returns whether the code asks first: `if key in os.environ:` around it, or a return before it where
 *   the key is not there.
 */
export function isAskedFor(read: SyntaxNode): boolean {
  const key = read.field('subscript')?.text;
  if (key === undefined) return false;
  const isWithout = (condition: string): boolean => condition.startsWith(`${key} not in`);
  let child = read;
  for (let at = read.parent; at; child = at, at = at.parent) {
    const test = at.type === 'conditional_expression' ? at.parts[1] : at.field('condition');
    if (test && test !== child && new Set(test.text.split(/[^\w"'.]+/)).has(key)) return true;
    if (at.type === 'block' && at.parts.some((it) => returnsBefore(it, read, isWithout)))
      return true;
    if (at.type === 'function_definition') return false;
  }
  return false;
}

/**
 * @returns whether a statement above a node ends the function on a condition:
 *   `if key not in os.environ: return default`.
 */
export function returnsBefore(
  statement: SyntaxNode,
  node: SyntaxNode,
  fits: (condition: string) => boolean,
): boolean {
  return (
    statement.type === 'if_statement' &&
    statement.end <= node.start &&
    fits(statement.field('condition')?.text ?? '') &&
    statement.field('consequence')?.parts.at(-1)?.type === 'return_statement'
  );
}

/** @returns the value of `os.environ["NAME"]`. */
export function variableAt(
  object: string,
  variable: string,
  node: SyntaxNode,
  evaluator: Evaluator,
): Value | undefined {
  if (
    !/^(?:os\.environ|environ|dotenv\.dotenv_values\(\)|environs\.env|starlette\.config\.environ)$/.test(
      object,
    )
  )
    return undefined;
  return settable(setElsewhere(variable, node, evaluator) ?? unknown(placeOf(node)), { variable });
}

function textOf(
  node: SyntaxNode,
  frame: Frame | undefined,
  evaluator: Evaluator,
): string | undefined {
  const value = alternatives(evaluator.evaluate(node, frame))[0];
  return value?.kind === 'text' && !value.pieces.includes(null) ? value.pieces.join('') : undefined;
}

function absentOf(call: SyntaxNode, isGetter: boolean): SyntaxNode | undefined {
  const named = argumentAt(call, 'default') ?? argumentAt(call, 'fallback');
  if (named) return named;
  const second = argumentsOf(call).positional[1];
  // The second can be a type: env("DEBUG", bool).
  return second &&
    (isGetter || !/^(?:int|str|bool|float|list|dict|Secret|URL|Path)$/.test(second.text))
    ? second
    : undefined;
}

/** `environ.Env(PORT=(int, 8000))`. */
function schemeDefault(scheme: SyntaxNode | undefined, variable: string): SyntaxNode | undefined {
  const entry = scheme && argumentAt(scheme, variable);
  return entry?.type === 'tuple' ? entry.parts[1] : undefined;
}

function number(value: Value): Value {
  if (value.kind !== 'text') return value;
  const digits = value.pieces.join('');
  return /^\d+$/.test(digits) ? numberValue(Number(digits), value.at) : value;
}

/** `with env.prefixed("APP_"):` around a call. */
function prefixAt(node: SyntaxNode): string {
  let prefix = '';
  for (let at = node.above('with_statement'); at; at = at.above('with_statement'))
    for (const call of at.child('with_clause')?.all('call') ?? [])
      if (calledName(call) === 'prefixed')
        prefix = `${literalText(argumentAt(call, 0)) ?? ''}${prefix}`;
  return prefix;
}

const setters = new WeakMap<Sources, readonly PythonModule[]>();

/** The modules that set variables of the environment. Most do not, and every variable asks. */
function thatSetVariables(sources: Sources): readonly PythonModule[] {
  const known =
    setters.get(sources) ??
    sources.modules.filter(({ text }) => /environ(?:\.setdefault\(|\[[^\]]*\]\s*=)/.test(text));
  setters.set(sources, known);
  return known;
}

/** `os.environ.setdefault("NAME", "value")`, or an assignment, anywhere in the code. */
function setElsewhere(variable: string, use: SyntaxNode, evaluator: Evaluator): Value | undefined {
  for (const module of thatSetVariables(evaluator.sources)) {
    if (!module.text.includes(variable)) continue;
    for (const call of module.calls)
      if (
        calledName(call) === 'setdefault' &&
        /(?:^|\.)environ\.setdefault$/.test(call.field('function')?.text ?? '') &&
        call !== use &&
        literalText(argumentAt(call, 0)) === variable
      )
        return evaluator.evaluate(argumentAt(call, 1));
    for (const it of module.root?.all('assignment') ?? []) {
      const left = it.field('left');
      if (
        left?.type === 'subscript' &&
        /(?:^|\.)environ$/.test(left.field('value')?.text ?? '') &&
        literalText(left.field('subscript')) === variable
      )
        return evaluator.evaluate(it.field('right'));
    }
  }
  return undefined;
}

/** What the calls of other modules give: variables of the environment, joined paths, formats. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import {
  alternatives,
  choiceOf,
  concatenated,
  firstText,
  joinedPath,
  type Place,
  placeOf,
  textValue,
  unknown,
  type Value,
} from '../../shared/values.ts';
import type { Bindings, Evaluator } from './evaluator.ts';
import { flagNamed, flagOf } from './flags.ts';
import type { Callee } from './types.ts';
import { beegoValue, viperValue } from './viper.ts';
import { withDefaults } from './defaults.ts';
import { isUrl, urlPart } from './urls.ts';

/** Functions that give one of their arguments, as far as paths and addresses are concerned. */
const passed: Readonly<Record<string, number>> = {
  'strconv.Atoi': 0,
  'strconv.ParseInt': 0,
  'strconv.ParseUint': 0,
  'strconv.Itoa': 0,
  'strconv.FormatInt': 0,
  'strings.TrimSpace': 0,
  'strings.Trim': 0,
  'strings.TrimLeft': 0,
  'strings.TrimRight': 0,
  'strings.TrimPrefix': 0,
  'strings.TrimSuffix': 0,
  'strings.ToLower': 0,
  'os.ExpandEnv': 0,
  'path/filepath.Clean': 0,
  'path/filepath.Abs': 0,
  'path/filepath.FromSlash': 0,
  'path/filepath.EvalSymlinks': 0,
  'path.Clean': 0,
  'net/netip.ParseAddrPort': 0,
  'net/netip.MustParseAddrPort': 0,
  'net.TCPAddrFromAddrPort': 0,
  'net.UDPAddrFromAddrPort': 0,
  'net.ResolveTCPAddr': 1,
  'net.ResolveUDPAddr': 1,
  'net.Listen': 1,
  'net.ListenConfig.Listen': 2,
  'crypto/tls.Listen': 1,
  'github.com/kavu/go_reuseport.Listen': 1,
  'github.com/libp2p/go-reuseport.Listen': 1,
  'github.com/valyala/fasthttp/reuseport.Listen': 1,
  'crypto/tls.NewListener': 0,
  'golang.org/x/net/netutil.LimitListener': 0,
  'net/http.Dir': 0,
  'os.DirFS': 0,
  'net/url.Parse': 0,
  'errors.Join': 0,
};

/** Folders that only the run knows, by the marks that `PathUse` is made from. */
const folders: Readonly<Record<string, string>> = {
  'os.UserHomeDir': '~',
  'os.UserConfigDir': '~/.config',
  'os.UserCacheDir': '~/.cache',
  'github.com/mitchellh/go-homedir.Dir': '~',
  'os.Executable': '<program>/program',
  'os.Getwd': '.',
  'os.TempDir': '/tmp',
};

const getenv = new Set([
  'os.Getenv',
  'os.LookupEnv',
  'syscall.Getenv',
  'github.com/gobuffalo/envy.Get',
]);

/** Functions of projects and small modules: `getEnv("PORT", "8080")`, `env.GetString("PORT", "8080")`. */
const likeGetenv =
  /^(?:get|lookup|must|read|string|int|default|os)?_?env(?:ironment)?(?:[A-Z_]\w*)?$|env(?:ironment)?(?:var|variable)?(?:default|or|ordefault|string|int|withdefault)?$/i;
const conversions = /^(?:string|int|int32|int64|uint|uint16|uint32|uint64|min|max)$/;
const getters = /^(?:Get)?(?:String|Int|Int64|Uint|Uint16|Path)$/;

/** @returns what a call gives, if the callee is not of the project. */
export function callValue(
  evaluator: Evaluator,
  call: SyntaxNode,
  callee: Callee,
  bindings: Bindings | undefined,
): Value {
  const isAppend = callee.kind === 'unresolved' && call.field('function')?.text === 'append';
  if (!isAppend) return foreignValue(evaluator, call, callee, bindings);
  const given = call.field('arguments')?.parts ?? [];
  return listOf(
    given.map((it) => evaluator.value(it, bindings)),
    placeOf(call),
  );
}

function foreignValue(
  evaluator: Evaluator,
  call: SyntaxNode,
  callee: Callee,
  bindings: Bindings | undefined,
): Value {
  const at = placeOf(call);
  const given = call.field('arguments')?.parts ?? [];
  const argument = (index: number): Value => evaluator.value(given[index], bindings);
  const isPassed = passes(callee, () => given.length === 1 && argument(0).setting !== undefined);
  if (isPassed) return argument(0);
  const name = callee.kind === 'foreign' ? callee.name : '';
  const index = passed[name];
  if (index !== undefined) return argument(index);
  if (getenv.has(name)) return variableValue(evaluator, call, argument(0), given[1] && argument(1));
  const folder = folders[name];
  if (folder !== undefined) return textValue(folder, at);
  switch (name) {
    case 'path/filepath.Dir':
    case 'path.Dir':
      return folderValue(argument(0));
    case 'path/filepath.Join':
    case 'path.Join':
      return joinedPath(
        given.flatMap((it, at) =>
          it.type === 'variadic_argument' ? itemsOf(argument(at)) : argument(at),
        ),
        at,
      );
    case 'strings.Split':
    case 'strings.SplitN':
      return splitValue(argument(0), firstText(argument(1)), at);
    case 'net.JoinHostPort':
      return concatenated([argument(0), textValue(':', at), argument(1)], at);
    case 'cmp.Or':
    case 'github.com/qdm12/gosettings.DefaultComparable':
    case 'github.com/samber/lo.CoalesceOrEmpty':
      return withDefaults(
        given.map((_, at) => argument(at)),
        at,
      );
    case 'fmt.Sprint':
      return concatenated(
        given.map((_, at) => argument(at)),
        at,
      );
    case 'fmt.Sprintf':
      return formatted(
        argument(0),
        given.slice(1).map((_, at) => argument(at + 1)),
        call,
      );
  }
  return (
    urlMethod(evaluator, call, name, bindings) ??
    flagOf(evaluator, call) ??
    viperValue(evaluator, call, name, argument(0)) ??
    beegoValue(evaluator, call, name, [argument(0), argument(1)].slice(0, given.length)) ??
    fromFlagSet(evaluator, call, callee, given) ??
    likeVariable(evaluator, call, argument, given) ??
    (name === '' ? unknown(at) : { kind: 'foreign', name: `${name}()`, at })
  );
}

/**
 * Whether a function gives its argument: a conversion, and `parse(os.Getenv("PORT"))` of a function
 * that a caller hands over, such as strconv.Atoi.
 */
function passes(callee: Callee, isOfSetting: () => boolean): boolean {
  if (callee.kind !== 'unresolved' || callee.isMethod) return false;
  return conversions.test(callee.name) || isOfSetting();
}

/** `u.Port()` of a URL. */
function urlMethod(
  evaluator: Evaluator,
  call: SyntaxNode,
  name: string,
  bindings: Bindings | undefined,
): Value | undefined {
  const [, type, method] = /^(net\/url\..+)\.(\w+)$/.exec(name) ?? [];
  return type !== undefined && method !== undefined && isUrl(type)
    ? urlPart(evaluator.value(call.field('function')?.field('operand'), bindings), method)
    : undefined;
}

/** A list of each text that is wholly known. https://pkg.go.dev/strings#Split */
function splitValue(value: Value, separator: string | undefined, at: Place): Value {
  const lists = alternatives(value).flatMap((it): readonly Value[] => {
    const [text = null, ...others] = it.kind === 'text' ? it.pieces : [];
    if (it.kind !== 'text' || text === null || others.length > 0 || !separator) return [];
    const items = text.split(separator).map((part): Value => ({ ...it, pieces: [part] }));
    return [{ kind: 'list', items, at }];
  });
  return choiceOf(lists, at);
}

/** https://pkg.go.dev/path/filepath#Dir */
function folderValue(value: Value): Value {
  const parts = alternatives(value).flatMap((it): readonly Value[] => {
    if (it.kind !== 'text') return [];
    const [head = null, ...rest] = it.pieces;
    const last = rest.length === 0 ? head : rest.at(-1);
    if (typeof last !== 'string' || !last.includes('/')) return [];
    const cut = last.slice(0, last.lastIndexOf('/'));
    return [{ ...it, pieces: rest.length === 0 ? [cut] : [head, ...rest.slice(0, -1), cut] }];
  });
  return withDefaults(parts, value.at);
}

function variableValue(
  evaluator: Evaluator,
  call: SyntaxNode,
  name: Value,
  otherwise: Value | undefined,
): Value {
  const variable = firstText(name);
  const at = placeOf(call);
  if (variable === 'HOME') return textValue('~', at);
  if (variable === undefined || !/^\w+$/.test(variable)) return otherwise ?? unknown(at);
  return evaluator.setBy({ variable }, otherwise ?? unknown(at), at);
}

/** A function that is named for the environment and takes the name of a variable. */
function likeVariable(
  evaluator: Evaluator,
  call: SyntaxNode,
  argument: (index: number) => Value,
  given: readonly SyntaxNode[],
): Value | undefined {
  const called = call.field('function');
  const name = called?.field('field')?.text ?? called?.text ?? '';
  const operand = called?.field('operand')?.text ?? '';
  if (!likeGetenv.test(name) && !/^env(?:var|config|y|util|utils)?$/i.test(operand))
    return undefined;
  const variable = firstText(argument(0));
  if (variable === undefined || !/^[A-Z][A-Z0-9_]*$/.test(variable)) return undefined;
  const otherwise = given[1] && argument(1);
  const isDefault =
    otherwise && alternatives(otherwise).some((it) => it.kind === 'text' || it.kind === 'number');
  return evaluator.setBy(
    { variable },
    isDefault ? otherwise : unknown(placeOf(call)),
    placeOf(call),
  );
}

/** `cmd.Flags().GetString("addr")`, `c.String("addr")`: the flag is defined elsewhere. */
function fromFlagSet(
  evaluator: Evaluator,
  call: SyntaxNode,
  callee: Callee,
  given: readonly SyntaxNode[],
): Value | undefined {
  const method = call.field('function')?.field('field')?.text ?? '';
  if (!getters.test(method) || given.length !== 1) return undefined;
  if (
    callee.kind === 'foreign' &&
    !/^(?:flag|github\.com\/(?:spf13\/(?:pflag|cobra)|urfave\/cli))\./.test(callee.name)
  )
    return undefined;
  const name = firstText(evaluator.value(given[0]));
  return name === undefined ? undefined : flagNamed(evaluator, name);
}

/** https://pkg.go.dev/fmt */
function formatted(format: Value, values: readonly Value[], call: SyntaxNode): Value {
  const text = firstText(format);
  const at = placeOf(call);
  if (text === undefined) return unknown(at);
  const parts: Value[] = [];
  let next = 0;
  let end = 0;
  for (const match of text.matchAll(/%[-+# 0]*\d*(?:\.\d+)?([a-zA-Z%])/g)) {
    parts.push(textValue(text.slice(end, match.index), at));
    if (match[1] === '%') parts.push(textValue('%', at));
    else {
      parts.push(values[next] ?? unknown(at));
      next += 1;
    }
    end = match.index + match[0].length;
  }
  parts.push(textValue(text.slice(end), at));
  return concatenated(parts, at);
}

/** @returns all that is given one after the other: what is a list already is not one inside it. */
export function listOf(values: readonly Value[], at: Place): Value {
  return { kind: 'list', items: values.flatMap(itemsOf), at };
}

const itemsOf = (value: Value): readonly Value[] => (value.kind === 'list' ? value.items : [value]);

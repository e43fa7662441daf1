/** Methods and attributes of texts, paths, lists and dictionaries. */
import { posix } from 'node:path';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import {
  alternatives,
  choiceOf,
  concatenated,
  joinedPath,
  placeOf,
  settable,
  textValue,
  unknown,
  type Value,
} from '../../shared/values.ts';
import { argumentAt, argumentsOf } from './arguments.ts';
import { type Evaluator, type Frame, withSetting } from './evaluating.ts';
import { formatted } from './operators.ts';
import { optionNamed } from './options.ts';
import { home } from '../../shared/writable.ts';
import { sourcesPath } from './places.ts';
import { literalText } from './strings.ts';

export interface MethodCall {
  readonly node: SyntaxNode;
  readonly frame: Frame | undefined;
}

/**
 * @param call `undefined` for an attribute that is not called.
 * @returns `undefined` for a method that is not known.
 */
export function methodOf(
  value: Value,
  name: string,
  call: MethodCall | undefined,
  node: SyntaxNode,
  evaluator: Evaluator,
): Value | undefined {
  switch (value.kind) {
    case 'text':
      return call ? textMethod(value, name, call, evaluator) : textAttribute(value, name, node);
    case 'number':
    case 'truth':
    case 'nothing':
      return name === 'value' ? value : undefined;
    case 'list':
      return name === '[:]' || name === 'copy' ? value : undefined;
    case 'record':
      return call ? recordMethod(value, name, call, evaluator) : undefined;
    case 'unknown':
      if (call) return openMethod(value, name, call, evaluator);
      return isOptions(node) ? optionNamed(name, node, evaluator) : withOuter(value, name);
    default:
      return undefined;
  }
}

type Text = Extract<Value, { kind: 'text' }>;
type RecordValue = Extract<Value, { kind: 'record' }>;

/** The path of an unknown path keeps its setting: `Path(os.environ["DATA"]).parent`. */
function withOuter(value: Value, name: string): Value | undefined {
  return name === 'parent' || name === 'value' ? value : undefined;
}

/** Usual names for what `parse_args()` returns. */
function isOptions(node: SyntaxNode): boolean {
  const object = (node.field('object') ?? node.field('value'))?.text ?? '';
  return /(?:^|\.)_?(?:args?|opts?|options|parsed|parsed_args|cli_args|namespace|ns|arguments)$/.test(
    object,
  );
}

function whole(value: Text): string | undefined {
  return value.pieces.includes(null) ? undefined : value.pieces.join('');
}

/** Changes a text without holes; one with holes stays as it is. */
function changed(value: Text, change: (text: string) => string): Value {
  const text = whole(value);
  return text === undefined ? value : { ...value, pieces: [change(text)] };
}

/** Changes the beginning of a path up to the last folder that is known. */
function parentOf(value: Text): Value {
  const text = whole(value);
  if (text !== undefined) return { ...value, pieces: [posix.dirname(fromRoot(text))] };
  const head = value.pieces[0];
  return typeof head === 'string' && head.includes('/')
    ? { ...value, pieces: [head.slice(0, head.lastIndexOf('/')) || '/'] }
    : unknown(value.at, value.setting);
}

/** A parent can be above a relative path, so it is resolved first. */
function fromRoot(path: string): string {
  return posix.resolve(sourcesPath, path);
}

function textAttribute(value: Text, name: string, node: SyntaxNode): Value | undefined {
  switch (name) {
    case 'parent':
      return parentOf(value);
    case 'parents': {
      const text = whole(value);
      if (text === undefined) return undefined;
      const items: Value[] = [];
      for (let at = posix.dirname(fromRoot(text)); items.length < 12; at = posix.dirname(at))
        items.push({ ...value, pieces: [at] });
      return { kind: 'list', items, at: placeOf(node) };
    }
    case 'name':
      return changed(value, (it) => posix.basename(it));
    case 'stem':
      return changed(value, (it) => posix.parse(it).name);
    case 'suffix':
      return changed(value, (it) => posix.extname(it));
    case 'value':
    case '[:]':
      return name === 'value' ? value : undefined;
    default:
      return undefined;
  }
}

const same =
  /^(?:resolve|absolute|as_posix|encode|decode|title|get_secret_value|unicode_string|__str__|lower|upper|casefold|expandvars|format_map|strftime)$/;

function textMethod(
  value: Text,
  name: string,
  { node, frame }: MethodCall,
  evaluator: Evaluator,
): Value | undefined {
  const at = placeOf(node);
  const { positional, keywords } = argumentsOf(node);
  const values = (): readonly Value[] => positional.map((it) => evaluator.evaluate(it, frame));
  const textOf = (index: number): string | undefined => {
    const first = alternatives(evaluator.evaluate(positional[index], frame))[0];
    return first?.kind === 'text' ? whole(first) : undefined;
  };
  switch (name) {
    case 'format':
      return withSetting(
        formatted(
          value.pieces.map((it) => it ?? '{_}').join(''),
          values(),
          (key) => (keywords.has(key) ? evaluator.evaluate(keywords.get(key), frame) : undefined),
          node,
        ),
        value.setting,
      );
    case 'joinpath':
      return joinedPath([value, ...values()], at, true);
    case 'expanduser':
      return changed(value, (it) => it.replace(/^~(?=\/|$)/, home));
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      return changed(value, (it) => stripped(it, name, textOf(0)));
    case 'removeprefix':
      return changed(value, (it) => withoutStart(it, textOf(0) ?? ''));
    case 'removesuffix':
      return changed(value, (it) => withoutEnd(it, textOf(0) ?? ''));
    case 'lower':
      return changed(value, (it) => it.toLowerCase());
    case 'upper':
      return changed(value, (it) => it.toUpperCase());
    case 'replace': {
      const [from, to] = [textOf(0), textOf(1)];
      return from === undefined || from === '' || to === undefined
        ? unknown(at, value.setting)
        : changed(value, (it) => it.replaceAll(from, to));
    }
    case 'with_suffix':
      return changed(value, (it) => {
        const { dir, name: stem } = posix.parse(it);
        return posix.join(dir, `${stem}${textOf(0) ?? ''}`);
      });
    case 'with_name':
      return joinedPath([parentOf(value), ...values()], at, true);
    case 'split':
    case 'rsplit':
    case 'partition': {
      const [text, separator] = [whole(value), textOf(0)];
      if (text === undefined || separator === undefined) return undefined;
      const parts = text.split(separator);
      return {
        kind: 'list',
        at,
        items: parts.map((it) => withSetting(textValue(it, at), value.setting)),
      };
    }
    case 'join': {
      const [list] = values();
      const separator = whole(value);
      if (list?.kind !== 'list' || separator === undefined) return undefined;
      return concatenated(
        list.items.flatMap((it, index) => (index === 0 ? [it] : [textValue(separator, at), it])),
        at,
      );
    }
    case 'open':
    case 'read_text':
    case 'read_bytes':
      return evaluator.made('open()', { call: node, frame, receiver: value });
    default:
      return same.test(name) ? value : undefined;
  }
}

/**
 * https://docs.python.org/3/library/stdtypes.html#str.strip
 * @param signs what is removed; white space where it is not known.
 */
function stripped(text: string, method: 'strip' | 'lstrip' | 'rstrip', signs?: string): string {
  const isRemoved = (it: string | undefined): boolean =>
    it !== undefined && (signs === undefined ? it.trim() === '' : signs.includes(it));
  let [start, end] = [0, text.length];
  if (method !== 'rstrip') while (start < end && isRemoved(text[start])) start += 1;
  if (method !== 'lstrip') while (end > start && isRemoved(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function withoutStart(text: string, start: string): string {
  return text.startsWith(start) ? text.slice(start.length) : text;
}

function withoutEnd(text: string, end: string): string {
  return text.endsWith(end) ? text.slice(0, text.length - end.length) : text;
}

function recordMethod(
  value: RecordValue,
  name: string,
  { node, frame }: MethodCall,
  evaluator: Evaluator,
): Value | undefined {
  const { positional, keywords } = argumentsOf(node);
  const [key] = positional;
  // Behind a section and a key, the default is the third: `config.get("store", "path", "/data")`.
  const absent = positional.length > 1 ? positional.at(-1) : undefined;
  // An instance may be a parser of configuration files.
  if (value.type !== undefined && isSection(name, positional, keywords.size)) return undefined;
  if (['get', 'pop', 'setdefault', 'getint', 'getfloat', 'getboolean'].includes(name) && key) {
    const text = alternatives(evaluator.evaluate(key, frame))[0];
    const found = text?.kind === 'text' ? value.entry(text.pieces.join('')) : undefined;
    const fallback = absent ?? argumentAt(node, 'fallback');
    if (found && found.kind !== 'foreign') return found;
    if (found && !fallback) return undefined;
    if (value.type !== undefined && found) return undefined;
    return fallback ? evaluator.evaluate(fallback, frame) : undefined;
  }
  if (/^(?:copy|dict|model_dump|_asdict|to_dict|asdict|items)$/.test(name) && !value.entry(name))
    return value;
  if (name === 'values' && value.type === undefined && !value.entry(name))
    return {
      kind: 'list',
      items: value.names.flatMap((it) => value.entry(it) ?? []),
      at: placeOf(node),
    };
  return undefined;
}

/** Methods of what is not known: `config.get("port", 8080)` has a default. */
function openMethod(
  value: Value,
  name: string,
  { node, frame }: MethodCall,
  evaluator: Evaluator,
): Value | undefined {
  if (same.test(name) || /^(?:expanduser|[lr]?strip|remove(?:prefix|suffix))$/.test(name))
    return value.setting ? unknown(value.at, value.setting) : undefined;
  return defaultOf(name, { node, frame }, evaluator);
}

/** `get("section", "key")` of configparser has no default. */
function isSection(name: string, positional: readonly SyntaxNode[], keywords: number): boolean {
  const last = literalText(positional.at(-1));
  return (
    keywords === 0 &&
    last !== undefined &&
    /^(?:get|getint)$/.test(name) &&
    /^[a-z][\w-]*$/.test(last)
  );
}

/** @returns the default that `get("key", default)` of anything has. */
export function defaultOf(
  name: string,
  { node, frame }: MethodCall,
  evaluator: Evaluator,
): Value | undefined {
  if (!/^get(?:_?(?:int|str|bool|boolean|float|value|config|setting))?$/.test(name))
    return undefined;
  // What the class above does is not known: it may be a parser of configuration files.
  if (node.field('function')?.field('object')?.text.startsWith('super(') === true) return undefined;
  const { positional, keywords } = argumentsOf(node);
  const [key] = positional;
  const absent =
    keywords.get('default') ??
    keywords.get('fallback') ??
    (positional.length > 1 ? positional.at(-1) : undefined);
  if (!key || !absent || isSection(name, positional, keywords.size)) return undefined;
  const text = alternatives(evaluator.evaluate(key, frame))[0];
  const found = evaluator.evaluate(absent, frame);
  return text?.kind === 'text'
    ? settable(found, { key: text.pieces.join('') })
    : choiceOf([found], placeOf(node));
}

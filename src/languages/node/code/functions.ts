/** What functions of JavaScript, Node and common packages give for known arguments. */
import { posix } from 'node:path';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import {
  alternatives,
  choiceOf,
  concatenated,
  firstText,
  joinedPath,
  placeOf,
  textValue,
  unknown,
  type Value,
} from '../../shared/values.ts';
import { dataValue } from './data.ts';
import {
  argumentsOf,
  type Evaluation,
  type Frame,
  homeFolder,
  placed,
  sourceRoot,
  workingFolder,
} from './evaluation.ts';
import { freePort } from './free-ports.ts';
import { numeric, orElse } from './numbers.ts';

interface Call {
  readonly evaluation: Evaluation;
  readonly node: SyntaxNode;
  readonly values: readonly Value[];
}

type Known = (call: Call) => Value;

const first: Known = ({ values, node }) => values[0] ?? unknown(placeOf(node));
const number: Known = (call) => numeric(first(call));
const join: Known = ({ values, node }) => joinedPath(values, placeOf(node));
const resolve: Known = ({ values, node }) => joinedPath(values, placeOf(node), true);
const merge: Known = ({ values, node }) => merged(values, node);
/** The first counts before the others. */
const defaults: Known = ({ values, node }) => merged(values.toReversed(), node);
const parsed: Known = (call) => fileContent(call.values[0], call);
const content: Known = (call) => dataAt(call.values[0], call);
const withText =
  (change: (text: string) => string): Known =>
  (call) =>
    changed(first(call), change);

/** The list that a function of `Object` makes of a record: its names, its values, or both. */
const listed =
  (item: (name: Value, value: Value) => Value): Known =>
  ({ values: [record], node }) => {
    if (record?.kind !== 'record' || record.names.length === 0) return unknown(placeOf(node));
    const items = record.names.map((name) =>
      item(textValue(name, record.at), record.entry(name) ?? unknown(record.at)),
    );
    return { kind: 'list', items, at: placeOf(node) };
  };

const functions: Readonly<Record<string, Known>> = {
  Number: number,
  parseInt: number,
  parseFloat: number,
  'Number.parseInt': number,
  'Number.parseFloat': number,
  'Math.floor': number,
  'Math.trunc': number,
  String: first,
  'Object.freeze': first,
  'Object.seal': first,
  'Promise.resolve': first,
  'Object.keys': listed((name) => name),
  'Object.values': listed((_, value) => value),
  'Object.entries': listed((name, value) => ({ kind: 'list', items: [name, value], at: value.at })),
  structuredClone: first,
  'Object.assign': merge,
  'lodash.merge': merge,
  'lodash/merge': merge,
  'lodash.assign': merge,
  deepmerge: merge,
  'lodash.defaults': defaults,
  'lodash.defaultsDeep': defaults,
  'defu.defu': defaults,
  'node:util.promisify': first,
  'node:url.fileURLToPath': first,
  'node:url.pathToFileURL': first,
  'node:path.join': join,
  'node:path.posix.join': join,
  'node:path.normalize': join,
  'node:path.resolve': resolve,
  'node:path.posix.resolve': resolve,
  'node:path.dirname': withText(
    (it) => it.replace(/\/?[^/]*$/, '') || (it.startsWith('/') ? '/' : '.'),
  ),
  'node:fs.realpathSync': first,
  'node:fs.realpathSync.native': first,
  'node:fs.promises.realpath': first,
  'node:path.basename': withText((it) => it.replace(/^.*\//, '')),
  'node:process.cwd': ({ node }) => textValue(workingFolder, placeOf(node)),
  'node:os.homedir': ({ node }) => textValue(homeFolder, placeOf(node)),
  'node:os.tmpdir': ({ node }) => textValue('/tmp', placeOf(node)),
  'node:os.platform': ({ node }) => textValue('linux', placeOf(node)),
  'node:os.type': ({ node }) => textValue('Linux', placeOf(node)),
  'app-root-dir.get': ({ evaluation, node }) => packageFolder(evaluation, node),
  'find-root': ({ evaluation, node }) => packageFolder(evaluation, node),
  'pkg-dir.sync': ({ evaluation, node }) => packageFolder(evaluation, node),
  'pkg-dir.packageDirectorySync': ({ evaluation, node }) => packageFolder(evaluation, node),
  'package-directory.packageDirectorySync': ({ evaluation, node }) =>
    packageFolder(evaluation, node),
  'app-root-path.resolve': ({ values, node }) =>
    joinedPath([textValue(workingFolder, placeOf(node)), ...values], placeOf(node)),
  Map: ({ values, node }) => mapOf(values[0], node),
  URL: ({ values, node }) => address(values, node),
  'node:url.URL': ({ values, node }) => address(values, node),
  'JSON.parse': parsed,
  'json5.parse': parsed,
  'js-yaml.load': parsed,
  'js-yaml.safeLoad': parsed,
  'yaml.parse': parsed,
  'toml.parse': parsed,
  'smol-toml.parse': parsed,
  '@iarna/toml.parse': parsed,
  'yamljs.load': content,
  'fs-extra.readJson': content,
  'fs-extra.readJsonSync': content,
  'fs-extra.readJSON': content,
  'fs-extra.readJSONSync': content,
  'Deno.env.get': ({ values, node }) => environmentValue(values, node),
  'Bun.env.get': ({ values, node }) => environmentValue(values, node),
  getenv: ({ values, node }) => environmentValue(values, node),
  'getenv.int': ({ values, node }) => environmentValue(values, node),
  'getenv.string': ({ values, node }) => environmentValue(values, node),
};

/** @returns the folder of package.json, which functions find that go up from a source. */
export function packageFolder({ program }: Evaluation, node: SyntaxNode): Value {
  return textValue(posix.join(sourceRoot, program.folder), placeOf(node));
}

/** @returns what a function gives; `undefined` for one that is not known. */
export function knownFunction(
  evaluation: Evaluation,
  name: string,
  node: SyntaxNode,
  frame: Frame | undefined,
): Value | undefined {
  const values = (): readonly Value[] =>
    argumentsOf(node).flatMap(
      (it) =>
        (it.type === 'spread_element' ? evaluation.spread(it, frame) : undefined) ?? [
          evaluation.evaluate(it, frame),
        ],
    );
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  return known
    ? known({ evaluation, node, values: values() })
    : freePort(evaluation, name, node, values);
}

/** `new Map([['web', 3000]])`. */
function mapOf(entries: Value | undefined, node: SyntaxNode): Value {
  const pairs = entries?.kind === 'list' ? entries.items : [];
  const found = pairs.flatMap((it) => {
    const [key, value] = it.kind === 'list' ? it.items : [];
    const name = key && firstText(key);
    return name === undefined || !value ? [] : [[name, value] as const];
  });
  const map = new Map(found);
  return {
    kind: 'record',
    type: 'Map',
    names: [...map.keys()],
    entry: (name) => map.get(name),
    at: placeOf(node),
  };
}

/** Methods after which a text is the same, as far as it matters for a port or a path. */
const unchanged = ['trim', 'toString', 'valueOf', 'toLowerCase', 'normalize', 'trimEnd'];

/** @returns what a method of a text, number or list gives. */
export function knownMethod(
  evaluation: Evaluation,
  receiver: Value,
  name: string,
  node: SyntaxNode,
  frame: Frame | undefined,
): Value | undefined {
  if (receiver.kind === 'text' || receiver.kind === 'number' || receiver.kind === 'unknown') {
    if (unchanged.includes(name)) return receiver;
    if (name === 'endsWith') return endsWith(receiver, argumentsOf(node)[0], evaluation, frame);
    if (name === 'concat' && receiver.kind === 'text')
      return concatenated(
        [receiver, ...argumentsOf(node).map((it) => evaluation.evaluate(it, frame))],
        placeOf(node),
      );
    return undefined;
  }
  if (receiver.kind === 'record' && receiver.type === 'Map' && name === 'get') {
    const [key] = argumentsOf(node);
    const text = key && firstText(evaluation.evaluate(key, frame));
    return text === undefined ? unknown(placeOf(node)) : receiver.entry(text);
  }
  if (receiver.kind !== 'list') return undefined;
  if (name === 'filter' || name === 'slice' || name === 'sort' || name === 'reverse')
    return receiver;
  const [argument] = argumentsOf(node);
  if (name === 'find') return foundIn(receiver.items, node);
  if (name === 'map' && argument)
    return {
      ...receiver,
      items: receiver.items.map((it) => applied(evaluation, argument, it, frame)),
    };
  if (name !== 'join') return undefined;
  const separator = argument;
  const between = separator ? evaluation.evaluate(separator, frame) : textValue(',', placeOf(node));
  return concatenated(
    receiver.items.flatMap((it, index) => (index === 0 ? [it] : [between, it])),
    placeOf(node),
  );
}

/** `import.meta.filename.endsWith('index.js')`, which the program asks of the compiled file. */
function endsWith(
  receiver: Value,
  end: SyntaxNode | undefined,
  evaluation: Evaluation,
  frame: Frame | undefined,
): Value | undefined {
  const text = end && firstText(evaluation.evaluate(end, frame));
  const known =
    receiver.kind === 'text' && receiver.pieces.length === 1 ? receiver.pieces[0] : null;
  if (text === undefined || typeof known !== 'string' || receiver.setting) return undefined;
  const compiled = known.replace(/\.([cm]?)tsx?$/, '.$1js');
  return { kind: 'truth', truth: known.endsWith(text) || compiled.endsWith(text), at: receiver.at };
}

/** The first that is set, where some are settings: `[process.env.PORT, 3000].find(...)`. */
function foundIn(items: readonly Value[], node: SyntaxNode): Value {
  const isDefaulted = items.some((it) => it.kind === 'unknown' || it.kind === 'foreign');
  return isDefaulted
    ? items.reduce((left, right) => orElse(left, () => right, false))
    : choiceOf(items, placeOf(node));
}

/** What a function of the project, or one that is known, makes of an item. */
function applied(
  evaluation: Evaluation,
  change: SyntaxNode,
  item: Value,
  frame: Frame | undefined,
): Value {
  const code = evaluation.evaluate(change, frame);
  const known =
    code.kind === 'foreign' && Object.hasOwn(functions, code.name)
      ? functions[code.name]
      : undefined;
  return known
    ? known({ evaluation, node: change, values: [item] })
    : evaluation.result(code, [item], change);
}

/** `new URL('./x', import.meta.url)` is a path; an address with a host stays a text. */
function address(values: readonly Value[], node: SyntaxNode): Value {
  const [path, base] = values;
  if (!path) return unknown(placeOf(node));
  if (!base) return path;
  if (firstText(path) === '') return base;
  const folder = changed(base, (it) => it.replace(/\/?[^/]*$/, ''));
  return joinedPath([folder, path], placeOf(node), true);
}

/**
 * @returns a part of an address: `new URL(process.env.URL ?? 'http://0.0.0.0:80').port`. What decides
 *   the address holds more than this part, so it is no setting of it.
 */
export function addressPart(
  value: Extract<Value, { kind: 'text' }>,
  name: string,
): Value | undefined {
  const { pieces, at } = value;
  const [text] = pieces;
  if (typeof text !== 'string') return undefined;
  const isAddress = /^[a-z][\w+.-]*:\/\//i.test(text);
  if (name === 'pathname' && !isAddress) return value;
  if (!isAddress) return undefined;
  // The host may be one that only the run knows: `http://${host}:8000`.
  const whole = pieces.map((it) => it ?? 'host').join('');
  const [, host, port] = /^[^:]+:\/\/([^/:?#@[\]]+|\[[\da-f:]+\])(?::(\d+))?/i.exec(whole) ?? [];
  if (name === 'hostname' && host !== undefined && pieces.length === 1) return textValue(host, at);
  const isKnown = pieces.length === 1 || /:\d+\/?$/.test(pieces.at(-1) ?? '');
  return name === 'port' && port !== undefined && isKnown ? textValue(port, at) : undefined;
}

function environmentValue(values: readonly Value[], node: SyntaxNode): Value {
  const [name, fallback] = values;
  if (name?.kind !== 'text' || typeof name.pieces[0] !== 'string') return unknown(placeOf(node));
  const setting = { variable: name.pieces[0] };
  return fallback ? { ...fallback, setting } : unknown(placeOf(node), setting);
}

/** Later records count before earlier ones. */
function merged(values: readonly Value[], node: SyntaxNode): Value {
  const records = values.flatMap((it) => (it.kind === 'record' ? [it] : [])).reverse();
  if (records.length === 0) return values[0] ?? unknown(placeOf(node));
  return {
    kind: 'record',
    names: [...new Set(records.flatMap((it) => it.names))],
    entry: (name) => {
      const found = records.flatMap((it) => it.entry(name) ?? []);
      return found.length > 1 && found.every((it) => it.kind === 'record')
        ? merged(found.toReversed(), node)
        : found[0];
    },
    at: placeOf(node),
  };
}

const readers = /^(?:node:fs(?:\.promises)?|fs-extra)\.(?:readFile|readFileSync)\(\)$/;

/** The content of a file whose text a parser gets. */
function fileContent(value: Value | undefined, call: Call): Value {
  if (value?.kind !== 'foreign' || !readers.test(value.name)) return unknown(placeOf(call.node));
  const made = call.evaluation.made(value);
  const [argument] = made ? argumentsOf(made.call) : [];
  return dataAt(argument && call.evaluation.evaluate(argument, made?.frame), call);
}

function dataAt(path: Value | undefined, { evaluation, node }: Call): Value {
  const { program } = evaluation;
  for (const it of path ? alternatives(path) : []) {
    if (it.kind !== 'text' || it.pieces.length !== 1 || typeof it.pieces[0] !== 'string') continue;
    const file = fileOf(it.pieces[0], program.folder);
    const data = program.data(file);
    if (data !== undefined) return dataValue(data, { file, line: 1 });
  }
  return unknown(placeOf(node));
}

/** @returns the file of the project that a path names when the program runs. */
export function fileOf(path: string, folder: string): string {
  const { path: plain, below } = placed(path);
  const inside = below === 'source' || folder === '' ? plain : `${folder}/${plain}`;
  return inside.replace(/^(?:\.?\/)+/, '');
}

/** Changes the known text of each alternative. */
function changed(value: Value, change: (text: string) => string): Value {
  return choiceOf(
    alternatives(value).map((it) =>
      it.kind === 'text' && it.pieces.length === 1 && typeof it.pieces[0] === 'string'
        ? { ...it, pieces: [change(it.pieces[0])] }
        : unknown(it.at, it.setting),
    ),
    value.at,
  );
}

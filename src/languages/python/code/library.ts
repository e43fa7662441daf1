/** Functions and attributes of the standard library and of libraries that give paths and settings. */
import { posix } from 'node:path';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import {
  alternatives,
  firstText,
  joinedPath,
  numberValue,
  placeOf,
  settable,
  textValue,
  unknown,
  type Value,
} from '../../shared/values.ts';
import { argumentAt, argumentsOf, calledName } from './arguments.ts';
import { documentAt, dataValue, loadedDocument, loaders } from './documents.ts';
import { variableAt, variableRead } from './environment.ts';
import { type Evaluator, type Frame, mapped, withSetting } from './evaluating.ts';
import { defaultOf } from './methods.ts';
import { instanceFolder, rootFolder } from './flask.ts';
import { definedOption, optionOf } from './options.ts';
import { home } from '../../shared/writable.ts';
import { sourcesPath } from './places.ts';
import { literalText } from './strings.ts';

type Foreign = Extract<Value, { kind: 'foreign' }>;

interface Call {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly frame: Frame | undefined;
  readonly evaluator: Evaluator;
  readonly at: Value['at'];
  argument(at: number | string): Value | undefined;
}

/** @returns the value of a call of something foreign; `undefined` where it is not known. */
export function libraryCall(
  callee: Foreign,
  node: SyntaxNode,
  frame: Frame | undefined,
  evaluator: Evaluator,
): Value | undefined {
  const { name } = callee;
  const scheme = evaluator.originOf(callee)?.call;
  const variable = variableRead(name, node, frame, evaluator, scheme);
  if (variable) return variable;
  const call: Call = {
    name,
    node,
    frame,
    evaluator,
    at: placeOf(node),
    argument: (at) => {
      const found = argumentAt(node, at);
      return found && evaluator.evaluate(found, frame);
    },
  };
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (known) return known(call);
  if (
    /^(?:pathlib\.)?(?:Pure)?(?:Posix)?Path$|^(?:anyio|trio|upath|aiopath|path|cloudpathlib)\.(?:Async|U|Any)?Path$|^py\.path\.local$/.test(
      name,
    )
  )
    return joinedAll(call, '.');
  if (/^(?:platformdirs|appdirs)\.\w+$/.test(name)) return userFolder(call);
  if (loaders.test(name)) {
    const argument = call.argument(0);
    return argument && loadedDocument(argument, node, evaluator);
  }
  if (/^configparser\.\w*ConfigParser\(\)/.test(name)) return iniValue(callee, call);
  // `demo.queue().launch()`: https://www.gradio.app/docs/gradio/blocks#blocks-queue
  if (/^gradio\.\w+\(\)\.queue$/.test(name))
    return evaluator.made(name.replace(/\(\)\.queue$/, '()'), {
      call: node,
      frame,
      receiver: undefined,
    });
  if (/\.DEFINE_\w+$/.test(name)) return { ...definedOption(node, evaluator) };
  if (
    /^(?:types\.SimpleNamespace|argparse\.Namespace|dict|box\.Box|munch\.\w+|addict\.Dict|easydict\.EasyDict|omegaconf\.OmegaConf\.create)$/.test(
      name,
    )
  )
    return recordOf(call);
  if (/\.config\.get$/.test(name)) {
    const key = alternatives(first(call))[0];
    const found =
      key?.kind === 'text' ? frameworkSetting(key.pieces.join(''), node, evaluator) : undefined;
    if (found) return found;
  }
  const last = name.slice(name.lastIndexOf('.') + 1);
  return name.includes('.') ? defaultOf(last, { node, frame }, evaluator) : undefined;
}

const constants: Readonly<Record<string, string>> = {
  'os.pardir': '..',
  'os.path.pardir': '..',
  'os.curdir': '.',
  'os.path.curdir': '.',
  'os.sep': '/',
  'os.path.sep': '/',
};

const first = (call: Call): Value => call.argument(0) ?? unknown(call.at);

const functions: Readonly<Record<string, (call: Call) => Value | undefined>> = {
  'os.path.join': (call) => joinedAll(call, ''),
  'posixpath.join': (call) => joinedAll(call, ''),
  'os.path.abspath': first,
  'os.path.realpath': first,
  'os.path.normpath': first,
  'os.path.expandvars': first,
  'os.fspath': first,
  str: (call) => call.argument(0) ?? textValue('', call.at),
  bytes: first,
  list: first,
  tuple: first,
  set: first,
  vars: optionsIn,
  'importlib.import_module': imported,
  'copy.copy': first,
  'copy.deepcopy': first,
  'dataclasses.asdict': first,
  'asyncio.run': first,
  'typing.cast': (call) => call.argument(1),
  max: first,
  min: first,
  'os.path.dirname': (call) => mapped(first(call), call.at, (it) => parentOf(it)),
  'os.path.basename': (call) => changed(call, (it) => posix.basename(it)),
  'os.path.expanduser': (call) => changed(call, (it) => it.replace(/^~(?=\/|$)/, home)),
  'pathlib.Path.home': (call) => textValue(home, call.at),
  'pathlib.Path.cwd': (call) => textValue(sourcesPath, call.at),
  'os.getcwd': (call) => textValue(sourcesPath, call.at),
  int: asNumber,
  float: asNumber,
  bool: first,
  getattr: attributeOf,
  'shutil.which': first,
  'shlex.split': (call) => wordsOf(call),
  'shlex.quote': first,
  'tempfile.gettempdir': (call) => textValue('/tmp', call.at),
  'tempfile.mkdtemp': (call) => temporaryPath(call),
  'tempfile.mktemp': (call) => temporaryPath(call),
  ...Object.fromEntries(
    ['xdg_base_dirs', 'xdg'].flatMap((library) =>
      ['data', 'config', 'cache', 'state'].map((kind) => [
        `${library}.xdg_${kind}_home`,
        (call: Call) => textValue(userFolderOf(`user_${kind}_dir`) ?? home, call.at),
      ]),
    ),
  ),
  'urllib.parse.urlparse': addressOf,
  'urllib.parse.urlsplit': addressOf,
  'click.get_app_dir': (call) => below(call, `${home}/.config`),
  'typer.get_app_dir': (call) => below(call, `${home}/.config`),
  'importlib.resources.files': packageFolder,
  'importlib_resources.files': packageFolder,
  'pkg_resources.resource_filename': (call) =>
    joinedPath([packageFolder(call), call.argument(1) ?? unknown(call.at)], call.at),
};

/** `vars(parser.parse_args())` is a dictionary of the options. */
function optionsIn(call: Call): Value {
  const value = first(call);
  if (value.kind !== 'foreign') return value;
  const entry = (key: string): Value | undefined =>
    optionOf(value.name, key, call.node, call.evaluator);
  return { kind: 'record', names: [], at: call.at, entry };
}

/** The module of the project with the name that the argument has where nothing is set. */
function imported(call: Call): Value | undefined {
  const name = firstText(first(call));
  const from = call.evaluator.moduleOf(call.node);
  const root =
    from && name !== undefined ? call.evaluator.sources.named(name, from)?.root : undefined;
  return root && { kind: 'code', node: root, at: call.at };
}

/** The parts of an address: https://docs.python.org/3/library/urllib.parse.html */
function addressOf(call: Call): Value {
  const address = first(call);
  const part = (it: Value, name: string): Value => {
    const text = it.kind === 'text' && !it.pieces.includes(null) ? it.pieces.join('') : undefined;
    const [, scheme, hostname, port, path] =
      /^(\w+):\/\/(?:[^@/]*@)?([^:/?#]*)(?::(\d+))?([^?#]*)/.exec(text ?? '') ?? [];
    const found = { scheme, hostname, path }[name];
    const value =
      name === 'port' && port !== undefined ? numberValue(Number(port), it.at) : undefined;
    const known = value ?? (found === undefined ? undefined : textValue(found, it.at));
    return known ? withSetting(known, it.setting) : unknown(it.at, it.setting);
  };
  return {
    kind: 'record',
    type: 'urllib.parse.ParseResult',
    names: [],
    at: call.at,
    entry: (name) =>
      /^(?:scheme|hostname|port|path)$/.test(name)
        ? mapped(address, call.at, (it) => part(it, name))
        : undefined,
  };
}

function joinedAll(call: Call, absent: string): Value {
  const { positional } = argumentsOf(call.node);
  if (positional.length === 0) return textValue(absent, call.at);
  const values = positional.map((it) => call.evaluator.evaluate(it, call.frame));
  const [only] = values;
  // One path keeps its own place and setting.
  return values.length === 1 && only && (only.kind === 'text' || only.kind === 'unknown')
    ? only
    : joinedPath(values, call.at, true);
}

function parentOf(value: Value): Value {
  if (value.kind !== 'text') return unknown(value.at, value.setting);
  const text = value.pieces.includes(null) ? undefined : value.pieces.join('');
  if (text !== undefined) return { ...value, pieces: [posix.dirname(text)] };
  const head = value.pieces[0];
  return typeof head === 'string' && head.includes('/')
    ? { ...value, pieces: [head.slice(0, head.lastIndexOf('/')) || '/'] }
    : unknown(value.at, value.setting);
}

function changed(call: Call, change: (text: string) => string): Value {
  return mapped(first(call), call.at, (it) =>
    it.kind === 'text'
      ? {
          ...it,
          pieces: it.pieces.map((piece, index) =>
            index === 0 && piece !== null ? change(piece) : piece,
          ),
        }
      : unknown(it.at, it.setting),
  );
}

function wordsOf(call: Call): Value {
  return mapped(first(call), call.at, (it) => ({
    kind: 'list',
    at: call.at,
    items:
      it.kind === 'text' && typeof it.pieces[0] === 'string'
        ? it.pieces[0]
            .trim()
            .split(/\s+/)
            .map((word) => textValue(word, it.at))
        : [],
  }));
}

function asNumber(call: Call): Value {
  return mapped(first(call), call.at, (it) => {
    if (it.kind === 'number') return it;
    const text = it.kind === 'text' && !it.pieces.includes(null) ? it.pieces.join('').trim() : '';
    const value = /^-?\d+(?:\.\d+)?$/.test(text)
      ? numberValue(Number(text), it.at)
      : unknown(it.at);
    return it.setting ? settable(value, it.setting) : value;
  });
}

function attributeOf(call: Call): Value | undefined {
  const [object, name, absent] = [call.argument(0), call.argument(1), call.argument(2)];
  const text = name && alternatives(name)[0];
  if (!object || text?.kind !== 'text') return absent;
  const value = call.evaluator.attribute(object, text.pieces.join(''), call.node);
  const isKnown = alternatives(value).some((it) => it.kind !== 'unknown' && it.kind !== 'foreign');
  return isKnown || !absent ? value : absent;
}

function temporaryPath(call: Call): Value {
  return { kind: 'text', pieces: ['/tmp/', null], at: call.at };
}

function below(call: Call, folder: string): Value {
  return joinedPath([textValue(folder, call.at), first(call)], call.at);
}

/** https://platformdirs.readthedocs.io/en/latest/platforms.html */
function userFolder(call: Call): Value | undefined {
  const folder = userFolderOf(call.name.slice(call.name.lastIndexOf('.') + 1));
  return folder === undefined ? undefined : below(call, folder);
}

/** @param name `user_data_dir` */
function userFolderOf(name: string): string | undefined {
  const kind = /^(?:user|site)_(\w+?)_(?:dir|path)$/.exec(name)?.[1] ?? '';
  const folders: Readonly<Record<string, string>> = {
    data: '.local/share',
    config: '.config',
    cache: '.cache',
    state: '.local/state',
    log: '.local/state',
    documents: 'Documents',
    downloads: 'Downloads',
  };
  const folder = folders[kind];
  return folder === undefined ? undefined : `${home}/${folder}`;
}

function packageFolder(call: Call): Value {
  const name = alternatives(first(call))[0];
  const module = call.evaluator.moduleOf(call.node);
  const text = name?.kind === 'text' ? name.pieces.join('') : '';
  const found =
    name?.kind === 'code' && name.node.type === 'module'
      ? call.evaluator.moduleOf(name.node)
      : module && (text === '__main__' ? module : call.evaluator.sources.named(text, module));
  return found
    ? textValue(posix.dirname(`${sourcesPath}/${found.path}`), call.at)
    : unknown(call.at);
}

function recordOf(call: Call): Value {
  const { keywords, records, positional } = argumentsOf(call.node);
  const spread = [...records, ...positional];
  return {
    kind: 'record',
    at: call.at,
    names: [...keywords.keys()],
    entry: (name) => {
      const own = keywords.get(name);
      return own
        ? call.evaluator.evaluate(own, call.frame)
        : call.evaluator.spreadEntry(call.node, spread, name, call.frame);
    },
  };
}

/** Values of a file that configparser reads. */
function iniValue(callee: Foreign, call: Call): Value | undefined {
  const isRead = /\.get(?:int|float|boolean)?$/.test(callee.name);
  if (!isRead) return undefined;
  const section = /\[(.+)\]\.\w+$/.exec(callee.name)?.[1];
  const texts = argumentsOf(call.node).positional.map((it) => literalText(it));
  const path = section === undefined ? texts.slice(0, 2) : [section, texts[0]];
  const absent =
    argumentAt(call.node, 'fallback') ??
    (section === undefined ? undefined : argumentAt(call.node, 1));
  const found = iniEntry(callee, path, call);
  if (found) return callee.name.endsWith('getint') ? digits(found) : found;
  const key = path.join('.');
  return absent
    ? settable(call.evaluator.evaluate(absent, call.frame), { key })
    : unknown(call.at, { key });
}

function digits(value: Value): Value {
  if (value.kind !== 'text' || !/^\d+$/.test(value.pieces.join(''))) return value;
  const number = numberValue(Number(value.pieces.join('')), value.at);
  return value.setting ? settable(number, value.setting) : number;
}

/** A value of the files that the parser reads: `parser.read("app.ini")` beside it. */
function iniEntry(
  object: Foreign,
  path: readonly (string | undefined)[],
  call: { readonly node: SyntaxNode; readonly evaluator: Evaluator; readonly at: Value['at'] },
): Value | undefined {
  const module = call.evaluator.moduleOf(
    object.kind === 'foreign' ? (call.evaluator.originOf(object)?.call ?? call.node) : call.node,
  );
  for (const reading of module?.calls ?? []) {
    if (!/^read(?:_file)?$/.test(calledName(reading))) continue;
    const value = call.evaluator.evaluate(argumentAt(reading, 0));
    const names = value.kind === 'list' ? value.items : [value];
    for (const name of names) {
      const text = alternatives(name)[0];
      const found =
        text?.kind === 'text'
          ? documentAt(text.pieces.map((it) => it ?? '').join(''), call.evaluator)
          : undefined;
      let at: Value | undefined = found && dataValue(found.data, { file: found.path, line: 1 });
      for (const part of path)
        at =
          at?.kind === 'record' && part !== undefined
            ? (at.entry(part) ?? at.entry(part.toLowerCase()))
            : undefined;
      if (at) return at;
    }
  }
  return undefined;
}

/**
 * @param name of the attribute, or the value between brackets.
 * @returns the value of an attribute of something foreign; `undefined` where it is not known.
 */
export function libraryAttribute(
  object: Foreign,
  name: string | Value,
  node: SyntaxNode,
  evaluator: Evaluator,
): Value | undefined {
  const at = placeOf(node);
  if (typeof name !== 'string') {
    const key = alternatives(name)[0];
    if (key?.kind !== 'text') return undefined;
    const text = key.pieces.map((it) => it ?? '').join('');
    const variable = variableAt(object.name, text, node, evaluator);
    if (variable) return variable;
    if (/^configparser\.\w*ConfigParser\(\)\[.+\]$/.test(object.name)) {
      const section = /\[(.+)\]$/.exec(object.name)?.[1];
      return iniEntry(object, [section, text], { node, evaluator, at });
    }
    if (/\.config$/.test(object.name)) return frameworkSetting(text, node, evaluator);
    return optionOf(object.name, text, node, evaluator);
  }
  const constant = Object.hasOwn(constants, `${object.name}.${name}`)
    ? constants[`${object.name}.${name}`]
    : undefined;
  if (constant !== undefined) return textValue(constant, at);
  if (/^(?:platformdirs\.\w*PlatformDirs|appdirs\.AppDirs)\(\)$/.test(object.name)) {
    const made = evaluator.originOf(object);
    const application = made && argumentAt(made.call, 0);
    const folder = userFolderOf(name);
    return application === undefined || folder === undefined
      ? undefined
      : joinedPath([textValue(folder, at), evaluator.evaluate(application, made?.frame)], at);
  }
  if (/^dynaconf\.(?:Dynaconf|LazySettings)\(\)$/.test(object.name))
    return fileSetting(object, name, node, evaluator);
  if (name === 'instance_path') return instanceFolder(evaluator, at);
  if (name === 'root_path' && /^flask\./.test(object.name)) return rootFolder(evaluator, at);
  if (object.name === 'django.conf.settings') return frameworkSetting(name, node, evaluator);
  return optionOf(object.name, name, node, evaluator);
}

/**
 * A setting of the files that Dynaconf reads: at their top, or in the part that holds for all
 * environments. https://www.dynaconf.com/settings_files/
 */
function fileSetting(
  object: Foreign,
  name: string,
  node: SyntaxNode,
  evaluator: Evaluator,
): Value | undefined {
  const call = evaluator.originOf(object)?.call;
  const given = (key: string): readonly string[] => {
    const found = call && argumentAt(call, key);
    const value = found ? evaluator.evaluate(found) : unknown(placeOf(node));
    return (value.kind === 'list' ? value.items : [value]).flatMap((it) => firstText(it) ?? []);
  };
  const files = [...given('settings_files'), ...given('settings_file')];
  const [prefix = 'DYNACONF'] = given('envvar_prefix');
  const keys = [name, name.toUpperCase(), name.toLowerCase()];
  for (const file of files.length > 0 ? files : ['settings.toml', 'settings.yaml']) {
    const found = documentAt(file, evaluator);
    const all = found && dataValue(found.data, { file: found.path, line: 1 });
    if (all?.kind !== 'record') continue;
    for (const part of [all.entry('default'), all]) {
      const value = part?.kind === 'record' ? keys.map((it) => part.entry(it)) : [];
      const first = value.find((it) => it !== undefined);
      if (first) return settable(first, { variable: `${prefix}_${name.toUpperCase()}` });
    }
  }
  return undefined;
}

/**
 * Settings of Flask and Django: what is assigned to the key, given for it
 * (`from_mapping(KEY=...)`), or to its name in a module or class of settings.
 */
function frameworkSetting(key: string, use: SyntaxNode, evaluator: Evaluator): Value | undefined {
  if (!/^\w+$/.test(key)) return undefined;
  const word = new RegExp(`\\b${key}\\b`);
  for (const module of evaluator.sources.modules) {
    if (!word.test(module.text)) continue;
    const nodes = module.root?.all('assignment', 'keyword_argument', 'pair') ?? [];
    for (const node of nodes) {
      const left = node.field('left') ?? node.field('name') ?? node.field('key');
      const right = node.field('right') ?? node.field('value');
      if (
        !left ||
        !right ||
        (use.start >= node.start && use.end <= node.end && use.file === node.file)
      )
        continue;
      const isIt =
        left.text === key ||
        literalText(left) === key ||
        (left.type === 'subscript' && literalText(left.field('subscript')) === key);
      if (isIt) return evaluator.evaluate(right);
    }
  }
  return undefined;
}

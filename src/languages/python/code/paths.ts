/** Resolves expressions that name a file or folder to paths in the image. No code is run. */
import { posix } from 'node:path';
import { importPlace, moduleName } from './module-names.ts';
import { closing, type ModuleFacts, splitArguments, valueBefore } from './modules.ts';
import type { Token } from './tokens.ts';

/** Where the sources lie in the image, and where a program is started. */
export const sourcesPath = '/app';

/** A part of a path that is known only at run time. */
const anything = '{}';

/** How many names are followed: enough for settings, and an end for circles. */
const deepest = 12;

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  readonly module: ModuleFacts;
  readonly modules: readonly ModuleFacts[];
  readonly line: number;
  readonly depth: number;
}

/**
 * Resolves an expression to a path.
 *
 * @param line of the expression: names have the values that were assigned before it.
 * @returns an absolute path, in which `{...}` are the parts that are known only at run time;
 *   `undefined` when its beginning is one of these.
 */
export function pathIn(
  tokens: readonly Token[],
  line: number,
  module: ModuleFacts,
  modules: readonly ModuleFacts[],
): string | undefined {
  const path = valueOf({ tokens, at: 0, line, module, modules, depth: 0 });
  return path === undefined || path.startsWith('{') ? undefined : posix.resolve(sourcesPath, path);
}

/** `a / b / c`, and of `a or b` the part that is known. */
function valueOf(reader: Reader): string | undefined {
  const { tokens } = reader;
  if (reader.depth > deepest) return undefined;
  let value = operand(reader);
  while (reader.at < tokens.length) {
    const sign = tokens[reader.at];
    reader.at += 1;
    if (sign?.text === 'or') value ??= operand(reader);
    else if (sign?.text === '/' && sign.kind === 'operator') value = joined(value, operand(reader));
    else if (sign?.text === '+' && value !== undefined) value += operand(reader) ?? anything;
    else return undefined;
  }
  return value;
}

function joined(left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined) return undefined;
  return right?.startsWith('/') ? right : posix.join(left, right ?? anything);
}

function operand(reader: Reader): string | undefined {
  const first = reader.tokens[reader.at];
  let value: string | undefined;
  if (first?.kind === 'string') {
    reader.at += 1;
    value = formattedText(first.text, reader);
  } else if (first?.text === '(') {
    value = valueOf(inner(reader, enclosed(reader)));
  } else if (first?.kind === 'name') {
    value = named(reader);
  } else {
    reader.at = reader.tokens.length;
    return undefined;
  }
  return trailing(value, reader);
}

/** An f-string that begins with a name: `f"{DATA_DIR}/x.json"`. */
function formattedText(text: string, reader: Reader): string | undefined {
  const [, name, rest = ''] = /^\{(\w+)\}(.*)$/s.exec(text) ?? [];
  if (name === undefined) return text;
  const value = lookUp([name], reader);
  return value === undefined ? undefined : `${value}${rest}`;
}

/** A name, or a call by its full name. */
function named(reader: Reader): string | undefined {
  const { tokens } = reader;
  const names = [tokens[reader.at]?.text ?? ''];
  reader.at += 1;
  while (
    tokens[reader.at]?.text === '.' &&
    tokens[reader.at + 1]?.kind === 'name' &&
    !pathParts.includes(tokens[reader.at + 1]?.text ?? '')
  ) {
    names.push(tokens[reader.at + 1]?.text ?? '');
    reader.at += 2;
  }
  const target = reader.module.imports.get(names[0] ?? '')?.target;
  const callee = [...(target === undefined ? names.slice(0, 1) : [target]), ...names.slice(1)].join(
    '.',
  );
  if (tokens[reader.at]?.text === '(')
    return called(callee, splitArguments(enclosed(reader)), reader);
  if (
    names.at(-1) === 'config' &&
    tokens[reader.at]?.text === '[' &&
    tokens[reader.at + 1]?.kind === 'string'
  ) {
    const key = tokens[reader.at + 1]?.text ?? '';
    reader.at += 3;
    return setting(key, reader);
  }
  if (names.length > 1 && (names.at(-1) === 'instance_path' || names.at(-1) === 'root_path'))
    return flaskFolder(names.at(-1) === 'instance_path' ? 'instance' : 'root', reader.modules);
  return names[0] === '__file__' ? `${sourcesPath}/${reader.module.path}` : lookUp(names, reader);
}

/**
 * Of the application: its own folder, or the instance folder beside its module or package:
 * https://flask.palletsprojects.com/en/stable/config/#instance-folders
 */
export function flaskFolder(
  which: 'root' | 'instance',
  modules: readonly ModuleFacts[],
): string | undefined {
  const module = modules.find((it) =>
    it.calls.some((call) => call.callee === 'flask.Flask' || call.callee === 'flask.app.Flask'),
  );
  if (!module) return undefined;
  if (which === 'root') return posix.dirname(`${sourcesPath}/${module.path}`);
  return posix.join(sourcesPath, importPlace(module, modules).path ?? '', 'instance');
}

/** What continues a path and is no name of a module. */
const pathParts = [
  'parent',
  'parents',
  'resolve',
  'absolute',
  'joinpath',
  'expanduser',
  'as_posix',
  'with_suffix',
];

function trailing(start: string | undefined, reader: Reader): string | undefined {
  const { tokens } = reader;
  let value = start;
  while (tokens[reader.at]?.text === '.') {
    const part = tokens[reader.at + 1]?.text ?? '';
    reader.at += 2;
    if (part === 'parent') value &&= posix.dirname(posix.resolve(sourcesPath, value));
    else if (part === 'parents' && tokens[reader.at]?.text === '[') {
      for (let up = Number(enclosed(reader)[0]?.text); up >= 0; up -= 1)
        value &&= posix.dirname(posix.resolve(sourcesPath, value));
    } else if (pathParts.includes(part) && tokens[reader.at]?.text === '(') {
      const parts = splitArguments(enclosed(reader));
      if (part === 'joinpath')
        for (const it of parts) value = joined(value, valueOf(inner(reader, it)));
    } else value = undefined;
  }
  return value;
}

/**
 * The functions of the standard library that make paths, and those that read the environment: of
 * these, the default.
 */
function called(
  callee: string,
  parts: readonly (readonly Token[])[],
  reader: Reader,
): string | undefined {
  const value = (part: readonly Token[] | undefined): string | undefined =>
    part === undefined ? undefined : valueOf(inner(reader, part));
  const [first, ...rest] = parts;
  if (/^(?:pathlib\.)?(?:Pure)?(?:Posix)?Path$|^os\.path\.join$/.test(callee))
    return rest.reduce<string | undefined>(
      (path, part) => joined(path, value(part)),
      first === undefined ? '.' : value(first),
    );
  if (/^os\.path\.(?:abspath|realpath|normpath)$|^os\.fspath$|^str$/.test(callee))
    return value(first);
  if (callee === 'os.path.dirname') {
    const path = value(first);
    return path === undefined ? undefined : posix.dirname(path);
  }
  if (callee === 'os.path.expanduser') return value(first)?.replace(/^~(?=\/|$)/, home);
  if (/(?:^|\.)Path\.home$/.test(callee)) return home;
  if (/(?:^|\.)Path\.cwd$|^os\.getcwd$/.test(callee)) return sourcesPath;
  if (
    /^os\.(?:environ\.get|getenv)$/.test(callee) ||
    /(?:^|\.)(?:env|config)(?:\.(?:str|path|get|db|url))?$/.test(callee)
  ) {
    const named_ = rest.find((it) => it[0]?.text === 'default' && it[1]?.text === '=');
    return value(named_?.slice(2) ?? rest[0]);
  }
  return undefined;
}

/** The home of the user that templates/partials/rootfs.hbs makes, and that distroless has. */
const home = '/home/nonroot';

/** What a name was assigned: here, or in the module that it is imported from. */
function lookUp(names: readonly string[], reader: Reader): string | undefined {
  const [head = '', ...rest] = names;
  if (rest.length === 0) {
    const assigned = valueBefore(reader.module, head, reader.line);
    if (assigned) return valueOf({ ...inner(reader, assigned.value), line: assigned.line });
  }
  const full = [reader.module.imports.get(head)?.target ?? head, ...rest];
  const path = full.join('.').split('.');
  const name = path.pop() ?? '';
  // `settings.data_dir`: an attribute of what a class in the module makes.
  const module =
    moduleNamed(path.join('.'), reader.modules) ??
    (path.length > 1 ? moduleNamed(path.slice(0, -1).join('.'), reader.modules) : undefined);
  const assigned = module && valueBefore(module, name, Infinity);
  return module && assigned
    ? valueOf({ ...inner(reader, assigned.value), module, line: assigned.line })
    : undefined;
}

function moduleNamed(name: string, modules: readonly ModuleFacts[]): ModuleFacts | undefined {
  return name === ''
    ? undefined
    : modules.find(
        (it) => moduleName(it.path) === name || moduleName(it.path).endsWith(`.${name}`),
      );
}

/**
 * Flask's `app.config["KEY"]`: what is assigned to it, given for it (`from_mapping(KEY=...)`), or
 * to its name in a module of settings.
 */
function setting(key: string, reader: Reader): string | undefined {
  for (const module of reader.modules) {
    for (const { tokens, line } of module.lines) {
      const at = tokens.findIndex(
        (it, index) =>
          it.text === key &&
          tokens[index + (it.kind === 'string' && tokens[index + 1]?.text === ']' ? 2 : 1)]
            ?.text === '=',
      );
      if (at === -1) continue;
      const value =
        splitArguments(
          tokens.slice(tokens.findIndex((it, index) => index > at && it.text === '=') + 1),
        )[0] ?? [];
      return valueOf({ ...inner(reader, value.slice(0, closing(value))), module, line });
    }
  }
  return undefined;
}

function inner(reader: Reader, tokens: readonly Token[]): Reader {
  return { ...reader, tokens, at: 0, depth: reader.depth + 1 };
}

/** The tokens between the bracket here and the one that closes it; the reader goes behind it. */
function enclosed(reader: Reader): readonly Token[] {
  const from = reader.at + 1;
  let depth = 0;
  for (; reader.at < reader.tokens.length; reader.at += 1) {
    const token = reader.tokens[reader.at];
    if (token?.kind !== 'operator') continue;
    if ('([{'.includes(token.text)) depth += 1;
    if (')]}'.includes(token.text)) depth -= 1;
    if (depth === 0) break;
  }
  reader.at += 1;
  return reader.tokens.slice(from, reader.at - 1);
}

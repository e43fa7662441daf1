/** Finds the paths that the code writes to, and the writes whose path is only known at run time. */
import type { Evidence } from '../../../types.ts';
import {
  closing,
  keywordArgument,
  splitArguments,
  type Call,
  type ModuleFacts,
} from './modules.ts';
import { flaskFolder, pathIn } from './paths.ts';
import type { LogicalLine, Token } from './tokens.ts';

export interface WrittenPath {
  /** In the image. Parts that are only known at run time are `{...}`. */
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly evidence: Evidence;
}

export interface WrittenPaths {
  readonly known: readonly WrittenPath[];
  /** Writes whose path is only known at run time. */
  readonly unknown: readonly Evidence[];
}

/** Functions whose first argument is the path that they write or make. */
const functions: readonly { readonly callee: RegExp; readonly kind: WrittenPath['kind'] }[] = [
  { callee: /^os\.(?:makedirs|mkdir)$/, kind: 'folder' },
  {
    callee:
      /^(?:aio)?sqlite3?\.connect$|^sqlite3\.dbapi2\.connect$|^duckdb\.connect$|^shelve\.open$|^dbm\.open$|(?:^|\.)TinyDB$|^fast(?:html\.(?:common|fastapp)\.fast_app|html\.common\.database|lite\.(?:core\.)?database)$/,
    kind: 'file',
  },
  { callee: /^logging\.(?:handlers\.)?\w*FileHandler$/, kind: 'file' },
];

/** Functions that open a file: their mode decides whether they write. */
const openers =
  /^(?:open|io\.open|codecs\.open|gzip\.open|bz2\.open|lzma\.open|aiofiles\.open|anyio\.open_file)$/;

/** Settings of frameworks that name a folder for uploads. */
const folderSettings =
  /^(?:MEDIA_ROOT|UPLOAD_(?:FOLDER|DIR|DIRECTORY|PATH|ROOT)|UPLOADS_(?:FOLDER|DIR|PATH|DEFAULT_DEST)|UPLOADED_\w+_DEST)$/;

/** Something that is written, as a line of code names it. */
interface Target {
  readonly kind: WrittenPath['kind'];
  /** The expression that names it, or its path in the image. */
  readonly named: readonly Token[] | string;
  readonly line: number;
  readonly because: string;
  /** Whether it is surely a path, so that one that cannot be resolved is reported. */
  readonly certain: boolean;
}

/** What Flask's extensions write to without naming it. */
interface FlaskFacts {
  /** The instance folder. */
  readonly instance: string | undefined;
  /** The folder of relative SQLite databases, where Flask-SQLAlchemy resolves them. */
  readonly databases: string | undefined;
}

/**
 * Finds the paths that the code writes to, and the writes whose path is only known at run time.
 *
 * @param packages the names of the packages that the program runs with.
 */
export function writtenPaths(
  modules: readonly ModuleFacts[],
  packages: readonly string[],
): WrittenPaths {
  const known = new Map<string, WrittenPath>();
  const unknown: Evidence[] = [];
  const instance = flaskFolder('instance', modules);
  // Relative to the instance folder: https://flask-sqlalchemy.readthedocs.io/en/stable/config/
  const databases = packages.includes('flask-sqlalchemy') ? instance : undefined;
  for (const module of modules) {
    for (const { kind, named, line, because, certain } of targetsIn(module, {
      instance,
      databases,
    })) {
      const evidence = { file: module.path, line, because };
      const path = typeof named === 'string' ? named : pathIn(named, line, module, modules);
      if (path === undefined) {
        if (certain) unknown.push(evidence);
      } else if (!known.has(`${kind} ${path}`)) {
        known.set(`${kind} ${path}`, { path, kind, evidence });
      }
    }
  }
  return { known: [...known.values()], unknown };
}

function targetsIn({ calls, lines }: ModuleFacts, flask: FlaskFacts): readonly Target[] {
  return [
    ...calls.flatMap((it) => targetsOfCall(it, flask)),
    ...lines.flatMap((it) => [
      ...it.tokens.flatMap((_, at) => targetsAt(it, at, flask)),
      ...targetsOfSetting(it),
    ]),
  ].filter(({ named }) => !isNothing(named));
}

/** No expression, or a database in memory. */
function isNothing(named: Target['named']): boolean {
  if (typeof named === 'string') return false;
  const [first] = named;
  return !first || (first.kind === 'string' && /^:memory:$|^$/.test(first.text));
}

/** Functions that write, or open for writing. */
function targetsOfCall(call: Call, { instance }: FlaskFacts): readonly Target[] {
  const { callee, line } = call;
  const [first, second] = positional(call);
  const file = { kind: 'file', line, because: `${callee} writes it`, certain: true } as const;
  const writes = functions.find((it) => it.callee.test(callee));
  const targets: Target[] = [];
  if (writes && !isUri(call)) {
    const named = first ?? keywordArgument(call, 'filename') ?? keywordArgument(call, 'database');
    targets.push({ ...file, kind: writes.kind, named: named ?? [] });
  }
  if (callee === 'logging.basicConfig') {
    const named = keywordArgument(call, 'filename') ?? [];
    targets.push({ ...file, named, because: 'the log is written to it' });
  }
  if (openers.test(callee) && isWriting(keywordArgument(call, 'mode') ?? second))
    targets.push({ ...file, named: first ?? keywordArgument(call, 'file') ?? [] });
  if (instance !== undefined && configuresInstance(call))
    targets.push({ ...file, kind: 'folder', named: instance, because: "Flask's instance folder" });
  return targets;
}

function configuresInstance(call: Call): boolean {
  const relative = keywordArgument(call, 'instance_relative_config');
  return /(?:^|\.)Flask$/.test(call.callee) && relative?.[0]?.text === 'True';
}

/** A database address, a setting in brackets, or a method of a path, at one token of a line. */
function targetsAt(
  { tokens, line }: LogicalLine,
  at: number,
  { databases }: FlaskFacts,
): readonly Target[] {
  const token = tokens[at];
  if (token?.text === '.' && tokens[at + 2]?.text === '(') return targetsOfMethod(tokens, at);
  if (token?.kind !== 'string') return [];
  const address = databaseUrl(tokens, at);
  if (address) {
    const file = { kind: 'file', line: token.line, certain: false } as const;
    const relative = address[0]?.kind === 'string' && !/^[/{]/.test(address[0].text);
    if (!relative || databases === undefined)
      return [{ ...file, named: address, because: 'a database of SQLite' }];
    const because = 'the database of SQLite, in the instance folder';
    return [{ ...file, kind: 'folder', named: databases, because }];
  }
  const assigned = tokens[at + 1]?.text === ']' && tokens[at + 2]?.text === '=';
  if (!assigned || !folderSettings.test(token.text)) return [];
  const named = tokens.slice(at + 3);
  return [{ kind: 'folder', named, line, because: token.text, certain: true }];
}

/** Settings that are assigned by name: folders, databases and logs. */
function targetsOfSetting({ tokens, line }: LogicalLine): readonly Target[] {
  const [name, sign] = tokens;
  if (!name) return [];
  if (sign?.text === '=' && folderSettings.test(name.text))
    return [{ kind: 'folder', named: tokens.slice(2), line, because: name.text, certain: true }];
  const file = { kind: 'file', line, certain: false } as const;
  const sqlite = tokens.some((it) => it.text === 'django.db.backends.sqlite3');
  if (name.text === 'DATABASES' && sqlite)
    return entries(tokens, 'NAME').map((named) => ({
      ...file,
      named,
      because: 'a database of SQLite',
    }));
  if (name.text.startsWith('LOGGING'))
    return entries(tokens, 'filename').map((named) => ({
      ...file,
      named,
      because: 'the log is written to it',
    }));
  return [];
}

function positional(call: Call): readonly (readonly Token[])[] {
  return splitArguments(call.arguments).filter((it) => it[1]?.text !== '=');
}

/** A database that is opened read-only, or by an address that has the mode. */
function isUri(call: Call): boolean {
  return (
    keywordArgument(call, 'uri') !== undefined ||
    keywordArgument(call, 'read_only')?.[0]?.text === 'True'
  );
}

function isWriting(mode: readonly Token[] | undefined): boolean {
  return mode?.length === 1 && mode[0]?.kind === 'string' && /[wax+]/.test(mode[0].text);
}

/** @returns the path in `sqlite:///x.db`, or what is added to `sqlite:///`. */
function databaseUrl(tokens: readonly Token[], at: number): readonly Token[] | undefined {
  const token = tokens[at];
  const path =
    token && /^sqlite(?:\+\w+)?:\/\/\/(.*)$/s.exec(token.text)?.[1]?.replace(/\?.*$/s, '');
  if (!token || path === undefined || path.startsWith(':memory:') || path.startsWith('file:'))
    return undefined;
  if (path !== '') return [{ ...token, text: path }];
  if (tokens[at + 1]?.text !== '+') return undefined;
  const rest = splitArguments(tokens.slice(at + 2))[0] ?? [];
  return rest.slice(0, closing(rest));
}

/** The values of a key in the dictionaries of a statement: `"NAME": BASE_DIR / "db.sqlite3"`. */
function entries(tokens: readonly Token[], key: string): readonly (readonly Token[])[] {
  return tokens.flatMap((it, at) => {
    if (it.kind !== 'string' || it.text !== key || tokens[at + 1]?.text !== ':') return [];
    const value = splitArguments(tokens.slice(at + 2))[0] ?? [];
    return [value.slice(0, closing(value))];
  });
}

/**
 * Methods of paths, and of objects that save themselves to one: `DATA.mkdir()`,
 * `(DATA / name).write_text(...)`, `frame.to_csv("out/x.csv")`.
 */
function targetsOfMethod(tokens: readonly Token[], dot: number): readonly Target[] {
  const method = tokens[dot + 1]?.text ?? '';
  const call = { callee: method, line: 0, arguments: argumentsAt(tokens, dot + 2) };
  const file = {
    kind: 'file',
    line: tokens[dot + 1]?.line ?? 0,
    because: `${method} writes it`,
    certain: false,
  } as const;
  if (method === 'mkdir') {
    const named = receiverOf(tokens, dot);
    // os.mkdir is a function.
    if (named.length === 1 && named[0]?.text === 'os') return [];
    return [{ ...file, kind: 'folder', named, certain: true }];
  }
  if (/^write_(?:text|bytes)$|^touch$/.test(method))
    return [{ ...file, named: receiverOf(tokens, dot), certain: method !== 'touch' }];
  if (method === 'open' && isWriting(keywordArgument(call, 'mode') ?? positional(call)[0]))
    return [{ ...file, named: receiverOf(tokens, dot) }];
  if (/^to_(?:csv|parquet|excel|json|pickle|feather)$|^savefig$/.test(method))
    return [{ ...file, named: positional(call)[0] ?? [] }];
  return [];
}

function argumentsAt(tokens: readonly Token[], open: number): readonly Token[] {
  const rest = tokens.slice(open + 1);
  return rest.slice(0, closing(rest));
}

/** The expression in front of a dot: names, calls and brackets that belong together. */
function receiverOf(tokens: readonly Token[], dot: number): readonly Token[] {
  let at = dot;
  while (at > 0) {
    const token = tokens[at - 1];
    if (isBracket(token, ')]')) {
      at = openingBefore(tokens, at - 1);
      // A name in front of a bracket is what is called.
      if (isOperand(tokens[at - 1])) at -= 1;
    } else if (isOperand(token)) at -= 1;
    else break;
    if (tokens[at - 1]?.text !== '.') break;
    at -= 1;
  }
  return tokens.slice(at, dot);
}

function isBracket(token: Token | undefined, brackets: string): boolean {
  return token?.kind === 'operator' && brackets.includes(token.text);
}

function isOperand(token: Token | undefined): boolean {
  return token?.kind === 'name' && !keywords.includes(token.text);
}

/** The place of the bracket that is closed at a place. */
function openingBefore(tokens: readonly Token[], close: number): number {
  let at = close;
  for (let depth = 0; at > 0; at -= 1) {
    if (isBracket(tokens[at], ')]}')) depth += 1;
    if (isBracket(tokens[at], '([{')) depth -= 1;
    if (depth === 0) break;
  }
  return at;
}

const keywords = [
  'return',
  'await',
  'yield',
  'in',
  'not',
  'and',
  'or',
  'if',
  'else',
  'with',
  'as',
  'lambda',
  'assert',
];

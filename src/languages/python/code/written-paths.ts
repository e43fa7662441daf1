/** Modules in; the files and folders that they write by names which the code tells, and the calls whose names it does not tell, out. */
import type { Evidence } from '../../../types.ts';
import {
  closing,
  keywordArgument,
  splitArguments,
  type Call,
  type ModuleFacts,
} from './modules.ts';
import { flaskFolder, pathIn } from './paths.ts';
import type { Token } from './tokens.ts';

export interface WrittenPath {
  /** In the image. Parts that only a running program knows stand as `{...}`. */
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly evidence: Evidence;
}

export interface WrittenPaths {
  readonly known: readonly WrittenPath[];
  /** Calls that write where only a running program knows. */
  readonly unknown: readonly Evidence[];
}

/** Functions whose first argument is what they write, or make. */
const functions: readonly { readonly callee: RegExp; readonly kind: WrittenPath['kind'] }[] = [
  { callee: /^os\.(?:makedirs|mkdir)$/, kind: 'folder' },
  {
    callee:
      /^(?:aio)?sqlite3?\.connect$|^sqlite3\.dbapi2\.connect$|^duckdb\.connect$|^shelve\.open$|^dbm\.open$|(?:^|\.)TinyDB$|^fast(?:html\.(?:common|fastapp)\.fast_app|html\.common\.database|lite\.(?:core\.)?database)$/,
    kind: 'file',
  },
  { callee: /^logging\.(?:handlers\.)?\w*FileHandler$/, kind: 'file' },
];

/** Functions that open: they write where their mode says so. */
const openers =
  /^(?:open|io\.open|codecs\.open|gzip\.open|bz2\.open|lzma\.open|aiofiles\.open|anyio\.open_file)$/;

/** Settings of frameworks that name a folder for what users bring. */
const folderSettings =
  /^(?:MEDIA_ROOT|UPLOAD_(?:FOLDER|DIR|DIRECTORY|PATH|ROOT)|UPLOADS_(?:FOLDER|DIR|PATH|DEFAULT_DEST)|UPLOADED_\w+_DEST)$/;

/** @param packages the names of the packages that the program runs with. */
export function writtenPaths(
  modules: readonly ModuleFacts[],
  packages: readonly string[],
): WrittenPaths {
  const known = new Map<string, WrittenPath>();
  const unknown: Evidence[] = [];
  const instance = flaskFolder('instance', modules);
  for (const module of modules) {
    const add = (
      kind: WrittenPath['kind'],
      tokens: readonly Token[] | undefined,
      line: number,
      because: string,
      certain: boolean,
    ): void => {
      if (tokens === undefined || tokens.length === 0) return;
      if (tokens[0]?.kind === 'string' && /^:memory:$|^$/.test(tokens[0].text)) return;
      const path = pathIn(tokens, line, module, modules);
      if (path !== undefined) found(kind, path, line, because);
      else if (certain) unknown.push({ file: module.path, line, because });
    };
    const found = (
      kind: WrittenPath['kind'],
      path: string,
      line: number,
      because: string,
    ): void => {
      if (!known.has(`${kind} ${path}`))
        known.set(`${kind} ${path}`, {
          path,
          kind,
          evidence: { file: module.path, line, because },
        });
    };

    for (const call of module.calls) {
      const [first] = positional(call);
      const writes = functions.find((it) => it.callee.test(call.callee));
      if (writes && !isUri(call))
        add(
          writes.kind,
          first ?? keywordArgument(call, 'filename') ?? keywordArgument(call, 'database'),
          call.line,
          `${call.callee} writes it`,
          true,
        );
      if (call.callee === 'logging.basicConfig')
        add('file', keywordArgument(call, 'filename'), call.line, 'the log is written to it', true);
      if (
        openers.test(call.callee) &&
        isWriting(keywordArgument(call, 'mode') ?? positional(call)[1])
      )
        add(
          'file',
          first ?? keywordArgument(call, 'file'),
          call.line,
          `${call.callee} writes it`,
          true,
        );
      if (
        /(?:^|\.)Flask$/.test(call.callee) &&
        keywordArgument(call, 'instance_relative_config')?.[0]?.text === 'True' &&
        instance !== undefined
      )
        found('folder', instance, call.line, "Flask's instance folder");
    }
    for (const { tokens, line } of module.lines) {
      for (const [at, token] of tokens.entries()) {
        if (token.kind === 'string')
          databaseUrl(tokens, at, (rest) => {
            const relative = rest[0]?.kind === 'string' && !/^[/{]/.test(rest[0].text);
            // https://flask-sqlalchemy.readthedocs.io/en/stable/config/: relative to the instance folder.
            if (relative && instance !== undefined && packages.includes('flask-sqlalchemy'))
              found(
                'folder',
                instance,
                token.line,
                'the database of SQLite, in the instance folder',
              );
            else add('file', rest, token.line, 'a database of SQLite', false);
          });
        if (
          token.kind === 'string' &&
          folderSettings.test(token.text) &&
          tokens[at + 1]?.text === ']' &&
          tokens[at + 2]?.text === '='
        )
          add('folder', tokens.slice(at + 3), line, token.text, true);
        if (token.text === '.' && tokens[at + 2]?.text === '(')
          methodCall(tokens, at, (kind, target, certain) =>
            add(
              kind,
              target,
              tokens[at + 1]?.line ?? line,
              `${tokens[at + 1]?.text ?? ''} writes it`,
              certain,
            ),
          );
      }
      const [name, sign] = tokens;
      if (name && sign?.text === '=' && folderSettings.test(name.text))
        add('folder', tokens.slice(2), line, name.text, true);
      if (
        name?.text === 'DATABASES' &&
        tokens.some((it) => it.text === 'django.db.backends.sqlite3')
      )
        for (const it of entries(tokens, 'NAME'))
          add('file', it, line, 'a database of SQLite', false);
      if (name && /^LOGGING/.test(name.text))
        for (const it of entries(tokens, 'filename'))
          add('file', it, line, 'the log is written to it', false);
    }
  }
  return { known: [...known.values()], unknown };
}

function positional(call: Call): readonly (readonly Token[])[] {
  return splitArguments(call.arguments).filter((it) => it[1]?.text !== '=');
}

/** `file:...?mode=ro` says itself how it is opened. */
function isUri(call: Call): boolean {
  return (
    keywordArgument(call, 'uri') !== undefined ||
    keywordArgument(call, 'read_only')?.[0]?.text === 'True'
  );
}

function isWriting(mode: readonly Token[] | undefined): boolean {
  return mode?.length === 1 && mode[0]?.kind === 'string' && /[wax+]/.test(mode[0].text);
}

/** `sqlite:///x.db`, and what is added to `sqlite:///`. */
function databaseUrl(
  tokens: readonly Token[],
  at: number,
  take: (rest: readonly Token[]) => void,
): void {
  const token = tokens[at];
  const path =
    token && /^sqlite(?:\+\w+)?:\/\/\/(.*)$/s.exec(token.text)?.[1]?.replace(/\?.*$/s, '');
  if (!token || path === undefined || path.startsWith(':memory:') || path.startsWith('file:'))
    return;
  if (path !== '') return take([{ ...token, text: path }]);
  if (tokens[at + 1]?.text !== '+') return;
  const rest = splitArguments(tokens.slice(at + 2))[0] ?? [];
  take(rest.slice(0, closing(rest)));
}

/** The values of a key in the dictionaries of a statement: `"NAME": BASE_DIR / "db.sqlite3"`. */
function entries(tokens: readonly Token[], key: string): readonly (readonly Token[])[] {
  return tokens.flatMap((it, at) => {
    if (it.kind !== 'string' || it.text !== key || tokens[at + 1]?.text !== ':') return [];
    const value = splitArguments(tokens.slice(at + 2))[0] ?? [];
    return [value.slice(0, closing(value))];
  });
}

/** Methods of paths, and of what saves itself to one: `DATA.mkdir()`, `(DATA / name).write_text(...)`, `frame.to_csv("out/x.csv")`. */
function methodCall(
  tokens: readonly Token[],
  dot: number,
  take: (kind: WrittenPath['kind'], target: readonly Token[], certain: boolean) => void,
): void {
  const method = tokens[dot + 1]?.text ?? '';
  const call = { callee: method, line: 0, arguments: argumentsAt(tokens, dot + 2) };
  if (method === 'mkdir') {
    const receiver = receiverOf(tokens, dot);
    if (!(receiver.length === 1 && receiver[0]?.text === 'os')) take('folder', receiver, true);
  }
  if (/^write_(?:text|bytes)$|^touch$/.test(method))
    take('file', receiverOf(tokens, dot), method !== 'touch');
  if (method === 'open' && isWriting(keywordArgument(call, 'mode') ?? positional(call)[0]))
    take('file', receiverOf(tokens, dot), false);
  if (/^to_(?:csv|parquet|excel|json|pickle|feather)$|^savefig$/.test(method))
    take('file', positional(call)[0] ?? [], false);
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
    if (token?.kind === 'operator' && ')]'.includes(token.text)) {
      let depth = 0;
      do {
        at -= 1;
        if (tokens[at]?.kind === 'operator' && ')]}'.includes(tokens[at]?.text ?? '')) depth += 1;
        if (tokens[at]?.kind === 'operator' && '([{'.includes(tokens[at]?.text ?? '')) depth -= 1;
      } while (depth > 0 && at > 0);
      // A name in front of a bracket is what is called.
      if (tokens[at - 1]?.kind === 'name' && !keywords.includes(tokens[at - 1]?.text ?? ''))
        at -= 1;
    } else if (token?.kind === 'name' && !keywords.includes(token.text)) at -= 1;
    else break;
    if (tokens[at - 1]?.text !== '.') break;
    at -= 1;
  }
  return tokens.slice(at, dot);
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

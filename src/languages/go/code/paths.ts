/** Makes files and folders that a program opens from matches of the tables. */
import { posix } from 'node:path';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { folderOf, joined } from '../../../text/paths.ts';
import type { Meaning, Row } from '../../shared/knowledge.ts';
import type { PathUse } from '../../shared/uses.ts';
import type { GoFile } from '../packages.ts';
import {
  alternatives,
  firstText,
  placeOf,
  possible,
  textValue,
  type Value,
} from '../../shared/values.ts';
import type { Evaluator } from './evaluator.ts';
import { tagValue } from './field-settings.ts';
import { flagsIn } from './flags.ts';
import type { Match } from './rows.ts';
import { keysIn } from './viper.ts';

export const isReading = (means: Meaning): boolean => /^(?:reads|serves)-/.test(means);
export const isWriting = (means: Meaning): boolean => means.startsWith('writes-');

const purposes: Readonly<Partial<Record<Meaning, NonNullable<PathUse['purpose']>>>> = {
  'serves-folder': 'served',
  'writes-cache': 'cache',
  'writes-database': 'database',
  'writes-log': 'log',
};

/** @returns what a call opens: none where it names nothing, or something that is no file. */
export function pathsOf(evaluator: Evaluator, match: Match): readonly PathUse[] {
  const { row, node } = match;
  if (!isOpened(evaluator, row, node)) return [];
  const values = valuesOf(evaluator, match);
  return values.flatMap((value) =>
    alternatives(value).flatMap((it) => pathUse(fromStart(evaluator, row, it, node), row, node)),
  );
}

/** The program is built with -trimpath, so the path of a source file begins with that of its module. */
function fromStart(evaluator: Evaluator, { start }: Row, value: Value, node: SyntaxNode): Value {
  if (start === undefined || value.kind !== 'text') return value;
  const [path] = value.pieces;
  const source = evaluator.code.compiledPath(evaluator.code.fileOf(node));
  return value.pieces.length !== 1 || typeof path !== 'string' || source === undefined
    ? value
    : textValue(joined(folderOf(source), path), value.at);
}

function valuesOf(evaluator: Evaluator, { row, node, value }: Match): readonly Value[] {
  if (value && row.rest && typeof row.argument === 'number') {
    const given = node.field('arguments')?.parts.slice(row.argument) ?? [];
    return given.map((it) => evaluator.value(it)).flatMap(items);
  }
  if (value) return items(value);
  return row.absent === undefined ? [] : [textValue(row.absent, placeOf(node))];
}

const items = (value: Value): readonly Value[] => (value.kind === 'list' ? value.items : [value]);

/** Whether the other arguments agree with the row: how a file is opened, which database it is. */
function isOpened(evaluator: Evaluator, { call, means, only }: Row, node: SyntaxNode): boolean {
  const given = node.field('arguments')?.parts ?? [];
  if (call === 'os.OpenFile') {
    const writes = /O_(?:CREATE|WRONLY|RDWR|APPEND|TRUNC)/.test(given[1]?.text ?? '');
    return writes === isWriting(means);
  }
  if (only === undefined) return true;
  const driver = evaluator.value(given[Number(only.argument)]);
  const name = firstText(driver) ?? foreignName(driver);
  // Where only the run knows the driver, it is one that the program contains.
  return name === undefined
    ? drivers.some((it) => evaluator.code.imports(it))
    : only.values.some((it) => name.startsWith(it));
}

/** `sqliteshim.ShimName` and `dialect.SQLite`, by the names that say what they are. */
function foreignName(value: Value): string | undefined {
  return value.kind === 'foreign'
    ? /(?:^|[./])(sqlite|libsql|duckdb)/i.exec(value.name)?.[1]?.toLowerCase()
    : undefined;
}

/** Packages that register a driver of SQLite: https://go.dev/wiki/SQLDrivers */
const drivers = [
  'modernc.org/sqlite',
  'github.com/mattn/go-sqlite3',
  'github.com/glebarez/go-sqlite',
  'github.com/ncruces/go-sqlite3/driver',
];

function pathUse(value: Value, { call, means }: Row, node: SyntaxNode): readonly PathUse[] {
  if (value.kind !== 'text') return [];
  const isFolder = means.endsWith('-folder');
  const named = namedPath(value.pieces, isWriting(means));
  if (!named) return [];
  // No file is called like the working directory.
  const isItself = named.path === '' && named.complete && named.below === undefined;
  if (isItself && isWriting(means) && !isFolder) return [];
  const purpose = purposes[means];
  const verb = isWriting(means) ? 'writes' : 'reads';
  return [
    {
      ...named,
      kind: isFolder || named.kind === 'folder' ? 'folder' : 'file',
      ...(value.setting ? { setting: value.setting } : {}),
      ...(purpose ? { purpose } : {}),
      ...(call.endsWith('.AddConfigPath') ? { isSearched: true } : {}),
      evidence: { ...placeOf(node), because: `${verb} ${textOf(value.pieces)}` },
    },
  ];
}

const textOf = (pieces: readonly (string | null)[]): string =>
  pieces
    .map((it) => it ?? '…')
    .join('')
    .replace(/^<program>\//, '');

const temporaryEnding = /^\.(?:tmp|temp|bak|lock|part|new|old)$/;

type Named = Pick<PathUse, 'path' | 'complete' | 'kind' | 'below'>;

/**
 * Reads a path: relative, absolute, below the home folder or beside the program. A pattern ends
 * before its first wildcard.
 */
function namedPath(pieces: readonly (string | null)[], isWrite: boolean): Named | undefined {
  const [first] = pieces;
  // `folder + "/config.yaml"`: a file of that name in the project is the likely one.
  const known = first === null && pieces.length === 2 && !isWrite ? pieces.slice(1) : pieces;
  const bare = bareText(known[0], first === null, isWrite);
  if (bare === undefined) return undefined;
  const below = belowOf(bare);
  const inner = bare.replace(/^(?:~|<program>)\/?/, '');
  const wild = inner.search(/[*?[]/);
  const complete = known.length === 1 && (wild === -1 || isWrite);
  const fixed = complete ? inner : inner.slice(0, wild === -1 ? undefined : wild);
  const isCut = !complete && (wild !== -1 || fixed.endsWith('/') || isWrite);
  const path = plainPath(isCut ? fixed.slice(0, fixed.lastIndexOf('/') + 1) : fixed);
  if (isAway(path, isWrite || below !== undefined)) return undefined;
  // An option that is off by default has no name, and its temporary file only an ending.
  if (isWrite && !below && (/^(?:|-|stdout|stderr)$/.test(bare) || temporaryEnding.test(bare)))
    return undefined;
  if (path === '' && isWrite && known.length > 1 && !below && !fixed.startsWith('./'))
    return undefined;
  return { path, complete, kind: isCut ? 'folder' : 'file', ...(below ? { below } : {}) };
}

/** The text without the scheme and the options of a database; `undefined` for what is no path. */
function bareText(
  head: string | null | undefined,
  isEnd: boolean,
  isWrite: boolean,
): string | undefined {
  if (typeof head !== 'string') return undefined;
  const [path = ''] = head
    .replace(/^(?:file|sqlite3?|libsql):(?:\/\/)?/, '')
    .replace(isEnd ? /^[/]+/ : /^$/, '')
    .split(isWrite || head.startsWith('file:') ? '?' : '\u0000', 1);
  const isOther =
    path.startsWith(':memory:') ||
    /^[a-z]+:\/\/|@\w*\(/.test(path) ||
    /[\s<>|"'`{}\\]/.test(path.replace(/^<program>/, ''));
  return isOther ? undefined : path;
}

function belowOf(path: string): PathUse['below'] {
  if (/^~(?:\/|$)/.test(path)) return 'home';
  return path.startsWith('<program>') ? 'program' : undefined;
}

/** Drops `./`, double slashes and what `..` takes back: it is left only where a path begins. */
function plainPath(path: string): string {
  const plain = posix.normalize(path).replace(/(.)\/$/, '$1');
  return plain === '.' ? '' : plain;
}

/** Whether nothing that belongs to the program is at a path. @param isApart whether it is no file of the project. */
function isAway(path: string, isApart: boolean): boolean {
  return isAround(path) || (isApart ? isOutside(path) : path === '');
}

/** Whether a path leaves the folder in which it begins. */
const isOutside = (path: string): boolean => /^\.\.(?:\/|$)/.test(path);

/** Whether a path is a folder around the one in which it begins, which has more than is read. */
const isAround = (path: string): boolean => /^\.\.(?:\/\.\.)*$/.test(path);

/** Names of settings that hold a path. */
const pathName =
  /(?:file|path|dir|directory|folder|root|config|conf|static|templates?|assets|migrations|rules|schema|locales?|public)$/i;

/**
 * Finds defaults of settings that are paths: they are read where the setting is used, which may be
 * in another module. The decision is made by whether the project has such a file.
 */
export function namedReads(evaluator: Evaluator): readonly PathUse[] {
  const { code } = evaluator;
  const sieve =
    /\.(?:String\w*|Flag|SetDefault|StringFlag|PathFlag)\b|(?:env|default|envDefault|env-default|long):"/;
  return code.search(sieve).flatMap((file) => {
    const root = code.tree(file)?.root;
    if (!root) return [];
    return [
      ...flagsIn(evaluator, root),
      ...keysIn(evaluator, root),
      ...root.all('field_declaration').flatMap((it) => {
        const found = tagValue(evaluator, it, it.field('name')?.text ?? '');
        return found ? [found] : [];
      }),
    ].flatMap(settingRead);
  });
}

function settingRead(value: Value): readonly PathUse[] {
  const text = firstText(value);
  const { setting } = value;
  const names = [setting?.flag, setting?.key, setting?.variable].filter((it) => it !== undefined);
  if (text === undefined || !setting || !/^[\w.][\w./@+-]*$/.test(text)) return [];
  if (!/\/|\.\w+$/.test(text) && !names.some((it) => pathName.test(it))) return [];
  const path = plainPath(text);
  return path === '' || path.startsWith('/') || isAround(path)
    ? []
    : [
        {
          path,
          kind: 'file',
          complete: true,
          setting,
          evidence: { ...value.at, because: `reads ${text}` },
        },
      ];
}

/**
 * viper finds a configuration file from its name without the extension, in the configured folders:
 * https://github.com/spf13/viper#reading-config-files
 */
export function viperReads(evaluator: Evaluator): readonly PathUse[] {
  const { code } = evaluator;
  if (!code.imports('github.com/spf13/viper')) return [];
  return code.methodCalls('SetConfigName').flatMap((call): readonly PathUse[] => {
    const names = possible(evaluator.value(call.field('arguments')?.parts[0]))
      .filter(({ text, complete }) => complete && /^[\w./-]*\w$/.test(text))
      .map(({ text }) => plainPath(text));
    return [...new Set(names)].map((name): PathUse => {
      const evidence = { ...placeOf(call), because: `reads the configuration ${name}` };
      return hasVariables(code.fileOf(call))
        ? { path: `${name}.env`, kind: 'file', complete: true, evidence }
        : { path: `${name}.`, kind: 'file', complete: false, isStem: true, evidence };
    });
  });
}

/** Whether the configuration that a file names for viper is one of variables. */
export const hasVariables = ({ text }: GoFile): boolean =>
  /\.SetConfigType\("(?:env|dotenv)"\)/.test(text);

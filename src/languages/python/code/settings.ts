/** Paths in settings of frameworks and in addresses of databases. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { PathUse } from '../../shared/uses.ts';
import {
  alternatives,
  firstText,
  joinedPath,
  placeOf,
  possible,
  textValue,
  type Value,
} from '../../shared/values.ts';
import { argumentValue } from './argument-values.ts';
import type { Evaluator } from './evaluating.ts';
import { isBefore, type Package } from '../package.ts';
import { instanceFolder, rootFolder } from './flask.ts';
import type { PythonModule } from './module.ts';
import { isNothing, pathsOf, type PathPurpose } from './path-uses.ts';
import { literalText } from './strings.ts';

/** Paths, and the node that names them. */
interface SettingUse {
  readonly node: SyntaxNode;
  readonly paths: readonly PathUse[];
}

/** Names of settings for folders with what can be made again. */
const madeAgain = '(?:BACKUP|EXPORT|THUMBNAIL|TE?MP)S?_(?:DIR|FOLDER|ROOT)';

/** Settings that name a folder for what the program makes: uploads, caches, indexes of a search. */
const folderSettings = new RegExp(
  `^(?:MEDIA_ROOT|UPLOAD_(?:FOLDER|DIR|DIRECTORY|PATH|ROOT)|UPLOADS_(?:FOLDER|DIR|PATH|DEFAULT_DEST)|UPLOADED_\\w+_DEST|SESSION_FILE_DIR|CACHE_DIR|WHOOSHEE_DIR|WHOOSH_(?:BASE|INDEX)|${madeAgain})$`,
);

const sieve = new RegExp(
  `sqlite|MEDIA_ROOT|UPLOAD|SESSION_FILE_DIR|SESSION_TYPE|CACHE_DIR|WHOOSH|${madeAgain}|filename|instance_relative_config|FileBasedCache|FileHandler|accesslog|errorlog|pidfile|nicegui`,
);

/** @returns what the settings in a module write. */
export function settingsIn(
  module: PythonModule,
  evaluator: Evaluator,
  packages: readonly Package[],
): readonly SettingUse[] {
  if (!sieve.test(module.text) || !module.root) return [];
  return [
    ...module.root
      .all('assignment', 'pair', 'keyword_argument')
      .flatMap((it) => namedFolder(it, evaluator)),
    ...module.root.all('dictionary').flatMap((it) => dictionaryUse(it, evaluator)),
    ...module.root.all('string').flatMap((it) => databaseUse(it, evaluator, packages)),
    ...module.callsOf('create').flatMap((it) => addressUse(it, evaluator)),
    ...(module.text.includes('instance_relative_config') ? instanceUse(module, evaluator) : []),
    ...(module.text.includes('nicegui') ? storageUse(module) : []),
  ];
}

function use(
  node: SyntaxNode,
  value: Value,
  meant: { kind: PathUse['kind']; because: string; purpose?: PathPurpose; isCertain?: true },
): SettingUse[] {
  if (isNothing(value)) return [];
  const paths = pathsOf(value, {
    kind: meant.kind,
    ...(meant.purpose ? { purpose: meant.purpose } : {}),
    isCertain: meant.isCertain === true,
    evidence: { file: node.file, line: node.line, because: meant.because },
  });
  return paths.length === 0 ? [] : [{ node, paths }];
}

/**
 * `MEDIA_ROOT = ...`, `app.config["UPLOAD_FOLDER"] = ...`, `{"CACHE_DIR": ...}`,
 * `app.config.update(UPLOAD_FOLDER=...)`.
 */
function namedFolder(node: SyntaxNode, evaluator: Evaluator): readonly SettingUse[] {
  const left = node.field('left') ?? node.field('key') ?? node.field('name');
  const right = node.field('right') ?? node.field('value');
  if (!left || !right) return [];
  const name =
    left.type === 'subscript'
      ? literalText(left.field('subscript'))
      : (literalText(left) ?? (left.field('attribute') ?? left).text);
  const isLog =
    node.file === 'gunicorn.conf.py' && /^(?:accesslog|errorlog|pidfile)$/.test(name ?? '');
  if (isLog && right.text.length > 3)
    return use(node, evaluator.evaluate(right), {
      kind: 'file',
      because: `${name ?? ''} of gunicorn`,
      purpose: 'log',
    });
  if (name === 'SESSION_TYPE') return sessionsUse(node, right, evaluator);
  if (name === undefined || !folderSettings.test(name)) return [];
  return use(node, evaluator.evaluate(right), { kind: 'folder', because: name, isCertain: true });
}

/**
 * Sessions of Flask-Session in files, where no setting names their folder.
 * https://flask-session.readthedocs.io/en/latest/config.html
 */
function sessionsUse(
  node: SyntaxNode,
  type: SyntaxNode,
  evaluator: Evaluator,
): readonly SettingUse[] {
  const isInFiles = firstText(evaluator.evaluate(type)) === 'filesystem';
  if (!isInFiles || evaluator.sources.modules.some((it) => it.text.includes('SESSION_FILE_DIR')))
    return [];
  return use(node, textValue('flask_session', placeOf(node)), {
    kind: 'folder',
    because: 'sessions of Flask-Session',
    isCertain: true,
  });
}

/** Dictionaries of settings: a database of Django, a handler of logs, a cache in files. */
function dictionaryUse(node: SyntaxNode, evaluator: Evaluator): readonly SettingUse[] {
  const valueOf = (key: string): SyntaxNode | undefined =>
    node.parts
      .find((it) => it.type === 'pair' && literalText(it.field('key')) === key)
      ?.field('value');
  const kind =
    (valueOf('ENGINE') ?? valueOf('BACKEND') ?? valueOf('class') ?? valueOf('()'))?.text ?? '';
  const named = valueOf('NAME');
  if (named && /django\.db\.backends\.sqlite3|spatialite/.test(kind))
    return use(named, evaluator.evaluate(named), {
      kind: 'file',
      because: 'a database of SQLite',
      purpose: 'database',
    });
  const log = valueOf('filename');
  if (log && /FileHandler/.test(kind))
    return use(log, evaluator.evaluate(log), {
      kind: 'file',
      because: 'the log is written to it',
      purpose: 'log',
    });
  const cache = valueOf('LOCATION');
  return cache && /FileBasedCache/.test(kind)
    ? use(cache, evaluator.evaluate(cache), {
        kind: 'folder',
        because: 'a cache in files',
        purpose: 'cache',
      })
    : [];
}

/** `sqlite:///data/app.db`, also put together; tortoise and databases have two slashes. */
function databaseUse(
  node: SyntaxNode,
  evaluator: Evaluator,
  packages: readonly Package[],
): readonly SettingUse[] {
  if (!/^\w*["']+sqlite(?:\+\w+)?:\/\//.test(node.text)) return [];
  const whole =
    node.parent?.type === 'binary_operator' && node.parent.field('left') === node
      ? node.parent
      : node;
  const outer =
    node.parent?.type === 'attribute' && node.parent.parent?.type === 'call'
      ? node.parent.parent
      : whole;
  const at = placeOf(node);
  const extension = packages.find((it) => it.name === 'flask-sqlalchemy');
  const isOld = extension !== undefined && isBefore(extension, '3');
  const root = isOld ? rootFolder(evaluator, at) : undefined;
  const instance = extension && !isOld ? instanceFolder(evaluator, at) : undefined;
  return alternatives(evaluator.evaluate(outer)).flatMap((it) => {
    if (it.kind !== 'text') return [];
    const [head, ...rest] = it.pieces;
    const path = /^sqlite(?:\+\w+)?:\/\/\/?(.*)$/s.exec(head ?? '')?.[1]?.replace(/\?.*$/s, '');
    if (
      path === undefined ||
      /^(?::memory:|file:)/.test(path) ||
      (path === '' && rest.length === 0)
    )
      return [];
    const value: Value = { ...it, pieces: path === '' ? rest : [path, ...rest] };
    // Relative to the instance folder, and before 3.0 to the one of the application:
    // https://flask-sqlalchemy.readthedocs.io/en/stable/changes/#version-3-0-0
    const isRelative = path !== '' && !path.startsWith('/');
    if (instance && isRelative)
      return use(node, instance, {
        kind: 'folder',
        because: 'the database of SQLite, in the instance folder',
        purpose: 'database',
      });
    return use(node, root && isRelative ? joinedPath([root, value], at) : value, {
      kind: 'file',
      because: 'a database of SQLite',
      purpose: 'database',
    });
  });
}

/**
 * `URL.create("sqlite", database="data/app.db")`, from its own function for addresses.
 * https://docs.sqlalchemy.org/en/20/core/engines.html#sqlalchemy.engine.URL.create
 */
function addressUse(call: SyntaxNode, evaluator: Evaluator): readonly SettingUse[] {
  if (!/\bURL\.create$/.test(call.field('function')?.text ?? '')) return [];
  const driver = argumentValue(call, [0, 'drivername'], evaluator);
  const database = argumentValue(call, [5, 'database'], evaluator);
  const isFile = driver && possible(driver).some((it) => /^sqlite\b/.test(it.text));
  if (!isFile || !database || firstText(database) === ':memory:') return [];
  return use(call, database, {
    kind: 'file',
    because: 'a database of SQLite',
    purpose: 'database',
  });
}

/** `Flask(__name__, instance_relative_config=True)`. */
function instanceUse(module: PythonModule, evaluator: Evaluator): readonly SettingUse[] {
  const keyword = module.root
    ?.all('keyword_argument')
    .find(
      (it) =>
        it.field('name')?.text === 'instance_relative_config' && it.field('value')?.text === 'True',
    );
  const folder = keyword && instanceFolder(evaluator, placeOf(keyword));
  return keyword && folder
    ? use(keyword, folder, { kind: 'folder', because: "Flask's instance folder" })
    : [];
}

/**
 * `app.storage.user`: NiceGUI keeps it in files of the working directory.
 * https://nicegui.io/documentation/storage
 */
function storageUse(module: PythonModule): readonly SettingUse[] {
  const kept = module.root
    ?.all('attribute')
    .find((it) => /^(?:\w+\.)?app\.storage\.(?:user|general)$/.test(it.text));
  return kept === undefined
    ? []
    : use(kept, textValue('.nicegui', placeOf(kept)), {
        kind: 'folder',
        because: 'the storage of NiceGUI',
        isCertain: true,
      });
}

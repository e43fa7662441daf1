/**
 * Finds the paths that the program writes to: those that a text, a constant or the default of a
 * variable names.
 */
import { posix } from 'node:path';
import type { Evidence } from '../../../types.ts';
import { lineAt } from '../../../text/lines.ts';
import type { Source } from '../files/sources.ts';

export interface WrittenPath {
  /**
   * Absolute in the image, or relative to the working directory. Paths that are only known at run
   * time are left out.
   */
  readonly path: string;
  /** `file`: its folder has to be writable. */
  readonly kind: 'file' | 'folder';
  /** Whether it is relative to the source file (`__dirname`), which a build moves. */
  readonly bySource: boolean;
  readonly evidence: Evidence;
}

const fileCall = String.raw`\bBun\.write\(\s*|\b(?:writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|outputFile|outputFileSync|outputJson|outputJsonSync|writeJson|writeJsonSync)\(\s*`;
const databaseCall = String.raw`\bnew\s+(?:Database|DatabaseSync|sqlite3\.Database|Datastore)\(\s*|\bJSONFilePreset\(\s*`;
/** `only`: these names also mean other things, unless the file contains this. */
const sinks: readonly {
  readonly kind: WrittenPath['kind'];
  readonly call: RegExp;
  readonly only?: RegExp;
}[] = [
  { kind: 'file', call: new RegExp(fileCall, 'g') },
  { kind: 'file', call: new RegExp(databaseCall, 'g'), only: /sqlite|nedb|lowdb/i },
  {
    kind: 'folder',
    call: /\b(?:mkdir|mkdirSync|ensureDir|ensureDirSync)\(\s*|\buploadDir\s*:\s*/g,
  },
  {
    kind: 'folder',
    call: /\bmulter\(\s*\{\s*dest\s*:\s*|\bdestination\s*:\s*/g,
    only: /\bmulter\b/,
  },
  // Settings of database drivers with the file names of SQLite: `storage` (Sequelize), `filename`
  // (Knex), `database` (TypeORM).
  {
    kind: 'file',
    call: /\b(?:storage|filename|database)\s*:\s*(?=[^,}\n]*\.(?:db|sqlite3?)["'`])/g,
  },
];

/** URLs of database files. */
const databaseAddress = /["'`]file:(?!\/\/)((?:\.\.?\/)*[\w./-]+\.(?:db|sqlite3?))["'`]/g;

/** @param folder of the package, which becomes the working directory. */
export function writtenPaths(sources: readonly Source[], folder: string): WrittenPath[] {
  return sources.flatMap((source) => writtenIn(source, folder));
}

function writtenIn({ file, text }: Source, folder: string): WrittenPath[] {
  const found: WrittenPath[] = [];
  const from = posix.relative(`/${folder}`, `/${posix.dirname(file)}`);
  const add = (
    kind: WrittenPath['kind'],
    path: Known | null,
    index: number,
    because: string,
  ): void => {
    if (path === null || path.path === '' || /[*?"<>|:\s]/.test(path.path)) return;
    const top = from.split('/')[0] ?? '';
    // Where the end is unknown, the known part is a folder.
    found.push({
      path: path.path,
      kind: path.open ? 'folder' : kind,
      bySource:
        path.bySource && (top === '' || path.path === top || path.path.startsWith(`${top}/`)),
      evidence: { file, line: lineAt(text, index), because },
    });
  };
  const constants = constantsIn(text, from);
  const shown = (index: number): string =>
    (text.slice(index).split('\n')[0] ?? '').trim().slice(0, 60);
  for (const { kind, call, only } of sinks) {
    if (only && !only.test(text)) continue;
    for (const match of text.matchAll(call))
      add(kind, pathAt(after(text, match), from, constants), match.index, shown(match.index));
  }
  for (const match of text.matchAll(databaseAddress))
    add(
      'file',
      { path: normalized(match[1] ?? ''), open: false, bySource: false },
      match.index,
      match[0],
    );
  return found;
}

interface Known {
  readonly path: string;
  /** Whether an unknown part follows. */
  readonly open: boolean;
  readonly bySource: boolean;
}

type Constants = (name: string) => Known | null;

const literal = String.raw`["'\x60]([^"'\x60$\n]*)["'\x60]`;
const join = new RegExp(String.raw`^(?:path\.)?(?:join|resolve)\(\s*`);
const plain = new RegExp(`^${literal}`);
const templated = /^`\$\{\s*([\w$]+)\s*\}([^`$\n]*)(`|\$)/;
const openTemplate = /^`([^`$\n]+\/)[^`$\n/]*\$\{/;
const fromVariable =
  /^(?:process\.env|Bun\.env|import\.meta\.env)(?:\.\w+|\[["']\w+["']\])\s*(?:\?\?|\|\|)\s*/;
const besideSource = new RegExp(
  String.raw`^(?:fileURLToPath\(\s*)?new URL\(\s*${literal}\s*,\s*import\.meta\.url\s*\)`,
);

/**
 * @returns the path that an expression names, as far as its text shows it.
 * @param from the folder of the source, seen from that of the package.
 */
function pathAt(text: string, from: string, constants: Constants): Known | null {
  const whole = plain.exec(text);
  if (whole) return whole[1] === '' ? null : known(whole[1] ?? '');
  const beside = besideSource.exec(text);
  if (beside)
    return { path: normalized(`./${from}/${beside[1] ?? ''}`), open: false, bySource: true };
  const given = fromVariable.exec(text);
  if (given) return pathAt(text.slice(given[0].length), from, constants);
  const joined = join.exec(text);
  if (joined) return joinedAt(text.slice(joined[0].length), from, constants);
  const start = templated.exec(text);
  if (start) {
    const base = constants(start[1] ?? '');
    return base && !base.open
      ? {
          ...base,
          path: normalized(
            `${base.path}${(start[2] ?? '').replace(/[^/]*$/, (it) => (start[3] === '$' ? '' : it))}`,
          ),
          open: start[3] === '$',
        }
      : null;
  }
  const prefix = openTemplate.exec(text);
  if (prefix) return { ...known(prefix[1] ?? ''), open: true };
  const name = /^([A-Za-z_$][\w$]*)\s*(?=[,);}\n]|$)/.exec(text);
  return name ? constants(name[1] ?? '') : null;
}

/** The arguments of `path.join`, up to the first that is no text. */
function joinedAt(text: string, from: string, constants: Constants): Known | null {
  const base =
    /^(__dirname|import\.meta\.(?:dirname|dir)|process\.cwd\(\)|[A-Za-z_$][\w$]*(?=\s*[,)]))/.exec(
      text,
    );
  let path: Known | null;
  let rest: string;
  if (base) {
    const name = base[1] ?? '';
    if (name === 'process.cwd()') path = { path: '', open: false, bySource: false };
    else if (name === '__dirname' || name.startsWith('import.meta'))
      path = { path: from, open: false, bySource: true };
    else path = constants(name);
    rest = text.slice(base[0].length);
  } else {
    const first = plain.exec(text);
    if (!first) return null;
    path = known(first[1] ?? '');
    rest = text.slice(first[0].length);
  }
  if (path === null || path.open) return path;
  const part = new RegExp(String.raw`^\s*,\s*${literal}`);
  let parts = path.path;
  for (let match = part.exec(rest); match; match = part.exec(rest)) {
    parts = `${parts}/${match[1] ?? ''}`;
    rest = rest.slice(match[0].length);
  }
  return {
    path: normalized(path.path.startsWith('/') ? parts : parts.replace(/^\/+/, '')),
    open: !/^\s*,?\s*\)/.test(rest),
    bySource: path.bySource,
  };
}

/** `const NAME = ...` at any depth. A name that is declared twice is unknown. */
function constantsIn(text: string, from: string, depth = 0): Constants {
  const declared = [
    ...text.matchAll(/\b(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?::\s*\w+\s*)?=\s*/g),
  ];
  return (name) => {
    if (name === '__dirname') return { path: from, open: false, bySource: true };
    const [only, second] = declared.filter((it) => it[1] === name);
    if (!only || second || depth > 4) return null;
    const expression = after(text, only);
    // `const __dirname = path.dirname(fileURLToPath(import.meta.url))`, whatever its name.
    if (/^(?:path\.)?dirname\(\s*fileURLToPath\(\s*import\.meta\.url\s*\)\s*\)/.test(expression))
      return { path: from, open: false, bySource: true };
    return pathAt(expression, from, constantsIn(text, from, depth + 1));
  };
}

/** The text after a match, long enough for a path. */
function after(text: string, match: RegExpExecArray): string {
  const from = match.index + match[0].length;
  return text.slice(from, from + 300);
}

function known(path: string): Known {
  return { path: normalized(path), open: false, bySource: false };
}

/** Removes `.` and a slash at the end; a path out of the package stays as it is. */
function normalized(path: string): string {
  const plainPath = posix.normalize(path).replace(/^\.\/|\/$/g, '');
  return plainPath === '.' ? '' : plainPath;
}

/**
 * Finds the project's files that a program reads or writes at paths relative to its working
 * directory.
 */
import type { Evidence, Note } from '../../types.ts';
import { isLeftOut } from './ignored.ts';
import { oncePerFile, type ProgramSource } from './packages.ts';
import { closingOf, stringsBetween } from './source.ts';
import { lineAt } from '../../text/lines.ts';

export interface RunFiles {
  /**
   * Files and folders to copy: `from` is relative to the project root, `to` is the path that the
   * program uses.
   */
  readonly copies: readonly {
    readonly from: string;
    readonly to: string;
    readonly evidence: Evidence;
  }[];
  /** Folders below the working directory that the program creates or writes to. */
  readonly writes: readonly { readonly path: string; readonly evidence: Evidence }[];
  readonly notes: readonly Note[];
}

/**
 * Calls of the standard library and of frameworks with a literal argument that is a path to read.
 */
const reads =
  /\b(?:os\.(?:Open|ReadFile|ReadDir|DirFS)|ioutil\.(?:ReadFile|ReadDir)|(?:ParseGlob|ParseFiles|LoadHTMLGlob|LoadHTMLFiles)|http\.(?:Dir|ServeFile)|(?:Static|StaticFile|StaticFS|File|SendFile)|(?:html|django|handlebars|pug|mustache|jet|ace|amber)\.New|migrate\.New(?:WithDatabaseInstance)?|goose\.Up(?:Context|To)?|toml\.DecodeFile|gonfig\.GetConf|LoadConfig|LoadFile|ReadConfig|SetConfigFile|AddConfigPath)\s*\(/g;

/**
 * The default of a flag may be the name of a file that is read where the flag is used:
 * `flag.String("config", "configs/default.yaml", ...)`.
 */
const flagDefaults = /(?<=\w)\.String(?:Var)?P?\s*\(/g;

const writes = /\bos\.(?:MkdirAll|Mkdir|Create|WriteFile)\s*\(/g;

/**
 * viper finds a configuration file from its name without the extension, in the configured folders:
 * https://github.com/spf13/viper#reading-config-files
 */
const configurationNames = /\bSetConfigName\s*\(\s*(?=["`])/g;
const configurationEnds = ['.yaml', '.yml', '.json', '.toml', '.ini', '.properties'];

const callsIn = oncePerFile(({ source: { code, strings } }) => ({
  reads: [...code.matchAll(reads), ...code.matchAll(flagDefaults)],
  writes: [...code.matchAll(writes)],
  names: /\bAddConfigPath\s*\(\s*"/.test(code)
    ? [...code.matchAll(configurationNames)].map((it) => ({
        name: strings.get(it.index + it[0].length) ?? '',
        line: lineAt(code, it.index),
      }))
    : [],
}));

/**
 * @param files the files of the project.
 * @param folders the folders in which a developer may run the program, in the order to search them.
 */
export function findRunFiles(
  program: ProgramSource,
  files: readonly string[],
  folders: readonly string[],
): RunFiles {
  const copies = new Map<string, RunFiles['copies'][number]>();
  const written = new Map<string, RunFiles['writes'][number]>();
  const notes: Note[] = [];
  for (const file of program.packages.flatMap((it) => it.files)) {
    const { path, source } = file;
    const calls = callsIn(file);
    for (const match of calls.reads) {
      const open = match.index + match[0].length - 1;
      for (const { value } of stringsBetween(
        source,
        open,
        Math.min(closingOf(source.code, open), open + 400),
      )) {
        const name = pathOf(value);
        const evidence = {
          file: path,
          line: lineAt(source.code, match.index),
          because: `reads ${value}`,
        };
        const from = name === undefined ? undefined : locate(name, files, folders);
        if (name === undefined || from === undefined) continue;
        if (isLeftOut(from))
          notes.push({
            code: 'go/reads-secret',
            level: 'warning',
            text: `the program reads ${name}, which looks like a secret and is not copied into the image: mount it at /app/${name}`,
            evidence: [evidence],
          });
        else copies.set(name, { from, to: name, evidence });
      }
    }
    for (const { name, line } of calls.names) {
      const found = configurationEnds
        .map((it) => `${name}${it}`)
        .find((it) => !isLeftOut(it) && files.includes(it));
      if (found !== undefined)
        copies.set(found, {
          from: found,
          to: found,
          evidence: { file: path, line, because: `reads the configuration ${name}` },
        });
    }
    for (const match of calls.writes) {
      const open = match.index + match[0].length - 1;
      const [first] = stringsBetween(
        source,
        open,
        Math.min(closingOf(source.code, open), open + 200),
      );
      const name =
        first && /^[(\s]*$/.test(source.code.slice(open, first.offset))
          ? pathOf(first.value)
          : undefined;
      if (first === undefined || name === undefined) continue;
      const folder = /Mkdir/.test(match[0])
        ? name
        : name.slice(0, Math.max(0, name.lastIndexOf('/')));
      const evidence = {
        file: path,
        line: lineAt(source.code, match.index),
        because: `writes ${first.value}`,
      };
      if (folder !== '') written.set(folder, { path: folder, evidence });
      else
        notes.push({
          code: 'go/writes-working-directory',
          level: 'warning',
          text: `the program writes ${name} into its working directory, which is read-only for it: write to a folder of its own, and declare that with --writable`,
          evidence: [evidence],
        });
    }
  }
  return {
    copies: outermost([...copies.values()]),
    writes: outermost([...written.values()].map((it) => ({ ...it, to: it.path }))),
    notes,
  };
}

/**
 * Returns a relative path up to the first wildcard, or `undefined` if the text is not a relative
 * path or means the whole working directory.
 */
function pathOf(text: string): string | undefined {
  const bare = text.replace(/^file:\/\//, '');
  if (
    bare.startsWith('/') ||
    !/^[\w@+-][\w./@+*?-]*$|^\.\/[\w@+-][\w./@+*?-]*$/.test(bare) ||
    bare.includes('..')
  )
    return undefined;
  const parts = bare.split('/').filter((it) => it !== '' && it !== '.');
  const wild = parts.findIndex((it) => /[*?]/.test(it));
  const fixed = wild === -1 ? parts : parts.slice(0, wild);
  return fixed.length === 0 ? undefined : fixed.join('/');
}

/** Finds the path in the project. A folder with Go files in it is a package and is skipped. */
function locate(
  name: string,
  files: readonly string[],
  folders: readonly string[],
): string | undefined {
  for (const folder of folders) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (path.endsWith('.go')) return undefined;
    if (files.includes(path)) return path;
    const inside = files.filter((it) => it.startsWith(`${path}/`));
    if (
      inside.length > 0 &&
      !inside.some((it) => it.endsWith('.go') && !it.slice(path.length + 1).includes('/'))
    )
      return path;
  }
  return undefined;
}

/** Drops files in folders that are copied anyway. */
function outermost<T extends { readonly to: string }>(all: readonly T[]): T[] {
  return all
    .filter((it) => !all.some((other) => it.to.startsWith(`${other.to}/`)))
    .sort((one, other) => one.to.localeCompare(other.to, 'en'));
}

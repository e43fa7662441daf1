/**
 * Reads the sources of a program from its entry along the imports. What the entry does not reach
 * is evidence of nothing.
 */
import { posix } from 'node:path';
import { longestSource, openParser, type Parse } from '../../../syntax/parse.ts';
import type { ProjectReader } from '../../../ports/ports.ts';
import { joined } from '../../../text/paths.ts';
import { type Budget, budgetOf } from '../../shared/budget.ts';
import { parseRelaxed, parseYaml } from '../files/documents.ts';
import { dependsOn } from '../files/manifest.ts';
import { filesOfOtherScripts } from '../files/script-files.ts';
import { isSource, sourcesIn, testFolders } from '../files/sources.ts';
import { dynamicLoads } from './dynamic.ts';
import { Evaluator } from './evaluate.ts';
import type { Program } from './evaluation.ts';
import { Module } from './module.ts';
import { isBuiltin, packageOf } from './names.ts';
import { type OwnPackage, type Resolve, resolverOf } from './resolve.ts';

/** Longer sources that others load are generated. */
const longestLoaded = 400_000;

export interface ProgramInput {
  /** The files that are started or loaded first; none where the entry is unknown. */
  readonly entries: readonly string[];
  /** The folder of the sources, where the entry is unknown. */
  readonly folder: string;
  /** Files that are loaded beside them: the configuration and the pages of a framework. */
  readonly beside?: readonly string[];
  /** The package that runs, then those of its workspace that it needs. */
  readonly packages: readonly OwnPackage[];
  /** The variables that the start command sets. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The program with its evaluator. */
export interface ReadProgram extends Program {
  /** The files that are started or loaded first. */
  readonly entries: readonly string[];
  readonly evaluator: Evaluator;
}

/** @returns the program, the entry first. Without an entry: all sources of the folder. */
export async function readProgram(
  project: ProjectReader,
  { entries, folder, beside = [], packages, environment = {} }: ProgramInput,
): Promise<ReadProgram> {
  const reader = new Reader(project, await resolverOf(project, packages), packages, entries);
  const [own] = packages;
  const program: Program = {
    modules: reader.modules,
    folder: own?.manifest.folder ?? folder,
    environment,
    files: new Set(await project.files()),
    get isComplete() {
      return reader.isComplete;
    },
    resolve: reader.resolve,
    importers: (file) => reader.importers.get(file) ?? [],
    data: (file) => reader.data.get(file),
  };
  const others = own ? filesOfOtherScripts(own.manifest) : [];
  const roots =
    entries.length > 0
      ? entries
      : (await sourcesIn(project, folder)).filter((it) => !others.includes(it));
  await reader.add([...roots, ...beside]);
  // What is found may name further folders, a few times over.
  for (let round = 0; round < 4; round += 1) {
    const { files, folders, isUnknown } = dynamicLoads(new Evaluator(program), [
      ...reader.modules.values(),
    ]);
    const listed = (await Promise.all(folders.map((it) => sourcesIn(project, it))))
      .flat()
      .filter((it) => !others.includes(it));
    const fresh = [...files, ...listed].filter((it) => !reader.modules.has(it));
    if (isUnknown && round === 0) reader.isComplete = false;
    if (fresh.length === 0) break;
    await reader.add(fresh);
  }
  await reader.readData(posix.basename(environment['NODE_CONFIG_DIR'] ?? 'config'));
  return {
    ...program,
    entries: roots.slice(0, Math.max(1, entries.length)),
    isComplete: reader.isComplete,
    evaluator: new Evaluator(program),
  };
}

class Reader {
  readonly modules = new Map<string, Module>();
  readonly data = new Map<string, unknown>();
  readonly importers = new Map<string, Module[]>();
  readonly resolve: Resolve;
  isComplete = true;
  readonly #project: ProjectReader;
  readonly #packages: readonly OwnPackage[];
  readonly #budget: Budget;
  readonly #roots: ReadonlySet<string>;
  #parse: Parse | undefined;

  constructor(
    project: ProjectReader,
    resolve: Resolve,
    packages: readonly OwnPackage[],
    entries: readonly string[],
  ) {
    this.#project = project;
    this.#roots = new Set(entries);
    this.#budget = budgetOf(project);
    this.resolve = resolve;
    this.#packages = packages;
  }

  /** Reads files, and all that they load. */
  async add(files: readonly string[]): Promise<void> {
    const parse = (this.#parse ??= this.#budget.limited(await openParser('tsx'), 2));
    const queue = new Set(files);
    for (const file of queue) {
      if (this.modules.has(file) || !isSource(file)) continue;
      if (!this.#budget.mayRead(file)) {
        this.isComplete = false;
        continue;
      }
      const text = await this.#project.read(file);
      const longest = this.#roots.has(file) ? longestSource : longestLoaded;
      if (text === undefined || text.length > longest) continue;
      this.#budget.hasRead(text);
      const module = new Module(file, text, parse);
      this.modules.set(file, module);
      for (const it of specifiersIn(text)) {
        const target = this.resolve(file, it);
        if (target !== undefined) {
          if (this.#isTest(target) && !this.#isTest(file)) continue;
          queue.add(target);
          this.importers.set(target, [...(this.importers.get(target) ?? []), module]);
        } else if (!this.#isPackage(it)) this.isComplete = false;
      }
    }
  }

  /** Whether the image lacks a file: the program loads it only where it is tested. */
  #isTest(file: string): boolean {
    return this.#packages.some(({ manifest: { folder } }) =>
      testFolders.some((it) => file.startsWith(`${joined(folder, it)}/`)),
    );
  }

  /** The text of a data file, with those that it includes. */
  async #textOf(file: string): Promise<string> {
    const text = (await this.#project.read(file)) ?? '';
    if (!text.includes('@include')) return text;
    const lines: string[] = [];
    let table = '';
    for (const line of text.split(/\r?\n/)) {
      table = /^\s*\[\s*([\w.-]+)\s*\]/.exec(line)?.[1] ?? table;
      const name = inclusion.exec(line)?.[1];
      const included = name && (await this.#project.read(posix.join(posix.dirname(file), name)));
      lines.push(...(included ? below(table, included) : [line]));
    }
    return lines.join('\n');
  }

  #isPackage(specifier: string): boolean {
    if (specifier.startsWith('.') || specifier.startsWith('#')) return false;
    const name = packageOf(specifier);
    return (
      isBuiltin(specifier) ||
      this.#packages.some((it) => dependsOn(it.manifest, name) || it.manifest.name === name)
    );
  }

  /**
   * Reads the JSON and YAML files whose names the sources contain.
   *
   * @param settings the name of the folder from which the package config reads.
   */
  async readData(settings: string): Promise<void> {
    const texts = [...this.modules.values()].map((it) => it.text);
    const isConfigured = texts.some((it) =>
      /["'](?:(?:wild-)?config|@feathersjs\/configuration)["']/.test(it),
    );
    const isNamed = namedIn(texts);
    const isSetting = (file: string): boolean =>
      posix.basename(posix.dirname(file)) === settings ||
      /(?:^|\/)(?:default|production|custom-environment-variables)\.\w+$/.test(file);
    const named = (file: string): boolean =>
      (isConfigured && isSetting(file)) || isNamed(posix.basename(file));
    const candidates = (await this.#project.files())
      .filter(
        (it) =>
          /\.(?:json5?|ya?ml|toml)$/.test(it) &&
          !/(?:^|\/)(?:package(?:-lock)?|tsconfig[\w.-]*)\.json$|(?:^|\/)(?:dist|build|test|tests|__tests__|fixtures)\//.test(
            it,
          ),
      )
      .slice(0, 400);
    for (const { manifest } of this.#packages) this.data.set(manifest.file, manifest.all);
    for (const file of candidates.filter(named).slice(0, 40)) {
      const text = await this.#textOf(file);
      if (text.length < 200_000) this.data.set(file, await parsedData(file, text));
    }
    if (isConfigured)
      await this.add(
        (await this.#project.files()).filter(
          (it) =>
            posix.basename(posix.dirname(it)) === settings &&
            /\/(?:default|production)\.[cm]?[jt]s$/.test(it),
        ),
      );
  }
}

/** The line by which wild-config puts another file below its table. */
const inclusion = /^[ \t]*#[ \t]*@include[ \t]+["']([\w.-]+\.toml)["'][ \t]*$/;

/** @returns the lines of a file with the names of its tables below another table. */
function below(table: string, text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((it) => (table === '' ? it : it.replace(/^\s*(\[\[?)\s*(?=[\w"'])/, `$1${table}.`)));
}

async function parsedData(file: string, text: string): Promise<unknown> {
  if (/\.json5?$/.test(file)) return parseRelaxed(text);
  if (!file.endsWith('.toml')) return parseYaml(text);
  const { parse } = await import('smol-toml');
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** Names of modules in a text: the sieve by which files are found without a tree. */
const specifiers =
  /\bfrom\s*["']([^"'\n]+)["']|\bimport\s*["']([^"'\n]+)["']|\b(?:require|import)\s*\(\s*(?:\/\*[^*]*\*\/\s*)?["'`]([^"'`$\n]+)["'`]\s*\)/g;

function specifiersIn(text: string): readonly string[] {
  return [...withoutComments(text).matchAll(specifiers)].flatMap(
    (match) => match[1] ?? match[2] ?? match[3] ?? [],
  );
}

/** A `//` in a text (`http://`) is kept. */
function withoutComments(text: string): string {
  return text.includes('//') || text.includes('/*')
    ? withoutBlocks(text).replace(/(^|[\s;{}(,])\/\/[^\n]*/g, '$1')
    : text;
}

/** Not a pattern: it would search to the end of the file for every block that is not closed. */
function withoutBlocks(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let start = text.indexOf('/*'); start !== -1; start = text.indexOf('/*', from)) {
    const end = text.indexOf('*/', start + 2);
    if (end === -1) break;
    kept.push(text.slice(from, start));
    from = end + 2;
  }
  return [...kept, text.slice(from)].join(' ');
}

/**
 * @returns whether the sources name a data file: `settings.json`, or `'./settings'` as `require`
 *   takes it. Texts are read once, because large projects have many of both.
 */
function namedIn(texts: readonly string[]): (file: string) => boolean {
  const full = /(?<![\w@.+-])[\w@.+-]+\.(?:json5?|ya?ml|toml)(?!\w)/g;
  const stem = /(?<=\/)[\w@.+-]+(?=')/g;
  const names = new Set(texts.flatMap((it) => it.match(full) ?? []));
  const stems = new Set(texts.flatMap((it) => it.match(stem) ?? []));
  return (file) => names.has(file) || stems.has(file.replace(/\.\w+$/, ''));
}
